"""The audit as a process: what it prints, that it can be stopped, and that a killed one leaves nothing behind."""

from __future__ import annotations

import gc
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from supervisor_app.errors import StorageError
from supervisor_app.services.backing_up import back_up
from supervisor_app.services.backup_records import Stopped
from supervisor_app.services.check_process import ALLOCATIONS, check_in_process, collecting_seldom
from supervisor_app.services.checking import check
from supervisor_app.services.opened_site import Site, open_site
from supervisor_app.services.syncing import choose_shared
from supervisor_app.services.worker_process import program
from supervisor_app.storage.evidence_files import put_file
from tests.services import founded
from tests.services.sync_sites import Clock, add_people, closing, found


@pytest.fixture
def laptop(tmp_path: Path) -> Path:
    site = found(tmp_path / "a")
    with closing(site):
        add_people(site, 40)
    return tmp_path / "a"


def test_json_and_the_exit_status_by_command(laptop: Path) -> None:
    done = subprocess.run(program("check", "--data-dir", str(laptop), "--json"), capture_output=True, check=False)
    assert done.returncode == 0
    assert all(line["sound"] for line in json.loads(done.stdout)["checks"])


def test_a_worker_reports_counts_and_is_stopped(laptop: Path) -> None:
    said: list[str] = []
    report = check_in_process(laptop, lambda done, total, words: said.append(words), lambda: False)
    assert report is not None
    assert report.sound
    assert "Checking every record" in said
    assert check_in_process(laptop, lambda *_: None, lambda: True) is None
    (laptop / "records.sqlite").write_bytes(b"broken")
    with pytest.raises(StorageError):
        check_in_process(laptop, lambda *_: None, lambda: False)


def test_the_shared_file_is_checked_with_the_records_and_takes_nothing_from_them_where_it_is_away(tmp_path: Path) -> None:
    site = found(tmp_path / "a")
    with closing(site):
        choose_shared(site, tmp_path / "site.sqlite", True)

    def names() -> dict[str, bool]:
        report = check_in_process(tmp_path / "a", lambda *_: None, lambda: False)
        assert report is not None
        assert report.sound
        return {line.name: line.looked for line in report.checks}

    assert names()["Shared file: what was erased"]
    (tmp_path / "site.sqlite").unlink()
    (tmp_path / "site.sqlite").mkdir()  # something else lies there
    assert names()["Shared file"] is False
    command = program("check", "--data-dir", str(tmp_path / "a"), "--shared")
    done = subprocess.run(command, capture_output=True, check=False)
    assert done.returncode == 2
    assert b"-- " in done.stdout
    assert b"Not checked. " in done.stdout
    assert done.stdout.decode().splitlines()[-1] == "What was looked at is sound. Not looked at: Shared file."


@pytest.mark.skipif(sys.platform == "win32", reason="on Windows the system deletes the scratch file when it is closed")
def test_a_killed_check_leaves_nothing_behind(tmp_path: Path) -> None:
    site = found(tmp_path / "a")
    with closing(site):
        add_people(site, 3000)
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    before = {path.name for path in (tmp_path / "a").iterdir()}
    environment = {**os.environ, "SQLITE_TMPDIR": str(scratch), "TMPDIR": str(scratch)}
    command = program("check", "--data-dir", str(tmp_path / "a"), "--json", "--watch-input")
    worker = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment)
    assert worker.stdout is not None
    assert worker.stdin is not None
    assert b"progress" in worker.stdout.readline()
    worker.kill()
    worker.wait()
    for pipe in (worker.stdin, worker.stdout):
        pipe.close()
    assert not list(scratch.iterdir())
    assert {path.name for path in (tmp_path / "a").iterdir()} <= before | {"records.sqlite-wal", "records.sqlite-shm"}


def test_stopped_within_a_chunk_of_being_asked(laptop: Path) -> None:
    site = _open(laptop)
    with closing(site), pytest.raises(Stopped):
        check(site, lambda *_: None, lambda: True)


def test_backups_are_checked_where_that_is_asked_for(laptop: Path) -> None:
    report = back_up(laptop, clock=Clock(), randomness=os.urandom)
    site = _open(laptop)
    with closing(site):
        assert any(line.name.startswith("Backup ") and line.sound for line in check(site, backups=True).checks)
        data = bytearray(Path(report.path).read_bytes())
        data[4096 * 3 : 4096 * 6] = bytes(4096 * 3)
        Path(report.path).write_bytes(data)
        found_bad = check(site, backups=True)
        assert [line.name for line in found_bad.checks if not line.sound] == [f"Backup {Path(report.path).name}"]
        assert check(site).sound


def test_sealed_keys_that_cannot_be_read_are_named(tmp_path: Path) -> None:
    at = founded.found(tmp_path / "a")
    with closing(at.site):
        assert check(at.site).sound
        with at.site.database.write() as connection:
            connection.exec_driver_sql('UPDATE sealed_member_key SET body = replace(body, \'"box":"\', \'"box":"zz\')')
        (line,) = [line for line in check(at.site).checks if not line.sound]
        assert line.name == "Sealed keys of members"


def test_an_evidence_file_that_was_changed_is_named_and_one_that_is_away_is_no_fault(laptop: Path) -> None:
    digest = put_file(laptop, b"a photo")
    row = (digest, "s", "s01", "w", "image/jpeg", 7, 1, b"o", 1)
    site = _open(laptop)
    with closing(site):
        with site.database.write() as connection:
            connection.exec_driver_sql(f"INSERT INTO evidence VALUES ({', '.join('?' * len(row))})", row)
        assert _evidence(site) == (True, "1 are what was signed")
        path = laptop / "evidence" / digest[:2] / digest
        path.write_bytes(b"another photo")
        assert _evidence(site) == (False, f"file {digest[:12]} was changed; the next sync asks for what was signed")
        path.unlink()
        assert _evidence(site) == (True, "0 are what was signed, 1 are not here yet; the next sync asks for them")


def _evidence(site: Site) -> tuple[bool, str]:
    (line,) = [line for line in check(site).checks if line.name == "Evidence files"]
    return line.sound, line.finding


def _open(folder: Path) -> Site:
    return open_site(folder, clock=Clock(), randomness=os.urandom)


def test_memory_is_looked_through_seldom_during_a_check_and_as_before_after_it() -> None:
    before = gc.get_threshold()
    during = []

    def stop() -> None:
        with collecting_seldom():
            during.append(gc.get_threshold())
            raise Stopped

    with pytest.raises(Stopped):
        stop()
    assert during == [(ALLOCATIONS, *before[1:])]
    assert gc.get_threshold() == before
