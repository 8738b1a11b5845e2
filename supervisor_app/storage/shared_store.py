"""Reading and writing a shared store inside a transaction that somebody else opened: facts, heads, entries. Any database."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeGuard

from sqlalchemy import Connection, RowMapping, bindparam, insert, select, text
from sqlalchemy.dialects import postgresql, sqlite

from supervisor_app.ledger.canonical import MAX_BYTES
from supervisor_app.ledger.chain import Head
from supervisor_app.ledger.clock import MAX_STAMP
from supervisor_app.ledger.entry import Entry
from supervisor_app.ledger.vectors import Vector
from supervisor_app.storage.shared_errors import SharedFileError, Trouble
from supervisor_app.storage.shared_tables import entry, head, meta

ORIGIN_BYTES, HASH_BYTES, SIG_BYTES, ID_BYTES = 16, 32, 64, 16
COLUMNS = tuple(column for column in entry.columns if column.name != "pos")


@dataclass(frozen=True, slots=True)
class StoreFacts:
    """Who a shared store is: its own id and its site's, 16 bytes each."""

    store: bytes
    site: bytes


@dataclass(frozen=True, slots=True)
class Rows:
    """A run of entries as read; `bad` is the number of the first row that is no entry at all (None where all are)."""

    entries: tuple[Entry, ...]
    bad: int | None = None


def write_facts(connection: Connection, facts: StoreFacts) -> None:
    """Say whose a new store is."""
    connection.execute(insert(meta), [{"key": "store", "value": facts.store}, {"key": "site", "value": facts.site}])


def read_facts(connection: Connection) -> StoreFacts:
    """Return whose store this is. Raises SharedFileError (not shared) where it does not say."""
    values = {row.key: row.value for row in connection.execute(select(meta).where(meta.c.key.in_(("store", "site"))))}
    store, site = values.get("store"), values.get("site")
    if not _is_bytes(store, ID_BYTES) or not _is_bytes(site, ID_BYTES):
        raise SharedFileError(Trouble.NOT_SHARED)
    return StoreFacts(store, site)


def read_heads(connection: Connection) -> dict[bytes, Head]:
    """Return the version vector: one small row per station. Raises SharedFileError (damaged) for rows that are no heads."""
    heads = {}
    for row in connection.execute(select(head)):
        if not (_is_bytes(row.origin, ORIGIN_BYTES) and _is_number(row.seq) and _is_bytes(row.hash, HASH_BYTES)):
            raise SharedFileError(Trouble.DAMAGED)
        heads[row.origin] = Head(row.origin, row.seq, row.hash)
    return heads


def read_run(connection: Connection, origin: bytes, after: int, limit: int) -> Rows:
    """Return up to `limit` entries of an origin that follow number `after`, in order, as they lie in the store."""
    query = select(*COLUMNS).where(entry.c.origin == origin, entry.c.seq > after).order_by(entry.c.seq).limit(limit)
    entries: list[Entry] = []
    for row in connection.execute(query).mappings():
        if not _is_entry(row):
            return Rows(tuple(entries), after + len(entries) + 1)
        entries.append(Entry(**row))
    return Rows(tuple(entries))


def write_run(connection: Connection, entries: Sequence[Entry]) -> None:
    """Add entries of one origin, in order, and move its head to the last of them. Rows that are there already stay."""
    last = entries[-1]
    rows = [{column.name: getattr(item, column.name) for column in COLUMNS} for item in entries]
    connection.execute(_add_entries(connection), rows)
    connection.execute(_move_head(connection), {"origin": last.origin, "seq": last.seq, "hash": last.hash})


def _add_entries(connection: Connection) -> sqlite.Insert | postgresql.Insert:
    insert_into = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    return insert_into(entry).on_conflict_do_nothing(index_elements=["origin", "seq"])


def _move_head(connection: Connection) -> sqlite.Insert | postgresql.Insert:
    insert_into = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    statement = insert_into(head).values(origin=bindparam("origin"), seq=bindparam("seq"), hash=bindparam("hash"))
    moved = {"seq": statement.excluded.seq, "hash": statement.excluded.hash}
    return statement.on_conflict_do_update(index_elements=["origin"], set_=moved)


def quick_check(connection: Connection) -> bool:
    """Return whether SQLite finds its own structures sound (it reads the whole file)."""
    return connection.execute(text("PRAGMA quick_check(1)")).scalar() == "ok"


def stamps_of(connection: Connection, heads: Vector) -> dict[bytes, int]:
    """Return the hybrid clock stamps of the entries at these heads; one look-up each."""
    query = select(entry.c.at).where(entry.c.origin == bindparam("of"), entry.c.seq == bindparam("number"))
    found = {}
    for origin, at in heads.items():
        stamp = connection.execute(query, {"of": origin, "number": at.seq}).scalar()
        if _is_number(stamp):
            found[origin] = stamp
    return found


def _is_entry(row: RowMapping) -> bool:
    """Whether a row has the types and lengths of an entry: a shared file can hold anything."""
    lengths = {"prev": HASH_BYTES, "content_digest": HASH_BYTES, "hash": HASH_BYTES, "sig": SIG_BYTES, "origin": ORIGIN_BYTES}
    return (
        all(_is_bytes(row[name], length) for name, length in lengths.items())
        and _is_number(row["seq"])
        and _is_number(row["at"])
        and isinstance(row["kind"], str)
        and (row["salt"] is None or isinstance(row["salt"], bytes))
        and (row["content"] is None or (isinstance(row["content"], bytes) and len(row["content"]) <= MAX_BYTES))
    )


def _is_bytes(value: object, length: int) -> TypeGuard[bytes]:
    return isinstance(value, bytes) and len(value) == length


def _is_number(value: object) -> TypeGuard[int]:
    return isinstance(value, int) and 0 < value < MAX_STAMP
