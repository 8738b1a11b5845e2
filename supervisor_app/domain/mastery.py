"""When repeated sign-offs make somebody competent: the rule, the boxes that are filled, and which visit would finish it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from supervisor_app.domain.calendar import add_months
from supervisor_app.domain.checklist import MasteryRule
from supervisor_app.domain.dates import day_in_words
from supervisor_app.domain.decision import Outcome, SignOff
from supervisor_app.domain.frozen import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """One signed assessment as the rules of mastery see it; `at` is aware, its date is the day of the attempt."""

    sign_off: str
    at: datetime
    assessor: str
    assessor_name: str = ""
    context: str = ""
    success: bool
    critical_failed: bool = False
    level: str = ""

    @property
    def day(self) -> date:
        """The day of the attempt, by the clock it was made under."""
        return self.at.date()


@dataclass(frozen=True, slots=True, kw_only=True)
class MasteryBox:
    """One success that the rule asks for: filled by an attempt, or still empty; `text` says by which or what is missing."""

    filled: bool
    text: str
    sign_off: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MasteryState:
    """Where somebody stands: `met` since `met_on` by sign-off `met_by`; `visits` perfect visits are missing, 0 when met.

    `sentence` says what is missing and which next visit would finish it. `needs` are the conditions of those visits.
    """

    met: bool
    met_on: date | None
    met_by: str
    boxes: tuple[MasteryBox, ...]
    visits: int
    needs: tuple[str, ...]
    sentence: str


def attempt_of(sign_off: SignOff) -> Attempt:
    """Return the attempt that a sign-off is; its context is the machine, else the place, else the job."""
    return Attempt(
        sign_off=sign_off.id,
        at=sign_off.finished,
        assessor=sign_off.assessor_id,
        assessor_name=sign_off.assessor_name,
        context=context_of(sign_off),
        success=sign_off.success,
        critical_failed=critical_failed(sign_off),
        level=sign_off.level,
    )


def context_of(sign_off: SignOff) -> str:
    """Return where an attempt was made: the machine, else the place, else the job."""
    context = sign_off.context
    return context.machine or context.place or context.job


def critical_failed(sign_off: SignOff) -> bool:
    """Whether it was stopped, or failed with a critical step missed."""
    decision = sign_off.decision
    if decision.outcome is Outcome.STOPPED:
        return True
    return not sign_off.success and any(reason.rule == "critical_step" for reason in decision.reasons)


def mastery(rule: MasteryRule, attempts: Iterable[Attempt | SignOff], on: date) -> MasteryState:
    """Return where somebody stands on a day, from the attempts (or sign-offs) up to and including that day, in any order.

    Attempts beyond `attempts_a_day` are not counted (a missed critical step among them still wipes, where the rule says so);
    of the counted ones the last `of_last` matter; the successes must lie within `within_months` of one another.
    """
    made = [attempt_of(one) if isinstance(one, SignOff) else one for one in attempts]
    counted = _counted(rule, made, on)
    deciding = _deciding(rule, counted)
    if deciding is not None:
        return _met(rule, counted, deciding)
    useful = _window(rule, counted, on)
    visits = _visits_missing(rule, counted, on)
    needs = _needs(rule, counted, on, visits)
    boxes = [_box(attempt) for attempt in [one for one in useful if one.success][-rule.successes :]]
    boxes += [MasteryBox(filled=False, text="still missing")] * (rule.successes - len(boxes))
    return MasteryState(
        met=False,
        met_on=None,
        met_by="",
        boxes=tuple(boxes),
        visits=visits,
        needs=needs,
        sentence=_missing_sentence(visits, needs),
    )


def _met(rule: MasteryRule, counted: Sequence[Attempt], deciding: Attempt) -> MasteryState:
    up_to = counted[: counted.index(deciding) + 1]
    successes = [attempt for attempt in _window(rule, up_to, deciding.day) if attempt.success]
    asked = "One success was asked for" if rule.successes == 1 else f"{rule.successes} successes were asked for"
    return MasteryState(
        met=True,
        met_on=deciding.day,
        met_by=deciding.sign_off,
        boxes=tuple(_box(attempt) for attempt in successes[-rule.successes :]),
        visits=0,
        needs=(),
        sentence=f"{asked}; the rule is met since {day_in_words(deciding.day)}.",
    )


def _box(attempt: Attempt) -> MasteryBox:
    by = f", {attempt.assessor_name}" if attempt.assessor_name else ""
    return MasteryBox(filled=True, text=f"{day_in_words(attempt.day)}{by}", sign_off=attempt.sign_off)


def _counted(rule: MasteryRule, attempts: Iterable[Attempt], on: date) -> list[Attempt]:
    """Return the attempts that can matter on a day, oldest first."""
    ordered = sorted((one for one in attempts if one.day <= on), key=lambda one: (one.at, one.sign_off))
    if rule.none_critical_since:
        missed = [place for place, one in enumerate(ordered) if one.critical_failed]
        within_day = _within_day(rule, ordered)
        kept = within_day[missed[-1] + 1 :] if missed else within_day
    else:
        kept = _within_day(rule, ordered)
    counted = [one for one in kept if one is not None]
    return counted if rule.of_last is None else counted[-rule.of_last :]


def _within_day(rule: MasteryRule, ordered: Sequence[Attempt]) -> list[Attempt | None]:
    """Put None in the place of attempts beyond the day's limit."""
    if rule.attempts_a_day is None:
        return list(ordered)
    made: dict[date, int] = {}
    kept: list[Attempt | None] = []
    for attempt in ordered:
        made[attempt.day] = made.get(attempt.day, 0) + 1
        kept.append(None if made[attempt.day] > rule.attempts_a_day else attempt)
    return kept


def _deciding(rule: MasteryRule, counted: Sequence[Attempt]) -> Attempt | None:
    """Return the latest success with which the rule holds."""
    for place in range(len(counted) - 1, -1, -1):
        attempt = counted[place]
        if attempt.success and _holds(rule, _window(rule, counted[: place + 1], attempt.day)):
            return attempt
    return None


def _window(rule: MasteryRule, attempts: Sequence[Attempt], end: date) -> list[Attempt]:
    if rule.within_months is None:
        return list(attempts)
    start = add_months(end, -rule.within_months)
    return [attempt for attempt in attempts if attempt.day > start]


def _holds(rule: MasteryRule, attempts: Iterable[Attempt]) -> bool:
    successes = [attempt for attempt in attempts if attempt.success]
    return (
        len(successes) >= rule.successes
        and len({one.day for one in successes}) >= rule.days
        and len({one.assessor for one in successes}) >= rule.assessors
        and len({one.context for one in successes}) >= rule.contexts
    )


def _finishes(rule: MasteryRule, counted: Sequence[Attempt], visits: Iterable[Attempt]) -> bool:
    together = [*counted, *visits]
    return _deciding(rule, _counted(replace(rule, none_critical_since=False), together, date.max)) is not None


def _perfect(on: date, number: int) -> Attempt:
    """Return the visit that helps most: a success on a new day by a new assessor in a new context."""
    at = datetime.combine(on + timedelta(days=number), datetime.min.time()).astimezone()
    return Attempt(sign_off=f"visit {number}", at=at, assessor=f"assessor {number}", context=f"context {number}", success=True)


def _visits_missing(rule: MasteryRule, counted: Sequence[Attempt], on: date) -> int:
    visits: list[Attempt] = []
    while not _finishes(rule, counted, visits):
        visits.append(_perfect(on, len(visits) + 1))
    return len(visits)


def _needs(rule: MasteryRule, counted: Sequence[Attempt], on: date, count: int) -> tuple[str, ...]:
    """Say what the missing visits must differ in: a condition is needed when the visits do not finish it without."""
    visits = [_perfect(on, number) for number in range(1, count + 1)]
    last = next((one for one in reversed(counted) if one.success), visits[0])
    latest = max((one.at for one in counted if one.day == on), default=None)
    many = count > 1
    today = (
        [replace(visit, at=latest + timedelta(microseconds=place + 1)) for place, visit in enumerate(visits)] if latest else []
    )
    same = {
        "on different days" if many else "on another day": today if latest and latest.date() == on else _one_day(visits),
        "by different assessors" if many else "by another assessor": [replace(visit, assessor=last.assessor) for visit in visits],
        "in different contexts" if many else "in another context": [replace(visit, context=last.context) for visit in visits],
    }
    return tuple(words for words, alike in same.items() if not _finishes(rule, counted, alike))


def _one_day(visits: Sequence[Attempt]) -> list[Attempt]:
    return [replace(visit, at=visits[0].at + timedelta(microseconds=place)) for place, visit in enumerate(visits)]


def _missing_sentence(visits: int, needs: Sequence[str]) -> str:
    how = f", {', '.join(needs)}" if needs else ""
    if visits == 1:
        return f"One more success is missing{how}. The next visit can finish it."
    return f"{visits} more successes are missing{how}. {visits} visits can finish it."
