"""What happens to a draft: order, undo, the clock, a safety stop, a recovery."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from supervisor_app.domain import drafting
from supervisor_app.domain.clock import counted_time, total_time
from supervisor_app.domain.observation import Context, Draft, Observation, Result, Run
from tests.domain.examples import NINE, checklist, left_out, met, missed, step

DRAFT = Draft(
    id="d",
    worker_id="w",
    assessor_id="a",
    competency="c",
    checklist_digest="x",
    context=Context(),
    started=NINE,
    runs=(Run(started=NINE),),
    saved=NINE,
)


def minutes(count: float) -> timedelta:
    return timedelta(minutes=count)


def answered(*seen: Observation) -> Draft:
    draft = DRAFT
    for place, observation in enumerate(seen, start=1):
        draft = drafting.with_observation(draft, observation, NINE + minutes(place))
    return draft


def orders(draft: Draft) -> dict[str, int]:
    return {one.step: one.order for one in draft.observations}


def test_steps_are_numbered_in_the_order_in_which_they_were_first_answered() -> None:
    draft = answered(met("s01"), met("s03"), missed("s02"), missed("s01"), left_out("s04"))
    assert orders(draft) == {"s01": 1, "s03": 2, "s02": 3, "s04": 4}
    assert draft.observation("s01").result is Result.NOT_MET
    assert draft.observation("s01").at == NINE + minutes(4)


def test_not_seen_yet_and_clearing_give_the_place_up() -> None:
    draft = answered(met("s01"), met("s02"), Observation(step="s01"), met("s01"))
    assert orders(draft) == {"s01": 3, "s02": 2}
    assert orders(drafting.without_observation(draft, "s01", NINE)) == {"s02": 2}


def test_undo_brings_a_step_back_as_it_was_and_leaves_the_clock() -> None:
    before = answered(met("s01"), met("s02"))
    undo = drafting.undo_for(before, "s01")
    after = drafting.paused(drafting.with_observation(before, missed("s01"), NINE + minutes(3)), NINE + minutes(4))
    undone = drafting.undone(after, undo, NINE + minutes(5))
    assert undone.observations == before.observations
    assert undone.current_step == before.current_step
    assert undone.runs == after.runs


def test_undo_of_a_first_answer_takes_it_away_and_of_a_clearing_brings_it_back() -> None:
    before = answered(met("s01"))
    first = drafting.with_observation(before, met("s02"), NINE + minutes(2))
    assert drafting.undone(first, drafting.undo_for(before, "s02"), NINE).observations == before.observations
    cleared = drafting.without_observation(before, "s01", NINE + minutes(2))
    assert drafting.undone(cleared, drafting.undo_for(before, "s01"), NINE).observations == before.observations


def test_pause_and_resume_make_runs_and_twice_is_once() -> None:
    paused = drafting.paused(DRAFT, NINE + minutes(5))
    assert drafting.paused(paused, NINE + minutes(9)) is paused
    going = drafting.resumed(paused, NINE + minutes(10))
    assert drafting.resumed(going, NINE + minutes(11)) is going
    assert total_time(going.runs, NINE + minutes(12)) == minutes(7)


def test_a_checklist_that_asks_for_one_run_counts_the_longest() -> None:
    runs = (Run(started=NINE, ended=NINE + minutes(9)), Run(started=NINE + minutes(10), ended=NINE + minutes(20)))
    one = checklist(step(1), minimum_minutes=15)
    assert counted_time(one, runs, NINE) == minutes(19)
    assert counted_time(replace(one, continuous=True), runs, NINE) == minutes(10)


def test_a_clock_that_was_set_back_counts_nothing() -> None:
    assert total_time((Run(started=NINE),), NINE - minutes(60)) == timedelta(0)
    assert drafting.paused(DRAFT, NINE - minutes(5)).runs == (Run(started=NINE, ended=NINE),)


def test_a_safety_stop_ends_the_clock_for_good() -> None:
    draft = drafting.stopped(replace(DRAFT, current_step="s02"), "ran", NINE + minutes(3))
    assert draft.safety_stop is not None
    assert (draft.safety_stop.step, draft.runs[0].ended) == ("s02", NINE + minutes(3))
    assert drafting.resumed(draft, NINE + minutes(4)) is draft
    assert drafting.stopped(draft, "again", NINE + minutes(5)) is draft


def test_a_draft_that_was_running_when_the_program_died_stops_where_it_was_saved() -> None:
    draft = answered(met("s01"), met("s02"))
    recovered = drafting.recovered(draft)
    assert recovered.recovered == NINE + minutes(2)
    assert total_time(recovered.runs, NINE + minutes(999)) == minutes(2)
    assert recovered.observations == draft.observations
    assert drafting.recovered(drafting.paused(draft, NINE + minutes(3))).recovered is None
    assert drafting.resumed(recovered, NINE + minutes(60)).recovered is None


@given(st.lists(st.tuples(st.sampled_from(["s01", "s02", "s03", "s04"]), st.sampled_from(list(Result))), max_size=20))
def test_places_are_distinct_and_follow_the_time_of_the_first_answer(taps: list[tuple[str, Result]]) -> None:
    draft = answered(*(Observation(step=key, result=result) for key, result in taps))
    places = [one.order for one in draft.observations if one.result is not Result.NOT_SEEN]
    assert len(set(places)) == len(places)
    assert all(place > 0 for place in places)
    assert all(one.order == 0 for one in draft.observations if one.result is Result.NOT_SEEN)
    assert len({one.step for one in draft.observations}) == len(draft.observations)
