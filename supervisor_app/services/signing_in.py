"""Who acts on this laptop: signing in with a PIN, a second person, a new PIN."""

from __future__ import annotations

from supervisor_app.domain.people import Member, Role
from supervisor_app.errors import NotAllowed
from supervisor_app.ledger.keys import seal_member_keys
from supervisor_app.services.founding import check_text
from supervisor_app.services.opened_site import Site, append
from supervisor_app.services.session import Session
from supervisor_app.services.site import require_admin
from supervisor_app.services.unlocking import (
    check_new_pin,
    give_keys,
    issuer_key,
    seal_issuer_key,
    unlock,
    unlock_member,
)
from supervisor_app.storage import member_keys, member_queries, site_queries

__all__ = ["ISSUING_ROLES", "Session", "add_member", "change_pin", "has_pin_here", "list_members", "sign_in"]

ISSUING_ROLES = frozenset({Role.ADMIN, Role.ASSESSOR, Role.QUALITY})
"""Members who get the site's key, to issue certificates."""


def list_members(site: Site) -> tuple[Member, ...]:
    """Return the members who still act: those with a PIN on this laptop first, then by name."""
    with site.database.read() as connection:
        here = member_keys.members_with_keys(connection)
        members = member_queries.members(connection)
    return tuple(sorted((member for member in members if member.ended_on is None), key=lambda member: member.id not in here))


def has_pin_here(site: Site, member_id: str) -> bool:
    """Tell whether a member can sign in on this laptop."""
    with site.database.read() as connection:
        return member_id in member_keys.members_with_keys(connection)


def sign_in(site: Site, member_id: str, pin: str) -> Session:
    """Sign a member in; NotAllowed on a wrong PIN, with the growing pause in words, or for a member who ended."""
    unlock_member(site, member_id, pin)
    with site.database.read() as connection:
        member = member_queries.member(connection, member_id)
    if member is None or member.ended_on is not None:
        raise NotAllowed("You no longer act for this site.", "Ask an admin of the site.")
    return session_of(member)


def session_of(member: Member) -> Session:
    """Return the session of a member whose PIN was right."""
    return Session(member.id, member.name, member.title, member.role, member.worker_id)


def add_member(
    site: Site,
    session: Session,
    name: str,
    title: str,
    role: Role,
    worker_id: str,
    pin: str,
    *,
    own_pin: str = "",
) -> Member:
    """Add a person who acts, with a PIN on this laptop; only an admin may.

    With the admin's `own_pin` a member who may issue gets the site's key at once; without it they wait in `joining.pending`.
    NotAllowed on a wrong own PIN; InputError naming the field.
    """
    require_admin(session)
    check_text("Name", name, needed=True)
    check_text("Title", title)
    check_new_pin(pin)
    own_keys = unlock(site, session, own_pin) if own_pin else None
    private = issuer_key(site, own_keys) if own_keys is not None and role in ISSUING_ROLES else None
    member = Member(id=site.randomness(16).hex(), name=name, title=title, role=role, worker_id=worker_id)
    with site.database.write() as connection:
        append(site, connection, "member.added", by=session.member_id, about=member.id, body=member)
        keys = give_keys(site, connection, member.id, pin, by=session.member_id)
        if private is not None:
            did = site_queries.issuer_keys(connection)[0].did
            seal_issuer_key(site, connection, did, private, keys.sealing_public, by=session.member_id)
    return member


def change_pin(site: Site, session: Session, old: str, new: str) -> None:
    """Seal the member's keys under a new PIN; NotAllowed on a wrong old one, InputError on one that cannot be taken."""
    check_new_pin(new)
    keys = unlock(site, session, old)
    sealed = seal_member_keys(keys, new, site.station.secret, site.sealing, site.randomness)
    with site.database.write() as connection:
        member_keys.save_sealed(connection, sealed)
