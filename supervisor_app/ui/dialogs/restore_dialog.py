"""Restoring a backup: its passphrase where it is sealed, what would come back and what would be set aside, then the restore."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from supervisor_app.domain.names import isolated
from supervisor_app.domain.people import Member
from supervisor_app.errors import UserError
from supervisor_app.services.backup_opening import is_sealed
from supervisor_app.services.backup_records import SUFFIX, BackupFacts
from supervisor_app.services.restore_answer import Answer, who_may_answer
from supervisor_app.services.restore_preview import RestorePreview, preview
from supervisor_app.services.restoring import prepare
from supervisor_app.services.site import Clock
from supervisor_app.ui import messages
from supervisor_app.ui.actions import perform_in_background
from supervisor_app.ui.file_dialogs import Folder, ask_file
from supervisor_app.ui.jobs import Cancelled, Progress
from supervisor_app.ui.stopping import stoppable
from supervisor_app.ui.widgets.buttons import Button, Kind
from supervisor_app.ui.widgets.choice import Option, Tiles
from supervisor_app.ui.widgets.dialog import SheetDialog
from supervisor_app.ui.widgets.field import Field
from supervisor_app.ui.widgets.pin_field import PinField
from supervisor_app.ui.widgets.setting_pin import labelled_pin
from supervisor_app.ui.widgets.words import Words

Made = TypeVar("Made")
_ANSWER = "This laptop’s records are set aside. Who answers for it?"
_WHAT = "Nothing is changed before you have seen what comes back and what is set aside."


class RestoreDialog(SheetDialog):
    """`prepared(facts)` once the backup lies ready; whoever listens closes the records and puts it in place."""

    prepared = Signal(object)

    def __init__(self, parent: QWidget, backup: Path, folder: Path, clock: Clock, randomness: Callable[[int], bytes]) -> None:
        super().__init__(parent, "Restore a backup", _WHAT, width=760)
        self._backup, self._folder, self._clock, self._randomness = backup, folder, clock, randomness
        self.view: RestorePreview | None = None
        self.phrase = Field("Passphrase of this backup")
        if isinstance(self.phrase.edit, QLineEdit):
            self.phrase.edit.setEchoMode(QLineEdit.EchoMode.Password)
        self.text = Words("", 15, 400, wrap=True)
        self.who, self.pin = Tiles(columns=1), PinField(6, "The PIN of who answers for it")
        self.who.setAccessibleName("Who answers for it")
        self._able: tuple[Member, ...] = ()
        self._answering = self._answer_part()
        self.go = Button("Look at it", Kind.PRIMARY, key="Enter")
        cancel = Button("Cancel", Kind.GHOST, key="Esc")
        self.box.addWidget(Words(backup.name, 15, 500, mono=True, wrap=True))
        self.box.addWidget(self.phrase)
        self.box.addWidget(self.text)
        self.box.addWidget(self._answering)
        self.text.hide()
        self.phrase.setVisible(is_sealed(backup))
        self.add_buttons(cancel, self.go, primary=self.go)
        cancel.clicked.connect(self.reject)
        self.go.clicked.connect(self.go_on)
        self.pin.submitted.connect(lambda _: self.go_on())
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
        answer = None
        if self._able:
            if not (self.who.value and self.pin.pin):
                self.show_notice("Not restored yet.", "Say who answers for it, and give their PIN on this laptop.")
                (self.pin if self.who.value else self.who).setFocus()
                return
            answer = Answer(self.who.value, self.pin.pin)
            self.pin.clear()

        def work(progress: Progress, cancelled: Cancelled) -> BackupFacts:
            return prepare(
                backup, folder, phrase,
                clock=clock, randomness=randomness, progress=progress, cancelled=cancelled, answer=answer,
            )  # fmt: skip

        self._start(work, "Restoring", self._ready)

    def _show(self, view: RestorePreview) -> None:
        self.view = view
        self.phrase.hide()
        self.text.setText("\n".join(view.lines()))
        self.text.show()
        self.go.set_words("Restore it")
        self._able = who_may_answer(self._folder)
        self.who.set_options([Option(one.id, isolated(one.name)) for one in self._able])
        if len(self._able) == 1:
            self.who.choose(self._able[0].id)
        self._answering.setVisible(bool(self._able))
        first: QWidget = self.go if not self._able else self.pin if self.who.value else self.who
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _answer_part(self) -> QWidget:
        """Who answers for it, where records of a site are here that it sets aside."""
        part = QWidget()
        who = QVBoxLayout()
        who.setSpacing(6)
        who.addWidget(Words(_ANSWER, 14, 500, wrap=True))
        who.addWidget(self.who)
        who.addStretch(1)
        row = QHBoxLayout(part)  # beside each other: the dialog must fit a low screen
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(24)
        row.addLayout(who, 3)
        row.addLayout(labelled_pin("Their PIN on this laptop", self.pin), 2)
        part.hide()
        return part

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


def ask_backup(widget: QWidget, start: Path, chosen: Callable[[Path], object]) -> None:
    """Ask for a backup file."""
    ask_file(widget, Folder.BACKUP, "Choose a backup", f"Backups (*{SUFFIX});;All files (*)", chosen, start=start)
