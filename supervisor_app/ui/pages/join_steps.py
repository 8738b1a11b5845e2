"""The steps of a laptop that joins a site which exists: its shared file, who one is, and waiting for an admin."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from supervisor_app.domain.names import isolated
from supervisor_app.services.joining import Pending
from supervisor_app.ui.icons import Icon
from supervisor_app.ui.pages.first_run_step import Step
from supervisor_app.ui.pages.first_run_you import PinPair
from supervisor_app.ui.widgets.buttons import Button
from supervisor_app.ui.widgets.field import Field
from supervisor_app.ui.widgets.icon_mark import IconMark
from supervisor_app.ui.widgets.setting_numbers import SpokenNumbers
from supervisor_app.ui.widgets.sheet import Sheet
from supervisor_app.ui.widgets.words import Words


class JoinFileStep(Step):
    """Where the shared file of the site lies."""

    title = "Where is the shared file?"
    sentence = "It lies on the network drive or USB stick that the other laptops use."

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
    """One's name, what this laptop is called, a PIN for it."""

    title = "Who are you?"
    sentence = "An admin of the site sees your name and lets this laptop in. Make a PIN for it."
    next_words = "Ask to join"

    def __init__(self) -> None:
        super().__init__()
        self.name = Field("Your name, as the site knows you", placeholder="Hannah Weber")
        self.laptop = Field("What this laptop is called", placeholder="Bay 2 laptop")
        self.pins = PinPair()
        fields: tuple[QWidget, ...] = (self.name, self.laptop, self.pins)
        column = QVBoxLayout()
        column.setSpacing(18)
        for field in fields:
            column.addWidget(field)
        column.addStretch(1)
        columns = QHBoxLayout(self)
        columns.setContentsMargins(0, 0, 0, 0)
        columns.addLayout(column, 1)
        columns.addStretch(1)

    def ready(self) -> bool:
        """Names and PIN are needed."""
        self.name.set_problem("" if self.name.text() else "The admin looks for it among the members of the site.")
        self.laptop.set_problem("" if self.laptop.text() else "The other laptops show it, so that one knows which this is.")
        return bool(self.pins.ready() and self.laptop.text() and self.name.text())

    def first_focus(self) -> QWidget:
        """One's name."""
        return self.name.edit


class JoinWaitStep(Step):
    """The numbers to read out, until an admin has let this laptop in."""

    title = "An admin lets you in"
    sentence = "Read these numbers out to an admin of the site. They see the same ones under Settings, and approve."
    next_words = "Look now"

    def __init__(self) -> None:
        super().__init__()
        self._numbers = QVBoxLayout()
        self._who = Words("", 16, 500, wrap=True)
        sheet = Sheet(padding=24)
        sheet.box.addWidget(self._who)
        sheet.box.addSpacing(8)
        sheet.box.addLayout(self._numbers)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(12)
        box.addWidget(sheet)
        hint = "This laptop looks by itself every few seconds. Once it is let in it takes a whole copy of the records."
        box.addWidget(Words(hint, 15, 400, "ink2", wrap=True))
        box.addStretch(1)

    def show_request(self, request: Pending) -> None:
        """Show what this laptop asks for."""
        self._who.setText(f"{isolated(request.person)} with {isolated(request.station_name)}")
        if not self._numbers.count():
            self._numbers.addWidget(SpokenNumbers(request.fingerprint, 32))
