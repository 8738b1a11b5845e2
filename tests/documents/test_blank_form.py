"""Blank checklists: PDF/A-3b upright, the same bytes, the code read back, every step with its blanks, nothing orphaned."""

from __future__ import annotations

import io
import re
import subprocess
import unicodedata
from dataclasses import fields, replace
from datetime import UTC, datetime

import pikepdf
import pikepdf.pdfa
import pytest

from supervisor_app.documents.archive import About, Archive
from supervisor_app.documents.blank_form import render_form
from supervisor_app.documents.blank_form_rows import BOX, FormRows
from supervisor_app.documents.fonts import FontBook
from supervisor_app.documents.page import Page, Paper
from supervisor_app.documents.preview import page_count, read_back
from supervisor_app.documents.qr_code import FORM_CODE, MODULE_MM, QUIET_MODULES, Fit, fits, matrix
from supervisor_app.documents.shaping import Shaper
from supervisor_app.domain.form_number import read_form
from supervisor_app.domain.form_words import ARABIC, ENGLISH, GERMAN
from supervisor_app.domain.paper_words import ENGLISH as PAPER
from supervisor_app.domain.texts import in_language
from tests.documents.forms import ALL_KINDS, FORMS, KINDS, LIBRARY, LONG, SCRIPTS, form, in_script
from tests.documents.test_certificate import text_of


def words_of(pdf: bytes, page: int) -> str:
    return " ".join(text_of(pdf, page).split())


def whole(pdf: bytes) -> str:
    return " ".join(words_of(pdf, page) for page in range(page_count(pdf)))


@pytest.mark.parametrize("name", FORMS)
@pytest.mark.parametrize("paper", [Paper.A4, Paper.LETTER])
def test_it_is_pdf_a_3b_upright_and_its_code_leads_back_to_the_revision(name: str, paper: Paper, shaper: Shaper) -> None:
    one = FORMS[name]
    data = render_form(one, paper=paper, shaper=shaper)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert pikepdf.pdfa.check(pdf, "3b").findings == []
        wide, high = [float(edge) * 25.4 / 72 for edge in pdf.pages[0].MediaBox][2:]
        assert (wide, high) == pytest.approx((paper.height, paper.width), abs=0.01)
    for dpi in (150, 200, 300):
        said = read_form(read_back(data, dpi))
        assert said is not None
        assert (said.number, said.digest) == (one.number, one.digest)


def test_its_code_is_version_4_in_a_box_of_20_8_millimetres(shaper: Shaper) -> None:
    code = FORMS["kinds"].code
    assert fits(code, FORM_CODE) == Fit(4, "M")
    assert (len(matrix(code, 0, FORM_CODE)) + 2 * QUIET_MODULES) * MODULE_MM == pytest.approx(20.8, abs=0.05)


def test_the_same_form_gives_the_same_bytes_and_another_number_others(shaper: Shaper) -> None:
    one = FORMS["german"]
    first = render_form(one, paper=Paper.A4, shaper=shaper)
    render_form(FORMS["long"], paper=Paper.LETTER, shaper=shaper)
    assert render_form(one, paper=Paper.A4, shaper=Shaper(FontBook(()))) == first
    assert render_form(replace(one, own="000000"), paper=Paper.A4, shaper=shaper) != first


@pytest.mark.parametrize("name", LIBRARY)
def test_every_checklist_of_the_library_prints_every_step_once_and_every_section_above_one(name: str, shaper: Shaper) -> None:
    checklist = LIBRARY[name]
    data = render_form(form(checklist), paper=Paper.A4, shaper=shaper)
    text = whole(data)
    for step in checklist.steps:
        said = " ".join(in_language(step.text).split())
        assert said[:30] in text, said
    pages = [words_of(data, page) for page in range(page_count(data))]
    for number, page in enumerate(pages, 1):
        assert f"Page {number} of {len(pages)}" in page
        assert form(checklist).number in page


def test_each_kind_of_step_has_what_is_written_down_for_it(shaper: Shaper) -> None:
    text = whole(render_form(FORMS["kinds"], paper=Paper.A4, shaper=shaper))
    for said in (
        "Leaks hide.",
        "1 jerks, load swings",
        "counts from 3",
        "100 to 200 mm",
        "mean, 1 to 2 mm, at most 0.5 mm apart",
        "at least 3",
        "at most 240 s",
        "Right answer: 2.5 t at 600 mm, less above 3 m",
        "of 2",
        "carbon dioxide, from a distance, power off first",
        "first bolt, 1 to 2 Nm:",
        "N/A: no ramp on this site",
        "Truck: make, model, unit no.",
        "Load used (kg)",
    ):
        assert said in text, said


def test_the_words_of_the_design_are_there(shaper: Shaper) -> None:
    text = whole(render_form(FORMS["kinds"], paper=Paper.LETTER, shaper=shaper))
    for said in (
        "Paper is a working sheet. The record is made when these marks are entered and signed in the app, with this form number.",
        "K skipped O out of order S not to standard U unsafe (stop) P prompted.",
        "critical: must be met.",
        "I observed this work. My judgement: competent with supervision not yet Level I L U O",
        "I took part and saw the result. agree disagree",
        "Entered by on record no.",
        "Checklist FLT-CB, revision 3.",
    ):
        assert set(re.findall(r"\w+", said)) <= set(re.findall(r"\w+", text)), said


def test_no_section_ends_a_page_and_the_columns_are_named_over_steps_only(shaper: Shaper) -> None:
    data = render_form(FORMS["long"], paper=Paper.A4, shaper=shaper)
    pages = [text_of(data, page).split("\n") for page in range(page_count(data))]
    found = [line.strip() for page in pages for line in page]
    assert [line for line in found if re.fullmatch(r"Part \d+", line)] == [f"Part {n}" for n in range(1, 16)]
    said = {step.text["en"] for step in KINDS}
    for page in pages:
        lines = [line.strip() for line in page if line.strip()]
        last_part = max((place for place, line in enumerate(lines) if line.startswith("Part ")), default=-1)
        assert last_part < 0 or any(words in line for line in lines[last_part:] for words in said)
        assert ("Standard" in " ".join(lines)) == any(words in line for line in lines for words in said)


@pytest.mark.parametrize("language", SCRIPTS)
def test_every_script_prints_in_its_own_letters_and_right_to_left_ones_mirrored(language: str, shaper: Shaper) -> None:
    one = in_script(language)
    data = render_form(one, paper=Paper.A4, shaper=shaper)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert pikepdf.pdfa.check(pdf, "3b").findings == []
        assert str(pdf.Root.Lang) == language
    title, words = SCRIPTS[language]
    shown = re.sub(r"\s", "", whole(data))
    for said in (title, words):
        plain = re.sub(r"\s", "", said)
        # Readers return Arabic and Hebrew in visual order, so compare reversed too (PRINT, section 6).
        assert plain in shown or plain[::-1] in shown, said
    said_again = read_form(read_back(data))
    assert said_again is not None
    assert said_again.number == one.number


def test_a_right_to_left_form_has_its_code_on_the_left(shaper: Shaper, monkeypatch: pytest.MonkeyPatch) -> None:
    places: list[float] = []
    real = Page.place

    def place(page: Page, x: float, y: float, width: float) -> tuple[float, float]:
        left, bottom = real(page, x, y, width)
        if width > 16:
            places.append(left * 25.4 / 72)
        return left, bottom

    monkeypatch.setattr(Page, "place", place)
    render_form(in_script("he"), paper=Paper.A4, shaper=shaper)
    render_form(in_script("th"), paper=Paper.A4, shaper=shaper)
    assert places == [pytest.approx(15.0), pytest.approx(210 - 15 - 33 * MODULE_MM)]


def test_every_row_is_high_enough_for_gloves(shaper: Shaper) -> None:
    about = About(title="", author="", subject="", language="en", made=datetime(2026, 1, 1, tzinfo=UTC), identity="")
    page = Page(Archive(about), shaper, Paper.A4_PORTRAIT)
    rows = list(FormRows(page, ENGLISH, PAPER, "en", 15.0, 180.0).rows(ALL_KINDS.steps))
    assert all(row.height >= 9.2 for row in rows if not row.keep)
    assert pytest.approx(5.2) == BOX


def test_every_language_has_every_word() -> None:
    for words in (ENGLISH, GERMAN, ARABIC):
        for field in fields(words):
            value = getattr(words, field.name)
            english = getattr(ENGLISH, field.name)
            assert all(value), field.name
            assert value, field.name
            assert (
                len(value) == len(english)
                if isinstance(english, tuple)
                else re.findall(r"{\w+}", value) == re.findall(r"{\w+}", english)
            )


def test_a_very_long_checklist_keeps_every_row_whole(shaper: Shaper) -> None:
    tall = replace(LONG, steps=tuple(replace(one, key_point={"en": "A key point goes on. " * 12}) for one in LONG.steps))
    data = render_form(form(tall), paper=Paper.LETTER, shaper=shaper)
    assert whole(data).count("A key point goes on.") == 60 * 12


@pytest.mark.parametrize("language", SCRIPTS)
def test_another_reader_finds_the_same_words_in_every_script(language: str, shaper: Shaper) -> None:
    """Poppler; Arabic and Hebrew may come in visual order (PRINT, section 6)."""
    data = render_form(in_script(language), paper=Paper.A4, shaper=shaper)
    try:
        found = subprocess.run(["pdftotext", "-", "-"], input=data, capture_output=True, check=True).stdout.decode()
    except FileNotFoundError:
        pytest.skip("pdftotext (poppler) is not installed")
    shown = _letters(found)
    for said in SCRIPTS[language]:
        words = [_letters(word) for word in said.split()]
        assert all(word in shown or word[::-1] in shown for word in words), said


def _letters(text: str) -> str:
    """Only what is seen: composed alike, without blanks and marks of direction."""
    plain = unicodedata.normalize("NFKC", text)
    return "".join(char for char in plain if not char.isspace() and unicodedata.category(char) != "Cf")
