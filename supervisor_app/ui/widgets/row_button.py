"""One row of a short sheet as a button, painted as rows of lists are."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from supervisor_app.ui.look.palette import tokens
from supervisor_app.ui.look.sizes import sizes
from supervisor_app.ui.widgets.pressing import Pressable
from supervisor_app.ui.widgets.row_painting import Row, RowState, paint_row


class RowButton(Pressable):
    """A row that opens something. For a handful of rows; a list that can grow is a RowList."""

    enter_presses = True

    def __init__(self, row: Row, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.row = row
        self.setText(row.title)
        self.setAccessibleName(row.spoken)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """A row of two lines; the hairline above it belongs to the sheet."""
        return QSize(240, sizes().two_lines - 1)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the row; a little darker under the pointer."""
        painter = QPainter(self)
        whole = QRectF(self.rect())
        if self.underMouse() or self.isDown():
            t = tokens()
            painter.fillRect(whole.adjusted(1, 0, -1, 0), QColor(t.soft if self.isDown() else t.sunken))
        paint_row(painter, whole, self.row, RowState(focused=self.hasFocus(), last=True))
