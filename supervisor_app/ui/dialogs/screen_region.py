"""Cutting a code out of the screen: a picture of it, a frame drawn by mouse or the whole of it by Enter."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, Qt, Signal
from PySide6.QtGui import QColor, QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QWidget

from supervisor_app.ui.look.fonts import font

LEAST = 24
"""Pixels of the smaller side of a frame that is taken; less is a slip of the hand."""
_WORDS = "Draw a frame around the code. Enter takes the whole screen, Esc goes back."


class ScreenRegion(QWidget):
    """Shows a picture of the screen over everything. `taken(image)` with the part chosen, `given_up()` on Esc."""

    taken = Signal(QImage)
    given_up = Signal()

    def __init__(self, picture: QPixmap, parent: QWidget | None = None, *, belongs_to: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Window | Qt.WindowType.FramelessWindowHint | Qt.WindowType.WindowStaysOnTopHint)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAccessibleName(_WORDS)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._picture = picture
        self.belongs_to = belongs_to  # no parent: that is out of sight meanwhile, and would take this with it
        self._from: QPoint | None = None
        self._frame = QRect()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a frame."""
        self._from = event.position().toPoint()
        self._frame = QRect()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Draw it larger."""
        if self._from is not None:
            self._frame = QRect(self._from, event.position().toPoint()).normalized()
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Take it, if it is one."""
        self.mouseMoveEvent(event)
        self._from = None
        if min(self._frame.width(), self._frame.height()) >= LEAST:
            self._take(self._frame)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter: everything; Esc: nothing."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._take(self.rect())
        elif event.key() == Qt.Key.Key_Escape:
            self.close()
            self.given_up.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The screen darker, the frame as it is."""
        painter = QPainter(self)
        painter.drawPixmap(self.rect(), self._picture)
        painter.fillRect(self.rect(), QColor(0, 0, 0, 110))
        if not self._frame.isEmpty():
            painter.drawPixmap(self._frame, self._picture, self._on_picture(self._frame))
            painter.setPen(QPen(QColor("white"), 2))
            painter.drawRect(self._frame)
        painter.setPen(QColor("white"))
        painter.setFont(font(20, 600))
        painter.drawText(self.rect().adjusted(0, 32, 0, 0), Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop, _WORDS)

    def _take(self, frame: QRect) -> None:
        image = self._picture.copy(self._on_picture(frame)).toImage()
        self.close()
        self.taken.emit(image)

    def _on_picture(self, frame: QRect) -> QRect:
        """The same part in pixels of the picture, which has more of them than the window on a fine screen."""
        across, down = self._picture.width() / max(1, self.width()), self._picture.height() / max(1, self.height())
        return QRect(
            round(frame.x() * across), round(frame.y() * down), round(frame.width() * across), round(frame.height() * down)
        )
