"""What a typed text may mean in the ledger: people, members, competencies, certificates, laptops, kinds and days."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date

from supervisor_app.domain.dates import day_in_words
from supervisor_app.domain.frozen import dataclass
from supervisor_app.domain.names import fold, isolated
from supervisor_app.domain.people import PersonRow
from supervisor_app.domain.texts import in_language
from supervisor_app.exchange.dates import read_day
from supervisor_app.services.ledger_filter import LedgerFilter, Subject, SubjectKind
from supervisor_app.services.ledger_line import Group
from supervisor_app.services.ledger_names import LedgerNames
from supervisor_app.services.ledger_page import EntryLine, choices
from supervisor_app.services.site import Site
from supervisor_app.storage import certificate_queries, checklist_queries, member_queries, people_queries, sign_off_queries


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
        if kind is SubjectKind.CLAIM:
            return Subject(kind=kind, id=subject_id, title="one number")
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


def _number(person: PersonRow) -> str:
    return f"{person.employee_no} · {person.latin_name}" if person.latin_name else person.employee_no


def _has(words: list[str], text: str) -> bool:
    folded = fold(text)
    return all(word in folded for word in words)


def _competency(key: str, title: str) -> Subject:
    return Subject(kind=SubjectKind.COMPETENCY, id=key, title=title, detail=key)


def _certificate(certificate_id: str, number: str, holder: str) -> Subject:
    return Subject(kind=SubjectKind.CERTIFICATE, id=certificate_id, title=number, detail=isolated(holder))
