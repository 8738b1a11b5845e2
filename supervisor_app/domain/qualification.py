"""What somebody holds on a day, and why: one pure function of their history, for any day, with the trace of reasons."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum

from supervisor_app.domain.calendar import DUE_SOON_DAYS, add_months
from supervisor_app.domain.checklist import Checklist
from supervisor_app.domain.dates import day_in_words
from supervisor_app.domain.frozen import dataclass
from supervisor_app.domain.mastery import Attempt, MasteryState, mastery


class HeldStatus(StrEnum):
    """How somebody stands with one competency. Valid and due soon both hold; declared is paper of others, never assessed here."""

    VALID = "valid"
    DUE_SOON = "due_soon"
    EXPIRED = "expired"
    NOT_YET = "not_yet"
    NEVER = "never"
    SUSPENDED = "suspended"
    DECLARED = "declared"


class Clock(StrEnum):
    """What decides the day on which a qualification ends."""

    VALIDITY = "validity"
    CONTINUITY = "continuity"
    TRIGGER = "trigger"
    REVISION = "revision"
    NONE = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """Something that ends a qualification at once: a trigger event, or a revision that asks for a new evaluation."""

    at: datetime
    clock: Clock
    text: str
    sign_off: str = ""  # only what rests on this sign-off ends; "" for whatever decides


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """A span in which the certificate of a sign-off was on hold: first and last day (None while it is open), and why."""

    sign_off: str
    first: date
    last: date | None
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """What is known about one worker and one competency, in any order: attempts, confirmations, endings, holds (times aware)."""

    attempts: tuple[Attempt, ...] = ()
    confirmed: tuple[datetime, ...] = ()
    endings: tuple[Ending, ...] = ()
    holds: tuple[Hold, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """What somebody holds on a day. `due` is the last day it holds (for a trigger: the day that ended it), None without end.

    `clock` names what decided it, `sentence` says it in words, `trace` lists every reason. `covers` tells whether they hold it
    at a level that counts as cover. Of what is made of others `parts` are the competencies it needs, `missing` those without a
    certificate in force.
    """

    competency: str
    status: HeldStatus
    level: str = ""
    covers: bool = False
    since: date | None = None
    due: date | None = None
    clock: Clock = Clock.NONE
    sentence: str = ""
    trace: tuple[str, ...] = ()
    sign_off: str = ""
    mastery: MasteryState | None = None
    parts: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()

    @property
    def holds(self) -> bool:
        """Whether the qualification holds on the day."""
        return self.status in (HeldStatus.VALID, HeldStatus.DUE_SOON)


def qualification(history: History, checklist: Checklist, on: date, *, soon_days: int = DUE_SOON_DAYS) -> Held:
    """Return what the history gives on a day by the checklist's rules of mastery and validity, with the reasons."""
    state = mastery(checklist.mastery, history.attempts, on)
    if state.met_on is None:
        return _without(history, checklist, on, state)
    deciding = next(attempt for attempt in history.attempts if attempt.sign_off == state.met_by)
    ends = _ends(history, checklist, deciding, on)
    due, clock, why = min(ends, key=lambda end: end[0], default=(None, Clock.NONE, ""))
    status = _status(due, clock, on, soon_days)
    hold = _hold(history, deciding, on) if status is not HeldStatus.EXPIRED else None
    if hold is not None:
        status, why = HeldStatus.SUSPENDED, _hold_words(hold)
    covers = _rank(checklist, deciding.level) >= _rank(checklist, checklist.cover_from)
    trace = (
        f"Met {day_in_words(deciding.day)}: {state.sentence}",
        *(text for _, _, text in sorted(ends, key=lambda end: end[0])),
    )
    return Held(
        competency=checklist.competency,
        status=status,
        level=deciding.level,
        covers=covers and status in (HeldStatus.VALID, HeldStatus.DUE_SOON),
        since=deciding.day,
        due=due,
        clock=clock,
        sentence=why or f"Holds since {day_in_words(deciding.day)}; it has no end date.",
        trace=trace,
        sign_off=deciding.sign_off,
        mastery=state,
    )


def valid_until(checklist: Checklist, since: date) -> date | None:
    """Return the last day that a qualification met on `since` can hold by its validity; None without end."""
    months = checklist.validity.months
    return None if months is None else add_months(since, months)


def _without(history: History, checklist: Checklist, on: date, state: MasteryState) -> Held:
    tried = [attempt for attempt in history.attempts if attempt.day <= on]
    if not tried:
        sentence = "Never assessed."
        return Held(competency=checklist.competency, status=HeldStatus.NEVER, sentence=sentence, trace=(sentence,), mastery=state)
    last = max(tried, key=lambda attempt: (attempt.at, attempt.sign_off))
    result = "competent" if last.success else "not yet competent"
    trace = (f"Last assessed {day_in_words(last.day)}: {result}.", state.sentence)
    return Held(competency=checklist.competency, status=HeldStatus.NOT_YET, sentence=state.sentence, trace=trace, mastery=state)


_End = tuple[date, Clock, str]


def _ends(history: History, checklist: Checklist, deciding: Attempt, on: date) -> list[_End]:
    """Return every clock that runs against the qualification: its last day, its kind, its sentence."""
    ends: list[_End] = []
    until = valid_until(checklist, deciding.day)
    if until is not None:
        ends.append((until, Clock.VALIDITY, _validity_words(checklist, until, on)))
    if checklist.validity.confirm_every_months is not None:
        ends.append(_continuity(history, checklist.validity.confirm_every_months, deciding, on))
    ends += [
        (ending.at.date(), ending.clock, f"Ended on {day_in_words(ending.at.date())}: {ending.text}")
        for ending in history.endings
        if ending.at > deciding.at and ending.at.date() <= on and ending.sign_off in ("", deciding.sign_off)
    ]
    return ends


def _hold(history: History, deciding: Attempt, on: date) -> Hold | None:
    """Return the hold on the deciding sign-off's certificate that is on, the one that ends last."""
    found = [
        one
        for one in history.holds
        if one.sign_off == deciding.sign_off and one.first <= on and (one.last is None or on <= one.last)
    ]
    return max(found, key=lambda one: (one.last or date.max, one.first), default=None)


def _hold_words(hold: Hold) -> str:
    until = f" to {day_in_words(hold.last)}" if hold.last else ""
    return f"On hold from {day_in_words(hold.first)}{until}: {hold.text}"


def _validity_words(checklist: Checklist, until: date, on: date) -> str:
    clause = f" ({checklist.validity.clause})" if checklist.validity.clause else ""
    verb = "Ended" if on > until else "Ends"
    return f"{verb} on {day_in_words(until)}: {checklist.validity.months} months are over{clause}."


def _continuity(history: History, months: int, deciding: Attempt, on: date) -> _End:
    """Walk from confirmation to confirmation; the first gap that is too long ends it, and a later one cannot heal it."""
    due = add_months(deciding.day, months)
    for confirmed in sorted(moment.date() for moment in history.confirmed):
        if confirmed > min(due, on):
            break
        if confirmed > deciding.day:
            due = add_months(confirmed, months)
    verb = "Lapsed" if on > due else "Lapses"
    return due, Clock.CONTINUITY, f"{verb} on {day_in_words(due)} without a confirmation: {months} months since the last."


def _status(due: date | None, clock: Clock, on: date, soon_days: int) -> HeldStatus:
    if due is None:
        return HeldStatus.VALID
    if on > due or clock in (Clock.TRIGGER, Clock.REVISION):
        return HeldStatus.EXPIRED
    return HeldStatus.DUE_SOON if due - on <= timedelta(days=soon_days) else HeldStatus.VALID


def _rank(checklist: Checklist, level: str) -> int:
    return next((place for place, one in enumerate(checklist.levels) if one.key == level), -1)


def sort_by_need(held: Sequence[Held]) -> tuple[Held, ...]:
    """Return what needs a visit first: expired, due soon (the nearest first), begun, never, then what holds longest."""
    order = (
        HeldStatus.EXPIRED,
        HeldStatus.SUSPENDED,
        HeldStatus.DUE_SOON,
        HeldStatus.NOT_YET,
        HeldStatus.DECLARED,
        HeldStatus.NEVER,
        HeldStatus.VALID,
    )
    return tuple(sorted(held, key=lambda one: (order.index(one.status), one.due or date.max, one.competency)))
