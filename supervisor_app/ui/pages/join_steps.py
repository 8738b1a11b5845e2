"""The steps of a laptop that joins a site which exists: its shared file or database, who one is, and waiting for an admin."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from supervisor_app.domain.names import isolated
from supervisor_app.domain.people import Member
from supervisor_app.errors import InputError
from supervisor_app.services.join_requests import Pending
from supervisor_app.services.store_address import is_database, shown, without_password
from supervisor_app.services.way_in import WayIn, code_problem, read_invitation
from supervisor_app.ui.dialogs.shared_file import choose_shared_file
from supervisor_app.ui.file_dialogs import Folder, ask_file
from supervisor_app.ui.icons import Icon
from supervisor_app.ui.pages.first_run_step import Step
from supervisor_app.ui.pages.first_run_you import PinPair
from supervisor_app.ui.widgets.buttons import Button, Kind
from supervisor_app.ui.widgets.choice import Option, Tiles
from supervisor_app.ui.widgets.field import Field
from supervisor_app.ui.widgets.icon_mark import IconMark
from supervisor_app.ui.widgets.setting_numbers import SpokenNumbers
from supervisor_app.ui.widgets.sheet import Sheet
from supervisor_app.ui.widgets.words import Words

_CODE_WIDTH = 538
_HERE = "The records of {} are on this laptop."
_CODE_WORDS = {
    WayIn.INVITATION: ("Code of the invitation", "Three groups of four letters and digits, as an admin told you."),
    WayIn.SHEET: ("Code of the recovery sheet", "Eight groups of four. The sheet lies in the safe of the site."),
}


class JoinFileStep(Step):
    """Where the shared file or database of the site is, and how one comes in: `way_chosen` tells of another way.

    `path` is a file, or the address of a database with the password that was typed in it.
    """

    title = "Where is the shared file?"
    sentence = "It lies on the network drive or USB stick that the other laptops use; or they use a database on a server."
    way_chosen = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.path = ""
        self._records = ""
        self.way = Tiles(
            [
                Option(WayIn.ASK.value, "Ask an admin to let me in", Icon.PERSON),
                Option(WayIn.INVITATION.value, "I have an invitation", Icon.FILE),
                Option(WayIn.SHEET.value, "Use the recovery sheet", Icon.KEY),
            ],
            3,
        )
        self.way.choose(WayIn.ASK.value)
        self.way.chosen.connect(lambda _: self._show_way())
        self.code = Field("Code")
        self.code.take_secret()
        self.code.setMaximumWidth(_CODE_WIDTH)
        self.code_words = Words("", 15, 400, "ink2", wrap=True)
        self.choose_invitation = Button("Choose the invitation file", icon=Icon.UPLOAD)
        self.choose_invitation.clicked.connect(self._ask_invitation)
        self.choose = Button("Choose the file", icon=Icon.FOLDER)
        self.choose.clicked.connect(self._ask)
        self.choose_database = Button("Use a database…", Kind.GHOST)
        self.choose_database.clicked.connect(self._ask_database)
        self._words = Words("No file chosen yet", 16, 500, wrap=True)
        self._lay_out()
        self._show_way()

    def _lay_out(self) -> None:
        """The place of the records on a sheet, and below it how one comes in."""
        row = QHBoxLayout()
        row.setSpacing(20)
        row.addWidget(IconMark(Icon.FILE, 32, "accent"))
        row.addWidget(self._words, 1)
        row.addWidget(self.choose_database)
        row.addWidget(self.choose)
        sheet = Sheet(padding=24)
        sheet.box.addLayout(row)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(16)
        box.addWidget(sheet)
        box.addWidget(Words("How do you come in?", 16, 600))
        box.addWidget(self.way)
        box.addWidget(self.code)
        box.addWidget(self.code_words)
        box.addWidget(self.choose_invitation, 0, Qt.AlignmentFlag.AlignLeading)
        box.addStretch(1)

    @property
    def way_in(self) -> WayIn:
        """How one comes in."""
        return WayIn(self.way.value)

    @property
    def typed_code(self) -> str:
        """The code that goes with the way; empty for asking."""
        return "" if self.way_in is WayIn.ASK else self.code.text()

    def ready(self) -> bool:
        """A file is needed, but for the sheet of a site whose records are here; the dialog opens where none was chosen.

        A code that cannot be one is told below it.
        """
        if not self.path and not (self._records and self.way_in is WayIn.SHEET):
            self._ask()
            return False
        problem = code_problem(self.way_in, self.typed_code)
        self.code.set_problem(problem)
        if problem:
            self.code.setFocus()
        return not problem

    def read_invitation(self, path: str) -> None:
        """Take the code out of an invitation file."""
        try:
            self.code.set_text(read_invitation(Path(path)))
            self.code.set_problem("")
        except InputError as problem:
            self.code.set_problem(f"{problem.message} {problem.hint}")

    def set_path(self, path: str) -> None:
        """Take the file, or the address of a database; of a password only dots are shown."""
        self.path = path
        self._words.setText(shown(path))
        self.changed.emit()

    def show_records_here(self, site_name: str) -> None:
        """Say that the records of a site are on this laptop already; "" for a new laptop."""
        self._records = site_name
        if site_name:
            self.sentence = f"{_HERE.format(isolated(site_name))} With the recovery sheet you may go on without it."

    def first_focus(self) -> QWidget:
        """The choice of the file."""
        return self.choose

    def _show_way(self) -> None:
        words = _CODE_WORDS.get(self.way_in)
        for part in (self.code, self.code_words):
            part.setVisible(words is not None)
        self.choose_invitation.setVisible(self.way_in is WayIn.INVITATION)
        self.code.set_problem("")
        if words is not None:
            self.code.label.setText(words[0])
            self.code.edit.setAccessibleName(words[0])
            self.code_words.setText(words[1])
        self.way_chosen.emit()

    def _ask_invitation(self) -> None:
        kinds = "Invitations (*.txt);;All files (*)"
        ask_file(self, Folder.INVITATION, "Choose the invitation", kinds, lambda path: self.read_invitation(str(path)))

    def _ask_database(self) -> None:
        from supervisor_app.ui.dialogs.database_dialog import DatabaseDialog  # most sites share a file

        dialog = DatabaseDialog(self, without_password(self.path) if is_database(self.path) else "")
        dialog.chosen.connect(self.set_path)
        dialog.open()

    def _ask(self) -> None:
        choose_shared_file(self, lambda path: self.set_path(str(path)))


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

    def show_asking(self) -> None:
        """Ask for a name: an admin has to find who this is."""
        self.title, self.sentence, self.next_words = JoinYouStep.title, JoinYouStep.sentence, JoinYouStep.next_words
        self.name.show()

    def show_invited(self, member: Member) -> None:
        """The code tells who this is already."""
        self.title = f"Welcome, {isolated(member.name)}"
        self.sentence = "This laptop joins at once. Make a PIN for it: nobody else should know it."
        self.next_words = "Join"
        self.name.set_text(member.name)
        self.name.hide()

    def ready(self) -> bool:
        """Names and PIN are needed."""
        self.name.set_problem("" if self.name.text() else "The admin looks for it among the members of the site.")
        self.laptop.set_problem("" if self.laptop.text() else "The other laptops show it, so that one knows which this is.")
        return bool(self.pins.ready() and self.laptop.text() and self.name.text())

    def first_focus(self) -> QWidget:
        """One's name, or the laptop's where a code tells one's own."""
        return self.laptop.edit if self.name.isHidden() else self.name.edit


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
