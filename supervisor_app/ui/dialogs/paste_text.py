"""Pasting or typing what stands on a certificate: the link behind its code, the ten characters, or the whole record."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from supervisor_app.ui.widgets.buttons import Button, Kind
from supervisor_app.ui.widgets.dialog import SheetDialog
from supervisor_app.ui.widgets.field import Field


class PasteText(SheetDialog):
    """`given(text)` when the text is to be checked; an empty text is not taken."""

    given = Signal(str)

    def __init__(self, parent: QWidget, text: str = "") -> None:
        super().__init__(parent, "Check a text", "Paste the link behind the code, or type the ten characters under it.")
        self.field = Field("Link or code", text=text, lines=4)
        self.box.addWidget(self.field)
        cancel = Button("Cancel", Kind.GHOST)
        self.check = Button("Check it", Kind.PRIMARY)
        cancel.clicked.connect(self.reject)
        self.check.clicked.connect(self._take)
        self.add_buttons(cancel, self.check, primary=self.check)
        self.field.setFocus()

    def _take(self) -> None:
        text = self.field.text()
        if not text:
            self.field.set_problem("There is nothing to check yet.")
            return
        self.given.emit(text)
        self.accept()
