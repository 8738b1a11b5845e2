"""What a station remembers about shared stores, in its own database: heads seen there, refused entries, past syncs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import msgspec
from sqlalchemy import Connection, delete, func, select
from sqlalchemy.dialects.sqlite import insert

from supervisor_app.ledger.chain import Head
from supervisor_app.ledger.entry import Entry
from supervisor_app.ledger.vectors import Vector
from supervisor_app.storage.schema import meta, quarantine, remote_seen, sync_history

HISTORY_KEPT = 500
QUARANTINE_KEPT = 10_000
_STORE, _SITE = "shared_store", "shared_site"


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
    rows = connection.execute(select(meta).where(meta.c.key.in_((_STORE, _SITE))))
    found = {row.key: row.value for row in rows}
    return found.get(_STORE, ""), found.get(_SITE, "")


def choose_store(connection: Connection, store: str, site: str) -> None:
    """Use this shared store from now on; it was chosen by a person."""
    statement = insert(meta)
    rows = [{"key": _STORE, "value": store}, {"key": _SITE, "value": site}]
    connection.execute(statement.on_conflict_do_update(index_elements=["key"], set_={"value": statement.excluded.value}), rows)


def forget_seen(connection: Connection, store: str) -> None:
    """Forget what was seen in a store that is made anew."""
    connection.execute(delete(remote_seen).where(remote_seen.c.store == store))


def read_seen(connection: Connection, store: str) -> dict[bytes, Head]:
    """Return the heads that this station last saw in a store (its id in hex)."""
    rows = connection.execute(select(remote_seen).where(remote_seen.c.store == store))
    return {row.origin: Head(row.origin, row.seq, row.hash) for row in rows}


def write_seen(connection: Connection, store: str, heads: Vector) -> None:
    """Remember the heads just seen in a store."""
    statement = insert(remote_seen)
    changed = {"seq": statement.excluded.seq, "hash": statement.excluded.hash}
    rows = [{"store": store, "origin": head.origin, "seq": head.seq, "hash": head.hash} for head in heads.values()]
    if rows:
        connection.execute(statement.on_conflict_do_update(index_elements=["store", "origin"], set_=changed), rows)


def new_refusals(connection: Connection, refused: Iterable[Refused]) -> list[Refused]:
    """Return those that are not in quarantine yet."""
    columns = quarantine.c
    return [
        item
        for item in refused
        if connection.execute(
            select(columns.seq).where(columns.origin == item.origin, columns.seq == item.seq, columns.hash == item.hash)
        ).first()
        is None
    ]


def put_in_quarantine(connection: Connection, refused: Sequence[Refused]) -> None:
    """Keep refused entries as proof, up to a bound that no honest fault reaches."""
    kept = int(connection.execute(select(func.count()).select_from(quarantine)).scalar_one())
    rows = [
        {"origin": item.origin, "seq": item.seq, "hash": item.hash, "reason": item.reason, "seen": item.seen, "row": item.row}
        for item in refused[: max(0, QUARANTINE_KEPT - kept)]
    ]
    if rows:
        connection.execute(insert(quarantine).on_conflict_do_nothing(), rows)


def in_quarantine(connection: Connection) -> tuple[Refused, ...]:
    """Return what is kept in quarantine, by origin and number."""
    rows = connection.execute(select(quarantine).order_by(quarantine.c.origin, quarantine.c.seq))
    return tuple(Refused(**row) for row in rows.mappings())


def add_history(connection: Connection, at: str, store: str, body: str) -> None:
    """Add a line to the history of syncs; the oldest ones beyond a bound go."""
    number = int(connection.execute(select(func.coalesce(func.max(sync_history.c.number), 0))).scalar_one()) + 1
    connection.execute(insert(sync_history).values(number=number, at=at, store=store, body=body))
    connection.execute(delete(sync_history).where(sync_history.c.number <= number - HISTORY_KEPT))


def replace_last_history(connection: Connection, at: str, store: str, body: str) -> None:
    """Put a line in the place of the newest one (a try repeated says how often, not the same line again)."""
    newest = select(func.max(sync_history.c.number)).scalar_subquery()
    connection.execute(delete(sync_history).where(sync_history.c.number == newest))
    add_history(connection, at, store, body)


def read_history(connection: Connection, limit: int) -> list[tuple[str, str, str]]:
    """Return the newest lines of the history first: (when, store id, body as JSON)."""
    rows = connection.execute(select(sync_history).order_by(sync_history.c.number.desc()).limit(limit))
    return [(row.at, row.store, row.body) for row in rows]
