"""The photos and files of one step: each opened with the system's program, or taken away; more can be added."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from supervisor_app.domain.observation import MEDIA_WORDS, EvidenceFile
from supervisor_app.services.site import Site
from supervisor_app.ui.icons import Icon
from supervisor_app.ui.open_file import open_evidence
from supervisor_app.ui.widgets.buttons import Button, Kind
from supervisor_app.ui.widgets.dialog import SheetDialog
from supervisor_app.ui.widgets.setting_row import SettingRow
from supervisor_app.ui.widgets.sheet import Sheet

FILES = "Photos and files (*.jpg *.jpeg *.png *.pdf *.mp4)"
_WHAT = "Pictures are kept without the place where they were taken. What is on them is signed with the sign-off."


class StepFilesDialog(SheetDialog):
    """`add_asked` and `remove_asked(file)`; the dialog closes with either."""

    add_asked = Signal()
    remove_asked = Signal(object)

    def __init__(
        self, parent: QWidget, site: Site, number: int, files: tuple[EvidenceFile, ...], *, can_change: bool = True
    ) -> None:
        super().__init__(parent, f"Photos and files of step {number}", _WHAT, width=560)
        self._site = site
        self.removes: list[Button] = []
        sheet = Sheet(padding=0)
        for place, file in enumerate(files, 1):
            sheet.add_row(self._row(place, file, can_change=can_change))
        self.box.addWidget(sheet)
        close = Button("Close", key="Esc")
        self.add = Button("Add another", icon=Icon.CAMERA)
        self.add.setVisible(can_change)
        close.clicked.connect(self.reject)
        self.add.clicked.connect(self._add)
        self.add_buttons(self.add, close, primary=close)
        close.setFocus()

    def _row(self, place: int, file: EvidenceFile, *, can_change: bool) -> QWidget:
        buttons = QWidget()
        row = QHBoxLayout(buttons)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        show = Button("Open")
        show.setAccessibleName(f"Open number {place}")
        show.clicked.connect(partial(open_evidence, self, self._site, file))
        row.addWidget(show)
        if can_change:
            remove = Button("Take away", Kind.DANGER)
            remove.setAccessibleName(f"Take number {place} away")
            remove.clicked.connect(partial(self._remove, file))
            self.removes.append(remove)
            row.addWidget(remove)
        return SettingRow(f"{place}. {kind_words(file)}", size_words(file.size), buttons)

    def _add(self) -> None:
        self.accept()
        self.add_asked.emit()

    def _remove(self, file: EvidenceFile) -> None:
        self.accept()
        self.remove_asked.emit(file)


def kind_words(file: EvidenceFile) -> str:
    """Return what a file is, as a line begins: "Photo", "PDF"."""
    word = MEDIA_WORDS.get(file.media, "file")
    return f"{word[0].upper()}{word[1:]}"


def size_words(size: int) -> str:
    """Return a size as people say it: "820 kB", "3.4 MB"."""
    return f"{max(1, round(size / 1000))} kB" if size < 1_000_000 else f"{size / 1_000_000:.1f} MB"
