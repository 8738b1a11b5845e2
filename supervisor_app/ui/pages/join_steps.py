"""The two steps of a laptop that joins a site which exists: its shared file, and who one is there."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from supervisor_app.domain.people import Member
from supervisor_app.ui.icons import Icon
from supervisor_app.ui.pages.first_run_step import Step
from supervisor_app.ui.pages.first_run_you import PinPair
from supervisor_app.ui.widgets.buttons import Button
from supervisor_app.ui.widgets.field import Field
from supervisor_app.ui.widgets.icon_mark import IconMark
from supervisor_app.ui.widgets.rows import Row, RowList
from supervisor_app.ui.widgets.sheet import SectionLabel, Sheet
from supervisor_app.ui.widgets.words import Words

_SHOWN = 5


class JoinFileStep(Step):
    """Where the shared file of the site lies."""

    title = "Where is the shared file?"
    sentence = "It lies on the network drive or USB stick that the other laptops use. This laptop takes a whole copy."

    def __init__(self) -> None:
        super().__init__()
        self.path = ""
        self.choose = Button("Choose the file", icon=Icon.FOLDER)
        self.choose.clicked.connect(self._ask)
        self._words = Words("No file chosen yet", 16, 500, wrap=True)
        row = QHBoxLayout()
        row.setSpacing(20)
        row.addWidget(IconMark(Icon.FILE, 32, "accent"))
        row.addWidget(self._words, 1)
        row.addWidget(self.choose)
        sheet = Sheet(padding=24)
        sheet.box.addLayout(row)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(sheet)
        box.addStretch(1)

    def ready(self) -> bool:
        """A file is needed; the dialog opens where none was chosen."""
        if not self.path:
            self._ask()
        return bool(self.path)

    def set_path(self, path: str) -> None:
        """Take the file."""
        self.path = path
        self._words.setText(path)
        self.changed.emit()

    def first_focus(self) -> QWidget:
        """The choice of the file."""
        return self.choose

    def _ask(self) -> None:
        dialog = QFileDialog(self, "Choose the shared file", "", "Shared files (*.db *.sqlite);;All files (*)")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self.set_path)
        dialog.open()


class JoinYouStep(Step):
    """Which member of the site one is, what this laptop is called, a PIN for it."""

    title = "Who are you here?"
    sentence = "An admin adds people on another laptop. Choose your name and make a PIN for this laptop."
    next_words = "Join"
    picked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._members: tuple[Member, ...] = ()
        self.people = RowList(self._rows, name="People who act for this site")
        self.laptop = Field("What this laptop is called", placeholder="Bay 2 laptop")
        self.pins = PinPair()
        leading = QVBoxLayout()
        leading.setSpacing(0)
        leading.addWidget(SectionLabel("People of the site"))
        leading.addWidget(self.people)
        leading.addStretch(1)
        trailing = QVBoxLayout()
        trailing.setSpacing(18)
        trailing.addSpacing(8)
        trailing.addWidget(self.laptop)
        trailing.addWidget(self.pins)
        trailing.addStretch(1)
        columns = QHBoxLayout(self)
        columns.setContentsMargins(0, 0, 0, 0)
        columns.setSpacing(32)
        columns.addLayout(leading, 1)
        columns.addLayout(trailing, 1)

    @property
    def member_id(self) -> str:
        """Who was chosen."""
        row = self.people.current
        return row.key if row else ""

    def show_members(self, members: Sequence[Member]) -> None:
        """Offer the people of the site."""
        self._members = tuple(members)
        self.people.restart()
        self.people.fit(_SHOWN)
        if self._members:
            self.people.select(self._members[0].id)

    def ready(self) -> bool:
        """Name of the laptop and PIN are needed."""
        self.laptop.set_problem("" if self.laptop.text() else "The other laptops show it, so that one knows which this is.")
        return bool(self.pins.ready() and self.laptop.text() and self.member_id)

    def first_focus(self) -> QWidget:
        """The list of people."""
        return self.people.view

    def _rows(self, offset: int, limit: int) -> Sequence[Row]:
        return [
            Row(key=member.id, title=member.name, detail=member.title, avatar=member.name)
            for member in self._members[offset : offset + limit]
        ]
