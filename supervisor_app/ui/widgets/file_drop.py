"""A place for one file: dropped or chosen, shown as the picture that is kept, or as what it is."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from supervisor_app.ui.icons import Icon, paint_icon
from supervisor_app.ui.look.drawing import CENTRED, draw_box, draw_text
from supervisor_app.ui.look.fonts import font
from supervisor_app.ui.look.palette import tokens

_ICON = 44
_EDGE = 10


class FileDrop(QWidget):
    """`dropped(paths)` for files that are let go over it. Before one is shown it says what may be dropped."""

    dropped = Signal(list)

    def __init__(self, words: str, size: QSize) -> None:
        super().__init__()
        self._size, self._words, self._icon, self._filled = size, words, Icon.PICTURE, False
        self._image = QImage()
        self.setAcceptDrops(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(size.height())
        self.setAccessibleName(words)

    def sizeHint(self) -> QSize:
        """As it was asked for; wider where there is room."""
        return self._size

    def show_image(self, image: QImage, words: str) -> None:
        """Show a picture; `words` name it for who does not see it."""
        self._image = image
        self._say(words, Icon.PICTURE)

    def show_nothing(self, words: str) -> None:
        """Say again what may be dropped."""
        self._image = QImage()
        self._say(words, Icon.PICTURE)
        self._filled = False

    def show_words(self, words: str) -> None:
        """Name a file that is not drawn here: what strangers wrote is opened by nobody unasked."""
        self._image = QImage()
        self._say(words, Icon.FILE)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files may be let go here."""
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Tell which files."""
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if paths:
            event.acceptProposedAction()
            self.dropped.emit(paths)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The picture whole, or the sign and words in a frame that is dashed while it is empty."""
        t, painter, whole = tokens(), QPainter(self), QRectF(self.rect())
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        draw_box(painter, whole, t.sunken, t.line2, t.line_width, dashed=not self._filled)
        if not self._image.isNull():
            room = QSize(self.width() - 2 * _EDGE, self.height() - 2 * _EDGE)
            size = self._image.size().scaled(room, Qt.AspectRatioMode.KeepAspectRatio)
            place = QRectF((self.width() - size.width()) / 2, (self.height() - size.height()) / 2, size.width(), size.height())
            painter.drawImage(place, self._image)
            return
        middle = whole.center()
        icon = QRectF(middle.x() - _ICON / 2, middle.y() - _ICON + 4, _ICON, _ICON)
        paint_icon(painter, icon, self._icon, t.ink3)
        painter.setFont(font(15, 500 if self._filled else 400))
        draw_text(painter, QRectF(whole.left(), icon.bottom() + 8, whole.width(), 24), self._words, t.ink2, CENTRED)

    def _say(self, words: str, icon: Icon) -> None:
        self._words, self._icon, self._filled = words, icon, True
        self.setAccessibleName(words)
        self.update()
