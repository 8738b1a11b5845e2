"""Who can write in the folder of the shared file reaches nothing beyond it: no file goes, nothing runs, nobody waits."""

from __future__ import annotations

import os
import sqlite3
import struct
import sys
from contextlib import closing
from pathlib import Path

import pytest

from supervisor_app.storage.shared_errors import SharedFileError, Trouble
from supervisor_app.storage.shared_file import is_sound, locked
from supervisor_app.storage.shared_lock import SharedLock
from tests.storage.test_shared_file import QUICK, nothing, opened, path, trouble
from tests.storage.test_shared_lock import Time

__all__ = ["path"]

LINKS = pytest.mark.skipif(sys.platform == "win32", reason="links take a right of their own there")


def journal_that_names(victim: Path, pages: int) -> bytes:
    """Return a journal of no pages that says it depends on another one: SQLite deletes the file of that name (super-journal)."""
    magic, name = bytes.fromhex("d9d505f920a163d7"), os.fsencode(victim)
    header = (magic + struct.pack(">IIIII", 0, 0, pages, 512, 8192)).ljust(512, b"\0")
    checksum = sum(byte - 256 * (byte > 127) for byte in name) & 0xFFFFFFFF
    return header + struct.pack(">I", 0x40000000 // 8192 + 1) + name + struct.pack(">II", len(name), checksum) + magic


def lay_journal(shared: Path, victim: Path) -> None:
    victim.write_text("the records of a laptop")
    journal = shared.with_name(shared.name + "-journal")
    journal.write_bytes(journal_that_names(victim, shared.stat().st_size // 8192))


def test_sqlite_by_itself_deletes_what_a_journal_beside_the_file_names(path: Path, tmp_path: Path):
    """The negative control: without it the next test proves nothing."""
    lay_journal(path, tmp_path / "victim")
    with closing(sqlite3.connect(path)) as plain:
        plain.execute("SELECT * FROM meta").fetchall()
    assert not (tmp_path / "victim").exists()


def test_a_journal_that_names_a_file_of_the_laptop_deletes_nothing_is_kept_and_told(path: Path, tmp_path: Path):
    for number in (1, 2):
        lay_journal(path, tmp_path / "victim")
        with opened(path) as shared:
            assert shared.strange_journal
            assert shared.doubtful
        assert (tmp_path / "victim").exists()
        assert path.with_name(f"{path.stem}.damaged-journal-{number}").is_file()
    with opened(path) as shared:
        assert not shared.strange_journal


def test_also_the_second_look_lets_a_journal_delete_nothing(path: Path, tmp_path: Path):
    lay_journal(path, tmp_path / "victim")
    with locked(path, "aa", QUICK, nothing) as lock:
        assert is_sound(path, lock)
    assert (tmp_path / "victim").exists()


SCHEMAS = {
    "trigger": "CREATE TRIGGER t AFTER INSERT ON entry BEGIN DELETE FROM entry WHERE pos = NEW.pos; END",
    "trigger that is in the way": "CREATE TRIGGER t BEFORE INSERT ON head BEGIN SELECT RAISE(IGNORE); END",
    "view in the place of a table": "DROP TABLE head; CREATE VIEW head AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL "
    "SELECT i + 1 FROM n) SELECT randomblob(16) AS origin, i AS seq, zeroblob(32) AS hash FROM n",
    "generated column": "DROP TABLE welcome; CREATE TABLE welcome (recipient TEXT, key TEXT, box TEXT GENERATED ALWAYS AS (key))",
    "index of its own": "CREATE UNIQUE INDEX one_each ON entry (kind)",
    "virtual table": "CREATE VIRTUAL TABLE more USING fts5(a)",
}


@pytest.mark.parametrize("what", SCHEMAS)
def test_what_runs_by_itself_in_a_shared_file_is_told_before_it_can(path: Path, what: str):
    with closing(sqlite3.connect(path)) as plain:
        plain.executescript(SCHEMAS[what])
    with pytest.raises(SharedFileError) as caught, opened(path) as shared, shared.writing():
        pytest.fail("it was written to")
    assert caught.value.trouble is Trouble.DAMAGED


@LINKS
def test_a_pipe_in_its_place_keeps_nobody_waiting(path: Path):
    path.unlink()
    os.mkfifo(path)
    assert trouble(path) is Trouble.EMPTY


@LINKS
@pytest.mark.parametrize("kind", ["pipe", "link", "folder"])
def test_what_is_no_file_in_the_place_of_its_journal_is_set_aside_and_told(path: Path, tmp_path: Path, kind: str):
    journal, elsewhere = path.with_name(path.name + "-journal"), tmp_path / "victim"
    elsewhere.write_bytes(bytes.fromhex("d9d505f920a163d7") * 100)
    if kind == "pipe":
        os.mkfifo(journal)
    elif kind == "link":
        journal.symlink_to(elsewhere)
    else:
        journal.mkdir()
    with opened(path) as shared:
        assert shared.strange_journal
        assert shared.heads is not None
    assert elsewhere.stat().st_size == 800


@LINKS
def test_a_link_in_the_place_of_the_lock_costs_nobody_the_files_it_points_to(tmp_path: Path):
    time, folder = Time(), tmp_path / "papers"
    folder.mkdir()
    (folder / "a1").write_text("hers")
    lock = SharedLock(tmp_path / "site.sqlite", "aa", time.patience())
    lock.folder.symlink_to(folder, target_is_directory=True)
    lock.acquire(nothing)
    assert (folder / "a1").read_text() == "hers"
    assert not lock.folder.is_symlink()
    lock.release()


def test_of_a_dead_lock_only_what_laptops_write_there_is_deleted(tmp_path: Path):
    time = Time()
    lock = SharedLock(tmp_path / "site.sqlite", "aa", time.patience())
    lock.folder.mkdir()
    for name in ("bb", "letter.txt"):
        (lock.folder / name).write_text("1")
    lock.acquire(nothing)
    lock.release()
    (kept,) = tmp_path.rglob("letter.txt")
    assert not kept.with_name("bb").exists()


@LINKS
def test_a_link_in_the_place_of_the_shared_file_leads_to_nothing_that_is_not_ours(path: Path, tmp_path: Path):
    for target in (Path("/dev/zero"), tmp_path):
        path.unlink()
        path.symlink_to(target)
        with pytest.raises(SharedFileError) as caught, opened(path):
            pass
        assert caught.value.trouble is Trouble.NOT_SHARED
