"""Mastery: every knob of the rule, what is missing, and that the visit which is promised to finish it does so."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supervisor_app.domain.checklist import MasteryRule
from supervisor_app.domain.mastery import Attempt, mastery

TODAY = date(2026, 11, 23)


def attempt(
    day: date,
    success: bool = True,
    *,
    hour: int = 9,
    by: str = "anna",
    context: str = "FT-07",
    critical: bool = False,
    number: int = 0,
) -> Attempt:
    at = datetime(day.year, day.month, day.day, hour, tzinfo=UTC)
    sign_off = f"{at.isoformat()} {number}"
    return Attempt(
        sign_off=sign_off,
        at=at,
        assessor=by,
        assessor_name=by.title(),
        context=context,
        success=success,
        critical_failed=critical,
    )


def days(*ago: int) -> list[Attempt]:
    return [attempt(TODAY - timedelta(days=count)) for count in ago]


def test_one_success_is_enough_by_default() -> None:
    state = mastery(MasteryRule(), days(3), TODAY)
    assert (state.met, state.met_on, state.visits) == (True, date(2026, 11, 20), 0)
    assert state.sentence == "One success was asked for; the rule is met since 20 November 2026."
    assert [(box.filled, box.text) for box in state.boxes] == [(True, "20 November 2026, Anna")]


def test_without_any_attempt_one_visit_finishes_it() -> None:
    state = mastery(MasteryRule(), (), TODAY)
    assert (state.met, state.visits, [box.filled for box in state.boxes]) == (False, 1, [False])
    assert state.sentence == "One more success is missing. The next visit can finish it."


def test_attempts_after_the_day_do_not_count() -> None:
    assert not mastery(MasteryRule(), days(3), TODAY - timedelta(days=4)).met


def test_successes_of_the_last_attempts() -> None:
    rule = MasteryRule(successes=2, of_last=3)
    old = [*days(9, 8), attempt(TODAY - timedelta(days=7), False), attempt(TODAY - timedelta(days=6), False)]
    assert not mastery(rule, old, TODAY).met
    assert mastery(rule, old, TODAY).visits == 2
    assert mastery(rule, [*old, *days(2, 1)], TODAY).met


def test_different_days_assessors_and_contexts_are_asked_for_in_words() -> None:
    rule = MasteryRule(successes=2, days=2, assessors=2, contexts=2)
    state = mastery(rule, days(0), TODAY)
    assert state.sentence == (
        "One more success is missing, on another day, by another assessor, in another context. The next visit can finish it."
    )
    same = [*days(0), attempt(TODAY, hour=11)]
    assert not mastery(rule, same, TODAY).met
    assert mastery(rule, [*days(1), attempt(TODAY, by="ben", context="FT-09")], TODAY).met


def test_several_visits_are_counted() -> None:
    state = mastery(MasteryRule(successes=3, days=3), (), TODAY)
    assert state.sentence == "3 more successes are missing, on different days. 3 visits can finish it."


def test_attempts_beyond_the_limit_of_a_day_are_not_counted() -> None:
    rule = MasteryRule(attempts_a_day=2)
    today = [attempt(TODAY, False, hour=9), attempt(TODAY, False, hour=10), attempt(TODAY, True, hour=11)]
    state = mastery(rule, today, TODAY)
    assert not state.met
    assert state.needs == ("on another day",)
    assert mastery(rule, today[1:], TODAY).met


def test_successes_too_far_apart_do_not_add_up() -> None:
    rule = MasteryRule(successes=2, within_months=6)
    assert not mastery(rule, [attempt(date(2026, 1, 1)), attempt(date(2026, 7, 1))], TODAY).met
    assert mastery(rule, [attempt(date(2026, 1, 2)), attempt(date(2026, 7, 1))], TODAY).met


def test_a_missed_critical_step_wipes_what_was_before_where_the_rule_says_so() -> None:
    seen = [*days(5), attempt(TODAY - timedelta(days=1), False, critical=True)]
    assert mastery(MasteryRule(), seen, TODAY).met
    assert not mastery(MasteryRule(none_critical_since=True), seen, TODAY).met
    assert mastery(MasteryRule(none_critical_since=True), [*seen, *days(0)], TODAY).met


@st.composite
def rules(draw: st.DrawFn) -> MasteryRule:
    successes = draw(st.integers(1, 4))
    different = st.integers(1, min(2, successes))
    return MasteryRule(
        successes=successes,
        of_last=draw(st.none() | st.integers(4, 6)),
        days=draw(different),
        assessors=draw(different),
        contexts=draw(different),
        attempts_a_day=draw(st.none() | st.integers(1, 2)),
        within_months=draw(st.none() | st.integers(1, 12)),
        none_critical_since=draw(st.booleans()),
    )


RULES = rules()


@st.composite
def histories(draw: st.DrawFn) -> list[Attempt]:
    made = []
    for number in range(draw(st.integers(0, 8))):
        success = draw(st.booleans())
        made.append(
            attempt(
                TODAY - timedelta(days=draw(st.sampled_from([0, 0, 1, 2, 30, 200, 400]))),
                success,
                hour=draw(st.integers(6, 20)),
                by=draw(st.sampled_from(["anna", "ben"])),
                context=draw(st.sampled_from(["FT-07", "FT-09"])),
                critical=not success and draw(st.booleans()),
                number=number,
            )
        )
    return made


@given(RULES, histories(), st.randoms(use_true_random=False))
def test_the_order_of_attempts_in_the_list_does_not_matter(rule: MasteryRule, made: list[Attempt], random: object) -> None:
    shuffled = list(made)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert mastery(rule, shuffled, TODAY) == mastery(rule, made, TODAY)


@given(RULES, histories(), st.booleans(), st.integers(0, 40))
def test_another_miss_never_brings_mastery(rule: MasteryRule, made: list[Attempt], critical: bool, ago: int) -> None:
    miss = attempt(TODAY - timedelta(days=ago), False, hour=12, critical=critical, number=99)
    if mastery(rule, [*made, miss], TODAY).met:
        assert mastery(rule, made, TODAY).met


@given(RULES, histories())
def test_the_visits_that_are_promised_finish_it_and_fewer_do_not(rule: MasteryRule, made: list[Attempt]) -> None:
    state = mastery(rule, made, TODAY)
    assert state.met is (state.visits == 0)
    assert len(state.boxes) == rule.successes
    visits = [
        attempt(TODAY + timedelta(days=place), by=f"new {place}", context=f"new {place}") for place in range(1, state.visits + 1)
    ]
    last = TODAY + timedelta(days=state.visits)
    assert mastery(rule, [*made, *visits], last).met
    if visits:
        assert not mastery(rule, [*made, *visits[:-1]], last).met


@given(RULES, histories())
def test_what_is_met_fits_the_rule_when_counted_by_hand(rule: MasteryRule, made: list[Attempt]) -> None:
    state = mastery(rule, made, TODAY)
    if state.met:
        by_id = {one.sign_off: one for one in made}
        deciding = by_id[state.met_by]
        before = [one for one in made if one.success and one.at <= deciding.at]
        assert deciding.success
        assert len(before) >= rule.successes
        assert distinct(before, "day") >= rule.days
        assert distinct(before, "assessor") >= rule.assessors
        assert distinct(before, "context") >= rule.contexts
        if rule.none_critical_since:
            assert not any(one.critical_failed and one.at > deciding.at for one in made)


def distinct(made: Sequence[Attempt], name: str) -> int:
    return len({getattr(one, name) for one in made})


@pytest.mark.parametrize("rule", [MasteryRule(successes=2, of_last=2), MasteryRule(successes=100, days=100)])
def test_long_rules_end(rule: MasteryRule) -> None:
    assert mastery(rule, [attempt(TODAY, False)], TODAY).visits == rule.successes
