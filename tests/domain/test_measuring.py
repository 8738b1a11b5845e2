"""Numbers as they are typed: what they mean, where they lie, and the sentence beside the field."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supervisor_app.domain.checklist import Quantity
from supervisor_app.domain.measuring import LONGEST_NUMBER, ValueState, check_value, first_outside, limits_in_words, parse_number
from tests.domain.examples import quantity


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("12", "12"),
        (" 12.5 ", "12.5"),
        ("12,5", "12.5"),
        (".5", "0.5"),
        ("-0.3", "-0.3"),
        ("\u22120,3", "-0.3"),
        ("+3", "3"),
        ("007", "7"),
        ("\u0661\u0662\u066b\u0665", "12.5"),
        ("१२", "12"),
        ("12.50", "12.50"),
    ],
)
def test_a_number_is_read_with_comma_or_dot_in_any_digits(typed: str, value: str) -> None:
    assert str(parse_number(typed)) == value


@pytest.mark.parametrize(
    "typed",
    [
        "",
        " ",
        "abc",
        "1e5",
        "1,500.0",
        "1 000",
        "12.",
        "--1",
        "1-",
        "0x1F",
        "inf",
        "NaN",
        "½",
        "²",
        "1" * 17,
        "12 mm",
        "१.२.३",
        ".",
        "-",
        "1_000",
    ],
)
def test_what_is_not_a_plain_number_is_refused(typed: str) -> None:
    assert parse_number(typed) is None


@pytest.mark.parametrize(
    ("one", "typed", "state", "sentence"),
    [
        (quantity(), "", ValueState.EMPTY, "1 to 2 mm."),
        (quantity(), "1.5", ValueState.INSIDE, "Inside the limit: 1 to 2 mm."),
        (quantity(), "2,01", ValueState.OUTSIDE, "2.01 mm is above 2 mm. The step counts as not met."),
        (quantity(), "0", ValueState.OUTSIDE, "0 mm is below 1 mm. The step counts as not met."),
        (quantity(), "a", ValueState.NOT_A_NUMBER, "This is not a number. Type digits, like 12 or 12.5."),
        (quantity(), "1" * 20, ValueState.NOT_A_NUMBER, "This is too long for a number. Type digits, like 12 or 12.5."),
        (quantity(whole=True), "1.5", ValueState.NOT_A_NUMBER, "This is counted. Type a whole number."),
        (quantity(minimum=None, maximum=None), "9", ValueState.INSIDE, ""),
        (quantity(mean=True, readings=2), "9", ValueState.INSIDE, "The mean counts, 1 to 2 mm."),
    ],
)
def test_the_sentence_says_at_once_what_a_typed_value_means(one: Quantity, typed: str, state: ValueState, sentence: str) -> None:
    checked = check_value(one, typed)
    assert (checked.state, checked.sentence) == (state, sentence)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({}, "1 to 2 mm"),
        ({"minimum": None}, "at most 2 mm"),
        ({"maximum": None, "unit": "°"}, "at least 1°"),
        ({"minimum": Decimal(0), "maximum": Decimal(0), "unit": "V"}, "exactly 0 V"),
        ({"minimum": None, "maximum": Decimal(0), "whole": True, "unit": ""}, "none allowed"),
        ({"minimum": Decimal(0), "maximum": Decimal(0), "whole": True, "unit": ""}, "none allowed"),
        ({"minimum": Decimal("-0.3"), "maximum": Decimal("0.3")}, "\u22120.3 to 0.3 mm"),
        ({"minimum": None, "maximum": None}, ""),
    ],
)
def test_limits_are_read_aloud(fields: dict[str, object], words: str) -> None:
    assert limits_in_words(quantity(**fields)) == words


@given(st.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=-9999, max_value=9999))
def test_what_is_typed_as_a_number_is_that_number(value: Decimal) -> None:
    assert parse_number(str(value)) == value
    assert parse_number(str(value).replace(".", ",")) == value


@given(st.text(max_size=30))
def test_no_text_is_a_surprise(typed: str) -> None:
    checked = check_value(quantity(), typed)
    assert (checked.value is None) is (checked.state in (ValueState.EMPTY, ValueState.NOT_A_NUMBER))
    if checked.value is not None:
        assert len(typed.strip()) <= LONGEST_NUMBER
        assert bool(first_outside(quantity(), [checked.value])) is (checked.state is ValueState.OUTSIDE)
