"""A switch with its word; the knob carries a tick when on, so that colour is not the only sign."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from supervisor_app.ui.icons import Icon, paint_icon
from supervisor_app.ui.look.drawing import draw_box, draw_text, leading_rect
from supervisor_app.ui.look.fonts import font
from supervisor_app.ui.look.palette import tokens
from supervisor_app.ui.look.sizes import sizes
from supervisor_app.ui.widgets.pressing import Pressable

_LONG, _TALL, _KNOB = 50.0, 28.0, 20.0


class Toggle(Pressable):
    """A word and a switch; `toggled(bool)` tells."""

    def __init__(self, word: str, checked: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setText(word)
        self.setAccessibleName(word)
        self.setCheckable(True)
        self.setChecked(checked)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_words(self, words: str) -> None:
        """Change the word."""
        self.setText(words)
        self.setAccessibleName(words)
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """Word, gap and switch, in a target that can be hit."""
        return QSize(round(self._words_width() + 12 + _LONG + 10), sizes().least)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint word and switch."""
        t = tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(font(15, 500))
        words = self._words_width()
        whole = QRectF(self.rect())
        text = leading_rect(whole, 0, words, mirrored=self.isRightToLeft())
        draw_text(painter, text, self.text(), t.ink if self.isEnabled() else t.ink3)
        x = whole.right() - words - 12 - _LONG if self.isRightToLeft() else words + 12
        track = QRectF(round(x), round((whole.height() - _TALL) / 2), _LONG, _TALL)
        self._paint_switch(painter, track)

    def _paint_switch(self, painter: QPainter, track: QRectF) -> None:
        t = tokens()
        if self.hasFocus():
            draw_box(painter, track.adjusted(-4.5, -4.5, 4.5, 4.5), None, t.accent, 3.0, _TALL / 2 + 4)
        on = self.isChecked()
        draw_box(painter, track, t.accent if on else t.sheet, t.accent if on else t.line2, 1.5, _TALL / 2)
        right = on != self.isRightToLeft()
        knob = QRectF(track.right() - _KNOB - 4 if right else track.left() + 4, track.top() + 4, _KNOB, _KNOB)
        painter.setPen(QPen(Qt.PenStyle.NoPen))
        painter.setBrush(QColor(t.on_accent if on else t.line2))
        painter.drawEllipse(knob)
        if on:
            paint_icon(painter, knob.adjusted(3, 3, -3, -3), Icon.TICK, t.accent, heavy=True)

    def _words_width(self) -> float:
        return round(QFontMetricsF(font(15, 500)).horizontalAdvance(self.text())) + 1.0
