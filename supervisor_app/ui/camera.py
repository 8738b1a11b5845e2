"""The camera, where Qt Multimedia is installed: its frames as pictures, as they are searched for codes and as they are kept."""

from __future__ import annotations

import functools
from collections.abc import Iterable
from importlib.util import find_spec
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QBuffer, QObject, QSize, Qt, Signal, SignalInstance
from PySide6.QtGui import QImage

if TYPE_CHECKING:
    from PySide6.QtMultimedia import QCamera, QCameraFormat, QMediaCaptureSession, QVideoFrame, QVideoSink

NO_CAMERA = "No camera is connected."
QUALITY = 92
"""Of a picture as it leaves the camera; it is drawn anew before it is kept."""
MOST_PIXELS = 4096 * 3072
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


def jpeg_of(image: QImage) -> bytes:
    """Return a frame as a JPEG file; empty where there is none."""
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    return bytes(buffer.data().data()) if image.save(buffer, "JPG", QUALITY) else b""  # type: ignore[call-overload]


def sharpest(formats: Iterable[QCameraFormat]) -> QCameraFormat | None:
    """Return the format with the most pixels that still moves before one's eyes (5 frames a second); None where there is none."""

    def pixels(one: QCameraFormat) -> int:
        return one.resolution().width() * one.resolution().height()

    fit = [one for one in formats if one.maxFrameRate() >= 5 and 0 < pixels(one) <= MOST_PIXELS]
    return max(fit, key=pixels, default=None)


class Source(Protocol):
    """What gives frames: `seen(image)` for each while it runs, `failed(words)` where it stops by itself."""

    seen: SignalInstance
    failed: SignalInstance

    def start(self) -> None:
        """Begin."""

    def stop(self) -> None:
        """End."""


class Camera(QObject):
    """The usual camera of the system, a Source; `sharp` asks it for its largest frames, for pictures that are kept."""

    seen = Signal(QImage)
    failed = Signal(str)

    def __init__(self, parent: QObject | None = None, *, sharp: bool = False) -> None:
        super().__init__(parent)
        self._sharp = sharp
        self._parts: tuple[QCamera, QMediaCaptureSession, QVideoSink] | None = None

    def start(self) -> None:
        """Begin with the usual camera of the system."""
        from PySide6.QtMultimedia import QCamera, QMediaCaptureSession, QMediaDevices, QVideoSink

        if not QMediaDevices.videoInputs():
            self.failed.emit(NO_CAMERA)
            return
        camera, session, sink = QCamera(self), QMediaCaptureSession(self), QVideoSink(self)
        session.setCamera(camera)
        session.setVideoSink(sink)
        sink.videoFrameChanged.connect(self._frame)
        camera.errorOccurred.connect(lambda _kind, words: self.failed.emit(words))
        largest = sharpest(camera.cameraDevice().videoFormats()) if self._sharp else None
        if largest is not None:
            camera.setCameraFormat(largest)
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
