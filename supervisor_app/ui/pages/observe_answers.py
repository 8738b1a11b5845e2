"""What a press does to an observation: pure, no Qt, nothing stored.

A number outside its limits makes a step not met by itself, a rating and a choice answer the step; that a number is inside
does not say "met", because a step asks for more than its number. A second press of the same answer takes it away.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from supervisor_app.domain.checklist import Step, StepKind
from supervisor_app.domain.measuring import first_outside
from supervisor_app.domain.observation import MissReason, Observation, Result
from supervisor_app.errors import UserError

REASONS: tuple[MissReason, ...] = tuple(MissReason)
"""The reasons of a miss in the order of their keys 1 to 5."""

LARGEST_COUNT = 9999


def outside_words(step: Step, observation: Observation) -> str:
    """Why a recorded number breaks its limits ("fork height 220 mm is above 200 mm"), empty where none does.

    A counter below its minimum is still growing, so only its maximum counts while one observes.
    """
    for quantity in step.quantities:
        bounds = replace(quantity, minimum=None) if is_counter(step) else quantity
        words = first_outside(bounds, observation.values.get(quantity.key, ()))
        if words:
            return words
    return ""


def is_counter(step: Step) -> bool:
    """Whether the step shows a counter: one whole number, counted up with + and -."""
    return step.kind is StepKind.COUNT and len(step.quantities) == 1 and step.quantities[0].readings == 1


def press_answer(step: Step, observation: Observation, result: Result) -> Observation:
    """Press one of the four answers; the same one again takes it away. UserError where the record forbids it.

    Where a number breaks its limits the step is not met already: to press that as well confirms it.
    """
    if result is observation.result is Result.NOT_MET and outside_words(step, observation):
        return observation
    bare = replace(observation, reason=None, reason_text="")
    if result is Result.NOT_SEEN or observation.result is result:
        return replace(bare, result=Result.NOT_SEEN, scale=None, choice="")
    if result is Result.MET:
        return _met(step, bare)
    if result is Result.NOT_APPLICABLE and step.critical:
        raise UserError(
            f"Step {step.number} is critical and cannot be left out.", "Leave it not seen yet, or say what was not met."
        )
    return replace(bare, result=result)


def _met(step: Step, observation: Observation) -> Observation:
    """Met confirms what the screen shows: a count of 0, the expected number of right points."""
    if is_counter(step):
        quantity = step.quantities[0]
        count = observation.values.get(quantity.key, (Decimal(0),))
        observation = replace(observation, values={**observation.values, quantity.key: count})
    for quantity in step.quantities:
        words = first_outside(quantity, observation.values.get(quantity.key, ()))
        if words:
            raise UserError(
                f"{words[0].upper()}{words[1:]}.", "With this number the step is not met. Change the number if it was misread."
            )
    if step.kind is StepKind.QUESTION and step.expected_points > 1 and (observation.points or 0) < step.expected_points:
        observation = replace(observation, points=step.expected_points)
    return replace(observation, result=Result.MET)


def press_reason(observation: Observation, number: int, words: tuple[str, ...] = ()) -> Observation:
    """Choose reason `number` (from 1): a miss reason, or one of `words` after "not applicable". Again takes it away."""
    if observation.result is Result.NOT_MET and 1 <= number <= len(REASONS):
        reason = REASONS[number - 1]
        return replace(observation, reason=None if observation.reason is reason else reason)
    if observation.result is Result.NOT_APPLICABLE and 1 <= number <= len(words):
        text = words[number - 1]
        return replace(observation, reason_text="" if observation.reason_text == text else text)
    return observation


def rate(step: Step, observation: Observation, value: int) -> Observation:
    """Choose a value of an anchored scale; from `pass_from` up the step is met."""
    if observation.scale == value:
        return replace(observation, scale=None, result=Result.NOT_SEEN, reason=None)
    met = step.pass_from is None or value >= step.pass_from
    return _consequence(replace(observation, scale=value), met)


def choose(step: Step, observation: Observation, key: str) -> Observation:
    """Choose one of the step's choices; an accepted one means met."""
    if observation.choice == key:
        return replace(observation, choice="", result=Result.NOT_SEEN, reason=None)
    met = next(choice.accepted for choice in step.choices if choice.key == key)
    return _consequence(replace(observation, choice=key), met)


def _consequence(observation: Observation, met: bool) -> Observation:
    reason = None if met else observation.reason or MissReason.NOT_TO_STANDARD
    return replace(observation, result=Result.MET if met else Result.NOT_MET, reason=reason, reason_text="")


def count(step: Step, observation: Observation, change: int) -> Observation:
    """Count up or down, never below 0: the counter of the step, or the right points of a question."""
    if step.kind is StepKind.QUESTION:
        points = max(0, min(LARGEST_COUNT, (observation.points or 0) + change))
        enough = points >= step.expected_points
        kept = Result.NOT_SEEN if observation.result is Result.MET else observation.result
        return replace(observation, points=points, result=Result.MET if enough else kept)
    if not step.quantities:
        return observation
    quantity = step.quantities[0]
    now = observation.values.get(quantity.key, (Decimal(0),))[-1]
    return set_readings(step, observation, quantity.key, (max(Decimal(0), min(Decimal(LARGEST_COUNT), now + change)),))


def set_readings(step: Step, observation: Observation, key: str, readings: tuple[Decimal, ...]) -> Observation:
    """Record the readings of one quantity; outside its limits the step becomes not met, back inside it is open again."""
    was_outside = bool(outside_words(step, observation))
    values = {name: numbers for name, numbers in observation.values.items() if name != key}
    if readings:
        values[key] = readings
    changed = replace(observation, values=values)
    if outside_words(step, changed):
        return replace(changed, result=Result.NOT_MET, reason=changed.reason or MissReason.NOT_TO_STANDARD, reason_text="")
    if was_outside and observation.result is Result.NOT_MET:
        return replace(changed, result=Result.NOT_SEEN, reason=None)
    return changed
