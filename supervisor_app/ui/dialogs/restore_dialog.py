"""Restoring a backup: its passphrase where it is sealed, what would come back and what would be set aside, then the restore."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QLineEdit, QWidget

from supervisor_app.errors import UserError
from supervisor_app.services.backup_records import SUFFIX, BackupFacts, Stopped
from supervisor_app.services.restoring import RestorePreview, is_sealed, prepare, preview
from supervisor_app.services.site import Clock
from supervisor_app.ui import messages
from supervisor_app.ui.actions import perform_in_background
from supervisor_app.ui.jobs import Cancelled, Progress, Work
from supervisor_app.ui.widgets.buttons import Button, Kind
from supervisor_app.ui.widgets.dialog import SheetDialog
from supervisor_app.ui.widgets.field import Field
from supervisor_app.ui.widgets.words import Words

Made = TypeVar("Made")
_WHAT = "Nothing is changed before you have seen what comes back and what is set aside."


class RestoreDialog(SheetDialog):
    """`prepared(facts)` once the backup lies ready; whoever listens closes the records and puts it in place."""

    prepared = Signal(object)

    def __init__(self, parent: QWidget, backup: Path, folder: Path, clock: Clock, randomness: Callable[[int], bytes]) -> None:
        super().__init__(parent, "Restore a backup", _WHAT, width=620)
        self._backup, self._folder, self._clock, self._randomness = backup, folder, clock, randomness
        self.view: RestorePreview | None = None
        self.phrase = Field("Passphrase of this backup")
        if isinstance(self.phrase.edit, QLineEdit):
            self.phrase.edit.setEchoMode(QLineEdit.EchoMode.Password)
        self.text = Words("", 15, 400, wrap=True)
        self.go = Button("Look at it", Kind.PRIMARY, key="Enter")
        cancel = Button("Cancel", Kind.GHOST, key="Esc")
        self.box.addWidget(Words(backup.name, 15, 500, mono=True, wrap=True))
        self.box.addWidget(self.phrase)
        self.box.addWidget(self.text)
        self.text.hide()
        self.phrase.setVisible(is_sealed(backup))
        self.add_buttons(cancel, self.go, primary=self.go)
        cancel.clicked.connect(self.reject)
        self.go.clicked.connect(self.go_on)
        if self.phrase.isHidden():
            self.look()
        else:
            self.phrase.edit.setFocus()

    def go_on(self) -> None:
        """Look at the backup first, then restore it."""
        self.restore() if self.view is not None else self.look()

    def look(self) -> None:
        """Ask what the restore would do."""
        backup, folder, phrase, clock = self._backup, self._folder, self.phrase.text(), self._clock

        def work(progress: Progress, cancelled: Cancelled) -> RestorePreview:
            return preview(backup, folder, phrase, clock=clock, progress=progress, cancelled=cancelled)

        self._start(work, "Opening the backup", self._show)

    def restore(self) -> None:
        """Lay the backup out beside the records."""
        backup, folder, phrase = self._backup, self._folder, self.phrase.text()
        clock, randomness = self._clock, self._randomness

        def work(progress: Progress, cancelled: Cancelled) -> BackupFacts:
            return prepare(backup, folder, phrase, clock=clock, randomness=randomness, progress=progress, cancelled=cancelled)

        self._start(work, "Restoring", self._ready)

    def _show(self, view: RestorePreview) -> None:
        self.view = view
        self.phrase.hide()
        self.text.setText("\n\n".join(view.lines()))
        self.text.show()
        self.go.set_words("Restore it")
        self.go.setFocus(Qt.FocusReason.OtherFocusReason)

    def _ready(self, facts: BackupFacts) -> None:
        self.accept()
        self.prepared.emit(facts)

    def _start(self, work: Callable[[Progress, Cancelled], Made], words: str, done: Callable[[Made], object]) -> None:
        if not self.go.isEnabled():
            return
        self.clear_notice()
        self.go.setEnabled(False)

        def told(result: Made | None) -> None:
            self.go.setEnabled(True)
            if result is not None:
                done(result)

        def refused(problem: UserError) -> None:
            self.go.setEnabled(True)
            messages.show(self, problem)

        perform_in_background(self, stoppable(work), words=words, done=told, failed=refused, changes=False)


def stoppable(work: Callable[[Progress, Cancelled], Made]) -> Work[Made | None]:
    """Return work that gives None where it was stopped."""

    def run(progress: Progress, cancelled: Cancelled) -> Made | None:
        try:
            return work(progress, cancelled)
        except Stopped:
            return None

    return run


def ask_backup(widget: QWidget, start: Path, chosen: Callable[[Path], object]) -> None:
    """Ask for a backup file."""
    dialog = QFileDialog(widget, "Choose a backup", str(start), f"Backups (*{SUFFIX});;All files (*)")
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.fileSelected.connect(lambda name: chosen(Path(name)))
    dialog.open()
