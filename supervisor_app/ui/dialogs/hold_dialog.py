"""A legal hold on somebody's records: placed or lifted with a reason and a PIN."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from supervisor_app.domain.names import isolated
from supervisor_app.domain.people import Worker
from supervisor_app.services.holds import lift_hold, place_hold
from supervisor_app.services.session import Session
from supervisor_app.services.site import Site
from supervisor_app.ui.actions import perform
from supervisor_app.ui.widgets.buttons import Button, Kind
from supervisor_app.ui.widgets.dialog import SheetDialog
from supervisor_app.ui.widgets.field import Field
from supervisor_app.ui.widgets.pin_field import PinField
from supervisor_app.ui.widgets.setting_pin import labelled_pin

_PLACE = "Nothing about them is erased while it stands, also when its time is over. The reason is seen by everybody who reads it."
_LIFT = "What is due may be erased again. The record of the hold stays."


class HoldDialog(SheetDialog):
    """`changed` once the hold was placed or lifted."""

    changed = Signal()

    def __init__(self, parent: QWidget, site: Site, session: Session, worker: Worker, *, lift: bool) -> None:
        name = isolated(worker.name)
        title = f"Lift the legal hold on {name}?" if lift else f"Place a legal hold on {name}?"
        super().__init__(parent, title, _LIFT if lift else _PLACE, width=520)
        self._site, self._session, self._worker, self._lift = site, session, worker, lift
        self.reason = Field("Reason")
        self.pin = PinField(6, "Your PIN")
        self.save = Button("Lift the hold" if lift else "Place the hold", Kind.PRIMARY, key="Enter")
        cancel = Button("Cancel", Kind.GHOST, key="Esc")
        self.box.addWidget(self.reason)
        self.box.addLayout(labelled_pin(f"Your PIN, {session.name}", self.pin))
        self.add_buttons(cancel, self.save, primary=self.save)
        cancel.clicked.connect(self.reject)
        self.save.clicked.connect(self.record)
        self.pin.submitted.connect(lambda _: self.record())
        self.reason.setFocus()

    def record(self) -> None:
        """Write the act, or say what is missing."""
        act = lift_hold if self._lift else place_hold
        reason, pin = self.reason.text(), self.pin.pin
        self.pin.clear()
        perform(self, lambda: (act(self._site, self._session, self._worker.id, reason, pin),), done=self._told)

    def _told(self, _done: object) -> None:
        self.changed.emit()
        self.accept()
