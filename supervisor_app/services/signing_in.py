"""Who acts on this laptop: signing in with a PIN, a second person, a new PIN."""

from __future__ import annotations

from supervisor_app.domain.people import Member
from supervisor_app.errors import NotAllowed
from supervisor_app.ledger.keys import seal_member_keys
from supervisor_app.services.opened_site import Site
from supervisor_app.services.session import Session
from supervisor_app.services.unlocking import check_new_pin, unlock, unlock_member
from supervisor_app.storage import member_keys, member_queries

__all__ = ["Session", "change_pin", "has_pin_here", "list_members", "session_of", "sign_in"]


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


def change_pin(site: Site, session: Session, old: str, new: str) -> None:
    """Seal the member's keys under a new PIN; NotAllowed on a wrong old one, InputError on one that cannot be taken."""
    check_new_pin(new)
    keys = unlock(site, session, old)
    sealed = seal_member_keys(keys, new, site.station.secret, site.sealing, site.randomness)
    with site.database.write() as connection:
        member_keys.save_sealed(connection, sealed)
