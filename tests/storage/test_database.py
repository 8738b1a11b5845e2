"""The local database: all or nothing, versions named, the world's refusals in words."""

from __future__ import annotations

import os
import shutil
import sqlite3
import stat
import subprocess
import sys
import threading
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import pytest

from supervisor_app.domain.attachment import Attachment
from supervisor_app.domain.erasure import Scope
from supervisor_app.domain.observation import EvidenceFile
from supervisor_app.errors import StorageError
from supervisor_app.ledger.bodies import Erased
from supervisor_app.ledger.entry import Entry
from supervisor_app.storage import (
    certificate_queries,
    erased_files,
    ledger_store,
    ledger_writing,
    projections,
    sign_off_queries,
    upgrades,
)
from supervisor_app.storage import database as database_module
from supervisor_app.storage.database import Database, copy_database
from tests.ledger.rooted import new_root
from tests.ledger.samples import issued_certificate
from tests.services.founded import found
from tests.services.test_paper_forms import signed_from_form
from tests.sites import seeded


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "records.sqlite"


def set_pragma(path: Path, pragma: str) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute(f"PRAGMA {pragma}")
    connection.close()


def test_every_connection_has_the_pragmas_of_the_design(path: Path) -> None:
    database = Database.create(path)
    wanted = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "trusted_schema": 0, "cell_size_check": 1}
    wanted |= {
        "secure_delete": 1,
        "busy_timeout": 5000,
        "application_id": upgrades.APPLICATION_ID,
        "user_version": upgrades.SCHEMA_VERSION,
    }
    for opened in (database.write(), database.read()):
        with opened as connection:
            found = {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in wanted}
            assert found == wanted
            assert not connection.exec_driver_sql("PRAGMA mmap_size").scalar()
    database.close()


def test_a_write_that_is_broken_off_leaves_nothing(path: Path) -> None:
    database = Database.create(path)

    def break_off() -> None:
        with database.write() as connection:
            connection.exec_driver_sql("INSERT INTO meta VALUES ('a', 'b')")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        break_off()
    with database.read() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM meta").scalar() == 0
    with database.write() as connection:
        connection.exec_driver_sql("INSERT INTO meta VALUES ('a', 'c')")
    database.close()


def test_a_reader_sees_one_state_while_somebody_writes(path: Path) -> None:
    database = Database.create(path)
    with database.read() as reading:
        assert reading.exec_driver_sql("SELECT count(*) FROM meta").scalar() == 0
        with database.write() as writing:
            writing.exec_driver_sql("INSERT INTO meta VALUES ('a', 'b')")
        assert reading.exec_driver_sql("SELECT count(*) FROM meta").scalar() == 0
    with database.read() as reading:
        assert reading.exec_driver_sql("SELECT count(*) FROM meta").scalar() == 1
    database.close()


def test_two_threads_write_one_after_the_other(path: Path) -> None:
    database = Database.create(path)

    def count_up() -> None:
        for _ in range(50):
            with database.write() as connection:
                old = connection.exec_driver_sql("SELECT value FROM meta WHERE key = 'n'").scalar() or 0
                connection.exec_driver_sql("INSERT OR REPLACE INTO meta VALUES ('n', ?)", (int(old) + 1,))

    threads = [threading.Thread(target=count_up) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with database.read() as connection:
        assert connection.exec_driver_sql("SELECT value FROM meta").scalar() == "200"
    database.close()


def test_a_newer_database_is_refused_with_both_versions_and_left_as_it_is(path: Path) -> None:
    Database.create(path).close()
    newer = upgrades.SCHEMA_VERSION + 1
    set_pragma(path, f"user_version={newer}")
    before = path.read_bytes()
    with pytest.raises(StorageError, match=rf"version {newer}.*up to {upgrades.SCHEMA_VERSION}"):
        Database.open(path)
    assert path.read_bytes() == before


def test_an_older_database_is_copied_before_its_upgrade(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    database = Database.create(path)
    with database.write() as connection:
        connection.exec_driver_sql("INSERT INTO meta VALUES ('old', '1')")
    database.close()
    set_pragma(path, "user_version=1")
    steps = {1: lambda connection: connection.exec_driver_sql("UPDATE meta SET value = '2'")}
    monkeypatch.setattr(database_module, "SCHEMA_VERSION", 2)
    monkeypatch.setattr(database_module, "UPGRADES", steps)
    upgraded = Database.open(path)
    with upgraded.read() as connection:
        assert connection.exec_driver_sql("SELECT value FROM meta").scalar() == "2"
        assert connection.exec_driver_sql("PRAGMA user_version").scalar() == 2
    upgraded.close()
    copy = sqlite3.connect(path.with_name("records.sqlite.version-1"))
    assert copy.execute("SELECT value FROM meta").fetchone() == ("1",)
    assert copy.execute("PRAGMA user_version").fetchone() == (1,)
    copy.close()


def test_an_upgrade_that_breaks_off_leaves_the_old_version(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Database.create(path).close()
    set_pragma(path, "user_version=1")

    def broken(connection: database_module.Connection) -> None:
        connection.exec_driver_sql("DROP TABLE meta")
        raise RuntimeError

    monkeypatch.setattr(database_module, "SCHEMA_VERSION", 2)
    monkeypatch.setattr(database_module, "UPGRADES", {1: broken})
    with pytest.raises(RuntimeError):
        Database.open(path)
    monkeypatch.undo()
    database = Database.open(path)
    with database.read() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM meta").scalar() == 0
    database.close()


def older_file(path: Path, version: int, entries: Sequence[Entry]) -> None:
    """Make a file as an older version had it, with the entries of one origin; its projections are empty."""
    with closing(sqlite3.connect(path)) as old:
        old.executescript((Path(__file__).parents[1] / "data" / f"schema-{version}.sql").read_text("utf-8"))
        old.execute(f"PRAGMA application_id={upgrades.APPLICATION_ID}")
        old.execute(f"PRAGMA user_version={version}")
        for entry in entries:
            old.execute(ledger_writing._INSERT, ledger_writing._row(entry))
        last = entries[-1]
        old.execute("INSERT INTO head VALUES (?, ?, ?, ?)", (last.origin, last.seq, last.hash, last.at))
        old.commit()


@pytest.mark.parametrize("version", range(1, upgrades.SCHEMA_VERSION))
def test_a_file_of_an_older_version_comes_to_equal_a_fresh_one(path: Path, tmp_path: Path, version: int) -> None:
    root = new_root(seeded(5))
    certificate = root.writer.act(root.founder, "certificate.issued", "w1", issued_certificate("c1"))
    older_file(path, version, (*root.entries, certificate))
    fresh = Database.create(tmp_path / "fresh.sqlite")
    with fresh.write() as connection:
        ledger_writing.insert_entries(connection, (*root.entries, certificate))
        expected = projections.digest(connection)
    upgraded = Database.open(path)
    with upgraded.read() as one, fresh.read() as other:
        assert projections.digest(one) == expected
        assert certificate_queries.certificate_ids(one) == ("c1",)
        tables = "SELECT name, sql FROM sqlite_schema WHERE name NOT LIKE 'person%' ORDER BY name"
        made, wanted = ({name: " ".join((sql or "").split()) for name, sql in of.exec_driver_sql(tables)} for of in (one, other))
        assert made == wanted
    upgraded.close()
    fresh.close()


@pytest.mark.parametrize("version", [2, upgrades.SCHEMA_VERSION - 1])
def test_a_file_of_an_older_version_finds_records_by_their_paper_form(tmp_path: Path, version: int) -> None:
    """A laptop may have pulled records from forms before it knew of forms."""
    at = found(tmp_path / "site")
    record = signed_from_form(at, at.ana, "F-7K2QM-3XW9PT")
    folder = at.site.folder
    with at.site.database.write() as connection:
        expected = projections.digest(connection)
        connection.exec_driver_sql("DELETE FROM about WHERE subject LIKE 'form %'")
        assert sign_off_queries.entered_from(connection, "F-7K2QM-3XW9PT") == ()
    at.site.close()
    set_pragma(folder / "records.sqlite", f"user_version={version}")
    upgraded = Database.open(folder / "records.sqlite")
    with upgraded.read() as connection:
        assert [name for *_, name in sign_off_queries.entered_from(connection, "F-7K2QM-3XW9PT")] == [record]
        assert projections.digest(connection) == expected
    upgraded.close()


def test_what_an_older_version_did_not_know_to_belong_to_an_erased_record_goes_with_the_upgrade(path: Path) -> None:
    root = new_root(seeded(5))
    photo = EvidenceFile(digest="ab" * 32, media="image/jpeg", size=3)
    added = Attachment(id="a1", sign_off="s1", worker_id="w1", competency="forklift", team="", file=photo, reason="forgotten")
    attached = root.writer.act(root.founder, "evidence.attached", "w1", added)
    body = Erased(worker="w1", scope=Scope.RECORDS, reason="asked", asked_by="w1", records=("s1",))
    erased = root.writer.act(root.founder, "erased", "w1", body)
    older_file(path, 2, (*root.entries, attached, erased))
    upgraded = Database.open(path)
    with upgraded.read() as connection:
        entry = ledger_store.entry_at(connection, attached.origin, attached.seq)
        assert entry is not None
        assert entry.content is None
        assert erased_files.erased_files(connection) == {photo.digest}
    upgraded.close()


def test_records_are_never_created_over(path: Path) -> None:
    database = Database.create(path)
    with database.write() as connection:
        connection.exec_driver_sql("INSERT INTO head VALUES (x'00', 1, x'00', 1)")
    database.close()
    with pytest.raises(StorageError, match="already"):
        Database.create(path)


def test_a_database_whose_creation_was_broken_off_is_taken_over(path: Path) -> None:
    path.touch()
    Database.create(path).close()
    Database.create(path).close()
    Database.open(path).close()


def test_another_programs_database_is_neither_opened_nor_created_over(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE mine (x)")
    connection.close()
    with pytest.raises(StorageError, match="does not hold records"):
        Database.open(path)
    with pytest.raises(StorageError, match="already"):
        Database.create(path)


def test_a_missing_file_is_said_and_not_made(path: Path) -> None:
    with pytest.raises(StorageError, match="no records"):
        Database.open(path)
    assert not path.exists()


@pytest.mark.parametrize("data", [b"not a database" * 400, b"\x00" * 8192])
def test_what_is_no_database_is_said_in_words(path: Path, data: bytes) -> None:
    path.write_bytes(data)
    with pytest.raises(StorageError):
        Database.open(path)


def test_a_damaged_file_is_said_in_words(path: Path) -> None:
    database = Database.create(path)
    with database.write() as connection:
        for number in range(2000):
            connection.exec_driver_sql("INSERT INTO meta VALUES (?, ?)", (str(number), "x" * 50))
    database.close()
    data = path.read_bytes()
    path.write_bytes(data[:4096] + b"\xff" * (len(data) - 4096))

    def read_all() -> None:
        with closing(Database.open(path)) as opened, opened.read() as connection:
            connection.exec_driver_sql("SELECT * FROM meta").all()

    with pytest.raises(StorageError, match="damaged"):
        read_all()


def test_damage_that_sqlite_cannot_put_into_words_is_said_in_ours(path: Path) -> None:
    Database.create(path).close()
    data = path.read_bytes()
    assert b"PRIMARY KEY (" in data
    path.write_bytes(data.replace(b"PRIMARY KEY (", b"PRIMARY \xac\xac\xac (", 1))

    def read() -> None:
        with closing(Database.open(path)) as opened, opened.read() as connection:
            connection.exec_driver_sql("SELECT * FROM meta").all()

    with pytest.raises(StorageError, match="damaged"):
        read()


def test_a_full_disk_is_said_and_what_was_written_stays(path: Path) -> None:
    database = Database.create(path)
    with database.write() as connection:
        connection.exec_driver_sql("INSERT INTO meta VALUES ('kept', 'x')")
        pages = int(connection.exec_driver_sql("PRAGMA page_count").scalar_one())
        connection.exec_driver_sql(f"PRAGMA max_page_count={pages}")
    with pytest.raises(StorageError, match="disk of this laptop is full"), database.write() as connection:
        connection.exec_driver_sql("INSERT INTO meta VALUES ('big', ?)", ("x" * 100_000,))
    with database.read() as connection:
        assert connection.exec_driver_sql("SELECT key FROM meta").scalars() == ["kept"]
    database.close()


def test_a_write_lock_held_elsewhere_is_said_after_the_wait(path: Path) -> None:
    database = Database.create(path)
    with database.write() as connection:
        connection.exec_driver_sql("PRAGMA busy_timeout=50")
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StorageError, match="in use"), database.write() as connection:
        connection.exec_driver_sql("INSERT INTO meta VALUES ('a', 'b')")
    other.execute("ROLLBACK")
    with database.write() as connection:
        connection.exec_driver_sql("INSERT INTO meta VALUES ('a', 'b')")
    other.close()
    database.close()


def test_a_nearly_full_disk_is_said_before_work_begins(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    database = Database.create(path)
    database.check_writable()
    usage = shutil.disk_usage(path.parent)._replace(free=3 * 1024 * 1024)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage)
    with pytest.raises(StorageError, match="only 3 MB left"):
        database.check_writable()
    database.close()


def test_a_query_only_database_is_said_before_work_begins(path: Path) -> None:
    database = Database.create(path)
    with database.write() as connection:
        connection.exec_driver_sql("PRAGMA query_only=ON")
    with pytest.raises(StorageError, match="may be read but not written"):
        database.check_writable()
    database.close()


def test_our_own_mistakes_stay_what_they_are(path: Path) -> None:
    database = Database.create(path)
    with pytest.raises(Exception, match="no such table") as caught, database.read() as connection:
        connection.exec_driver_sql("SELECT * FROM nowhere")
    assert not isinstance(caught.value, StorageError)
    database.close()


def test_a_copy_is_whole_while_somebody_writes(path: Path, tmp_path: Path) -> None:
    database = Database.create(path)
    with database.write() as connection:
        connection.exec_driver_sql("INSERT INTO meta VALUES ('a', 'b')")
    copy_database(path, tmp_path / "copy.sqlite")
    database.close()
    copy = Database.open(tmp_path / "copy.sqlite")
    with copy.read() as connection:
        assert connection.exec_driver_sql("SELECT value FROM meta").scalar() == "b"
    copy.close()


@pytest.mark.skipif(os.name != "posix", reason="only POSIX systems have modes of files")
def test_only_the_owner_reads_the_records_their_side_files_and_copies(tmp_path: Path) -> None:
    fresh = tmp_path / "fresh.sqlite"
    database = Database.create(fresh)
    try:
        copy_database(fresh, tmp_path / "copy.sqlite")
        modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in tmp_path.glob("*.sqlite*")}
    finally:
        database.close()
    assert {"fresh.sqlite", "fresh.sqlite-wal", "copy.sqlite"} <= set(modes)
    assert set(modes.values()) == {0o600}


def test_storage_and_services_leave_qt_and_heavy_packages_alone() -> None:
    code = (
        "import sys; import supervisor_app.services.site, supervisor_app.services.signing_in, supervisor_app.services.checking, "
        "supervisor_app.services.joining; "
        "print(sorted({name.split('.')[0] for name in sys.modules} & "
        "{'PySide6', 'openbadgeslib', 'reportlab', 'openpyxl', 'keyring', 'pikepdf', 'pyld', 'qrcode'}))"
    )
    root = Path(__file__).resolve().parents[2]
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=root)
    assert result.stdout.strip() == "[]"
