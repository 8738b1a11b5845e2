"""A forgotten PIN: another admin gives a new one, or the code of the recovery sheet does."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from supervisor_app.errors import UserError
from supervisor_app.services.recovery import recover_pin
from supervisor_app.services.session import Session
from supervisor_app.services.site import Site
from supervisor_app.services.way_in import WayIn, code_problem
from supervisor_app.ui import messages
from supervisor_app.ui.actions import perform_in_background
from supervisor_app.ui.pages.first_run_you import PinPair
from supervisor_app.ui.widgets.buttons import Button, Kind
from supervisor_app.ui.widgets.dialog import AtLock, SheetDialog
from supervisor_app.ui.widgets.field import Field
from supervisor_app.ui.widgets.words import Words

_ANOTHER = "An admin of the site signs in on this laptop and gives you a new PIN: Settings, Who may act, your name."
_SHEET = "Is there no other admin? Take the recovery sheet of an admin out of the safe; type its code and a new PIN for them."


class ForgottenPinDialog(SheetDialog):
    """`recovered(session)` once the admin of the sheet has a new PIN; they are signed in with it."""

    recovered = Signal(object)
    at_lock = AtLock.CLOSES

    def __init__(self, parent: QWidget, site: Site) -> None:
        super().__init__(parent, "Forgot your PIN?", _ANOTHER, width=600)
        self._site = site
        self.code = Field("Code of the recovery sheet", placeholder="Eight groups of four")
        self.code.take_secret()
        self.pins = PinPair()
        self.use = Button("Use the recovery sheet", Kind.PRIMARY, key="Enter")
        close = Button("Close", Kind.GHOST, key="Esc")
        for part in (Words(_SHEET, 15, 400, "ink2", wrap=True), self.code, self.pins):
            self.box.addWidget(part)
        self.add_buttons(close, self.use, primary=self.use)
        close.clicked.connect(self.reject)
        self.use.clicked.connect(self.record)
        self.pins.second.submitted.connect(lambda _: self.record())
        self.code.setFocus()

    def record(self) -> None:
        """Give the new PIN; a mistyped code is told below it, one that opens nothing in a notice."""
        problem = code_problem(WayIn.SHEET, self.code.text())
        self.code.set_problem(problem)
        if problem:
            self.code.setFocus()
        if not self.use.isEnabled() or problem or not self.pins.ready():
            return
        site, code, pin = self._site, self.code.text(), self.pins.pin
        self.use.setEnabled(False)
        perform_in_background(
            self,
            lambda *_: recover_pin(site, code, pin),
            words="Opening the keys of the sheet",
            done=self._told,
            failed=self._refused,
            changes=False,
            cancel=False,
        )

    def _told(self, session: Session) -> None:
        self.accept()
        self.recovered.emit(session)

    def _refused(self, problem: UserError) -> None:
        self.use.setEnabled(True)
        messages.show(self, problem)
        self.code.setFocus()
