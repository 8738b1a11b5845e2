"""Evidence files in a shared store: sealed parts by digest, read and written inside a transaction that somebody else opened."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Connection, delete, func, select

from supervisor_app.domain.frozen import dataclass
from supervisor_app.storage.shared_store import insert_into
from supervisor_app.storage.shared_tables import blob

AT_ONCE = 200
"""Digests asked for in one statement."""


@dataclass(frozen=True, slots=True)
class Part:
    """One sealed part of a file: its number from 0, of how many."""

    digest: bytes
    part: int
    parts: int
    sealed: bytes


def whole_ones(connection: Connection, digests: Collection[bytes]) -> dict[bytes, int]:
    """Return which of these files are there with all their parts, and how many parts those are."""
    found: dict[bytes, int] = {}
    wanted = sorted(digests)
    for start in range(0, len(wanted), AT_ONCE):
        query = (
            select(blob.c.digest, func.max(blob.c.parts), func.count())
            .where(blob.c.digest.in_(wanted[start : start + AT_ONCE]))
            .group_by(blob.c.digest)
        )
        found |= {digest: parts for digest, parts, count in connection.execute(query) if parts == count}
    return found


def parts_there(connection: Connection, digest: bytes) -> frozenset[int]:
    """Return the numbers of the parts of a file that are there."""
    return frozenset(connection.execute(select(blob.c.part).where(blob.c.digest == digest)).scalars())


def read_part(connection: Connection, digest: bytes, part: int) -> bytes | None:
    """Return one sealed part; None where it is not there."""
    query = select(blob.c.sealed).where(blob.c.digest == digest, blob.c.part == part)
    sealed = connection.execute(query).scalar()
    return sealed if isinstance(sealed, bytes) else None


def write_parts(connection: Connection, parts: Collection[Part]) -> None:
    """Add parts; those that are there already stay."""
    rows = [{"digest": item.digest, "part": item.part, "parts": item.parts, "sealed": item.sealed} for item in parts]
    if rows:
        connection.execute(insert_into(connection)(blob).on_conflict_do_nothing(), rows)


def remove_blobs(connection: Connection, digests: Collection[bytes]) -> None:
    """Take files out of the store: erased, or damaged so that they must be sent again."""
    for digest in digests:
        connection.execute(delete(blob).where(blob.c.digest == digest))
