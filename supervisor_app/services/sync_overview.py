"""What the Sync page shows between two syncs: the laptops of the site, the history, what is not as it should be."""

from __future__ import annotations

from datetime import datetime

import msgspec

from supervisor_app.ledger.clock import moment_of
from supervisor_app.ledger.vectors import Vector, head_of
from supervisor_app.services.left_branches import fork_remarks
from supervisor_app.services.opened_site import Site
from supervisor_app.services.sync_clocks import clock_remarks
from supervisor_app.services.sync_kept_out import kept_out_remark
from supervisor_app.services.sync_records import HistoryLine, Remark, Standing, StationLine, SyncOverview
from supervisor_app.services.sync_state import sync_state
from supervisor_app.services.sync_words import day_words, records
from supervisor_app.services.witnessing import missing_words
from supervisor_app.storage import ledger_store, remote_records, site_queries, strangers
from supervisor_app.storage.site_queries import Station

_GONE = (Standing.RETIRED, Standing.LOST)
QUIET_DAYS = 14
"""A laptop that nothing was heard of for longer needs a look."""


def history(site: Site, limit: int = 50) -> tuple[HistoryLine, ...]:
    """Return past syncs that moved something, and troubles, the newest first."""
    with site.database.read() as connection:
        rows = remote_records.read_history(connection, limit)
    return tuple(msgspec.json.decode(body, type=HistoryLine) for _, _, body in rows)


def stations(site: Site) -> tuple[StationLine, ...]:
    """Return the laptops of the site: this one first, then the latest heard of; those that are gone come last."""
    now = site.clock()
    with site.database.read() as connection:
        heads = ledger_store.heads(connection)
        store, _ = remote_records.chosen_store(connection)
        seen = remote_records.read_seen(connection, store)
        gone = site_queries.superseded(connection) - {site.station.origin.hex()}  # a copy may have gone on: this one is here
        named = [one for one in site_queries.stations(connection) if one.id not in gone and not one.stands_for]
    lines = [_station_line(site, station, heads, seen, now) for station in named]
    return tuple(sorted(lines, key=lambda line: (not line.here, line.standing in _GONE, line.days, line.name)))


def overview(site: Site) -> SyncOverview:
    """Return what the Sync page shows; it never touches the shared file."""
    now = site.clock()
    return SyncOverview(
        state=sync_state(site),
        lines=history(site),
        stations=stations(site),
        now=now,
        remarks=(*fork_remarks(site), *standing_remarks(site, now)),
    )


def standing_remarks(site: Site, now: datetime) -> tuple[Remark, ...]:
    """Return what is not as it should be whatever the last sync did: records that a witness has seen, clocks that are wrong."""
    own = site.station.origin
    with site.database.read() as connection:
        stations = site_queries.stations(connection)
        names = {bytes.fromhex(station.id): station.name for station in stations}
        believed = {bytes.fromhex(station.id) for station in stations if station.approved} | {own}
        heads = {origin: head for origin, head in ledger_store.heads(connection).items() if origin in believed}
        missing = missing_words(connection, names, own, now)
        kept_out = strangers.kept_out(connection)
    left = (kept_out_remark(kept_out),) if kept_out else ()
    return (*missing, *clock_remarks(heads, names, own, now), *left)


def _station_line(site: Site, station: Station, heads: Vector, seen: Vector, now: datetime) -> StationLine:
    origin = bytes.fromhex(station.id)
    here, head = origin == site.station.origin, head_of(heads, origin)
    last = moment_of(head.at) if head.seq else None
    days = max(0, (now.date() - last.astimezone(now.tzinfo).date()).days) if last else 0
    words = f"This one. {records(sum(item.seq for item in heads.values()))}" if here else _seen_words(last, days, now)
    return StationLine(
        origin=station.id,
        name=station.name,
        here=here,
        last_seen=last,
        records=head.seq,
        up_to_date=head.seq == head_of(seen, origin).seq and (here or days <= QUIET_DAYS),
        days=days,
        words=words,
        standing=_standing(station),
    )


def _standing(station: Station) -> Standing:
    if station.lost:
        return Standing.LOST
    if station.retired:
        return Standing.RETIRED
    return Standing.APPROVED if station.approved else Standing.ASKS


def _seen_words(last: datetime | None, days: int, now: datetime) -> str:
    if last is None:
        return "Not seen yet"
    if days > QUIET_DAYS:
        return f"Not seen since {day_words(last, now)}"
    return f"Seen {day_words(last, now)} {last.astimezone(now.tzinfo):%H:%M}"
