"""Entries of the local database, read back. What writes them is in `ledger_writing`; the window's start only reads."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from supervisor_app.ledger.chain import Head
from supervisor_app.ledger.clock import broken_from, tick
from supervisor_app.ledger.entry import Entry
from supervisor_app.storage.connection import Connection

CHUNK = 1000
"""Entries held in memory at once."""

COLUMNS = "origin, seq, kind, at, prev, content_digest, hash, sig, salt, content"
_ENTRY_COLUMNS = ", ".join(f"e.{name}" for name in COLUMNS.split(", "))


def heads(connection: Connection) -> dict[bytes, Head]:
    """Return the newest entry known of every origin: the version vector of this ledger."""
    return {row[0]: Head(*row) for row in connection.exec_driver_sql("SELECT origin, seq, hash, at FROM head")}


LATEST = "SELECT max(h.at) FROM head h JOIN standing s ON s.origin = h.origin WHERE h.at < ?"
"""SQL: the newest stamp of any laptop that was let in, below one (`clock.broken_from`). What anybody else dates moves nobody's
clock; a broken one does not keep us from following the others.
"""


def latest_stamp(connection: Connection, now: datetime) -> int:
    """Return the newest stamp of any laptop that was let in and whose clock is not broken; 0 where there is none."""
    return connection.exec_driver_sql(LATEST, (broken_from(now),)).scalar() or 0


def read_entries(connection: Connection, origin: bytes, after: int, limit: int = CHUNK) -> list[Entry]:
    """Return at most `limit` entries of an origin with numbers above `after`, in order."""
    statement = f"SELECT {COLUMNS} FROM entry WHERE origin = ? AND seq > ? ORDER BY seq LIMIT ?"  # noqa: S608 - our own names
    return [_entry(row) for row in connection.exec_driver_sql(statement, (origin, after, limit))]


def entry_at(connection: Connection, origin: bytes, seq: int) -> Entry | None:
    """Return one entry, None where it is not here."""
    found = read_entries(connection, origin, seq - 1, 1)
    return found[0] if found and found[0].seq == seq else None


def entries_about(connection: Connection, subject: str, limit: int = 100) -> list[Entry]:
    """Return the newest `limit` entries about a worker, member, competency, certificate ..., newest first."""
    statement = (
        f"SELECT {_ENTRY_COLUMNS} FROM about a JOIN entry e ON e.origin = a.origin AND e.seq = a.seq "  # noqa: S608 - our own names
        "WHERE a.subject = ? ORDER BY a.at DESC, a.origin DESC, a.seq DESC LIMIT ?"
    )
    return [_entry(row) for row in connection.exec_driver_sql(statement, (subject, limit))]


def chunks(connection: Connection, size: int = CHUNK) -> Iterator[list[Entry]]:
    """Yield all entries, `size` at a time, in the order they lie in the file."""
    statement = f"SELECT pos, {COLUMNS} FROM entry WHERE pos > ? ORDER BY pos LIMIT ?"  # noqa: S608 - our own names
    last = 0
    while rows := connection.exec_driver_sql(statement, (last, size)).all():
        last = rows[-1][0]
        yield [_entry(row[1:]) for row in rows]


def entries_of_kinds(connection: Connection, kinds: Iterable[str]) -> list[Entry]:
    """Return the entries of some kinds, in the order they lie in the file; one walk over all, for kinds that are rare."""
    named = ", ".join(f"'{kind}'" for kind in sorted(kinds))
    statement = f"SELECT {COLUMNS} FROM entry WHERE kind IN ({named}) ORDER BY pos"  # noqa: S608 - our own names
    return [_entry(row) for row in connection.exec_driver_sql(statement)]


def count_entries(connection: Connection) -> int:
    """Return how many entries there are, from the heads: chains have no gaps."""
    return int(connection.exec_driver_sql("SELECT coalesce(sum(seq), 0) FROM head").scalar_one())


def count_since(connection: Connection, origin: bytes, since: datetime) -> int:
    """Return how many entries of an origin are stamped at a moment (aware) or later, by halving: stamps only grow."""
    low, high = 0, connection.exec_driver_sql("SELECT seq FROM head WHERE origin = ?", (origin,)).scalar() or 0
    newest, stamp = high, tick(0, since)
    while low < high:
        middle = (low + high) // 2
        at = connection.exec_driver_sql("SELECT at FROM entry WHERE origin = ? AND seq = ?", (origin, middle + 1)).scalar()
        low, high = (middle + 1, high) if at is not None and at < stamp else (low, middle)
    return newest - low


def _entry(row: Sequence[Any]) -> Entry:
    """Return the entry of a row of `COLUMNS`; written out, as a rebuild makes a million of them."""
    origin, seq, kind, at, prev, content_digest, header_hash, sig, salt, content = row
    return Entry(
        origin=origin,
        seq=seq,
        kind=kind,
        at=at,
        prev=prev,
        content_digest=content_digest,
        hash=header_hash,
        sig=sig,
        salt=salt,
        content=content,
    )
