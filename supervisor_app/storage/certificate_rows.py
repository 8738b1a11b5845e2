"""One certificate as lists show it: what is read of it, and where it stands on a day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from supervisor_app.domain.calendar import DUE_SOON_DAYS
from supervisor_app.domain.certificate_acts import LifeState
from supervisor_app.domain.frozen import dataclass

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
ROW = (
    "c.id, c.number, c.worker, c.holder, c.employee_no, c.competency, c.title, c.level, c.issued, c.valid_until, "
    f"c.checklist_digest, {_PRINTS}, c.questioned, c.ends, c.withdrawn, c.replaced, c.successor, c.confirm_months, "
    f"{_SPANS}"
)
NOT_OUTLASTED = (
    "c.withdrawn IS NULL AND c.replaced IS NULL "
    "AND NOT EXISTS (SELECT 1 FROM certificate n WHERE n.worker = c.worker AND n.competency = c.competency AND n.id <> c.id "
    "AND n.questioned = '' AND n.withdrawn IS NULL AND n.replaced IS NULL AND (n.ends IS NULL OR n.ends > c.ends))"
)


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


def row_of(row: Sequence[Any]) -> CertificateRow:
    """Return what was read as ROW."""
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
