"""Making a text fit: one line as large as it goes, then two, then as many as it takes. Never cut, never hyphenated."""

from __future__ import annotations

from collections.abc import Sequence

from supervisor_app.documents.page import Direction, Page, Style
from supervisor_app.documents.styles import sized
from supervisor_app.documents.wrapping import breaks_inside_words, wrapped
from supervisor_app.domain.frozen import dataclass

POINT = 25.4 / 72
"""Millimetres in a point."""
CAPITAL = 0.70
"""Height of a capital in parts of the type size."""


@dataclass(frozen=True, slots=True)
class Fitted:
    """Lines of a text and the style they fit in."""

    lines: tuple[str, ...]
    style: Style

    @property
    def leading(self) -> float:
        """Millimetres from baseline to baseline."""
        return self.style.size * POINT * (1.16 if self.style.size > 13 else 1.3)

    @property
    def height(self) -> float:
        """Millimetres from the first to the last baseline."""
        return self.leading * max(0, len(self.lines) - 1)


def fit_heading(
    page: Page, text: str, style: Style, width: float, *, one: Sequence[float], two: Sequence[float], least: float
) -> Fitted:
    """Fit a name or title: one line in the first of the sizes `one` that does, two in one of `two`, else many at `least`."""
    for size in one:
        if page.width(text, sized(style, size), Direction.OWN) <= width:
            return Fitted((text,), sized(style, size))
    for size in two:
        lines = wrap(page, text, sized(style, size), width, Direction.OWN)
        if len(lines) <= 2 and not breaks_inside_words(text, lines):
            return Fitted(lines, sized(style, size))
    return Fitted(wrap(page, text, sized(style, least), width, Direction.OWN), sized(style, least))


def fit_line(page: Page, text: str, style: Style, width: float, least: float, direction: Direction = Direction.PAGE) -> Fitted:
    """Fit a text on one line down to the size `least`, then on as many as it takes."""
    size = style.size
    while size > least and page.width(text, sized(style, size), direction) > width:
        size = max(least, size - 0.5)
    return Fitted(wrap(page, text, sized(style, size), width, direction), sized(style, size))


def wrap(page: Page, text: str, style: Style, width: float, direction: Direction = Direction.PAGE) -> tuple[str, ...]:
    """Return the lines of a text in a style, no wider than `width` millimetres."""
    if page.width(text, style, direction) <= width:
        return (text,) if text.strip() else ()
    return wrapped(text, width, lambda part: page.width(part, style, direction))


def draw_lines(page: Page, x: float, y: float, fitted: Fitted, direction: Direction = Direction.PAGE) -> float:
    """Draw lines with the first baseline at `y`; return the last baseline."""
    for line in fitted.lines:
        page.text(x, y, line, fitted.style, direction)
        y += fitted.leading
    return y - fitted.leading if fitted.lines else y
