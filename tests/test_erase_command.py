"""`supervisor-app erase`, as a script uses it: a look first, then for good, by an admin with their PIN and a reason."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from supervisor_app.cli import run
from tests.services.founded import PIN, found, signed


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    at = found(tmp_path / "site")
    signed(at, at.ana)
    at.site.close()
    (tmp_path / "pin").write_text(f"{PIN}\n")
    return tmp_path


def call(folder: Path, who: str, *words: str) -> int:
    more = ("--member", "Hannah Weber", "--pin-file", str(folder / "pin"), "--data-dir", str(folder / "site"))
    done = run(["erase", who, *words, *more])
    assert isinstance(done, int)
    return done


def test_a_preview_changes_nothing_and_the_erasure_takes_it(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call(folder, "20417", "--preview") == 0
    told = capsys.readouterr().out
    assert "Would go:" in told
    assert "1 sign-off" in told
    assert "Nothing was erased." in told
    assert call(folder, "20417", "--reason", "The worker asked", "--asked-by", "The worker", "--json") == 0
    line = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert line["done"]["contents"] >= 2
    assert call(folder, "20417", "--preview") == 2
    assert "20417" in capsys.readouterr().err
    assert run(["check", "--data-dir", str(folder / "site")]) == 0


def test_without_reason_or_with_a_wrong_pin_nothing_goes(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call(folder, "20417") == 2
    assert "Reason" in capsys.readouterr().err
    assert call(folder, "20417", "--reason", "Ana Kowalska asked", "--asked-by", "the worker") == 2
    assert "names the person" in capsys.readouterr().err
    (folder / "pin").write_text("9999")
    assert call(folder, "20417", "--reason", "x", "--asked-by", "y") == 2
    assert "PIN is not right" in capsys.readouterr().err
    (folder / "pin").write_text(PIN)
    assert call(folder, "20417", "--preview") == 0
