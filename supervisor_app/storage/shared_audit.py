"""What an audit asks a shared store that a sync does not: how many rows there are, which files, which content keys."""

from __future__ import annotations

from sqlalchemy import Connection, func, select

from supervisor_app.domain.frozen import dataclass
from supervisor_app.storage.shared_tables import blob, entry, welcome

FILES_AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class FileThere:
    """An evidence file by its digest: of how many parts it says it is, and how many are there."""

    digest: bytes
    parts: int
    there: int


def row_counts(connection: Connection) -> dict[bytes, int]:
    """Return how many rows each origin has, also beyond its head and without one; read from the index alone."""
    rows = connection.execute(select(entry.c.origin, func.count()).group_by(entry.c.origin))
    return {origin: int(count) for origin, count in rows if isinstance(origin, bytes)}


def count_rows(connection: Connection, origin: bytes, after: int, upto: int) -> int:
    """Return how many rows an origin has with `after` < number <= `upto`; read from the index alone."""
    query = select(func.count()).where(entry.c.origin == origin, entry.c.seq > after, entry.c.seq <= upto)
    return int(connection.execute(query).scalar_one())


def files_after(connection: Connection, last: bytes) -> list[FileThere]:
    """Return the next evidence files by digest, a hundred at most."""
    query = (
        select(blob.c.digest, func.max(blob.c.parts), func.count())
        .where(blob.c.digest > last)
        .group_by(blob.c.digest)
        .order_by(blob.c.digest)
        .limit(FILES_AT_ONCE)
    )
    return [FileThere(*row) for row in connection.execute(query)]


def keys_given(connection: Connection) -> frozenset[bytes]:
    """Return the ids of all content keys that were laid out for anybody."""
    keys = connection.execute(select(welcome.c.key).distinct()).scalars()
    return frozenset(bytes.fromhex(key) for key in keys if isinstance(key, str) and len(key) == 16 and _is_hex(key))


def _is_hex(text: str) -> bool:
    return all(letter in "0123456789abcdef" for letter in text)
