"""How a step went the last time, in one sentence."""

from __future__ import annotations

from supervisor_app.domain.checklist import Step
from supervisor_app.domain.dates import short_day
from supervisor_app.domain.decision import ReasonState, SignOff
from supervisor_app.domain.judging import judge_step
from supervisor_app.domain.observation import MissReason, Observation, Result


def last_time_in_words(sign_off: SignOff, step: Step) -> str:
    """Return how a step went at a sign-off: "Last time, 14 Dec 2023: met after a prompt"; empty where it was not seen then."""
    observation = next((one for one in sign_off.observations if one.step == step.key), None)
    if observation is None or observation.result is Result.NOT_SEEN:
        return ""
    return f"Last time, {short_day(sign_off.finished.date())}: {_words(step, observation)}"


def _words(step: Step, observation: Observation) -> str:
    verdict = judge_step(step, observation)
    if observation.result is Result.NOT_APPLICABLE:
        return f"left out: {observation.reason_text}" if observation.reason_text else "left out"
    if verdict.state is ReasonState.FAILED:
        return f"not met: {verdict.why}" if verdict.why else "not met"
    return "met after a prompt" if observation.reason is MissReason.PROMPTED else "met"
