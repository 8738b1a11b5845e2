"""Letting a laptop in: comparing its numbers by voice, saying which member that is, and one's PIN."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from supervisor_app.domain.names import isolated
from supervisor_app.domain.people import Member
from supervisor_app.errors import UserError
from supervisor_app.services.join_requests import Pending, decline_request
from supervisor_app.services.joining import approve_station
from supervisor_app.services.session import Session
from supervisor_app.services.signing_in import list_members
from supervisor_app.services.site import Site
from supervisor_app.ui import messages
from supervisor_app.ui.actions import perform, perform_in_background
from supervisor_app.ui.pages.settings_words import role_line
from supervisor_app.ui.widgets.buttons import Button, Kind
from supervisor_app.ui.widgets.dialog import SheetDialog
from supervisor_app.ui.widgets.pin_field import PinEntry
from supervisor_app.ui.widgets.rows import Row, RowList
from supervisor_app.ui.widgets.setting_numbers import SpokenNumbers
from supervisor_app.ui.widgets.setting_pin import labelled_pin
from supervisor_app.ui.widgets.sheet import Sheet
from supervisor_app.ui.widgets.words import Words

_COMPARE = "Call them, or go there. The same numbers stand on their laptop."
_DIFFER = "If one sign differs, do not approve: it is not their laptop."
_WHO = "Nobody of that name acts here yet. Choose who it is, or close this and add them under Who may act."
_IS = "It will act as {}."
_SHOWN = 4


class ApproveDialog(SheetDialog):
    """`approved(member)` once the laptop belongs to the site, with the member whose it is; `declined` where it is nobody's."""

    approved = Signal(object)
    declined = Signal()

    def __init__(self, parent: QWidget, site: Site, session: Session, waiting: Pending) -> None:
        super().__init__(parent, f"{isolated(waiting.person)} with {isolated(waiting.station_name)}", _COMPARE, width=760)
        self._site, self._session, self._waiting = site, session, waiting
        self._members = list_members(site)
        self.numbers = SpokenNumbers(waiting.fingerprint, 26)
        self.people = RowList(self._rows, name="Who that is")
        self.chosen = waiting.likely
        self.who = Words("", 14, 400, "ink2", wrap=True)
        self.pin = PinEntry(label="Your PIN")
        self.approve = Button("They are the same. Approve", Kind.PRIMARY, key="Enter")
        self.stranger = Button("It is not theirs")
        self._build()
        self.approve.clicked.connect(self.record)
        self.stranger.clicked.connect(self._decline)
        self.pin.submitted.connect(lambda _: self.record())
        self.people.opened.connect(self._take)
        self.people.picked.connect(self._go_to)
        self.people.restart()
        self.people.fit(_SHOWN)
        self._say_who()
        (self.pin if waiting.likely is not None else self.people.view).setFocus()

    def record(self) -> None:
        """Approve it."""
        if not self.approve.isEnabled():
            return
        if self.chosen is None:
            self.show_notice("Who is that?", "Choose their name with Enter or a click. Where it is missing, add them first.")
            self.people.view.setFocus()
            return
        site, session, pin, station, member_id = self._site, self._session, self.pin.pin, self._waiting.station, self.chosen.id
        self.approve.setEnabled(False)
        perform_in_background(
            self,
            lambda *_: approve_station(site, session, pin, station, member_id),
            words="Letting the laptop in",
            done=self._told,
            failed=self._refused,
            cancel=False,
        )

    def _build(self) -> None:
        leading, trailing = QVBoxLayout(), QVBoxLayout()
        leading.setSpacing(8)
        trailing.setSpacing(8)
        sheet = Sheet(padding=20)
        sheet.box.addWidget(self.numbers)
        leading.addWidget(sheet)
        leading.addWidget(Words(_DIFFER, 15, 400, "ink2", wrap=True))
        leading.addLayout(labelled_pin("Your PIN", self.pin))
        leading.addStretch(1)
        trailing.addWidget(Words("Who is that?", 14, 500))
        trailing.addWidget(self.people)
        trailing.addWidget(self.who)
        trailing.addStretch(1)
        columns = QHBoxLayout()
        columns.setSpacing(28)
        columns.addLayout(leading, 1)
        columns.addLayout(trailing, 1)
        self.box.addLayout(columns)
        cancel = Button("Not now", Kind.GHOST, key="Esc")
        cancel.clicked.connect(self.reject)
        self.add_buttons(self.stranger, cancel, self.approve, primary=self.approve)

    def _rows(self, offset: int, limit: int) -> Sequence[Row]:
        return [
            Row(key=member.id, title=member.name, detail=role_line(member.role, member.title), avatar=member.name)
            for member in self._members[offset : offset + limit]
        ]

    def _take(self, member_id: str) -> None:
        """They are this member."""
        self.chosen = next(member for member in self._members if member.id == member_id)
        self._say_who()
        self.pin.setFocus()

    def _go_to(self, member_id: str) -> None:
        """Go on to another one. The row that only got the focus is nobody's choice: the first may be an admin."""
        if self.chosen is not None:
            self.chosen = next(member for member in self._members if member.id == member_id)
            self._say_who()

    def _say_who(self) -> None:
        self.people.chosen = self.chosen.id if self.chosen is not None else ""
        self.people.select(self.people.chosen)
        self.who.setText(_IS.format(isolated(self.chosen.name)) if self.chosen is not None else _WHO)

    def _decline(self) -> None:
        """Do not ask for it any more."""
        perform(self, lambda: decline_request(self._site, self._session, self._waiting.station), done=self._told_declined)

    def _told_declined(self, _: None) -> None:
        self.declined.emit()
        self.accept()

    def _told(self, member: Member) -> None:
        self.approved.emit(member)
        self.accept()

    def _refused(self, problem: UserError) -> None:
        self.approve.setEnabled(True)
        messages.show(self, problem)
        self.pin.clear()
        self.pin.setFocus()
