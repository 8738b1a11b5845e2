"""Bringing back the records of a branch whose laptop is gone: what becomes of them, and the PIN of the admin who says so."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from supervisor_app.services.bringing_back import bring_back
from supervisor_app.services.left_branches import LeftBranch
from supervisor_app.services.rights import Permission
from supervisor_app.services.session import Session
from supervisor_app.services.site import Site
from supervisor_app.services.sync_words import records
from supervisor_app.ui.dialogs.pin_act import Act, PinActDialog
from supervisor_app.ui.widgets.words import Words

_FOR_WHOM = "For a laptop that is lost, broken or set up anew. One that only did not sync yet writes its records anew by itself."
_BECOMES = (
    "Whoever keeps the records writes them anew with the next sync, with their own times, contents and personal signatures. Each "
    "stands once on every laptop, also if that laptop does come back. What was written after it was reported lost does not count."
)


class BringBackDialog(PinActDialog):
    """`acted(count)` with the number of records that stand again here at once."""

    words = "Bringing the records back"

    def __init__(self, parent: QWidget, site: Site, session: Session, left: LeftBranch, permission: Permission) -> None:
        what = records(left.missing) if left.kept else "what other laptops keep"
        sentence = f"{what.capitalize()} of {left.station}, from number {left.number:,} on."
        super().__init__(parent, session, "Bring back a branch", sentence, action="Bring it back")
        self._site, self._branch = site, left.branch.hash
        self.box.addWidget(Words(_FOR_WHOM, 15, 600, wrap=True))
        self.box.addWidget(Words(_BECOMES, 15, 400, wrap=True))
        self.finish(permission)

    def prepare(self) -> Act:
        """Bring them back."""
        return lambda pin: bring_back(self._site, self._session, pin, self._branch)
