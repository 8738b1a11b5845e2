"""The first step: whose name is on the certificate."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from supervisor_app.domain.checklist import ILUO
from supervisor_app.domain.texts import in_language
from supervisor_app.services.logo_file import read_logo_file
from supervisor_app.ui.actions import perform
from supervisor_app.ui.file_dialogs import Folder, ask_file
from supervisor_app.ui.icons import Icon
from supervisor_app.ui.pages.first_run_step import Step
from supervisor_app.ui.widgets.buttons import Button, Kind
from supervisor_app.ui.widgets.choice import Option, Tiles
from supervisor_app.ui.widgets.field import Field
from supervisor_app.ui.widgets.icon_mark import IconMark
from supervisor_app.ui.widgets.picture import Picture
from supervisor_app.ui.widgets.sheet import SectionLabel
from supervisor_app.ui.widgets.words import Words

_A4 = 210 / 297


class SiteStep(Step):
    """Name, place and logo of the site, and from which level somebody works alone."""

    title = "Whose name is on the certificate?"
    sentence = "You can change everything later, except what is already signed."

    def __init__(self) -> None:
        super().__init__()
        self.logo_png: bytes | None = None
        self.name = Field("Name of the firm")
        self.place = Field("Place")
        self.levels = Tiles([Option(level.key, in_language(level.label), rank=rank) for rank, level in enumerate(ILUO, 1)], 2)
        self.levels.choose("U")
        self.picture = Picture(_A4, "The certificate as it will look")
        self._logo = Picture(1.0, "Logo")
        self._logo.setFixedSize(72, 72)
        self._choose = Button("Choose a picture", icon=Icon.UPLOAD)
        self._leave = Button("Leave it out", Kind.LINK)
        self._leave.hide()
        columns = QHBoxLayout(self)
        columns.setContentsMargins(0, 0, 0, 0)
        columns.setSpacing(32)
        columns.addLayout(self._form(), 538)
        columns.addLayout(self._preview(), 420)
        self._choose.clicked.connect(self._ask_logo)
        self._leave.clicked.connect(lambda: self.set_logo(None))
        for field in (self.name, self.place):
            field.changed.connect(lambda _: self.changed.emit())

    def ready(self) -> bool:
        """The name is needed."""
        if self.name.text():
            return True
        self.name.set_problem("It prints at the top of every certificate.")
        self.name.setFocus()
        return False

    def first_focus(self) -> QWidget:
        """The name."""
        return self.name.edit

    def set_logo(self, png: bytes | None) -> None:
        """Take a logo, or none."""
        self.logo_png = png
        self._logo.show_png(png or b"")
        self._leave.setVisible(png is not None)
        self.changed.emit()

    def _form(self) -> QVBoxLayout:
        logo = QHBoxLayout()
        logo.setSpacing(20)
        logo.addWidget(self._logo)
        logo.addWidget(self._choose)
        logo.addWidget(self._leave)
        logo.addStretch(1)
        form = QVBoxLayout()
        form.setSpacing(0)
        form.addWidget(self.name)
        form.addSpacing(18)
        form.addWidget(self.place)
        form.addSpacing(18)
        form.addWidget(Words("Logo", 14, 500))
        form.addSpacing(6)
        form.addLayout(logo)
        form.addSpacing(20)
        form.addWidget(Words("From which level may somebody work alone?", 14, 500))
        form.addSpacing(6)
        form.addWidget(self.levels)
        form.addSpacing(6)
        form.addWidget(Words("It is the level that counts as cover. You can change this later.", 14, 400, "ink2"))
        form.addStretch(1)
        return form

    def _preview(self) -> QVBoxLayout:
        globe = QHBoxLayout()
        globe.setSpacing(12)
        globe.addWidget(IconMark(Icon.GLOBE, 20), 0, Qt.AlignmentFlag.AlignTop)
        offline = "No web address is needed. The code can be checked by any copy of this program, offline."
        globe.addWidget(Words(offline, 14, 400, "ink2", wrap=True), 1)
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(SectionLabel("This is how it will look"))
        column.addWidget(self.picture)
        column.addSpacing(24)
        column.addLayout(globe)
        column.addStretch(1)
        return column

    def _ask_logo(self) -> None:
        kinds = "Pictures (*.png *.jpg *.jpeg)"
        ask_file(self, Folder.PICTURE, "Choose a picture", kinds, lambda path: self.take_logo(str(path)))

    def take_logo(self, path: str) -> None:
        """Read a picture file; what is wrong with it is said in the window."""
        perform(self, lambda: read_logo_file(Path(path)), done=self.set_logo, changes=False)
