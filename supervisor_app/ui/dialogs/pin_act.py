"""An act of an admin: what it does, what it needs to know, and the PIN that answers for it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from supervisor_app.errors import UserError
from supervisor_app.services.rights import ALLOWED, Permission
from supervisor_app.services.session import Session
from supervisor_app.ui import messages
from supervisor_app.ui.actions import perform_in_background
from supervisor_app.ui.allowed import show_permission, why
from supervisor_app.ui.jobs import Cancelled, Progress
from supervisor_app.ui.widgets.buttons import Button, Kind
from supervisor_app.ui.widgets.dialog import SheetDialog
from supervisor_app.ui.widgets.pin_field import PinField
from supervisor_app.ui.widgets.setting_pin import labelled_pin
from supervisor_app.ui.widgets.words import Words

Act = Callable[[str], object]
"""What is done with the PIN; it may take as long as a PIN takes to check, and raise a UserError."""
ProgressingAct = Callable[[str, Progress, Cancelled], object]
"""The same where it takes longer: it tells how far it is, and can be stopped."""


class PinActDialog(SheetDialog):
    """`acted(result)` once it is done. The content goes into `box` before `finish`; `prepare` says what is to be done.

    `stoppable` where `prepare` returns a ProgressingAct.
    """

    acted = Signal(object)
    words = "Writing it down"
    stoppable = False

    def __init__(
        self, parent: QWidget, session: Session, title: str, sentence: str, *, action: str, danger: bool = False, width: int = 520
    ) -> None:
        super().__init__(parent, title, sentence, width=width)
        self._session = session
        self.pin = PinField(6, "Your PIN")
        self.save = Button(action, Kind.DANGER if danger else Kind.PRIMARY, key="" if danger else "Enter")
        self.cancel = Button("Cancel", Kind.GHOST, key="Esc")

    def finish(self, permission: Permission = ALLOWED) -> None:
        """Put the PIN and the buttons below the content; who may not do it reads why instead of being asked for a PIN."""
        self.add_buttons(self.cancel, self.save, primary=self.save)
        self.cancel.clicked.connect(self.reject)
        if not permission.allowed:
            show_permission(self.save, permission)
            self.box.addWidget(Words(why(permission), 15, 500, wrap=True))
            self.cancel.setFocus()
            return
        self.box.addLayout(labelled_pin(f"Your PIN, {self._session.name}", self.pin))
        self.save.clicked.connect(self.record)
        self.pin.submitted.connect(lambda _: self.record())
        self.pin.setFocus()

    def prepare(self) -> Act | ProgressingAct | None:
        """Return what to do with the PIN, or say what is missing and return None."""
        raise NotImplementedError

    def record(self) -> None:
        """Do it."""
        if not self.save.isEnabled() or (act := self.prepare()) is None:
            return
        if not self.pin.pin:
            self.show_notice("Your PIN is missing.", "With it you answer for this.")
            self.pin.setFocus()
            return
        work = partial(act, self.pin.pin)
        self.save.setEnabled(False)
        self.clear_notice()
        perform_in_background(
            self,
            work if self.stoppable else lambda *_: work(),
            words=self.words,
            done=self._told,
            failed=self._refused,
            cancel=self.stoppable,
        )

    def _told(self, result: object) -> None:
        self.acted.emit(result)
        self.accept()

    def _refused(self, problem: UserError) -> None:
        self.save.setEnabled(True)
        messages.show(self, problem)
        self.pin.clear()
        self.pin.setFocus()
