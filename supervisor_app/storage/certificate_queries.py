"""Certificates and their prints, read from the projections."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from supervisor_app.domain.calendar import DUE_SOON_DAYS
from supervisor_app.domain.certificate_acts import LifeState
from supervisor_app.domain.decision import ActSignature
from supervisor_app.domain.names import fold
from supervisor_app.frozen import dataclass
from supervisor_app.ledger.envelope import decode_content
from supervisor_app.storage.connection import Connection

if TYPE_CHECKING:
    from supervisor_app.domain.certificate import IssuedCertificate

CERTIFICATE = "certificate"
_MAX_PRODUCT = 32
_PRINTS = "(SELECT count(*) FROM printed p WHERE p.certificate = c.id)"
_PARTS = "FROM stands_on s JOIN certificate b ON b.id = s.part WHERE s.certificate = c.id"
# When it is on hold: its own holds, and whenever something that it stands on does not hold although its paper says so.
_SPANS = (
    "(SELECT group_concat(x.first || ' ' || coalesce(x.last, '')) FROM ("  # noqa: S608 - our own names
    "SELECT h.first, h.last FROM certificate_hold h WHERE h.certificate = c.id UNION ALL "
    "SELECT h.first, h.last FROM stands_on s JOIN certificate_hold h ON h.certificate = s.part WHERE s.certificate = c.id "
    f"UNION ALL SELECT b.withdrawn, NULL {_PARTS} AND b.withdrawn IS NOT NULL "
    f"UNION ALL SELECT b.issued, NULL {_PARTS} AND b.questioned <> '' "
    f"UNION ALL SELECT date(b.ends, '+1 day'), NULL {_PARTS} AND b.ends IS NOT b.valid_until AND b.replaced IS NULL) x)"
)
_ROW = (
    "c.id, c.number, c.worker, c.holder, c.employee_no, c.competency, c.title, c.level, c.issued, c.valid_until, "
    f"c.checklist_digest, {_PRINTS}, c.questioned, c.ends, c.withdrawn, c.replaced, c.successor, c.confirm_months, "
    f"{_SPANS}"
)
_STANDS = "c.questioned = '' AND (c.withdrawn IS NULL OR c.withdrawn > ?) AND (c.replaced IS NULL OR c.replaced > ?)"
_ON = "AND h.first <= ? AND (h.last IS NULL OR h.last >= ?)"
_HELD = (
    f"(SELECT h.certificate FROM certificate_hold h WHERE true {_ON} "  # noqa: S608 - our own names
    "UNION SELECT s.certificate FROM stands_on s JOIN certificate b ON b.id = s.part WHERE b.withdrawn <= ? "
    "OR b.questioned <> '' OR (b.ends IS NOT b.valid_until AND b.ends < ? AND b.replaced IS NULL) "
    f"OR EXISTS (SELECT 1 FROM certificate_hold h WHERE h.certificate = b.id {_ON}))"
)
"""The few that are on hold, or stand on one that does not hold, found once: not asked for every certificate."""
_GOES_ON = "(c.ends IS NULL OR c.ends >= ?)"
_NOT_OUTLASTED = (
    "c.withdrawn IS NULL AND c.replaced IS NULL "
    "AND NOT EXISTS (SELECT 1 FROM certificate n WHERE n.worker = c.worker AND n.competency = c.competency AND n.id <> c.id "
    "AND n.questioned = '' AND n.withdrawn IS NULL AND n.replaced IS NULL AND (n.ends IS NULL OR n.ends > c.ends))"
)


class Which(StrEnum):
    """Which certificates a list shows."""

    ALL = "all"
    VALID = "valid"
    ENDED = "ended"
    TO_PRINT = "to_print"
    DUE = "due"  # ends within a month or ended within a year, and no later one outlasts it
    LAPSING = "lapsing"  # ends within 90 days, and no later one outlasts it
    ON_HOLD = "on_hold"
    WITHDRAWN = "withdrawn"
    REPLACED = "replaced"
    DECLARED = "declared"  # paper of others, which lies in a table of its own (certificate_life_queries)


_WHERE = {
    Which.ALL: "? IS NOT NULL",
    Which.VALID: f"{_GOES_ON} AND {_STANDS} AND c.id NOT IN {_HELD}",
    Which.ENDED: f"c.ends < ? AND {_STANDS}",
    Which.TO_PRINT: f"c.id IN (SELECT certificate FROM to_print) AND {_STANDS}",  # noqa: S608 - our own names
    Which.DUE: f"c.ends BETWEEN date(?, '-365 days') AND date(?, '+30 days') AND {_NOT_OUTLASTED}",
    Which.LAPSING: f"c.ends BETWEEN ? AND date(?, '+90 days') AND c.questioned = '' AND {_NOT_OUTLASTED}",
    Which.ON_HOLD: f"{_GOES_ON} AND {_STANDS} AND c.id IN {_HELD}",
    Which.WITHDRAWN: "c.withdrawn <= ?",
    Which.DECLARED: "? IS NULL",
    Which.REPLACED: "c.replaced <= ? AND (c.withdrawn IS NULL OR c.withdrawn > ?)",
}
_NEWEST = "c.issued DESC, c.number DESC, c.id DESC"
_ORDER = dict.fromkeys((Which.DUE, Which.LAPSING), "c.ends, c.holder, c.id")
BY_END = frozenset(_ORDER)
"""Lists that show what ends soonest first."""


Place = tuple[str, str, str]
"""Where a row stands in the list, newest first: day of issue (ISO), number, id."""


@dataclass(frozen=True, slots=True)
class SignedCertificate:
    """A certificate as it lies in the ledger: the record, the issuing member's signature, the entry's hash and stamp."""

    certificate: IssuedCertificate
    signature: ActSignature
    hash: bytes
    at: int


@dataclass(frozen=True, slots=True)
class CertificateRow:
    """What lists show of a certificate; `printed` counts its papers."""

    id: str
    number: str
    worker_id: str
    holder: str
    employee_no: str
    competency: str
    title: str
    level: str
    issued: date
    valid_until: date | None
    checklist_digest: str
    printed: int
    questioned: str = ""  # why it does not count
    ends: date | None = None  # by the earliest of its clocks as known now
    withdrawn: date | None = None
    replaced: date | None = None
    successor: str = ""  # credential id of the one that replaced it
    confirm_months: int = 0  # it lapses without a confirmation in this time
    holds: tuple[tuple[date, date | None], ...] = ()  # first and last day on hold, no last one while nobody lifted it

    @property
    def stands(self) -> bool:
        """Whether it was neither withdrawn nor replaced, and counts."""
        return not self.questioned and self.withdrawn is None and self.replaced is None

    def held_until(self, day: date) -> tuple[bool, date | None]:
        """Return whether it is on hold on a day, and the last day of the hold (None while it is open)."""
        on = [last for first, last in self.holds if first <= day and (last is None or day <= last)]
        return bool(on), None if None in on else max((last for last in on if last), default=None)

    def state(self, day: date) -> LifeState:
        """Return where it stands on a day; the same as domain.certificate_life.standing says from all acts."""
        if self.withdrawn is not None and self.withdrawn <= day:
            return LifeState.WITHDRAWN
        if self.replaced is not None and self.replaced <= day:
            return LifeState.REPLACED
        if self.ends is not None and self.ends < day:
            return LifeState.EXPIRED
        if self.held_until(day)[0]:
            return LifeState.SUSPENDED
        soon = self.ends is not None and (self.ends - day).days <= DUE_SOON_DAYS
        return LifeState.DUE_SOON if soon else LifeState.VALID


def get_certificate(connection: Connection, certificate_id: str) -> SignedCertificate | None:
    """Return a certificate by its credential id; None where there is none, or its content was erased."""
    from supervisor_app.ledger.contents import read_body  # lists are shown without loading every kind

    statement = (
        "SELECT e.kind, e.content, e.hash, c.at FROM certificate c JOIN entry e ON e.origin = c.origin AND e.seq = c.seq "
        "WHERE c.id = ?"
    )
    row = connection.exec_driver_sql(statement, (certificate_id,)).first()
    if row is None or row[1] is None:
        return None
    content = decode_content(row[1])
    if content.signature is None:
        raise ValueError("an act without signature is never projected")
    return SignedCertificate(read_body(row[0], content.body), content.signature, row[2], row[3])


def certificate_rows(
    connection: Connection,
    today: date,
    *,
    text: str = "",
    which: Which = Which.ALL,
    limit: int = 100,
    offset: int = 0,
    after: Place | None = None,
) -> tuple[CertificateRow, ...]:
    """Return a page of certificates, newest first (those that are due: soonest first).

    `text` finds any part of holder, number, employee number or title. `after` is the place of the last row seen: the page behind
    it comes without walking over the rows before, however many there are (newest first only).
    """
    where, values = _search(today, text, which)
    if after is not None:
        where, values = f"{where} AND (c.issued, c.number, c.id) < (?, ?, ?)", (*values, *after)
    order = _ORDER.get(which, _NEWEST)
    statement = f"SELECT {_ROW} FROM certificate c WHERE {where} ORDER BY {order} LIMIT ? OFFSET ?"  # noqa: S608 - our own names
    return tuple(_row(row) for row in connection.exec_driver_sql(statement, (*values, limit, offset)))


def count_certificates(connection: Connection, today: date, *, text: str = "", which: Which = Which.ALL) -> int:
    """Return how many certificates `certificate_rows` would find in all."""
    where, values = _search(today, text, which)
    return int(connection.exec_driver_sql(f"SELECT count(*) FROM certificate c WHERE {where}", values).scalar_one())  # noqa: S608


def certificate_row(connection: Connection, certificate_id: str) -> CertificateRow | None:
    """Return one row by the credential's id."""
    row = connection.exec_driver_sql(f"SELECT {_ROW} FROM certificate c WHERE c.id = ?", (certificate_id,)).first()  # noqa: S608
    return _row(row) if row else None


def certificates_numbered(connection: Connection, beginning: str, limit: int) -> tuple[CertificateRow, ...]:
    """Return certificates whose number begins like this, found by the index; none for an empty beginning."""
    if not beginning:
        return ()
    statement = f"SELECT {_ROW} FROM certificate c WHERE c.number >= ? AND c.number < ? ORDER BY c.number DESC LIMIT ?"  # noqa: S608
    rows = connection.exec_driver_sql(statement, (beginning, f"{beginning}\U0010ffff", limit))
    return tuple(_row(row) for row in rows)


def certificate_ids(connection: Connection) -> tuple[str, ...]:
    """Return the credential ids of all certificates."""
    return tuple(connection.exec_driver_sql("SELECT id FROM certificate ORDER BY id").scalars())


def worker_certificates(connection: Connection, worker_id: str) -> tuple[CertificateRow, ...]:
    """Return a worker's certificates, newest first."""
    statement = f"SELECT {_ROW} FROM certificate c WHERE c.worker = ? ORDER BY c.issued DESC, c.number DESC, c.id"  # noqa: S608
    return tuple(_row(row) for row in connection.exec_driver_sql(statement, (worker_id,)))


def certificates_in(connection: Connection, competencies: Iterable[str]) -> tuple[CertificateRow, ...]:
    """Return the certificates of some competencies that count, whatever their state, in the order of their ids."""
    statement = (
        f"SELECT {_ROW} FROM certificate c WHERE c.competency IN (SELECT value FROM json_each(?)) "  # noqa: S608 - our own names
        "AND c.questioned = '' ORDER BY c.id"
    )
    return tuple(_row(row) for row in connection.exec_driver_sql(statement, (json.dumps(sorted(competencies)),)))


def newest_ids_of(connection: Connection, worker_id: str, limit: int) -> tuple[str, ...]:
    """Return the ids of a worker's newest certificates, and nothing else about them."""
    statement = "SELECT id FROM certificate WHERE worker = ? ORDER BY issued DESC LIMIT ?"
    return tuple(row[0] for row in connection.exec_driver_sql(statement, (worker_id, limit)))


def ending_between(connection: Connection, first: date, last: date, limit: int = 1000) -> tuple[CertificateRow, ...]:
    """Return the certificates that end from `first` to `last`, soonest first, but not those that a later one outlasts."""
    statement = (
        f"SELECT {_ROW} FROM certificate c WHERE c.ends BETWEEN ? AND ? "  # noqa: S608 - our own names
        f"AND {_NOT_OUTLASTED} ORDER BY c.ends, c.holder, c.id LIMIT ?"
    )
    return tuple(_row(row) for row in connection.exec_driver_sql(statement, (first.isoformat(), last.isoformat(), limit)))


def latest_by_competency(connection: Connection, worker_id: str) -> dict[str, CertificateRow]:
    """Return, for each competency a worker was certified in, the certificate that counts and holds longest.

    One that was withdrawn or replaced comes last: it is returned only where there is no other.
    """
    found: dict[str, CertificateRow] = {}
    for row in worker_certificates(connection, worker_id):
        if row.questioned:
            continue
        best = found.get(row.competency)
        if best is None or _end(row) > _end(best):
            found[row.competency] = row
    return found


def ids_numbered(connection: Connection, text: str) -> tuple[str, ...]:
    """Return the ids of the certificates with this number or this id."""
    statement = "SELECT id FROM certificate WHERE id = ?1 OR number = ?1 ORDER BY id"
    return tuple(connection.exec_driver_sql(statement, (text,)).scalars())


def last_number(connection: Connection, prefix: str) -> str:
    """Return the highest certificate number that begins with `prefix`, by length then text; "" where there is none."""
    statement = (
        "SELECT number FROM certificate WHERE number >= ? AND number < ? ORDER BY length(number) DESC, number DESC LIMIT 1"
    )
    return connection.exec_driver_sql(statement, (prefix, f"{prefix}\U0010ffff")).scalar() or ""


def holders_of_all(connection: Connection, competencies: Sequence[str]) -> tuple[str, ...]:
    """Return the workers with a certificate of every one of some competencies, whatever its state, by their ids."""
    statement = (
        "SELECT worker FROM certificate WHERE competency IN (SELECT value FROM json_each(?)) AND questioned = '' "
        "AND withdrawn IS NULL AND replaced IS NULL GROUP BY worker HAVING count(DISTINCT competency) = ? ORDER BY worker"
    )
    return tuple(connection.exec_driver_sql(statement, (json.dumps(list(competencies)), len(competencies))).scalars())


def stands_on(connection: Connection, certificates: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Return, for those of some certificates that stand on other certificates of this site, which ones."""
    found: dict[str, list[str]] = {}
    statement = (
        "SELECT s.certificate, s.part FROM json_each(?) j JOIN stands_on s ON s.certificate = j.value "
        "JOIN certificate b ON b.id = s.part ORDER BY 1, 2"
    )
    for above, below in connection.exec_driver_sql(statement, (json.dumps(sorted(certificates)),)):
        found.setdefault(above, []).append(below)
    return {above: tuple(below) for above, below in found.items()}


def certificates_of_sign_off(connection: Connection, sign_off_id: str) -> tuple[str, ...]:
    """Return the ids of the certificates that rest on a sign-off."""
    statement = "SELECT certificate FROM certified WHERE sign_off = ? ORDER BY certificate"
    return tuple(connection.exec_driver_sql(statement, (sign_off_id,)).scalars())


def printed_name(certificate_id: str, product: str) -> str:
    """Return under which name the papers of a product are counted: the certificate's own id, or that with the product behind."""
    return certificate_id if product == CERTIFICATE else f"{certificate_id}#{product[:_MAX_PRODUCT]}"


def times_printed(connection: Connection, certificate_id: str, product: str = CERTIFICATE) -> int:
    """Return how many papers of a certificate were printed, or how many of another product made of it."""
    name = printed_name(certificate_id, product)
    return int(connection.exec_driver_sql("SELECT count(*) FROM printed WHERE certificate = ?", (name,)).scalar_one())


def _search(today: date, text: str, which: Which) -> tuple[str, tuple[str, ...]]:
    parts, values = [_WHERE[which]], [today.isoformat()] * _WHERE[which].count("?")
    for word in fold(text).split():
        parts.append("instr(c.found_by, ?) > 0")
        values.append(word)
    return " AND ".join(parts), tuple(values)


def _row(row: Sequence[Any]) -> CertificateRow:
    until = date.fromisoformat(row[9]) if row[9] else None
    ends, withdrawn, replaced = (date.fromisoformat(day) if day else None for day in row[13:16])
    known: tuple[Any, ...] = (*row[:8], date.fromisoformat(row[8]), until, *row[10:13])
    values: tuple[Any, ...] = (*known, ends, withdrawn, replaced, row[16], row[17], _spans(row[18] or ""))
    return CertificateRow(*values)


def _spans(text: str) -> tuple[tuple[date, date | None], ...]:
    """Return the spans on hold from their text, "2026-03-01 2026-03-31,2026-05-01 "; in the order of their days."""
    pairs = (span.split(" ") for span in text.split(",") if span)
    found = ((date.fromisoformat(first), date.fromisoformat(last) if last else None) for first, last in pairs)
    return tuple(sorted(found, key=lambda span: (span[0], span[1] or date.max)))


def _end(row: CertificateRow) -> tuple[bool, date, date]:
    return row.stands, row.ends or date.max, row.issued
