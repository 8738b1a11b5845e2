"""Which photos and files signed records name."""

from __future__ import annotations

from supervisor_app.storage.connection import Connection
from supervisor_app.storage.evidence_files import is_digest


def files_named(connection: Connection, after: str = "", limit: int = -1) -> tuple[str, ...]:
    """Return the digests (hex) of files that signed records name, in order: those beyond one, so many (negative: all of them).

    What is no digest names nothing.
    """
    rows = connection.exec_driver_sql(
        "SELECT DISTINCT digest FROM evidence WHERE digest > ? ORDER BY digest LIMIT ?", (after, limit)
    )
    return tuple(row[0] for row in rows if is_digest(row[0]))


def files_of_worker(connection: Connection, worker: str) -> tuple[tuple[str, str], ...]:
    """Return the files that a worker's records name: (digest in hex, media type)."""
    rows = connection.exec_driver_sql("SELECT DISTINCT digest, media FROM evidence WHERE worker = ? ORDER BY digest", (worker,))
    return tuple((row[0], row[1]) for row in rows if is_digest(row[0]))
