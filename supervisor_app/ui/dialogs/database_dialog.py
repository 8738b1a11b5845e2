"""Which shared database: its address, and a password where no password file of this laptop holds it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from supervisor_app.services.store_address import address_of, is_database
from supervisor_app.ui.widgets.buttons import Button, Kind
from supervisor_app.ui.widgets.dialog import SheetDialog
from supervisor_app.ui.widgets.field import Field
from supervisor_app.ui.widgets.words import Words

_WHAT = "Whoever looks after the server tells you the address. Every laptop still keeps a whole copy."
_EXAMPLE = "postgresql://user@server/database"
_STAYS = "The password stays on this laptop, sealed in its settings. Leave it empty where a password file holds it."
_NO_ADDRESS = f"It reads {_EXAMPLE}"


class DatabaseDialog(SheetDialog):
    """`chosen(address)` with the password in it, as it is kept in the settings of this laptop."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget, address: str = "") -> None:
        super().__init__(parent, "Use a shared database", _WHAT, width=560)
        self.address = Field("Address", text=address, placeholder=_EXAMPLE)
        self.address.take_secret()  # one that was copied may hold a password
        self.password = Field("Password")
        assert isinstance(self.password.edit, QLineEdit)
        self.password.edit.setEchoMode(QLineEdit.EchoMode.Password)
        self.use = Button("Use it", Kind.PRIMARY, key="Enter")
        cancel = Button("Cancel", Kind.GHOST, key="Esc")
        self.box.addWidget(self.address)
        self.box.addWidget(self.password)
        self.box.addWidget(Words(_STAYS, 14, 400, "ink2", wrap=True))
        self.add_buttons(cancel, self.use, primary=self.use)
        cancel.clicked.connect(self.reject)
        self.use.clicked.connect(self.take)
        (self.password if address else self.address).setFocus()

    def take(self) -> None:
        """Hand the address on; say below the field what is wrong with it."""
        if not is_database(self.address.text()):
            self.address.set_problem(_NO_ADDRESS)
            self.address.setFocus()
            return
        self.chosen.emit(address_of(self.address.text(), self.password.text()))
        self.accept()
