"""How long what is held about a worker is kept, what is due to go on a day, and in words why the rest stays.

Nothing here decides by itself: what is due is listed for an admin, who erases it or places a legal hold.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from enum import StrEnum

from supervisor_app.domain.calendar import add_months
from supervisor_app.domain.dates import day_in_words
from supervisor_app.domain.erasure import Scope
from supervisor_app.domain.frozen import dataclass


class RecordClass(StrEnum):
    """The classes of what is held about a worker."""

    FACTS = "facts"
    RECORDS = "records"
    DRAFTS = "drafts"


class Start(StrEnum):
    """What starts the clock of a class."""

    LEFT = "left"
    LEFT_OR_ENDED = "left_or_ended"
    SAVED = "saved"


@dataclass(frozen=True, slots=True, kw_only=True)
class RetentionClass:
    """One class: what it is called, what starts its clock, and how long it is kept then: `count` of `unit` (years or days)."""

    key: RecordClass
    title: str
    start: Start
    count: int
    unit: str

    @property
    def words(self) -> str:
        """The rule as a sentence."""
        after = {
            Start.LEFT: "after a worker left",
            Start.LEFT_OR_ENDED: "after a worker left or a qualification ended",
            Start.SAVED: "after they were last worked on",
        }[self.start]
        unit = self.unit[:-1] if self.count == 1 else self.unit
        return f"{self.title}: {self.count} {unit} {after}."


STANDARD: tuple[RetentionClass, ...] = (
    RetentionClass(key=RecordClass.FACTS, title="Names, numbers and jobs", start=Start.LEFT, count=2, unit="years"),
    RetentionClass(key=RecordClass.RECORDS, title="Sign-offs and certificates", start=Start.LEFT_OR_ENDED, count=5, unit="years"),
    RetentionClass(key=RecordClass.DRAFTS, title="Drafts", start=Start.SAVED, count=90, unit="days"),
)
"""What holds until the site sets its own times. No law names one number for all trades: the site has to check its own."""

LIMITS: Mapping[RecordClass, tuple[int, int]] = {
    RecordClass.FACTS: (0, 100),
    RecordClass.RECORDS: (0, 100),
    RecordClass.DRAFTS: (1, 3650),
}
"""The least and the most that a site may set, in the unit of the class."""


@dataclass(frozen=True, slots=True)
class SignedRecord:
    """A sign-off or a certificate as retention sees it; `ended` is the day after which nothing is valid that rests on it."""

    id: str
    ended: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """What of one worker may go on a day: how much, since when, and the sentence that says why."""

    worker: str
    scope: Scope
    since: date
    words: str
    records: tuple[str, ...] = ()


def rule_of(classes: Iterable[RetentionClass], key: RecordClass) -> RetentionClass:
    """Return one class of a site's rules."""
    return next(one for one in classes if one.key is key)


def kept_until(rule: RetentionClass, start: date | None) -> date | None:
    """Return the last day on which something is kept whose clock started on `start`; None while it has not started."""
    if start is None:
        return None
    try:
        return start + timedelta(days=rule.count) if rule.unit == "days" else add_months(start, 12 * rule.count)
    except (OverflowError, ValueError):
        return date.max


def record_start(left: date | None, ended: date | None, today: date) -> date | None:
    """Return when the clock of a signed record started: the worker left, or the qualification ended; of both, the later one."""
    over = [day for day in (left, ended) if day is not None and day <= today]
    if ended is not None and ended > today:
        return None  # something valid still rests on it, whoever left
    return max(over, default=None)


def due_of(
    worker: str,
    classes: Iterable[RetentionClass],
    *,
    left: date | None,
    records: Iterable[SignedRecord],
    facts_gone: bool,
    today: date,
) -> Due | None:
    """Return what of a worker's content may go on `today`, None where nothing may; `facts_gone` where the name went before."""
    rules = tuple(classes)
    kept = tuple(records)
    facts_end = None if facts_gone else kept_until(rule_of(rules, RecordClass.FACTS), left)
    record_rule = rule_of(rules, RecordClass.RECORDS)
    ends = {one.id: kept_until(record_rule, record_start(left, one.ended, today)) for one in kept}
    over = {key: end for key, end in ends.items() if end is not None and end < today}
    facts_over = facts_end is not None and facts_end < today
    if not facts_over and not over:
        return None
    since = min([*over.values(), *([facts_end] if facts_over and facts_end else [])])
    if len(over) == len(kept) and (facts_over or facts_gone):
        return Due(worker=worker, scope=Scope.EVERYTHING, since=since, words="The time of everything held about them is over.")
    scope = Scope.FACTS if facts_over else Scope.RECORDS
    return Due(
        worker=worker, scope=scope, since=since, words=_words(facts_over, len(over), len(kept)), records=tuple(sorted(over))
    )


def _words(facts_over: bool, over: int, kept: int) -> str:
    parts = ["The time of their name, number and job is over."] if facts_over else []
    if over:
        parts.append(f"The time of {over} of {kept} signed records is over.")
    elif kept:
        parts.append(f"{kept} signed record{'' if kept == 1 else 's'} must stay.")
    return " ".join(parts)


def stay_words(rule: RetentionClass, ends: Iterable[date | None]) -> str:
    """Return until when signed records stay, as the end of a sentence: "until 3 May 2031" or why there is no day yet."""
    days = list(ends)
    if not days or None in days:
        unit = rule.unit[:-1] if rule.count == 1 else rule.unit
        return f"until {rule.count} {unit} after they left or the qualification ended"
    return f"until {day_in_words(max(day for day in days if day is not None))}"
