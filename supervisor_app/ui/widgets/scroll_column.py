"""A column that scrolls only when it has to: its height is what the words need at the width there is."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget


class ScrollColumn(QScrollArea):
    """`box` is the column's layout. Qt alone would reserve the height of wrapped words at another width and show a bar for it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._next: QWidget | None = None
        holder = _Column()
        self.box = QVBoxLayout(holder)
        self.box.setContentsMargins(0, 0, 0, 0)
        self.setWidget(holder)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def begin(self) -> None:
        """Begin a new column: fill `box`, then call `show_filled()`. While it is filled the old one stays in sight."""
        self._next = _Column()
        self.box = QVBoxLayout(self._next)
        self.box.setContentsMargins(0, 0, 0, 0)
        self.box.setSpacing(0)

    def show_filled(self) -> None:
        """Put the new column in the place of the old one, scrolled to the same height."""
        if self._next is None:
            return
        bar, old = self.verticalScrollBar(), self.takeWidget()
        value = bar.value()
        self.setWidget(self._next)
        self._next.show()
        self._next = None
        bar.setValue(value)
        if old is not None:
            old.deleteLater()

    def clear(self) -> None:
        """Take everything out."""
        while (item := self.box.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()


class _Column(QWidget):
    """Leaves its height to the layout's height for the width."""

    def minimumSizeHint(self) -> QSize:
        """The layout's width, no height of its own."""
        return QSize(super().minimumSizeHint().width(), 0)
