"""Two languages on one page, and the organisation's own look: what stands where, nothing covered, the same bytes, PDF/A-3b."""

from __future__ import annotations

import io
from dataclasses import replace

import pikepdf
import pikepdf.pdfa
import pytest
from PIL import Image

from supervisor_app.documents.cards import render_card
from supervisor_app.documents.certificate import render_certificate
from supervisor_app.documents.fonts import FontBook
from supervisor_app.documents.page import ACCENT, Paper, fill_colour
from supervisor_app.documents.preview import page_count, read_back
from supervisor_app.documents.shaping import Shaper
from supervisor_app.domain.certificate import CertificateFacts
from supervisor_app.domain.fixed_wording import other_words, said_in
from supervisor_app.domain.look import PaperLook
from supervisor_app.domain.paper_words import LANGUAGES, second_words, words_for
from supervisor_app.domain.printed import printed_fields, same_print
from tests.documents.one_paper import read_certificate_pdf
from tests.documents.papers import SCRIPTS
from tests.documents.samples import ARABIC, FACTS, LONG, issued
from tests.documents.test_certificate import logo, text_of

LOOK = PaperLook(
    accent="#8A1C3B",
    heading="Issued under the integrated management system, ISO 9001 and ISO 45001",
    footer="Northgate Pressings Inc., 1 Mill Road, Dayton, Ohio. Questions: training@northgate.example",
    mark_digest="ab" * 32,
)


def in_two(first: CertificateFacts, language: str, **second: str) -> CertificateFacts:
    texts = {"second_title": "", "second_level_name": "", "second_limits": ""} | second
    return replace(first, second_language=language, look=LOOK, **texts)  # type: ignore[arg-type]


PAIRS = {
    "english, german": in_two(
        FACTS,
        "de",
        second_title="Gegengewichtsstapler, elektrisch, mit Fahrersitz",
        second_level_name="arbeitet selbständig",
        second_limits="Tragfähigkeit bis 2,5 t. Nur Gegengewichtsstapler. In Gebäuden, trockener ebener Boden.",
    ),
    "english, arabic": in_two(
        FACTS, "ar", second_title=ARABIC.title, second_level_name=ARABIC.level_name, second_limits=ARABIC.limits
    ),
    "arabic, english": in_two(
        ARABIC, "en", second_title=FACTS.title, second_level_name=FACTS.level_name, second_limits=FACTS.limits
    ),
    "german, arabic": in_two(replace(FACTS, language="de"), "ar", second_title=ARABIC.title),
    "long german, english": in_two(replace(LONG, language="de"), "en", second_title=LONG.title, second_limits=LONG.limits),
}


def squeezed(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("name", PAIRS)
@pytest.mark.parametrize("paper", list(Paper))
def test_both_languages_stand_on_the_page_and_every_field_reads_back(name: str, paper: Paper, shaper: Shaper) -> None:
    facts = PAIRS[name]
    data = render_certificate(issued(facts), paper=paper, logo_png=logo(), mark_png=logo("#10206040"), shaper=shaper)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert pikepdf.pdfa.check(pdf, "3b").findings == []
    found = read_certificate_pdf(data)
    for field, text in printed_fields(facts).items():
        assert same_print(found.fields[field], text), field
    assert read_back(data, 150) == found.qr_text != ""
    second = second_words(facts)
    assert second is not None
    if not second.right_to_left:
        shown = squeezed(text_of(data))
        for words in (second.certificate, second.certifies, second.has_shown, second.valid_until, second.scan, second.footer):
            assert squeezed(words) in shown, words
        if facts.signatures == FACTS.signatures:
            meaning = other_words("I approve the issue of this certificate.", facts.language, second.language)
            assert squeezed(meaning) in shown
        assert squeezed(facts.second_title) in shown


@pytest.mark.parametrize("paper", [Paper.A4, Paper.LETTER_PORTRAIT])
@pytest.mark.parametrize("name", PAIRS)
def test_the_annex_says_its_fixed_wording_in_both_languages(name: str, paper: Paper, shaper: Shaper) -> None:
    facts = PAIRS[name]
    second = second_words(facts)
    assert second is not None
    data = render_certificate(issued(facts), paper=paper, shaper=shaper)
    annex = squeezed("".join(text_of(data, page) for page in range(1, page_count(data))))
    for words in (words_for(facts.language), second):
        if words.right_to_left:
            continue
        for said in (
            *(words.annex, words.step, words.standard, words.result, words.measured, words.clause, words.decision),
            *(words.met, words.not_met, words.not_applicable, words.signatures, words.assessor_note),
            *(words.worker_comment, words.from_record, said_in("Critical steps", words.language)),
            said_in("Competent", words.language),
            said_in("I approve the issue of this certificate.", words.language).rstrip("."),
        ):
            assert squeezed(said) in annex, said
        assert words.critical.split()[0] in annex  # a reader turns the words of a line with both directions


def test_limits_that_move_to_page_2_stand_there_in_both_languages(shaper: Shaper) -> None:
    limits = "Only with this truck in this hall. " * 50
    facts = replace(PAIRS["english, german"], limits=limits, second_limits="Nur mit diesem Stapler in dieser Halle. " * 12)
    data = render_certificate(issued(facts), paper=Paper.A4, shaper=shaper)
    found = read_certificate_pdf(data)
    assert same_print(found.fields["limits"], limits)
    assert squeezed(facts.second_limits) in squeezed(text_of(data, 1))
    assert "Gilt nur innerhalb der Grenzen auf Seite 2" in text_of(data, 0)


def test_a_german_annex_says_how_it_was_decided_in_german(shaper: Shaper) -> None:
    data = render_certificate(issued(replace(FACTS, language="de")), paper=Paper.A4, shaper=shaper)
    shown = " ".join(f"{text_of(data, 0)} {text_of(data, 1)}".split())
    for said in ("Befähigt", "Kritische Schritte", "5 von 5 erfüllt", "nach 3 Jahren, 29 CFR", "Ich stimme der Ausstellung"):
        assert said in shown, said
    for english in ("Competent", "Critical", "limit,", "I approve"):
        assert english not in shown, english


@pytest.mark.parametrize("name", SCRIPTS.values(), ids=list(SCRIPTS))
def test_a_second_title_in_any_script_has_no_empty_box(name: str, shaper: Shaper) -> None:
    facts = replace(PAIRS["english, german"], holder=name, second_title=name, second_limits=name)
    assert shaper.book.missing(name) == ()
    found = read_certificate_pdf(render_certificate(issued(facts), paper=Paper.A4, shaper=shaper))
    assert same_print(found.fields["holder"], name)


def test_one_language_stays_as_it_was(shaper: Shaper) -> None:
    plain = render_certificate(issued(), paper=Paper.A4, shaper=shaper)
    for language in ("", "en", "xx", "en-GB"):
        facts = replace(FACTS, second_language=language)
        assert second_words(facts) is None
        assert render_certificate(issued(facts), paper=Paper.A4, shaper=shaper) == plain
    assert set(LANGUAGES) == {"en", "de", "ar"}


def test_the_look_is_in_the_record_and_prints_the_same_bytes(shaper: Shaper) -> None:
    facts = replace(FACTS, look=LOOK)
    mark = logo("#102060")
    first = render_certificate(issued(facts), paper=Paper.A4, logo_png=logo(), mark_png=mark, shaper=shaper)
    again = render_certificate(issued(facts), paper=Paper.A4, logo_png=logo(), mark_png=mark, shaper=Shaper(FontBook(())))
    assert again == first
    text = text_of(first)
    assert LOOK.heading in text
    assert LOOK.footer in text
    assert "Decoration. The signature is in the" in text
    plain = render_certificate(issued(), paper=Paper.A4, logo_png=logo(), shaper=shaper)
    assert "Decoration" not in text_of(plain)


def test_the_accent_colours_rules_and_signs_of_every_product(shaper: Shaper) -> None:
    wanted = fill_colour(LOOK.accent)
    assert wanted == "0.5412 0.1098 0.2314 rg"
    assert fill_colour("") == fill_colour("red") == ACCENT
    facts = replace(FACTS, look=LOOK)
    for data in (render_certificate(issued(facts), paper=Paper.A4, shaper=shaper), render_card(issued(facts), shaper=shaper)):
        with pikepdf.open(io.BytesIO(data)) as pdf:
            for page in pdf.pages:
                content = page.Contents.read_bytes().decode("ascii")
                assert wanted in content
                assert ACCENT not in content


def test_a_picture_that_cannot_be_read_is_told() -> None:
    from supervisor_app.errors import InputError

    with pytest.raises(InputError, match="Logo"):
        render_certificate(issued(), paper=Paper.A4, mark_png=b"\x89PNG\r\n\x1a\n broken")


def test_a_wide_mark_stays_in_its_place(shaper: Shaper) -> None:
    target = io.BytesIO()
    Image.new("RGBA", (900, 40), "#102060").save(target, "PNG")
    data = render_certificate(
        issued(replace(LONG, look=LOOK)), paper=Paper.A4_PORTRAIT, mark_png=target.getvalue(), shaper=shaper
    )
    assert set(read_certificate_pdf(data).fields) == set(printed_fields(LONG))
