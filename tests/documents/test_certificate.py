"""The certificate as a file: PDF/A-3b, the same bytes again, the attached record, readable by scanners; long texts, reprints."""

from __future__ import annotations

import io
import subprocess
import sys
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pikepdf
import pikepdf.pdfa
import pypdfium2
import pytest
from PIL import Image

from supervisor_app.documents.certificate import missing_characters, render_certificate
from supervisor_app.documents.fonts import FontBook
from supervisor_app.documents.page import Paper
from supervisor_app.documents.preview import read_back
from supervisor_app.documents.shaping import Shaper
from supervisor_app.domain.certificate import CertificateFacts
from supervisor_app.errors import InputError
from tests.documents.samples import ARABIC, FACTS, LONG, LONG_NAME, issued

CHINESE = replace(
    FACTS, holder="王小明", title="平衡重式叉车操作（电动）", language="zh", limits="额定起重量不超过2.5吨。仅限室内。" * 4
)
HINDI = replace(FACTS, holder="श्रीमती लक्ष्मी प्रसाद क्षेत्रिय")
PRINTS = {
    "plain": (FACTS, Paper.A4),
    "letter, long": (LONG, Paper.LETTER),
    "arabic": (ARABIC, Paper.A4),
    "arabic on letter": (ARABIC, Paper.LETTER),
    "chinese": (CHINESE, Paper.A4),
    "devanagari": (HINDI, Paper.A4),
    "german": (replace(FACTS, language="de"), Paper.A4),
    "portrait": (FACTS, Paper.A4_PORTRAIT),
    "long, letter portrait": (LONG, Paper.LETTER_PORTRAIT),
    "arabic portrait": (ARABIC, Paper.A4_PORTRAIT),
}


def logo(colour: str = "#0E4A5A80") -> bytes:
    target = io.BytesIO()
    Image.new("RGBA", (120, 80), colour).save(target, "PNG")
    return target.getvalue()


def text_of(data: bytes, page: int = 0) -> str:
    return str(pypdfium2.PdfDocument(data)[page].get_textpage().get_text_range()).replace("\r\n", "\n")


@pytest.mark.parametrize("name", PRINTS)
def test_it_is_pdf_a_3b(name: str, shaper: Shaper) -> None:
    facts, paper = PRINTS[name]
    data = render_certificate(issued(facts), paper=paper, logo_png=logo(), shaper=shaper)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert pikepdf.pdfa.check(pdf, "3b").findings == []
        assert pdf.Root.Lang == facts.language
        assert [float(edge) for edge in pdf.pages[0].MediaBox] == pytest.approx(
            [0, 0, paper.width * 72 / 25.4, paper.height * 72 / 25.4], abs=0.01
        )


def test_the_same_record_gives_the_same_bytes_whatever_was_printed_between(shaper: Shaper) -> None:
    first = render_certificate(issued(), paper=Paper.A4, logo_png=logo(), shaper=shaper)
    for facts, paper in PRINTS.values():
        render_certificate(issued(facts), paper=paper, shaper=shaper)
    assert render_certificate(issued(), paper=Paper.A4, logo_png=logo(), shaper=shaper) == first
    assert render_certificate(issued(), paper=Paper.A4, logo_png=logo(), shaper=Shaper(FontBook(()))) == first


def test_the_credential_is_attached_as_it_is_and_named_source(shaper: Shaper) -> None:
    certificate = issued()
    with pikepdf.open(io.BytesIO(render_certificate(certificate, paper=Paper.A4, shaper=shaper))) as pdf:
        [file] = pdf.Root.AF
        assert file.AFRelationship == "/Source"
        assert pdf.attachments["credential.json"].get_file().read_bytes() == certificate.credential


@pytest.mark.parametrize("name", PRINTS)
@pytest.mark.parametrize("dpi", [150, 200, 300])
def test_the_code_reads_back_from_the_page(name: str, dpi: int, shaper: Shaper) -> None:
    facts, paper = PRINTS[name]
    certificate = issued(facts)
    assert read_back(render_certificate(certificate, paper=paper, shaper=shaper), dpi) == certificate.qr_text


def test_black_text_prints_with_black_alone(shaper: Shaper) -> None:
    with pikepdf.open(io.BytesIO(render_certificate(issued(), paper=Paper.A4, shaper=shaper))) as pdf:
        colours = {
            tuple(map(float, instruction.operands))
            for page in pdf.pages
            for instruction in pikepdf.parse_content_stream(page)
            if str(instruction.operator) == "rg"
        }
    assert len(colours) == 1  # the accent; ink and greys are DeviceGray


def test_page_one_says_what_the_record_says(shaper: Shaper) -> None:
    text = text_of(render_certificate(issued(), paper=Paper.A4, shaper=shaper))
    for words in (
        "Northgate Pressings Inc.",
        "Ana Kowalska",
        "Employee no. 20417",
        FACTS.title,
        "Level U: Works unsupervised",
        FACTS.limits,
        "1 May 2026",
        "Trainer: M. Osei",
        "12 May 2029",
        "3-year limit, 29 CFR 1910.178(l)(4)(iii)",
        "“I observed this work and judge it competent.”",
        "Signed 12 May 2026 14:32:08 UTC−04:00",
        "key a91c 04e7 5b2d 8f30",
        "NGP-A-000147",
        "Page 1 of 2",
    ):
        assert words in text


def test_the_annex_says_how_it_was_decided(shaper: Shaper) -> None:
    text = text_of(render_certificate(issued(), paper=Paper.A4, shaper=shaper), 1)
    for step in FACTS.evidence.steps:
        assert step.text.split(";")[0] in text.replace("\n", " ")
    for words in ("Not met", "10 / 11 = 90.9 %, cut 80 %", "Mastery rule: 3 successes", "Ana Kowalska, worker", "Page 2 of 2"):
        assert words in text
    assert FACTS.evidence.digests[0][1][:32] in text


def test_rows_go_on_over_pages_and_every_page_has_head_and_number(shaper: Shaper) -> None:
    steps = tuple(replace(step, number=number) for number, step in enumerate(FACTS.evidence.steps * 5, 1))
    facts = replace(FACTS, evidence=replace(FACTS.evidence, steps=steps, assessor_note="Careful. " * 400))
    data = render_certificate(issued(facts), paper=Paper.LETTER, shaper=shaper)
    pages = len(pypdfium2.PdfDocument(data))
    assert pages >= 5
    for page in range(1, pages):
        text = text_of(data, page)
        assert f"Page {page + 1} of {pages}" in text
        assert "NGP-A-000147" in text
    everything = "\n".join(text_of(data, page) for page in range(1, pages))
    assert all(f"\n{number} " in everything for number in (1, 30, 60))


def test_a_reprint_says_so_and_changes_nothing_else(shaper: Shaper) -> None:
    original = text_of(render_certificate(issued(), paper=Paper.A4, shaper=shaper))
    again = render_certificate(issued(), paper=Paper.A4, duplicate=2, printed_on=date(2026, 11, 23), shaper=shaper)
    line = "DUPLICATE 2, printed 23 November 2026. The original was issued on 13 May 2026."
    assert line in text_of(again)
    assert sorted(text_of(again).replace(line, "").split()) == sorted(original.split())


@pytest.mark.parametrize("paper", list(Paper))
def test_a_long_name_is_never_cut(paper: Paper, shaper: Shaper) -> None:
    for facts in (LONG, replace(LONG, holder=LONG_NAME * 2), replace(LONG, holder="Ng" * 90), replace(LONG, holder="王" * 80)):
        text = text_of(render_certificate(issued(facts), paper=paper, shaper=shaper))
        assert "".join(facts.holder.split()) in "".join(text.split())


def many_steps(count: int) -> CertificateFacts:
    steps = tuple(
        replace(
            FACTS.evidence.steps[number % 12],
            number=number,
            text=f"Does part {number} of the work, and all that belongs to it, in the order of the plan (end {number})",
        )
        for number in range(1, count + 1)
    )
    return replace(FACTS, evidence=replace(FACTS.evidence, steps=steps))


@pytest.mark.parametrize("paper", list(Paper))
def test_further_pages_repeat_head_and_foot_and_split_no_row(paper: Paper, shaper: Shaper) -> None:
    data = render_certificate(issued(many_steps(120)), paper=paper, shaper=shaper)
    texts = [" ".join(text_of(data, page).split()) for page in range(len(pypdfium2.PdfDocument(data)))]
    assert len(texts) > 3
    for page, text in enumerate(texts[1:], 2):
        assert FACTS.number in text
        assert f"Page {page} of {len(texts)}" in text
        assert "The record, not this paper, is the original" in text
    for number in range(1, 121):
        [page] = [text for text in texts if f"Does part {number} of" in text]
        assert f"(end {number})" in page


@pytest.mark.parametrize("paper", list(Paper))
def test_limits_too_long_for_page_one_stand_on_page_two(paper: Paper, shaper: Shaper) -> None:
    facts = replace(LONG, limits="Only with this truck in this hall. " * (75 if paper.is_standing else 55))
    data = render_certificate(issued(facts), paper=paper, shaper=shaper)
    assert "Valid only within the limits on page 2" in text_of(data)
    assert "".join(facts.limits.split()) in "".join(text_of(data, 1).split())


def test_texts_beyond_all_measure_are_refused_in_words(shaper: Shaper) -> None:
    with pytest.raises(InputError, match="too long for one page"):
        render_certificate(issued(replace(FACTS, holder="Maximilian " * 400)), paper=Paper.A4, shaper=shaper)


@pytest.mark.parametrize("data", [b"", b"\x89PNG\r\n\x1a\n broken", b"%PDF-1.4", b"GIF89a" * 20])
def test_a_broken_logo_is_told_not_printed(data: bytes, shaper: Shaper) -> None:
    draw: Callable[[], bytes] = lambda: render_certificate(issued(), paper=Paper.A4, logo_png=data, shaper=shaper)  # noqa: E731
    if not data:
        assert draw()
        return
    with pytest.raises(InputError, match="Logo"):
        draw()


def test_characters_without_a_font_are_told_and_never_an_empty_box(shaper: Shaper) -> None:
    facts = replace(FACTS, holder="Ana \U0001f600 Kowalska")
    assert missing_characters(facts, shaper.book) == ("\U0001f600",)
    assert missing_characters(FACTS, shaper.book) == ()
    assert "[U+1F600]" in text_of(render_certificate(issued(facts), paper=Paper.A4, shaper=shaper))


def test_the_metadata_name_the_record_and_no_machine(shaper: Shaper) -> None:
    data = render_certificate(issued(), paper=Paper.A4, shaper=shaper)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert str(pdf.docinfo.Title) == "Certificate of competence NGP-A-000147: Ana Kowalska"
        assert str(pdf.docinfo.CreationDate).startswith("D:20260513")
    assert b"/home" not in data
    assert b"ttf" not in data


def test_poppler_reads_the_text_too(shaper: Shaper) -> None:
    for facts in (FACTS, HINDI, ARABIC, CHINESE):
        data = render_certificate(issued(facts), paper=Paper.A4, shaper=shaper)
        try:
            found = subprocess.run(["pdftotext", "-l", "1", "-", "-"], input=data, capture_output=True, check=True)
        except FileNotFoundError:
            pytest.skip("pdftotext (poppler) is not installed")
        text = "".join(char for char in found.stdout.decode() if unicodedata.category(char) != "Cf")
        assert facts.holder in text


def test_printing_needs_no_qt() -> None:
    code = "import sys, supervisor_app.documents.certificate as c; assert 'PySide6' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True)
