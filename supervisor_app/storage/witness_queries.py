"""What laptops have witnessed of each other's records, held against what is here."""

from __future__ import annotations

from supervisor_app.domain.frozen import dataclass
from supervisor_app.storage.connection import Connection

_OF_ONE_BRANCH = "NOT EXISTS (SELECT 1 FROM settled s WHERE s.subject = w.subject AND s.number <= w.number)"
"""Beyond a place where branches parted a witness may have seen the one that was moved back: that says nothing any more."""
_TAILS = (
    "SELECT w.subject, w.number, coalesce(h.seq, 0), w.origin, w.at FROM witness w LEFT JOIN head h ON h.origin = w.subject "  # noqa: S608
    f"WHERE w.number > coalesce(h.seq, 0) AND {_OF_ONE_BRANCH} ORDER BY w.subject, w.number DESC, w.at DESC, w.origin"
)
_OTHERS = (
    "SELECT w.subject, w.number, w.number, w.origin, w.at FROM witness w "  # noqa: S608 - our own names
    "JOIN entry e ON e.origin = w.subject AND e.seq = w.number "
    f"WHERE lower(hex(e.hash)) <> w.hash AND {_OF_ONE_BRANCH} ORDER BY w.subject, w.number, w.origin"
)


@dataclass(frozen=True, slots=True)
class Testimony:
    """`witness` (an origin) saw at the stamp `at` that `subject` (an origin) had written `had` entries; `here` are here."""

    subject: bytes
    had: int
    here: int
    witness: bytes
    at: int


def witnesses_of(connection: Connection, subject: bytes, seq: int) -> tuple[bytes, ...]:
    """Return the other laptops (origins) whose checkpoints say that they held this entry of `subject`."""
    statement = "SELECT origin FROM witness WHERE subject = ? AND number >= ? AND origin <> subject ORDER BY origin"
    return tuple(row[0] for row in connection.exec_driver_sql(statement, (subject, seq)))


def cut_tails(connection: Connection) -> list[Testimony]:
    """Return laptops of which somebody has seen more entries than are here; the farthest testimony for each."""
    farthest: dict[bytes, Testimony] = {}
    for row in connection.exec_driver_sql(_TAILS):
        farthest.setdefault(row[0], Testimony(*row))
    return list(farthest.values())


def other_entries(connection: Connection) -> list[Testimony]:
    """Return testimonies of an entry that is another one here: somebody wrote a chain anew. One look-up for each testimony."""
    return [Testimony(*row) for row in connection.exec_driver_sql(_OTHERS)]
