"""What others signed about certificates and competencies, and the passports that were signed, read from the projections."""

from __future__ import annotations

from datetime import date

from supervisor_app.domain.frozen import dataclass
from supervisor_app.storage.connection import Connection

_FOR = (
    "SELECT min(credential) FROM endorsed WHERE certificate = ?1 OR (certificate = '' AND competency = ?2 AND subject = ?3) "
    "GROUP BY digest ORDER BY min(at), digest"
)


def endorsements_for(connection: Connection, certificate_id: str, competency: str, achievement: str) -> tuple[str, ...]:
    """Return the endorsements of a certificate, and those of its achievement (its id), oldest first, as canonical JSON."""
    return tuple(connection.exec_driver_sql(_FOR, (certificate_id, competency, achievement)).scalars())


def is_kept(connection: Connection, digest: str, certificate_id: str, competency: str) -> bool:
    """Return whether an endorsement (SHA-256 of its canonical JSON, hex) is kept already with what it speaks of."""
    statement = "SELECT 1 FROM endorsed WHERE digest = ? AND certificate = ? AND competency = ?"
    return connection.exec_driver_sql(statement, (digest, certificate_id, competency)).first() is not None


@dataclass(frozen=True, slots=True)
class PassportRow:
    """A passport that was signed here or on another laptop; `at` is a clock stamp, `questioned` says why it does not count."""

    certificates: int
    as_of: date
    author: str
    questioned: str
    at: int


def passports_of(connection: Connection, worker_id: str) -> tuple[PassportRow, ...]:
    """Return the passports that were signed for a worker, oldest first."""
    statement = (
        "SELECT certificates, day, author, questioned, at FROM handed_out WHERE worker = ? AND kind = 'passport.issued' "
        "ORDER BY at, origin, seq"
    )
    rows = connection.exec_driver_sql(statement, (worker_id,))
    return tuple(PassportRow(row[0], date.fromisoformat(row[1]), *row[2:]) for row in rows)
