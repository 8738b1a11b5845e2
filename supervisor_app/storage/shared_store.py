"""Reading and writing a shared store inside a transaction that somebody else opened: facts, heads, entries. Any database."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Protocol, TypeAlias

from sqlalchemy import Connection, Table, bindparam, delete, insert, select, text
from sqlalchemy.dialects import sqlite

from supervisor_app.domain.frozen import dataclass
from supervisor_app.ledger.chain import Head
from supervisor_app.ledger.sealing import KEY_ID_BYTES, Mailbox, SealedEntry
from supervisor_app.ledger.vectors import Vector
from supervisor_app.storage import shared_copy
from supervisor_app.storage.shared_errors import SharedFileError, Trouble
from supervisor_app.storage.shared_row_types import (
    HASH_BYTES,
    ID_BYTES,
    KEY_BYTES,
    is_bytes,
    is_entry,
    is_head,
    is_number,
)
from supervisor_app.storage.shared_tables import entry, head, meta, wanted

if TYPE_CHECKING:
    from sqlalchemy.dialects import postgresql

SharedConnection: TypeAlias = Connection
"""An open transaction on a shared store, in the words of SQLAlchemy: a SQLite file or PostgreSQL."""
MOST_WANTED = 64
MOST_ADDRESS = 1000
MOST_GAPS = 1000
COLUMNS = tuple(column for column in entry.columns if column.name != "pos")
_NAMES = ", ".join(column.name for column in COLUMNS)


@dataclass(frozen=True, slots=True)
class StoreFacts:
    """Who a shared store is: its own id and its site's, 16 bytes each; and the mailbox for laptops without a content key.

    `mailbox` is None where what stands there is none: the next laptop that writes puts it right.
    """

    store: bytes
    site: bytes
    mailbox: Mailbox | None
    gaps: tuple[
        tuple[bytes, int], ...
    ] = ()  # entries (origin, seq) whose content some laptop is missing, read when it was opened
    moved_to: str = ""  # the address of the store that took its place, without a password
    wanted: tuple[bytes, ...] = ()  # digests of evidence files that a laptop needs and that are not here


class StoreLock(Protocol):
    """What keeps two laptops from writing at once."""

    @property
    def broke(self) -> bool:
        """Whether a dead laptop's lock was broken for it."""

    def confirm(self) -> None:
        """Raise SharedFileError (locked) unless the lock is still ours."""

    def beat(self) -> None:
        """Show that we live."""


class SharedStore(Protocol):
    """An open shared store under our lock, in a file or in a database; `heads` are those it was opened with."""

    @property
    def facts(self) -> StoreFacts:
        """Whose it is."""

    @property
    def heads(self) -> Vector:
        """The version vector it was opened with."""

    @property
    def lock(self) -> StoreLock:
        """Our lock."""

    @property
    def was_wal(self) -> bool:
        """Whether a file had been switched to a write-ahead log, and was switched back."""

    @property
    def strange_journal(self) -> bool:
        """Whether a journal that no laptop of ours writes lay beside a file, and was set aside."""

    @property
    def doubtful(self) -> bool:
        """Whether something that is no sync may have changed it since the last one; until `vouch` is called."""

    @property
    def tells(self) -> bool:
        """Whether it tells at all that something that is no sync changed it."""

    def vouch(self) -> None:
        """Say that what may have been changed was looked at."""

    def size(self) -> int:
        """How many bytes it takes."""

    def with_heads(self, heads: Vector) -> SharedStore:
        """Return the same store as it is known to be now."""

    def reading(self) -> AbstractContextManager[Connection]:
        """One consistent view."""

    def writing(self) -> AbstractContextManager[Connection]:
        """One transaction that nobody else writes beside."""


@dataclass(frozen=True, slots=True)
class Rows:
    """A run of entries as read; `bad` is the number of the first row that is no entry at all (None where all are)."""

    entries: tuple[SealedEntry, ...]
    bad: int | None = None


def write_facts(connection: Connection, facts: StoreFacts) -> None:
    """Say whose a new store is."""
    connection.execute(insert(meta), [{"key": "store", "value": facts.store}, {"key": "site", "value": facts.site}])
    if facts.mailbox is not None:
        move_mailbox(connection, facts.mailbox)
    if facts.wanted:
        write_wanted(connection, facts.wanted)
    write_moved(connection, facts.moved_to)


def move_mailbox(connection: Connection, mailbox: Mailbox) -> None:
    """Say where laptops without a content key put their contents from now on."""
    value = mailbox.key_id + bytes.fromhex(mailbox.public)
    statement = insert_into(connection)(meta).values(key="mailbox", value=value)
    connection.execute(statement.on_conflict_do_update(index_elements=["key"], set_={"value": value}))


def write_wanted(connection: Connection, digests: Sequence[bytes]) -> None:
    """Say which evidence files are needed, in place of those said before."""
    value = b"".join(digests)
    statement = insert_into(connection)(meta).values(key="wanted", value=value)
    connection.execute(statement.on_conflict_do_update(index_elements=["key"], set_={"value": value}))


def read_wanted(connection: Connection) -> tuple[bytes, ...]:
    """Return the digests of the evidence files that a laptop needs."""
    return _digests(connection.execute(select(meta.c.value).where(meta.c.key == "wanted")).scalar())


def write_moved(connection: Connection, address: str) -> None:
    """Say that another store took the place of this one (its address without a password); "" takes that back."""
    connection.execute(delete(meta).where(meta.c.key == "moved"))
    if address:
        connection.execute(insert(meta).values(key="moved", value=address.encode()))


def _text(value: object) -> str:
    return value.decode("utf-8", "replace")[:MOST_ADDRESS] if isinstance(value, bytes) else ""


def _digests(value: object) -> tuple[bytes, ...]:
    if not isinstance(value, bytes) or len(value) % HASH_BYTES or len(value) > MOST_WANTED * HASH_BYTES:
        return ()
    return tuple(value[start : start + HASH_BYTES] for start in range(0, len(value), HASH_BYTES))


def _mailbox(value: object) -> Mailbox | None:
    if not is_bytes(value, KEY_ID_BYTES + KEY_BYTES):
        return None
    return Mailbox(value[:KEY_ID_BYTES], value[KEY_ID_BYTES:].hex())


def read_facts(connection: Connection) -> StoreFacts:
    """Return whose store this is. Raises SharedFileError (not shared) where it does not say."""
    values = {row.key: row.value for row in connection.execute(select(meta))}
    store, site = values.get("store"), values.get("site")
    if not is_bytes(store, ID_BYTES) or not is_bytes(site, ID_BYTES):
        raise SharedFileError(Trouble.NOT_SHARED)
    return StoreFacts(
        store,
        site,
        _mailbox(values.get("mailbox")),
        gaps=_gaps(connection),
        moved_to=_text(values.get("moved")),
        wanted=_digests(values.get("wanted")),
    )


def _gaps(connection: Connection) -> tuple[tuple[bytes, int], ...]:
    rows = connection.execute(select(wanted.c.origin, wanted.c.seq).limit(MOST_GAPS))
    return tuple((row.origin, row.seq) for row in rows if isinstance(row.origin, bytes) and isinstance(row.seq, int))


def read_heads(connection: Connection) -> dict[bytes, Head]:
    """Return the version vector: one small row per station. Raises SharedFileError (damaged) for rows that are no heads."""
    heads = {}
    for row in connection.execute(select(head)):
        if not is_head(row.origin, row.seq, row.hash):
            raise SharedFileError(Trouble.DAMAGED)
        heads[row.origin] = Head(row.origin, row.seq, row.hash)
    return heads


def read_run(connection: Connection, origin: bytes, after: int, limit: int) -> Rows:
    """Return up to `limit` entries of an origin that follow number `after`, in order, as they lie in the store."""
    mark = "?" if connection.dialect.name == "sqlite" else "%s"
    statement = f"SELECT {_NAMES} FROM entry WHERE origin = {mark} AND seq > {mark} ORDER BY seq LIMIT {mark}"  # noqa: S608
    found = list(map(SealedEntry._make, connection.exec_driver_sql(statement, (origin, after, limit))))
    for number, one in enumerate(found):
        if not is_entry(one):
            return Rows(tuple(found[:number]), after + number + 1)
    return Rows(tuple(found))


def read_span(connection: Connection, origin: bytes, after: int, upto: int) -> dict[int, SealedEntry | None]:
    """Return the rows of an origin with `after` < number <= `upto` by number; None for a row that is no entry."""
    query = select(*COLUMNS).where(entry.c.origin == origin, entry.c.seq > after, entry.c.seq <= upto)
    rows = map(SealedEntry._make, connection.execute(query))
    return {one.seq: one if is_entry(one) else None for one in rows}


def drop_rows(connection: Connection, origin: bytes, numbers: Sequence[int]) -> None:
    """Take rows out that are not what they claim; whoever calls holds the good ones and writes them in the same transaction."""
    connection.execute(
        delete(entry).where(entry.c.origin == origin, entry.c.seq == bindparam("number")), [{"number": n} for n in numbers]
    )


def drop_rows_from(connection: Connection, origin: bytes, number: int) -> None:
    """Take out what an origin has from a number on: another branch stands, and is written in the same transaction."""
    connection.execute(delete(entry).where(entry.c.origin == origin, entry.c.seq >= number))


def put_head(connection: Connection, at: Head) -> None:
    """Say which entry of an origin is the newest that can be had here; number 0 takes it off the list."""
    if at.seq:
        connection.execute(_move_head(connection), {"origin": at.origin, "seq": at.seq, "hash": at.hash})
    else:
        connection.execute(delete(head).where(head.c.origin == at.origin))


def write_run(connection: Connection, entries: Sequence[SealedEntry]) -> None:
    """Add entries of one origin, in order, and move its head to the last of them. Rows that are there already stay."""
    last = entries[-1]
    add_entries(connection, entries)
    connection.execute(_move_head(connection), {"origin": last.origin, "seq": last.seq, "hash": last.hash})


def add_entries(connection: Connection, entries: Sequence[SealedEntry]) -> None:
    """Add entries of one origin, in order. Rows that are there already stay."""
    many = len(entries) >= shared_copy.LEAST and connection.dialect.name == "postgresql"
    if not (many and shared_copy.copied(connection, entries)):
        _insert_one_by_one(connection, entries)


def _insert_one_by_one(connection: Connection, entries: Sequence[SealedEntry]) -> None:
    rows = [{column.name: getattr(item, column.name) for column in COLUMNS} for item in entries]
    connection.execute(_add_entries(connection), rows)


def insert_into(connection: Connection) -> Callable[[Table], sqlite.Insert | postgresql.Insert]:
    """Return the insert of this database that knows ON CONFLICT."""
    if connection.dialect.name == "sqlite":
        return sqlite.insert
    from sqlalchemy.dialects import postgresql  # takes longer to load than all of SQLite's: only where there is such a store

    return postgresql.insert


def _add_entries(connection: Connection) -> sqlite.Insert | postgresql.Insert:
    return insert_into(connection)(entry).on_conflict_do_nothing(index_elements=["origin", "seq"])


def _move_head(connection: Connection) -> sqlite.Insert | postgresql.Insert:
    statement = insert_into(connection)(head).values(origin=bindparam("origin"), seq=bindparam("seq"), hash=bindparam("hash"))
    moved = {"seq": statement.excluded.seq, "hash": statement.excluded.hash}
    return statement.on_conflict_do_update(index_elements=["origin"], set_=moved)


def structures_hold(connection: Connection) -> bool:
    """Return whether SQLite finds its own structures sound, and every row in its index (it reads the whole file)."""
    return connection.execute(text("PRAGMA integrity_check(1)")).scalar() == "ok"


def stamps_of(connection: Connection, heads: Vector) -> dict[bytes, int]:
    """Return the hybrid clock stamps of the entries at these heads; one look-up each."""
    query = select(entry.c.at).where(entry.c.origin == bindparam("of"), entry.c.seq == bindparam("number"))
    found = {}
    for origin, at in heads.items():
        stamp = connection.execute(query, {"of": origin, "number": at.seq}).scalar()
        if is_number(stamp):
            found[origin] = stamp
    return found
