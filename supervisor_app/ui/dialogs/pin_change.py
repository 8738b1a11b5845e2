"""A new PIN for oneself: the old one, then the new one twice."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from supervisor_app.errors import UserError
from supervisor_app.services.session import Session
from supervisor_app.services.signing_in import change_pin
from supervisor_app.services.site import Site
from supervisor_app.ui import messages
from supervisor_app.ui.actions import perform_in_background
from supervisor_app.ui.pages.first_run_you import PinPair
from supervisor_app.ui.widgets.buttons import Button, Kind
from supervisor_app.ui.widgets.dialog import SheetDialog
from supervisor_app.ui.widgets.pin_field import PinField
from supervisor_app.ui.widgets.setting_pin import labelled_pin

_ONLY_HERE = "It holds on this laptop only. Your signatures stay yours."


class ChangePinDialog(SheetDialog):
    """`changed` once the new PIN holds."""

    changed = Signal()

    def __init__(self, parent: QWidget, site: Site, session: Session) -> None:
        super().__init__(parent, "Change your PIN", _ONLY_HERE, width=520)
        self._site, self._session = site, session
        self.old, self.pins = PinField(6, "The PIN you have now"), PinPair()
        self.save = Button("Change PIN", Kind.PRIMARY, key="Enter")
        cancel = Button("Cancel", Kind.GHOST, key="Esc")
        self.box.addLayout(labelled_pin("The PIN you have now", self.old))
        self.box.addWidget(self.pins)
        self.add_buttons(cancel, self.save, primary=self.save)
        cancel.clicked.connect(self.reject)
        self.save.clicked.connect(self.record)
        self.old.submitted.connect(lambda _: self.pins.first.setFocus())
        self.pins.second.submitted.connect(lambda _: self.record())
        self.old.setFocus()

    def record(self) -> None:
        """Change it; a wrong old PIN is told with what follows, and typed anew."""
        if not self.save.isEnabled() or not self.pins.ready():
            return
        site, session, old, new = self._site, self._session, self.old.pin, self.pins.pin
        self.save.setEnabled(False)
        perform_in_background(
            self,
            lambda *_: change_pin(site, session, old, new),
            words="Changing the PIN",
            done=self._told,
            failed=self._refused,
            changes=False,
            cancel=False,
        )

    def _told(self, _: None) -> None:
        self.changed.emit()
        self.accept()

    def _refused(self, problem: UserError) -> None:
        self.save.setEnabled(True)
        messages.show(self, problem)
        self.old.clear()
        self.old.setFocus()
