"""What a camera sees, frame after frame."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from supervisor_app.ui.look.palette import tokens

_SIZE = QSize(640, 400)


class CameraPicture(QWidget):
    """The frame, mirrored like a mirror would not be: as the camera sees it."""

    def __init__(self) -> None:
        super().__init__()
        self._image = QImage()
        self.setFixedSize(_SIZE)
        self.setAccessibleName("What the camera sees")

    @property
    def image(self) -> QImage:
        """The frame that is shown."""
        return self._image

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
