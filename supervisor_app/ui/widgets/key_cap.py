"""Key caps: the small framed name of the key that works."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from supervisor_app.ui.look.drawing import CENTRED, draw_text
from supervisor_app.ui.look.fonts import font
from supervisor_app.ui.look.sizes import SMALL_RADIUS

CAP_HEIGHT = 25
_SIDE = 8.0


def cap_width(words: str) -> float:
    """Return how wide the cap for a key's name is, at least a square's width."""
    return max(25.0, round(QFontMetricsF(font(13, 500, mono=True)).horizontalAdvance(words)) + 2 * _SIDE)


def paint_key_cap(painter: QPainter, rect: QRectF, words: str, colour: str) -> None:
    """Paint the cap into `rect` in one colour; the frame is lighter than the word."""
    frame = QColor(colour)
    frame.setAlphaF(0.72)
    painter.setPen(QPen(frame, 1.2))
    painter.setBrush(QColor(0, 0, 0, 0))
    painter.drawRoundedRect(rect.adjusted(0.6, 0.6, -0.6, -0.6), SMALL_RADIUS, SMALL_RADIUS)
    painter.setFont(font(13, 500, mono=True))
    draw_text(painter, rect, words, colour, CENTRED)
