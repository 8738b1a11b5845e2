"""What a press does to an observation."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supervisor_app.domain.decide import judge_step
from supervisor_app.domain.decision import ReasonState
from supervisor_app.domain.observation import MissReason, Observation, Result
from supervisor_app.errors import UserError
from supervisor_app.ui.pages.observe_answers import (
    choose,
    count,
    outside_words,
    press_answer,
    press_reason,
    rate,
    set_readings,
)
from tests.ui.pages.steps import CHOICE, COUNTED, CRITICAL, EVERY_KIND, MEASURED, QUESTION, READINGS, SCALE, TICK


def _empty(step: object) -> Observation:
    return Observation(step=step.key)  # type: ignore[attr-defined]


@pytest.mark.parametrize("result", [Result.MET, Result.NOT_MET, Result.NOT_APPLICABLE])
def test_a_second_press_of_the_same_answer_takes_it_away(result: Result) -> None:
    once = press_answer(TICK, _empty(TICK), result)
    assert once.result is result
    assert press_answer(TICK, once, result).result is Result.NOT_SEEN


def test_another_answer_forgets_the_reason_but_keeps_the_note() -> None:
    missed = press_reason(press_answer(TICK, Observation(step="s01", note="twice"), Result.NOT_MET), 4)
    assert missed.reason is MissReason.UNSAFE
    met = press_answer(TICK, missed, Result.MET)
    assert (met.result, met.reason, met.note) == (Result.MET, None, "twice")


def test_a_critical_step_cannot_be_left_out_and_the_sentence_says_so() -> None:
    with pytest.raises(UserError, match="Step 2 is critical and cannot be left out"):
        press_answer(CRITICAL, _empty(CRITICAL), Result.NOT_APPLICABLE)


def test_met_confirms_the_count_of_zero_that_the_screen_shows() -> None:
    met = press_answer(COUNTED, _empty(COUNTED), Result.MET)
    assert met.values == {"lapses": (Decimal(0),)}
    assert judge_step(COUNTED, met).state is ReasonState.PASSED


def test_met_confirms_the_expected_points_of_a_question() -> None:
    met = press_answer(QUESTION, _empty(QUESTION), Result.MET)
    assert met.points == 2
    assert judge_step(QUESTION, met).state is ReasonState.PASSED


def test_counting_over_the_limit_makes_the_step_not_met_and_back_inside_it_is_open_again() -> None:
    over = count(COUNTED, _empty(COUNTED), 1)
    assert (over.result, over.reason) == (Result.NOT_MET, MissReason.NOT_TO_STANDARD)
    back = count(COUNTED, over, -1)
    assert (back.result, back.reason) == (Result.NOT_SEEN, None)


def test_not_met_confirms_what_a_broken_limit_said_already() -> None:
    over = count(COUNTED, _empty(COUNTED), 2)
    assert over.result is Result.NOT_MET
    assert press_answer(COUNTED, over, Result.NOT_MET) == over


def test_a_count_never_falls_below_zero() -> None:
    assert count(COUNTED, _empty(COUNTED), -1).values["lapses"] == (Decimal(0),)
    assert count(QUESTION, _empty(QUESTION), -1).points == 0


def test_enough_right_points_answer_a_question_and_too_few_take_it_back() -> None:
    one = count(QUESTION, _empty(QUESTION), 1)
    assert one.result is Result.NOT_SEEN
    two = count(QUESTION, one, 1)
    assert two.result is Result.MET
    assert count(QUESTION, two, -1).result is Result.NOT_SEEN


def test_a_number_inside_says_nothing_and_one_outside_says_not_met() -> None:
    inside = set_readings(MEASURED, _empty(MEASURED), "height", (Decimal(150),))
    assert inside.result is Result.NOT_SEEN
    outside = set_readings(MEASURED, inside, "height", (Decimal(230),))
    assert outside.result is Result.NOT_MET
    assert "above 200 mm" in outside_words(MEASURED, outside)


def test_met_is_refused_while_a_number_is_outside_and_names_it() -> None:
    outside = set_readings(MEASURED, _empty(MEASURED), "height", (Decimal(230),))
    with pytest.raises(UserError, match="230 mm is above 200 mm"):
        press_answer(MEASURED, outside, Result.MET)


def test_one_of_several_readings_outside_is_enough() -> None:
    observation = set_readings(READINGS, _empty(READINGS), "leg", (Decimal(6), Decimal(9)))
    assert observation.result is Result.NOT_MET


def test_a_scale_value_answers_the_step_from_its_pass_mark() -> None:
    assert rate(SCALE, _empty(SCALE), 3).result is Result.MET
    low = rate(SCALE, _empty(SCALE), 2)
    assert (low.result, low.scale) == (Result.NOT_MET, 2)
    assert rate(SCALE, low, 2).scale is None


def test_a_choice_answers_the_step_by_whether_it_is_accepted() -> None:
    assert choose(CHOICE, _empty(CHOICE), "right").result is Result.MET
    wrong = choose(CHOICE, _empty(CHOICE), "wrong")
    assert wrong.result is Result.NOT_MET
    assert choose(CHOICE, wrong, "wrong").choice == ""


def test_reasons_only_count_after_not_met_or_not_applicable() -> None:
    assert press_reason(_empty(TICK), 1) == _empty(TICK)
    left = press_answer(TICK, _empty(TICK), Result.NOT_APPLICABLE)
    assert press_reason(left, 2, ("a", "b")).reason_text == "b"
    assert press_reason(left, 3, ("a", "b")) == left


PRESSES = st.lists(
    st.one_of(
        st.tuples(st.just("answer"), st.sampled_from(list(Result))),
        st.tuples(st.just("reason"), st.integers(0, 9)),
        st.tuples(st.just("count"), st.sampled_from([1, -1])),
    ),
    max_size=12,
)


@given(st.sampled_from(EVERY_KIND), PRESSES)
def test_no_presses_ever_make_a_step_pass_while_its_record_says_otherwise(
    step: object, presses: list[tuple[str, object]]
) -> None:
    """The screen's answer and the rules agree: what shows as met is met or still open, never failed."""
    observation = _empty(step)
    for what, value in presses:
        try:
            if what == "answer":
                observation = press_answer(step, observation, value)  # type: ignore[arg-type]
            elif what == "reason":
                observation = press_reason(observation, value, ("no ramp",))  # type: ignore[arg-type]
            else:
                observation = count(step, observation, value)  # type: ignore[arg-type]
        except UserError:
            continue
    state = judge_step(step, observation).state  # type: ignore[arg-type]
    if observation.result is Result.MET:
        assert state in (ReasonState.PASSED, ReasonState.OPEN)
    if observation.result is Result.NOT_MET:
        assert state is ReasonState.FAILED
