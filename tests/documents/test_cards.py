"""Wallet cards and their sheets: true size, PDF/A-3b, the same bytes, every code read back, what gives way for want of room."""

from __future__ import annotations

import io
from dataclasses import replace

import pikepdf
import pikepdf.pdfa
import pypdfium2
import pytest
import zxingcpp

from supervisor_app.documents.card_face import card_limits, shortened
from supervisor_app.documents.cards import PrintedCard, cards_on, render_card, render_cards
from supervisor_app.documents.fonts import FontBook
from supervisor_app.documents.page import Paper
from supervisor_app.documents.preview import read_codes
from supervisor_app.documents.shaping import Shaper
from supervisor_app.domain.certificate import CertificateFacts
from supervisor_app.domain.paper_words import ENGLISH
from supervisor_app.domain.printed import same_print
from tests.documents.one_paper import read_certificate_pdf
from tests.documents.papers import SCRIPTS, people, signed
from tests.documents.samples import ARABIC, FACTS, LONG, LONG_NAME, issued
from tests.documents.test_certificate import logo, text_of

SHORT = replace(FACTS, limits_short="Up to 2.5 t, counterbalance only, indoors, dry floor")
HARD = {
    "plain": SHORT,
    "long": replace(LONG, limits_short="up to 2.5 t, counterbalance only"),
    "longest": replace(
        LONG, holder="Ng" * 40, organisation="Internationale Gesellschaft für Umformtechnik Süddeutschland mbH & Co. KG"
    ),
    "level of one's own": replace(
        FACTS, level="3", level_rank=3, level_count=5, level_name="works alone, trains, assesses and coaches others"
    ),
    "arabic": ARABIC,
    "no end, no level": replace(FACTS, valid_until=None, level="", level_name="", level_count=1),
    "no host": replace(SHORT, host=""),
}


def cards(count: int) -> list[PrintedCard]:
    return [PrintedCard(issued, logo_png=logo()) for issued in people(count)]


@pytest.mark.parametrize("name", HARD)
def test_a_card_is_pdf_a_3b_of_its_size_and_reads_back(name: str, shaper: Shaper) -> None:
    certificate = signed(HARD[name])
    data = render_card(certificate, logo_png=logo(), duplicate=2, shaper=shaper)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert pikepdf.pdfa.check(pdf, "3b").findings == []
        assert [float(edge) for edge in pdf.pages[0].MediaBox] == pytest.approx([0, 0, 242.65, 153.07], abs=0.01)
        assert pdf.attachments["credential.json"].get_file().read_bytes() == certificate.credential
    assert read_certificate_pdf(data).qr_text == certificate.qr_text


@pytest.mark.parametrize("name", HARD)
def test_nothing_on_a_card_touches_anything_else(name: str, shaper: Shaper) -> None:
    found = read_certificate_pdf(render_card(signed(HARD[name]), logo_png=logo(), shaper=shaper))
    facts = HARD[name]
    expected = {"holder", "title", "valid_until", "number", "organisation", "limits"} | ({"level"} if facts.level else set())
    assert set(found.fields) == expected
    assert same_print(found.fields["holder"], facts.holder)


@pytest.mark.parametrize("name", SCRIPTS.values(), ids=list(SCRIPTS))
def test_every_script_prints_without_an_empty_box(name: str, shaper: Shaper) -> None:
    assert shaper.book.missing(name) == ()
    found = read_certificate_pdf(render_card(signed(replace(FACTS, holder=name)), shaper=shaper))
    assert same_print(found.fields["holder"], name)


@pytest.mark.parametrize(("paper", "places"), [(Paper.A4, 10), (Paper.LETTER, 8)])
def test_sheets_are_upright_pdf_a_3b_and_every_card_reads_back(paper: Paper, places: int, shaper: Shaper) -> None:
    assert cards_on(paper) == places
    sheet = cards(places + 1)
    data = render_cards(sheet, paper=paper, shaper=shaper)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert pikepdf.pdfa.check(pdf, "3b").findings == []
        assert len(pdf.pages) == 2
        sides = [float(edge) for edge in pdf.pages[0].MediaBox][2:]
        assert sides == pytest.approx([paper.height * 72 / 25.4, paper.width * 72 / 25.4], abs=0.01)
    document = pypdfium2.PdfDocument(data)
    for dpi in (150, 200, 300):
        codes = {code for page in document for code in read_codes(page.render(scale=dpi / 72, grayscale=True).to_pil())}
        assert codes == {card.issued.qr_text for card in sheet}
    for card in sheet:
        text = text_of(data, 0) + text_of(data, 1)
        assert card.issued.facts.number in text


@pytest.mark.parametrize("paper", [Paper.A4, Paper.LETTER])
def test_the_cards_lie_on_the_sheet_at_their_exact_size(paper: Paper, shaper: Shaper) -> None:
    """The symbols' left edges are 85.6 mm apart, their upper edges 54 mm."""
    sheet = cards(cards_on(paper))
    picture = pypdfium2.PdfDocument(render_cards(sheet, paper=paper, shaper=shaper))[0].render(scale=300 / 72).to_pil()

    places = sorted(
        (code.position.top_left.y, code.position.top_left.x)
        for code in zxingcpp.read_barcodes(picture.convert("L"), formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode))
    )
    assert len(places) == len(sheet)
    rows, columns = sorted({round(y / 20) for y, _ in places}), sorted({round(x / 20) for _, x in places})
    assert len(rows) == len(sheet) // 2
    assert (places[-1][0] - places[0][0]) * 25.4 / 300 == pytest.approx(54.0 * (len(rows) - 1), abs=0.3)
    assert (columns[-1] - columns[0]) * 20 * 25.4 / 300 == pytest.approx(85.6, abs=1.8)


def test_the_same_cards_give_the_same_bytes_whatever_was_printed_between(shaper: Shaper) -> None:
    sheet = cards(3)
    first = render_cards(sheet, paper=Paper.A4, shaper=shaper)
    one = render_card(signed(SHORT), logo_png=logo(), shaper=shaper)
    for facts in HARD.values():
        render_card(signed(facts), shaper=shaper)
    fresh = Shaper(FontBook(()))
    assert render_cards(sheet, paper=Paper.A4, shaper=fresh) == first
    assert render_card(signed(SHORT), logo_png=logo(), shaper=fresh) == one


def test_a_card_says_the_limits_that_its_code_holds(shaper: Shaper) -> None:
    assert SHORT.limits_short in text_of(render_card(signed(SHORT), shaper=shaper)).replace("\n", " ")
    crowded = replace(SHORT, holder="N" * 70, title="Counterbalance forklift truck, " * 3, limits_short="up to 2.5 t " * 5)
    assert card_limits(signed(crowded), ENGLISH) == "Limits: see certificate"
    assert "Limits: see certificate" in text_of(render_card(signed(crowded), shaper=shaper))
    assert card_limits(signed(replace(SHORT, limits_short="")), ENGLISH) == "Limits: see certificate"
    assert card_limits(signed(replace(SHORT, limits_short="", limits="")), ENGLISH) == ""


def test_a_long_title_is_cut_at_a_word_and_a_long_name_never(shaper: Shaper) -> None:
    facts = replace(LONG, title="Counterbalance forklift truck with sideshift and weighing forks and long load attachments " * 2)
    text = text_of(render_card(signed(facts), shaper=shaper))
    assert "…" in text
    assert "".join(LONG_NAME.split()) in "".join(text.split())
    assert list(shortened("One two, three")) == ["One two…", "One…", "On…", "O…"]


@pytest.mark.parametrize(
    "changes",
    [
        {"holder": "Maximilian Alexander " * 12},
        {"holder": "N" * 300},
        {"holder": "Maximilian Alexander " * 12, "organisation": "Internationale Gesellschaft für Umformtechnik " * 9},
        {"holder": "平衡重式" * 60, "level_name": "works alone, trains, assesses and coaches all the others of the site " * 4},
        {"holder": "عبد الرحمن " * 30, "title": "Counterbalance " * 40, "holder_latin": "Abdul Rahman " * 20},
    ],
    ids=["name", "one word", "organisation too", "level too", "latin too"],
)
@pytest.mark.parametrize("with_logo", [True, False])
def test_a_name_beyond_all_measure_is_cut_visibly_and_stops_no_sheet(
    changes: dict[str, object], with_logo: bool, shaper: Shaper
) -> None:
    certificate = issued(replace(SHORT, **changes))  # type: ignore[arg-type]
    logo_png = logo() if with_logo else None
    found = read_certificate_pdf(render_card(certificate, logo_png=logo_png, shaper=shaper))
    assert {"holder", "title", "valid_until", "number", "organisation", "level"} <= set(found.fields)
    held, said = certificate.facts.holder, found.fields["holder"]
    assert said.endswith("…")
    assert "".join(held.split()).startswith("".join(said[:-1].split()))
    assert len(said) > 30
    sheet = render_cards([PrintedCard(certificate, logo_png=logo_png), *cards(2)], paper=Paper.A4, shaper=shaper)
    assert text_of(sheet).count("NGP-") == 3


def test_a_reprint_says_so(shaper: Shaper) -> None:
    assert "DUPLICATE 2" in text_of(render_card(signed(SHORT), duplicate=2, shaper=shaper))
    assert "DUPLICATE" not in text_of(render_card(signed(SHORT), shaper=shaper))


def test_languages_stand_beside_each_other_on_a_sheet(shaper: Shaper) -> None:
    mixed: list[CertificateFacts] = [SHORT, ARABIC, replace(SHORT, language="de")]
    text = text_of(render_cards([PrintedCard(signed(facts)) for facts in mixed], paper=Paper.A4, shaper=shaper))
    assert "Valid until" in text
    assert "Gültig bis" in text
    with pytest.raises(ValueError, match="no card"):
        render_cards([], paper=Paper.A4, shaper=shaper)
