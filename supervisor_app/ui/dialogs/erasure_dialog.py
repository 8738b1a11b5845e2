"""Erasing for good: what goes, what stays and why, the reason, who asked, a PIN. Enter alone never erases."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from supervisor_app.domain.erasure import Scope
from supervisor_app.domain.names import isolated
from supervisor_app.errors import UserError
from supervisor_app.services.erasing import ErasureDone, ErasurePreview, erase
from supervisor_app.services.session import Session
from supervisor_app.services.site import Site
from supervisor_app.ui import messages
from supervisor_app.ui.actions import perform_in_background
from supervisor_app.ui.widgets.buttons import Button, Kind
from supervisor_app.ui.widgets.dialog import SheetDialog
from supervisor_app.ui.widgets.field import Field
from supervisor_app.ui.widgets.notice import Notice
from supervisor_app.ui.widgets.pin_field import PinField
from supervisor_app.ui.widgets.setting_pin import labelled_pin
from supervisor_app.ui.widgets.words import Words

_TITLES = {
    Scope.EVERYTHING: "Erase everything about {}?",
    Scope.FACTS: "Erase the name of {}?",
    Scope.RECORDS: "Erase old records of {}?",
}
_FINAL = "On this laptop at once, on the shared file and the others with their next sync. This cannot be undone."


class ErasureDialog(SheetDialog):
    """`erased(ErasureDone)` once it is done."""

    erased = Signal(object)

    def __init__(self, parent: QWidget, site: Site, session: Session, shown: ErasurePreview, reason: str = "") -> None:
        super().__init__(parent, _TITLES[shown.scope].format(isolated(shown.name)), _FINAL, width=860)
        self._site, self._session, self._shown = site, session, shown
        self.box.setSpacing(10)
        goes = _lines("What goes", shown.goes or ("Nothing that is on this laptop.",))
        self.box.addLayout(_beside((goes, 2), (_lines("What stays", shown.stays), 5)))
        if shown.warning:
            self.box.addWidget(Notice(shown.warning, "Erase only if you are sure that you may."))
        self.reason = Field("Reason, without the person’s name", text=reason)
        self.asked_by = Field("Who asked for it")
        self.box.addLayout(_beside((self.reason, 1), (self.asked_by, 1)))
        self.pin = PinField(6, "Your PIN")
        self.box.addLayout(labelled_pin(f"Your PIN, {session.name}", self.pin))
        self.go = Button("Erase for good", Kind.DANGER)
        stay = Button("Cancel", key="Esc")
        stay.clicked.connect(self.reject)
        self.go.clicked.connect(self.record)
        self.pin.submitted.connect(lambda _: self.record())
        self.add_buttons(self.go, stay)
        self.reason.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes on to the next field: as Cancel it would throw away what was typed."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            (self.asked_by.edit if self.focusWidget() is self.reason.edit else self.pin).setFocus()
        else:
            super().keyPressEvent(event)

    def record(self) -> None:
        """Erase, with progress: the records file is written anew."""
        if not self.go.isEnabled():
            return
        site, session, shown, pin = self._site, self._session, self._shown, self.pin.pin
        reason, asked_by = self.reason.text(), self.asked_by.text()
        self.go.setEnabled(False)
        perform_in_background(
            self,
            lambda *_: erase(site, session, shown, reason, asked_by, pin),
            words="Erasing, and writing the records file anew",
            done=self._told,
            failed=self._refused,
            cancel=False,
        )

    def _told(self, done: ErasureDone) -> None:
        self.erased.emit(done)
        self.accept()

    def _refused(self, problem: UserError) -> None:
        self.go.setEnabled(True)
        messages.show(self, problem)
        self.pin.clear()
        self.pin.setFocus()


def _beside(*parts: tuple[QWidget, int]) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(24)
    for part, stretch in parts:
        row.addWidget(part, stretch)
    return row


def _lines(head: str, lines: tuple[str, ...]) -> Words:
    """A head and its sentences, one under the other."""
    text = "\n".join([f"{head}:", *(f"•  {line[:1].upper()}{line[1:]}" for line in lines)])
    words = Words(text, 15, 400, "ink2", wrap=True)
    words.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeading)
    return words
