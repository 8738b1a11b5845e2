"""Copying a shared store into another one, row by row as it lies there, and counting what both hold."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection, func, select, tuple_

from supervisor_app.domain.frozen import dataclass
from supervisor_app.ledger.chain import Head
from supervisor_app.storage.shared_blobs import Part, write_parts
from supervisor_app.storage.shared_store import SharedStore, insert_into, read_run, write_run
from supervisor_app.storage.shared_tables import blob, entry, welcome


@dataclass(frozen=True, slots=True)
class Amounts:
    """How much a store holds: entries, evidence files, parts of them, boxes."""

    entries: int
    blobs: int
    parts: int
    boxes: int


def amounts(connection: Connection) -> Amounts:
    """Count what a store holds."""
    entries, blobs, parts, boxes = (
        int(connection.execute(query).scalar_one())
        for query in (
            select(func.count()).select_from(entry),
            select(func.count(blob.c.digest.distinct())),
            select(func.count()).select_from(blob),
            select(func.count()).select_from(welcome),
        )
    )
    return Amounts(entries, blobs, parts, boxes)


def copy_run(source: Connection, target: Connection, head: Head, after: int, limit: int) -> tuple[int, int]:
    """Copy up to `limit` entries of an origin after a number; return how many, and the number of the last one."""
    entries = read_run(source, head.origin, after, limit).entries
    if entries:
        write_run(target, entries)
    return len(entries), entries[-1].seq if entries else after


def copy_boxes(source: Connection, target: Connection) -> None:
    """Copy the content keys laid out for laptops and invitations."""
    rows = [dict(row) for row in source.execute(select(welcome)).mappings()]
    if rows:
        target.execute(insert_into(target)(welcome).on_conflict_do_nothing(), rows)


def copy_blobs(source: SharedStore, target: SharedStore) -> Iterator[int]:
    """Copy the evidence files, a part in each transaction; yields how many parts were copied so far."""
    last, done = (b"", -1), 0
    key = tuple_(blob.c.digest, blob.c.part)
    while True:
        with source.reading() as here:
            row = here.execute(select(blob).where(key > last).order_by(blob.c.digest, blob.c.part).limit(1)).first()
        if row is None:
            return
        with target.writing() as there:
            write_parts(there, [Part(row.digest, row.part, row.parts, row.sealed)])
        last, done = (row.digest, row.part), done + 1
        yield done
