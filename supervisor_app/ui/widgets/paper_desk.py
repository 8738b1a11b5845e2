"""The desk a page lies on: rail colour, the page as it prints with an edge of one pixel, as large as fits."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from supervisor_app.ui.look.drawing import CENTRED, draw_box, draw_focus_ring, draw_text
from supervisor_app.ui.look.fonts import font
from supervisor_app.ui.look.palette import tokens

_EDGE = 18
_WHITE = "#FFFFFF"  # paper is white in every look


class PaperDesk(QWidget):
    """`turned(-1 or 1)` on PageUp and PageDown, `resized()` when another picture would fit better."""

    turned = Signal(int)
    resized = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._image = QImage()
        self._ratio = 297 / 210
        self._words = ""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName("The page as it prints")

    def set_paper(self, ratio: float) -> None:
        """Say how wide the paper is for its height."""
        self._ratio = ratio
        self.update()

    def show_image(self, image: QImage, spoken: str) -> None:
        """Show a page; `spoken` is what a screen reader says of it."""
        self._image, self._words = image, ""
        self.setAccessibleDescription(spoken)
        self.update()

    def show_words(self, words: str) -> None:
        """Show an empty sheet with a few words, or none while it is being drawn."""
        self._image, self._words = QImage(), words
        self.setAccessibleDescription(words)
        self.update()

    @property
    def has_image(self) -> bool:
        """Whether a page is shown."""
        return not self._image.isNull()

    def wanted_width(self) -> int:
        """The width of the page on this screen, in device pixels."""
        return max(1, round(self._page().width() * self.devicePixelRatioF()))

    def sizeHint(self) -> QSize:
        """Room for a page one can read."""
        return QSize(662, 494)

    def minimumSizeHint(self) -> QSize:
        """Small windows get a small page."""
        return QSize(240, 180)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Tell that another size would fit."""
        super().resizeEvent(event)
        self.resized.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """PageUp and PageDown turn the page."""
        step = {Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1}.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            self.turned.emit(step)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Desk, shadow, page, edge."""
        t = tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        body = QRectF(self.rect())
        if self.hasFocus():
            body = draw_focus_ring(painter, body)
        draw_box(painter, body, t.rail, t.line, t.line_width)
        page = self._page()
        painter.fillRect(page.adjusted(-1, -1, 1, 2), QColor(t.line))
        painter.fillRect(page, QColor(_WHITE))
        if not self._image.isNull():
            painter.drawImage(page, self._image)
        elif self._words:
            painter.setFont(font(15))
            draw_text(painter, page, self._words, "#46504A", CENTRED)

    def _page(self) -> QRectF:
        """Where the page lies, on whole pixels."""
        room = self.rect().adjusted(_EDGE, _EDGE, -_EDGE, -_EDGE)
        width = max(1, min(room.width(), round(room.height() * self._ratio)))
        height = max(1, round(width / self._ratio))
        return QRectF(room.left() + (room.width() - width) // 2, room.top() + (room.height() - height) // 2, width, height)
