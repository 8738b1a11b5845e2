"""May who is signed in do this here, and if not, why not: the same answer for the window and for the services."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import cache

from supervisor_app.domain.frozen import dataclass
from supervisor_app.domain.people import Member
from supervisor_app.domain.rights import RIGHTS, Deed, Grant, Right, lapse, set_back, who_may, why_not
from supervisor_app.errors import NotAllowed
from supervisor_app.ledger.clock import tick
from supervisor_app.ledger.standing import day_seen
from supervisor_app.services.opened_site import Site
from supervisor_app.services.session import Session
from supervisor_app.storage import ledger_store, member_queries, people_queries, site_queries
from supervisor_app.storage.database import Connection

__all__ = ["Permission", "Right", "grant_of", "may", "permissions", "require", "require_admin"]


@dataclass(frozen=True, slots=True)
class Permission:
    """Whether something is allowed; `why_not` says in a full sentence why it is not, `hint` what to do."""

    allowed: bool
    why_not: str = ""
    hint: str = ""


ALLOWED = Permission(True)
_SET_CLOCK = "Set the clock of this laptop right, or ask an admin of the site to prolong it."
_NOTHING_COUNTS = "Nothing that is signed here counts. Ask an admin to let it join anew."
_ASK = "An admin of the site decides that, under Settings."


def may(
    site: Site,
    session: Session,
    right: Right,
    *,
    competency: str | None = None,
    worker_id: str = "",
    connection: Connection | None = None,
) -> Permission:
    """Tell whether the member may do this now, on this laptop, for this competency and person; both may be left open.

    Inside a transaction its `connection` is to be given.
    """
    if connection is None:
        with site.database.read() as reading:
            return may(site, session, right, competency=competency, worker_id=worker_id, connection=reading)
    return permissions(site, session, connection)(right, competency, worker_id)


def permissions(site: Site, session: Session, connection: Connection) -> Callable[[Right, str | None, str], Permission]:
    """Return what answers `may` for many competencies and people: what holds for all of them is read once."""
    station = site_queries.station(connection, site.station.origin)
    member = member_queries.member(connection, session.member_id)
    grant, today = grant_of(member) if member else None, site.clock().date()

    @cache
    def late() -> str:
        return set_back(grant, today, _seen(site, connection))

    @cache
    def answer(right: Right, competency: str | None, worker_id: str) -> Permission:
        if station is not None and station.ended is not None:
            why = "This laptop was reported lost." if station.lost else "This laptop was put away for good."
            return Permission(False, why, _NOTHING_COUNTS)
        if station is not None and not station.approved:  # who let it in was none who may, as it turned out
            return Permission(False, "This laptop does not belong to the site any more.", _NOTHING_COUNTS)
        team = _team(connection, worker_id) if worker_id else None
        deed = Deed(right=right, day=today, competency=competency, team=team, worker_id=worker_id)
        why = why_not(grant, deed)
        if why:
            return Permission(False, why, _hint(grant, deed))
        return Permission(False, late(), _SET_CLOCK) if late() else ALLOWED

    return answer


def require(
    site: Site,
    session: Session,
    right: Right,
    *,
    competency: str | None = None,
    worker_id: str = "",
    connection: Connection | None = None,
) -> None:
    """NotAllowed with the sentence where the member may not; see `may`."""
    permission = may(site, session, right, competency=competency, worker_id=worker_id, connection=connection)
    if not permission.allowed:
        raise NotAllowed(permission.why_not, permission.hint)


def require_admin(site: Site, session: Session, connection: Connection | None = None) -> None:
    """NotAllowed for anybody but an admin whose authorisation holds."""
    require(site, session, Right.ADMINISTER, connection=connection)


def grant_of(member: Member) -> Grant:
    """Return what a member may do now."""
    return Grant(
        role=member.role,
        competencies=member.competencies,
        teams=member.teams,
        since=member.since,
        until=member.until,
        ended_on=member.ended_on,
        worker_id=member.worker_id,
    )


def lapsed(site: Site, session: Session) -> str:
    """Return why the member may do nothing at all today, as a sentence; "" where they may do what their role allows."""
    with site.database.read() as connection:
        member = member_queries.member(connection, session.member_id)
        seen = _seen(site, connection)
    if member is None:
        return "You are not a member of this site."
    grant, today = grant_of(member), site.clock().date()
    return lapse(grant, today) or set_back(grant, today, seen)


def team_of(connection: Connection, worker_id: str) -> str:
    """Return the department of a person as it is recorded now, "" for none."""
    return _team(connection, worker_id)


def _hint(grant: Grant | None, deed: Deed) -> str:
    """Say who else could do it, or who could allow it."""
    if grant is None or lapse(grant, deed.day) or (deed.right in RIGHTS[grant.role] and deed.worker_id != grant.worker_id):
        return _ASK
    return f"Ask {who_may(deed.right)} to sign in."


def _seen(site: Site, connection: Connection) -> date:
    """Return the day that this laptop has reached for certain by the records here, whatever its clock says."""
    now = site.clock()
    return day_seen(tick(ledger_store.latest_stamp(connection, now), now))


def _team(connection: Connection, worker_id: str) -> str:
    worker = people_queries.get_worker(connection, worker_id)
    return worker.department if worker else ""
