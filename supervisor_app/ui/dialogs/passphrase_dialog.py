"""The passphrase of backups: chosen twice the same, written down by the person, kept nowhere."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from supervisor_app.errors import UserError
from supervisor_app.services.backing_up import choose_passphrase
from supervisor_app.services.site import Site
from supervisor_app.ui import messages
from supervisor_app.ui.actions import perform_in_background
from supervisor_app.ui.widgets.buttons import Button, Kind
from supervisor_app.ui.widgets.dialog import SheetDialog
from supervisor_app.ui.widgets.field import Field

_WHAT = (
    "Whoever restores a backup must give it. It is kept nowhere: write it down and lock it away. "
    "Three or four words are good. Backups made before keep the one they were made with."
)


class PassphraseDialog(SheetDialog):
    """`chosen(sealed)` once it holds, or backups are left open."""

    chosen = Signal(bool)

    def __init__(self, parent: QWidget, site: Site) -> None:
        super().__init__(parent, "A passphrase for backups", _WHAT, width=520)
        self._site = site
        self.first, self.second = Field("Passphrase"), Field("The same once more")
        for field in (self.first, self.second):
            if isinstance(field.edit, QLineEdit):
                field.edit.setEchoMode(QLineEdit.EchoMode.Password)
            self.box.addWidget(field)
        self.save = Button("Seal backups with it", Kind.PRIMARY, key="Enter")
        self.leave = Button("Leave backups open", Kind.GHOST)
        self.leave.setVisible(bool(site.settings.backup_key))
        cancel = Button("Cancel", Kind.GHOST, key="Esc")
        self.add_buttons(self.leave, cancel, self.save, primary=self.save)
        cancel.clicked.connect(self.reject)
        self.save.clicked.connect(self.record)
        self.leave.clicked.connect(lambda: self._choose(""))
        self.first.edit.setFocus()

    def record(self) -> None:
        """Take it if both are the same."""
        same = self.first.text() == self.second.text()
        self.second.set_problem("" if same else "It is not the same.")
        self.first.set_problem("" if self.first.text() else "It is empty.")
        if same and self.first.text():
            self._choose(self.first.text())

    def _choose(self, phrase: str) -> None:
        site = self._site
        self.save.setEnabled(False)
        perform_in_background(
            self,
            lambda *_: choose_passphrase(site, phrase),
            words="Making the key",
            done=lambda _: self._told(bool(phrase)),
            failed=self._refused,
            changes=False,
            cancel=False,
        )

    def _told(self, sealed: bool) -> None:
        self.chosen.emit(sealed)
        self.accept()

    def _refused(self, problem: UserError) -> None:
        self.save.setEnabled(True)
        messages.show(self, problem)
