"""What the ledger is narrowed to: a subject, a member, a group of kinds, a laptop, days; and what the storage is asked for it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta, tzinfo
from enum import StrEnum

from supervisor_app.domain.dates import day_in_words
from supervisor_app.domain.frozen import dataclass
from supervisor_app.ledger.clock import COUNTER_BITS, MAX_STAMP, milliseconds
from supervisor_app.services.ledger_line import Group
from supervisor_app.services.ledger_names import LedgerNames
from supervisor_app.services.ledger_words import group_of, kinds_of
from supervisor_app.storage import certificate_queries, ledger_queries, sign_off_queries
from supervisor_app.storage.database import Connection
from supervisor_app.storage.ledger_queries import Asked, Place

_MOST_CERTIFICATES = 400


class SubjectKind(StrEnum):
    """What the history can be of; a claim's is all that was signed under the same number as one entry (origin in hex:number)."""

    PERSON = "person"
    COMPETENCY = "competency"
    CERTIFICATE = "certificate"
    RECORD = "record"
    MEMBER = "member"
    CLAIM = "number"


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
    if subject.kind is SubjectKind.CLAIM:
        origin, _, seq = subject.id.partition(":")
        return (), ledger_queries.claimed_at(connection, bytes.fromhex(origin), int(seq))
    return (subject.id,), ()


def _kinds(connection: Connection, group: Group) -> tuple[str, ...]:
    """Return the kinds of a group; of the newer ones those that are here."""
    if group is not Group.NEWER:
        return kinds_of(group)
    return tuple(kind for kind in ledger_queries.kinds_here(connection) if group_of(kind) is Group.NEWER) or ("",)


def _stamp(day: date, zone: tzinfo | None) -> int:
    """Return the first stamp of a local day; 0 for days before there were stamps."""
    return milliseconds(datetime.combine(day, time.min, zone)) << COUNTER_BITS if day.year > 1970 else 0
