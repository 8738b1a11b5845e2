"""The ink label of a critical step: a flag and the word. A fact about the step, never red."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from supervisor_app.ui.icons import Icon, paint_icon
from supervisor_app.ui.look.drawing import draw_box, draw_text, leading_rect
from supervisor_app.ui.look.fonts import font
from supervisor_app.ui.look.palette import tokens
from supervisor_app.ui.look.sizes import SMALL_RADIUS

_WORD = "Critical"


class CriticalLabel(QWidget):
    """Flag and word on ink."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(_WORD)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def sizeHint(self) -> QSize:
        """Flag, word and their sides."""
        return QSize(round(QFontMetricsF(font(15, 600)).horizontalAdvance(_WORD)) + 46, 28)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint it."""
        table = tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setLayoutDirection(self.layoutDirection())
        whole = QRectF(self.rect())
        draw_box(painter, whole, table.ink, None, radius=SMALL_RADIUS)
        mirrored = self.isRightToLeft()
        flag = leading_rect(QRectF(0, (self.height() - 17) / 2, self.width(), 17), 11, 17, mirrored=mirrored)
        paint_icon(painter, flag, Icon.FLAG, table.sheet)
        painter.setFont(font(15, 600))
        draw_text(painter, leading_rect(whole, 32, self.width() - 32, mirrored=mirrored), _WORD, table.sheet)
