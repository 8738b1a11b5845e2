"""The laptops of the site: which belong to it, which ask, which were put away or lost, and when each was last heard of."""

from __future__ import annotations

from datetime import date

from supervisor_app.domain.frozen import dataclass
from supervisor_app.services.opened_site import Site
from supervisor_app.services.sync_overview import stations
from supervisor_app.services.sync_records import Standing
from supervisor_app.storage import member_queries, site_queries

__all__ = ["Elsewhere", "LaptopLine", "Standing", "elsewhere", "laptops"]


@dataclass(frozen=True, slots=True, kw_only=True)
class LaptopLine:
    """One laptop: its origin in hex, `heard` says when it was last heard of, `ended` since when it is not believed."""

    origin: str
    name: str
    here: bool
    standing: Standing
    heard: str
    ended: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Elsewhere:
    """Another laptop that writes for the site and on which a member has a PIN; `others` who act have one there too."""

    line: LaptopLine
    others: tuple[str, ...]


def laptops(site: Site) -> tuple[LaptopLine, ...]:
    """Return those that write for the site, then those that ask, then those that are gone; the latest heard of first."""
    zone = site.clock().tzinfo
    with site.database.read() as connection:
        known = {station.id: station for station in site_queries.stations(connection)}
    lines = [
        LaptopLine(
            origin=line.origin,
            name=line.name,
            here=line.here,
            standing=line.standing,
            heard=line.words,
            ended=ended.astimezone(zone).date() if (ended := known[line.origin].ended) else None,
        )
        for line in stations(site)
        if line.origin in known
    ]
    return tuple(sorted(lines, key=lambda line: line.standing.value))


def elsewhere(site: Site, member_id: str) -> tuple[Elsewhere, ...]:
    """Return the other laptops on which a member can sign: each learns what is decided about them here with its next sync."""
    lines = [line for line in laptops(site) if line.standing is Standing.APPROVED and not line.here]
    with site.database.read() as connection:
        names = {one.id: one.name for one in member_queries.members(connection) if one.ended_on is None or one.id == member_id}
        keys = [key for key in member_queries.member_keys(connection) if key.revoked_at is None and key.member in names]
        origins = {
            line.origin: {line.origin, *site_queries.predecessors(connection, bytes.fromhex(line.origin))} for line in lines
        }
    found = []
    for line in lines:
        members = {key.member for key in keys if key.station in origins[line.origin]}
        if member_id in members:
            found.append(Elsewhere(line=line, others=tuple(sorted(names[one] for one in members - {member_id}))))
    return tuple(found)
