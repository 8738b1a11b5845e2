"""A laptop that joins a site: it asks, an admin compares a fingerprint and says who that is, and it belongs to the site.

1. `create_empty(folder, ...)` makes a folder with its own origin and key and no entries; syncing knows the site's shared file.
2. `ask_to_join` writes this laptop's first entry: its key, the name that was typed, and the public keys made behind a new PIN.
3. After a sync an admin sees it in `pending`, compares the fingerprint by voice, and calls `approve_station` with their PIN.
4. After another sync `join_state` is JOINED, and the newcomer signs in with the PIN they chose.
With an invitation the third step is done before, see services.inviting.
"""

from __future__ import annotations

from supervisor_app.domain.people import Member
from supervisor_app.domain.rights import ISSUING_ROLES
from supervisor_app.errors import NotAllowed, StorageError
from supervisor_app.ledger.bodies import KeyAdded, StationApproved, StationJoined
from supervisor_app.ledger.keys import MemberKeys, new_member_keys, seal_member_keys
from supervisor_app.services.content_keys import boxes_for
from supervisor_app.services.deciding import decide, share_issuer_key
from supervisor_app.services.field_checks import check_text
from supervisor_app.services.founding import write_station
from supervisor_app.services.join_requests import Pending, request_here
from supervisor_app.services.opened_site import Site
from supervisor_app.services.rights import require_admin
from supervisor_app.services.session import Session
from supervisor_app.services.unlocking import check_new_pin, issuer_key, unlock
from supervisor_app.storage import ledger_store, member_keys, member_queries, remote_records, site_queries
from supervisor_app.storage.database import Connection


def ask_to_join(site: Site, person: str, station_name: str, pin: str) -> Pending:
    """Ask to join the site whose shared file was chosen: the name that was typed, and keys behind a new PIN for this laptop.

    StorageError where no shared file was chosen or the laptop has asked before; InputError naming the field.
    """
    check_text("Your name", person, needed=True)
    check_text("Laptop", station_name, needed=True)
    check_new_pin(pin)
    keys = new_member_keys(member_keys.ASKED, site.randomness)
    with site.database.write() as connection:
        write_request(site, connection, keys, person, station_name, pin)
    return request_here(site)


def write_request(site: Site, connection: Connection, keys: MemberKeys, person: str, station_name: str, pin: str) -> None:
    """Keep the newcomer's keys sealed under their PIN and write this laptop's first entry."""
    site_id = _site_id(connection)
    if not site_id:
        raise StorageError("This laptop does not know the site yet.", "Choose the shared file of the site first.")
    if site.station.origin in ledger_store.heads(connection):
        raise StorageError("This laptop has asked to join before.", "An admin can approve it on another laptop.")
    member_keys.save_sealed(connection, seal_member_keys(keys, pin, site.station.secret, site.sealing, site.randomness))
    joined = StationJoined(
        name=station_name,
        ed25519=site.station.public,
        site=site_id,
        x25519=site.station.sealing_public,
        person=person,
        member_ed25519=keys.signing_public,
        member_x25519=keys.sealing_public,
    )
    write_station(site, connection, joined)


def approve_station(site: Site, session: Session, pin: str, station: str, member_id: str) -> Member:
    """Let a laptop join: it belongs to the site, and the keys that ask from it are this member's.

    Only an admin may, with their PIN, and it cannot be taken for another member later. NotAllowed for anybody else, on a wrong
    PIN, for a laptop that does not ask, and for who does not act for the site.
    """
    require_admin(site, session)
    keys = unlock(site, session, pin)
    with site.database.read() as connection:
        asking = site_queries.station(connection, bytes.fromhex(station))
        member = member_queries.member(connection, member_id)
    if asking is None or asking.approved or not asking.member_ed25519:
        raise NotAllowed("This laptop does not ask to join any more.", "Look again; another admin may have approved it.")
    if member is None or member.ended_on is not None:
        raise NotAllowed("This member does not act for the site.", "Choose another name, or add them first.")
    private = issuer_key(site, keys) if member.role in ISSUING_ROLES else None
    with site.database.write() as connection:
        approved = StationApproved(station=station, boxes=boxes_for(site, connection, asking.x25519))
        decide(site, connection, session, keys, "station.approved", about=station, body=approved)
        given = KeyAdded(member=member.id, station=station, ed25519=asking.member_ed25519, x25519=asking.member_x25519)
        decide(site, connection, session, keys, "key.added", about=member.id, body=given)
        if private is not None:
            share_issuer_key(site, connection, private, by=session.member_id)
    return member


def _site_id(connection: Connection) -> str:
    """Return the id of the site: of the shared file that was chosen, or of the records that are here."""
    known = site_queries.site_row(connection)
    return known.id if known else remote_records.chosen_store(connection)[1]
