"""A picture on the desk: a page as it prints, scaled to its width, with an edge of one pixel."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from supervisor_app.ui.look.palette import tokens


class Picture(QWidget):
    """Shows a PNG as wide as it is given room; nothing while there is none. The height follows the width by `ratio`."""

    def __init__(self, ratio: float, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ratio = ratio
        self._image = QImage()
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setAccessibleName(name)

    def show_png(self, data: bytes) -> None:
        """Show other bytes."""
        self._image = QImage.fromData(data)
        self.update()

    def hasHeightForWidth(self) -> bool:
        """The height follows."""
        return True

    def heightForWidth(self, width: int) -> int:
        """By the ratio of height to width."""
        return round(width * self._ratio)

    def sizeHint(self) -> QSize:
        """Some width, its height."""
        return QSize(420, round(420 * self._ratio))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paper, the picture, the edge."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.fillRect(self.rect(), QColor("#FFFFFF"))
        if not self._image.isNull():
            ratio = self.devicePixelRatioF()
            size = QSize(round(self.width() * ratio), round(self.height() * ratio))
            scaled = self._image.scaled(size, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation)
            painter.drawImage(QRectF(self.rect()), scaled)
        painter.setPen(QPen(QColor(tokens().line), 1))
        painter.drawRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5))
