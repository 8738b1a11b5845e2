"""Sharing: what the folder will hold, and whether the signed passport goes with it, for which a PIN answers."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from supervisor_app.services.rights import Permission
from supervisor_app.services.session import Session
from supervisor_app.ui.allowed import show_permission, why
from supervisor_app.ui.widgets.buttons import Button, Kind
from supervisor_app.ui.widgets.dialog import SheetDialog
from supervisor_app.ui.widgets.pin_field import PinField
from supervisor_app.ui.widgets.toggle import Toggle
from supervisor_app.ui.widgets.words import Words

_WHAT = "A folder of files for an e-mail, a stick or any wallet. Nothing is sent anywhere."
_FILES = (
    "The paper as PDF, the signed credential as JSON, and the badge as PNG and SVG with the credential inside. "
    "Any copy of this program verifies each of them."
)
_PASSPORT = "The skills passport holds every certificate in force in one signed record."


class ShareDialog(SheetDialog):
    """`chosen(pin)` once it is settled: the PIN for the passport, "" without one.

    `may_sign` says whether a passport may be signed, None where the certificates are of several people and there is none.
    """

    chosen = Signal(str)

    def __init__(self, parent: QWidget, session: Session, count: int, may_sign: Permission | None) -> None:
        title = "Share the certificate" if count == 1 else f"Share {count} certificates"
        super().__init__(parent, title, _WHAT, width=560)
        self.passport = Toggle("Add the skills passport")
        self.pin = PinField(6, "Your PIN")
        self._pin_part = QWidget()
        self.go = Button("Choose where", Kind.PRIMARY, key="Enter")
        cancel = Button("Cancel", Kind.GHOST, key="Esc")
        pin = QVBoxLayout(self._pin_part)
        pin.setContentsMargins(0, 0, 0, 0)
        pin.setSpacing(6)
        pin.addWidget(Words(f"Your PIN, {session.name}, to sign it", 14, 500))
        pin.addWidget(self.pin)
        self.box.addWidget(Words(_FILES, 15, 400, wrap=True))
        self._pin_part.setVisible(False)
        if may_sign is not None:
            self._offer_passport(may_sign)
        self.add_buttons(cancel, self.go, primary=self.go)
        cancel.clicked.connect(self.reject)
        self.go.clicked.connect(self._take)
        self.pin.submitted.connect(lambda _: self._take())
        self.passport.toggled.connect(self._ask_pin)
        self.go.setFocus()

    def _offer_passport(self, may_sign: Permission) -> None:
        for part in (self.passport, Words(_PASSPORT, 14, 400, "ink2", wrap=True), self._pin_part):
            self.box.addWidget(part)
        if not may_sign.allowed:
            show_permission(self.passport, may_sign)
            self.box.addWidget(Words(why(may_sign), 15, 500, wrap=True))

    def _ask_pin(self, wanted: bool) -> None:
        self._pin_part.setVisible(wanted)
        self.clear_notice()
        if wanted:
            self.pin.setFocus()

    def _take(self) -> None:
        pin = self.pin.pin if self.passport.isChecked() else ""
        if self.passport.isChecked() and not pin:
            self.show_notice("Your PIN is missing.", "With it you sign the passport. Or leave the passport out.")
            self.pin.setFocus()
            return
        self.accept()
        self.chosen.emit(pin)
