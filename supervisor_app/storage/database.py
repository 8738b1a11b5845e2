"""A station's own SQLite file: one writing connection kept open, reading ones beside it, versions checked, errors sorted."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import RLock
from types import TracebackType

from supervisor_app.errors import StorageError
from supervisor_app.storage.connection import Connection
from supervisor_app.storage.errors import storage_error
from supervisor_app.storage.upgrades import APPLICATION_ID, SCHEMA_VERSION, UPGRADES

__all__ = ["Connection", "Database", "copy_database", "sorted_errors"]

MIN_FREE_BYTES = 16 * 1024 * 1024
"""Less room than this on the disk is said before an assessment starts, not in the middle of it."""

_PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "trusted_schema=OFF",
    "cell_size_check=ON",
    "secure_delete=ON",
    "mmap_size=0",
)


class Database:
    """An open local database. Use `create` or `open`, then `write()` and `read()` as context managers, then `close()`."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._writing = RLock()
        self._idle: list[Connection] = []
        with sorted_errors():
            self._writer = _connect(path)

    @classmethod
    def create(cls, path: Path) -> Database:
        """Create a new database with all tables; StorageError where there are records already or nothing can be written.

        A file that was being created when the program ended has no entries yet: it is taken over.
        """
        with sorted_errors():
            _private(path)
        database = cls(path)
        try:
            database._create_tables()
        except BaseException:
            database.close()
            raise
        return database

    def _create_tables(self) -> None:
        from supervisor_app.storage import people_search, schema  # not for the window's start

        with self.write() as connection:
            if connection.exec_driver_sql("SELECT 1 FROM sqlite_schema LIMIT 1").first():
                self._check_empty(connection)
                return
            for statement in schema.statements():
                connection.exec_driver_sql(statement)
            people_search.create_index(connection)
            connection.exec_driver_sql(f"PRAGMA application_id={APPLICATION_ID}")
            connection.exec_driver_sql(f"PRAGMA user_version={SCHEMA_VERSION}")

    def _check_empty(self, connection: Connection) -> None:
        ours = connection.exec_driver_sql("PRAGMA application_id").scalar_one() == APPLICATION_ID
        if not ours or connection.exec_driver_sql("SELECT 1 FROM head LIMIT 1").first():
            raise StorageError(f"There are records in {self.path.parent} already.", "Open them, or choose another folder.")

    @classmethod
    def open(cls, path: Path) -> Database:
        """Open an existing database, upgrading an older one after taking a copy; StorageError where that cannot be."""
        if not path.is_file():
            raise StorageError(
                f"There are no records in {path.parent}.", "Choose the folder that holds them, or start a new site."
            )
        database = cls(path)
        try:
            database._check_version()
        except BaseException:
            database.close()
            raise
        return database

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """Give the writing connection inside one immediate transaction: all of it is on the disk at the end, or nothing."""
        with self._writing, sorted_errors():
            plain = self._writer.driver
            plain.execute("BEGIN IMMEDIATE")
            try:
                yield self._writer
                plain.execute("COMMIT")
            except BaseException:
                if plain.in_transaction:
                    plain.execute("ROLLBACK")
                raise

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """Give a reading connection inside one snapshot."""
        with sorted_errors():
            connection = self._idle.pop() if self._idle else _connect(self.path)
            try:
                connection.driver.execute("BEGIN")
                yield connection
            finally:
                if connection.driver.in_transaction:
                    connection.driver.execute("ROLLBACK")
                self._idle.append(connection)

    def check_writable(self) -> None:
        """StorageError where the disk is nearly full or the file cannot be written: to be asked before work is begun."""
        with sorted_errors():
            free = shutil.disk_usage(self.path.parent).free
        if free < MIN_FREE_BYTES:
            raise StorageError(
                f"The disk of this laptop has only {free // 1024 // 1024} MB left.",
                "What was recorded before is safe. Make room on the disk before you start.",
            )
        with self.write() as connection:
            connection.exec_driver_sql(
                "INSERT INTO meta (key, value) VALUES ('write_check', 1) ON CONFLICT(key) DO UPDATE SET value = value + 1"
            )

    def scrub(self) -> bool:
        """Write the whole file anew, so that nothing that was deleted is left anywhere in it; False where readers hold it back.

        Takes a while on a large file, during which nothing else can be written.
        """
        from supervisor_app.storage.people_search import purge_index  # for an erasure, not for the window's start

        with self._writing, sorted_errors():
            purge_index(self._writer)
            self._writer.exec_driver_sql("VACUUM")
            busy = self._writer.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").scalar()
        return not busy

    def close(self) -> None:
        """Close every connection; the file is then complete by itself."""
        self._writer.close()
        while self._idle:
            self._idle.pop().close()

    def _check_version(self) -> None:
        with self.read() as connection:
            application = int(connection.exec_driver_sql("PRAGMA application_id").scalar_one())
            version = int(connection.exec_driver_sql("PRAGMA user_version").scalar_one())
        if application != APPLICATION_ID:
            raise StorageError(f"{self.path} does not hold records of this app.", "Choose another folder.")
        if version > SCHEMA_VERSION:
            raise StorageError(
                f"These records are of version {version}; this app knows versions up to {SCHEMA_VERSION}.",
                "They are unharmed. Install the newer app to open them.",
            )
        if version < SCHEMA_VERSION:
            self._upgrade(version)

    def _upgrade(self, version: int) -> None:
        """Take a copy beside the file, then run every step from `version` on in one transaction."""
        copy = self.path.with_name(f"{self.path.name}.version-{version}")
        if not copy.exists():
            copy_database(self.path, copy)
        with self.write() as connection:
            for step in range(version, SCHEMA_VERSION):
                UPGRADES[step](connection)
            connection.exec_driver_sql(f"PRAGMA user_version={SCHEMA_VERSION}")


def copy_database(source: Path, target: Path) -> None:
    """Write a whole, consistent copy of a SQLite file to `target`, which must not exist."""
    partial = target.with_name(target.name + ".tmp")
    partial.unlink(missing_ok=True)
    with sorted_errors():
        _private(partial)
        reading = sqlite3.connect(source)
        writing = sqlite3.connect(partial)
        try:
            reading.backup(writing)
        finally:
            writing.close()
            reading.close()
        partial.replace(target)


class sorted_errors:  # noqa: N801 - used as a function; a generator would cost each tap and each append more than this
    """Turn what the disk and the database refuse into a StorageError; leave bugs as they are."""

    __slots__ = ()

    def __enter__(self) -> None:
        """Nothing has to be prepared."""

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if error is None or not isinstance(error, sqlite3.Error | OSError):
            return
        sentence = storage_error(error)
        if sentence is not None:
            raise sentence from error


def _private(path: Path) -> None:
    """Make an empty file that only its owner may read, where the system has modes; SQLite gives its side files the same mode."""
    path.touch(mode=0o600)


def _connect(path: Path) -> Connection:
    """Open the file with our pragmas; transactions are begun and ended by `Database` alone, the driver starts none by itself."""
    connection = Connection(
        sqlite3.connect(path, timeout=5.0, isolation_level=None, check_same_thread=False, cached_statements=256)
    )
    try:
        for pragma in _PRAGMAS:
            connection.exec_driver_sql(f"PRAGMA {pragma}")
    except BaseException:
        connection.close()
        raise
    return connection
