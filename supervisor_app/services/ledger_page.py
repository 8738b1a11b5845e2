"""The ledger as people read it: who did what when, newest first, some or all of it, and what a name or number is about."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import StrEnum

from supervisor_app.domain.dates import day_in_words
from supervisor_app.domain.names import fold, isolated
from supervisor_app.domain.people import PersonRow
from supervisor_app.domain.texts import in_language
from supervisor_app.exchange.dates import read_day
from supervisor_app.frozen import dataclass
from supervisor_app.ledger.clock import COUNTER_BITS, MAX_STAMP, milliseconds, moment_of
from supervisor_app.ledger.contents import ACT_KINDS
from supervisor_app.ledger.entry import Entry
from supervisor_app.services.ledger_fields import values_before
from supervisor_app.services.ledger_line import Group, Told
from supervisor_app.services.ledger_names import LedgerNames
from supervisor_app.services.ledger_words import group_of, kinds_of, words_of
from supervisor_app.services.site import Site
from supervisor_app.storage import (
    certificate_queries,
    checklist_queries,
    ledger_queries,
    ledger_store,
    member_queries,
    people_queries,
    questioned_queries,
    sign_off_queries,
    site_queries,
)
from supervisor_app.storage.database import Connection
from supervisor_app.storage.erasing import record_id
from supervisor_app.storage.ledger_queries import END, Asked, Place

__all__ = ["END", "EntryLine", "Group", "LedgerFilter", "Place", "Subject", "SubjectKind"]

PAGE = 50
_MOST_CERTIFICATES = 400


class SubjectKind(StrEnum):
    """What the history can be of."""

    PERSON = "person"
    COMPETENCY = "competency"
    CERTIFICATE = "certificate"
    RECORD = "record"
    MEMBER = "member"


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """Somebody or something whose history can be shown; `detail` is a number, a title or a role."""

    kind: SubjectKind
    id: str
    title: str
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerFilter:
    """What the ledger is narrowed to; what is empty does not narrow. Days are local ones, both included."""

    subject: Subject | None = None
    member: str = ""
    group: Group | None = None
    station: str = ""  # origin in hex
    since: date | None = None
    until: date | None = None

    @property
    def narrows(self) -> bool:
        """Whether anything is left out."""
        return self != LedgerFilter()


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """Something that a typed text may mean, and how the filter changes when it is taken."""

    title: str
    detail: str
    what: str  # "person", "competency", "certificate", "member", "laptop", "kind" or "day"
    changes: Mapping[str, object]

    def narrow(self, asked: LedgerFilter) -> LedgerFilter:
        """Return the filter narrowed by this."""
        return replace(asked, **self.changes)  # type: ignore[arg-type]  # the names are those of LedgerFilter


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


def find_subjects(site: Site, text: str, limit: int = 8) -> tuple[Subject, ...]:
    """Return whose history `text` may ask for: people by name, number or badge, certificates by number, competencies, members."""
    if not text.strip():
        return ()
    words = fold(text).split()
    with site.database.read() as connection:
        people = people_queries.find_workers(connection, text, include_left=True, limit=limit, offset=0)
        found = [Subject(kind=SubjectKind.PERSON, id=one.id, title=one.name, detail=_number(one)) for one in people]
        found += [
            _competency(one.key, in_language(one.title))
            for one in checklist_queries.competencies(connection)
            if _has(words, f"{in_language(one.title)} {one.key}")
        ][:limit]
        found += [
            Subject(kind=SubjectKind.MEMBER, id=one.id, title=one.name, detail=one.title or one.role.value)
            for one in member_queries.members(connection)
            if _has(words, f"{one.name} {one.title}")
        ][:limit]
        rows = certificate_queries.certificates_numbered(connection, text.strip().upper(), limit)
        found += [_certificate(row.id, row.number, row.holder) for row in rows]
    return tuple(found)


def find_hits(site: Site, text: str) -> tuple[Hit, ...]:
    """Return everything that `text` may mean: days, kinds, laptops, and whatever `find_subjects` finds."""
    words = fold(text).split()
    if not words:
        return ()
    day = read_day(text)
    found = list(_day_hits(day)) if day else []
    found += [_subject_hit(subject) for subject in find_subjects(site, text)]
    found += [
        Hit(title=one.value, detail="Kind of entry", what="kind", changes={"group": one}) for one in Group if _has(words, one)
    ]
    for station, name in choices(site).stations:
        if _has(words, name):
            found.append(Hit(title=name, detail="Written on this laptop", what="laptop", changes={"station": station}))
    return tuple(found)


def _day_hits(day: date) -> Iterator[Hit]:
    yield Hit(title=f"Up to {day_in_words(day)}", detail="From that day on backwards", what="day", changes={"until": day})
    yield Hit(title=f"On {day_in_words(day)}", detail="That day only", what="day", changes={"since": day, "until": day})


def _subject_hit(subject: Subject) -> Hit:
    if subject.kind is SubjectKind.MEMBER:
        return Hit(title=subject.title, detail=f"What they did ({subject.detail})", what="member", changes={"member": subject.id})
    return Hit(title=subject.title, detail=subject.detail, what=subject.kind.value, changes={"subject": subject})


def subject_named(site: Site, kind: SubjectKind, subject_id: str) -> Subject:
    """Return a subject with its name, for a page that leads to its history."""
    with site.database.read() as connection:
        names = LedgerNames(connection)
        if kind is SubjectKind.CERTIFICATE:
            row = certificate_queries.certificate_row(connection, subject_id)
            return _certificate(subject_id, row.number if row else "Certificate", row.holder if row else "")
        ask = {
            SubjectKind.PERSON: names.person,
            SubjectKind.COMPETENCY: names.competency,
            SubjectKind.RECORD: names.sign_off,
            SubjectKind.MEMBER: names.member,
        }[kind]
        return Subject(kind=kind, id=subject_id, title=ask(subject_id))


def subject_of(site: Site, line: EntryLine) -> Subject | None:
    """Return whom or what an entry is about, None where that has no history of its own (a laptop, the site)."""
    about = line.told.about
    with site.database.read() as connection:
        known = (
            (SubjectKind.PERSON, people_queries.get_worker(connection, about)),
            (SubjectKind.MEMBER, member_queries.member(connection, about)),
            (SubjectKind.CERTIFICATE, certificate_queries.certificate_row(connection, about)),
            (SubjectKind.RECORD, sign_off_queries.entry_of(connection, about)),
            (SubjectKind.COMPETENCY, checklist_queries.current_checklist(connection, about)),
        )
    kind = next((kind for kind, found in known if found is not None), None)
    return subject_named(site, kind, about) if kind else None


def question(connection: Connection, asked: LedgerFilter, zone: tzinfo | None) -> Asked:
    """Return what to ask the storage for a filter."""
    subjects, places = _of_subject(connection, asked.subject) if asked.subject else ((), ())
    return Asked(
        subjects=subjects,
        places=places,
        member=asked.member,
        kinds=_kinds(connection, asked.group) if asked.group else (),
        origin=bytes.fromhex(asked.station),
        since=_stamp(asked.since, zone) if asked.since else 0,
        until=_stamp(asked.until + timedelta(days=1), zone) if asked.until and asked.until < date.max else MAX_STAMP,
    )


def without(asked: LedgerFilter, name: str) -> LedgerFilter:
    """Return the filter with one of its parts ("subject", "member", ...) taken away."""
    return replace(asked, **{name: getattr(LedgerFilter(), name)})


def scope_words(asked: LedgerFilter, names: LedgerNames | None) -> str:
    """Return in words what the ledger is narrowed to, for reports and manifests."""
    parts = [f"about {asked.subject.title} ({asked.subject.kind.value})"] if asked.subject else []
    parts += [f"done by {names.member(asked.member) if names else asked.member}"] if asked.member else []
    parts += [asked.group.value] if asked.group else []
    parts += [f"written on {names.station(asked.station) if names else asked.station}"] if asked.station else []
    parts += [f"from {day_in_words(asked.since)}"] if asked.since else []
    parts += [f"to {day_in_words(asked.until)}"] if asked.until else []
    return f"Entries {', '.join(parts)}" if parts else "All entries"


def _of_subject(connection: Connection, subject: Subject) -> tuple[tuple[str, ...], tuple[Place, ...]]:
    """Return under which names a subject's history lies, and the single entries that belong to it besides."""
    if subject.kind is SubjectKind.PERSON:
        return (subject.id, *certificate_queries.newest_ids_of(connection, subject.id, _MOST_CERTIFICATES)), ()
    if subject.kind is SubjectKind.CERTIFICATE:
        return (subject.id,), ledger_queries.issued_at(connection, [subject.id])
    if subject.kind is SubjectKind.RECORD:
        certificates = certificate_queries.certificates_of_sign_off(connection, subject.id)
        chain = sign_off_queries.amendment_chain(connection, subject.id)
        return (*chain, *certificates), (
            *ledger_queries.signed_at(connection, chain),
            *ledger_queries.issued_at(connection, certificates),
        )
    return (subject.id,), ()


def _kinds(connection: Connection, group: Group) -> tuple[str, ...]:
    """Return the kinds of a group; of the newer ones those that are here."""
    if group is not Group.NEWER:
        return kinds_of(group)
    return tuple(kind for kind in ledger_queries.kinds_here(connection) if group_of(kind) is Group.NEWER) or ("",)


def _stamp(day: date, zone: tzinfo | None) -> int:
    """Return the first stamp of a local day; 0 for days before there were stamps."""
    return milliseconds(datetime.combine(day, time.min, zone)) << COUNTER_BITS if day.year > 1970 else 0


def _number(person: PersonRow) -> str:
    return f"{person.employee_no} · {person.latin_name}" if person.latin_name else person.employee_no


def _has(words: list[str], text: str) -> bool:
    folded = fold(text)
    return all(word in folded for word in words)


def _competency(key: str, title: str) -> Subject:
    return Subject(kind=SubjectKind.COMPETENCY, id=key, title=title, detail=key)


def _certificate(certificate_id: str, number: str, holder: str) -> Subject:
    return Subject(kind=SubjectKind.CERTIFICATE, id=certificate_id, title=number, detail=isolated(holder))
