"""The crash hook notes where, never what."""

from __future__ import annotations

import io
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from supervisor_app.ui.crash import LOG_NAME, MOST_BYTES, CrashHook, describe_fault, write_fault

NOW = datetime(2026, 11, 23, 10, 30, tzinfo=UTC)


def _fault() -> BaseException:
    rabina = "Rabina Maharjan 010805"
    try:
        try:
            int(rabina)
        except ValueError as cause:
            raise KeyError(rabina) from cause
    except KeyError as fault:
        return fault


def test_a_fault_is_described_by_places_without_what_was_typed() -> None:
    text = describe_fault(_fault(), NOW, "1.2.3")
    assert "builtins.KeyError" in text
    assert "builtins.ValueError" in text
    assert "test_crash.py" in text
    assert "Rabina" not in text
    assert str(Path.home()) not in text


def test_the_hook_writes_tells_and_goes_on(tmp_path: Path, qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", None)  # as in a program without a terminal
    hook = CrashHook(tmp_path / "new", lambda: NOW, "1.2.3")
    told: list[int] = []
    hook.happened.connect(told.append)
    for _ in range(2):
        fault = _fault()
        hook.take(type(fault), fault, fault.__traceback__)
    assert told == [1, 2]
    assert (tmp_path / "new" / LOG_NAME).read_text(encoding="utf-8").count("2026-11-23") == 2


def test_only_a_terminal_sees_the_message_and_a_log_of_the_desktop_what_ours_does(
    tmp_path: Path, qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    hook, fault = CrashHook(tmp_path, lambda: NOW, "1.2.3"), _fault()
    said: list[str] = []
    for terminal in (False, True):
        stream = io.StringIO()
        monkeypatch.setattr(stream, "isatty", lambda terminal=terminal: terminal)
        monkeypatch.setattr(sys, "stderr", stream)
        hook.take(type(fault), fault, fault.__traceback__)
        said.append(stream.getvalue())
    assert "Rabina" not in said[0]
    assert "test_crash.py" in said[0]
    assert "Rabina" in said[1]


def test_the_log_does_not_grow_for_ever(tmp_path: Path) -> None:
    write_fault(tmp_path, "x" * (MOST_BYTES + 1))
    write_fault(tmp_path, "later")
    assert (tmp_path / LOG_NAME).read_text(encoding="utf-8") == "later"
    assert len(list(tmp_path.iterdir())) == 2


def test_a_folder_that_cannot_be_written_is_no_second_fault(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    write_fault(tmp_path / "file", "text")
