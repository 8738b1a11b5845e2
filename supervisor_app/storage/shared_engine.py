"""How SQLite is opened on a shared file: one connection, careful of what a drive and a stranger's file can do."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.pool import StaticPool

from supervisor_app.ledger.canonical import MAX_BYTES
from supervisor_app.storage.file_address import file_address

BUSY_SECONDS = 15.0
ROW_LIMIT = MAX_BYTES + 64 * 1024
_PRAGMAS = (
    "locking_mode=EXCLUSIVE",  # until the file is known: SQLite's look at the schema and ours then share one lock
    "mmap_size=0",
    "trusted_schema=OFF",
    "cell_size_check=ON",
    "temp_store=MEMORY",
    "secure_delete=ON",
)
_FOR_WRITING = ("synchronous=FULL", "journal_mode=TRUNCATE")  # they look at the file: a sync that only reads need not


def shared_engine(path: Path, *, nolock: bool = False, mode: str = "rw", first: tuple[str, ...] = ()) -> Engine:
    """An engine of one connection, opened at first use. Texts that are not UTF-8 come as what they are not, and are refused."""
    address = sqlite_address(path, mode, nolock=nolock)

    def connect() -> sqlite3.Connection:
        connection = sqlite3.connect(address, uri=True, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False)
        connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, ROW_LIMIT)
        connection.text_factory = _text
        for pragma in (*first, *_PRAGMAS):
            connection.execute(f"PRAGMA {pragma}").close()
        return connection

    engine = create_engine("sqlite://", creator=connect, poolclass=StaticPool, hide_parameters=True)

    @event.listens_for(engine, "begin")
    def _(connection: Connection) -> None:
        writes = connection.get_execution_options().get("writes")
        if writes:
            for pragma in _FOR_WRITING:
                connection.exec_driver_sql(f"PRAGMA {pragma}")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def _text(data: bytes) -> str:
    """Read a text that may be none at all: a shared file can hold anything, and its row is judged by us."""
    return data.decode("utf-8", "replace")


def sqlite_address(path: Path, mode: str, *, nolock: bool) -> str:
    """Return the address SQLite opens a path by; `nolock` leaves its locks out where our own lock has to do."""
    return f"{file_address(path, mode)}{'&nolock=1' if nolock else ''}"
