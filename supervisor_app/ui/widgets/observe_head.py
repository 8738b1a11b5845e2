"""The head of a column on the choosing page: its number in a ring, or a blue tick once it is chosen."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from supervisor_app.ui.look.drawing import CENTRED, draw_text, leading_rect
from supervisor_app.ui.look.fonts import font
from supervisor_app.ui.look.palette import tokens
from supervisor_app.ui.widgets.status_shape import StatusShape, paint_shape

_MARK = 24


class ObserveHead(QWidget):
    """Number or tick, then the words."""

    def __init__(self, number: int, words: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._number = number
        self._words = words
        self._done = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_done(False)

    def set_done(self, done: bool) -> None:
        """Show the tick instead of the number."""
        self._done = done
        self.setAccessibleName(f"{self._words}: {'chosen' if done else 'to choose'}")
        self.update()

    def sizeHint(self) -> QSize:
        """One line."""
        return QSize(200, 30)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint it."""
        table = tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setLayoutDirection(self.layoutDirection())
        mirrored = self.isRightToLeft()
        whole = QRectF(self.rect())
        mark = leading_rect(QRectF(0, (self.height() - _MARK) / 2, self.width(), _MARK), 0, _MARK, mirrored=mirrored)
        if self._done:
            paint_shape(painter, mark, StatusShape.MET, table.accent)
        else:
            painter.setPen(QPen(QColor(table.accent), 2))
            painter.drawEllipse(mark.adjusted(1.5, 1.5, -1.5, -1.5))
            painter.setFont(font(14, 600))
            draw_text(painter, mark, str(self._number), table.accent, CENTRED)
        painter.setFont(font(18, 600))
        draw_text(painter, leading_rect(whole, _MARK + 10, self.width() - _MARK - 10, mirrored=mirrored), self._words, table.ink)
