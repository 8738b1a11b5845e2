"""The sentences and figures around the step card: clock, header, running score, languages. No Qt."""

from __future__ import annotations

from datetime import datetime, timedelta

from supervisor_app.domain.checklist import Checklist
from supervisor_app.domain.decision import RunningScore
from supervisor_app.domain.frozen import dataclass
from supervisor_app.domain.observation import Draft
from supervisor_app.domain.people import Worker
from supervisor_app.domain.texts import in_language

BOTH = "+"
"""Joins two languages in `Context.language` where the steps are read in both: "en+ne"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """The clock: its figures, the words below it, whether it stands still."""

    time: str
    caption: str
    paused: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """Who and what: name in its own script, the checklist with its context."""

    name: str
    line: str


def is_paused(draft: Draft) -> bool:
    """Whether the clock stands still because the assessor paused; entering a paper form has no clock."""
    return draft.safety_stop is None and not draft.context.form and not any(run.ended is None for run in draft.runs)


def languages(choice: str) -> tuple[str, str]:
    """The language of the steps and the second one shown below it, empty for one language."""
    first, _, second = choice.partition(BOTH)
    return first or "en", second


def score_words(score: RunningScore) -> tuple[tuple[str, str], tuple[str, str]]:
    """Two pairs of figure and words: ("4 of 5", "met so far"), ("5", "critical open"); words alone where nothing is counted."""
    first = (f"{score.met} of {score.answered}", "met so far") if score.answered else ("", score.score)
    figure, _, words = score.critical.partition(" ")
    return first, (figure, words) if figure.isdecimal() else ("", score.critical)


def header(draft: Draft, checklist: Checklist, worker: Worker, language: str = "en") -> Header:
    """Name and the line below: checklist and revision, the paper form that is entered, machine, place, job, shift."""
    context = draft.context
    title = f"{in_language(checklist.short_title, language)}, rev {checklist.revision}"
    form = f"form {context.form}" if context.form else ""
    where = (form, context.machine, context.place, context.job, context.shift)
    return Header(name=worker.name, line=" · ".join([title, *filter(None, where)]))


def clock(elapsed: timedelta, draft: Draft, checklist: Checklist) -> Clock:
    """The clock at `elapsed` observed time: hours, minutes, seconds, and what the rule asks or why it stands."""
    seconds = max(0, int(elapsed.total_seconds()))
    time = f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
    ended = max((run.ended for run in draft.runs if run.ended is not None), default=None)
    if draft.safety_stop is not None:
        return Clock(time=time, caption=f"stopped at {_hour(draft.safety_stop.at)}", paused=True)
    if is_paused(draft):
        return Clock(time=time, caption=f"paused at {_hour(ended)}" if ended else "not started", paused=True)
    if draft.context.form:
        return Clock(time=time, caption="as on the form", paused=False)
    rule = f"at least {checklist.minimum_minutes} min" if checklist.minimum_minutes else "observing"
    return Clock(time=time, caption=rule, paused=False)


def _hour(moment: datetime) -> str:
    return f"{moment:%H:%M}"
