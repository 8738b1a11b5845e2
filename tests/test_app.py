"""The start: commands without a window, the order of imports, what is missing, which window is shown."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from supervisor_app.app import EXIT_NO_WINDOW, Start, main, open_window
from supervisor_app.errors import StorageError
from supervisor_app.ui.crash import CrashHook
from supervisor_app.ui.main_window import MainWindow
from supervisor_app.ui.pages.first_run import FirstRunWindow
from supervisor_app.ui.trouble_window import TroubleWindow
from tests.ui.conftest import NOW, Founded, founded

__all__ = ["founded"]


def test_a_command_without_a_window_never_loads_qt(tmp_path: Path) -> None:
    code = (
        "import sys; from supervisor_app.app import main; status = main(['check', '--data-dir', sys.argv[1]]);"
        "assert status == 2, status; assert not any(name.startswith('PySide6') for name in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code, str(tmp_path)], check=True, capture_output=True)


def test_the_version_is_told_without_a_window(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--version"])
    assert ended.value.code == 0
    assert "supervisor-app" in capsys.readouterr().out


@pytest.mark.parametrize("encoding", ["cp1252", "ascii"])
def test_names_of_any_script_go_through_any_pipe(tmp_path: Path, encoding: str) -> None:
    name = "रबिना महर्जन 三浦"
    program = [sys.executable, "-m", "supervisor_app", "check", "--json", "--data-dir", str(tmp_path / name)]
    told = subprocess.run(program, capture_output=True, check=False, env={**os.environ, "PYTHONIOENCODING": encoding})
    assert told.returncode == 2
    assert name in told.stdout.decode("utf-8")
    assert b"Traceback" not in told.stderr


def test_storage_is_loaded_before_qt(tmp_path: Path) -> None:
    loaded: list[str] = []

    def load(name: str) -> None:
        loaded.append(name)
        if name.startswith("PySide6"):
            raise ImportError("libEGL.so.1: cannot open shared object file: No such file or directory")

    assert open_window(tmp_path, load) == EXIT_NO_WINDOW
    assert loaded[0].startswith("supervisor_app.services")
    assert loaded[-1] == "PySide6.QtWidgets"


def test_a_missing_library_is_one_sentence_and_no_traceback(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def load(name: str) -> None:
        if name.startswith("PySide6"):
            raise ImportError("libEGL.so.1: cannot open shared object file: No such file or directory")

    assert open_window(tmp_path, load) == EXIT_NO_WINDOW
    told = capsys.readouterr().err
    assert "sudo apt install libegl1" in told
    assert told.count("\n") == 1


def test_the_windowed_twin_has_nowhere_to_say_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def load(name: str) -> None:
        if name.startswith("PySide6"):
            raise ImportError("libGL.so.1: cannot open shared object file")

    monkeypatch.setattr(sys, "stderr", None)
    monkeypatch.setattr(sys, "stdout", None)
    assert open_window(tmp_path, load) == EXIT_NO_WINDOW


def test_a_module_of_ours_that_is_missing_is_a_fault(tmp_path: Path) -> None:
    def load(name: str) -> None:
        raise ImportError(f"No module named {name!r}")

    with pytest.raises(ImportError):
        open_window(tmp_path, load)


def _start(qapp: QApplication, folder: Path) -> Start:
    return Start(qapp, folder, CrashHook(folder, lambda: NOW, "1.2.3"))


def test_an_empty_folder_walks_through_the_first_run(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> None:
    start = _start(qapp, tmp_path / "data")
    start.begin()
    assert isinstance(start._window, FirstRunWindow)
    start.close()


def test_a_site_opens_locked(qtbot: QtBot, qapp: QApplication, founded: Founded) -> None:
    site, _ = founded
    site.close()
    start = _start(qapp, site.folder)
    start.begin()
    assert isinstance(start._window, MainWindow)
    assert start._window.is_locked
    start.close()


def test_a_folder_that_is_open_elsewhere_is_told(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> None:
    first, second = _start(qapp, tmp_path), _start(qapp, tmp_path)
    first.begin()
    with pytest.raises(StorageError) as told:
        second.begin()
    second.show_trouble(told.value)
    assert isinstance(second._window, TroubleWindow)
    assert "another window" in second._window.message.text()
    first.close()
    second.close()
