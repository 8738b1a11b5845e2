"""The picture beside the issuer's name, as of a handwritten signature: a decoration, and said to be one (21 CFR 11.70)."""

from __future__ import annotations

from supervisor_app.documents import styles
from supervisor_app.documents.fitting import draw_lines, fit_line
from supervisor_app.documents.logo import Logo
from supervisor_app.documents.page import Page
from supervisor_app.domain.frozen import dataclass

_WIDTH, _HEIGHT = 34.0, 11.0
MARK_ROOM = _WIDTH + 3.0
"""Millimetres that it takes beside a signature."""


@dataclass(frozen=True, slots=True)
class Mark:
    """The picture and the words that say what it is."""

    picture: Logo
    words: str


def draw_mark(page: Page, end: float, top: float, mark: Mark) -> None:
    """Draw the picture with its upper edge at `top`, ending at `end`, its words below."""
    scale = min(_HEIGHT / mark.picture.height, _WIDTH / mark.picture.width)
    width, height = mark.picture.width * scale, mark.picture.height * scale
    page.picture(end - _WIDTH, top + _HEIGHT - height, width, height, mark.picture.stream)
    draw_lines(page, end - _WIDTH, top + _HEIGHT + 3.4, fit_line(page, mark.words, styles.MARK, _WIDTH, 6.4))
