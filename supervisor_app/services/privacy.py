"""What is held about one worker, as their privacy page shows it: counts, how long it stays, a hold, what was erased before."""

from __future__ import annotations

from datetime import date

from supervisor_app.domain.dates import day_in_words
from supervisor_app.domain.erasure import Erasure, Scope
from supervisor_app.domain.frozen import dataclass
from supervisor_app.domain.people import Worker
from supervisor_app.domain.retention import Due
from supervisor_app.errors import UserError
from supervisor_app.services.erasing import held_words
from supervisor_app.services.opened_site import Site
from supervisor_app.services.retention import due_about, retention_rules
from supervisor_app.services.rights import require_admin
from supervisor_app.services.session import Session
from supervisor_app.storage import member_queries, people_queries, privacy_queries
from supervisor_app.storage.connection import Connection


@dataclass(frozen=True, slots=True, kw_only=True)
class Privacy:
    """What an admin sees about a worker. `held` are counted lines, `hold` the sentence of a legal hold ("" where none stands)."""

    worker: Worker
    held: tuple[str, ...]
    rules: tuple[str, ...]
    hold: str
    erased: tuple[str, ...]
    hidden: bool  # they go by a pseudonym: their name is gone
    due: Due | None


def privacy_of(site: Site, session: Session, worker_id: str, today: date) -> Privacy:
    """Return what is held about a worker; NotAllowed for anybody but an admin, UserError where the person is not here."""
    require_admin(site, session)
    with site.database.read() as connection:
        worker = people_queries.get_worker(connection, worker_id)
        if worker is None:
            raise UserError("This person is not on this laptop.", "Sync, then look again.")
        hold = privacy_queries.hold_on(connection, worker_id)
        return Privacy(
            worker=worker,
            held=held_words(connection, Erasure(worker=worker_id, scope=Scope.EVERYTHING)),
            rules=tuple(rule.words for rule in retention_rules(site)),
            hold=f"Since {day_in_words(hold.since)}, by {_member(connection, hold.member)}: {hold.reason}" if hold else "",
            erased=tuple(_erased(connection, row) for row in privacy_queries.erasures_about(connection, worker_id)),
            hidden=privacy_queries.hides_name(connection, worker_id),
            due=due_about(site, connection, worker_id, today),
        )


def _erased(connection: Connection, row: privacy_queries.ErasureRow) -> str:
    what = {
        Scope.EVERYTHING.value: "Everything",
        Scope.FACTS.value: "Name, number and job",
        Scope.RECORDS.value: "Some signed records",
    }.get(row.scope, "Something")
    by = _member(connection, row.member)
    return f"{what}, on {day_in_words(row.day)} by {by}. Reason: {row.reason}. Asked by: {row.asked_by}."


def _member(connection: Connection, member_id: str) -> str:
    member = member_queries.member(connection, member_id)
    return member.name if member else "somebody"
