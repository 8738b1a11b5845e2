"""The laptops of the site: which belong to it, which ask, which were put away or lost, and when each was last heard of."""

from __future__ import annotations

from datetime import date

from supervisor_app.domain.frozen import dataclass
from supervisor_app.services.opened_site import Site
from supervisor_app.services.sync_overview import stations
from supervisor_app.services.sync_records import Standing
from supervisor_app.storage import site_queries

__all__ = ["LaptopLine", "Standing", "laptops"]


@dataclass(frozen=True, slots=True, kw_only=True)
class LaptopLine:
    """One laptop: its origin in hex, `heard` says when it was last heard of, `ended` since when it is not believed."""

    origin: str
    name: str
    here: bool
    standing: Standing
    heard: str
    ended: date | None = None


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
