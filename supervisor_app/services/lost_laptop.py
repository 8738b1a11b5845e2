"""A laptop that is lost, or put away for good: what it may still say, who reads on without it, and a new issuer key if wished."""

from __future__ import annotations

from datetime import datetime

from supervisor_app.domain.frozen import dataclass
from supervisor_app.errors import NotAllowed, UserError
from supervisor_app.ledger.bodies import KeyRevoked, StationRetired, StationRevoked
from supervisor_app.services.content_keys import readers, rotate
from supervisor_app.services.deciding import decide
from supervisor_app.services.issuer_succession import succeed
from supervisor_app.services.opened_site import Site
from supervisor_app.services.rights import Right, may, require_admin
from supervisor_app.services.session import Session
from supervisor_app.services.unlocking import issuer_key, unlock
from supervisor_app.storage import ledger_store, member_queries, questioned_queries, site_queries
from supervisor_app.storage.database import Connection
from supervisor_app.storage.site_queries import Station


@dataclass(frozen=True, slots=True, kw_only=True)
class LostReport:
    """What reporting a laptop lost did: how many keys were taken back, how many of its acts are questioned now."""

    station_name: str
    keys: int
    questioned: int
    new_issuer_key: bool


def report_lost(
    site: Site, session: Session, pin: str, station: str, since: datetime, *, new_issuer_key: bool = False
) -> LostReport:
    """Report a laptop (origin in hex) lost since a moment (aware). Only an admin may, with their PIN, on another laptop.

    Nothing that it wrote since then, or that nobody has seen yet, is believed: its acts are questioned, the rest is not taken in.
    The keys of its members there sign no more, and a new content key keeps it from reading on. With `new_issuer_key` the
    organisation's key is succeeded too: whoever has the laptop might learn a PIN on it. NotAllowed and UserError say why not.
    """
    require_admin(site, session)
    lost = _other(site, station)
    if since > site.clock():
        raise UserError("That day is still to come.", "Say since when the laptop is gone.")
    keys = unlock(site, session, pin)
    private = issuer_key(site, keys) if new_issuer_key else None
    with site.database.write() as connection:
        origins, heads = _origins_of(connection, station), ledger_store.heads(connection)
        for origin in origins:
            head = heads.get(bytes.fromhex(origin))
            body = StationRevoked(station=origin, since=since, seq=head.seq if head else 0)
            decide(site, connection, session, keys, "station.revoked", about=origin, body=body)
        taken = [key for key in member_queries.member_keys(connection) if key.station in origins and key.revoked_at is None]
        for key in taken:
            back = KeyRevoked(key=key.ed25519, since=since)
            decide(site, connection, session, keys, "key.revoked", about=key.member, body=back)
        if not may(site, session, Right.ADMINISTER, connection=connection).allowed:
            raise UserError("Then you would be no admin yourself any more.", "Say a later day, or ask another admin to do it.")
        rotate(site, connection, readers(connection), by=session.member_id)
        if private is not None:
            succeed(site, connection, session, keys, private)
        questioned = sum(questioned_queries.count_questioned_of(connection, bytes.fromhex(one)) for one in origins)
    return LostReport(station_name=lost.name, keys=len(taken), questioned=questioned, new_issuer_key=private is not None)


def written_since(site: Site, station: str, since: datetime) -> int:
    """Return how many records a laptop (origin in hex) wrote since a moment (aware), as far as they are known here."""
    with site.database.read() as connection:
        return sum(ledger_store.count_since(connection, bytes.fromhex(one), since) for one in _origins_of(connection, station))


def retire_station(site: Site, session: Session, pin: str, station: str) -> None:
    """Put a laptop (origin in hex) away for good: what it wrote stays, from now on it writes nothing more that counts."""
    require_admin(site, session)
    with site.database.read() as connection:
        known = site_queries.station(connection, bytes.fromhex(station))
    if known is None or not known.approved or known.ended is not None:
        raise UserError("This laptop does not write for the site any more.", "Look at the list again.")
    keys = unlock(site, session, pin)
    with site.database.write() as connection:
        decide(site, connection, session, keys, "station.retired", about=station, body=StationRetired(station=station))


def _origins_of(connection: Connection, station: str) -> tuple[str, ...]:
    """Return every origin of the same laptop: those it goes on for, and those that go on for it."""
    after = {one.id for one in site_queries.stations(connection)}
    line = site_queries.predecessors(connection, bytes.fromhex(station)) | {station}
    line |= {one for one in after if line & site_queries.predecessors(connection, bytes.fromhex(one))}
    return tuple(sorted(line))


def _other(site: Site, station: str) -> Station:
    with site.database.read() as connection:
        known = site_queries.station(connection, bytes.fromhex(station))
    if known is None or not known.approved:
        raise UserError("This laptop is not one of the site's.", "Sync, then look at the list again.")
    with site.database.read() as connection:
        here = site.station.origin.hex() in _origins_of(connection, station)
    if here:
        raise NotAllowed("This is the laptop you sit at.", "Report it from another laptop of the site.")
    if known.lost:
        raise UserError("This laptop was reported lost already.", "Look at the list again.")
    return known
