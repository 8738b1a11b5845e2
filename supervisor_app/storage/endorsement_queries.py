"""What others signed about certificates and competencies, read from the projections."""

from __future__ import annotations

from supervisor_app.storage.connection import Connection

_FOR = (
    "SELECT credential FROM endorsed WHERE certificate = ?1 OR (certificate = '' AND competency = ?2 AND subject = ?3) "
    "ORDER BY at, origin, seq"
)


def endorsements_for(connection: Connection, certificate_id: str, competency: str, achievement: str) -> tuple[str, ...]:
    """Return the endorsements of a certificate, and those of its achievement (its id), oldest first, as canonical JSON."""
    return tuple(connection.exec_driver_sql(_FOR, (certificate_id, competency, achievement)).scalars())


def is_kept(connection: Connection, digest: str) -> bool:
    """Return whether an endorsement (SHA-256 of its canonical JSON, hex) is kept already."""
    return connection.exec_driver_sql("SELECT 1 FROM endorsed WHERE digest = ?", (digest,)).first() is not None
