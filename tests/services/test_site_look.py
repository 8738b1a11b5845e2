"""The organisation's look: set by an admin, refused in words, kept with each certificate, which prints the same for ever."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from supervisor_app.domain.look import HOUSE_LOOK, accent_problem, contrast_with_white, read_colour
from supervisor_app.errors import InputError, NotAllowed
from supervisor_app.services.certificate_drawing import get_certificate, paper_named, render_pdf
from supervisor_app.services.issuing import issue
from supervisor_app.services.ledger_filter import LedgerFilter
from supervisor_app.services.ledger_page import ledger_lines
from supervisor_app.services.papers import Order, Product, copies_of, draw_together
from supervisor_app.services.site_changes import SiteChange, change_site
from supervisor_app.services.site_look import PaperPictures, digest_of, pictures_of, site_look
from supervisor_app.services.verifying import verify
from tests.services.founded import DETAILS, PIN, Founded, found, later, signed


@pytest.fixture
def at(tmp_path: Path) -> Iterator[Founded]:
    founded = found(tmp_path / "site")
    yield founded
    founded.site.close()


def png(colour: str) -> bytes:
    target = io.BytesIO()
    Image.new("RGB", (40, 20), colour).save(target, "PNG")
    return target.getvalue()


def certified(at: Founded) -> str:
    later(at, days=1)
    return issue(at.site, at.hannah, signed(at, at.ana).sign_off.id, DETAILS, PIN, at.time()).facts.credential_id


def test_contrast_is_that_of_wcag() -> None:
    assert contrast_with_white((255, 255, 255)) == 1.0
    assert contrast_with_white((0, 0, 0)) == pytest.approx(21.0)
    assert contrast_with_white((0x76, 0x76, 0x76)) == pytest.approx(4.54, abs=0.01)
    assert accent_problem("#767676") == ""
    assert accent_problem("") == ""
    assert "4.5 is needed" in accent_problem("#777777")
    assert accent_problem("red") == accent_problem("#12345") == accent_problem("#12345G") == "is no colour like #0E4A5A"
    assert read_colour("#0e4A5a") == (14, 74, 90)


def test_only_an_admin_sets_it_and_what_cannot_be_taken_is_named(at: Founded) -> None:
    with pytest.raises(NotAllowed):
        change_site(at.site, at.marco, SiteChange(accent="#8A1C3B"))
    for change, words in (
        (SiteChange(accent="#FFCC00"), "Accent colour: it is too light to be read on white"),
        (SiteChange(heading="x" * 161), "Line under the place"),
        (SiteChange(footer="a\x07b"), "Line at the foot"),
        (SiteChange(mark_png=b"GIF89a"), "not a PNG"),
    ):
        with pytest.raises(InputError, match=words):
            change_site(at.site, at.hannah, change)
    assert site_look(at.site).on_paper == HOUSE_LOOK


def test_a_certificate_keeps_the_look_and_pictures_it_was_issued_with(at: Founded) -> None:
    plain = certified(at)
    before = render_pdf(at.site, plain, paper_named("A4"))
    first = SiteChange(logo_png=png("navy"), accent="#8A1C3B", heading="A line", footer="Another", mark_png=png("black"))
    change_site(at.site, at.hannah, first)
    branded = certified(at)
    facts = get_certificate(at.site, branded).facts
    assert (facts.look.accent, facts.look.heading, facts.look.footer) == ("#8A1C3B", "A line", "Another")
    assert (facts.logo_digest, facts.look.mark_digest) == (digest_of(png("navy")), digest_of(png("black")))
    drawn = {product: draw_together(at.site, copies_of([branded]), Order(product=product)) for product in list(Product)[:3]}
    change_site(at.site, at.hannah, SiteChange(logo_png=png("green"), accent="", heading="", footer="", mark_png=b""))
    change_site(at.site, at.hannah, SiteChange(logo_png=b""))
    assert pictures_of(at.site, facts) == PaperPictures(png("navy"), png("black"))
    for product, data in drawn.items():
        assert draw_together(at.site, copies_of([branded]), Order(product=product)) == data
    assert render_pdf(at.site, plain, paper_named("A4")) == before
    assert get_certificate(at.site, certified(at)).facts.look == HOUSE_LOOK
    assert verify(at.site, "certificate.pdf", drawn[Product.CERTIFICATE], at.time()).valid


def test_nothing_changed_writes_nothing_and_the_ledger_says_what_did(at: Founded) -> None:
    change_site(at.site, at.hannah, SiteChange(accent="#8A1C3B", mark_png=png("black")))
    lines = ledger_lines(at.site, LedgerFilter(), limit=3)
    assert "accent colour" in lines[0].told.sentence
    assert "picture beside the issuer" in lines[0].told.sentence
    change_site(at.site, at.hannah, SiteChange(accent="#8A1C3B", mark_png=png("black")))
    assert ledger_lines(at.site, LedgerFilter(), limit=3) == lines
    assert site_look(at.site).mark_png == png("black")


def test_a_second_language_is_chosen_at_issue_and_kept(at: Founded) -> None:
    later(at, days=1)
    details = replace(DETAILS, second_language="de")
    issued = issue(at.site, at.hannah, signed(at, at.ana).sign_off.id, details, PIN, at.time())
    kept = get_certificate(at.site, issued.facts.credential_id).facts
    assert (kept.language, kept.second_language, kept.second_title) == ("en", "de", "")
    data = render_pdf(at.site, kept.credential_id, paper_named("A4"))
    assert verify(at.site, "certificate.pdf", data, at.time()).valid
