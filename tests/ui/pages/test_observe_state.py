"""What the step screen shows of a draft."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from supervisor_app.domain.observation import Context, MissReason, Observation, Result, Run, SafetyStop
from supervisor_app.ui.pages.observe_slot import SlotKind
from supervisor_app.ui.pages.observe_state import Mark, StepScreen, lit_answer, neighbour, next_step, next_word, step_screen
from supervisor_app.ui.pages.observe_words import clock, score_words
from tests.ui.pages.steps import CHECKLIST, LEFT_OUT, START, WORKER, draft


def _met(step: str, **more: object) -> Observation:
    return Observation(step=step, result=Result.MET, at=START, order=1, **more)  # type: ignore[arg-type]


def _screen(*observations: Observation, at: str = "s01", last_time: str = "") -> StepScreen:
    return step_screen(draft(*observations, at=at), CHECKLIST, WORKER, last_time=last_time)


def test_pips_stand_under_their_section_and_the_current_one_is_marked() -> None:
    screen = _screen(_met("s01"), at="s02")
    assert [section.title for section in screen.sections] == ["Pre-use", "Travel"]
    assert screen.sections[0].marks == (Mark.MET, Mark.HERE, Mark.NOT_SEEN)
    assert [section.current for section in screen.sections] == [True, False]


def test_a_step_ticked_met_stays_open_while_its_number_is_missing() -> None:
    screen = _screen(_met("s03"), at="s03")
    assert screen.card.answer is Result.MET
    assert screen.sections[0].marks[2] is Mark.HERE
    assert screen.card.slot.kind is SlotKind.MISSING
    assert "Fork height" in screen.card.slot.text or "fork height" in screen.card.slot.text


def test_the_list_has_heads_and_two_things_about_each_step() -> None:
    rows = _screen(at="s02").rows
    assert [row.text for row in rows if not row.step] == ["Pre-use", "Travel"]
    second = next(row for row in rows if row.step == "s02")
    assert (second.number, second.critical, second.current) == (2, True, True)


def test_the_running_result_counts_what_was_answered_and_the_open_critical_steps() -> None:
    assert score_words(_screen().score) == (("", "nothing answered yet"), ("2", "critical open"))
    missed = Observation(step="s02", result=Result.NOT_MET, at=START, order=2)
    assert score_words(_screen(_met("s01"), missed).score) == (("1 of 2", "met so far"), ("1", "critical not met"))


def test_reasons_appear_after_a_miss_with_their_digits() -> None:
    missed = Observation(step="s01", result=Result.NOT_MET, reason=MissReason.UNSAFE, at=START)
    slot = _screen(missed).card.slot
    assert slot.kind is SlotKind.CHIPS
    assert [(chip.cap, chip.chosen) for chip in slot.chips] == [
        ("1", False),
        ("2", False),
        ("3", False),
        ("4", True),
        ("5", False),
    ]


def test_on_a_scale_the_digits_are_its_values_so_the_reasons_have_none() -> None:
    missed = Observation(step="s06", result=Result.NOT_MET, scale=1, at=START)
    assert {chip.cap for chip in _screen(missed, at="s06").card.slot.chips} == {""}


def test_the_foreseen_reason_comes_first_after_not_applicable() -> None:
    left = Observation(step="s10", result=Result.NOT_APPLICABLE, at=START)
    chips = _screen(left, at="s10").card.slot.chips
    assert chips[0].word == "There is no ramp on this site"
    assert len(chips) == 4


def test_last_time_shows_while_nothing_is_answered() -> None:
    assert _screen(last_time="Last time, 14 Dec 2023: met").card.slot.kind is SlotKind.HISTORY
    assert _screen(_met("s01"), last_time="Last time, 14 Dec 2023: met").card.slot.text.startswith("Last time")


def test_key_point_and_why_are_two_columns() -> None:
    assert _screen(at=LEFT_OUT.key).card.explain == (("Key point", "Slowly"), ("Why", "It tips"))


def test_not_seen_is_lit_only_when_it_was_pressed() -> None:
    assert lit_answer(Observation(step="s01")) is None
    assert lit_answer(Observation(step="s01", at=START)) is Result.NOT_SEEN
    assert lit_answer(Observation(step="s01", at=START, note="wait")) is None
    assert lit_answer(Observation(step="s01", at=START, values={"x": (Decimal(1),)})) is None


def test_enter_goes_through_the_steps_then_to_the_first_open_one_then_to_decide() -> None:
    assert next_step(draft(at="s04"), CHECKLIST) == "s05"
    at_the_end = draft(_met("s01"), at="s10")
    assert next_step(at_the_end, CHECKLIST) == "s02"
    assert next_word(at_the_end, CHECKLIST) == "Next open step"
    one = replace(CHECKLIST, steps=CHECKLIST.steps[:1])
    assert next_word(draft(_met("s01")), one) == "Decide"


def test_moving_is_held_at_both_ends() -> None:
    assert neighbour(draft(at="s01"), CHECKLIST, -1) == "s01"
    assert neighbour(draft(at="s10"), CHECKLIST, 1) == "s10"


def test_paused_and_stopped_nothing_can_be_answered() -> None:
    paused = draft(runs=(Run(started=START, ended=START + timedelta(minutes=5)),))
    screen = step_screen(paused, CHECKLIST, WORKER)
    assert (screen.paused, screen.card.open, screen.card.slot.kind) == (True, False, SlotKind.PAUSED)
    stop = SafetyStop(at=START + timedelta(minutes=6), step="s02", text="Raised forks over a person.")
    stopped = step_screen(replace(paused, safety_stop=stop), CHECKLIST, WORKER)
    assert (stopped.stopped, stopped.paused, stopped.next_word) == (True, False, "Decide")
    assert "09:06" in stopped.card.slot.text
    assert "Raised forks" in stopped.card.slot.text


def test_the_clock_says_what_the_rule_asks_or_why_it_stands() -> None:
    running = clock(timedelta(minutes=12, seconds=41), draft(), CHECKLIST)
    assert (running.time, running.caption, running.paused) == ("00:12:41", "at least 15 min", False)
    paused = draft(runs=(Run(started=START, ended=START + timedelta(minutes=5)),))
    assert clock(timedelta(minutes=5), paused, CHECKLIST).caption == "paused at 09:05"


def test_the_header_names_the_worker_in_their_own_script_and_where() -> None:
    header = _screen().header
    assert header.name == "Rabina महर्जन"
    assert header.line == "Every kind, rev 2 · FT-07 · Bay 3"


def test_both_languages_show_one_below_the_other() -> None:
    steps = tuple(replace(step, text={"en": "Looks", "ne": "हेर्छ"}) for step in CHECKLIST.steps)
    both = replace(CHECKLIST, steps=steps)
    assert both.languages == ("en", "ne")
    card = step_screen(draft(context=Context(language="ne+en")), both, WORKER).card
    assert (card.text, card.second_text) == ("हेर्छ", "Looks")
