"""What the step screen shows, as frozen records made from draft, checklist and time: every decision of the screen, no Qt."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from supervisor_app.domain.checklist import Checklist, Step
from supervisor_app.domain.decide import judge_step, running
from supervisor_app.domain.decision import ReasonState, RunningScore
from supervisor_app.domain.frozen import dataclass
from supervisor_app.domain.observation import Draft, EvidenceFile, Observation, Result
from supervisor_app.domain.people import Worker
from supervisor_app.domain.texts import Text, in_language
from supervisor_app.ui.pages.observe_entry import EntryView, entry_view
from supervisor_app.ui.pages.observe_slot import SlotView, slot_view
from supervisor_app.ui.pages.observe_words import Header, header, is_paused, languages


class Mark(StrEnum):
    """The shape of a pip or a list row; the first four are the results."""

    MET = "met"
    NOT_MET = "not_met"
    NOT_APPLICABLE = "not_applicable"
    NOT_SEEN = "not_seen"
    HERE = "here"


MARK_WORDS: dict[Mark, str] = {
    Mark.MET: "Met",
    Mark.NOT_MET: "Not met",
    Mark.NOT_APPLICABLE: "Not applicable",
    Mark.NOT_SEEN: "Not seen yet",
    Mark.HERE: "You are here",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row of the list: the head of a section (`step` is empty) or a step."""

    text: str
    step: str = ""
    number: int = 0
    mark: Mark = Mark.NOT_SEEN
    critical: bool = False
    current: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """The pips of one section; `first` is the key of the step a press on it goes to."""

    title: str
    marks: tuple[Mark, ...]
    current: bool
    first: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StepCard:
    """The large card. `answer` is None until something is recorded; `explain` are the two columns under the text."""

    step: str
    place: str
    critical: bool
    clause: str
    text: str
    second_text: str
    explain: tuple[tuple[str, str], ...]
    answer: Result | None
    open: bool
    slot: SlotView
    entry: EntryView
    note: str
    files: tuple[EvidenceFile, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StepScreen:
    """Everything on the step screen but the running clock."""

    header: Header
    sections: tuple[Section, ...]
    score: RunningScore
    rows: tuple[Row, ...]
    card: StepCard
    next_word: str
    first: bool
    paused: bool
    on_paper: bool  # it is entered from a form: there is no clock to stop
    stopped: bool
    list_word: str


def step_screen(draft: Draft, checklist: Checklist, worker: Worker, *, last_time: str = "") -> StepScreen:
    """The whole screen for the draft's current step; `last_time` is what the records say about it."""
    step = current_step(draft, checklist)
    language, second = languages(draft.context.language)
    number = step.number
    return StepScreen(
        header=header(draft, checklist, worker, language),
        sections=_sections(draft, checklist, step, language),
        score=running(checklist, draft.observations),
        rows=_rows(draft, checklist, step, language),
        card=_card(draft, checklist, step, language, second, last_time),
        next_word=next_word(draft, checklist),
        first=number == checklist.steps[0].number,
        paused=is_paused(draft),
        on_paper=bool(draft.context.form),
        stopped=draft.safety_stop is not None,
        list_word=f"All {len(checklist.steps)} steps",
    )


def current_step(draft: Draft, checklist: Checklist) -> Step:
    """The step the draft stands at: where it was left, else the first that is open, else the first."""
    for step in checklist.steps:
        if step.key == draft.current_step:
            return step
    return next((step for step in checklist.steps if is_open(step, draft)), checklist.steps[0])


def is_open(step: Step, draft: Draft) -> bool:
    """Whether a step still waits: for its answer, a reading, a reason."""
    return judge_step(step, draft.observation(step.key)).state is ReasonState.OPEN


def neighbour(draft: Draft, checklist: Checklist, change: int) -> str:
    """The key of the step `change` places away, held at both ends."""
    steps = checklist.steps
    place = steps.index(current_step(draft, checklist))
    return steps[max(0, min(len(steps) - 1, place + change))].key


def next_step(draft: Draft, checklist: Checklist) -> str:
    """Where Enter goes: the step after this one; from the last one to the first open one; empty when there is none."""
    here = current_step(draft, checklist)
    if here.key != checklist.steps[-1].key:
        return neighbour(draft, checklist, 1)
    others = (step.key for step in checklist.steps if step.key != here.key and is_open(step, draft))
    return next(others, "")


def next_word(draft: Draft, checklist: Checklist) -> str:
    """The word on the primary button."""
    if draft.safety_stop is not None or not next_step(draft, checklist):
        return "Decide"
    at_the_end = current_step(draft, checklist).key == checklist.steps[-1].key
    return "Next open step" if at_the_end else "Next step"


def _mark(draft: Draft, step: Step, current: Step) -> Mark:
    state = judge_step(step, draft.observation(step.key)).state
    if state is ReasonState.OPEN:
        return Mark.HERE if step is current else Mark.NOT_SEEN
    return {ReasonState.PASSED: Mark.MET, ReasonState.FAILED: Mark.NOT_MET}.get(state, Mark.NOT_APPLICABLE)


def _by_section(steps: Iterable[Step], language: str) -> list[tuple[str, list[Step]]]:
    """Steps under their section heads, in order; a section that comes again later gets its head again."""
    groups: list[tuple[str, list[Step]]] = []
    for step in steps:
        title = in_language(step.section, language) if step.section else ""
        if not groups or groups[-1][0] != title:
            groups.append((title, []))
        groups[-1][1].append(step)
    return groups


def _sections(draft: Draft, checklist: Checklist, current: Step, language: str) -> tuple[Section, ...]:
    return tuple(
        Section(
            title=title,
            marks=tuple(_mark(draft, step, current) for step in steps),
            current=current in steps,
            first=next((step.key for step in steps if is_open(step, draft)), steps[0].key),
        )
        for title, steps in _by_section(checklist.steps, language)
    )


def _rows(draft: Draft, checklist: Checklist, current: Step, language: str) -> tuple[Row, ...]:
    rows: list[Row] = []
    for title, steps in _by_section(checklist.steps, language):
        if title:
            rows.append(Row(text=title))
        rows.extend(
            Row(
                text=in_language(step.text, language),
                step=step.key,
                number=step.number,
                mark=_mark(draft, step, current),
                critical=step.critical,
                current=step is current,
            )
            for step in steps
        )
    return tuple(rows)


def _card(draft: Draft, checklist: Checklist, step: Step, language: str, second: str, last_time: str) -> StepCard:
    observation = draft.observation(step.key)
    can_answer = not is_paused(draft) and draft.safety_stop is None
    return StepCard(
        step=step.key,
        place=f"Step {step.number} of {len(checklist.steps)}",
        critical=step.critical,
        clause=step.clause,
        text=in_language(step.text, language),
        second_text=in_language(step.text, second) if second else "",
        explain=_explain(step, language),
        answer=lit_answer(observation),
        open=can_answer,
        slot=slot_view(draft, step, observation, language, last_time, paused=is_paused(draft)),
        entry=entry_view(step, observation, language),
        note=observation.note,
        files=observation.evidence,
    )


def holds_more(observation: Observation) -> bool:
    """Whether something besides an answer is recorded: a note, a number, points, a value."""
    points = observation.points is not None or observation.scale is not None
    return bool(observation.note or observation.evidence or observation.values or observation.choice or points)


def lit_answer(observation: Observation) -> Result | None:
    """The answer that is lit; "not seen yet" only where it was pressed, not where a note or number came first."""
    untouched = observation.at is None or holds_more(observation)
    return None if observation.result is Result.NOT_SEEN and untouched else observation.result


def _explain(step: Step, language: str) -> tuple[tuple[str, str], ...]:
    """The columns under the step text, at most two: what to keep to, then why."""
    columns: list[tuple[str, Text | None]] = [
        ("Key point", step.key_point),
        ("Why", step.why),
        ("Standard", step.standard),
    ]
    return tuple((head, in_language(text, language)) for head, text in columns if text)[:2]
