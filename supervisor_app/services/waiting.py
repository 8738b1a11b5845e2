"""Sign-offs that wait for a second member, as Today shows them to whoever may countersign them."""

from __future__ import annotations

from dataclasses import dataclass

from supervisor_app.domain.texts import in_language
from supervisor_app.services.countersigning import may_countersign, waiting_sign_offs
from supervisor_app.services.opened_site import Site
from supervisor_app.services.session import Session
from supervisor_app.storage import checklist_queries
from supervisor_app.storage.database import Connection
from supervisor_app.storage.sign_off_queries import SignOffLine

MOST = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingLine:
    """One sign-off that waits: whom it is about, for what, and who signed it."""

    sign_off_id: str
    worker_name: str
    title: str
    assessor_name: str


def waiting_for(site: Site, session: Session, limit: int = MOST) -> tuple[WaitingLine, ...]:
    """Return the sign-offs that wait and that the member who is signed in may countersign, newest first."""
    lines = [line for line in waiting_sign_offs(site, limit) if may_countersign(site, session, line).allowed]
    if not lines:
        return ()
    with site.database.read() as connection:
        return tuple(_line(connection, line) for line in lines)


def _line(connection: Connection, line: SignOffLine) -> WaitingLine:
    checklist = checklist_queries.get_checklist(connection, line.checklist_digest)
    title = in_language(checklist.short_title) if checklist is not None else line.competency
    return WaitingLine(sign_off_id=line.id, worker_name=line.worker_name, title=title, assessor_name=line.assessor_name)
