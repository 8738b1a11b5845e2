"""A row that is ticked or not: choosing several of a handful."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from supervisor_app.ui.icons import Icon, paint_icon
from supervisor_app.ui.look.drawing import TRAILING, draw_box, draw_text, leading_rect
from supervisor_app.ui.look.fonts import font
from supervisor_app.ui.look.palette import tokens
from supervisor_app.ui.widgets.pressing import Pressable

_BOX = 24.0


class CheckRow(Pressable):
    """A box to tick, a name, a second line, a trailing caption. `toggled(bool)` tells."""

    def __init__(self, title: str, detail: str, note: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._detail, self._note = detail, note
        self.setText(title)
        self.setAccessibleName(", ".join(part for part in (title, detail, note) if part))
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Two lines high."""
        return QSize(320, 60)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint ground, box and words."""
        t = tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        whole = QRectF(self.rect())
        if self.isChecked() or self.underMouse():
            painter.fillRect(whole.adjusted(1, 0, -1, 0), QColor(t.soft if self.isChecked() else t.sunken))
        if self.hasFocus():
            draw_box(painter, whole.adjusted(2, 1, -2, -1), None, t.accent, 3.0)
        box = leading_rect(whole, 18, _BOX, mirrored=self.isRightToLeft())
        box = QRectF(box.left(), whole.center().y() - _BOX / 2, _BOX, _BOX)
        on = self.isChecked()
        draw_box(painter, box, t.accent if on else t.sheet, t.accent if on else t.line2, 1.5, 4)
        if on:
            paint_icon(painter, box.adjusted(3, 3, -3, -3), Icon.TICK, t.on_accent, heavy=True)
        words = leading_rect(whole, 56, whole.width() - 76, mirrored=self.isRightToLeft())
        painter.setFont(font(16, 500))
        draw_text(painter, QRectF(words.left(), 8, words.width(), 24), self.text(), t.ink)
        painter.setFont(font(14))
        cut = painter.fontMetrics().elidedText(self._detail, Qt.TextElideMode.ElideRight, int(words.width()))
        draw_text(painter, QRectF(words.left(), 31, words.width(), 20), cut, t.ink2)
        draw_text(painter, QRectF(words.left(), 8, words.width(), 24), self._note, t.ink2, TRAILING)
