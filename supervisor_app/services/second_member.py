"""The second member of a sign-off, at the laptop where it was signed: who may countersign it here, and with their own PIN."""

from __future__ import annotations

from datetime import datetime

from supervisor_app.domain.frozen import dataclass
from supervisor_app.domain.people import Member
from supervisor_app.errors import NotAllowed
from supervisor_app.services.countersigning import countersign, line_of
from supervisor_app.services.opened_site import Site
from supervisor_app.services.signing import SignedResult, signed_result
from supervisor_app.services.signing_in import session_of
from supervisor_app.services.waiting import may_countersign
from supervisor_app.storage import member_keys, member_queries

_NOBODY = "Nobody else who may countersign this has a PIN on this laptop. It can be done on another laptop after a sync."


@dataclass(frozen=True, slots=True, kw_only=True)
class SecondMembers:
    """Who may countersign a sign-off here and now; where nobody may, `why_none` says what to do."""

    members: tuple[Member, ...]
    why_none: str = ""


def second_members(site: Site, sign_off_id: str) -> SecondMembers:
    """Return the members with a PIN on this laptop who may countersign; UserError where the record is not here."""
    line = line_of(site, sign_off_id)
    with site.database.read() as connection:
        here = member_keys.members_with_keys(connection)
        members = [member for member in member_queries.members(connection) if member.id in here]
    able = tuple(member for member in members if may_countersign(site, session_of(member), line).allowed)
    return SecondMembers(members=able, why_none="" if able else _NOBODY)


def countersign_as(site: Site, member_id: str, sign_off_id: str, pin: str, signed_at: datetime, note: str = "") -> SignedResult:
    """Countersign as another member than the one who is signed in, and return where it leaves the person; see `countersign`."""
    with site.database.read() as connection:
        member = member_queries.member(connection, member_id)
    if member is None:
        raise NotAllowed("You are not a member of this site.", "Ask an admin of the site to add you.")
    countersign(site, session_of(member), sign_off_id, pin, signed_at, note.strip())
    return signed_result(site, sign_off_id, signed_at.date())
