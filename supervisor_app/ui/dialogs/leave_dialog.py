"""Marking somebody as left: the day, and what stays."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from supervisor_app.domain.names import isolated
from supervisor_app.domain.people import Worker
from supervisor_app.services.people import mark_left
from supervisor_app.services.session import Session
from supervisor_app.services.site import Site
from supervisor_app.ui.actions import perform
from supervisor_app.ui.widgets.buttons import Button, Kind
from supervisor_app.ui.widgets.day_field import DayField
from supervisor_app.ui.widgets.dialog import SheetDialog

_STAYS = "Sign-offs and certificates stay as they are. It can be taken back at any time."


class LeaveDialog(SheetDialog):
    """`marked` once the last day is recorded."""

    marked = Signal()

    def __init__(self, parent: QWidget, site: Site, session: Session, worker: Worker) -> None:
        super().__init__(parent, f"Mark {isolated(worker.name)} as left?", _STAYS, width=480)
        self._site, self._session, self._worker = site, session, worker
        self.day = DayField("Last day", site.clock().date())
        self.box.addWidget(self.day)
        cancel = Button("Cancel", Kind.GHOST, key="Esc")
        self.mark = Button("Mark as left", Kind.PRIMARY, key="Enter")
        cancel.clicked.connect(self.reject)
        self.mark.clicked.connect(self.record)
        self.add_buttons(cancel, self.mark, primary=self.mark)
        self.day.setFocus()

    def record(self) -> None:
        """Record the day, or say that it is none."""
        day = self.day.day()
        if self.day.say_problem() or day is None:
            return
        perform(self, lambda: mark_left(self._site, self._session, self._worker.id, day), done=self._told)

    def _told(self, worker: Worker) -> None:
        self.marked.emit()
        self.accept()
