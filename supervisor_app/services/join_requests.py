"""Laptops that ask to join: which do, and where this one stands. What is done about them is in `services.joining`."""

from __future__ import annotations

import hashlib
from datetime import datetime
from enum import Enum

from supervisor_app.domain.codes import in_fours
from supervisor_app.domain.frozen import dataclass
from supervisor_app.domain.names import fold
from supervisor_app.domain.people import Member
from supervisor_app.errors import StorageError
from supervisor_app.ledger.clock import moment_of
from supervisor_app.services.opened_site import Site
from supervisor_app.services.rights import require_admin
from supervisor_app.services.session import Session
from supervisor_app.storage import declined_requests, ledger_store, member_queries, site_queries
from supervisor_app.storage.site_queries import Station

_FINGERPRINT_TAG = b"supervisor-app/joining-fingerprint/v1\x00"


class JoinState(Enum):
    """Where a laptop stands on its way into a site."""

    NOT_ASKED = 0
    WAITING = 1
    JOINED = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Pending:
    """A laptop that asks to join: `person` is the name typed there, `fingerprint` is compared by voice, `here` on this laptop.

    `likely` is the member of that name, where there is just one.
    """

    station: str
    station_name: str
    person: str
    fingerprint: str
    asked: datetime
    likely: Member | None = None
    here: bool = False


def join_state(site: Site) -> JoinState:
    """Tell whether this laptop has asked to join, and whether it belongs to the site by what it knows."""
    with site.database.read() as connection:
        own = site_queries.station(connection, site.station.origin)
        if own is not None and own.approved:
            return JoinState.JOINED
        return JoinState.WAITING if site.station.origin in ledger_store.heads(connection) else JoinState.NOT_ASKED


def has_joined(site: Site) -> bool:
    """Tell whether this laptop belongs to a site."""
    return join_state(site) is JoinState.JOINED


def pending(site: Site) -> tuple[Pending, ...]:
    """Return the laptops that ask to join, the first one first, without those that were declined here."""
    with site.database.read() as connection:
        declined = set(declined_requests.declined(connection))
    return tuple(request for request in asking(site) if request.station not in declined)


def asking(site: Site) -> tuple[Pending, ...]:
    """Return all that ask to join, the first one first."""
    with site.database.read() as connection:
        found = [one for one in site_queries.stations(connection) if not one.approved and one.member_ed25519]
        members = [member for member in member_queries.members(connection) if member.ended_on is None]
    return tuple(_pending(site, station, members) for station in found)


def decline_request(site: Site, session: Session, station: str) -> None:
    """Ask nobody here any more for a laptop (origin in hex) that is nobody's of the site. Only an admin may: NotAllowed.

    It grants and takes nothing, so it is no record: another admin may know better, and it can still be let in.
    """
    require_admin(site, session)
    with site.database.write() as connection:
        declined_requests.decline(connection, station)


def own_request(site: Site) -> Pending | None:
    """Return what this laptop asks for, with the fingerprint to read out; None where it has not asked, or is approved."""
    return request_here(site) if join_state(site) is JoinState.WAITING else None


def fingerprint(station: Station) -> str:
    """Return 8 bytes in groups of four that stand for every key a laptop asks with, short enough to read out."""
    keys = "|".join((station.id, station.ed25519, station.member_ed25519, station.member_x25519))
    return in_fours(hashlib.sha256(_FINGERPRINT_TAG + keys.encode()).hexdigest()[:16])


def request_here(site: Site) -> Pending:
    """Return what this laptop asked for; StorageError where it has not asked yet."""
    with site.database.read() as connection:
        own = site_queries.station(connection, site.station.origin)
    if own is None:
        raise StorageError("This laptop has not asked to join yet.", "Fill in your name and ask.")
    return _pending(site, own, ())


def _pending(site: Site, station: Station, members: list[Member] | tuple[()]) -> Pending:
    named = [member for member in members if fold(member.name) == fold(station.person)]
    return Pending(
        station=station.id,
        station_name=station.name,
        person=station.person,
        fingerprint=fingerprint(station),
        asked=moment_of(station.at),
        likely=named[0] if len(named) == 1 else None,
        here=station.id == site.station.origin.hex(),
    )
