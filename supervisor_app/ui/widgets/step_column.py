"""The numbered steps of a walk through something, on the rail's colour: what is done, where one is, what comes."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from supervisor_app.ui.icons import Icon, paint_icon
from supervisor_app.ui.look.drawing import CENTRED, draw_text, leading_rect
from supervisor_app.ui.look.fonts import font
from supervisor_app.ui.look.palette import tokens
from supervisor_app.ui.widgets.rail import paint_sign

WIDTH = 288
_FIRST = 124
_PITCH = 72
_DISC = 28.0


class StepColumn(QWidget):
    """Sign and name at the top, the steps (word, what it asks) below each other, a sentence at the bottom."""

    def __init__(self, steps: Sequence[tuple[str, str]], sentence: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._steps = tuple(steps)
        self._sentence = sentence
        self._current = 0
        self.setFixedWidth(WIDTH)

    def set_steps(self, steps: Sequence[tuple[str, str]]) -> None:
        """Show other steps."""
        self._steps = tuple(steps)
        self.update()

    def set_sentence(self, sentence: str) -> None:
        """Say something else at the foot."""
        self._sentence = sentence
        self.update()

    def set_current(self, place: int) -> None:
        """Say at which step one is, from 0."""
        self._current = place
        self.setAccessibleName(f"Step {place + 1} of {len(self._steps)}: {self._steps[place][0]}")
        self.update()

    def sizeHint(self) -> QSize:
        """The column's width."""
        return QSize(WIDTH, 600)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the column."""
        t = tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), QColor(t.rail))
        edge = 0 if self.isRightToLeft() else self.width() - t.line_width
        painter.fillRect(QRectF(edge, 0, t.line_width, self.height()), QColor(t.line))
        whole = QRectF(self.rect())
        sign = leading_rect(whole, 32, 40, mirrored=self.isRightToLeft())
        paint_sign(painter, QRectF(sign.left(), 32, 40, 40))
        painter.setFont(font(20, 600))
        draw_text(painter, self._words(88, 32, 40), "Sign-off", t.ink)
        for place in range(len(self._steps)):
            self._paint_step(painter, place)
        painter.setFont(font(14))
        painter.setPen(QColor(t.ink2))
        foot = leading_rect(whole, 32, self.width() - 64, mirrored=self.isRightToLeft())
        foot.setTop(self.height() - 94)
        painter.drawText(foot, 0x1000, self._sentence)  # Qt.TextWordWrap

    def _paint_step(self, painter: QPainter, place: int) -> None:
        t = tokens()
        top = _FIRST + place * _PITCH
        disc = leading_rect(QRectF(self.rect()), 34, _DISC, mirrored=self.isRightToLeft())
        disc = QRectF(disc.left(), top + 4, _DISC, _DISC)
        if place + 1 < len(self._steps):
            x = disc.center().x()
            painter.setPen(QPen(QColor(t.line), 2))
            painter.drawLine(QPointF(x, disc.bottom() + 1), QPointF(x, disc.bottom() + _PITCH - _DISC - 1))
        self._paint_disc(painter, disc, place)
        word, asks = self._steps[place]
        painter.setFont(font(16, 600 if place == self._current else 500))
        draw_text(painter, self._words(80, top - 2, 24), word, t.ink if place <= self._current else t.ink2)
        painter.setFont(font(14))
        draw_text(painter, self._words(80, top + 19, 22), asks, t.ink2)

    def _paint_disc(self, painter: QPainter, disc: QRectF, place: int) -> None:
        """A blue number where one is, a tick where one was, a ring around what comes."""
        t = tokens()
        here = place == self._current
        painter.setPen(QPen(QColor(t.accent if place <= self._current else t.line2), 1.5))
        painter.setBrush(QColor(t.accent if here else t.sheet))
        painter.drawEllipse(disc)
        if place < self._current:
            paint_icon(painter, disc.adjusted(6, 6, -6, -6), Icon.TICK, t.accent, heavy=True)
            return
        painter.setFont(font(15, 600))
        draw_text(painter, disc, str(place + 1), t.on_accent if here else t.ink2, CENTRED)

    def _words(self, x: float, top: float, height: float) -> QRectF:
        rect = leading_rect(QRectF(self.rect()), x, self.width() - x - 12, mirrored=self.isRightToLeft())
        return QRectF(rect.left(), top, rect.width(), height)
