"""Entries in the local database: appending our own, taking in those of other stations, reading them back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from supervisor_app.ledger.authority_facts import AUTHORITY_KINDS
from supervisor_app.ledger.chain import Head, head_after, next_entry
from supervisor_app.ledger.clock import tick
from supervisor_app.ledger.contents import UnreadableContent, record_in
from supervisor_app.ledger.entry import Entry
from supervisor_app.ledger.keys import StationKey
from supervisor_app.storage.connection import Connection
from supervisor_app.storage.driver import Row, driver, run

CHUNK = 1000
"""Entries held in memory at once."""

_COLUMNS = "origin, seq, kind, at, prev, content_digest, hash, sig, salt, content"
_ENTRY_COLUMNS = ", ".join(f"e.{name}" for name in _COLUMNS.split(", "))
_INSERT = f"INSERT INTO entry ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT(origin, seq) DO NOTHING"  # noqa: S608
_SET_HEAD = (
    "INSERT INTO head (origin, seq, hash, at) VALUES (?, ?, ?, ?) "
    "ON CONFLICT(origin) DO UPDATE SET seq = excluded.seq, hash = excluded.hash, at = excluded.at WHERE excluded.seq > head.seq"
)
_OWN_HEAD = (
    "SELECT seq, hash, at, (SELECT max(at) FROM head), (SELECT state FROM own_origin WHERE origin = ?1) "
    "FROM head WHERE origin = ?1"
)


class OriginStops(Exception):  # noqa: N818 - says what happens
    """Our origin may not be written to: it waits for a sync, or another one goes on for it (local_state.OriginState)."""


def append(connection: Connection, station: StationKey, kind: str, content: bytes, *, now: datetime, salt: bytes) -> Entry:
    """Append a signed entry to our own origin, with its head and projections. To be called inside `Database.write()`."""
    return append_many(connection, station, ((kind, content),), now=now, salts=(salt,))[0]


def append_many(
    connection: Connection, station: StationKey, contents: Sequence[tuple[str, bytes]], *, now: datetime, salts: Iterable[bytes]
) -> tuple[Entry, ...]:
    """Append many (kind, content) as `append` does one, written and projected together; a salt of 16 bytes for each."""
    own, latest = _own_head(connection, station.origin)
    entries: list[Entry] = []
    for (kind, content), salt in zip(contents, salts, strict=True):
        entries.append(next_entry(own, station, kind, content, latest=latest, now=now, salt=salt))
        own = head_after(entries[-1])
    if entries:
        append_signed(connection, entries)
    return tuple(entries)


def _own_head(connection: Connection, origin: bytes) -> tuple[Head, int]:
    """Return our newest entry and the newest stamp of any origin; OriginStops where nothing may be written to ours."""
    row = driver(connection).execute(_OWN_HEAD, (origin,)).fetchone()
    if row is None:
        return Head(origin), connection.exec_driver_sql("SELECT max(at) FROM head").scalar() or 0
    if row[4] is not None:
        raise OriginStops(row[4])
    return Head(origin, row[0], row[1], row[2]), row[3]


def append_signed(connection: Connection, entries: Sequence[Entry]) -> None:
    """Add entries of our own that were signed already, in order; their origin may be a new one."""
    run(connection, _INSERT, [_row(entry) for entry in entries])
    last = entries[-1]
    run(connection, _SET_HEAD, [(last.origin, last.seq, last.hash, last.at)])
    _project(connection, entries)


def take_back_after(connection: Connection, origin: bytes, seq: int) -> list[Entry]:
    """Take an origin's entries beyond number `seq` out of the ledger and return them; the tables are to be rebuilt after it."""
    taken = read_entries(connection, origin, seq, -1)
    connection.exec_driver_sql("DELETE FROM entry WHERE origin = ? AND seq > ?", (origin, seq))
    last = entry_at(connection, origin, seq)
    if last is None:
        connection.exec_driver_sql("DELETE FROM head WHERE origin = ?", (origin,))
    else:
        values = (last.seq, last.hash, last.at, origin)
        connection.exec_driver_sql("UPDATE head SET seq = ?, hash = ?, at = ? WHERE origin = ?", values)
    return taken


def digests_here(connection: Connection, digests: Iterable[bytes]) -> frozenset[bytes]:
    """Return which content digests some entry has; one walk over all entries."""
    wanted = frozenset(digests)
    if not wanted:
        return wanted
    rows = driver(connection).execute("SELECT content_digest FROM entry")
    return frozenset(digest for (digest,) in rows if digest in wanted)


def insert_entries(connection: Connection, entries: Sequence[Entry]) -> int:
    """Take in checked entries of other stations, with heads and projections; return how many were new.

    Entries of one origin come in the order of their numbers and join on to what is here (ValueError where they leave a gap);
    those that are here already are passed over. To be called inside `Database.write()`, a batch of some thousands at a time.
    """
    known: dict[bytes, Head | Entry] = dict(heads(connection))  # an entry stands for the head that it makes
    fresh: list[Entry] = []
    for entry in entries:
        at = known.get(entry.origin) or Head(entry.origin)
        if entry.seq <= at.seq:
            continue
        if entry.seq != at.seq + 1 or entry.prev != at.hash:
            raise ValueError(f"entry {entry.seq} of {entry.origin.hex()} does not join on to entry {at.seq}")
        known[entry.origin] = entry
        fresh.append(entry)
    run(connection, _INSERT, [_row(entry) for entry in fresh])
    moved = {entry.origin: known[entry.origin] for entry in fresh}
    run(connection, _SET_HEAD, [(head.origin, head.seq, head.hash, head.at) for head in moved.values()])
    _project(connection, fresh)
    return len(fresh)


def heads(connection: Connection) -> dict[bytes, Head]:
    """Return the newest entry known of every origin: the version vector of this ledger."""
    return {row[0]: Head(*row) for row in connection.exec_driver_sql("SELECT origin, seq, hash, at FROM head")}


def read_entries(connection: Connection, origin: bytes, after: int, limit: int = CHUNK) -> list[Entry]:
    """Return at most `limit` entries of an origin with numbers above `after`, in order."""
    statement = f"SELECT {_COLUMNS} FROM entry WHERE origin = ? AND seq > ? ORDER BY seq LIMIT ?"  # noqa: S608 - our own names
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
    statement = f"SELECT pos, {_COLUMNS} FROM entry WHERE pos > ? ORDER BY pos LIMIT ?"  # noqa: S608 - our own names
    last = 0
    while rows := connection.exec_driver_sql(statement, (last, size)).all():
        last = rows[-1][0]
        yield [_entry(row[1:]) for row in rows]


def authority_entries(connection: Connection) -> list[Entry]:
    """Return the entries that say who may act: few, found by walking over all."""
    kinds = ", ".join(f"'{kind}'" for kind in sorted(AUTHORITY_KINDS))
    statement = f"SELECT {_COLUMNS} FROM entry WHERE kind IN ({kinds}) ORDER BY pos"  # noqa: S608 - our own names
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


def restore_content(connection: Connection, place: tuple[bytes, int], salt: bytes, content: bytes) -> bool:
    """Put back a content that is missing here and project it; False where it does not fit or is not missing."""
    from supervisor_app.storage import erasing

    entry = erasing.fill_content(connection, place, salt, content)
    if entry is not None:
        _project(connection, (entry,))
    return entry is not None


def rebuild(connection: Connection, progress: Callable[[int, int], None] | None = None) -> None:
    """Clear the projections and make them again from the entries, a chunk at a time; `progress(done, total)`.

    Who may act comes first: then nothing has to wait, and nothing is judged twice.
    """
    from supervisor_app.storage import projections

    total, done = count_entries(connection), 0
    projections.clear(connection)
    projections.take_facts(connection, authority_entries(connection))
    for chunk in chunks(connection):
        projections.project(connection, chunk)
        done += len(chunk)
        if progress:
            progress(done, total)


def station_public_key(first: Entry) -> bytes:
    """Return the key (32 bytes) that an origin's first entry names; UnreadableContent where it is no station.joined."""
    if first.seq != 1 or first.kind != "station.joined" or first.content is None:
        raise UnreadableContent("the first entry of a laptop does not name its key")
    try:
        return bytes.fromhex(record_in(first.kind, first.content).ed25519)
    except ValueError as error:
        raise UnreadableContent("the first entry of a laptop does not name its key") from error


def _row(entry: Entry) -> Row:
    return (
        entry.origin,
        entry.seq,
        entry.kind,
        entry.at,
        entry.prev,
        entry.content_digest,
        entry.hash,
        entry.sig,
        entry.salt,
        entry.content,
    )


def _entry(row: Sequence[Any]) -> Entry:
    """Return the entry of a row of `_COLUMNS`; written out, as a rebuild makes a million of them."""
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


def _project(connection: Connection, entries: Sequence[Entry]) -> None:
    from supervisor_app.storage import erasing, projections  # the window's start only reads: the first act loads what projects

    erased = projections.project(connection, entries)
    if erased:
        erasing.settle(connection, erased)
