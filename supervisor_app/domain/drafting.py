"""What happens to a draft: an answer, a pause, a safety stop, a recovery. Each gives a new draft; time is an argument."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from supervisor_app.domain.frozen import dataclass
from supervisor_app.domain.observation import Draft, Observation, Result, Run, SafetyStop


@dataclass(frozen=True, slots=True, kw_only=True)
class Undo:
    """What takes one answer back: the step as it was before (None: nothing was recorded) and the step that was shown."""

    step: str
    before: Observation | None
    current_step: str


def is_running(draft: Draft) -> bool:
    """Whether the clock of a draft runs."""
    return any(run.ended is None for run in draft.runs)


def answered(draft: Draft) -> tuple[Observation, ...]:
    """Return the observations that hold an answer."""
    return tuple(one for one in draft.observations if one.result is not Result.NOT_SEEN)


def with_observation(draft: Draft, observation: Observation, at: datetime) -> Draft:
    """Return the draft with an answer in place of the last one for its step.

    Its time is `at`; its place in the order is the one in which the step was first answered, the next free one for a new
    answer, none for "not seen yet".
    """
    before = draft.observation(observation.step)
    free = max((one.order for one in draft.observations), default=0) + 1
    order = 0 if observation.result is Result.NOT_SEEN else before.order or free
    return _placed(draft, replace(observation, at=at, order=order), at, observation.step)


def _placed(draft: Draft, answer: Observation, at: datetime, current_step: str) -> Draft:
    """Return the draft with this very observation in place of the one for its step, or at the end; made in one go."""
    kept = list(draft.observations)
    steps = [one.step for one in kept]
    place = steps.index(answer.step) if answer.step in steps else len(kept)
    kept[place : place + 1] = [answer]
    return replace(draft, observations=tuple(kept), saved=at, current_step=current_step)


def without_observation(draft: Draft, step: str, at: datetime) -> Draft:
    """Return the draft with nothing recorded for a step."""
    kept = tuple(one for one in draft.observations if one.step != step)
    return replace(draft, observations=kept, saved=at)


def undo_for(draft: Draft, step: str) -> Undo:
    """Return what brings a step back to how it stands in this draft."""
    before = next((one for one in draft.observations if one.step == step), None)
    return Undo(step=step, before=before, current_step=draft.current_step)


def undone(draft: Draft, undo: Undo, at: datetime) -> Draft:
    """Return the draft with one step as it was before; the clock and the notes stay as they are now."""
    if undo.before is None:
        return replace(without_observation(draft, undo.step, at), current_step=undo.current_step)
    return _placed(draft, undo.before, at, undo.current_step)


def paused(draft: Draft, at: datetime) -> Draft:
    """Return the draft with its clock stopped; unchanged where it stands already."""
    return replace(draft, runs=tuple(_ended(draft.runs, at)), saved=at) if is_running(draft) else draft


def resumed(draft: Draft, at: datetime) -> Draft:
    """Return the draft with its clock running again; unchanged where it runs, was stopped for safety or comes from paper."""
    if is_running(draft) or draft.safety_stop is not None or draft.context.form:
        return draft
    return replace(draft, runs=(*draft.runs, Run(started=at)), saved=at, recovered=None)


def stopped(draft: Draft, text: str, at: datetime) -> Draft:
    """Return the draft ended by a safety stop at its current step; a second stop changes nothing."""
    if draft.safety_stop is not None:
        return draft
    stop = SafetyStop(at=at, step=draft.current_step, text=text)
    return replace(draft, runs=tuple(_ended(draft.runs, at)), safety_stop=stop, saved=at)


def recovered(draft: Draft) -> Draft:
    """Return a draft whose clock ran when the program died: paused at the last moment that was saved, and marked."""
    if not is_running(draft):
        return draft
    last = draft.saved or max(run.started for run in draft.runs)
    return replace(draft, runs=tuple(_ended(draft.runs, last)), recovered=last)


def _ended(runs: Iterable[Run], at: datetime) -> Iterable[Run]:
    return (run if run.ended is not None else replace(run, ended=max(at, run.started)) for run in runs)
