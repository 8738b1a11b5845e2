"""Days in words are read back in every language of the paper, and nothing else is taken for one."""

from __future__ import annotations

from datetime import date

import pytest

from supervisor_app.domain.paper_words import ENGLISH, LANGUAGES
from supervisor_app.domain.printed import date_words, read_date_words


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_day_in_words_reads_back(language: str) -> None:
    words = LANGUAGES[language]
    for day in (date(2026, 1, 31), date(2028, 2, 29), date(2029, 12, 1)):
        assert read_date_words(date_words(day, words), words) == day


@pytest.mark.parametrize(
    "text", ["", "no end date", "31 February 2026", "012 May 2026", "12 may 2026", "1 May 2026 x", "٣ May 2026"]
)
def test_anything_else_is_no_day(text: str) -> None:
    assert read_date_words(text, ENGLISH) is None
