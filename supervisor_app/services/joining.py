"""A second laptop, in its simple form: take over what was pulled, name oneself, and be approved by an admin.

1. `create_empty(folder, ...)` makes a folder with its own origin and key and no entries.
2. Syncing pulls the site's entries into it.
3. `join_site` writes this laptop's first entries: its key, and the member's keys on it.
4. After a sync an admin calls `approve_station` on their laptop: the site's key is sealed for the new member key.
"""

from __future__ import annotations

from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from supervisor_app.domain.people import Member
from supervisor_app.errors import NotAllowed, StorageError
from supervisor_app.services.founding import check_text, write_station
from supervisor_app.services.opened_site import Site
from supervisor_app.services.session import Session
from supervisor_app.services.signing_in import ISSUING_ROLES, session_of
from supervisor_app.services.site import require_admin, site_facts
from supervisor_app.services.unlocking import check_new_pin, give_keys, issuer_key, seal_issuer_key, unlock
from supervisor_app.storage import ledger_store, member_queries, site_queries
from supervisor_app.storage.database import Connection


@dataclass(frozen=True, slots=True, kw_only=True)
class Pending:
    """A member's key on a laptop that waits for an admin: keys in hex, `fingerprint` to compare by voice, `here` on this one."""

    member: Member
    station_name: str
    ed25519: str
    fingerprint: str
    here: bool = False


def has_joined(site: Site) -> bool:
    """Tell whether this laptop has written its own first entry."""
    with site.database.read() as connection:
        return site.station.origin in ledger_store.heads(connection)


def join_site(site: Site, member_id: str, station_name: str, pin: str) -> Session:
    """Join the site whose entries were pulled, as a member who exists there; `pin` is new and holds on this laptop.

    StorageError where nothing was pulled yet or the laptop has joined before; InputError naming the field; NotAllowed for a
    member the site does not have.
    """
    check_text("Laptop", station_name, needed=True)
    check_new_pin(pin)
    facts = site_facts(site)
    with site.database.write() as connection:
        member = member_queries.member(connection, member_id)
        if member is None or member.ended_on is not None:
            raise NotAllowed("This member does not act for the site.", "Choose another name.")
        if site.station.origin in ledger_store.heads(connection):
            raise StorageError("This laptop has joined the site before.", "Sign in instead.")
        write_station(site, connection, facts.id, station_name, by=member_id)
        give_keys(site, connection, member_id, pin, by=member_id)
    return session_of(member)


def add_pin(site: Site, member_id: str, pin: str, *, admin: Session | None = None, admin_pin: str = "") -> Session:
    """Give a member of the site a PIN on this laptop, which has joined; an admin then approves the key as in `join_site`.

    With an `admin` who gives their own PIN the site's key is sealed at once for a member who may issue. NotAllowed for anybody
    but an admin, on a wrong PIN, for who does not act here or has a PIN here already; InputError for a PIN that cannot be taken.
    """
    private = _opened_by(site, admin, admin_pin) if admin else None
    with site.database.write() as connection:
        member = member_queries.member(connection, member_id)
        if member is None or member.ended_on is not None:
            raise NotAllowed("This member does not act for the site.", "Choose another name.")
        here = _this_laptop(site, connection)
        if any(key.station in here for key in member_queries.member_keys(connection, member_id)):
            raise NotAllowed("You have a PIN on this laptop already.", "Sign in with it.")
        by = admin.member_id if admin else member_id
        keys = give_keys(site, connection, member_id, pin, by=by)
        if private is not None and member.role in ISSUING_ROLES:
            did = site_queries.issuer_keys(connection)[0].did
            seal_issuer_key(site, connection, did, private, keys.sealing_public, by=by)
    return session_of(member)


def _opened_by(site: Site, admin: Session, pin: str) -> Ed25519PrivateKey:
    require_admin(admin)
    return issuer_key(site, unlock(site, admin, pin))


def pending(site: Site) -> tuple[Pending, ...]:
    """Return the keys of members who may issue and for whom the site's key is not sealed yet."""
    facts = site_facts(site)
    with site.database.read() as connection:
        keys = site_queries.keys_without_box(connection, facts.issuer_did)
        members = {member.id: member for member in member_queries.members(connection)}
        names = {station.id: station.name for station in site_queries.stations(connection)}
        here = _this_laptop(site, connection)
    return tuple(
        Pending(
            member=members[key.member],
            station_name=names.get(key.station, ""),
            ed25519=key.ed25519,
            fingerprint=fingerprint(key.ed25519),
            here=key.station in here,
        )
        for key in keys
        if key.member in members and members[key.member].role in ISSUING_ROLES and members[key.member].ended_on is None
    )


def _this_laptop(site: Site, connection: Connection) -> frozenset[str]:
    """The origins (hex) of this laptop, the one it writes under now and those it goes on for: member keys stay with it."""
    return site_queries.predecessors(connection, site.station.origin) | {site.station.origin.hex()}


def approve_station(site: Site, session: Session, pin: str, ed25519: str) -> None:
    """Seal the site's key for a member key that waits; only an admin may, with their PIN."""
    private = _opened_by(site, session, pin)
    facts = site_facts(site)
    with site.database.write() as connection:
        key = member_queries.member_key(connection, ed25519)
        if key is None:
            raise NotAllowed("This key is not known here.", "Sync, then look again.")
        seal_issuer_key(site, connection, facts.issuer_did, private, key.x25519, by=session.member_id)


def fingerprint(ed25519: str) -> str:
    """Return the first 8 bytes of a key (hex) in groups of four, short enough to read out."""
    return " ".join(ed25519[start : start + 4] for start in range(0, 16, 4))
