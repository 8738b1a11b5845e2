"""A backup before it is sealed: a copy of the database taken by SQLite itself, with the files beside it as rows of one table.

One file, so that it is whole or not there; SQLite's own check covers all of it.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from supervisor_app.errors import StorageError
from supervisor_app.ledger.chain import WORDS, Head, check_run
from supervisor_app.ledger.envelope import UnreadableContent
from supervisor_app.paths import create_file
from supervisor_app.storage import ledger_store, ledger_writing
from supervisor_app.storage.connection import Connection
from supervisor_app.storage.database import sorted_errors
from supervisor_app.storage.file_address import file_address
from supervisor_app.storage.upgrades import APPLICATION_ID, SCHEMA_VERSION

PAGES = 2000
"""Pages copied between two looks at whether to go on (8 MB)."""
_LEGACY = b"\x01\x01"
_VERSIONS_AT = 18
_RUNS_BY_ITSELF = (
    "SELECT 1 FROM sqlite_schema WHERE type IN ('view', 'trigger') OR (type = 'table' AND upper(sql) LIKE 'CREATE VIRTUAL%' "
    "AND upper(sql) NOT LIKE '%USING FTS5%') UNION ALL SELECT 1 FROM sqlite_schema s JOIN pragma_table_xinfo(s.name) x "
    "WHERE s.type = 'table' AND x.hidden > 1 LIMIT 1"
)

Step = Callable[[int, int], None]
"""How much is done, of how much; raises where the work is to stop."""


def copy_with_parts(database: Path, target: Path, parts: Iterable[tuple[str, bytes]], step: Step) -> None:
    """Write one consistent copy of an open or closed database to `target` (replaced), and `parts` (name, bytes) into it.

    StorageError where the disk does not let us; what `step` raises goes through.
    """
    with sorted_errors():
        create_file(target, private=True).close()
        with closing(sqlite3.connect(file_address(database, "rw"), uri=True)) as source, closing(_quick(target)) as copy:
            source.execute("BEGIN")
            source.execute("SELECT 1 FROM sqlite_schema").fetchone()  # one snapshot, however long the copy takes
            source.backup(copy, pages=PAGES, progress=lambda _, left, total: step(total - left, total))
        _as_plain_journal(target)
        with closing(_quick(target)) as copy:
            copy.execute("DROP TABLE IF EXISTS backup_part")
            copy.execute("CREATE TABLE backup_part (name TEXT PRIMARY KEY, body BLOB NOT NULL) WITHOUT ROWID")
            copy.executemany("INSERT INTO backup_part VALUES (?, ?)", parts)
            copy.commit()


@contextmanager
def open_copy(path: Path) -> Iterator[Connection]:
    """Open a finished copy for reading: nobody else writes it, so no lock is taken wherever it lies.

    StorageError where it is no copy of our records, damaged, or of a newer version.
    """
    with sorted_errors():
        plain = sqlite3.connect(f"{file_address(path, 'ro')}&immutable=1", uri=True, check_same_thread=False)
        with closing(plain):
            plain.execute("PRAGMA trusted_schema=OFF").close()
            connection = Connection(plain)
            _check_schema(connection, path)
            _check_kind(connection, path)
            yield connection


def copy_without_parts(copy: Connection, target: Path) -> None:
    """Write the database of an open copy to `target` (replaced), without the files that came with it."""
    with sorted_errors():
        create_file(target, private=True).close()
        with closing(_quick(target)) as plain:
            copy.driver.backup(plain)
            plain.execute("DROP TABLE backup_part")
            plain.commit()
        with target.open("rb") as file:
            os.fsync(file.fileno())


def read_part(connection: Connection, name: str) -> bytes | None:
    """Return a file that came with the copy, None where there was none."""
    body = connection.exec_driver_sql("SELECT body FROM backup_part WHERE name = ?", (name,)).scalar()
    return body if isinstance(body, bytes) else None


def part_names(connection: Connection) -> tuple[str, ...]:
    """Return the names of the files that came with the copy."""
    names = connection.exec_driver_sql("SELECT name FROM backup_part ORDER BY name").scalars()
    return tuple(name for name in names if isinstance(name, str))


def copy_problem(connection: Connection, step: Step) -> str:
    """Check a copy as a whole and return what is wrong with it in words, "" where nothing is.

    SQLite's structures, then every entry of every origin against the one before it up to its head, a signature each thousand.
    """
    found = connection.exec_driver_sql("PRAGMA quick_check(1)").scalar()
    if found != "ok":
        return f"its structures are damaged ({found})"
    total, done = ledger_store.count_entries(connection), 0
    for head in ledger_store.heads(connection).values():
        at, public = Head(head.origin), b""
        while entries := ledger_store.read_entries(connection, head.origin, at.seq):
            try:
                public = public or ledger_writing.station_public_key(entries[0])
            except UnreadableContent as reason:
                return str(reason)
            result = check_run(at, entries, public)
            if result.problem:
                return f"entry {result.problem.seq} of {head.origin.hex()[:8]}: {WORDS[result.problem.reason]}"
            at, done = result.head, done + len(entries)
            step(done, total)
        if at != head:
            return f"the records of {head.origin.hex()[:8]} end at entry {at.seq}, but entry {head.seq} was the last one known"
    if (here := int(connection.exec_driver_sql("SELECT count(*) FROM entry").scalar_one())) != total:
        return f"{here} entries are in it, but its laptops wrote {total}"
    return ""


def _quick(path: Path) -> sqlite3.Connection:
    """Open a file that nobody else knows yet: without locks and journal, as it is thrown away where anything goes wrong."""
    connection = sqlite3.connect(f"{file_address(path, 'rw')}&nolock=1", uri=True)
    connection.execute("PRAGMA journal_mode=OFF").close()
    connection.execute("PRAGMA synchronous=OFF").close()
    return connection


def _as_plain_journal(path: Path) -> None:
    """Mark the copy of a database in WAL mode as one that needs no files beside it (SQLite's file format, bytes 18 and 19)."""
    with path.open("r+b") as file:
        file.seek(_VERSIONS_AT)
        file.write(_LEGACY)


def _check_schema(connection: Connection, path: Path) -> None:
    """A backup may have been in anybody's hands: what would run by itself in the records that it becomes is none of ours."""
    if connection.exec_driver_sql(_RUNS_BY_ITSELF).first() is not None:
        raise StorageError(
            f"{path.name} was changed: it holds what no backup of this app holds.",
            "Take another one, and find out who had it.",
        )


def _check_kind(connection: Connection, path: Path) -> None:
    application = int(connection.exec_driver_sql("PRAGMA application_id").scalar_one())
    version = int(connection.exec_driver_sql("PRAGMA user_version").scalar_one())
    tables = set(connection.exec_driver_sql("SELECT name FROM sqlite_schema WHERE type = 'table'").scalars())
    if application != APPLICATION_ID or "backup_part" not in tables:
        raise StorageError(f"{path.name} is not a backup of this app.", "Choose a file that ends in .backup.")
    if version > SCHEMA_VERSION:
        raise StorageError(
            f"This backup was made by a newer version of the app ({version}; this one knows {SCHEMA_VERSION}).",
            "Install the newer app to restore it.",
        )
