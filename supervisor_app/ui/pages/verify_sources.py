"""Where certificates come from beside files: chosen, pasted, cut out of the screen, seen by a camera."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QWidget

from supervisor_app.ui.dialogs.paste_text import PasteText
from supervisor_app.ui.file_dialogs import Folder, ask_files, ask_folder, ask_place

_FILES = "Certificates (*.pdf *.json *.jwt *.png *.jpg *.jpeg *.svg *.webp *.tif *.tiff *.bmp *.gif *.txt);;All files (*)"
_HIDE_MS = 300  # until the window is gone from the screen
FROM_CLIPBOARD, FROM_SCREEN = "Picture from the clipboard", "Part of the screen"


class Sources(QObject):
    """Asks for certificates on behalf of a page and tells what it was given."""

    files = Signal(list)
    folder = Signal(list)
    text = Signal(str)
    image = Signal(QImage, str)
    codes = Signal(tuple)
    refused = Signal(str, str)

    def __init__(self, page: QWidget) -> None:
        super().__init__(page)
        self._page = page

    def choose_files(self) -> None:
        """Ask for files."""
        ask_files(self._page, Folder.CHECKED, "Choose certificates", _FILES, self.files.emit)

    def choose_folder(self) -> None:
        """Ask for a folder."""
        title = "Choose a folder of certificates"
        ask_folder(self._page, Folder.CHECKED, title, lambda path: self.folder.emit([path]))

    def choose_place(self, title: str, kinds: str, name: str, chosen: Callable[[Path], None]) -> None:
        """Ask where to write a file."""
        ask_place(self._page, Folder.CHECKED, title, kinds, name, chosen)

    def paste_or_ask(self) -> None:
        """What the clipboard holds is taken where it is clear; a text, or nothing, is shown first."""
        data = QGuiApplication.clipboard().mimeData()
        if data.hasImage() or any(url.isLocalFile() for url in data.urls()):
            self.paste()
            return
        dialog = PasteText(self._page, QGuiApplication.clipboard().text().strip()[:4000])
        dialog.given.connect(self.text)
        dialog.open()

    def paste(self) -> None:
        """Take what the clipboard holds: files, a picture or a text."""
        data = QGuiApplication.clipboard().mimeData()
        paths = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
        if paths:
            self.files.emit(paths)
        elif data.hasImage():
            self.image.emit(QGuiApplication.clipboard().image(), FROM_CLIPBOARD)
        elif data.hasText() and data.text().strip():
            self.text.emit(data.text())

    def take_screen(self) -> None:
        """Hide the window, so that what is behind it can be seen, then show a picture of the screen to cut from."""
        self._page.window().hide()
        QTimer.singleShot(_HIDE_MS, self, self._show_screen)

    def open_camera(self) -> None:
        """Hold a code before the camera."""
        from supervisor_app.ui.dialogs.camera_dialog import CameraDialog

        dialog = CameraDialog(self._page)
        dialog.found.connect(self.codes)
        dialog.open()

    def _show_screen(self) -> None:
        from supervisor_app.ui.dialogs.screen_region import ScreenRegion

        window = self._page.window()
        picture = window.screen().grabWindow(0)
        if picture.isNull():
            window.show()
            self.refused.emit("This system does not let programs see the screen.", "Save the picture, and drop it here.")
            return
        region = ScreenRegion(picture, belongs_to=window)
        region.setGeometry(window.screen().geometry())
        region.taken.connect(lambda image: self.image.emit(image, FROM_SCREEN))
        region.destroyed.connect(window.show)
        region.showFullScreen()


def png_of(image: QImage) -> bytes:
    """Return a picture as the bytes of a PNG file."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(buffer.data().data())
