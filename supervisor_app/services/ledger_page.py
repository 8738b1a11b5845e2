"""The ledger as people read it: who did what when, newest first, some or all of it."""

from __future__ import annotations

from datetime import UTC, datetime, tzinfo

from supervisor_app.domain.frozen import dataclass
from supervisor_app.ledger.clock import moment_of
from supervisor_app.ledger.contents import ACT_KINDS
from supervisor_app.ledger.entry import Entry
from supervisor_app.services.ledger_fields import values_before
from supervisor_app.services.ledger_filter import LedgerFilter, question
from supervisor_app.services.ledger_line import Told
from supervisor_app.services.ledger_names import LedgerNames
from supervisor_app.services.ledger_words import words_of
from supervisor_app.services.site import Site
from supervisor_app.storage import ledger_queries, ledger_store, member_queries, questioned_queries, site_queries
from supervisor_app.storage.database import Connection
from supervisor_app.storage.erasing import record_id
from supervisor_app.storage.ledger_queries import END, Place

__all__ = ["END", "Choices", "EntryLine", "Place", "choices", "doubt_about", "entry_line", "ledger_lines"]

PAGE = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryLine:
    """One entry as the list shows it. `when` is local; `by` the acting member's name, "" where a laptop wrote for itself."""

    place: Place
    kind: str
    when: datetime
    told: Told
    by: str
    laptop: str
    doubt: str = ""  # why it does not count

    @property
    def utc(self) -> datetime:
        """The time in UTC."""
        return self.when.astimezone(UTC)

    @property
    def deed(self) -> str:
        """What was done, without who did it: "Signed Yusef Demir competent on ...", for lists that name the actor beside it."""
        said = self.told.sentence
        rest = said.removeprefix(f"{self.by} ") if self.by else said
        return rest[:1].upper() + rest[1:]

    @property
    def key(self) -> str:
        """What names the entry: origin in hex, a colon, the number."""
        return f"{self.place.origin.hex()}:{self.place.seq}"


@dataclass(frozen=True, slots=True)
class Choices:
    """Who and which laptops the ledger can be narrowed to: ids with names, by name."""

    members: tuple[tuple[str, str], ...]
    stations: tuple[tuple[str, str], ...]
    total: int


def ledger_lines(site: Site, asked: LedgerFilter, after: Place = END, limit: int = PAGE) -> tuple[EntryLine, ...]:
    """Return a page of entries, newest first, from just behind `after` on."""
    zone = site.clock().tzinfo
    with site.database.read() as connection:
        names = LedgerNames(connection, zone)
        found = ledger_queries.entries(connection, question(connection, asked, zone), after, limit)
        return tuple(entry_line(connection, entry, names, zone) for entry in found)


def entry_line(connection: Connection, entry: Entry, names: LedgerNames, zone: tzinfo | None) -> EntryLine:
    """Return one entry in words, with the values that stood before where it changed some."""
    before = values_before(connection, entry)
    doubt = doubt_about(connection, entry)
    erasure = names.erasure(entry.origin, entry.seq) if entry.content is None else ""
    told = words_of(entry.kind, entry.content, names, station=entry.origin.hex(), before=before, erasure=erasure)
    return EntryLine(
        place=ledger_queries.place_of(entry),
        kind=entry.kind,
        when=moment_of(entry.at).astimezone(zone),
        told=told,
        by=names.member(told.by) if told.by else "",
        laptop=names.station(entry.origin.hex()),
        doubt=doubt,
    )


def doubt_about(connection: Connection, entry: Entry) -> str:
    """Return in a sentence why an entry does not count: its laptop was not let in, or who acted was not authorised."""
    station = site_queries.station(connection, entry.origin)
    if station is not None and not station.approved:
        return "Its laptop has not been let in. The entry is kept and passed on until then."
    if entry.kind not in ACT_KINDS or entry.content is None:
        return ""
    reason = questioned_queries.reason_at(connection, entry.origin, entry.seq, record_id(entry))
    return f"{reason[:1].upper()}{reason[1:].rstrip('.')}." if reason else ""


def choices(site: Site) -> Choices:
    """Return what the filters offer, and how many entries there are in all."""
    with site.database.read() as connection:
        members = tuple((one.id, one.name) for one in member_queries.members(connection))
        stations = tuple((one.id, one.name) for one in site_queries.stations(connection))
        return Choices(members, stations, ledger_store.count_entries(connection))
