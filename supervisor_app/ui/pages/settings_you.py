"""Settings about oneself: who one is here, what one may do, the PIN; and the numbers to read out while the laptop waits."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from supervisor_app.services.session import Session
from supervisor_app.ui.look.sizes import sizes
from supervisor_app.ui.pages.settings_words import ROLE_WORDS, role_line
from supervisor_app.ui.widgets.avatar import Avatar
from supervisor_app.ui.widgets.buttons import Button
from supervisor_app.ui.widgets.setting_row import SettingRow
from supervisor_app.ui.widgets.sheet import Sheet
from supervisor_app.ui.widgets.words import Words


class YouSection(Sheet):
    """Name, title, role and what it may do, with the button for the PIN."""

    def __init__(self) -> None:
        super().__init__(padding=0)
        self.change_pin = Button("Change PIN", height=sizes().button)
        self.avatar = Avatar("")
        self.name = Words("", 17, 600, wrap=True)
        self.role = Words("", 15, 400, "ink2", wrap=True)
        self.may = Words("", 14, 400, "ink2", wrap=True)
        self.make_sheet = Button("Make one", height=sizes().button)
        self.sheet_row = SettingRow("Recovery sheet", "", self.make_sheet)
        self.add_row(self._person())
        self.add_row(self.sheet_row)

    def show_person(self, session: Session) -> None:
        """Show who is signed in."""
        self.avatar.set_name(session.name)
        self.name.setText(session.name)
        self.role.setText(role_line(session.role, session.title))
        self.may.setText(ROLE_WORDS[session.role][1])

    def show_sheet(self, words: str, *, has_one: bool) -> None:
        """Show an admin whether they have a recovery sheet; no `words` for who needs none."""
        self.sheet_row.setVisible(bool(words))
        self.sheet_row.detail.setText(words)
        self.sheet_row.detail.setVisible(bool(words))
        self.make_sheet.set_words("Make a new one" if has_one else "Make one")

    def _person(self) -> QWidget:
        texts = QVBoxLayout()
        texts.setSpacing(1)
        for words in (self.name, self.role, self.may):
            texts.addWidget(words)
        widget = QWidget()
        row = QHBoxLayout(widget)
        row.setContentsMargins(20, 14, 20, 15)
        row.setSpacing(16)
        row.addWidget(self.avatar, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addLayout(texts, 1)
        row.addWidget(self.change_pin, 0, Qt.AlignmentFlag.AlignVCenter)
        return widget
