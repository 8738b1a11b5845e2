"""The draft in hand: each method asks the service for one change and keeps what it returned. No Qt; nothing is cached unsaved."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from supervisor_app.domain.checklist import Checklist, Step
from supervisor_app.domain.clock import counted_time
from supervisor_app.domain.measuring import parse_number
from supervisor_app.domain.observation import Draft, Observation, Result
from supervisor_app.domain.people import Worker
from supervisor_app.services import catalogue, observing, people
from supervisor_app.services.site import Site
from supervisor_app.ui.pages.observe_answers import choose, count, press_answer, press_reason, rate, set_readings
from supervisor_app.ui.pages.observe_entry import EntryView, entry_view, readings_with
from supervisor_app.ui.pages.observe_slot import digits_pick, exemptions
from supervisor_app.ui.pages.observe_state import (
    StepScreen,
    current_step,
    holds_more,
    lit_answer,
    neighbour,
    next_step,
    step_screen,
)
from supervisor_app.ui.pages.observe_words import Clock, clock, is_paused, languages


class ObservedDraft:
    """One assessment while it is observed. Every method that changes something raises UserError where it cannot be kept."""

    def __init__(self, site: Site, draft_id: str) -> None:
        self._site = site
        self.draft: Draft = observing.load(site, draft_id)
        self.checklist: Checklist = catalogue.get_checklist(site, self.draft.checklist_digest)
        self.worker: Worker = people.get_worker(site, self.draft.worker_id)
        self._last_time: dict[str, str] = {}

    @property
    def step(self) -> Step:
        """The step on the screen."""
        return current_step(self.draft, self.checklist)

    @property
    def language(self) -> str:
        """The language of the steps."""
        return languages(self.draft.context.language)[0]

    def screen(self) -> StepScreen:
        """Everything the screen shows."""
        return step_screen(self.draft, self.checklist, self.worker, last_time=self._last_time_of(self.step.key))

    def clock(self) -> Clock:
        """The clock as it stands now."""
        return clock(observing.elapsed(self.draft, self._site.clock()), self.draft, self.checklist)

    def breaks_a_run(self) -> bool:
        """Whether stopping the clock now would cost a run that the rule asks for without a break."""
        asked = timedelta(minutes=self.checklist.minimum_minutes)
        so_far = counted_time(self.checklist, self.draft.runs, self._site.clock())
        return self.checklist.continuous and not is_paused(self.draft) and self.draft.safety_stop is None and so_far < asked

    # Answers

    def answer(self, result: Result) -> None:
        """Press one of the four answers; a second press of the same one takes it away."""
        before = self._observation()
        after = press_answer(self.step, before, result)
        again = lit_answer(before) is result
        if again and not holds_more(after):
            self.draft = observing.clear(self._site, self.draft.id, self.step.key)
        elif after != before or not again:
            self.draft = observing.record(self._site, self.draft.id, after)

    def pick(self, number: int) -> None:
        """Press a digit: a value of a scale or choice, else a reason."""
        if not digits_pick(self.step):
            self.reason(number)
            return
        tile = next((tile for tile in self._entry().tiles if tile.cap == str(number)), None)
        if tile is not None:
            self.take_tile(tile.value)

    def reason(self, number: int) -> None:
        """Press a reason chip."""
        self._record(press_reason(self._observation(), number, exemptions(self.step, self.language)))

    def take_tile(self, value: str) -> None:
        """Press a tile of a scale or choice."""
        step = self.step
        if any(choice.key == value for choice in step.choices):
            self._record(choose(step, self._observation(), value))
        elif value.isdecimal():
            self._record(rate(step, self._observation(), int(value)))

    def count(self, change: int) -> None:
        """Count up or down."""
        self._record(count(self.step, self._observation(), change))

    def enter_number(self, place: int, text: str) -> None:
        """Keep what was typed in a field (places from 0); what is no number yet is left alone, nothing takes the reading out."""
        field = self._entry().fields[place]
        quantity = next(one for one in self.step.quantities if one.key == field.quantity)
        value = parse_number(text)
        whole = value is None or not quantity.whole or value == value.to_integral_value()
        if (text.strip() and value is None) or not whole:
            return
        observation = self._observation()
        readings = readings_with(observation, quantity, field.place, value)
        self._record(set_readings(self.step, observation, quantity.key, readings))

    def note(self, text: str) -> None:
        """Keep the note of this step."""
        self._record(replace(self._observation(), note=text))

    def reload(self) -> None:
        """Take the draft as it is stored: a photo may have been added beside it."""
        self.draft = observing.load(self._site, self.draft.id)

    def undo(self) -> None:
        """Take the last answer back."""
        self.draft = observing.undo(self._site, self.draft.id)

    # Moving, clock

    def go_to(self, step: str) -> None:
        """Show a step."""
        if step and step != self.draft.current_step:
            self.draft = observing.go_to(self._site, self.draft.id, step)

    def move(self, change: int) -> None:
        """Show the step before or after."""
        self.go_to(neighbour(self.draft, self.checklist, change))

    def go_on(self) -> bool:
        """Show the next step; False where there is none and it is time to decide."""
        following = next_step(self.draft, self.checklist) if self.draft.safety_stop is None else ""
        self.go_to(following)
        return bool(following)

    def pause(self) -> None:
        """Let the clock stand."""
        if not is_paused(self.draft) and self.draft.safety_stop is None:
            self.draft = observing.pause(self._site, self.draft.id)

    def resume(self) -> None:
        """Let the clock run."""
        if is_paused(self.draft):
            self.draft = observing.resume(self._site, self.draft.id)

    def stop(self) -> None:
        """Stop for safety at this step; its note says what happened."""
        self.draft = observing.safety_stop(self._site, self.draft.id, self._observation().note)

    def _observation(self) -> Observation:
        return self.draft.observation(self.step.key)

    def _entry(self) -> EntryView:
        return entry_view(self.step, self._observation(), self.language)

    def _record(self, observation: Observation) -> None:
        """Ask for the change, if there is one. What the screen shows next comes from the draft that was stored."""
        if observation != self._observation():
            self.draft = observing.record(self._site, self.draft.id, observation)

    def _last_time_of(self, step: str) -> str:
        if step not in self._last_time:
            self._last_time[step] = observing.last_time(self._site, self.draft.worker_id, self.checklist, step)
        return self._last_time[step]
