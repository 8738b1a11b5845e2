"""What was written and does not count, each with its reason: acts of who was not authorised, and refused decisions."""

from __future__ import annotations

from datetime import datetime

from supervisor_app.domain.frozen import dataclass
from supervisor_app.ledger.clock import moment_of
from supervisor_app.services.opened_site import Site
from supervisor_app.storage import questioned_queries


@dataclass(frozen=True, slots=True, kw_only=True)
class Questioned:
    """An entry that does not count: its place in the ledger, what kind, about whom, by which member, and why not.

    `subject` is the id of the sign-off or certificate, or what a decision was about; `at` by the clock of its laptop. Where
    another record stands under the same id, `stands` is False: only the ledger has this one.
    """

    origin: bytes
    seq: int
    kind: str
    subject: str
    worker_id: str
    member: str
    at: datetime
    reason: str
    stands: bool = True


def questioned(site: Site, limit: int = 500) -> tuple[Questioned, ...]:
    """Return what is questioned, newest first."""
    with site.database.read() as connection:
        rows = questioned_queries.questioned_rows(connection, limit)
    return tuple(
        Questioned(
            origin=row.origin,
            seq=row.seq,
            kind=row.kind,
            subject=row.subject,
            worker_id=row.worker,
            member=row.member,
            at=moment_of(row.at),
            reason=row.reason,
            stands=bool(row.stands),
        )
        for row in rows
    )


def count_questioned(site: Site) -> int:
    """Return how many entries are questioned."""
    with site.database.read() as connection:
        return questioned_queries.count_questioned(connection)
