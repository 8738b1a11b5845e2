"""The one slot below the answers: last attempt, reason chips, pause or stop. It never changes height. No Qt."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from supervisor_app.domain.checklist import Step, StepKind
from supervisor_app.domain.decide import judge_step
from supervisor_app.domain.decision import ReasonState
from supervisor_app.domain.frozen import dataclass
from supervisor_app.domain.observation import Draft, MissReason, Observation, Result
from supervisor_app.domain.texts import in_language
from supervisor_app.ui.pages.observe_answers import REASONS

REASON_WORDS: dict[MissReason, str] = {
    MissReason.SKIPPED: "Skipped",
    MissReason.OUT_OF_ORDER: "Out of order",
    MissReason.NOT_TO_STANDARD: "Not to standard",
    MissReason.UNSAFE: "Unsafe",
    MissReason.PROMPTED: "Prompted",
}
USUAL_EXEMPTIONS: tuple[str, ...] = ("Not on this machine", "Not on this site", "Not part of this job")


class SlotKind(StrEnum):
    """What stands in the slot."""

    EMPTY = "empty"
    HISTORY = "history"
    CHIPS = "chips"
    EXPECTED = "expected"
    MISSING = "missing"
    PAUSED = "paused"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True, kw_only=True)
class Chip:
    """One reason: its key cap (empty where digits mean something else), its words, whether it is chosen."""

    cap: str
    word: str
    chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SlotView:
    """The slot: a sentence or chips."""

    kind: SlotKind
    text: str = ""
    chips: tuple[Chip, ...] = ()


def exemptions(step: Step, language: str = "en") -> tuple[str, ...]:
    """The reasons offered after "not applicable": the one the checklist foresees first, then the usual ones."""
    foreseen = (in_language(step.not_applicable, language),) if step.not_applicable else ()
    return tuple(dict.fromkeys(foreseen + USUAL_EXEMPTIONS))[:4]


def digits_pick(step: Step) -> bool:
    """Whether 1 to 5 choose a value of this step, so that reasons are pressed, not typed."""
    return step.kind in (StepKind.SCALE, StepKind.CHOICE)


def slot_view(draft: Draft, step: Step, observation: Observation, language: str, last_time: str, *, paused: bool) -> SlotView:
    """What the slot shows for this step now."""
    if draft.safety_stop is not None:
        return SlotView(kind=SlotKind.STOPPED, text=_stopped(draft, draft.safety_stop.at))
    if paused:
        return SlotView(kind=SlotKind.PAUSED, text="The clock stands still. Go on before you answer the next step.")
    caps = not digits_pick(step)
    if observation.result is Result.NOT_MET:
        return SlotView(kind=SlotKind.CHIPS, chips=_miss_chips(observation, caps))
    if observation.result is Result.NOT_APPLICABLE:
        return SlotView(kind=SlotKind.CHIPS, chips=_exemption_chips(step, observation, language, caps))
    verdict = judge_step(step, observation)
    if observation.result is Result.MET and verdict.state is ReasonState.OPEN:
        return SlotView(kind=SlotKind.MISSING, text=f"Still open: {verdict.why}.")
    if step.expected:
        return SlotView(kind=SlotKind.EXPECTED, text=f"Expected: {in_language(step.expected, language)}")
    if last_time:
        return SlotView(kind=SlotKind.HISTORY, text=last_time)
    return SlotView(kind=SlotKind.EMPTY)


def _stopped(draft: Draft, at: datetime) -> str:
    reason = f" {draft.safety_stop.text}" if draft.safety_stop and draft.safety_stop.text else ""
    return f"Stopped for safety at {at:%H:%M}.{reason} Nothing after it counts. Decide and sign to record it."


def _miss_chips(observation: Observation, caps: bool) -> tuple[Chip, ...]:
    return tuple(
        Chip(cap=str(place) if caps else "", word=REASON_WORDS[reason], chosen=observation.reason is reason)
        for place, reason in enumerate(REASONS, 1)
    )


def _exemption_chips(step: Step, observation: Observation, language: str, caps: bool) -> tuple[Chip, ...]:
    return tuple(
        Chip(cap=str(place) if caps else "", word=words, chosen=observation.reason_text == words)
        for place, words in enumerate(exemptions(step, language), 1)
    )
