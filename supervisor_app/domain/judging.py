"""One step, judged: whether what was seen counts as met, and in plain words why not."""

from __future__ import annotations

from supervisor_app.domain.checklist import Step, StepKind
from supervisor_app.domain.decision import ReasonState, StepVerdict
from supervisor_app.domain.measuring import first_outside, missing_readings
from supervisor_app.domain.observation import MissReason, Observation, Result

MISS_WORDS = {
    MissReason.SKIPPED: "skipped",
    MissReason.OUT_OF_ORDER: "out of order",
    MissReason.NOT_TO_STANDARD: "not to standard",
    MissReason.UNSAFE: "unsafe",
    MissReason.PROMPTED: "only after a prompt",
}
"""The reasons of a miss as they stand in a sentence."""


def judge_step(step: Step, observation: Observation) -> StepVerdict:
    """Return what an observation of this step comes to.

    The observer's answer stands unless the record contradicts it: a number outside its limits, a scale value below the pass
    mark, a choice that is not accepted or too few right points make a step not met even when it was ticked met. A step ticked
    met stays open while a required reading, choice, scale value or count of points is missing, and one marked not applicable
    while no reason is given. A critical step cannot be left out.
    """
    match observation.result:
        case Result.NOT_SEEN:
            return StepVerdict(step=step.key, state=ReasonState.OPEN, why="not seen yet")
        case Result.NOT_APPLICABLE:
            return _judge_left_out(step, observation)
    outside = outside_limits(step, observation)
    if observation.result is Result.NOT_MET:
        return StepVerdict(step=step.key, state=ReasonState.FAILED, why=_miss(observation) or outside, outside=bool(outside))
    contradiction = outside or _contradiction(step, observation)
    if contradiction:
        return StepVerdict(step=step.key, state=ReasonState.FAILED, why=contradiction, outside=bool(outside))
    missing = _missing(step, observation)
    return StepVerdict(step=step.key, state=ReasonState.OPEN if missing else ReasonState.PASSED, why=missing)


def outside_limits(step: Step, observation: Observation) -> str:
    """Return which recorded number breaks its limits, in words; empty where none does."""
    found = (first_outside(quantity, observation.values.get(quantity.key, ())) for quantity in step.quantities)
    return next(filter(None, found), "")


def _judge_left_out(step: Step, observation: Observation) -> StepVerdict:
    if step.critical:
        return StepVerdict(step=step.key, state=ReasonState.FAILED, why="a critical step cannot be left out")
    reason = observation.reason_text.strip()
    if not reason:
        return StepVerdict(step=step.key, state=ReasonState.OPEN, why="left out without a reason")
    return StepVerdict(step=step.key, state=ReasonState.LEFT_OUT, why=reason)


def _miss(observation: Observation) -> str:
    words = observation.reason_text.strip() or observation.note.strip()
    return words or (MISS_WORDS[observation.reason] if observation.reason is not None else "")


def _contradiction(step: Step, observation: Observation) -> str:
    if step.choices and observation.choice:
        accepted = {choice.key for choice in step.choices if choice.accepted}
        if observation.choice not in accepted:
            return "the answer chosen is not accepted"
    if step.pass_from is not None and observation.scale is not None and observation.scale < step.pass_from:
        return f"{observation.scale} on the scale, at least {step.pass_from} is asked"
    if step.kind is StepKind.QUESTION and observation.points is not None and observation.points < step.expected_points:
        return f"{observation.points} of {step.expected_points} points right"
    return ""


def _missing(step: Step, observation: Observation) -> str:
    for quantity in step.quantities:
        missing = missing_readings(quantity, observation.values.get(quantity.key, ()))
        if missing:
            return missing
    if step.choices and not observation.choice:
        return "no answer is chosen"
    if step.pass_from is not None and observation.scale is None:
        return "no value on the scale is given"
    if step.kind is StepKind.QUESTION and step.expected_points > 1 and observation.points is None:
        return f"the right points are not counted, {step.expected_points} are asked"
    return ""
