"""What was added to assessments after their sign-off, read from the projections with who withdrew or countersigned it.

An act that names a record it does not fit (another worker, competency or team) belongs to none and is found by nobody here.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from supervisor_app.domain.frozen import dataclass
from supervisor_app.domain.observation import EvidenceFile
from supervisor_app.storage.connection import Connection
from supervisor_app.storage.driver import driver

_LINE = (
    "a.id, a.sign_off, a.step, a.worker, a.competency, a.team, a.digest, a.media, a.size, a.caption, a.reason, a.author, "
    "a.author_title, a.moment, a.signer, a.signed, a.questioned, a.by_trainee, a.at"
)
_OWN = (
    "attached a JOIN sign_off s ON s.id = a.sign_off AND s.worker = a.worker AND s.competency = a.competency AND s.team = a.team"
)
_ORDER = "a.at, a.origin, a.seq"
# Nobody countersigns what they added; a trainee withdraws only that.
_COUNTS = (
    "w.attachment = a.id AND w.sign_off = a.sign_off AND w.worker = a.worker AND w.competency = a.competency AND w.team = a.team "
    "AND w.questioned = '' AND ((w.kind = 'evidence.countersigned' AND w.signer <> a.signer) "
    "OR (w.kind = 'evidence.withdrawn' AND (w.by_trainee = 0 OR w.signer = a.signer)))"
)
_SAID = (
    "SELECT DISTINCT w.attachment, w.sign_off, w.kind, w.author, w.author_title, w.moment, w.reason, w.at, w.origin, w.seq "  # noqa: S608 - our own names
    f"FROM attached a JOIN attached_act w ON {_COUNTS} WHERE a.id IN (SELECT value FROM json_each(?)) "
    "ORDER BY w.at, w.origin, w.seq"
)
_CORRECTED = (
    "WITH RECURSIVE line(id, back) AS (SELECT ?1, 0 UNION SELECT s.amends, line.back + 1 FROM line "
    "JOIN sign_off s ON s.id = line.id WHERE s.amends <> '' AND line.back < 100)"
)


@dataclass(frozen=True, slots=True)
class Said:
    """Who withdrew or countersigned something, when (RFC 3339, as it was signed), and what they said of it."""

    author: str
    author_title: str
    moment: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AttachedLine:
    """One file that was added to a sign-off: by whom (`member`, an id; printed name and title), when, why, and how it stands."""

    id: str
    sign_off_id: str
    step: str
    worker_id: str
    competency: str
    team: str
    file: EvidenceFile
    caption: str
    reason: str
    author: str
    author_title: str
    moment: str  # RFC 3339, as it was signed
    member: str
    day: str  # of the signature, ISO
    questioned: str  # why it does not count, "" where it does
    by_trainee: bool
    at: int
    confirmed: tuple[Said, ...] = ()  # who countersigned it and may, the first of them first
    withdrawn: Said | None = None

    @property
    def waits(self) -> bool:
        """Whether it counts only once somebody else has countersigned it, and nobody has."""
        return self.by_trainee and not self.confirmed and self.withdrawn is None and not self.questioned

    @property
    def counts(self) -> bool:
        """Whether it is evidence of its assessment: not withdrawn, not waiting, added by somebody who might."""
        return self.withdrawn is None and not self.waits and not self.questioned


def attached_to(connection: Connection, sign_off_id: str) -> tuple[AttachedLine, ...]:
    """Return what was added to a sign-off, and to those that it corrects, oldest first; withdrawn ones among them."""
    same = "(SELECT 1 FROM sign_off r WHERE r.id = ?1 AND r.worker = a.worker AND r.competency = a.competency)"
    statement = (
        f"{_CORRECTED} SELECT {_LINE} FROM {_OWN} WHERE a.sign_off IN (SELECT id FROM line) "  # noqa: S608 - our own names
        f"AND EXISTS {same} ORDER BY {_ORDER}"
    )
    return _lines(connection, driver(connection).execute(statement, (sign_off_id,)).fetchall())


def attachment(connection: Connection, attachment_id: str) -> AttachedLine | None:
    """Return one thing that was added, by its id; None where it is not here."""
    statement = f"SELECT {_LINE} FROM {_OWN} WHERE a.id = ? ORDER BY {_ORDER}"  # noqa: S608 - our own names
    return next(iter(_lines(connection, driver(connection).execute(statement, (attachment_id,)).fetchall())), None)


def attached_about(connection: Connection, worker_id: str, limit: int = 500) -> tuple[AttachedLine, ...]:
    """Return what was added to a worker's sign-offs, oldest first."""
    statement = f"SELECT {_LINE} FROM {_OWN} WHERE a.worker = ? ORDER BY {_ORDER} LIMIT ?"  # noqa: S608 - our own names
    return _lines(connection, driver(connection).execute(statement, (worker_id, limit)).fetchall())


def waiting_attached(connection: Connection, limit: int) -> tuple[AttachedLine, ...]:
    """Return what trainees added and nobody has countersigned or withdrawn yet, oldest first."""
    statement = (
        f"SELECT {_LINE} FROM {_OWN} WHERE a.by_trainee = 1 AND a.questioned = '' "  # noqa: S608 - our own names
        f"AND NOT EXISTS (SELECT 1 FROM attached_act w WHERE {_COUNTS}) ORDER BY {_ORDER} LIMIT ?"
    )
    return _lines(connection, driver(connection).execute(statement, (limit,)).fetchall())


def _lines(connection: Connection, rows: Iterable[Sequence[Any]]) -> tuple[AttachedLine, ...]:
    """Return rows as records with what was said of each."""
    found = [_line(row) for row in rows]
    said = _said(connection, {line.id for line in found}) if found else {}
    return tuple(_with_said(line, said) for line in found)


def _said(connection: Connection, ids: Iterable[str]) -> Mapping[tuple[str, str, str], list[Said]]:
    """Return the acts that count, oldest first, by attachment, sign-off and kind."""
    found: defaultdict[tuple[str, str, str], list[Said]] = defaultdict(list)
    for name, sign_off, kind, author, title, moment, reason, *_ in driver(connection).execute(_SAID, (json.dumps(sorted(ids)),)):
        found[name, sign_off, kind].append(Said(author, title, moment, reason))
    return found


def _with_said(line: AttachedLine, said: Mapping[tuple[str, str, str], list[Said]]) -> AttachedLine:
    confirmed = said.get((line.id, line.sign_off_id, "evidence.countersigned"), [])
    withdrawn = said.get((line.id, line.sign_off_id, "evidence.withdrawn"), [])
    return replace(line, confirmed=tuple(confirmed), withdrawn=withdrawn[0] if withdrawn else None)


def _line(row: Sequence[Any]) -> AttachedLine:
    return AttachedLine(
        id=row[0],
        sign_off_id=row[1],
        step=row[2],
        worker_id=row[3],
        competency=row[4],
        team=row[5],
        file=EvidenceFile(digest=row[6], media=row[7], size=row[8]),
        caption=row[9],
        reason=row[10],
        author=row[11],
        author_title=row[12],
        moment=row[13],
        member=row[14],
        day=row[15],
        questioned=row[16],
        by_trainee=bool(row[17]),
        at=row[18],
    )
