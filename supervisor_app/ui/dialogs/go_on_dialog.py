"""Going on without a sync after a restore, because the shared file is gone: an admin says why."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from supervisor_app.services.session import Session
from supervisor_app.services.site import Site
from supervisor_app.services.succession import go_on_without
from supervisor_app.ui.actions import perform
from supervisor_app.ui.widgets.buttons import Button, Kind
from supervisor_app.ui.widgets.dialog import SheetDialog
from supervisor_app.ui.widgets.field import Field

_WHAT = (
    "Records that this laptop wrote after the backup, and that are on the shared file only, are then not here until it is found. "
    "The reason is kept in the records."
)


class GoOnDialog(SheetDialog):
    """`gone_on(went_on)` once records can be written again."""

    gone_on = Signal(object)

    def __init__(self, parent: QWidget, site: Site, session: Session) -> None:
        super().__init__(parent, "Go on without the shared file?", _WHAT, width=520)
        self._site, self._session = site, session
        self.reason = Field("Why no sync is possible")
        self.go = Button("Go on", Kind.PRIMARY, key="Enter")
        cancel = Button("Cancel", Kind.GHOST, key="Esc")
        self.box.addWidget(self.reason)
        self.add_buttons(cancel, self.go, primary=self.go)
        cancel.clicked.connect(self.reject)
        self.go.clicked.connect(self.record)
        self.reason.edit.setFocus()

    def record(self) -> None:
        """Open the new origin."""
        self.reason.set_problem("" if self.reason.text().strip() else "Say it in a sentence.")
        if self.reason.text().strip():
            perform(self, lambda: go_on_without(self._site, self._session, self.reason.text()), done=self._told)

    def _told(self, went_on: object) -> None:
        self.gone_on.emit(went_on)
        self.accept()
