"""Believable answers for the sample site: what a supervisor records when a step goes well, and when it does not."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum

from supervisor_app.domain.checklist import Checklist, Quantity, Step, StepKind
from supervisor_app.domain.observation import MissReason, Observation, Result


class Course(StrEnum):
    """How an assessment of the sample site goes."""

    GOOD = "good"
    GOOD_WITH_GAP = "good_with_gap"  # one other step missed, still above the cut where the checklist allows it
    CRITICAL_MISS = "critical_miss"
    OUT_OF_LIMIT = "out_of_limit"
    SAFETY_STOP = "safety_stop"
    BROKEN_OFF = "broken_off"  # some steps were never seen


MISSES = (
    "looked away twice",
    "had to be told the next step",
    "left the guard open while reaching in",
    "read the wrong scale at first",
    "skipped it until asked",
)


def answers(checklist: Checklist, course: Course, pick: int) -> tuple[Observation, ...]:
    """Return the observations of one assessment in the order of the steps; `pick` (any number) varies what goes wrong.

    Steps that are not in the result were not seen: after a safety stop, or where the assessment was broken off.
    """
    if course is Course.GOOD:
        return tuple(met(step) for step in checklist.steps)
    if course is Course.BROKEN_OFF:
        return tuple(met(step) for step in checklist.steps[: max(1, len(checklist.steps) // 2)])
    wrong = _wrong_step(checklist, course, pick)
    if course is Course.SAFETY_STOP:
        before = tuple(met(step) for step in checklist.steps if step.number < wrong.number)
        return (*before, missed(wrong, pick, MissReason.UNSAFE))
    spoil = outside if course is Course.OUT_OF_LIMIT else missed
    return tuple(spoil(step, pick) if step is wrong else met(step) for step in checklist.steps)


def met(step: Step) -> Observation:
    """Return what is recorded for a step that goes well: values inside the limits, right answers, an accepted choice."""
    return Observation(
        step=step.key,
        result=Result.MET,
        values={quantity.key: _readings(quantity) for quantity in step.quantities},
        choice=next((choice.key for choice in step.choices if choice.accepted), ""),
        scale=max(step.pass_from or 4, 4) if step.kind is StepKind.SCALE else None,
        points=step.expected_points if step.kind is StepKind.QUESTION else None,
    )


def missed(step: Step, pick: int, reason: MissReason = MissReason.NOT_TO_STANDARD) -> Observation:
    """Return what is recorded for a step that was not met, with what was seen in words."""
    return Observation(step=step.key, result=Result.NOT_MET, reason=reason, reason_text=MISSES[pick % len(MISSES)])


def outside(step: Step, pick: int) -> Observation:
    """Return a step whose last limited quantity was measured outside its limits."""
    values = {quantity.key: _readings(quantity) for quantity in step.quantities}
    limited = next(quantity for quantity in reversed(step.quantities) if _has_limit(quantity))
    beyond = limited.maximum + _unit(limited) if limited.maximum is not None else (limited.minimum or Decimal(0)) - _unit(limited)
    values[limited.key] = (*values[limited.key][:-1], beyond)
    return Observation(
        step=step.key,
        result=Result.NOT_MET,
        values=values,
        reason=MissReason.NOT_TO_STANDARD,
        reason_text="measured outside the limits",
    )


def _wrong_step(checklist: Checklist, course: Course, pick: int) -> Step:
    wanted = {
        Course.GOOD_WITH_GAP: [step for step in checklist.steps if not step.critical],
        Course.OUT_OF_LIMIT: [step for step in checklist.steps if any(_has_limit(quantity) for quantity in step.quantities)],
    }.get(course, [step for step in checklist.steps if step.critical])
    return wanted[pick % len(wanted)]


def _has_limit(quantity: Quantity) -> bool:
    return quantity.minimum is not None or quantity.maximum is not None


def _unit(quantity: Quantity) -> Decimal:
    """Return one unit in the last place of the limits: the finest step the checklist itself speaks in."""
    limits = [limit for limit in (quantity.minimum, quantity.maximum) if limit is not None]
    finest = min((int(limit.as_tuple().exponent) for limit in limits), default=0)
    return Decimal(1).scaleb(min(finest, 0))


def _readings(quantity: Quantity) -> tuple[Decimal, ...]:
    """Return as many readings as are asked, inside the limits."""
    low, high, unit = quantity.minimum, quantity.maximum, _unit(quantity)
    if low is not None and high is not None:
        middle = (low + high) / 2
        start = middle.quantize(unit)
        if not low <= start <= high:
            start = low
    elif high is not None:
        start = (high * Decimal("0.8")).quantize(unit) if high > 0 else high
    else:
        start = (low or Decimal(1)) + (unit if low is not None else 0)
    return (start,) * quantity.readings
