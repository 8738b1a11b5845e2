"""Canonical bytes: equal to the RFC 8785 reference, and bounded."""

from __future__ import annotations

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from supervisor_app.ledger.canonical import MAX_BYTES, MAX_DEPTH, NotCanonical, canonical_bytes

TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters=[chr(n) for n in range(32) if n not in (9, 10, 13)]))
WHOLE = st.integers(-(2**53) + 1, 2**53 - 1)
VALUES = st.recursive(
    st.none() | st.booleans() | WHOLE | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=20,
)


@given(VALUES)
def test_the_bytes_are_those_of_the_reference(value: object) -> None:
    assert canonical_bytes(value) == rfc8785.dumps(value)


def test_keys_are_ordered_by_utf16_units_not_by_code_points() -> None:
    value = {"\U0001f600": 1, "\ue000": 2, "a": 3}
    assert canonical_bytes({"outer": [value]}) == rfc8785.dumps({"outer": [value]})
    assert list(canonical_bytes(value).decode()).index("\U0001f600") < list(canonical_bytes(value).decode()).index("\ue000")


@pytest.mark.parametrize("letter", ["\x00", "\x07", "\x1b", "\x0b"])
def test_control_characters_are_refused_with_their_place(letter: str) -> None:
    with pytest.raises(NotCanonical, match=f"U\\+{ord(letter):04X} at place 3"):
        canonical_bytes({"name": f"ab{letter}"})
    with pytest.raises(NotCanonical):
        canonical_bytes({f"ab{letter}": "name"})


def test_half_a_surrogate_pair_is_refused() -> None:
    with pytest.raises(NotCanonical, match="U\\+D800"):
        canonical_bytes("\ud800")


@pytest.mark.parametrize("number", [2**53, -(2**53), 2**64])
def test_numbers_beyond_53_bits_are_refused(number: int) -> None:
    with pytest.raises(NotCanonical, match="53 bits"):
        canonical_bytes({"n": number})


@pytest.mark.parametrize("value", [1.5, b"x", {1: "a"}, {"a": {2, 3}}])
def test_what_is_no_ledger_value_is_refused(value: object) -> None:
    with pytest.raises(NotCanonical):
        canonical_bytes(value)


def test_depth_and_size_are_bounded() -> None:
    deep: object = "x"
    for _ in range(MAX_DEPTH):
        deep = [deep]
    assert canonical_bytes(deep)
    with pytest.raises(NotCanonical, match="deeper"):
        canonical_bytes([deep])
    with pytest.raises(NotCanonical, match="bytes"):
        canonical_bytes("x" * MAX_BYTES)
