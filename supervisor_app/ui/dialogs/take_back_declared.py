"""Taking back the registration of somebody else's paper: a reason and a PIN."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from supervisor_app.domain.names import isolated
from supervisor_app.services.declaring import DeclaredRow, take_back_declared
from supervisor_app.services.session import Session
from supervisor_app.services.site import Site
from supervisor_app.ui.dialogs.pin_act import Act, PinActDialog
from supervisor_app.ui.widgets.field import Field

_WHAT = "It is shown as withdrawn from today and counts nowhere. What was registered, by whom, stays in the ledger."


class TakeBackDialog(PinActDialog):
    """`acted(None)` once it is signed."""

    def __init__(self, parent: QWidget, site: Site, session: Session, row: DeclaredRow) -> None:
        title = f"Take back {isolated(row.title)} of {isolated(row.holder)}?"
        super().__init__(parent, session, title, _WHAT, action="Take it back", danger=True)
        self._site, self._row = site, row
        self.reason = Field("Reason", dense=True)
        self.box.addWidget(self.reason)
        self.finish()
        self.reason.setFocus()

    def prepare(self) -> Act | None:
        """Return the act, or say that the reason is missing."""
        reason = self.reason.text()
        if not reason:
            self.reason.set_problem("Say why, in your own words.")
            return None
        site, session, declared_id = self._site, self._session, self._row.id
        return lambda pin: take_back_declared(site, session, declared_id, reason, pin, site.clock())
