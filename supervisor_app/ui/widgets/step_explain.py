"""Key point and why, side by side under the step text; what does not fit ends with "…"."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from supervisor_app.ui.look.drawing import leading_rect
from supervisor_app.ui.look.fonts import font
from supervisor_app.ui.look.palette import tokens
from supervisor_app.ui.widgets.step_text import break_lines, draw_lines, line_height

_GAP = 32


class StepExplain(QWidget):
    """Up to two columns: a small head and its text."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._columns: tuple[tuple[str, str], ...] = ()

    def set_columns(self, columns: tuple[tuple[str, str], ...]) -> None:
        """Show these heads and texts."""
        if columns != self._columns:
            self._columns = columns
            self.setAccessibleName(" ".join(f"{head}: {text}" for head, text in columns))
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the columns."""
        if not self._columns:
            return
        table = tokens()
        painter = QPainter(self)
        painter.setLayoutDirection(self.layoutDirection())
        count = len(self._columns)
        width = (self.width() - _GAP * (count - 1)) / count
        mirrored = self.isRightToLeft()
        for place, (head, text) in enumerate(self._columns):
            column = leading_rect(QRectF(self.rect()), place * (width + _GAP), width, mirrored=mirrored)
            draw_lines(painter, column, (head,), font(14, 600), table.ink2, 20)
            tall = max(21.0, line_height(text, QFontMetricsF(font(16))))
            most = max(1, int((self.height() - 22) // tall))
            lines = break_lines(text, 16, 400, round(width), most)
            draw_lines(painter, column.adjusted(0, 22, 0, 0), lines, font(16), table.ink2, tall)
