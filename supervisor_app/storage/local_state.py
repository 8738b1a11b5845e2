"""What this laptop alone keeps in its database: whether anything changed, and whether its origin may be written to."""

from __future__ import annotations

import hashlib
from enum import StrEnum

from supervisor_app.domain.frozen import dataclass
from supervisor_app.storage.connection import Connection

_WATCHED = (
    "SELECT origin, seq, hash FROM head ORDER BY origin",
    "SELECT id, saved, length(body) FROM draft ORDER BY id",
    "SELECT member, body FROM sealed_member_key ORDER BY member",
    "SELECT count(*) FROM quarantine",
    "SELECT origin, state FROM own_origin ORDER BY origin",
    "SELECT key, value FROM meta "
    "WHERE key NOT IN ('write_check', 'looked_at', 'evidence_looked_at', 'gone_explained', 'kept_changes', 'kept_looked_at') "
    "ORDER BY key",
)


class OriginState(StrEnum):
    """How an origin of this laptop stands: it waits for a sync before anything is written, or another goes on for it."""

    WAITING = "waiting"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class OriginMark:
    """Why an origin may not be written to, and since when (RFC 3339)."""

    state: OriginState
    why: str
    since: str


def digest(connection: Connection) -> bytes:
    """Return a digest of the heads and of the local rows that a person would miss; it costs nothing at any size."""
    running = hashlib.sha256()
    for statement in _WATCHED:
        for row in connection.exec_driver_sql(statement):
            running.update(repr(tuple(row)).encode())
    return running.digest()


def mark_origin(connection: Connection, origin: bytes, mark: OriginMark) -> None:
    """Let nothing be written to an origin of this laptop from now on."""
    connection.exec_driver_sql(
        "INSERT INTO own_origin (origin, state, why, since) VALUES (?, ?, ?, ?) "
        "ON CONFLICT(origin) DO UPDATE SET state = excluded.state, why = excluded.why, since = excluded.since",
        (origin, mark.state.value, mark.why, mark.since),
    )


def forget_sealed(connection: Connection) -> None:
    """Forget everything that only the key of this laptop opened, now that another is in its place: PINs, content keys."""
    for table in ("sealed_member_key", "wrong_pin", "own_box"):
        connection.exec_driver_sql(f"DELETE FROM {table}")  # noqa: S608 - our own names


def origin_mark(connection: Connection, origin: bytes) -> OriginMark | None:
    """Return why an origin may not be written to, None where it may."""
    row = connection.exec_driver_sql("SELECT state, why, since FROM own_origin WHERE origin = ?", (origin,)).first()
    return OriginMark(OriginState(row[0]), row[1], row[2]) if row else None
