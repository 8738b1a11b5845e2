"""The search field above a list: a lens, the count inside ("7 of 301"), Enter takes the first hit, Esc empties it."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from supervisor_app.ui.icons import Icon
from supervisor_app.ui.look.drawing import TRAILING, draw_text
from supervisor_app.ui.look.fonts import font
from supervisor_app.ui.look.palette import tokens
from supervisor_app.ui.widgets.field import LineField


class SearchField(LineField):
    """`searched(text)` on each key, `taken()` on Enter, `left_down()` when the arrow goes into the list below."""

    searched = Signal(str)
    taken = Signal()
    left_down = Signal()

    def __init__(self, placeholder: str, parent: QWidget | None = None) -> None:
        super().__init__(icon=Icon.SEARCH, parent=parent)
        self._count = ""
        self.setPlaceholderText(placeholder)
        self.setAccessibleName(placeholder)
        self.setMaxLength(200)
        self.textChanged.connect(lambda text: self.searched.emit(text.strip()))

    def show_count(self, shown: int, total: int) -> None:
        """Show how many of how many; nothing while nothing is searched."""
        self._count = f"{shown:,} of {total:,}" if self.text().strip() else ""
        room = round(QFontMetricsF(font(14)).horizontalAdvance(self._count)) + 14 if self._count else 0
        margins = self.textMargins()
        leading = max(margins.left(), margins.right()) if self._count else 32
        leading = 32 if leading > 32 else leading
        left, right = (room, leading) if self.isRightToLeft() else (leading, room)
        self.setTextMargins(left, 0, right, 0)
        self.setAccessibleDescription(self._count)
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter takes the first hit; Esc empties the field and, when empty, goes on to the page; Down goes into the list."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.taken.emit()
        elif event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        elif event.key() == Qt.Key.Key_Down:
            self.left_down.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the field and the count at its trailing edge."""
        super().paintEvent(event)
        if self._count:
            painter = QPainter(self)
            painter.setFont(font(14))
            draw_text(painter, QRectF(self.rect()).adjusted(14, 0, -14, 0), self._count, tokens().ink2, TRAILING)
