"""Comparing a laptop's numbers by voice, and approving it with one's PIN."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from supervisor_app.domain.names import isolated
from supervisor_app.errors import UserError
from supervisor_app.services.joining import Pending, approve_station
from supervisor_app.services.session import Session
from supervisor_app.services.site import Site
from supervisor_app.ui import messages
from supervisor_app.ui.actions import perform_in_background
from supervisor_app.ui.widgets.buttons import Button, Kind
from supervisor_app.ui.widgets.dialog import SheetDialog
from supervisor_app.ui.widgets.pin_field import PinEntry
from supervisor_app.ui.widgets.setting_numbers import SpokenNumbers
from supervisor_app.ui.widgets.setting_pin import labelled_pin
from supervisor_app.ui.widgets.sheet import Sheet
from supervisor_app.ui.widgets.words import Words

_COMPARE = "Call them, or go there. On their laptop the same numbers stand under Settings."
_DIFFER = "If one sign differs, do not approve: it is not their laptop."


class ApproveDialog(SheetDialog):
    """`approved(pending)` once the site's key is sealed for them."""

    approved = Signal(object)

    def __init__(self, parent: QWidget, site: Site, session: Session, waiting: Pending) -> None:
        super().__init__(parent, f"{isolated(waiting.member.name)} on {isolated(waiting.station_name)}", _COMPARE, width=560)
        self._site, self._session, self._waiting = site, session, waiting
        self.numbers = SpokenNumbers(waiting.fingerprint, 28)
        self.pin = PinEntry(label="Your PIN")
        self.approve = Button("They are the same. Approve", Kind.PRIMARY, key="Enter")
        cancel = Button("Not now", Kind.GHOST, key="Esc")
        sheet = Sheet(padding=20)
        sheet.box.addWidget(self.numbers)
        self.box.addWidget(sheet)
        self.box.addWidget(Words(_DIFFER, 15, 400, "ink2", wrap=True))
        self.box.addLayout(labelled_pin("Your PIN", self.pin))
        self.add_buttons(cancel, self.approve, primary=self.approve)
        cancel.clicked.connect(self.reject)
        self.approve.clicked.connect(self.record)
        self.pin.submitted.connect(lambda _: self.record())
        self.pin.setFocus()

    def record(self) -> None:
        """Approve it."""
        if not self.approve.isEnabled():
            return
        site, session, pin, key = self._site, self._session, self.pin.pin, self._waiting.ed25519
        self.approve.setEnabled(False)
        perform_in_background(
            self,
            lambda *_: approve_station(site, session, pin, key),
            words="Sealing the site's key for them",
            done=self._told,
            failed=self._refused,
            cancel=False,
        )

    def _told(self, _: None) -> None:
        self.approved.emit(self._waiting)
        self.accept()

    def _refused(self, problem: UserError) -> None:
        self.approve.setEnabled(True)
        messages.show(self, problem)
        self.pin.clear()
        self.pin.setFocus()
