"""What waits for a second member: which, who may countersign it, and as Today shows it to whoever may."""

from __future__ import annotations

from dataclasses import replace

from supervisor_app.domain.frozen import dataclass
from supervisor_app.domain.rights import Right
from supervisor_app.domain.texts import in_language
from supervisor_app.services.opened_site import Site
from supervisor_app.services.rights import Permission, may
from supervisor_app.services.session import Session
from supervisor_app.storage import attachment_queries, checklist_queries, sign_off_queries
from supervisor_app.storage.attachment_queries import AttachedLine
from supervisor_app.storage.database import Connection
from supervisor_app.storage.sign_off_queries import SignOffLine

MOST = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingLine:
    """What waits: whom it is about, for what, and who signed it; `added` where it is a file that was added to the sign-off."""

    sign_off_id: str
    worker_name: str
    title: str
    assessor_name: str
    added: bool = False


def waiting_sign_offs(site: Site, limit: int = 200) -> tuple[SignOffLine, ...]:
    """Return the sign-offs that wait to be countersigned, newest first."""
    with site.database.read() as connection:
        return sign_off_queries.waiting_lines(connection, limit)


def may_countersign(site: Site, session: Session, line: SignOffLine) -> Permission:
    """Tell whether the member may countersign this one, and if not why."""
    if line.assessor_id == session.member_id:
        return Permission(False, "You signed this one yourself.", "Somebody else has to countersign it.")
    return may(site, session, Right.COUNTERSIGN, competency=line.competency, worker_id=line.worker_id)


def waiting_for(site: Site, session: Session, limit: int = MOST) -> tuple[WaitingLine, ...]:
    """Return what waits and the member who is signed in may countersign: sign-offs, newest first, then what was added to some."""
    lines = [line for line in waiting_sign_offs(site, limit) if may_countersign(site, session, line).allowed]
    with site.database.read() as connection:
        waiting = attachment_queries.waiting_attached(connection, limit)
    added = [one for one in waiting if may_countersign_added(site, session, one).allowed]
    if not lines and not added:
        return ()
    with site.database.read() as connection:
        found = [(one, sign_off_queries.line(connection, one.sign_off_id)) for one in added]
        later = (replace(_line(connection, line), assessor_name=one.author, added=True) for one, line in found if line)
        return (*(_line(connection, line) for line in lines), *later)


def may_countersign_added(site: Site, session: Session, line: AttachedLine) -> Permission:
    """Tell whether the member may countersign what a trainee added, and if not why."""
    if line.member == session.member_id:
        return Permission(False, "You added this yourself.", "Somebody else has to countersign it.")
    if not line.waits:
        return Permission(False, "It does not wait to be countersigned.", "Look again; somebody may have done it.")
    return may(site, session, Right.COUNTERSIGN, competency=line.competency, worker_id=line.worker_id)


def _line(connection: Connection, line: SignOffLine) -> WaitingLine:
    checklist = checklist_queries.get_checklist(connection, line.checklist_digest)
    title = in_language(checklist.short_title) if checklist is not None else line.competency
    return WaitingLine(sign_off_id=line.id, worker_name=line.worker_name, title=title, assessor_name=line.assessor_name)
