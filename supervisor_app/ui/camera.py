"""The camera, where Qt brings one (the extra `camera`): frames as grey bytes, and whether there is any to use."""

from __future__ import annotations

import functools
from importlib.util import find_spec
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSize, Qt, Signal
from PySide6.QtGui import QImage

if TYPE_CHECKING:
    from PySide6.QtMultimedia import QCamera, QMediaCaptureSession, QVideoFrame, QVideoSink

SIDE = 1280
"""Frames are searched at most this wide: a code held before the lens is far larger than needed."""


@functools.cache
def camera_possible() -> bool:
    """Whether this installation can use a camera at all; nothing of it is loaded by asking."""
    return find_spec("PySide6.QtMultimedia") is not None


def grey_of(image: QImage) -> tuple[bytes, int, int]:
    """Return a picture as grey bytes without gaps between its rows, width and height, at most SIDE wide."""
    small = image
    if max(image.width(), image.height()) > SIDE:
        small = image.scaled(QSize(SIDE, SIDE), Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.FastTransformation)
    grey = small.convertToFormat(QImage.Format.Format_Grayscale8)
    width, height, line = grey.width(), grey.height(), grey.bytesPerLine()
    data = bytes(grey.constBits())
    return (data if line == width else b"".join(data[row * line : row * line + width] for row in range(height))), width, height


class Camera(QObject):
    """`seen(image)` for each frame while it runs; `failed(words)` where the camera stops by itself."""

    seen = Signal(QImage)
    failed = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._parts: tuple[QCamera, QMediaCaptureSession, QVideoSink] | None = None

    def start(self) -> None:
        """Begin with the usual camera of the system."""
        from PySide6.QtMultimedia import QCamera, QMediaCaptureSession, QMediaDevices, QVideoSink

        if not QMediaDevices.videoInputs():
            self.failed.emit("No camera is connected.")
            return
        camera, session, sink = QCamera(self), QMediaCaptureSession(self), QVideoSink(self)
        session.setCamera(camera)
        session.setVideoSink(sink)
        sink.videoFrameChanged.connect(self._frame)
        camera.errorOccurred.connect(lambda _kind, words: self.failed.emit(words))
        self._parts = (camera, session, sink)
        camera.start()

    def stop(self) -> None:
        """Let go of the camera."""
        if self._parts is not None:
            self._parts[0].stop()
            self._parts = None

    def _frame(self, frame: QVideoFrame) -> None:
        image = frame.toImage()
        if not image.isNull():
            self.seen.emit(image)
