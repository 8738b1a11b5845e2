"""What a station remembers about shared stores, in its own database: heads seen there, refused entries, past syncs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

import msgspec

from supervisor_app.domain.frozen import dataclass
from supervisor_app.ledger.chain import Head
from supervisor_app.ledger.entry import Entry
from supervisor_app.ledger.vectors import Vector
from supervisor_app.storage.connection import Connection
from supervisor_app.storage.erased_proofs import explain_accepted
from supervisor_app.storage.evidence_due import note_all_due
from supervisor_app.storage.kept_looks import note_kept_changed
from supervisor_app.storage.meta_values import put_value, value_of

HISTORY_KEPT = 500
FORKS_KEPT = 5_000
"""Entries of branches that are kept as proof of one laptop that was let in: its own hand signed them."""
REFUSED_KEPT = 1_000
"""Other entries in the name of one laptop that was let in, which anybody can write; and as many of all others together."""
MOST_OF_A_PROOF = 64 * 1024
"""Bytes of one of these: of a longer one the header is kept."""
_STORE, _SITE = "shared_store", "shared_site"
_REFUSED = "origin, seq, hash, reason, seen, row"
_DAY = "checkpoint_day"
_LOOKED = "looked_at"
_MAILBOX = "sealed_for_mailbox"


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """An entry of a shared store that was not accepted, kept as proof; `reason` is a word of chain.WORDS or "fork"."""

    origin: bytes
    seq: int
    hash: bytes
    reason: str
    seen: str  # RFC 3339
    row: bytes = b""  # the entry as MessagePack, empty where the row was no entry at all


def refuse(entry: Entry, reason: str, seen: str) -> Refused:
    """Return the proof of an entry that is not accepted."""
    row = msgspec.msgpack.encode(entry)
    return Refused(origin=entry.origin, seq=entry.seq, hash=entry.hash, reason=reason, seen=seen, row=row)


def chosen_store(connection: Connection) -> tuple[str, str]:
    """Return the ids (hex) of the shared store in use and of its site; empty texts where none was chosen."""
    return value_of(connection, _STORE), value_of(connection, _SITE)


def choose_store(connection: Connection, store: str, site: str) -> None:
    """Use this shared store from now on; it was chosen by a person."""
    put_value(connection, _STORE, store)
    put_value(connection, _SITE, site)


def is_new_day(connection: Connection, day: str) -> bool:
    """Note that the daily checkpoint of `day` (ISO) is being written; whether it is the first one of that day."""
    if value_of(connection, _DAY) == day:
        return False
    put_value(connection, _DAY, day)
    return True


def looked_at(connection: Connection) -> tuple[str, bytes, int]:
    """Return up to where rows of the shared store were looked at last: day (ISO, "" for never), origin and number."""
    day, origin, seq = (value_of(connection, _LOOKED) or "  0").split(" ")
    return day, bytes.fromhex(origin), int(seq)


def note_looked_at(connection: Connection, day: str, origin: bytes, seq: int) -> None:
    """Note up to where rows of the shared store were looked at on a day (ISO)."""
    put_value(connection, _LOOKED, f"{day} {origin.hex()} {seq}")


def was_sealed_for_mailbox(connection: Connection) -> bool:
    """Return whether own records may lie in a shared store sealed for a mailbox, as this laptop had no key when it sent them."""
    return bool(value_of(connection, _MAILBOX))


def note_sealed_for_mailbox(connection: Connection, *, waiting: bool) -> None:
    """Note that they may, or that they do no more."""
    put_value(connection, _MAILBOX, "1" if waiting else "")


def forget_seen(connection: Connection, store: str) -> None:
    """Forget which heads were seen in a store that is made anew, or went back to an older state."""
    connection.exec_driver_sql("DELETE FROM remote_seen WHERE store = ?", (store,))


def blobs_seen(connection: Connection, store: str) -> frozenset[bytes]:
    """Return the digests of the evidence files that this station knows to be in a store."""
    rows = connection.exec_driver_sql("SELECT digest FROM blob_seen WHERE store = ?", (store,))
    return frozenset(digest for (digest,) in rows)


def seen_among(connection: Connection, store: str, digests: Iterable[bytes]) -> frozenset[bytes]:
    """Return which of some evidence files this station knows to be in a store."""
    statement = "SELECT 1 FROM blob_seen WHERE store = ? AND digest = ?"
    return frozenset(one for one in digests if connection.exec_driver_sql(statement, (store, one)).first() is not None)


def forget_all_blobs(connection: Connection, store: str) -> None:
    """Forget which evidence files a store holds, as it is another one than it was: all of them are due to be looked at."""
    connection.exec_driver_sql("DELETE FROM blob_seen WHERE store = ?", (store,))
    note_all_due(connection)


def note_blobs(connection: Connection, store: str, digests: Iterable[bytes]) -> None:
    """Remember that evidence files are in a store."""
    for digest in digests:
        connection.exec_driver_sql("INSERT INTO blob_seen VALUES (?, ?) ON CONFLICT DO NOTHING", (store, digest))


def forget_blobs(connection: Connection, store: str, digests: Iterable[bytes]) -> None:
    """Forget evidence files that were taken out of a store."""
    for digest in digests:
        connection.exec_driver_sql("DELETE FROM blob_seen WHERE store = ? AND digest = ?", (store, digest))


def read_seen(connection: Connection, store: str) -> dict[bytes, Head]:
    """Return the heads that this station last saw in a store (its id in hex)."""
    rows = connection.exec_driver_sql("SELECT origin, seq, hash FROM remote_seen WHERE store = ?", (store,))
    return {row[0]: Head(*row) for row in rows}


def write_seen(connection: Connection, store: str, heads: Vector) -> None:
    """Remember the heads just seen in a store."""
    statement = (
        "INSERT INTO remote_seen (store, origin, seq, hash) VALUES (?, ?, ?, ?) "
        "ON CONFLICT(store, origin) DO UPDATE SET seq = excluded.seq, hash = excluded.hash"
    )
    connection.exec_driver_sql(statement, [(store, head.origin, head.seq, head.hash) for head in heads.values()])


def new_refusals(connection: Connection, refused: Iterable[Refused]) -> list[Refused]:
    """Return those that are not in quarantine yet and that there is room for: each laptop of the site has room of its own."""
    known = "SELECT 1 FROM quarantine WHERE origin = ? AND seq = ? AND hash = ?"
    new = [one for one in refused if connection.exec_driver_sql(known, (one.origin, one.seq, one.hash)).first() is None]
    room: dict[tuple[bytes, bool], int] = {}
    fitting = []
    for item in new:
        place = _place(connection, item)
        left = room[place] if place in room else _room(connection, *place)
        room[place] = left - 1
        if left > 0:
            fitting.append(item if place[1] or len(item.row) <= MOST_OF_A_PROOF else _without_content(item))
    return fitting


def _without_content(item: Refused) -> Refused:
    entry = msgspec.msgpack.decode(item.row, type=Entry)
    return replace(item, row=msgspec.msgpack.encode(replace(entry, salt=None, content=None)))


def _place(connection: Connection, item: Refused) -> tuple[bytes, bool]:
    """Return whose room an entry takes (none, b"", for laptops that were not let in), and whether that for branches."""
    if connection.exec_driver_sql("SELECT 1 FROM standing WHERE origin = ?", (item.origin,)).first() is None:
        return b"", False
    return item.origin, item.reason == "fork"


def _room(connection: Connection, origin: bytes, fork: bool) -> int:
    """Return for how many more there is room."""
    if not origin:
        of = "origin NOT IN (SELECT origin FROM standing)"
        return REFUSED_KEPT - int(connection.exec_driver_sql(f"SELECT count(*) FROM quarantine WHERE {of}").scalar_one())  # noqa: S608
    statement = "SELECT count(*) FROM quarantine WHERE origin = ? AND (reason = 'fork') = ?"
    kept = int(connection.exec_driver_sql(statement, (origin, fork)).scalar_one())
    return (FORKS_KEPT if fork else REFUSED_KEPT) - kept


def put_in_quarantine(connection: Connection, refused: Sequence[Refused], *, bounded: bool = True) -> None:
    """Keep refused entries as proof, up to bounds that no honest fault reaches; our own ones (not `bounded`) all of them."""
    kept = new_refusals(connection, refused) if bounded else refused
    statement = f"INSERT INTO quarantine ({_REFUSED}) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING"  # noqa: S608 - our own names
    if kept:
        rows = [(item.origin, item.seq, item.hash, item.reason, item.seen, item.row) for item in kept]
        connection.exec_driver_sql(statement, rows)
        note_kept_changed(connection)


def in_quarantine(connection: Connection) -> tuple[Refused, ...]:
    """Return what is kept in quarantine, by origin and number."""
    rows = connection.exec_driver_sql(f"SELECT {_REFUSED} FROM quarantine ORDER BY origin, seq")  # noqa: S608 - our own names
    return tuple(_refused(row) for row in rows)


def kept_beside(connection: Connection) -> tuple[tuple[Refused, bytes], ...]:
    """Return what is kept of forks where the ledger has the number before it, with the hash of that entry, and not itself."""
    columns = ", ".join(f"q.{name}" for name in _REFUSED.split(", "))
    statement = (
        f"SELECT {columns}, b.hash FROM quarantine q CROSS JOIN entry b ON b.origin = q.origin AND b.seq = q.seq - 1 "  # noqa: S608
        "LEFT JOIN entry e ON e.origin = q.origin AND e.seq = q.seq WHERE q.reason = 'fork' AND e.hash IS NOT q.hash"
    )
    return tuple((_refused(row), row[6]) for row in connection.exec_driver_sql(statement))


def proofs_of(connection: Connection, origin: bytes, seq: int) -> tuple[Refused, ...]:
    """Return what is kept of one origin from a number on, in order."""
    statement = f"SELECT {_REFUSED} FROM quarantine WHERE origin = ? AND seq >= ? ORDER BY seq, hash"  # noqa: S608 - our own names
    return tuple(_refused(row) for row in connection.exec_driver_sql(statement, (origin, seq)))


def let_go_of_accepted(connection: Connection, origin: bytes) -> None:
    """Keep as proof no entry of an origin that is part of the ledger by now."""
    explain_accepted(connection, origin)
    statement = (
        "DELETE FROM quarantine WHERE origin = ?1 AND hash IN "
        "(SELECT e.hash FROM entry e WHERE e.origin = ?1 AND e.seq = quarantine.seq)"
    )
    connection.exec_driver_sql(statement, (origin,))
    note_kept_changed(connection)


def count_quarantine(connection: Connection) -> int:
    """Return how many entries are kept in quarantine."""
    return int(connection.exec_driver_sql("SELECT count(*) FROM quarantine").scalar_one())


def quarantine_page(connection: Connection, offset: int, limit: int) -> tuple[Refused, ...]:
    """Return a page of what is kept in quarantine, seen last first; with the rows themselves only those of forks."""
    statement = (
        "SELECT origin, seq, hash, reason, seen, iif(reason = 'fork', row, x'') FROM quarantine "
        "ORDER BY seen DESC, origin, seq, hash LIMIT ? OFFSET ?"
    )
    return tuple(_refused(row) for row in connection.exec_driver_sql(statement, (limit, offset)))


def from_quarantine(connection: Connection, origin: bytes, seq: int, digest: bytes) -> Refused | None:
    """Return one kept entry with its row."""
    statement = f"SELECT {_REFUSED} FROM quarantine WHERE origin = ? AND seq = ? AND hash = ?"  # noqa: S608 - our own names
    row = connection.exec_driver_sql(statement, (origin, seq, digest)).first()
    return _refused(row) if row else None


def _refused(row: Sequence[Any]) -> Refused:
    return Refused(origin=row[0], seq=row[1], hash=row[2], reason=row[3], seen=row[4], row=row[5])


def add_history(connection: Connection, at: str, store: str, body: str) -> None:
    """Add a line to the history of syncs; the oldest ones beyond a bound go."""
    number = int(connection.exec_driver_sql("SELECT coalesce(max(number), 0) FROM sync_history").scalar_one()) + 1
    connection.exec_driver_sql(
        "INSERT INTO sync_history (number, at, store, body) VALUES (?, ?, ?, ?)", (number, at, store, body)
    )
    connection.exec_driver_sql("DELETE FROM sync_history WHERE number <= ?", (number - HISTORY_KEPT,))


def replace_last_history(connection: Connection, at: str, store: str, body: str) -> None:
    """Put a line in the place of the newest one (a try repeated says how often, not the same line again)."""
    connection.exec_driver_sql("DELETE FROM sync_history WHERE number = (SELECT max(number) FROM sync_history)")
    add_history(connection, at, store, body)


def read_history(connection: Connection, limit: int) -> list[tuple[str, str, str]]:
    """Return the newest lines of the history first: (when, store id, body as JSON)."""
    rows = connection.exec_driver_sql("SELECT at, store, body FROM sync_history ORDER BY number DESC LIMIT ?", (limit,))
    return [(at, store, body) for at, store, body in rows]
