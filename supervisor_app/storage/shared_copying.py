"""Making one shared store like another one: row by row as it lies there, and what both then hold, counted.

What the other one holds already is compared, not trusted: it may be what an interrupted copy left, or the place from which the
site once moved away, with contents that were erased since. Rows that are no entries at all stay behind: nobody could ever use
them, and a database would not take them.
"""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Column, ColumnElement, Connection, Table, delete, func, insert, select

from supervisor_app.domain.frozen import dataclass
from supervisor_app.ledger.sealing import SealedEntry
from supervisor_app.storage.shared_blobs import Part, write_parts
from supervisor_app.storage.shared_row_types import is_entry
from supervisor_app.storage.shared_store import COLUMNS, SharedStore, add_entries, read_heads
from supervisor_app.storage.shared_tables import blob, entry, head, wanted, welcome

ROWS = 2000
"""Entries in one transaction."""


@dataclass(frozen=True, slots=True)
class Amounts:
    """How much a store holds: entries, evidence files, parts of them."""

    entries: int
    blobs: int
    parts: int


def amounts(connection: Connection) -> Amounts:
    """Count what a store holds."""
    entries, blobs, parts = (
        int(connection.execute(query).scalar_one())
        for query in (
            select(func.count()).select_from(entry),
            select(func.count(blob.c.digest.distinct())),
            select(func.count()).select_from(blob),
        )
    )
    return Amounts(entries, blobs, parts)


def copy_entries(source: SharedStore, target: SharedStore) -> Iterator[int]:
    """Copy the entries, whatever the heads say; yields after each transaction how many were in it."""
    for origin in _without_others(source, target, entry, entry.c.origin):
        after: int | None = None
        at_the_end = False
        while not at_the_end:
            with source.reading() as here:
                rows = _rows(here, _Span(origin, after), ROWS)
            numbers = [row.seq for row in rows if isinstance(row.seq, int)]
            at_the_end = len(rows) < ROWS or not numbers
            span = _Span(origin, after, None if at_the_end else numbers[-1])
            good = [row for row in rows if is_entry(row) and "\0" not in row.kind]
            with target.writing() as there:
                _make_alike(there, span, good)
            yield len(good)
            after = span.upto


def copy_files(source: SharedStore, target: SharedStore) -> Iterator[int]:
    """Copy the evidence files, a part in each transaction; yields 1 for each of them, 0 for a row that is none."""
    for digest in _without_others(source, target, blob, blob.c.digest):
        with source.reading() as here:
            there_are = here.execute(select(blob.c.part).where(blob.c.digest == digest).order_by(blob.c.part)).scalars()
            parts = [number for number in there_are if isinstance(number, int)]
        with target.writing() as there:
            there.execute(delete(blob).where(blob.c.digest == digest, blob.c.part.not_in(parts)))
        for number in parts:
            yield _copy_part(source, target, digest, number)


def copy_lists(source: Connection, target: Connection) -> None:
    """Let the heads, the keys laid out for laptops, and what is asked for be those of the source."""
    heads = [{"origin": one.origin, "seq": one.seq, "hash": one.hash} for one in read_heads(source).values()]
    boxes = [dict(row) for row in source.execute(select(welcome)).mappings() if all(isinstance(one, str) for one in row.values())]
    asked = [dict(row) for row in source.execute(select(wanted)).mappings() if isinstance(row["origin"], bytes)]
    for table, rows in ((head, heads), (welcome, boxes), (wanted, asked)):
        target.execute(delete(table))
        if rows:
            target.execute(insert(table), rows)


@dataclass(frozen=True, slots=True)
class _Span:
    """The rows of an origin with numbers beyond one and up to another; None for no end."""

    origin: bytes
    after: int | None = None
    upto: int | None = None

    def rows(self) -> list[ColumnElement[bool]]:
        """Return it as SQLAlchemy says it."""
        bounds = [entry.c.origin == self.origin]
        bounds += [entry.c.seq > self.after] if self.after is not None else []
        return bounds + ([entry.c.seq <= self.upto] if self.upto is not None else [])


def _rows(connection: Connection, span: _Span, limit: int | None) -> list[SealedEntry]:
    query = select(*COLUMNS).where(*span.rows()).order_by(entry.c.seq).limit(limit)
    return list(map(SealedEntry._make, connection.execute(query)))


def _make_alike(there: Connection, span: _Span, good: list[SealedEntry]) -> None:
    if _rows(there, span, None if span.upto is not None else len(good) + 1) != good:
        there.execute(delete(entry).where(*span.rows()))
        if good:
            add_entries(there, good)


def _copy_part(source: SharedStore, target: SharedStore, digest: bytes, number: int) -> int:
    """Copy one part of a file where it is not there as it is here; return 1, or 0 for a row that is no part."""
    query = select(blob.c.parts, blob.c.sealed).where(blob.c.digest == digest, blob.c.part == number)
    with source.reading() as here, target.reading() as there:
        ours, theirs = here.execute(query).first(), there.execute(query).first()
    if ours is None or not isinstance(ours.parts, int) or not isinstance(ours.sealed, bytes):
        return 0
    if theirs is None or tuple(theirs) != tuple(ours):
        with target.writing() as there:
            there.execute(delete(blob).where(blob.c.digest == digest, blob.c.part == number))
            write_parts(there, [Part(digest, number, ours.parts, ours.sealed)])
    return 1


def _without_others(source: SharedStore, target: SharedStore, table: Table, name: Column[bytes]) -> list[bytes]:
    """Return the origins or digests that the source has, and take all other ones out of the target."""
    with source.reading() as here:
        names = sorted(one for one in here.execute(select(name).distinct()).scalars() if isinstance(one, bytes))
    with target.writing() as there:
        for other in set(there.execute(select(name).distinct()).scalars()) - set(names):
            there.execute(delete(table).where(name == other))
    return names
