"""Entries into the local database, with their projections: appending our own, taking in those of other stations, a rebuild."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from supervisor_app.ledger.chain import Head, head_after, next_entry
from supervisor_app.ledger.clock import broken_from
from supervisor_app.ledger.contents import record_in
from supervisor_app.ledger.entry import Entry
from supervisor_app.ledger.envelope import UnreadableContent
from supervisor_app.ledger.keys import StationKey
from supervisor_app.storage.connection import Connection
from supervisor_app.storage.driver import Row, driver, run
from supervisor_app.storage.ledger_store import COLUMNS, LATEST, entry_at, heads, latest_stamp, read_entries

_INSERT = f"INSERT INTO entry ({COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT(origin, seq) DO NOTHING"  # noqa: S608
_SET_HEAD = (
    "INSERT INTO head (origin, seq, hash, at) VALUES (?, ?, ?, ?) "
    "ON CONFLICT(origin) DO UPDATE SET seq = excluded.seq, hash = excluded.hash, at = excluded.at WHERE excluded.seq > head.seq"
)
_STATE = "SELECT state FROM own_origin WHERE own_origin.origin = own.origin"
_OWN_HEAD = f"SELECT seq, hash, at, ({LATEST}), ({_STATE}) FROM head own WHERE origin = ?"  # noqa: S608


class OriginStops(Exception):  # noqa: N818 - says what happens
    """Our origin may not be written to: it waits for a sync, or another one goes on for it (local_state.OriginState)."""


def append(connection: Connection, station: StationKey, kind: str, content: bytes, *, now: datetime, salt: bytes) -> Entry:
    """Append a signed entry to our own origin, with its head and projections. To be called inside `Database.write()`."""
    return append_many(connection, station, ((kind, content),), now=now, salts=(salt,))[0]


def append_many(
    connection: Connection, station: StationKey, contents: Sequence[tuple[str, bytes]], *, now: datetime, salts: Iterable[bytes]
) -> tuple[Entry, ...]:
    """Append many (kind, content) as `append` does one, written and projected together; a salt of 16 bytes for each."""
    own, latest = _own_head(connection, station.origin, now)
    entries: list[Entry] = []
    for (kind, content), salt in zip(contents, salts, strict=True):
        entries.append(next_entry(own, station, kind, content, latest=latest, now=now, salt=salt))
        own = head_after(entries[-1])
    if entries:
        _write_own(connection, entries)
    return tuple(entries)


def _own_head(connection: Connection, origin: bytes, now: datetime) -> tuple[Head, int]:
    """Return our newest entry and the newest stamp of any that was let in; OriginStops where nothing may be written to ours."""
    row = driver(connection).execute(_OWN_HEAD, (broken_from(now), origin)).fetchone()
    if row is None:
        return Head(origin), latest_stamp(connection, now)
    if row[4] is not None:
        raise OriginStops(row[4])
    return Head(origin, row[0], row[1], row[2]), row[3] or 0


def append_signed(connection: Connection, entries: Sequence[Entry]) -> None:
    """Add entries of our own that were signed already, in order; their origin may be a new one."""
    _note_forged(connection, entries)
    _write_own(connection, entries)


def _write_own(connection: Connection, entries: Sequence[Entry]) -> None:
    """Write entries whose acts were signed this moment, or were looked at: looking costs as much again as signing did."""
    run(connection, _INSERT, [_row(entry) for entry in entries])
    last = entries[-1]
    run(connection, _SET_HEAD, [(last.origin, last.seq, last.hash, last.at)])
    _project(connection, entries)


def take_back_after(connection: Connection, origin: bytes, seq: int) -> list[Entry]:
    """Take an origin's entries beyond number `seq` out of the ledger and return them; the tables are to be rebuilt after it."""
    from supervisor_app.storage import erased_places, forged

    taken = read_entries(connection, origin, seq, -1)
    forged.forget_after(connection, origin, seq)
    connection.exec_driver_sql("DELETE FROM entry WHERE origin = ? AND seq > ?", (origin, seq))
    erased_places.forget_after(connection, origin, seq)
    last = entry_at(connection, origin, seq)
    if last is None:
        connection.exec_driver_sql("DELETE FROM head WHERE origin = ?", (origin,))
    else:
        values = (last.seq, last.hash, last.at, origin)
        connection.exec_driver_sql("UPDATE head SET seq = ?, hash = ?, at = ? WHERE origin = ?", values)
    return taken


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
    _note_forged(connection, fresh)
    _project(connection, fresh)
    return len(fresh)


def restore_content(connection: Connection, place: tuple[bytes, int], salt: bytes, content: bytes) -> bool:
    """Put back a content that is missing here and project it; False where it does not fit or is not missing."""
    from supervisor_app.storage import erasing

    entry = erasing.fill_content(connection, place, salt, content)
    if entry is not None:
        _note_forged(connection, (entry,))
        _project(connection, (entry,))
    return entry is not None


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


def _note_forged(connection: Connection, entries: Sequence[Entry]) -> None:
    from supervisor_app.storage import forged  # with SQLAlchemy's tables, as below

    forged.note_forged(connection, entries)


def _project(connection: Connection, entries: Sequence[Entry]) -> None:
    from supervisor_app.storage import erasing, projections  # SQLAlchemy's tables: for the first act, not the start

    erased = projections.project(connection, entries)
    if erased:
        erasing.settle(connection, erased)
