"""Invitations: an admin makes a code for a member; their new laptop joins with it and the shared file, without a second visit.

1. `invite` makes the code: to tell, or to hand over as a file (`invitation_file`).
2. On the new laptop `syncing.choose_shared(..., invitation=code)` opens and takes a whole copy of the records.
3. `join_by_invitation` writes its first entries, approved by the invitation's own key: one laptop, in time.
"""

from __future__ import annotations

from dataclasses import field, replace
from datetime import datetime, timedelta
from pathlib import Path

from supervisor_app.domain.dates import day_in_words
from supervisor_app.domain.frozen import dataclass
from supervisor_app.domain.people import Member
from supervisor_app.domain.rights import ISSUING_ROLES
from supervisor_app.errors import InputError, NotAllowed
from supervisor_app.ledger.bodies import InvitationWithdrawn, StationInvited
from supervisor_app.ledger.invitations import STRETCHING, invitation_keys, invited_by, read_code
from supervisor_app.ledger.keys import MemberKeys, Sealing
from supervisor_app.services.content_keys import new_invitation, readers, rotate
from supervisor_app.services.deciding import decide, seal_issuer_key
from supervisor_app.services.field_checks import check_text
from supervisor_app.services.letting_in import let_oneself_in
from supervisor_app.services.opened_site import Site
from supervisor_app.services.rights import require_admin
from supervisor_app.services.saving import save_file
from supervisor_app.services.session import Session
from supervisor_app.services.site import site_facts
from supervisor_app.services.unlocking import check_new_pin, issuer_key, unlock
from supervisor_app.storage import member_queries, site_queries

VALID = timedelta(days=14)
FILE_HEAD = "supervisor-app invitation"
MAX_FILE_BYTES = 4096


@dataclass(frozen=True, slots=True, kw_only=True)
class NewInvitation:
    """An invitation as it was made: the code is nowhere else, it is to be told or handed over now."""

    code: str = field(repr=False)
    member: Member
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class InvitationLine:
    """An invitation in a list: for whom, until when; `used_by` is the name of the laptop that came with it, "" while none has.

    `over` where it lets nobody in any more; `key` (hex) tells it from others.
    """

    key: str
    member_name: str
    until: datetime
    used_by: str
    over: bool
    withdrawn: bool = False


def invite(
    site: Site, session: Session, pin: str, member_id: str, *, valid: timedelta = VALID, stretching: Sealing = STRETCHING
) -> NewInvitation:
    """Make an invitation for a member. Only an admin may, with their PIN.

    NotAllowed for anybody else, on a wrong PIN, for who does not act for the site, and on a laptop that cannot read the shared
    store itself.
    """
    require_admin(site, session)
    keys = unlock(site, session, pin)
    with site.database.read() as connection:
        member = member_queries.member(connection, member_id)
    if member is None or member.ended_on is not None:
        raise NotAllowed("This member does not act for the site.", "Choose another name, or add them first.")
    facts = site_facts(site)
    private = issuer_key(site, keys) if member.role in ISSUING_ROLES else None
    until = site.clock() + valid
    with site.database.write() as connection:
        made = new_invitation(site, connection, bytes.fromhex(facts.id), stretching=stretching)
        theirs = invitation_keys(made.invited, member.id)
        body = StationInvited(
            key=theirs.signing_public, member=member.id, until=until, boxes=made.boxes, x25519=theirs.sealing_public
        )
        decide(site, connection, session, keys, "station.invited", about=member.id, body=body)
        if private is not None:
            seal_issuer_key(site, connection, facts.issuer_did, private, theirs.sealing_public, by=session.member_id)
    return NewInvitation(code=made.code, member=member, until=until)


def withdraw(site: Site, session: Session, pin: str, key: str) -> None:
    """Take an invitation (its key) back: its code and its file let nobody in from now on, and open nothing on the shared file.

    Only an admin may, with their PIN. Whoever came with it before this laptop heard of it is not believed either: an admin can
    still let that laptop in. What is written from now on is sealed with a new content key, which the laptops of the site and
    other open invitations are handed: an older copy of the shared file with the code reads what was written until now, and
    nothing after it. NotAllowed for anybody else, on a wrong PIN, and for one that is over.
    """
    require_admin(site, session)
    with site.database.read() as connection:
        found = site_queries.invitation(connection, key)
    if found is None or found.withdrawn:
        raise NotAllowed("This invitation was withdrawn already.", "Look at the list again.")
    if found.used_by:
        raise NotAllowed(
            "A laptop came with this invitation.", "Look at it under Laptops of this site, where it can be put away."
        )
    keys = unlock(site, session, pin)
    with site.database.write() as connection:
        decide(site, connection, session, keys, "invitation.withdrawn", about=found.member, body=InvitationWithdrawn(key=key))
        rotate(site, connection, readers(connection), by=session.member_id)


def _is_open(site: Site, row: site_queries.InvitationRow) -> bool:
    return not (row.used_by or row.withdrawn or row.until < site.clock())


def invitations(site: Site) -> tuple[InvitationLine, ...]:
    """Return the invitations that were made, those that can still be used first."""
    with site.database.read() as connection:
        rows = site_queries.invitations(connection)
        members = {member.id: member.name for member in member_queries.members(connection)}
        stations = {station.id: station.name for station in site_queries.stations(connection)}
    lines = (
        InvitationLine(
            key=row.key,
            member_name=members.get(row.member, ""),
            until=row.until,
            used_by=stations.get(row.used_by, "a laptop") if row.used_by else "",
            over=not _is_open(site, row),
            withdrawn=row.withdrawn,
        )
        for row in rows
    )
    return tuple(sorted(lines, key=lambda line: (line.over, -line.until.timestamp())))


def join_by_invitation(site: Site, code: str, station_name: str, pin: str, *, stretching: Sealing = STRETCHING) -> Session:
    """Join with the code of an invitation, once the records were taken with it; `pin` is new and holds on this laptop.

    NotAllowed where the code is none, unknown to these records, used or over; InputError naming the field.
    """
    check_text("Laptop", station_name, needed=True)
    check_new_pin(pin)
    keys, member = _open_invitation(site, code, stretching)
    return let_oneself_in(site, keys, member, station_name, pin)


def invited_member(site: Site, code: str, *, stretching: Sealing = STRETCHING) -> Member:
    """Return for whom an invitation is, once the records were taken with it. NotAllowed as `join_by_invitation`."""
    return _open_invitation(site, code, stretching)[1]


def _open_invitation(site: Site, code: str, stretching: Sealing) -> tuple[MemberKeys, Member]:
    if not read_code(code):
        raise NotAllowed("That is not the code of an invitation.", "It has three groups of four letters and digits.")
    keys = invitation_keys(invited_by(code, bytes.fromhex(site_facts(site).id), stretching), "")
    with site.database.read() as connection:
        found = site_queries.invitation(connection, keys.signing_public)
        member = member_queries.member(connection, found.member) if found else None
    if found is None or member is None:
        raise NotAllowed("This site knows no such invitation.", "Compare the code with the one you were given.")
    if found.withdrawn:
        raise NotAllowed("This invitation was withdrawn.", "Ask an admin for a new one.")
    if found.used_by:
        raise NotAllowed("This invitation was used already.", "Ask an admin for a new one.")
    if site.clock() > found.until:
        raise NotAllowed(f"This invitation was good until {day_in_words(found.until.date())}.", "Ask an admin for a new one.")
    return replace(keys, member=member.id), member


def invitation_file(invitation: NewInvitation, site_name: str) -> bytes:
    """Return the text of an invitation as a file: whoever has it joins, so it goes to nobody else."""
    day = day_in_words(invitation.until.date())
    lines = (FILE_HEAD, site_name, f"For {invitation.member.name}, good until {day}, for one laptop", invitation.code)
    return ("\n".join(lines) + "\n").encode()


def save_invitation(site: Site, invitation: NewInvitation, path: Path) -> Path:
    """Write an invitation as a file, for its owner's eyes only; StorageError where the folder does not let us."""
    return save_file(path, invitation_file(invitation, site_facts(site).name), private=True)


def read_invitation_file(name: str, data: bytes) -> str:
    """Return the code in an invitation file; InputError where it is none."""
    text = data[:MAX_FILE_BYTES].decode("utf-8", errors="replace")
    codes = [line for line in text.splitlines() if read_code(line)]
    if not text.startswith(FILE_HEAD) or len(codes) != 1:
        raise InputError(name, "it is no invitation of this app.", "Choose another file, or type the code.")
    return codes[0]
