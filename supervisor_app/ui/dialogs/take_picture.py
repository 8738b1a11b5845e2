"""Taking a picture with the camera: what it sees, one press holds it, the next keeps it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from supervisor_app.ui.camera import Camera, Source, jpeg_of
from supervisor_app.ui.icons import Icon
from supervisor_app.ui.widgets.buttons import Button, Kind
from supervisor_app.ui.widgets.camera_picture import CameraPicture
from supervisor_app.ui.widgets.dialog import AtLock, SheetDialog

_LIVE = ("Take a picture", "Hold still. Nothing is kept before you say so.")
_HELD = ("Keep this picture?", "Look whether it is sharp and shows what it should.")


def _usual(parent: QObject) -> Source:
    return Camera(parent, sharp=True)


class TakePictureDialog(SheetDialog):
    """`taken(bytes)` with a JPEG file once a picture is kept; the camera is let go with the dialog."""

    taken = Signal(bytes)
    at_lock = AtLock.CLOSES

    def __init__(self, parent: QWidget, source: Callable[[QObject], Source] = _usual) -> None:
        super().__init__(parent, *_LIVE, width=700)
        self.held = False
        self.picture = CameraPicture()
        self.box.addWidget(self.picture)
        self.cancel = Button("Cancel", Kind.GHOST, key="Esc")
        self.again = Button("Take another one")
        self.press = Button("Take it", Kind.PRIMARY, icon=Icon.CAMERA, key="Enter", height=56)
        self.add_buttons(self.cancel, self.again, self.press, primary=self.press)
        self.again.hide()
        self.cancel.clicked.connect(self.reject)
        self.again.clicked.connect(self._begin)
        self.press.clicked.connect(self._press)
        self.source = source(self)
        self.source.seen.connect(self._look)
        self.source.failed.connect(lambda words: self.show_notice(words, "Choose a picture that was taken with another one."))
        self.finished.connect(lambda _: self.source.stop())
        self._begin()

    def _begin(self) -> None:
        """Show what the camera sees."""
        self._say(held=False)
        self.press.setEnabled(not self.picture.image.isNull())
        self.source.start()

    def _look(self, image: QImage) -> None:
        if not self.held:
            self.picture.show_image(image)
            self.press.setEnabled(True)

    def _press(self) -> None:
        """Hold the frame that is shown; once it is held, keep it."""
        if not self.held:
            self._say(held=True)
            self.source.stop()
            return
        data = jpeg_of(self.picture.image)
        if data:
            self.taken.emit(data)
            self.accept()

    def _say(self, *, held: bool) -> None:
        self.held = held
        words, sentence = _HELD if held else _LIVE
        self.title.setText(words)
        self.sentence.setText(sentence)
        self.press.set_words("Keep it" if held else "Take it")
        self.press.set_icon(Icon.TICK if held else Icon.CAMERA)
        self.again.setVisible(held)
        self.press.setFocus()
