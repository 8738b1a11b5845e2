"""The first pull of a new laptop and the push into PostgreSQL, entry by entry: each part beside a bare floor in the same run.

Run: python -m tests.benchmarks.shared_bulk [ENTRIES]   (default 100000). CPU of this process; the server's is its own.
"""

from __future__ import annotations

import os
import random
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from supervisor_app.ledger.chain import Head, check_run, head_after, next_entry
from supervisor_app.ledger.contents import encode_content
from supervisor_app.ledger.entry import Entry
from supervisor_app.ledger.keys import StationKey, new_station_key
from supervisor_app.ledger.sealing import ContentKey, KeyRing, SealedEntry, open_entries, seal_entries
from supervisor_app.storage import ledger_writing, projections
from supervisor_app.storage.database import Database
from supervisor_app.storage.shared_file import create_shared, locked, open_shared
from supervisor_app.storage.shared_lock import Patience
from supervisor_app.storage.shared_store import SharedStore, StoreFacts, read_run, write_run
from tests import postgres

BATCH = 1000
TEXT = "x" * 512
KEY = ContentKey(bytes(32))
RING = KeyRing({KEY.id: KEY}, KEY)
FACTS = StoreFacts(b"s" * 16, b"t" * 16, KEY.mailbox)
COLUMNS = "origin, seq, kind, at, prev, content_digest, hash, sig, sealed"


def main() -> None:
    """Print the figures."""
    size = int(sys.argv[1]) if sys.argv[1:] else 100_000
    with tempfile.TemporaryDirectory(prefix="bulk-bench-") as name:
        folder = Path(name)
        print(f"{size:,} entries of 576 bytes")
        station = new_station_key(random.Random(1).randbytes)
        path = folder / "site.sqlite"
        with locked(path, "aa", Patience(), lambda: None) as lock:
            create_shared(path, FACTS, lock)
        with open_shared(path, "aa", Patience(), lambda: None) as shared:
            fill(shared, station, size)
            pull(shared, station, folder, size)
            push(shared, station, size)


def fill(shared: SharedStore, station: StationKey, size: int) -> None:
    """Write entries of a kind that is not projected into the shared file."""
    for run in runs(station, size):
        with shared.writing() as remote:
            write_run(remote, seal_entries(run, KEY))


def runs(station: StationKey, size: int) -> Iterator[list[Entry]]:
    """Yield a chain, a thousand entries at a time."""
    head, now, content = (
        Head(station.origin),
        datetime(2026, 11, 28, tzinfo=UTC),
        encode_content(by="", about="", body={"text": TEXT}),
    )
    for start in range(0, size, BATCH):
        run = []
        for number in range(start, min(size, start + BATCH)):
            entry = next_entry(head, station, "benchmark.row", content, latest=head.at, now=now, salt=number.to_bytes(16, "big"))
            head = head_after(entry)
            run.append(entry)
        yield run


def pull(shared: SharedStore, station: StationKey, folder: Path, size: int) -> None:
    """The ledger's own part of a first pull (read, open, check the chain, insert) against rows copied by executemany."""
    public = station.private.public_key().public_bytes_raw()
    floor = measured(lambda: raw_copy(Path(str(shared.path)), folder / "raw.sqlite"))  # type: ignore[attr-defined]
    projecting = projections.project
    projections.project = lambda connection, entries: None  # measured apart
    try:
        with closing(Database.create(folder / "records.sqlite")) as database:
            whole = measured(lambda: pull_all(shared, database, station.origin, public))
    finally:
        projections.project = projecting
    print(f"  pull: {size / whole:9,.0f} /s, raw executemany {size / floor:9,.0f} /s: {floor / whole:.2f} of it (to hold 0.50)")


def pull_all(shared: SharedStore, database: Database, origin: bytes, public: bytes) -> None:
    """Take in an origin as a sync does."""
    head = Head(origin)
    while True:
        with shared.reading() as remote:
            rows = read_run(remote, origin, head.seq, BATCH)
        if not rows.entries:
            return
        checked = check_run(head, open_entries(rows.entries, RING).entries, public)
        assert checked.problem is None
        with database.write() as local:
            ledger_writing.insert_entries(local, checked.good)
        head = checked.head


def raw_copy(source: Path, target: Path) -> None:
    """Copy the rows with nothing but sqlite3, committing as often and as safely."""
    with closing(sqlite3.connect(source)) as here, closing(sqlite3.connect(target, isolation_level=None)) as there:
        for statement in ("PRAGMA journal_mode=WAL", "PRAGMA synchronous=FULL"):
            there.execute(statement)
        there.execute(f"CREATE TABLE entry (pos INTEGER PRIMARY KEY, {COLUMNS}, UNIQUE (origin, seq))")
        rows = here.execute(f"SELECT {COLUMNS} FROM entry ORDER BY seq")
        while batch := rows.fetchmany(BATCH):
            there.execute("BEGIN IMMEDIATE")
            there.executemany(f"INSERT INTO entry ({COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", batch)
            there.execute("COMMIT")


def push(shared: SharedStore, station: StationKey, size: int) -> None:
    """Rows into PostgreSQL through `write_run` against COPY of the same rows with nothing else; the wall clock, as two work."""
    if why := postgres.missing():
        print(f"  push into PostgreSQL not measured: {why}")
        return
    from supervisor_app.storage.shared_postgres import create_database, open_database

    sealed: list[SealedEntry] = []
    with shared.reading() as remote:
        sealed += read_run(remote, station.origin, 0, size).entries
    with postgres.running() as server:
        url = server.new_database()
        create_database(url, FACTS, Patience(), lambda: None)
        rows = [tuple(getattr(item, name) for name in COLUMNS.split(", ")) for item in sealed]
        floor = min(wall(lambda: raw_copies(server, url, rows)) for _ in range(3))
        with open_database(url, Patience(), lambda: None) as target:
            ours = min(wall(lambda: push_all(server, url, target, sealed)) for _ in range(3))
    print(f"  push: {size / ours:9,.0f} /s, raw COPY {size / floor:9,.0f} /s: {floor / ours:.2f} of it (to hold 0.60)")


def push_all(server: postgres.Server, url: str, target: SharedStore, sealed: list[SealedEntry]) -> None:
    """Write all entries as a sync does, a few thousand in one transaction."""
    server.sql("TRUNCATE entry", url.rsplit("/", 1)[1])
    for start in range(0, len(sealed), 2000):
        with target.writing() as remote:
            write_run(remote, sealed[start : start + 2000])


def raw_copies(server: postgres.Server, url: str, rows: list[tuple[object, ...]]) -> None:
    """Copy the same rows into the same table in as many transactions."""
    import psycopg

    server.sql("TRUNCATE entry", url.rsplit("/", 1)[1])
    types = ("bytea", "int8", "text", "int8", *("bytea",) * 5)
    with psycopg.connect(url) as session:
        for start in range(0, len(rows), 2000):
            with session.cursor().copy(f"COPY entry ({COLUMNS}) FROM STDIN (FORMAT BINARY)") as copy:
                copy.set_types(types)
                for row in rows[start : start + 2000]:
                    copy.write_row(row)
            session.commit()


def measured(work: Callable[[], object]) -> float:
    """Return the CPU seconds of a piece of work."""
    started = time.process_time()
    work()
    return time.process_time() - started


def wall(work: Callable[[], object]) -> float:
    """Return the seconds of a piece of work."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    main()
