"""The fixed wording of records in the language of the paper: all of what the program writes, nothing of what people wrote."""

from __future__ import annotations

import pytest

from supervisor_app.domain.evidence import JUDGEMENT_WORDS, OUTCOME_WORDS
from supervisor_app.domain.fixed_wording import other_words, rule_in, said_in
from supervisor_app.services.certificate_making import ISSUE_MEANING
from supervisor_app.services.countersigning import COUNTERSIGN_MEANING
from supervisor_app.services.signing import AMEND_MEANING, MEANINGS
from supervisor_app.services.stacking import CONFIRM_MEANING

WRITTEN = (
    *OUTCOME_WORDS.values(),
    *JUDGEMENT_WORDS.values(),
    *MEANINGS.values(),
    ISSUE_MEANING,
    COUNTERSIGN_MEANING,
    AMEND_MEANING,
    CONFIRM_MEANING,
    "I was observed and saw the result.",
    "I was observed and do not agree with the result.",
    "Critical steps",
    "Other steps",
    "Assessor’s own judgement",
    "3 of 4 met",
    "step 12",
)


@pytest.mark.parametrize("language", ["de", "ar"])
def test_everything_the_program_writes_is_said_in_every_language(language: str) -> None:
    for text in WRITTEN:
        assert said_in(text, language) != text, text
        assert said_in(text, "en") == text
        assert other_words(text, "en", language) == said_in(text, language)
        assert other_words(text, language, "en") == text
        assert other_words(text, language, language) == ""


def test_what_a_person_wrote_stays() -> None:
    for text in ("Drove well.", "He was competent", "FT-07", "3 of the 4 met", ""):
        assert said_in(text, "de") == text
        assert other_words(text, "en", "ar") == ""


def test_numbers_and_clauses_are_kept() -> None:
    assert said_in("5 of 6 met", "de") == "5 von 6 erfüllt"
    rule = "3-year limit, only while confirmed every 6 months, ISO 9606-1"
    assert rule_in(rule, "en") == rule
    assert rule_in(rule, "de") == "nach 3 Jahren, nur solange alle 6 Monate bestätigt, ISO 9606-1"
    assert "ISO 9606-1" in rule_in(rule, "ar")
