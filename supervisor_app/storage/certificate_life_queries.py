"""What happened to certificates, read from the projections as the records that domain.certificate_life judges."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from supervisor_app.domain.certificate_life import LifeFacts, LifeKind, SignedAct
from supervisor_app.domain.frozen import dataclass
from supervisor_app.domain.names import fold, full_name
from supervisor_app.storage.connection import Connection
from supervisor_app.storage.driver import driver

_ACTS = (
    "SELECT kind, subject, worker, competency, day, until, successor, reason, author, author_title, signer, signed, questioned, "
    "at, origin, seq, sig FROM certificate_act WHERE subject IN (SELECT value FROM json_each(?)) ORDER BY at, origin, seq"
)
_FACTS = (
    "SELECT id, worker, competency, checklist_digest, evaluated, valid_until, valid_rule, confirm_months FROM certificate "
    "WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id"
)


def acts_about(connection: Connection, subjects: Iterable[str]) -> Mapping[str, tuple[SignedAct, ...]]:
    """Return the acts about certificates or checklists by their subject, oldest first, questioned ones among them.

    One that was written twice (under two origins) stands once.
    """
    found: defaultdict[str, list[SignedAct]] = defaultdict(list)
    known: set[tuple[Any, ...]] = set()
    for row in driver(connection).execute(_ACTS, (json.dumps(sorted(subjects)),)):
        if row[:-2] not in known:
            known.add(row[:-2])
            found[row[1]].append(_act(row))
    return {subject: tuple(acts) for subject, acts in found.items()}


def life_facts_of(connection: Connection, certificates: Iterable[str]) -> tuple[LifeFacts, ...]:
    """Return what some certificates say of their own end, in the order of their ids; those not here are left out."""
    rows = driver(connection).execute(_FACTS, (json.dumps(sorted(certificates)),))
    return tuple(_facts(row) for row in rows)


def acted_on(connection: Connection, worker_id: str = "") -> tuple[str, ...]:
    """Return the ids of certificates that acts are about, counting and not replaced; of one worker, or ("") of all."""
    which = "AND c.worker = ?1" if worker_id else "AND ?1 = ''"
    counts = f"c.questioned = '' AND c.replaced IS NULL {which}"
    statement = (
        f"SELECT c.id FROM certificate_act a JOIN certificate c ON c.id = a.subject WHERE {counts} "  # noqa: S608 - our own names
        f"UNION SELECT c.id FROM certificate_act a JOIN certificate c ON c.checklist_digest = a.subject "
        f"WHERE a.kind = 'checklist.withdrawn' AND {counts} ORDER BY 1"
    )
    return tuple(row[0] for row in driver(connection).execute(statement, (worker_id,)))


def sign_offs_of(connection: Connection, certificates: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
    """Return the sign-offs that some certificates rest on, by their ids."""
    statement = "SELECT certificate, sign_off FROM certified WHERE certificate IN (SELECT value FROM json_each(?)) ORDER BY 1, 2"
    found: defaultdict[str, list[str]] = defaultdict(list)
    for certificate, sign_off in driver(connection).execute(statement, (json.dumps(sorted(certificates)),)):
        found[certificate].append(sign_off)
    return {name: tuple(rest) for name, rest in found.items()}


def count_resting_on(connection: Connection, digest: str, day: date) -> int:
    """Return how many certificates of a checklist's revision were neither withdrawn nor replaced, and last until a day."""
    statement = (
        "SELECT count(*) FROM certificate WHERE checklist_digest = ? AND questioned = '' AND withdrawn IS NULL "
        "AND replaced IS NULL AND (ends IS NULL OR ends >= ?)"
    )
    return int(driver(connection).execute(statement, (digest, day.isoformat())).fetchone()[0])


def _act(row: Sequence[Any]) -> SignedAct:
    return SignedAct(
        kind=LifeKind(row[0]),
        subject=row[1],
        worker_id=row[2],
        competency=row[3],
        on=date.fromisoformat(row[4]),
        until=date.fromisoformat(row[5]) if row[5] else None,
        by=row[6],
        reason=row[7],
        author=row[8],
        author_title=row[9],
        author_id=row[10],
        signed=date.fromisoformat(row[11]),
        questioned=row[12],
        place=(row[13], row[14], row[15]),
        sig=row[16],
    )


def _facts(row: Sequence[Any]) -> LifeFacts:
    return LifeFacts(
        id=row[0],
        worker_id=row[1],
        competency=row[2],
        checklist_digest=row[3],
        evaluated=date.fromisoformat(row[4]),
        valid_until=date.fromisoformat(row[5]) if row[5] else None,
        valid_rule=row[6],
        confirm_every_months=row[7],
    )


@dataclass(frozen=True, slots=True)
class DeclaredRow:
    """Paper of others as a member registered it; `withdrawn` is the day the registration was taken back."""

    id: str
    worker_id: str
    holder: str
    employee_no: str
    competency: str
    title: str
    issuer: str
    number: str
    issued: date | None
    valid_until: date | None
    limits: str
    note: str
    scan: str
    scan_media: str
    author: str
    signed: date
    questioned: str
    withdrawn: date | None
    found_by: str


_TAKEN_BACK = (
    "(SELECT min(a.day) FROM certificate_act a WHERE a.subject = d.id AND a.kind = 'certificate.revoked' AND a.questioned = '' "
    "AND a.worker = d.worker AND a.competency = d.competency)"
)
_HOLDER = ("given_name", "family_name", "country", "given_latin", "family_latin", "employee_no")
_DECLARED = (
    f"SELECT d.id, d.worker, {', '.join(f'w.{name}' for name in _HOLDER)}, d.competency, d.title, d.issuer, d.number, "  # noqa: S608
    f"d.issued, d.valid_until, d.limits, d.note, d.scan, d.scan_media, d.author, d.signed, d.questioned, {_TAKEN_BACK} "
    "FROM declared d LEFT JOIN worker w ON w.id = d.worker"
)
_NEWEST = "ORDER BY d.at DESC, d.origin, d.seq"


def declared_rows(connection: Connection, *, text: str = "") -> tuple[DeclaredRow, ...]:
    """Return all registered paper, the newest registration first; `text` finds any part of holder, title, issuer or number.

    All of it is read: a site registers hundreds, not hundreds of thousands.
    """
    words = fold(text).split()
    rows = (_declared(row) for row in driver(connection).execute(f"{_DECLARED} {_NEWEST}").fetchall())
    return tuple(row for row in rows if all(word in row.found_by for word in words))


def declared_row(connection: Connection, declared_id: str) -> DeclaredRow | None:
    """Return one registered paper by its id."""
    row = driver(connection).execute(f"{_DECLARED} WHERE d.id = ?", (declared_id,)).fetchone()
    return _declared(row) if row else None


def declared_of(connection: Connection, worker_id: str) -> tuple[DeclaredRow, ...]:
    """Return the paper that was registered for a worker, the newest registration first."""
    statement = f"{_DECLARED} WHERE d.worker = ? {_NEWEST}"
    return tuple(_declared(row) for row in driver(connection).execute(statement, (worker_id,)))


def declared_for_competencies(connection: Connection) -> Iterator[DeclaredRow]:
    """Yield the registered paper that speaks for a competency of ours and counts."""
    statement = f"{_DECLARED} WHERE d.competency <> '' AND d.questioned = '' ORDER BY d.at, d.origin, d.seq"
    return (_declared(row) for row in driver(connection).execute(statement).fetchall())


def _declared(row: Sequence[Any]) -> DeclaredRow:
    given, family, country, given_latin, family_latin, number = (value or "" for value in row[2:8])
    latin = f"{given_latin} {family_latin}".strip()
    dates = (date.fromisoformat(row[place]) if row[place] else None for place in (12, 13))
    holder = full_name(given, family, country) or latin or number
    taken_back = date.fromisoformat(row[21]) if row[21] else None
    found_by = fold(" ".join((holder, latin, number, *row[9:12])))
    known: tuple[Any, ...] = (row[0], row[1], holder, number, *row[8:12], *dates, *row[14:19])
    values: tuple[Any, ...] = (*known, date.fromisoformat(row[19]), row[20], taken_back, found_by)
    return DeclaredRow(*values)
