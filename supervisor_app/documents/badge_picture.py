"""The picture of a badge: the organisation, the competency and the level on a small white card. No name of a person."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from supervisor_app.documents import styles
from supervisor_app.documents.archive import About, Archive
from supervisor_app.documents.fitting import CAPITAL, POINT, Fitted, draw_lines, fit_line, wrap
from supervisor_app.documents.level_sign import draw_level_sign
from supervisor_app.documents.outlines import SvgPage
from supervisor_app.documents.page import ACCENT, GREY, WHITE, Direction, Page, Sheet, Style
from supervisor_app.documents.preview import render_png
from supervisor_app.documents.shaping import Shaper
from supervisor_app.documents.styles import sized
from supervisor_app.documents.wrapping import breaks_inside_words
from supervisor_app.domain.certificate import CertificateFacts
from supervisor_app.domain.frozen import dataclass
from supervisor_app.domain.paper_words import words_for

SIDE = 60.0
PIXELS = 720
_EDGE, _MARGIN = 0.25, 6.5
_SIGN = 11.0
_SHEET = Sheet(SIDE, SIDE)
_FIXED = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class BadgePicture:
    """The same card twice: `png` is PIXELS wide and high, `svg` has outlines instead of letters."""

    png: bytes
    svg: str


def draw_badge(facts: CertificateFacts, shaper: Shaper) -> BadgePicture:
    """Return the picture of a certificate's badge; the same facts give the same bytes."""
    words = words_for(facts.language)
    archive = Archive(_about(facts))
    page = Page(archive, shaper, _SHEET, language=facts.language, mirrored=words.right_to_left, fields=False)
    _draw(page, facts)
    page.finish()
    outlines = SvgPage(shaper, _SHEET, language=facts.language, mirrored=words.right_to_left)
    _draw(outlines, facts)
    said = f"{facts.title}, {_level(facts)}".rstrip(", ")
    return BadgePicture(png=render_png(archive.data(), 0, PIXELS), svg=outlines.svg(f"{facts.organisation}: {said}", _INSIDE))


_INSIDE = "The signed record is inside this picture."


def _draw(page: Page, facts: CertificateFacts) -> None:
    width = SIDE - 2 * _MARGIN
    page.box(0, 0, SIDE, SIDE, GREY)
    page.box(_EDGE, _EDGE, SIDE - 2 * _EDGE, SIDE - 2 * _EDGE, WHITE)
    organisation = _fitted(page, facts.organisation, styles.ORGANISATION, width, (14, 12, 10.5, 9, 8, 7), 7.0)
    base = draw_lines(page, _MARGIN, 10.2, organisation, Direction.OWN)
    page.rule(_MARGIN, base + 3.2, width, 0.6, ACCENT)
    _ruler(page, base + 3.8, width)
    foot = SIDE - _MARGIN
    room = foot - _SIGN - 3.6 - (base + 10.5)
    title = _fitted(page, facts.title, styles.TITLE, width, (17, 15, 13.5, 12, 10.5, 9.5, 8.5, 7.5, 6.5), room)
    draw_lines(page, _MARGIN, base + 10.5 + title.style.size * POINT * CAPITAL, title, Direction.OWN)
    sign = draw_level_sign(page, _MARGIN, foot - _SIGN, facts.level, facts.level_rank, facts.level_count, side=_SIGN)
    start = _MARGIN + sign + (3.2 if sign else 0.0)
    level = fit_line(page, _level(facts), styles.LEVEL, SIDE - _MARGIN - start, 8.5)
    draw_lines(page, start, foot - (_SIGN - level.style.size * POINT * CAPITAL) / 2 - level.height, level)


def _fitted(page: Page, text: str, style: Style, width: float, sizes: Sequence[float], height: float) -> Fitted:
    """Fit a text into a box as large as it goes; what is too long at the least size ends with "…"."""
    for size in sizes:
        lines = wrap(page, text, sized(style, size), width, Direction.OWN)
        fitted = Fitted(lines, sized(style, size))
        if fitted.height + size * POINT * CAPITAL <= height and not breaks_inside_words(text, lines):
            return fitted
    most = max(1, int((height - sizes[-1] * POINT * CAPITAL) / fitted.leading) + 1)
    if len(fitted.lines) <= most:
        return fitted
    return Fitted((*fitted.lines[: most - 1], fitted.lines[most - 1].rstrip() + "…"), fitted.style)


def _ruler(page: Page, y: float, width: float) -> None:
    """Draw the graduated scale under the heavy line, as on the certificate."""
    for place in range(49):
        high = 2.0 if place % 12 == 0 else 1.3 if place % 4 == 0 else 0.8
        page.box(_MARGIN + place * (width - 0.1) / 48, y, 0.1, high)


def _level(facts: CertificateFacts) -> str:
    return ", ".join(filter(None, (facts.level, facts.level_name)))


def _about(facts: CertificateFacts) -> About:
    return About(
        title=facts.title, author=facts.organisation, subject="Badge", language=facts.language, made=_FIXED, identity=facts.title
    )
