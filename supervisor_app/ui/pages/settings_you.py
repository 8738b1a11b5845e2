"""Settings about oneself: who one is here, what one may do, the PIN; and the numbers to read out while the laptop waits."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from supervisor_app.services.joining import Pending
from supervisor_app.services.session import Session
from supervisor_app.ui.look.sizes import sizes
from supervisor_app.ui.pages.settings_words import ROLE_WORDS, role_line
from supervisor_app.ui.widgets.avatar import Avatar
from supervisor_app.ui.widgets.buttons import Button
from supervisor_app.ui.widgets.setting_numbers import SpokenNumbers
from supervisor_app.ui.widgets.sheet import Sheet
from supervisor_app.ui.widgets.status_shape import StatusMark, StatusShape
from supervisor_app.ui.widgets.words import Words

_WAITS = "You cannot issue certificates on this laptop yet"
_READ = "An admin of the site approves it on their laptop. Call them and read these numbers out:"


class YouSection(Sheet):
    """Name, title, role and what it may do, with the button for the PIN."""

    def __init__(self) -> None:
        super().__init__(padding=0)
        self.change_pin = Button("Change PIN", height=sizes().button)
        self.avatar = Avatar("")
        self.name = Words("", 17, 600, wrap=True)
        self.role = Words("", 15, 400, "ink2", wrap=True)
        self.may = Words("", 14, 400, "ink2", wrap=True)
        self.waiting: Pending | None = None
        self.add_row(self._person())

    def show_person(self, session: Session, waiting: Pending | None) -> None:
        """Show who is signed in, and what they wait for."""
        self.avatar.set_name(session.name)
        self.name.setText(session.name)
        self.role.setText(role_line(session.role, session.title))
        self.may.setText(ROLE_WORDS[session.role][1])
        if waiting != self.waiting:
            self.waiting = waiting
            self.keep_rows(1)
            if waiting is not None:
                self.add_row(_waiting_row(waiting))

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


def _waiting_row(waiting: Pending) -> QWidget:
    texts = QVBoxLayout()
    texts.setSpacing(2)
    texts.addWidget(Words(_WAITS, 16, 500, wrap=True))
    texts.addWidget(Words(_READ, 14, 400, "ink2", wrap=True))
    texts.addSpacing(8)
    texts.addWidget(SpokenNumbers(waiting.fingerprint))
    widget = QWidget()
    row = QHBoxLayout(widget)
    row.setContentsMargins(30, 14, 20, 16)
    row.setSpacing(26)
    row.addWidget(StatusMark(StatusShape.WAITING, 24), 0, Qt.AlignmentFlag.AlignTop)
    row.addLayout(texts, 1)
    return widget
