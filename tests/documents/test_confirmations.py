"""The rows of a certificate that has to be confirmed: which days, who signed, and that every page counts them."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date

import pikepdf
import pikepdf.pdfa
import pytest

from supervisor_app.documents.certificate import render_certificate
from supervisor_app.documents.page import Paper
from supervisor_app.documents.shaping import Shaper
from supervisor_app.domain.certificate import CertificateFacts, IssuedCertificate, PaperConfirmation
from supervisor_app.domain.certificate_preset import TRUCK
from supervisor_app.domain.confirmation_rows import LANGUAGES, confirmation_rows
from supervisor_app.errors import InputError
from tests.documents.samples import FACTS, issued
from tests.documents.test_certificate import text_of

DONE = PaperConfirmation(day=date(2026, 10, 20), name="Hannah Weber", title="Shift supervisor", signed=date(2026, 10, 21))


def welder(**changes: object) -> IssuedCertificate:
    facts: dict[str, object] = {
        "confirm_every_months": 6,
        "evaluated": date(2026, 5, 12),
        "valid_until": date(2028, 5, 12),
        "confirmed": (DONE,),
    }
    return issued(replace(FACTS, **(facts | changes)))  # type: ignore[arg-type]


def days(facts: CertificateFacts) -> list[date]:
    return [row.by for row in confirmation_rows(facts)]


def test_a_row_for_each_span_until_the_last_day_counted_from_the_last_confirmation() -> None:
    facts = welder(confirmed=()).facts
    assert days(facts) == [date(2026, 11, 12), date(2027, 5, 12), date(2027, 11, 12)]
    rows = confirmation_rows(welder().facts)
    assert [(row.by, row.confirmed) for row in rows[:2]] == [(date(2026, 11, 12), DONE), (date(2027, 4, 20), None)]


def test_without_an_end_there_are_some_rows_and_without_confirmations_none() -> None:
    assert len(days(welder(valid_until=None, confirmed=()).facts)) == 6
    assert days(welder(confirm_every_months=0).facts) == []
    assert len(days(welder(valid_until=date(2090, 1, 1)).facts)) == 12


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_the_page_lists_what_was_signed_and_every_page_counts_it(language: str, shaper: Shaper) -> None:
    data = render_certificate(welder(language=language), paper=Paper.A4, shaper=shaper)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert pikepdf.pdfa.check(pdf, "3b").findings == []
        last = len(pdf.pages) - 1
    assert "Hannah" in text_of(data, last)  # readers put words of two directions in orders of their own
    without = render_certificate(welder(language=language, confirm_every_months=0), paper=Paper.A4, shaper=shaper)
    with pikepdf.open(io.BytesIO(without)) as pdf:
        assert len(pdf.pages) == last
    if language == "en":
        assert f"Page 1 of {last + 1}" in text_of(data)
        assert "21 October 2026" in text_of(data, last)


def test_nothing_is_drawn_that_lacks_what_its_rule_asks_for(shaper: Shaper) -> None:
    bare = welder(preset=TRUCK.key, trainer="")
    with pytest.raises(InputError, match=r"lacks what 29 CFR 1910\.178.*who trained"):
        render_certificate(bare, paper=Paper.A4, shaper=shaper)
