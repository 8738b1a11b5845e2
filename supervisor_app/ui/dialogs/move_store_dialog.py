"""Moving the shared file or database of the site elsewhere: where to, an admin's PIN, and how far it is."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from supervisor_app.services.session import Session
from supervisor_app.services.site import Site
from supervisor_app.services.store_address import address_of, is_database, shown
from supervisor_app.services.store_process import move_in_process
from supervisor_app.ui.dialogs.pin_act import PinActDialog, ProgressingAct
from supervisor_app.ui.dialogs.shared_file import place_shared_file
from supervisor_app.ui.icons import Icon
from supervisor_app.ui.widgets.buttons import Button
from supervisor_app.ui.widgets.field import Field
from supervisor_app.ui.widgets.words import Words

_WHAT = (
    "Everything is copied and counted there. The old one stays readable, and tells every laptop that still uses it where to go."
)
_EXAMPLE = "A file, or postgresql://user@server/database"
_STOPPED = "Stop it when you like: the site stays where it is, and the move goes on where it stopped when you ask again."


class MoveStoreDialog(PinActDialog):
    """`acted(moved)` once everything is there and this laptop uses it."""

    words = "Moving the records"
    stoppable = True

    def __init__(self, parent: QWidget, site: Site, session: Session) -> None:
        super().__init__(parent, session, "Move the site’s records elsewhere", _WHAT, action="Move them", width=620)
        self._site = site
        self.to = Field("Where to", placeholder=_EXAMPLE)
        self.to.take_secret()  # one that was copied may hold a password
        self.choose = Button("Choose a file…", icon=Icon.FOLDER)
        self.choose.clicked.connect(self._ask_file)
        self.password = Field("Password of the database; empty where a password file holds it")
        assert isinstance(self.password.edit, QLineEdit)
        self.password.edit.setEchoMode(QLineEdit.EchoMode.Password)
        self.password.hide()
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self.to, 1)
        row.addWidget(self.choose, 0, Qt.AlignmentFlag.AlignBottom)
        self.box.addWidget(Words(f"Now: {shown(site.settings.shared)}", 15, 500, wrap=True))
        self.box.addLayout(row)
        self.box.addWidget(self.password)
        self.box.addWidget(Words(_STOPPED, 14, 400, "ink2", wrap=True))
        self.finish()
        self.to.changed.connect(lambda typed: self.password.setVisible(is_database(typed)))
        self.to.setFocus()

    def prepare(self) -> ProgressingAct | None:
        """Move there, with how far it is."""
        self.to.set_problem("" if self.to.text() else "Say where to.")
        if not self.to.text():
            self.to.setFocus()
            return None
        site, session, to = self._site, self._session, address_of(self.to.text(), self.password.text())
        return lambda pin, progress, cancelled: move_in_process(site, session, pin, to, progress, cancelled)

    def _ask_file(self) -> None:
        place_shared_file(self, lambda path: self.to.set_text(str(path)), "Where are the records to go?")
