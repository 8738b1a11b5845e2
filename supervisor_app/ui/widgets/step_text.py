"""The text of a step: as large as its place allows, in one language or two; and a line breaker that lists use too."""

from __future__ import annotations

import functools

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPaintEvent, QResizeEvent, QTextLayout, QTextOption
from PySide6.QtWidgets import QSizePolicy, QWidget

from supervisor_app.domain.frozen import dataclass
from supervisor_app.ui.look.drawing import draw_text
from supervisor_app.ui.look.fonts import font
from supervisor_app.ui.look.palette import tokens

LARGEST, SMALLEST = 28, 17
_HIGH_SCRIPTS = (("\u0590", "\u08ff"), ("\u0900", "\u0eff"), ("\ufb1d", "\ufeff"))
"""Arabic, Hebrew; the scripts of India and South East Asia: their lines need half a letter more."""


def line_height(text: str, metrics: QFontMetricsF) -> float:
    """Return the height of a line of `text`: the font's own, 1.5 letters for scripts with marks above and below."""
    high = any(low <= letter <= last for letter in text for low, last in _HIGH_SCRIPTS)
    size = metrics.ascent() + metrics.descent()
    return max(size * 1.15, metrics.height()) if high else size


@functools.lru_cache(maxsize=512)
def break_lines(text: str, size: int, weight: int, width: int, most: int) -> tuple[str, ...]:
    """Break `text` into at most `most` lines of `width` logical pixels in the window's font; the last one is cut with "…"."""
    face = font(size, weight)
    metrics = QFontMetricsF(face)
    layout = QTextLayout(text, face)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.beginLayout()
    lines: list[str] = []
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        if len(lines) == most - 1:
            rest = text[line.textStart() :].replace("\n", " ")
            lines.append(metrics.elidedText(rest, Qt.TextElideMode.ElideRight, width))
            break
        lines.append(text[line.textStart() : line.textStart() + line.textLength()].strip())
    layout.endLayout()
    return tuple(lines)


def draw_lines(painter: QPainter, rect: QRectF, lines: tuple[str, ...], face: QFont, colour: str, spacing: float = 0.0) -> None:
    """Draw lines below each other from the top of `rect`, on its leading side; `spacing` overrides the line height."""
    painter.setFont(face)
    height = spacing or line_height("".join(lines), QFontMetricsF(face))
    for place, line in enumerate(lines):
        draw_text(painter, QRectF(rect.left(), rect.top() + place * height, rect.width(), height), own_way(painter, line), colour)


def own_way(painter: QPainter, text: str) -> str:
    """The text in its own direction of writing where the page runs the other way: "4 of 5" stays so on an Arabic screen."""
    return f"\u2068{text}\u2069" if painter.layoutDirection() is Qt.LayoutDirection.RightToLeft else text


@dataclass(frozen=True, slots=True)
class _Fitted:
    """What was found to fit: size, lines and their height; for the second language the same."""

    first: tuple[str, ...]
    first_size: int
    second: tuple[str, ...]
    second_size: int


class StepText(QWidget):
    """The step text, 28 px where it fits in the height given, smaller where it is long. Never scrolls, never grows."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = ""
        self._second = ""
        self._fitted: _Fitted | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_text(self, text: str, second: str = "") -> None:
        """Show a step; `second` is its text in the second language, below in a smaller size."""
        if (text, second) == (self._text, self._second):
            return
        self._text, self._second, self._fitted = text, second, None
        self.setAccessibleName(f"{text} {second}".strip())
        self.update()

    def sizeHint(self) -> QSize:
        """Any width, the height that was set."""
        return QSize(400, self.minimumHeight())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width breaks the lines anew."""
        self._fitted = None

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint both texts from the top."""
        painter = QPainter(self)
        painter.setLayoutDirection(self.layoutDirection())
        fitted = self._fitted or self._fit()
        self._fitted = fitted
        face = font(fitted.first_size, 500)
        draw_lines(painter, QRectF(self.rect()), fitted.first, face, tokens().ink)
        if fitted.second:
            top = len(fitted.first) * line_height(self._text, QFontMetricsF(face)) + 4
            rest = QRectF(self.rect()).adjusted(0, top, 0, 0)
            draw_lines(painter, rest, fitted.second, font(fitted.second_size), tokens().ink2)

    def _fit(self) -> _Fitted:
        """The largest size at which everything fits; at the smallest the end is cut."""
        for size in (LARGEST, 26, 24, 22, 20, SMALLEST):
            small = max(16, size - 8)
            first = break_lines(self._text, size, 500, self.width(), 9)
            second = break_lines(self._second, small, 400, self.width(), 9) if self._second else ()
            height = len(first) * line_height(self._text, QFontMetricsF(font(size, 500)))
            height += 4 + len(second) * line_height(self._second, QFontMetricsF(font(small))) if second else 0
            if height <= self.height() + 1:
                return _Fitted(first, size, second, small)
        most = max(1, int(self.height() // line_height(self._text, QFontMetricsF(font(SMALLEST, 500)))))
        kept = max(1, most // 2) if self._second else most
        second = break_lines(self._second, 16, 400, self.width(), max(1, most - kept)) if self._second else ()
        return _Fitted(break_lines(self._text, SMALLEST, 500, self.width(), kept), SMALLEST, second, 16)
