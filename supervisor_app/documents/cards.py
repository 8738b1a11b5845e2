"""Wallet cards as files: one card at its own size, or sheets to print at 100 % and cut: A4 two by five, Letter two by four."""

from __future__ import annotations

from collections.abc import Sequence

from supervisor_app.documents.archive import About, Archive
from supervisor_app.documents.card import CARD, draw_card
from supervisor_app.documents.certificate import about_certificate, credential_file, credential_files
from supervisor_app.documents.fonts import FontBook
from supervisor_app.documents.logo import Logo, read_logo
from supervisor_app.documents.page import MM, Page, Paper, fill_colour
from supervisor_app.documents.shaping import Shaper
from supervisor_app.documents.showing import number
from supervisor_app.documents.stopping import Drawn, Stopped, go_on
from supervisor_app.domain.certificate import IssuedCertificate
from supervisor_app.domain.frozen import dataclass
from supervisor_app.domain.paper_words import words_for

_TICK, _TICK_GAP = 2.7, 0.8
_EDGE = 10.0
_COLUMNS = 2


@dataclass(frozen=True, slots=True)
class PrintedCard:
    """A card to print; `duplicate` counts what went before it, None for the first."""

    issued: IssuedCertificate
    duplicate: int | None = None
    logo_png: bytes | None = None


def render_card(
    issued: IssuedCertificate, *, logo_png: bytes | None = None, duplicate: int | None = None, shaper: Shaper | None = None
) -> bytes:
    """Return one card as PDF/A-3b of 85.6 x 54 mm with the credential attached; the same record gives the same bytes."""
    facts, words = issued.facts, words_for(issued.facts.language)
    archive = Archive(about_certificate(issued, f"card {duplicate}"), (credential_file(issued),))
    shaper = shaper or Shaper(FontBook())
    accent = fill_colour(facts.look.accent)
    page = Page(archive, shaper, CARD, language=facts.language, mirrored=words.right_to_left, accent=accent)
    draw_card(page, issued, words, read_logo(logo_png) if logo_png else None, duplicate)
    page.finish()
    return archive.data()


def rows_of(paper: Paper) -> int:
    """Return how many rows of cards a sheet holds: five on A4, four on Letter."""
    return int((paper.standing.height - 2 * _EDGE) // CARD.height)


def cards_on(paper: Paper) -> int:
    """Return how many cards a sheet holds."""
    return _COLUMNS * rows_of(paper)


def render_cards(
    cards: Sequence[PrintedCard],
    *,
    paper: Paper | None,
    shaper: Shaper | None = None,
    drawn: Drawn = go_on,
) -> bytes:
    """Return cards as PDF/A-3b: on upright sheets at exact size with ticks outside and hairline dashes between; without a
    `paper` each on a page of its own size.

    Each card reads in the language of its certificate; its credential is attached under its number. The same cards give the
    same bytes. `drawn(count)` is told after each how many there are; Stopped where it says no. InputError where a
    record lacks what its rule asks for; ValueError without any card.
    """
    shaper = shaper or Shaper(FontBook())
    standing = paper.standing if paper else None
    about = _about(cards, standing.name if standing else "single")
    archive = Archive(about, credential_files([card.issued for card in cards]))
    logos: dict[bytes, Logo] = {}
    page: Page | None = None
    each = cards_on(standing) if standing else 1
    for count, card in enumerate(cards):
        if page is None:
            page = Page(archive, shaper, standing or CARD)
        if card.logo_png and card.logo_png not in logos:
            logos[card.logo_png] = read_logo(card.logo_png)
        logo = logos[card.logo_png] if card.logo_png else None
        place = count % each
        _lay(page, card, logo, _corner(standing, place) if standing else (0.0, 0.0), f"card{place + 1}." if standing else "")
        if not drawn(count + 1):
            raise Stopped
        if count % each == each - 1 or count == len(cards) - 1:
            if standing:
                _draw_cuts(page, standing)
            page.finish()
            page = None
    return archive.data()


def _lay(page: Page, card: PrintedCard, logo: Logo | None, corner: tuple[float, float], marks: str) -> None:
    facts, words = card.issued.facts, words_for(card.issued.facts.language)
    accent = fill_colour(facts.look.accent)
    part = page.part(CARD, language=facts.language, mirrored=words.right_to_left, accent=accent, marks=marks)
    draw_card(part, card.issued, words, logo, card.duplicate)
    page.lay(part, *corner)


def _corner(paper: Paper, place: int) -> tuple[float, float]:
    """The left upper corner of a place on the sheet: rows from the top, two to a row; the block stands in the middle."""
    left = (paper.width - _COLUMNS * CARD.width) / 2
    top = (paper.height - rows_of(paper) * CARD.height) / 2
    row, column = divmod(place, _COLUMNS)
    return left + column * CARD.width, top + row * CARD.height


def _draw_cuts(page: Page, paper: Paper) -> None:
    """Ticks outside where the cuts go, hairline dashes between the cards; each for itself, so that none lies around a card."""
    left, top = _corner(paper, 0)
    right, bottom = paper.width - left, paper.height - top
    ticks, dashes = [], []
    for column in range(_COLUMNS + 1):
        x = left + column * CARD.width
        ticks += [(x, top - _TICK_GAP - _TICK, x, top - _TICK_GAP), (x, bottom + _TICK_GAP, x, bottom + _TICK_GAP + _TICK)]
        dashes += [(x, top, x, bottom)] if 0 < column < _COLUMNS else []
    for row in range(rows_of(paper) + 1):
        y = top + row * CARD.height
        ticks += [(left - _TICK_GAP - _TICK, y, left - _TICK_GAP, y), (right + _TICK_GAP, y, right + _TICK_GAP + _TICK, y)]
        dashes += [(left, y, right, y)] if 0 < row < rows_of(paper) else []
    page.draw(f"0 G 0.2835 w {_lines(paper, ticks)} [2.4 4.3] 0 d {_lines(paper, dashes)}")


def _lines(paper: Paper, lines: Sequence[tuple[float, float, float, float]]) -> str:
    return " ".join(
        f"{number(x * MM)} {number((paper.height - y) * MM)} m {number(to_x * MM)} {number((paper.height - to_y) * MM)} l S"
        for x, y, to_x, to_y in lines
    )


def _about(cards: Sequence[PrintedCard], where: str) -> About:
    if not cards:
        raise ValueError("There is no card to draw.")
    first = about_certificate(cards[0].issued, "")
    which = " ".join(f"{card.issued.facts.credential_id} {card.duplicate}" for card in cards)
    title = f"{len(cards)} cards, {cards[0].issued.facts.number} to {cards[-1].issued.facts.number}"
    made = max(about_certificate(card.issued, "").made for card in cards)
    return About(
        title=title,
        author=first.author,
        subject="Wallet cards",
        language=first.language,
        made=made,
        identity=f"cards {where} {which}",
    )
