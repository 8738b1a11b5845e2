"""Who acts for the site: adding a member, what they may do, a new PIN for a forgotten one, the end of it. Acts of an admin."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from itertools import islice

from supervisor_app.domain.frozen import dataclass
from supervisor_app.domain.people import Member, Role
from supervisor_app.domain.rights import ISSUING_ROLES
from supervisor_app.errors import NotAllowed, UserError
from supervisor_app.ledger.bodies import KeyRevoked, MemberEnded
from supervisor_app.ledger.entry import Entry
from supervisor_app.ledger.keys import MemberKeys
from supervisor_app.services.deciding import decide, give_keys, share_issuer_key
from supervisor_app.services.field_checks import check_text
from supervisor_app.services.opened_site import Site
from supervisor_app.services.overtaken import refuse_after
from supervisor_app.services.rights import require_admin
from supervisor_app.services.session import Session
from supervisor_app.services.unlocking import check_new_pin, forget_wrong_pins, issuer_key, unlock
from supervisor_app.storage import ledger_queries, member_queries, site_queries
from supervisor_app.storage.database import Connection
from supervisor_app.storage.ledger_queries import END, Asked

_NO_ADMIN = "The site would have no admin any more."


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """For what and how long a member may act: no competencies or teams means all; first and last day where they are set."""

    competencies: tuple[str, ...] = ()
    teams: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None


EVERYTHING = Scope()


def add_member(
    site: Site,
    session: Session,
    name: str,
    title: str,
    role: Role,
    worker_id: str,
    pin: str,
    *,
    own_pin: str,
    scope: Scope = EVERYTHING,
) -> Member:
    """Add a person who acts, with a PIN on this laptop ("" for one who will act on another); an admin decides with `own_pin`.

    A member who may issue gets the site's key at once. NotAllowed for anybody but an admin
    and on a wrong own PIN; InputError naming the field.
    """
    require_admin(site, session)
    check_text("Name", name, needed=True)
    check_text("Title", title)
    if pin:
        check_new_pin(pin)
    keys = unlock(site, session, own_pin)
    added = _as_member(site.randomness(16).hex(), name, title, role, worker_id, scope)
    private = issuer_key(site, keys) if pin and added.role in ISSUING_ROLES else None
    with site.database.write() as connection:
        decide(site, connection, session, keys, "member.added", about=added.id, body=added)
        if pin:
            give_keys(site, connection, session, keys, added.id, pin)
        if private is not None:
            share_issuer_key(site, connection, private, by=session.member_id)
    return added


def _as_member(identity: str, name: str, title: str, role: Role, worker_id: str, scope: Scope) -> Member:
    return Member(
        id=identity,
        name=name,
        title=title,
        role=role,
        worker_id=worker_id,
        competencies=scope.competencies,
        teams=scope.teams,
        since=scope.since,
        until=scope.until,
    )


def change_member(site: Site, session: Session, member: Member, own_pin: str) -> Member:
    """Write what differs from what is known of a member: name, title, role, scope, days. Raises like `add_member`.

    UserError where the site would have no admin any more.
    """
    require_admin(site, session)
    check_text("Name", member.name, needed=True)
    check_text("Title", member.title)
    keys = unlock(site, session, own_pin)
    with site.database.read() as connection:
        before = _member(connection, member.id)
        _keep_an_admin(site, connection, member)
    changes = member_changes(before, member)
    private = issuer_key(site, keys) if member.role in ISSUING_ROLES and before.role not in ISSUING_ROLES else None
    with site.database.write() as connection:
        if changes:
            entry = decide(site, connection, session, keys, "member.changed", about=member.id, body=changes)
            if member_changes(_member(connection, member.id), member):
                _refuse_overtaken(site, connection, entry, member.id)
        if private is not None:
            share_issuer_key(site, connection, private, by=session.member_id)
        return _member(connection, member.id)


def end_member(site: Site, session: Session, member_id: str, day: date | None, own_pin: str) -> Member:
    """Record the last day on which a member acts, or with None that they act again: with the role, scope and PINs they had.

    Who may issue gets the site's key where it is a newer one than theirs. Raises like `change_member`.
    """
    require_admin(site, session)
    keys = unlock(site, session, own_pin)
    with site.database.read() as connection:
        member = _member(connection, member_id)
    private = issuer_key(site, keys) if day is None and member.role in ISSUING_ROLES else None
    with site.database.write() as connection:
        member = _member(connection, member_id)
        _keep_an_admin(site, connection, replace(member, ended_on=day))
        if member.ended_on != day:
            entry = decide(site, connection, session, keys, "member.ended", about=member_id, body=MemberEnded(ended_on=day))
            if _member(connection, member_id).ended_on != day:
                _refuse_overtaken(site, connection, entry, member_id)
        if private is not None:
            share_issuer_key(site, connection, private, by=session.member_id)
        return _member(connection, member_id)


def give_pin(site: Site, session: Session, member_id: str, pin: str, own_pin: str) -> Member:
    """Give a member a new PIN on this laptop: the first one, or one for a PIN that was forgotten.

    The key behind a forgotten PIN signs no more from now on; what it signed stays valid. Only an admin other than the member
    may, with their own PIN. NotAllowed on a wrong one or for who does not act here; InputError for a PIN that cannot be taken.
    """
    require_admin(site, session)
    check_new_pin(pin)
    if member_id == session.member_id:
        raise NotAllowed("Your own PIN you change yourself.", "Type the one you have, then the new one.")
    keys = unlock(site, session, own_pin)
    with site.database.read() as connection:
        member = _member(connection, member_id)
    if member.ended_on is not None:
        raise NotAllowed("This member does not act for the site.", "Choose another name.")
    private = issuer_key(site, keys) if member.role in ISSUING_ROLES else None
    with site.database.write() as connection:
        revoke_keys_here(site, connection, session, keys, member_id)
        give_keys(site, connection, session, keys, member_id, pin)
        forget_wrong_pins(site, connection, member_id)
        if private is not None:
            share_issuer_key(site, connection, private, by=session.member_id)
    return member


def revoke_keys_here(site: Site, connection: Connection, session: Session, keys: MemberKeys, member_id: str) -> None:
    """End the keys that a member has on this laptop, from now on; what they signed stays valid."""
    here = site_queries.predecessors(connection, site.station.origin) | {site.station.origin.hex()}
    for key in member_queries.member_keys(connection, member_id):
        if key.station in here and key.revoked_at is None:
            decide(site, connection, session, keys, "key.revoked", about=member_id, body=KeyRevoked(key=key.ed25519))


def member_changes(before: Member, after: Member) -> Mapping[str, str | None]:
    """Return the fields that differ, as the text that member.changed carries."""
    texts = {
        "name": (before.name, after.name),
        "title": (before.title, after.title),
        "role": (before.role.value, after.role.value),
        "worker_id": (before.worker_id, after.worker_id),
        "competencies": ("\n".join(before.competencies), "\n".join(after.competencies)),
        "teams": ("\n".join(before.teams), "\n".join(after.teams)),
        "since": (_day(before.since), _day(after.since)),
        "until": (_day(before.until), _day(after.until)),
    }
    return {name: new for name, (old, new) in texts.items() if old != new}


def _refuse_overtaken(site: Site, connection: Connection, entry: Entry, member_id: str) -> None:
    """UserError where what was decided about a member on another laptop is dated later than what was decided now."""
    asked = Asked(subjects=(member_id,), kinds=("member.added", "member.changed", "member.ended"))
    refuse_after(site, connection, entry, islice(ledger_queries.walk(connection, asked, END), 1))


def _keep_an_admin(site: Site, connection: Connection, changed: Member) -> None:
    """UserError where nobody could administer the site after this change."""
    today = site.clock().date()
    members = (changed if member.id == changed.id else member for member in member_queries.members(connection))
    if not any(_is_admin_on(member, today) for member in members):
        raise UserError(_NO_ADMIN, "Make somebody else an admin first.")


def _is_admin_on(member: Member, day: date) -> bool:
    ends = [end for end in (member.ended_on, member.until) if end is not None]
    return member.role is Role.ADMIN and all(day < end for end in ends) and (member.since is None or member.since <= day)


def _member(connection: Connection, member_id: str) -> Member:
    member = member_queries.member(connection, member_id)
    if member is None:
        raise UserError("This member is not known on this laptop.", "Sync, then look again.")
    return member


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
