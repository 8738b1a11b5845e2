"""An icon as a widget, coloured by a token."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from supervisor_app.ui.icons import Icon, paint_icon
from supervisor_app.ui.look.palette import tokens


class IconMark(QWidget):
    """An icon that says nothing by itself: the words stand beside it."""

    def __init__(self, icon: Icon, size: int = 22, ink: str = "ink2", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = icon
        self._ink = ink
        self.setFixedSize(size, size)

    def set_icon(self, icon: Icon) -> None:
        """Show another icon."""
        self._icon = icon
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the icon over the whole widget."""
        paint_icon(QPainter(self), QRectF(self.rect()), self._icon, str(getattr(tokens(), self._ink)))
