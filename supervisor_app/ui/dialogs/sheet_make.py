"""An admin makes their recovery sheet: PIN, the code as it is shown this once, and the page for the printer."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from supervisor_app.errors import UserError
from supervisor_app.services.recovery import DraftSheet, draft_recovery_sheet, save_and_put_in_force
from supervisor_app.services.session import Session
from supervisor_app.services.site import Site
from supervisor_app.ui import messages
from supervisor_app.ui.actions import perform_in_background
from supervisor_app.ui.file_dialogs import Folder, ask_place
from supervisor_app.ui.icons import Icon
from supervisor_app.ui.widgets.buttons import Button, Kind
from supervisor_app.ui.widgets.dialog import AtLock, SheetDialog
from supervisor_app.ui.widgets.pin_field import PinField
from supervisor_app.ui.widgets.setting_numbers import SpokenNumbers
from supervisor_app.ui.widgets.setting_pin import labelled_pin
from supervisor_app.ui.widgets.words import Words

_WHAT = "One page for the safe. With it you come back when you forgot your PIN, or when every laptop is lost."
_OLDER = "Your older sheet opens nothing any more once this one is saved."
_ONCE = (
    "The code is shown only now, and kept nowhere. Save the page: with that the sheet is in force. "
    "Then print it, lock it away, and delete the file."
)
_PER_LINE = 4


class RecoverySheetDialog(SheetDialog):
    """`saved(path)` once the page lies in a file and is in force; `forgotten` where the lock came before that."""

    saved = Signal(str)
    forgotten = Signal()

    def __init__(self, parent: QWidget, site: Site, session: Session, *, has_one: bool) -> None:
        super().__init__(parent, "Recovery sheet", _WHAT, width=560)
        self._site, self._session = site, session
        self.draft: DraftSheet | None = None
        self._told_unsaved = False
        self.pin = PinField(6, "Your PIN")
        self._asking = QWidget()
        asking = QVBoxLayout(self._asking)
        asking.setContentsMargins(0, 0, 0, 0)
        asking.setSpacing(16)
        if has_one:
            asking.addWidget(Words(_OLDER, 15, 500, wrap=True))
        asking.addLayout(labelled_pin(f"Your PIN, {session.name}", self.pin))
        self.box.addWidget(self._asking)
        self.make = Button("Make the sheet", Kind.PRIMARY, key="Enter")
        self.save = Button("Save as PDF", Kind.PRIMARY, icon=Icon.DOWNLOAD, key="Enter")
        self.save.hide()
        self._close = Button("Cancel", Kind.GHOST, key="Esc")
        self.add_buttons(self._close, self.make, self.save, primary=self.make)
        self._close.clicked.connect(self.reject)
        self.make.clicked.connect(self.record)
        self.save.clicked.connect(self._ask_place)
        self.pin.submitted.connect(lambda _: self.record())
        self.pin.setFocus()

    def record(self) -> None:
        """Make the sheet."""
        if not self.make.isEnabled() or not self.pin.pin:
            return
        site, session, pin = self._site, self._session, self.pin.pin
        self.make.setEnabled(False)
        perform_in_background(
            self,
            lambda *_: draft_recovery_sheet(site, session, pin),
            words="Making the keys of the sheet",
            done=self._show_code,
            failed=self._refused,
            changes=False,
            cancel=False,
        )

    def save_to(self, path: str) -> None:
        """Write the page, on this laptop's paper."""
        draft, site = self.draft, self._site
        if draft is None:
            return

        def write(*_: object) -> None:
            from supervisor_app.services.certificate_drawing import paper_named  # drawing, for this moment only

            save_and_put_in_force(site, draft, Path(path), paper_named(site.settings.paper))

        self.save.setEnabled(False)
        perform_in_background(
            self,
            write,
            words="Drawing the page",
            done=lambda _: self._saved(path),
            failed=self._not_saved,
            cancel=False,
        )

    def give_up(self) -> None:
        """Close at once, with the code."""
        if self.draft is not None:
            self.forgotten.emit()
        super().give_up()

    def reject(self) -> None:
        """Close; where the code is in no file yet that is said once: then there is no sheet."""
        if self.draft is not None and not self._told_unsaved:
            self._told_unsaved = True
            self.show_notice("The sheet is not saved, so it opens nothing yet.", "Save it. Close again to leave it unmade.")
            return
        super().reject()

    def _show_code(self, draft: DraftSheet) -> None:
        self.draft = draft
        self.at_lock = AtLock.CLOSES
        self._asking.hide()
        self.sentence.setText(_ONCE)
        groups = draft.sheet.code.split("-")
        for start in range(0, len(groups), _PER_LINE):
            self.box.addWidget(SpokenNumbers(" ".join(groups[start : start + _PER_LINE])))
        self.make.hide()
        self._close.set_words("Close")
        self.save.show()
        self._primary = self.save
        self.save.setFocus()

    def _refused(self, problem: UserError) -> None:
        self.make.setEnabled(True)
        messages.show(self, problem)
        self.pin.clear()
        self.pin.setFocus()

    def _ask_place(self) -> None:
        title, name = "Save the recovery sheet", "Recovery sheet.pdf"
        ask_place(self, Folder.RECOVERY, title, "PDF (*.pdf)", name, lambda path: self.save_to(str(path)))

    def _saved(self, path: str) -> None:
        self.draft = None
        self.saved.emit(path)
        self.accept()

    def _not_saved(self, problem: UserError) -> None:
        self.save.setEnabled(True)
        messages.show(self, problem)
