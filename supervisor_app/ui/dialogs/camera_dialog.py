"""Holding a certificate before the camera: the picture, frames are searched as they come, the first code ends it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QElapsedTimer, QObject
from PySide6.QtCore import Signal as QtSignal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from supervisor_app.services.reading_frames import codes_in_grey
from supervisor_app.ui.camera import Camera, Source, grey_of
from supervisor_app.ui.widgets.buttons import Button, Kind
from supervisor_app.ui.widgets.camera_picture import CameraPicture
from supervisor_app.ui.widgets.dialog import AtLock, SheetDialog

BETWEEN_MS = 100
_HOLD = "Hold the code of a certificate before the camera. It is read as soon as it is sharp."


class CameraDialog(SheetDialog):
    """`found(texts)` with the codes of the first frame that holds any; nothing is kept of the pictures."""

    found = QtSignal(tuple)
    at_lock = AtLock.CLOSES

    def __init__(self, parent: QWidget, source: Callable[[QObject], Source] = Camera, hold: str = _HOLD) -> None:
        super().__init__(parent, "Read a code with the camera", hold, width=700)
        self.picture = CameraPicture()
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
