"""Holding a certificate before the camera: the picture, frames are searched as they come, the first code ends it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QElapsedTimer, QObject, QRectF, QSize, Qt, SignalInstance
from PySide6.QtCore import Signal as QtSignal
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from supervisor_app.services.reading_frames import codes_in_grey
from supervisor_app.ui.camera import Camera, grey_of
from supervisor_app.ui.look.palette import tokens
from supervisor_app.ui.widgets.buttons import Button, Kind
from supervisor_app.ui.widgets.dialog import AtLock, SheetDialog

_SIZE = QSize(640, 400)
BETWEEN_MS = 100
_HOLD = "Hold the code of a certificate before the camera. It is read as soon as it is sharp."


class Source(Protocol):
    """What gives frames."""

    seen: SignalInstance
    failed: SignalInstance

    def start(self) -> None:
        """Begin."""

    def stop(self) -> None:
        """End."""


class CameraDialog(SheetDialog):
    """`found(texts)` with the codes of the first frame that holds any; nothing is kept of the pictures."""

    found = QtSignal(tuple)
    at_lock = AtLock.CLOSES

    def __init__(self, parent: QWidget, source: Callable[[QObject], Source] = Camera, hold: str = _HOLD) -> None:
        super().__init__(parent, "Read a code with the camera", hold, width=700)
        self.picture = _Picture()
        self.box.addWidget(self.picture)
        self.cancel = Button("Stop", Kind.GHOST, key="Esc")
        self.add_buttons(self.cancel)
        self.cancel.clicked.connect(self.reject)
        self._since = QElapsedTimer()
        self.source = source(self)
        self.source.seen.connect(self._look)
        self.source.failed.connect(lambda words: self.show_notice(words, "Photograph the code instead, and drop the picture."))
        self.finished.connect(lambda _: self.source.stop())
        self.source.start()

    def _look(self, image: QImage) -> None:
        """Show a frame; search it, ten a second at most: that takes less than a frame's time."""
        self.picture.show_image(image)
        if not self.isVisible() or (self._since.isValid() and self._since.elapsed() < BETWEEN_MS):
            return
        self._since.restart()
        texts = codes_in_grey(*grey_of(image))
        if texts:
            self.source.stop()
            self.found.emit(texts)
            self.accept()


class _Picture(QWidget):
    """The frame, mirrored like a mirror would not be: as the camera sees it."""

    def __init__(self) -> None:
        super().__init__()
        self._image = QImage()
        self.setFixedSize(_SIZE)
        self.setAccessibleName("What the camera sees")

    def show_image(self, image: QImage) -> None:
        """Show the next frame."""
        self._image = image
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The frame, whole, on a dark ground."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(tokens().sunken))
        if not self._image.isNull():
            size = self._image.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
            left, top = (self.width() - size.width()) / 2, (self.height() - size.height()) / 2
            painter.drawImage(QRectF(left, top, size.width(), size.height()), self._image)
