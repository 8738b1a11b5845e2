"""Codes of our papers that are no certificates: named as what they are, in a text and in a picture, never valid."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from supervisor_app.documents.preview import render_png
from supervisor_app.services.blank_forms import draw_form, new_form
from supervisor_app.services.skills_chart import draw_chart, skills_chart
from supervisor_app.services.verifying import verify, verify_text
from tests.services.founded import Founded, found, signed


@pytest.fixture
def at(tmp_path: Path) -> Iterator[Founded]:
    founded = found(tmp_path / "site")
    signed(founded, founded.ana)
    yield founded
    founded.site.close()


def test_a_form_and_a_chart_are_named_and_not_valid(at: Founded) -> None:
    form, chart = new_form(at.site, at.digests["forklift"]), skills_chart(at.site, at.time().date())
    for text, words in ((form.code, "blank checklist"), (form.number, "blank checklist"), (chart.sheet_code(1), "skills matrix")):
        verdict = verify_text(at.site, text, at.time())
        assert verdict.unreadable
        assert words in verdict.sentence
    for pdf, words in ((draw_form(form, "A4"), "blank checklist"), (draw_chart(chart, "A4"), "skills matrix")):
        verdict = verify(at.site, "scan.png", render_png(pdf, 0, 1240), at.time())
        assert verdict.unreadable
        assert words in verdict.sentence
