"""The shared file: made whole, opened only where it is, refused in words for everything that is not ours."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event

import pytest

from supervisor_app.ledger.chain import Head, check_run
from supervisor_app.ledger.keys import StationKey, new_station_key
from supervisor_app.ledger.sealing import ContentKey, KeyRing, SealedEntry, open_entries, seal_entries
from supervisor_app.storage import shared_engine, shared_file
from supervisor_app.storage.mounts import mount_type
from supervisor_app.storage.shared_errors import SharedFileError, Trouble
from supervisor_app.storage.shared_file import SharedFile, create_shared, is_sound, locked, open_shared, set_aside
from supervisor_app.storage.shared_lock import Patience, SharedLock
from supervisor_app.storage.shared_store import StoreFacts, read_heads, read_run, write_run
from tests.storage.ledgers import randomness, run_of

KEY = ContentKey(bytes(32))
FACTS = StoreFacts(b"s" * 16, b"t" * 16, KEY.mailbox)
QUICK = Patience(sleep=lambda seconds: None, stale_after=0.2, give_up_after=0.5)


def sealed_run(station: StationKey, count: int, **wanted: str) -> list[SealedEntry]:
    return seal_entries(run_of(station, count, **wanted), KEY)


def nothing() -> None:
    pass


@contextmanager
def opened(path: Path, owner: str = "aa") -> Iterator[SharedFile]:
    with open_shared(path, owner, QUICK, nothing) as shared:
        yield shared


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = tmp_path / "Shared drive" / "site #1 50%.sqlite"
    made.parent.mkdir()
    with locked(made, "aa", QUICK, nothing) as lock:
        create_shared(made, FACTS, lock)
    return made


@pytest.fixture
def station() -> StationKey:
    return new_station_key(randomness(1))


def trouble(path: Path) -> Trouble:
    with pytest.raises(SharedFileError) as caught, opened(path):
        pass
    assert caught.value.hint
    return caught.value.trouble


def test_a_new_file_says_whose_it_is_and_has_the_agreed_form(path: Path):
    with opened(path) as shared:
        assert shared.facts == FACTS
    plain = sqlite3.connect(path)
    assert plain.execute("PRAGMA journal_mode").fetchone() == ("delete",)  # never WAL; TRUNCATE is each connection's choice
    assert plain.execute("PRAGMA page_size").fetchone() == (8192,)
    plain.close()


def test_nothing_lies_beside_it_after_making_it(path: Path):
    assert [entry.name for entry in path.parent.iterdir()] == [path.name]


def test_an_existing_file_is_never_overwritten(path: Path):
    before = path.read_bytes()
    with locked(path, "aa", QUICK, nothing) as lock, pytest.raises(SharedFileError) as caught:
        create_shared(path, StoreFacts(b"x" * 16, b"y" * 16, KEY.mailbox), lock)
    assert caught.value.trouble is Trouble.EXISTS
    assert path.read_bytes() == before


def test_entries_come_back_byte_for_byte_and_the_head_moves_with_them(path: Path, station: StationKey):
    run = sealed_run(station, 25)
    with opened(path) as shared:
        with shared.writing() as connection:
            write_run(connection, run[:10])
        with shared.writing() as connection:
            write_run(connection, run[10:])
    with opened(path) as shared, shared.reading() as connection:
        assert read_heads(connection) == {station.origin: Head(station.origin, 25, run[-1].hash)}
        assert list(read_run(connection, station.origin, 0, 100).entries) == run
        assert list(read_run(connection, station.origin, 7, 3).entries) == run[7:10]


def test_adding_the_same_again_changes_nothing_and_the_first_arrived_stays(path: Path, station: StationKey):
    run, other = sealed_run(station, 3), sealed_run(station, 3, text="other")
    with opened(path) as shared:
        with shared.writing() as connection:
            write_run(connection, run)
        with shared.writing() as connection:
            write_run(connection, run)
        with shared.writing() as connection:
            write_run(connection, other)
        with shared.reading() as connection:
            assert list(read_run(connection, station.origin, 0, 100).entries) == run


def test_a_row_that_is_no_entry_is_named_and_the_ones_before_it_are_read(path: Path, station: StationKey):
    with opened(path) as shared, shared.writing() as connection:
        write_run(connection, sealed_run(station, 5))
    plain = sqlite3.connect(path)
    plain.execute("UPDATE entry SET sig = 'text' WHERE seq = 4")
    plain.commit()
    plain.close()
    with opened(path) as shared, shared.reading() as connection:
        rows = read_run(connection, station.origin, 1, 100)
    assert [entry.seq for entry in rows.entries] == [2, 3]
    assert rows.bad == 4


def test_a_write_is_undone_when_the_lock_was_lost_before_the_commit(path: Path, station: StationKey):
    def write_and_lose_the_lock() -> None:
        with opened(path) as shared, shared.writing() as connection:
            write_run(connection, sealed_run(station, 2))
            shared.lock.release()

    with pytest.raises(SharedFileError, match="took over"):
        write_and_lose_the_lock()
    with opened(path) as shared, shared.reading() as connection:
        assert read_heads(connection) == {}


def test_a_missing_folder_or_file_is_missing_and_nothing_is_made(tmp_path: Path):
    assert trouble(tmp_path / "away" / "site.sqlite") is Trouble.MISSING
    assert trouble(tmp_path / "site.sqlite") is Trouble.GONE
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("content", [b"", b"SQLite", b"Dear supervisors,\nplease use this file.\n" * 50])
def test_a_file_that_is_no_database_is_called_so_and_kept(tmp_path: Path, content: bytes):
    path = tmp_path / "site.sqlite"
    path.write_bytes(content)
    assert trouble(path) is (Trouble.NOT_SHARED if content else Trouble.EMPTY)
    assert path.read_bytes() == content


def test_a_folder_in_its_place_is_not_a_shared_file(tmp_path: Path):
    (tmp_path / "site.sqlite").mkdir()
    assert trouble(tmp_path / "site.sqlite") in (Trouble.NOT_SHARED, Trouble.READ_ONLY)  # Windows says "access denied"


def test_somebody_elses_database_is_not_a_shared_file(tmp_path: Path):
    path = tmp_path / "site.sqlite"
    plain = sqlite3.connect(path)
    plain.execute("CREATE TABLE meta(key, value)")
    plain.close()
    before = path.read_bytes()
    assert trouble(path) is Trouble.NOT_SHARED
    assert path.read_bytes() == before


def test_a_newer_file_is_refused(path: Path):
    plain = sqlite3.connect(path)
    plain.execute("PRAGMA user_version = 2")
    plain.close()
    assert trouble(path) is Trouble.NEWER


def test_both_versions_are_named_for_a_newer_file(path: Path):
    plain = sqlite3.connect(path)
    plain.execute("PRAGMA user_version = 7")
    plain.close()
    with pytest.raises(SharedFileError, match="version 7; this app knows versions up to 1"), opened(path):
        pass


def test_a_truncated_file_is_damaged_and_not_sound(path: Path, station: StationKey):
    with opened(path) as shared, shared.writing() as connection:
        write_run(connection, sealed_run(station, 300))
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2])

    def read_all() -> None:
        with opened(path) as shared, shared.reading() as connection:
            read_run(connection, station.origin, 0, 1000)

    with pytest.raises(SharedFileError) as caught:
        read_all()
    assert caught.value.trouble is Trouble.DAMAGED
    with locked(path, "aa", QUICK, nothing) as lock:
        assert not is_sound(path, lock)


def test_a_sound_file_is_sound(path: Path):
    with locked(path, "aa", QUICK, nothing) as lock:
        assert is_sound(path, lock)


def test_the_lock_is_kept_alive_while_the_structures_are_looked_at_and_a_lost_one_is_told(
    path: Path, monkeypatch: pytest.MonkeyPatch
):
    """One statement of SQLite can take longer than a lock may be silent."""
    beats = Event()
    monkeypatch.setattr(SharedLock, "beat", lambda _: beats.set())
    monkeypatch.setattr(shared_file, "structures_hold", lambda _: beats.wait(10))
    with locked(path, "aa", Patience(beat_every=0.01), lambda: None) as lock:
        assert is_sound(path, lock)
        (lock.folder / "aa").unlink()
        with pytest.raises(SharedFileError):
            is_sound(path, lock)


def test_a_damaged_file_is_set_aside_with_its_journal_under_a_name_that_tells(path: Path):
    journal = path.with_name(path.name + "-journal")
    journal.write_bytes(b"")
    aside = set_aside(path, "20261123-1912")
    assert aside.name == "site #1 50%.damaged-20261123-1912.sqlite"
    assert aside.exists()
    assert not path.exists()
    assert not journal.exists()


def test_a_database_locked_by_another_program_is_in_use(path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(shared_engine, "BUSY_SECONDS", 0.1)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    assert trouble(path) is Trouble.LOCKED
    other.close()


def test_where_the_drives_locks_do_not_work_our_own_lock_is_enough(
    path: Path, station: StationKey, monkeypatch: pytest.MonkeyPatch
):
    """A single client on Linux cifs is told "locked"; here another connection plays the drive that says so."""
    monkeypatch.setattr(shared_file, "locks_do_not_work", lambda path: True)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    with opened(path) as shared, shared.writing() as connection:
        write_run(connection, sealed_run(station, 2))
    other.close()
    with opened(path) as shared, shared.reading() as connection:
        assert read_heads(connection)[station.origin].seq == 2


def test_the_mount_of_a_path_is_found_in_the_table_of_mounts(tmp_path: Path):
    table = tmp_path / "mounts"
    lines = ["/dev/vda / ext4 rw 0 0", "//srv/q /mnt/q cifs rw 0 0", "//srv/r /mnt/our\\040drive smb3 rw 0 0", "broken"]
    table.write_text("\n".join(lines))
    assert mount_type(Path("/mnt/q/sub/site.sqlite"), table) == "cifs"
    assert mount_type(Path("/mnt/our drive/site.sqlite"), table) == "smb3"
    assert mount_type(Path("/mnt/quality/site.sqlite"), table) == "ext4"
    assert mount_type(Path("/x"), tmp_path / "none") == ""


@pytest.mark.skipif(sys.platform == "win32", reason="needs another user id")
def test_a_folder_one_may_not_write_in_is_read_only(path: Path):
    """Run as somebody without rights, as the tests may run as root, who may everything."""
    path.parent.chmod(0o555)
    program = f"""
import os, sys
from pathlib import Path
from supervisor_app.storage.shared_errors import SharedFileError
from supervisor_app.storage.shared_file import open_shared
from supervisor_app.storage.shared_lock import Patience, SharedLock
if os.getuid() == 0:
    for folder in {str(path.parent)!r}, *map(str, Path({str(path.parent)!r}).parents):
        if not os.stat(folder).st_mode & 1: os.chmod(folder, os.stat(folder).st_mode | 1)
    os.setgroups([]); os.setgid(65534); os.setuid(65534)
try:
    with open_shared(Path({str(path)!r}), "aa", Patience(), lambda: None): pass
except SharedFileError as problem: print(problem.trouble)
"""
    try:
        done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    finally:
        path.parent.chmod(0o755)
    assert done.stdout.strip() == "read_only", done.stderr


def test_the_run_of_the_test_ledger_is_one_the_chain_accepts(station: StationKey):
    run = open_entries(sealed_run(station, 4), KeyRing({KEY.id: KEY}))
    public = station.private.public_key().public_bytes_raw()
    assert check_run(Head(station.origin), run.entries, public, every_signature=True).problem is None
