"""The entry row: which parts a step has, how a typed number stands."""

from __future__ import annotations

from decimal import Decimal

import pytest

from supervisor_app.domain.measuring import ValueState
from supervisor_app.domain.observation import Observation
from supervisor_app.ui.pages.observe_entry import entry_view, field_view, readings_with, watch_text, watch_words
from tests.ui.pages.steps import CHOICE, COUNTED, HEIGHT, LEG, MEASURED, QUESTION, READINGS, SCALE, TICK, TIMED


def test_a_tick_has_nothing_to_enter() -> None:
    view = entry_view(TICK, Observation(step="s01"))
    assert (view.counter, view.fields, view.tiles, view.watch) == (None, (), (), False)


def test_a_count_shows_what_is_counted_and_that_none_is_allowed() -> None:
    counter = entry_view(COUNTED, Observation(step="s04", values={"lapses": (Decimal(2),)})).counter
    assert counter is not None
    assert (counter.count, counter.label, counter.caption, counter.over) == (2, "Lapses", "none allowed", True)


def test_a_question_counts_right_points_where_more_than_one_is_asked() -> None:
    counter = entry_view(QUESTION, Observation(step="s08", points=1)).counter
    assert counter is not None
    assert (counter.count, counter.caption) == (1, "2 asked")


def test_readings_make_one_field_each_and_show_those_taken() -> None:
    view = entry_view(READINGS, Observation(step="s05", values={"leg": (Decimal("6.5"),)}))
    assert [field.text for field in view.fields] == ["6.5", "", ""]
    assert [field.caption for field in view.fields] == ["1 of 3", "2 of 3", "3 of 3"]


def test_a_timed_step_has_a_watch_and_its_field() -> None:
    view = entry_view(TIMED, Observation(step="s09"))
    assert view.watch
    assert view.fields[0].unit == "s"


def test_scale_and_choice_are_tiles_with_digits() -> None:
    scale = entry_view(SCALE, Observation(step="s06", scale=4)).tiles
    assert [(tile.cap, tile.chosen) for tile in scale] == [("1", False), ("2", False), ("3", False), ("4", True), ("5", False)]
    assert [tile.word for tile in entry_view(CHOICE, Observation(step="s07")).tiles] == ["In service", "Not looked"]


@pytest.mark.parametrize(
    ("typed", "state"),
    [
        ("", ValueState.EMPTY),
        ("15", ValueState.OUTSIDE),
        ("150", ValueState.INSIDE),
        ("1x", ValueState.NOT_A_NUMBER),
        ("150,5", ValueState.INSIDE),
    ],
)
def test_a_number_is_checked_while_it_is_typed(typed: str, state: ValueState) -> None:
    assert field_view(HEIGHT, 1, typed).fit is state


def test_readings_are_replaced_added_and_taken_out_but_never_more_than_asked() -> None:
    two = Observation(step="s05", values={"leg": (Decimal(6), Decimal(7))})
    assert readings_with(two, LEG, 1, Decimal(8)) == (8, 7)
    assert readings_with(two, LEG, 3, Decimal(8)) == (6, 7, 8)
    assert readings_with(two, LEG, 2, None) == (6,)
    full = Observation(step="s05", values={"leg": (Decimal(6),) * 3})
    assert readings_with(full, LEG, 4, Decimal(8)) == (6, 6, 6)


def test_a_watch_reads_as_minutes_and_seconds_and_writes_what_the_field_takes() -> None:
    assert watch_words(725.9) == "12:05"
    field = entry_view(TIMED, Observation(step="s09")).fields[0]
    assert watch_text(12.345, field) == "12.3"


def test_an_empty_field_says_its_limits() -> None:
    assert entry_view(MEASURED, Observation(step="s03")).fields[0].words == "100 to 200 mm."
