"""The printed strings: dates in words, levels, codes, and what counts as the same on paper."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date

import pytest

from supervisor_app.domain.codes import in_fours
from supervisor_app.domain.paper_words import ARABIC, ENGLISH, GERMAN, LANGUAGES, words_for
from supervisor_app.domain.printed import FIELDS, date_words, moment_words, printed_fields, same_print, scale_words, signed_words
from tests.documents.samples import FACTS


def test_every_compared_field_has_a_text() -> None:
    printed = printed_fields(FACTS)
    assert set(printed) == set(FIELDS)
    assert printed["level"] == "Level U: Works unsupervised"
    assert printed["employee_no"] == "Employee no. 20417"
    assert printed["valid_until"] == "12 May 2029"


def test_no_end_date_is_said_in_words() -> None:
    assert printed_fields(replace(FACTS, valid_until=None))["valid_until"] == "no end date"


def test_dates_are_words_in_every_language() -> None:
    day = date(2026, 5, 3)
    assert date_words(day, ENGLISH) == "3 May 2026"
    assert date_words(day, GERMAN) == "3. Mai 2026"
    assert date_words(day, ARABIC) == "3 مايو 2026"


def test_a_signing_time_keeps_its_offset_and_an_unreadable_one_its_text() -> None:
    assert same_print(signed_words("2026-05-12T14:32:08-04:00", ENGLISH), "Signed 12 May 2026 14:32:08 UTC−04:00")
    assert same_print(moment_words("2026-05-12T14:32:08+05:30", ENGLISH), "12 May 2026 14:32:08 UTC+05:30")
    assert signed_words("yesterday", ENGLISH) == "Signed yesterday"


def test_the_scale_says_where_the_level_stands() -> None:
    assert scale_words(FACTS, ENGLISH).startswith("third of four levels: I in training")
    assert scale_words(replace(FACTS, level_rank=9, level_count=12), ENGLISH).startswith("9 of 12 levels")
    assert scale_words(replace(FACTS, level_count=1), ENGLISH) == ""


@pytest.mark.parametrize("language", LANGUAGES)
def test_translations_are_complete_and_take_the_same_figures(language: str) -> None:
    words = LANGUAGES[language]
    for field in fields(words):
        ours, english = getattr(words, field.name), getattr(ENGLISH, field.name)
        if isinstance(english, str):
            assert ours
            assert sorted(part.split("}")[0] for part in ours.split("{")[1:]) == sorted(
                part.split("}")[0] for part in english.split("{")[1:]
            ), field.name
        elif isinstance(english, tuple):
            assert len(ours) == len(english)


def test_an_unknown_language_prints_in_english() -> None:
    assert words_for("xx") is ENGLISH
    assert words_for("de-AT") is GERMAN


def test_the_same_on_paper_ignores_line_breaks_and_invisible_characters_only() -> None:
    assert same_print("Anna\u2066 Maria", "Anna Maria\u2069")
    assert same_print("e\u0301", "é")
    assert not same_print("12 May 2029", "13 May 2029")
    assert in_fours("e92255d5") == "e922 55d5"
