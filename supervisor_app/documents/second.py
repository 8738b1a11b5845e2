"""A second language on the same page: smaller, grey, behind the words of the first where both fit on the line, else below."""

from __future__ import annotations

from supervisor_app.documents import styles
from supervisor_app.documents.fitting import Fitted, draw_lines, fit_line, wrap
from supervisor_app.documents.page import Direction, Page, Style
from supervisor_app.domain.frozen import dataclass
from supervisor_app.domain.printed import isolate_own

_GAP = 2.6
_BELOW = 4.0


@dataclass(frozen=True, slots=True)
class Beside:
    """Words in two languages: the first fitted as it is, the second behind its last line, or in `below` under it."""

    first: Fitted
    second: str
    below: Fitted

    @property
    def height(self) -> float:
        """Millimetres from the first baseline to the last."""
        return self.first.height + (_BELOW + self.below.height if self.below.lines else 0.0)

    def draw(self, page: Page, x: float, y: float) -> float:
        """Draw with the first baseline at `y`; return the last one."""
        draw_lines(page, x, y, self.first)
        return self.draw_second(page, x, y)

    def draw_second(self, page: Page, x: float, y: float) -> float:
        """Draw the second language alone, where the first begins at `y`; return the last baseline."""
        last = y + self.first.height
        if self.below.lines:
            return draw_lines(page, x, last + _BELOW, self.below, Direction.OWN)
        if self.second:
            width = page.width(self.first.lines[-1], self.first.style) if self.first.lines else 0.0
            page.text(x + width + _GAP, last, self.second, styles.SECOND, Direction.OWN)
        return last


def in_both(first: str, second: str) -> str:
    """Return a short heading in both languages on one line."""
    return f"{first}   {isolate_own(second)}" if second and second != first else first


def under(page: Page, second: str, width: float) -> Fitted:
    """Return words of the second language for a line of their own, under those of the first."""
    return fit_line(page, second, styles.SECOND_SMALL, width, 7.0, Direction.OWN)


def beside(page: Page, first: Fitted, second: str, width: float, style: Style = styles.SECOND) -> Beside:
    """Return words with their second language, within `width` millimetres; without a second one they stay as they are."""
    nothing = Fitted((), style)
    if not second or not first.lines:
        return Beside(first, "", nothing)
    used = page.width(first.lines[-1], first.style) + _GAP
    if used + page.width(second, styles.SECOND, Direction.OWN) <= width:
        return Beside(first, second, nothing)
    return Beside(first, second, Fitted(wrap(page, second, style, width, Direction.OWN), style))
