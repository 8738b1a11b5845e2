"""The passport page: PDF/A-3b with its record, the same bytes, its code read back, long and foreign texts, many rows."""

from __future__ import annotations

import io
import re
from dataclasses import replace

import pikepdf
import pikepdf.pdfa
import pypdfium2
import pytest

from supervisor_app.documents.covering import look_over
from supervisor_app.documents.fonts import FontBook
from supervisor_app.documents.page import Paper
from supervisor_app.documents.passport import render_passport
from supervisor_app.documents.preview import opened, read_back
from supervisor_app.documents.qr_code import WITHOUT_FACTS, Fit, fits
from supervisor_app.documents.shaping import Shaper
from supervisor_app.domain.passport_words import PASSPORT_LANGUAGES, passport_words
from supervisor_app.domain.printed import date_words, same_print
from tests.documents.one_paper import read_certificate_pdf
from tests.documents.papers import SCRIPTS
from tests.documents.passports import EMPTY, FULL, PAGE, PASSPORT, signed
from tests.documents.test_certificate import logo, text_of

PASSPORTS = {"plain": PASSPORT, "full": FULL, "empty": EMPTY}


@pytest.mark.parametrize("name", PASSPORTS)
@pytest.mark.parametrize("paper", [Paper.A4, Paper.LETTER])
def test_it_is_pdf_a_3b_upright_with_its_record_and_its_code_reads_back(name: str, paper: Paper, shaper: Shaper) -> None:
    passport = PASSPORTS[name]
    data = render_passport(passport, paper=paper, logo_png=logo(), shaper=shaper)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert pikepdf.pdfa.check(pdf, "3b").findings == []
        assert [float(edge) for edge in pdf.pages[0].MediaBox][2:] == pytest.approx(
            [paper.height * 72 / 25.4, paper.width * 72 / 25.4], abs=0.01
        )
        assert pdf.attachments["passport.json"].get_file().read_bytes() == passport.credential
    for dpi in (150, 200, 300):
        assert read_back(data, dpi) == passport.qr_text


def test_the_same_record_gives_the_same_bytes(shaper: Shaper) -> None:
    first = render_passport(PASSPORT, paper=Paper.A4, logo_png=logo(), shaper=shaper)
    render_passport(FULL, paper=Paper.A4, shaper=shaper)
    assert render_passport(PASSPORT, paper=Paper.A4, logo_png=logo(), shaper=Shaper(FontBook(()))) == first


def test_its_code_without_facts_is_version_12_q_where_the_address_leaves_room(shaper: Shaper) -> None:
    near = signed(replace(PAGE, host="ng.example"))
    assert fits(near.qr_text, WITHOUT_FACTS) == Fit(12, "Q")
    assert fits(near.qr_text) == fits(PASSPORT.qr_text, WITHOUT_FACTS) == Fit(13, "Q")
    for dpi in (150, 200, 300):
        assert read_back(render_passport(near, paper=Paper.A4, shaper=shaper), dpi) == near.qr_text


def test_it_says_what_is_held_begun_and_next(shaper: Shaper) -> None:
    text = " ".join(text_of(render_passport(PASSPORT, paper=Paper.A4, shaper=shaper)).split())
    for said in (
        "Skills passport Ana Kowalska",
        "As of 23 November 2026",
        "5 competencies, 1 certificate made of others",
        "ends in 70 days",
        "no end date",
        "from Press brake 80 t, Deburr line and Lockout (3 of 3)",
        "Issued 12 January 2026, NGP-A-000099.",
        "2 of 3",
        "4 of 6 parts done",
        "Nothing is on hold or withdrawn.",
        "Page 1 of 1",
    ):
        assert said in text, said


def test_further_pages_name_the_person_again_and_lose_no_row(shaper: Shaper) -> None:
    data = render_passport(FULL, paper=Paper.LETTER, shaper=shaper)
    texts = [" ".join(text_of(data, page).split()) for page in range(len(pypdfium2.PdfDocument(data)))]
    assert len(texts) > 2
    for number, text in enumerate(texts, 1):
        assert f"Page {number} of {len(texts)}" in text
        assert FULL.passport.employee_no in text
    for line in FULL.passport.held:
        assert sum(line.number in text for text in texts) == 1
    assert EMPTY.passport.holder_latin in text_of(render_passport(EMPTY, paper=Paper.A4, shaper=shaper))


@pytest.mark.parametrize("name", SCRIPTS.values(), ids=list(SCRIPTS))
def test_every_script_reads_back(name: str, shaper: Shaper) -> None:
    found = read_certificate_pdf(render_passport(signed(replace(PAGE, holder=name)), paper=Paper.A4, shaper=shaper))
    assert found.fields["holder"].split() == name.split()
    assert found.fields["held0.number"] == "NGP-A-000147"
    assert found.fields["held1.level"] == "O"


@pytest.mark.parametrize("language", ["de", "ar"])
@pytest.mark.parametrize("name", PASSPORTS)
def test_it_speaks_the_language_that_was_chosen(name: str, language: str, shaper: Shaper) -> None:
    """Nothing of the fixed words stays English, and what is read back is what was printed."""
    words = passport_words(language)
    data = render_passport(signed(replace(PASSPORTS[name].passport, language=language)), paper=Paper.A4, shaper=shaper)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert pikepdf.pdfa.check(pdf, "3b").findings == []
        assert pdf.Root.Lang == language
    text = " ".join(text_of(data, page) for page in range(len(pypdfium2.PdfDocument(data))))
    for english in ("Skills", "Held", "Since", "Valid until", "Standing", "Issued", "Page ", "Employee", "no end date"):
        assert english not in text, english
    if not words.paper.right_to_left:
        assert words.title in text
        assert words.summary.split(";")[0] in " ".join(text.split())
    found = read_certificate_pdf(data)
    assert same_print(found.fields["holder"], PASSPORTS[name].passport.holder)
    if name == "plain":
        until = PASSPORT.passport.held[0].valid_until
        assert until
        assert same_print(found.fields["held0.until"], date_words(until, words.paper))
        assert read_back(data) == found.qr_text


def test_a_right_to_left_page_is_mirrored(shaper: Shaper) -> None:
    """The code stands at the other edge; the level sign leads its row from the right."""
    arabic = render_passport(signed(replace(PAGE, language="ar")), paper=Paper.A4, shaper=shaper)
    lefts = []
    for data in (render_passport(PASSPORT, paper=Paper.A4, shaper=shaper), arabic):
        with opened(data) as document:
            lefts.append(look_over(document[0]).squares[0].left)
    assert lefts[0] > 300 > lefts[1]


def test_every_fixed_word_is_there_in_every_language() -> None:
    english = PASSPORT_LANGUAGES["en"]
    for words in PASSPORT_LANGUAGES.values():
        for name in english.__slots__:
            told, wanted = getattr(words, name), getattr(english, name)
            pairs = zip(told, wanted, strict=True) if isinstance(told, tuple) else [(told, wanted)]
            for mine, theirs in pairs:
                if isinstance(mine, str):
                    assert set(re.findall(r"{\w+}", mine)) <= set(re.findall(r"{\w+}", theirs)), (words.title, name)
                    assert mine.strip()
                    assert words is english or mine != theirs
