"""Days as they are typed: never guessed where two countries read two days."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supervisor_app.domain.dates import short_day
from supervisor_app.errors import InputError
from supervisor_app.services.typed_days import EXAMPLE, OPTION_EXAMPLE, option_day, typed_day, typed_day_problem

DAYS = st.dates(date(1900, 1, 1), date(2199, 12, 31))


@pytest.mark.parametrize(
    "typed", ["2026-02-01", "1.2.2026", " 1.02.2026 ", "1.2.26", "1 Feb 2026", "Feb 1, 2026", "1. Februar 2026"]
)
def test_a_day_is_read_as_people_write_it(typed: str) -> None:
    assert typed_day(typed) == date(2026, 2, 1)
    assert typed_day_problem(typed) == ""


@pytest.mark.parametrize(("typed", "day"), [("14/3/2026", (3, 14)), ("3/3/2026", (3, 3)), ("03-3-26", (3, 3))])
def test_a_day_with_strokes_is_read_where_it_has_one_meaning(typed: str, day: tuple[int, int]) -> None:
    assert typed_day(typed) == date(2026, *day)


def test_a_day_that_is_another_one_elsewhere_is_asked_back_with_both() -> None:
    assert typed_day("3/4/2026") is None
    assert typed_day_problem("3/4/2026") == "Is this 3 April or 4 March? Write the month as a word, like 14 Mar 2026."
    assert typed_day("3-4-26") is None


@pytest.mark.parametrize(
    "typed", ["", "tomorrow", "31.2.2026", "1.2", "2026-13-01", "1-2-3-4", "²-1-2026", "0026-01-01", "3/14/2026"]
)
def test_what_is_no_day_is_said_with_the_one_example(typed: str) -> None:
    assert typed_day(typed) is None
    assert typed_day_problem(typed) == f"This is no day. Write it like {EXAMPLE}."


@given(DAYS)
def test_what_the_app_writes_into_a_field_is_read_back(day: date) -> None:
    assert typed_day(short_day(day)) == day


def test_the_examples_are_days_as_the_app_writes_them() -> None:
    day = typed_day(EXAMPLE)
    assert day is not None
    assert short_day(day) == EXAMPLE
    assert day.isoformat() == OPTION_EXAMPLE


def test_an_option_says_which_one_and_how_it_is_written() -> None:
    assert option_day("--from", "") is None
    assert option_day("--from", "2026-03-14") == date(2026, 3, 14)
    with pytest.raises(InputError, match=r"--from: “3/4/2026” is no day\. Write it like 2026-03-14\."):
        option_day("--from", "3/4/2026")
