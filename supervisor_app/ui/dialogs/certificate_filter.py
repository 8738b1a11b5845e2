"""Which certificates the list shows: every state by its word, with how many there are."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from supervisor_app.ui.pages.certificates_words import FILTERS
from supervisor_app.ui.widgets.buttons import Button, Kind
from supervisor_app.ui.widgets.choice import Option, Tiles
from supervisor_app.ui.widgets.dialog import SheetDialog


class CertificateFilterDialog(SheetDialog):
    """`chosen(which)` with a value of Which."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget, which: str, counts: Mapping[str, int]) -> None:
        super().__init__(parent, "Show only", width=640)
        self.which = Tiles([Option(key, f"{word}: {counts.get(key, 0):,}") for key, word in FILTERS.items()], columns=2)
        self.which.setAccessibleName("State of the certificates")
        self.which.choose(which)
        self.box.addWidget(self.which)
        cancel, self.take = Button("Cancel", Kind.GHOST, key="Esc"), Button("Show these", Kind.PRIMARY, key="Enter")
        cancel.clicked.connect(self.reject)
        self.take.clicked.connect(self.tell)
        self.add_buttons(cancel, self.take, primary=self.take)
        self.which.setFocus()

    def tell(self) -> None:
        """Take the choice."""
        if self.which.value:
            self.chosen.emit(self.which.value)
        self.accept()
