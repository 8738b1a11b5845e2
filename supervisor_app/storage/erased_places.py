"""Where contents are gone: by an erasure that says so, without one (somebody else may still have them), or not there yet.

Two tables tell: `erased_here` is what this laptop read itself before it erased it, `erased_entry` what others say was erased.
The second explains a content that is gone, and takes none: whoever wrote it may err, or lie.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import date

from supervisor_app.storage.connection import Connection
from supervisor_app.storage.driver import driver, run
from supervisor_app.storage.meta_values import put_value, value_of

Place = tuple[bytes, int]
"""Where an entry is in the ledger: origin (16 bytes) and number."""

_COUNTS = "EXISTS (SELECT 1 FROM erasure e WHERE e.worker = x.worker AND e.questioned = '')"
_MISSING = (
    "SELECT e.origin, e.seq FROM entry e WHERE e.content IS NULL "  # noqa: S608 - our own names
    f"AND NOT EXISTS (SELECT 1 FROM erased_entry x WHERE x.origin = e.origin AND x.seq = e.seq AND {_COUNTS}) "
    f"AND NOT EXISTS (SELECT 1 FROM erased_here x WHERE x.origin = e.origin AND x.seq = e.seq AND {_COUNTS}) "
    "ORDER BY 1, 2 LIMIT ?"
)
_LISTED = (
    "SELECT DISTINCT x.origin, x.seq FROM erased_entry x JOIN entry e ON e.origin = x.origin AND e.seq = x.seq "  # noqa: S608
    f"WHERE {_COUNTS} "
)
_LISTED_ONLY = (
    f"{_LISTED} AND e.content IS NULL "  # noqa: S608 - our own names
    f"AND NOT EXISTS (SELECT 1 FROM erased_here x WHERE x.origin = e.origin AND x.seq = e.seq AND {_COUNTS}) ORDER BY 1, 2"
)
_NAMED_FALSELY = f"{_LISTED} AND e.content IS NOT NULL ORDER BY 1, 2"
_UNNAMED = (
    "SELECT h.worker, h.origin, h.seq FROM erased_here h "
    "WHERE NOT EXISTS (SELECT 1 FROM erased_entry x WHERE x.origin = h.origin AND x.seq = h.seq AND x.worker = h.worker) "
    "ORDER BY 1, 2, 3"  # who names it for somebody else says nothing that counts
)
_EXPLAINED = "gone_explained"


def missing_places(connection: Connection, limit: int = 1000) -> tuple[Place, ...]:
    """Return where contents are gone without an erasure that names them: to be asked for, and for `check` to tell."""
    return tuple((row[0], row[1]) for row in connection.exec_driver_sql(_MISSING, (limit,)))


def listed_only(connection: Connection) -> tuple[Place, ...]:
    """Return where contents are gone of which this laptop knows by others alone that they were erased: it never read them."""
    return tuple((row[0], row[1]) for row in connection.exec_driver_sql(_LISTED_ONLY))


def named_falsely(connection: Connection) -> tuple[Place, ...]:
    """Return which contents are here, as no erasure covers them, and were named as erased with one that counts."""
    return tuple((row[0], row[1]) for row in connection.exec_driver_sql(_NAMED_FALSELY))


def unnamed_places(connection: Connection) -> dict[str, dict[str, list[int]]]:
    """Return what this laptop erased as it came and no entry names yet for its worker: worker -> origin in hex -> numbers."""
    found: dict[str, dict[str, list[int]]] = {}
    for worker, origin, seq in connection.exec_driver_sql(_UNNAMED):
        found.setdefault(worker, {}).setdefault(origin.hex(), []).append(seq)
    return found


def all_explained(connection: Connection, today: date) -> bool:
    """Return whether nothing was erased, or a walk found today, with the entries that are here now, that all is in order.

    The walks take as long as there ever was erased; without a new entry they find what they found before. Whoever takes a
    content out of the file by hand is found on the next day, or by `check`.
    """
    gone = connection.exec_driver_sql("SELECT 1 FROM entry WHERE content IS NULL LIMIT 1").first()
    if gone is None and connection.exec_driver_sql("SELECT 1 FROM erased_entry LIMIT 1").first() is None:
        return True
    return value_of(connection, _EXPLAINED) == _as_of(connection, today)


def note_all_explained(connection: Connection, today: date) -> None:
    """Note that a walk found so."""
    put_value(connection, _EXPLAINED, _as_of(connection, today))


def _as_of(connection: Connection, today: date) -> str:
    running = hashlib.sha256(today.isoformat().encode())
    for origin, digest in connection.exec_driver_sql("SELECT origin, hash FROM head ORDER BY origin"):
        running.update(origin + digest)
    return running.hexdigest()


def was_erased_here(connection: Connection, place: Place) -> bool:
    """Return whether this laptop read the content at a place and erased it, by an erasure that counts."""
    statement = (
        "SELECT 1 FROM entry e JOIN erased_here x ON x.origin = e.origin AND x.seq = e.seq "  # noqa: S608 - our own names
        f"WHERE e.origin = ? AND e.seq = ? AND e.content IS NULL AND {_COUNTS}"
    )
    return driver(connection).execute(statement, place).fetchone() is not None


def is_gone_for_good(connection: Connection, place: Place) -> bool:
    """Return whether the content at a place is gone here, and by an erasure as far as anybody says."""
    statement = (
        "SELECT 1 FROM entry e WHERE e.origin = ?1 AND e.seq = ?2 AND e.content IS NULL AND ("  # noqa: S608 - our own names
        f"EXISTS (SELECT 1 FROM erased_entry x WHERE x.origin = ?1 AND x.seq = ?2 AND {_COUNTS}) "
        f"OR EXISTS (SELECT 1 FROM erased_here x WHERE x.origin = ?1 AND x.seq = ?2 AND {_COUNTS}))"
    )
    return driver(connection).execute(statement, place).fetchone() is not None


def to_erase_there(connection: Connection) -> dict[Place, bytes]:
    """Return where contents were erased here and perhaps not yet on the shared store, with the digests of those contents."""
    rows = connection.exec_driver_sql(
        "SELECT x.origin, x.seq, e.content_digest FROM erased_here x "  # noqa: S608 - our own names
        "CROSS JOIN entry e ON e.origin = x.origin AND e.seq = x.seq "
        f"WHERE x.there = 0 AND e.content IS NULL AND {_COUNTS}"
    )
    return {(origin, seq): digest for origin, seq, digest in rows}


def forget_after(connection: Connection, origin: bytes, seq: int) -> None:
    """Forget what was erased of an origin beyond number `seq`: those entries are taken back, others come in their places."""
    connection.exec_driver_sql("DELETE FROM erased_here WHERE origin = ? AND seq > ?", (origin, seq))


def note_erased_there(connection: Connection, places: Iterable[Place]) -> None:
    """Note that the shared store holds these contents no more."""
    run(connection, "UPDATE erased_here SET there = 1 WHERE origin = ? AND seq = ?", list(places))


def erase_there_again(connection: Connection) -> None:
    """Let the next look be for everything that was ever erased: the shared store may be an older copy, or another one.

    What this laptop erased goes there as well. Of what others only say was erased, what lies there is read first.
    """
    connection.exec_driver_sql("UPDATE erased_here SET there = 0")
    put_value(connection, _EXPLAINED, "")
