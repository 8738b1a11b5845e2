"""Directions of mixed text: the rules of UAX 9, and agreement with another implementation on random text."""

from __future__ import annotations

import unicodedata

import pytest
from bidi import get_display
from hypothesis import given, settings
from hypothesis import strategies as st

from supervisor_app.documents.bidi import base_level, levels, visual_order

ALEF, BET, ARABIC = "\u05d0", "\u05d1", "\u0627"
CONTROLS = "\u2066\u2067\u2068\u2069\u202a\u202b\u202c\u200e\u200f"
LETTERS = f"abc{ALEF}{BET}{ARABIC}123\u0660\u0661 ()[]{{}}+-.,:%$!?\u0301{CONTROLS}"


def shown(text: str, base: int | None = None) -> str:
    return "".join(text[index] for index in visual_order(levels(text, base)) if text[index] not in CONTROLS)


@settings(max_examples=2000, deadline=None)
@given(st.text(alphabet=LETTERS, min_size=1, max_size=16))
def test_random_text_is_ordered_as_python_bidi_orders_it(text: str) -> None:
    theirs = "".join(char for char in get_display(text) if char not in CONTROLS)
    assert shown(text) == theirs


@given(st.text(max_size=60), st.sampled_from([None, 0, 1]))
def test_any_text_has_one_level_for_each_character_and_an_order_of_all(text: str, base: int | None) -> None:
    found = levels(text, base)
    assert len(found) == len(text)
    assert sorted(visual_order(found)) == list(range(len(text)))


@given(st.text(alphabet=st.characters(categories=["Lu", "Ll", "Nd"], max_codepoint=0x24F), max_size=40))
def test_latin_text_is_never_moved(text: str) -> None:
    assert set(levels(text)) <= {0}


@pytest.mark.parametrize(
    ("text", "base", "expected"),
    [
        (f"a({ALEF})b", 0, [0, 0, 1, 0, 0]),  # N0: a pair around the other direction follows what stands before
        (f"{ALEF}(a){BET}", 1, [1, 1, 2, 1, 1]),
        (f"{ALEF} 12", 1, [1, 1, 2, 2]),  # numbers keep their order
        (f"{ALEF}1,2", 1, [1, 2, 2, 2]),  # W4: one separator between numbers
        (f"{ARABIC}1+2", 1, [1, 2, 1, 2]),  # W2, W4: after an Arabic letter numbers are Arabic and a plus does not join
        (f"a {BET}.", 0, [0, 0, 1, 0]),  # N1, N2
        (f"a{ALEF}\u2066b\u2069{BET}", 0, [0, 1, 1, 2, 1, 1]),  # an isolate is one neutral for what is around
        (f"{ALEF} ", 0, [1, 0]),  # L1: trailing space
        (f"a\u202b{ALEF}\u202cb", 0, [0, 0, 1, 1, 0]),
    ],
)
def test_the_rules_of_the_annex(text: str, base: int, expected: list[int]) -> None:
    assert levels(text, base) == expected


def test_a_clause_in_an_isolate_stays_together_in_arabic() -> None:
    clause = "29 CFR 1910.178(l)"
    text = f"{ARABIC} \u2066{clause}\u2069 {ARABIC}"
    assert clause in shown(text, 1)


def test_the_base_direction_comes_from_the_first_strong_letter_outside_isolates() -> None:
    assert base_level("\u2067" + ALEF + "\u2069 abc") == 0
    assert base_level("12 " + ALEF) == 1
    assert base_level("") == 0


def test_canonically_equal_brackets_pair() -> None:
    text = f"a \u2329{ALEF}\u3009 b"
    assert unicodedata.normalize("NFC", "\u2329") == "\u3008"
    assert levels(text, 0)[2] == levels(text, 0)[4] == 0


def test_deep_embeddings_end_at_level_125() -> None:
    assert max(levels("\u202b\u202a" * 200 + "a")) <= 126
