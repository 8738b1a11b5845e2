"""Which paper form is to be entered: its number typed, its code scanned, on a picture, or held before the camera."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QHBoxLayout, QWidget

from supervisor_app.domain.form_number import read_form
from supervisor_app.services.reading_frames import codes_in_grey
from supervisor_app.ui.camera import camera_possible, grey_of
from supervisor_app.ui.file_dialogs import Folder, ask_file
from supervisor_app.ui.icons import Icon
from supervisor_app.ui.widgets.buttons import Button, Kind
from supervisor_app.ui.widgets.dialog import SheetDialog
from supervisor_app.ui.widgets.field import Field

_PICTURES = "Pictures (*.png *.jpg *.jpeg *.webp *.tif *.tiff *.bmp);;All files (*)"
_HOLD = "Hold the code of the form before the camera. It is read as soon as it is sharp."
_UNREAD = "There is no code of a form on this picture."


class FormDialog(SheetDialog):
    """`said(text)` with what names a form; which one, and whether it is here, is for the page to find out."""

    said = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(
            parent,
            "Enter a paper form",
            "Scan its code, or type the number below the code. The marks are then entered by the very revision on the paper.",
        )
        self.field = Field("Number of the form", placeholder="F-7K2QM-3XW9PT")
        self.box.addWidget(self.field)
        self.clipboard = Button("From clipboard", icon=Icon.CLIPBOARD)
        self.picture = Button("Picture", icon=Icon.PICTURE)
        self.camera = Button("Camera", icon=Icon.CAMERA)
        row = QHBoxLayout()
        row.setSpacing(8)
        for button in (self.clipboard, self.picture, *((self.camera,) if camera_possible() else ())):
            row.addWidget(button)
        row.addStretch(1)
        self.box.addLayout(row)
        cancel = Button("Cancel", Kind.GHOST, key="Esc")
        self.go = Button("Go on", Kind.PRIMARY, key="Enter")
        self.add_buttons(cancel, self.go, primary=self.go)
        cancel.clicked.connect(self.reject)
        self.go.clicked.connect(self._take_typed)
        self.clipboard.clicked.connect(self._take_clipboard)
        self.picture.clicked.connect(self._choose_picture)
        self.camera.clicked.connect(self._open_camera)
        self.field.setFocus()

    def take_image(self, image: QImage) -> None:
        """Look for the code of a form on a picture."""
        if image.isNull():
            self.show_notice(_UNREAD, "Type the number below the code instead.")
        else:
            self._take_codes(codes_in_grey(*grey_of(image), thorough=True))

    def _take_typed(self) -> None:
        if read_form(self.field.text()) is None:
            self.field.set_problem("This is no number of a form. It looks like F-7K2QM-3XW9PT.")
            return
        self._take(self.field.text())

    def _take_clipboard(self) -> None:
        """A picture, or a number as text."""
        data = QGuiApplication.clipboard().mimeData()
        if data.hasImage():
            self.take_image(QGuiApplication.clipboard().image())
        elif read_form(data.text()) is not None:
            self._take(data.text())
        else:
            self.show_notice("The clipboard holds no form.", "Copy a picture of its code, or its number.")

    def _choose_picture(self) -> None:
        ask_file(self, Folder.PICTURE, "Choose a picture of the form", _PICTURES, lambda path: self.take_image(QImage(str(path))))

    def _open_camera(self) -> None:
        from supervisor_app.ui.dialogs.camera_dialog import CameraDialog  # only where one is used

        dialog = CameraDialog(self, hold=_HOLD)
        dialog.found.connect(self._take_codes)
        dialog.open()

    def _take_codes(self, texts: Sequence[str]) -> None:
        found = next((text for text in texts if read_form(text) is not None), None)
        if found is None:
            self.show_notice(_UNREAD, "Hold the paper flat, or type the number below the code.")
        else:
            self._take(found)

    def _take(self, text: str) -> None:
        self.accept()
        self.said.emit(text)
