"""The commands backup and restore as a person and a script run them, in real processes."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from supervisor_app.errors import InputError, StorageError
from supervisor_app.services.backing_up import choose_passphrase
from supervisor_app.services.backup_process import back_up_in_process, read_passphrase
from supervisor_app.services.backup_records import read_state
from supervisor_app.services.worker_process import run_worker
from supervisor_app.storage.instance_lock import InstanceLock
from tests.services.sync_sites import LIGHT, add_people, closing, found

PHRASE = "four old wet horses"


@pytest.fixture
def laptop(tmp_path: Path) -> Path:
    site = found(tmp_path / "a")
    with closing(site):
        add_people(site, 5)
        site.sealing = LIGHT
        choose_passphrase(site, PHRASE)
    (tmp_path / "phrase.txt").write_text(f"{PHRASE}\r\n")
    return tmp_path / "a"


def run(*arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "supervisor_app", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)


def last(done: subprocess.CompletedProcess[str]) -> dict[str, object]:
    line: dict[str, object] = json.loads(done.stdout.splitlines()[-1])
    return line


def test_backup_preview_and_restore_by_command(laptop: Path, tmp_path: Path) -> None:
    (tmp_path / "drive").mkdir()
    done = run("backup", "--data-dir", laptop, "--to", tmp_path / "drive", "--json")
    report = last(done)["report"]
    assert isinstance(report, dict)
    assert done.returncode == 0
    path, phrase = report["path"], ("--passphrase-file", tmp_path / "phrase.txt")
    shown = run("restore", path, "--preview", "--data-dir", tmp_path / "b", *phrase)
    assert "There are no records in this folder" in shown.stdout
    assert not (tmp_path / "b" / "records.sqlite").exists()
    refused = run("restore", path, "--data-dir", tmp_path / "b")
    assert refused.returncode == 2
    assert "this backup is sealed" in refused.stderr
    made = run("restore", path, "--data-dir", tmp_path / "b", *phrase, "--json")
    assert made.returncode == 0
    assert run("check", "--data-dir", tmp_path / "b").returncode == 0
    again = run("restore", path, "--data-dir", laptop, *phrase)
    assert again.returncode == 2
    assert "A site is in this folder already." in again.stderr
    (tmp_path / "pin").write_text("1234\n")
    answered = ("--member", "Hannah Weber", "--pin-file", tmp_path / "pin")
    assert run("restore", path, "--data-dir", laptop, *phrase, *answered).returncode == 0
    assert list(laptop.glob("set-aside-*/records.sqlite"))


def test_no_window_may_have_the_folder_open(laptop: Path) -> None:
    path = last(run("backup", "--data-dir", laptop, "--json"))["report"]["path"]  # type: ignore[index]
    lock = InstanceLock(laptop)
    refused = run("restore", path, "--data-dir", laptop, "--passphrase-file", laptop.parent / "phrase.txt")
    lock.release()
    assert refused.returncode == 2
    assert "open in another window" in refused.stderr


def test_a_worker_reports_stops_and_says_what_failed(laptop: Path) -> None:
    said: list[str] = []
    report = back_up_in_process(laptop, lambda done, total, words: said.append(words), lambda: False)
    assert report is not None
    assert Path(report.path).is_file()
    assert "Copying the records" in said
    assert back_up_in_process(laptop, lambda *_: None, lambda: True) is None
    (laptop / "records.sqlite").write_bytes(b"broken")
    with pytest.raises(StorageError):
        back_up_in_process(laptop, lambda *_: None, lambda: False)
    assert read_state(laptop).trouble is not None


def test_a_worker_that_says_nothing_is_given_up() -> None:
    with pytest.raises(StorageError, match="does not answer"):
        run_worker([sys.executable, "-c", "input()"], lambda *_: None, lambda: False, silence=0.3)
    with pytest.raises(StorageError, match="ended before"):
        run_worker([sys.executable, "-c", "pass"], lambda *_: None, lambda: False, silence=30)


def test_a_passphrase_comes_from_a_file_only(tmp_path: Path) -> None:
    assert read_passphrase(None) == ""
    (tmp_path / "p").write_bytes("\ufeffvier alte Pferde\n".encode())
    assert read_passphrase(tmp_path / "p") == "vier alte Pferde"
    with pytest.raises(InputError):
        read_passphrase(tmp_path / "none")
