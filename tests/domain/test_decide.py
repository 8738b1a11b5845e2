"""The decision: its rules one by one, and laws that hold for every checklist and everything that may have been seen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supervisor_app.domain.checklist import Checklist, Step, StepKind
from supervisor_app.domain.decide import decide, judge_step, running
from supervisor_app.domain.decision import Decision, Outcome, ReasonState
from supervisor_app.domain.observation import MissReason, Observation, Result, SafetyStop
from tests.domain.examples import NINE, assessed, checklist, good, left_out, met, missed, quantity, step

RULES = ("critical", "score", "time", "safety_stop", "order", "measurements", "questions")
"""The rules that decide; other lines of a decision only explain."""

LONG = timedelta(minutes=60)


def decided(one: Checklist, *seen: Observation, elapsed: timedelta = LONG, stop: SafetyStop | None = None) -> Decision:
    return decide(one, seen, elapsed=elapsed, safety_stop=stop)


def lines(decision: Decision) -> list[tuple[str, str]]:
    return [(reason.text, reason.figure) for reason in decision.reasons]


FORKLIFT = checklist(
    *(step(number, critical=number in (1, 3, 5, 6, 8, 10, 13)) for number in range(1, 15)),
    cut_percent=85,
    minimum_minutes=15,
    continuous=True,
)


def forklift_seen(**other: Observation) -> tuple[Observation, ...]:
    return tuple(other.get(one.key, met(one.key)) for one in FORKLIFT.steps)


def test_everything_met_is_competent_with_its_rules_and_figures_in_words() -> None:
    decision = decided(
        FORKLIFT, *forklift_seen(s11=left_out("s11", "there is no ramp on this site")), elapsed=timedelta(minutes=18, seconds=22)
    )
    assert decision.outcome is Outcome.COMPETENT
    assert decision.sentence == "Every rule of this checklist is met."
    assert lines(decision) == [
        ("All critical steps met", "7 of 7"),
        ("Other steps met. The rule asks for 85 %.", "6 of 6"),
        ("One run without a break. The rule asks for 15 minutes.", "18 min"),
        ("No safety stop", ""),
        ("Step 11 left out: there is no ramp on this site", "not counted"),
    ]


def test_a_missed_critical_step_is_named_with_what_was_seen() -> None:
    decision = decided(FORKLIFT, *forklift_seen(s05=missed("s05", "looked away twice")))
    assert decision.outcome is Outcome.NOT_YET
    assert decision.sentence == "Not yet competent: step 5, critical, not met: looked away twice."
    assert (decision.critical_met, decision.critical_total) == (6, 7)


def test_one_miss_of_seven_is_85_percent_and_two_are_not() -> None:
    one = forklift_seen(s02=missed("s02"))
    two = forklift_seen(s02=missed("s02"), s04=missed("s04"))
    assert decided(FORKLIFT, *one).outcome is Outcome.COMPETENT  # 6 of 7 is 85.7 %
    decision = decided(FORKLIFT, *two)
    assert decision.outcome is Outcome.NOT_YET
    assert decision.sentence == "Not yet competent: 5 of 7 other steps met, the rule asks for 85 %."
    assert ("Other steps met. The rule asks for 85 %, that is 6 of 7.", "5 of 7") in lines(decision)


def test_a_share_just_below_the_cut_is_never_rounded_up() -> None:
    two_thirds = checklist(step(1), step(2), step(3), cut_percent=67)
    assert decided(two_thirds, met("s01"), met("s02"), missed("s03")).outcome is Outcome.NOT_YET  # 66.67 %
    assert decided(replace(two_thirds, cut_percent=66), met("s01"), met("s02"), missed("s03")).outcome is Outcome.COMPETENT


@pytest.mark.parametrize(
    ("seconds", "outcome", "figure"),
    [(899, Outcome.NOT_YET, "14 min"), (900, Outcome.COMPETENT, "15 min"), (59, Outcome.NOT_YET, "59 s")],
)
def test_the_minimum_time_is_not_rounded_up_either(seconds: int, outcome: Outcome, figure: str) -> None:
    decision = decided(FORKLIFT, *forklift_seen(), elapsed=timedelta(seconds=seconds))
    assert decision.outcome is outcome
    assert figure in [reason.figure for reason in decision.reasons if reason.rule == "time"]


def test_not_applicable_leaves_the_count_only_with_a_reason() -> None:
    one = checklist(step(1), step(2), cut_percent=100)
    assert decided(one, met("s01"), left_out("s02")).outcome is Outcome.COMPETENT
    bare = decided(one, met("s01"), left_out("s02", "  "))
    assert bare.outcome is Outcome.NOT_YET
    assert (bare.met, bare.counted, bare.open_steps) == (1, 2, ("s02",))


def test_a_critical_step_cannot_be_left_out() -> None:
    decision = decided(checklist(step(1, critical=True)), left_out("s01", "no time"))
    assert decision.sentence == "Not yet competent: step 1, critical, not met: a critical step cannot be left out."


def test_a_step_not_seen_is_open_and_counts_as_not_met() -> None:
    decision = decided(checklist(step(1, critical=True), step(2), cut_percent=0))
    assert decision.sentence == "Not yet competent: step 1, critical, not seen yet."
    assert decision.open_steps == ("s01", "s02")
    assert ("Step 2, not seen yet", "counts as not met") in lines(decision)


def test_a_number_outside_its_limits_fails_even_when_the_score_would_do() -> None:
    one = checklist(step(1), step(2, StepKind.MEASUREMENT), cut_percent=50)
    decision = decided(one, met("s01"), met("s02", values={"x": (Decimal("2.1"),)}))
    assert decision.outcome is Outcome.NOT_YET
    assert decision.sentence == "Not yet competent: step 2, not met: gap 2.1 mm is above 2 mm."


def test_a_question_answered_wrong_fails_even_when_the_score_would_do() -> None:
    one = checklist(step(1), step(2, StepKind.QUESTION), cut_percent=50)
    decision = decided(one, met("s01"), met("s02", points=1))
    assert decision.sentence == "Not yet competent: 0 of 1 questions answered right."
    assert ("Step 2, not met: 1 of 2 points right", "") in lines(decision)


def test_an_ordered_checklist_fails_on_the_wrong_order() -> None:
    one = checklist(step(1), step(2), step(3), ordered=True)
    right = [met("s01", order=1), left_out("s02"), met("s03", order=2)]
    wrong = [met("s01", order=1), met("s02", order=3), met("s03", order=2)]
    assert decided(one, *right).outcome is Outcome.COMPETENT
    assert decided(one, *wrong).sentence == "Not yet competent: step 2 was done after step 3."
    assert decided(replace(one, ordered=False), *wrong).outcome is Outcome.COMPETENT
    unknown = decided(one, met("s01"), met("s02", order=1), met("s03", order=2))
    assert unknown.sentence == "Not yet competent: the order of step 1 was not recorded."


def test_a_safety_stop_ends_it_and_nothing_after_it_counts() -> None:
    one = checklist(step(1), step(2))
    stop = SafetyStop(at=NINE, step="s01", text="walked under the load")
    seen = (met("s01", at=NINE - timedelta(minutes=1)), met("s02", at=NINE + timedelta(minutes=1)))
    decision = decided(one, *seen, stop=stop)
    assert decision.outcome is Outcome.STOPPED
    assert decision.sentence == "Stopped for safety at step 1: walked under the load."
    assert (decision.met, decision.open_steps) == (1, ("s02",))


def test_observations_of_other_checklists_are_ignored() -> None:
    one = checklist(step(1))
    assert decided(one, met("s01"), missed("s99")) == decided(one, met("s01"))


def test_of_two_records_of_one_step_the_worse_counts() -> None:
    one = checklist(step(1, critical=True))
    assert decided(one, met("s01"), missed("s01", "late")).outcome is Outcome.NOT_YET


MEAN = step(1, StepKind.READINGS, quantities=(quantity(readings=2, mean=True),))
FREE = step(1, StepKind.MEASUREMENT, quantities=(quantity(required=False),))


APART = "gap lies between 1 mm and 1.51 mm, more than 0.5 mm apart"


def read(*values: str) -> Observation:
    return met("s01", values={"x": tuple(map(Decimal, values))})


@pytest.mark.parametrize(
    ("one", "seen", "state", "why"),
    [
        (step(1), met("s01"), ReasonState.PASSED, ""),
        (step(1), missed("s01", reason=MissReason.UNSAFE), ReasonState.FAILED, "unsafe"),
        (step(1), Observation(step="s01"), ReasonState.OPEN, "not seen yet"),
        (step(1, StepKind.MEASUREMENT), met("s01"), ReasonState.OPEN, "gap is not recorded"),
        (step(1, StepKind.MEASUREMENT), read("2"), ReasonState.PASSED, ""),
        (step(1, StepKind.READINGS), read("1"), ReasonState.OPEN, "2 of 3 readings of gap are missing"),
        (step(1, StepKind.READINGS), read("1", "1.5", "1.51"), ReasonState.FAILED, APART),
        (step(1, StepKind.COUNT), read("1"), ReasonState.FAILED, "gap 1, none allowed"),
        (step(1, StepKind.QUESTION), met("s01"), ReasonState.OPEN, "the right points are not counted, 2 are asked"),
        (step(1, StepKind.CHOICE), met("s01", choice="wrong"), ReasonState.FAILED, "the answer chosen is not accepted"),
        (step(1, StepKind.CHOICE), met("s01"), ReasonState.OPEN, "no answer is chosen"),
        (step(1, StepKind.SCALE), met("s01", scale=2), ReasonState.FAILED, "2 on the scale, at least 3 is asked"),
        (step(1, StepKind.SCALE), met("s01"), ReasonState.OPEN, "no value on the scale is given"),
        (FREE, met("s01"), ReasonState.PASSED, ""),
        (MEAN, read("0.5", "1.5"), ReasonState.PASSED, ""),
        (MEAN, read("0.5", "1.4"), ReasonState.FAILED, "gap has a mean below 1 mm"),
    ],
)  # fmt: skip
def test_one_step_is_judged_by_what_its_record_really_says(one: Step, seen: Observation, state: ReasonState, why: str) -> None:
    verdict = judge_step(one, seen)
    assert (verdict.state, verdict.why) == (state, why)
    assert verdict.met is (state is ReasonState.PASSED)


@pytest.mark.parametrize("broken", ["NaN", "sNaN", "Infinity", "1E+999999", "-1E-999999"])
def test_what_is_no_measurement_is_outside_whatever_the_limits(broken: str) -> None:
    verdict = judge_step(step(1, StepKind.MEASUREMENT), met("s01", values={"x": (Decimal(broken),)}))
    assert (verdict.state, verdict.outside) == (ReasonState.FAILED, True)


def test_the_running_score_says_what_is_met_of_what_was_answered() -> None:
    assert running(FORKLIFT, ()).score == "nothing answered yet"
    score = running(FORKLIFT, [met("s01"), met("s02"), met("s03"), met("s04")])
    assert (score.score, score.critical) == ("4 of 4 met so far", "5 critical open")
    score = running(FORKLIFT, [met("s01"), met("s02"), met("s03"), met("s04"), missed("s05")])
    assert (score.score, score.critical) == ("4 of 5 met so far", "1 critical not met")


# Laws


def oracle(one: Checklist, seen: Sequence[Observation], elapsed: timedelta, stop: SafetyStop | None) -> Outcome:
    """The rules once more, written the plainest way, sharing nothing with the real ones."""
    if stop is not None:
        return Outcome.STOPPED
    if elapsed.total_seconds() < one.minimum_minutes * 60:
        return Outcome.NOT_YET
    passed, counted, done = 0, 0, []
    for each in one.steps:
        found = [observation for observation in seen if observation.step == each.key]
        answer = found[0] if found else Observation(step=each.key)
        excused = answer.result is Result.NOT_APPLICABLE and answer.reason_text.strip() != ""
        ok = answer.result is Result.MET and oracle_complete(each, answer)
        if answer.result in (Result.MET, Result.NOT_MET) and oracle_outside(each, answer):
            return Outcome.NOT_YET
        if each.critical and not ok:
            return Outcome.NOT_YET
        if each.kind is StepKind.QUESTION and not ok and not excused:
            return Outcome.NOT_YET
        if not each.critical and not excused:
            counted += 1
            passed += ok
        if answer.result in (Result.MET, Result.NOT_MET):
            done.append(answer)
    if counted and Fraction(passed, counted) < Fraction(one.cut_percent, 100):
        return Outcome.NOT_YET
    if one.ordered:
        places = [answer.order for answer in done]
        if places != sorted(places) or 0 in places or any(answer.reason is MissReason.OUT_OF_ORDER for answer in done):
            return Outcome.NOT_YET
    return Outcome.COMPETENT


def oracle_outside(each: Step, answer: Observation) -> bool:
    for one in each.quantities:
        values = answer.values.get(one.key, ())
        if any(value.is_nan() for value in values):
            return True
        if any(
            (one.minimum is not None and value < one.minimum) or (one.maximum is not None and value > one.maximum)
            for value in values
        ):
            return True
        if one.whole and any(value % 1 for value in values):
            return True
        if one.spread is not None and values and max(values) - min(values) > one.spread:
            return True
    return False


def oracle_complete(each: Step, answer: Observation) -> bool:
    return (
        not oracle_outside(each, answer)
        and all(len(answer.values.get(one.key, ())) >= one.readings for one in each.quantities)
        and (each.kind is not StepKind.CHOICE or answer.choice == "right")
        and (each.kind is not StepKind.SCALE or (answer.scale or 0) >= 3)
        and (each.kind is not StepKind.QUESTION or (answer.points or 0) >= each.expected_points)
    )


MINUTES = st.sampled_from([timedelta(0), timedelta(minutes=14, seconds=59), timedelta(minutes=15), LONG])


@given(assessed(), MINUTES, st.booleans())
def test_the_decision_agrees_with_an_independent_oracle(
    case: tuple[Checklist, list[Observation]], elapsed: timedelta, stops: bool
) -> None:
    one, seen = case
    stop = SafetyStop(at=NINE, step="s01") if stops else None
    assert decided(one, *seen, elapsed=elapsed, stop=stop).outcome is oracle(one, seen, elapsed, stop)


@given(assessed(), st.randoms(use_true_random=False))
def test_the_order_in_which_observations_are_listed_does_not_matter(
    case: tuple[Checklist, list[Observation]], random: object
) -> None:
    one, seen = case
    shuffled = list(seen)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert decided(one, *shuffled) == decided(one, *seen)
    assert running(one, shuffled) == running(one, seen)


@given(assessed(), st.data())
def test_a_miss_never_turns_not_competent_into_competent(case: tuple[Checklist, list[Observation]], data: st.DataObject) -> None:
    one, seen = case
    place = data.draw(st.sampled_from(one.steps)).key
    miss = next((observation for observation in seen if observation.step == place), Observation(step=place))
    with_miss = [*(observation for observation in seen if observation.step != place), replace(miss, result=Result.NOT_MET)]
    before, after = decided(one, *seen), decided(one, *with_miss)
    assert not (before.outcome is not Outcome.COMPETENT and after.outcome is Outcome.COMPETENT)


@given(assessed(), MINUTES)
def test_competent_means_that_every_rule_passed_and_the_fraction_reaches_the_cut(
    case: tuple[Checklist, list[Observation]], elapsed: timedelta
) -> None:
    one, seen = case
    decision = decided(one, *seen, elapsed=elapsed)
    passed = all(reason.state is ReasonState.PASSED for reason in decision.reasons if reason.rule in RULES)
    assert (decision.outcome is Outcome.COMPETENT) is passed
    if decision.outcome is Outcome.COMPETENT:
        assert decision.met * 100 >= one.cut_percent * decision.counted
        assert decision.critical_met == decision.critical_total
    assert decision.sentence.endswith(".")
    assert set(decision.open_steps) == {reason.step for reason in decision.reasons if reason.rule == "open"}


@given(assessed())
def test_answering_everything_well_is_competent_whatever_the_checklist(case: tuple[Checklist, list[Observation]]) -> None:
    one, _ = case
    assert decided(one, *(good(each, each.number) for each in one.steps)).outcome is Outcome.COMPETENT
