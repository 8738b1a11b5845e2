"""What the Sync page and the status line show between two syncs: what waits, the laptops of the site, the history."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import msgspec

from supervisor_app.ledger.clock import moment_of
from supervisor_app.ledger.vectors import Vector, count_missing, head_of
from supervisor_app.paths import write_atomically
from supervisor_app.services.opened_site import Site, settle
from supervisor_app.services.sync_clocks import clock_remarks
from supervisor_app.services.sync_records import HistoryLine, Remark, StationLine, SyncOverview, SyncState
from supervisor_app.services.sync_words import day_words, moment_words, records
from supervisor_app.services.witnessing import missing_words
from supervisor_app.storage import ledger_store, remote_records, site_queries
from supervisor_app.storage.database import sorted_errors
from supervisor_app.storage.shared_address import is_database, shown
from supervisor_app.storage.site_queries import Station

REACHED_NAME = "shared-reached.json"
QUIET_DAYS = 14
"""A laptop that nothing was heard of for longer needs a look."""


def sync_state(site: Site) -> SyncState:
    """Return how many of this laptop's records wait for the shared file, and when that was last reached."""
    if not site.settings.shared:
        sentence = "No shared file is chosen. Everything is on this laptop only."
        return SyncState(chosen=False, waiting=0, last_reached=None, sentence=sentence)
    with site.database.read() as connection:
        settle(site, connection)
        store, _ = remote_records.chosen_store(connection)
        seen = remote_records.read_seen(connection, store)
        waiting = count_missing(ledger_store.heads(connection), seen, site.station.origin)
    reached = _last_reached(site)
    at = reached.at if reached else None
    return SyncState(
        chosen=True,
        waiting=waiting,
        last_reached=at,
        sentence=_named(_state_sentence(waiting, at, site.clock()), site),
        shared=shown(site.settings.shared),
        database=is_database(site.settings.shared),
        file_bytes=reached.file_bytes if reached else 0,
    )


def history(site: Site, limit: int = 50) -> tuple[HistoryLine, ...]:
    """Return past syncs that moved something, and troubles, the newest first."""
    with site.database.read() as connection:
        rows = remote_records.read_history(connection, limit)
    return tuple(msgspec.json.decode(body, type=HistoryLine) for _, _, body in rows)


def stations(site: Site) -> tuple[StationLine, ...]:
    """Return the laptops of the site: this one first, then the latest heard of."""
    now = site.clock()
    with site.database.read() as connection:
        heads = ledger_store.heads(connection)
        store, _ = remote_records.chosen_store(connection)
        seen = remote_records.read_seen(connection, store)
        gone = site_queries.superseded(connection)
        named = [station for station in site_queries.stations(connection) if station.id not in gone]
    lines = [_station_line(site, station, heads, seen, now) for station in named]
    return tuple(sorted(lines, key=lambda line: (not line.here, line.days, line.name)))


def overview(site: Site) -> SyncOverview:
    """Return what the Sync page shows; it never touches the shared file."""
    now = site.clock()
    return SyncOverview(
        state=sync_state(site), lines=history(site), stations=stations(site), now=now, remarks=standing_remarks(site, now)
    )


def standing_remarks(site: Site, now: datetime) -> tuple[Remark, ...]:
    """Return what is not as it should be whatever the last sync did: records that a witness has seen, clocks that are wrong."""
    own = site.station.origin
    with site.database.read() as connection:
        names = {bytes.fromhex(station.id): station.name for station in site_queries.stations(connection)}
        missing = missing_words(connection, names, own, now)
        return (*missing, *clock_remarks(ledger_store.heads(connection), names, own, now))


@dataclass(frozen=True, slots=True)
class Reached:
    """When the shared file was last reached, and how large it was (bytes)."""

    at: datetime
    file_bytes: int = 0


def note_reached(site: Site, reached: Reached) -> None:
    """Note that the shared file was reached: beside the database, so that a sync with nothing to do writes nothing in it."""
    with sorted_errors():
        write_atomically(site.folder / REACHED_NAME, msgspec.json.encode(reached), private=True, durable=False)


def _last_reached(site: Site) -> Reached | None:
    try:
        reached = msgspec.json.decode((site.folder / REACHED_NAME).read_bytes(), type=Reached)
    except (OSError, msgspec.DecodeError):
        return None
    return reached if reached.at.tzinfo else None


def _named(sentence: str, site: Site) -> str:
    """Say a sentence of what the shared store is."""
    return sentence.replace("shared file", "shared database") if is_database(site.settings.shared) else sentence


def _state_sentence(waiting: int, reached: datetime | None, now: datetime) -> str:
    if waiting:
        last = f"last reached {moment_words(reached, now)}" if reached else "not reached yet"
        return f"{records(waiting)} waiting \N{EN DASH} shared file {last}"
    if reached is None:
        return "The shared file was not reached yet"
    return f"Everything is on the shared file \N{EN DASH} reached {moment_words(reached, now)}"


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
    )


def _seen_words(last: datetime | None, days: int, now: datetime) -> str:
    if last is None:
        return "Not seen yet"
    if days > QUIET_DAYS:
        return f"Not seen since {day_words(last, now)}"
    return f"Seen {day_words(last, now)} {last.astimezone(now.tzinfo):%H:%M}"
