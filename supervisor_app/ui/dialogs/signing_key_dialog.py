"""A certificate file (PKCS#12) of one's own and its password, to sign PDF files as they are saved; neither is kept."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from supervisor_app.errors import UserError
from supervisor_app.services.pdf_sealing import open_key_file
from supervisor_app.services.site import Site
from supervisor_app.ui import messages
from supervisor_app.ui.actions import perform_in_background
from supervisor_app.ui.file_dialogs import Folder, ask_file
from supervisor_app.ui.icons import Icon
from supervisor_app.ui.widgets.buttons import Button, Kind
from supervisor_app.ui.widgets.dialog import AtLock, SheetDialog
from supervisor_app.ui.widgets.field import Field
from supervisor_app.ui.widgets.words import Words

_WHAT = (
    "Your signature (PAdES) then says who saved the file. The file and its password are used for this once and kept nowhere. "
    "What the certificate proves does not rest on it."
)
_KEY_FILES = "Certificate files (*.p12 *.pfx)"


class SigningKeyDialog(SheetDialog):
    """`opened(SigningKey)` once the file opens and may be used today."""

    opened = Signal(object)
    at_lock = AtLock.CLOSES

    def __init__(self, parent: QWidget, site: Site) -> None:
        super().__init__(parent, "Sign with a certificate file", _WHAT, width=560)
        self._site = site
        self._path: Path | None = None
        self.file = Words("No file is chosen.", 15, 500, wrap=True)
        self.choose = Button("Choose the file", icon=Icon.UPLOAD)
        self.password = Field("Its password")
        if isinstance(self.password.edit, QLineEdit):
            self.password.edit.setEchoMode(QLineEdit.EchoMode.Password)
        self.go = Button("Go on", Kind.PRIMARY, key="Enter")
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self.choose)
        row.addWidget(self.file, 1)
        self.box.addLayout(row)
        self.box.addWidget(self.password)
        cancel = Button("Cancel", Kind.GHOST, key="Esc")
        self.add_buttons(cancel, self.go, primary=self.go)
        cancel.clicked.connect(self.reject)
        self.choose.clicked.connect(self._ask_file)
        self.go.clicked.connect(self.open_key)
        self.choose.setFocus()

    def take_file(self, path: str) -> None:
        """Use this file."""
        self._path = Path(path)
        self.file.setText(self._path.name)
        self.clear_notice()
        self.password.edit.setFocus()

    def open_key(self) -> None:
        """Open the file with the password; what is wrong is said above."""
        if self._path is None:
            self.show_notice("No file is chosen.", "Choose a .p12 or .pfx file; it holds your key and its certificate.")
            return
        if not self.go.isEnabled():
            return
        path, password, now = self._path, self._typed(), self._site.clock()
        self.go.setEnabled(False)
        perform_in_background(
            self,
            lambda *_: open_key_file(path, password, now),
            words="Opening the file",
            done=self._told,
            failed=self._refused,
            changes=False,
            cancel=False,
        )

    def _typed(self) -> str:
        """The password as it is, blanks at its ends too."""
        return self.password.edit.text() if isinstance(self.password.edit, QLineEdit) else ""

    def _told(self, key: object) -> None:
        self.accept()
        self.opened.emit(key)

    def _refused(self, problem: UserError) -> None:
        self.go.setEnabled(True)
        messages.show(self, problem)
        self.password.set_text("")
        self.password.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def _ask_file(self) -> None:
        ask_file(self, Folder.SIGNING_KEY, "Choose your certificate file", _KEY_FILES, lambda path: self.take_file(str(path)))
