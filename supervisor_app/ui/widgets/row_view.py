"""The view inside a list of rows: Enter takes one; where several may be gathered, Shift, Ctrl and Ctrl+A do it as everywhere."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QMouseEvent
from PySide6.QtWidgets import QListView

_TAKING = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
_GATHERING = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.ControlModifier


class RowView(QListView):
    """`entered_row(index)` on Enter and Space. With `several`: `gathered(from, to, span)` when one goes on to a row with Shift
    (span), or takes one in or out with Ctrl; `everything()` on Ctrl+A. Qt's own selection stays one row: where one is.
    """

    entered_row = Signal(QModelIndex)
    gathered = Signal(QModelIndex, QModelIndex, bool)
    everything = Signal()

    def __init__(self, *, several: bool = False) -> None:
        super().__init__()
        self._several = several
        self._pressed_to_gather = False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and Space take the current row; Esc goes on to the page."""
        before, held = QPersistentModelIndex(self.currentIndex()), event.modifiers()
        if self._several and event.matches(QKeySequence.StandardKey.SelectAll):
            self.everything.emit()
        elif event.key() in _TAKING and self.currentIndex().isValid():
            if self._several and held & Qt.KeyboardModifier.ControlModifier:
                self.gathered.emit(self.currentIndex(), self.currentIndex(), False)
            else:
                self.entered_row.emit(self.currentIndex())
        elif event.key() == Qt.Key.Key_Escape:
            event.ignore()
        else:
            super().keyPressEvent(event)
            if self._several and held & Qt.KeyboardModifier.ShiftModifier and before != self.currentIndex():
                self.gathered.emit(self.model().index(before.row(), 0), self.currentIndex(), True)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """With Shift or Ctrl held a row is gathered, which is no click."""
        index = self.indexAt(event.position().toPoint())
        left = event.button() is Qt.MouseButton.LeftButton
        self._pressed_to_gather = bool(self._several and left and index.isValid() and event.modifiers() & _GATHERING)
        if not self._pressed_to_gather:
            super().mousePressEvent(event)
            return
        before = self.currentIndex() if self.currentIndex().isValid() else index
        self.setCurrentIndex(index)
        self.gathered.emit(before, index, bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """What was pressed to gather is not dragged."""
        if not self._pressed_to_gather:
            super().mouseMoveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Nor is it a click when it is let go."""
        if not self._pressed_to_gather:
            super().mouseReleaseEvent(event)
        self._pressed_to_gather = False
