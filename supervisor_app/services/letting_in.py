"""A laptop that lets itself in, with keys that an admin made beforehand: those of an invitation or of a recovery sheet."""

from __future__ import annotations

from supervisor_app.domain.people import Member
from supervisor_app.domain.rights import ISSUING_ROLES
from supervisor_app.ledger.bodies import StationApproved
from supervisor_app.ledger.keys import MemberKeys, new_member_keys
from supervisor_app.services.content_keys import boxes_for
from supervisor_app.services.deciding import add_key, decide, share_issuer_key
from supervisor_app.services.joining import write_request
from supervisor_app.services.opened_site import Site
from supervisor_app.services.session import Session
from supervisor_app.services.signing_in import session_of
from supervisor_app.services.unlocking import issuer_key
from supervisor_app.storage.database import Connection


def let_oneself_in(site: Site, keys: MemberKeys, member: Member, station_name: str, pin: str) -> Session:
    """Write this laptop's first entries: it belongs to the site, its member's own new keys, the site's key for them.

    `keys` are of the member and sign all this; the records are here already. Raises like `joining.ask_to_join`.
    """
    session = session_of(member)
    own = new_member_keys(member.id, site.randomness)
    private = issuer_key(site, keys) if member.role in ISSUING_ROLES else None
    station = site.station.origin.hex()
    with site.database.write() as connection:
        write_request(site, connection, own, member.name, station_name, pin)
        _approve(site, connection, session, keys)
        add_key(site, connection, session, keys, own, station)
        if private is not None:
            share_issuer_key(site, connection, private, by=member.id)
    return session


def _approve(site: Site, connection: Connection, session: Session, keys: MemberKeys) -> None:
    station = site.station.origin.hex()
    body = StationApproved(station=station, boxes=boxes_for(site, connection, site.station.sealing_public))
    decide(site, connection, session, keys, "station.approved", about=station, body=body)
