"""Days as lists write them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supervisor_app.exchange.dates import month_comes_first, read_day


@pytest.mark.parametrize(
    "text",
    ["2020-08-16", "2020/8/16", "20200816", "16.08.2020", "16.8.20", "16/08/2020", "16-08-2020", "16 Aug 2020", "16. August 2020",
     "Aug 16, 2020", "August 16 2020", "2020-08-16T00:00:00Z", "2020-08-16 00:00:00", "2020年8月16日", "٢٠٢٠-٠٨-١٦",
     "16-AUG-20", " 16.08.2020 "],
)  # fmt: skip
def test_every_usual_way_to_write_a_day(text):
    assert read_day(text) == date(2020, 8, 16)


@pytest.mark.parametrize("text", ["", "soon", "31.02.2020", "2020-13-01", "12", "16 Foo 2020", "0000-01-01", "9" * 50, "1/2/3/4"])
def test_what_is_no_day_is_none(text):
    assert read_day(text) is None


def test_a_column_with_a_second_number_above_twelve_has_the_month_first():
    assert month_comes_first(["8/9/2020", "8/16/2020"])
    assert not month_comes_first(["8/9/2020", "16/8/2020"])
    assert not month_comes_first(["8/9/2020"])
    assert not month_comes_first(["8.16.2020"])
    assert read_day("8/9/2020", month_first=True) == date(2020, 8, 9)
    assert read_day("8/9/2020") == date(2020, 9, 8)
    assert read_day("8.9.2020", month_first=True) == date(2020, 9, 8)


def test_two_digit_years_are_of_this_century_until_69():
    assert read_day("1.2.69") == date(2069, 2, 1)
    assert read_day("1.2.70") == date(1970, 2, 1)


@given(st.dates())
def test_iso_is_read_back(day):
    assert read_day(day.isoformat()) == day


@given(st.text(max_size=80))
def test_any_text_is_a_day_or_none(text):
    assert read_day(text) is None or isinstance(read_day(text), date)
