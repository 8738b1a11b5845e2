"""Previews: the latest wish wins, the code is read back, going back costs nothing, what cannot be drawn is told."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from supervisor_app.domain.certificate import IssuedCertificate
from supervisor_app.services import paper_preview
from supervisor_app.services.certificate_drawing import get_certificate
from supervisor_app.services.paper_preview import ReadBack
from supervisor_app.services.site import Site
from supervisor_app.ui.pages.certificate_paper_panel import PaperPanel
from supervisor_app.ui.pages.certificates_words import fontless_words
from supervisor_app.ui.paper_loader import Answer, PaperLoader, Wish
from tests.ui.certified_site import certify_all
from tests.ui.conftest import Founded

FONTLESS = "\U0001e4ff"
"""Of no script yet, so of no font of any system."""


@pytest.fixture
def made(founded: Founded) -> list[IssuedCertificate]:
    return certify_all(founded)


@pytest.fixture
def loader(founded: Founded, qapp: object) -> PaperLoader:
    return PaperLoader(founded[0])


def wish(certificate: IssuedCertificate, page: int = 0, width: int = 320, paper: str = "A4") -> Wish:
    return Wish(certificate_id=certificate.facts.credential_id, paper=paper, page=page, width=width)


def settle(qtbot: QtBot, loader: PaperLoader) -> None:
    qtbot.waitUntil(lambda: not loader.busy, timeout=20_000)


def test_only_the_latest_wish_is_told_first_drawn_then_read_back(qtbot: QtBot, loader: PaperLoader, made) -> None:
    told: list[Answer] = []
    loader.answered.connect(told.append)
    for certificate in made:
        loader.ask(wish(certificate))
    settle(qtbot, loader)
    assert {answer.number for answer in told} == {made[-1].facts.number}
    assert [answer.read for answer in told] == [None, ReadBack.MATCHES]
    image = told[-1].image
    assert image is not None
    assert image.width() == 320
    assert told[-1].pages >= 2


def test_what_was_drawn_is_there_at_once(qtbot: QtBot, loader: PaperLoader, made) -> None:
    loader.ask(wish(made[0]))
    settle(qtbot, loader)
    told: list[Answer] = []
    loader.answered.connect(told.append)
    loader.ask(wish(made[0]))
    assert [answer.read for answer in told] == [ReadBack.MATCHES]
    assert not loader.busy


def test_letter_is_another_file_and_another_shape(qtbot: QtBot, loader: PaperLoader, made) -> None:
    told: list[Answer] = []
    loader.answered.connect(told.append)
    for paper in ("A4", "Letter"):
        loader.ask(wish(made[0], paper=paper))
        settle(qtbot, loader)
    heights = {answer.wish.paper: answer.image.height() for answer in told if answer.image}
    assert heights == {"A4": 226, "Letter": 247}


def test_a_certificate_that_is_not_here_is_told_in_words(qtbot: QtBot, loader: PaperLoader, made) -> None:
    told: list[Answer] = []
    loader.answered.connect(told.append)
    loader.ask(Wish(certificate_id="urn:uuid:nobody", paper="A4", page=0, width=100))
    settle(qtbot, loader)
    assert told[0].image is None
    assert "not on this laptop" in str(told[0].problem)
    loader.ask(wish(made[0]))
    settle(qtbot, loader)
    assert told[-1].read is ReadBack.MATCHES


def test_characters_without_a_font_are_counted_and_named() -> None:
    assert fontless_words(()) == ""
    assert fontless_words("\U0001f600") == (
        "No font on this laptop has the character \U0001f600: the paper shows [U+1F600] instead."
    )
    assert "has 7 of the characters (a b c d e…): the paper shows their numbers" in fontless_words("abcdefg")


def test_the_panel_says_which_characters_the_paper_shows_by_number(
    qtbot: QtBot, founded: Founded, made, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unusual(site: Site, identity: str) -> IssuedCertificate:
        issued = get_certificate(site, identity)
        return replace(issued, facts=replace(issued.facts, holder=f"Ana {FONTLESS}"))

    monkeypatch.setattr(paper_preview, "get_certificate", unusual)
    panel = PaperPanel(PaperLoader(founded[0]), "A4")
    qtbot.addWidget(panel)
    panel.resize(900, 700)
    panel.show_certificate(made[0].facts.credential_id, made[0].facts.number)
    panel.show()
    qtbot.waitUntil(lambda: panel.settled and "matches this record" in panel.read.text(), timeout=20_000)
    assert panel.read.text().endswith(f"has the character {FONTLESS}: the paper shows [U+1E4FF] instead.")
