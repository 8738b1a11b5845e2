"""Keeping one branch of a fork: what becomes of the other one, and the PIN of the admin who answers for it."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from supervisor_app.services.fork_settling import settle_fork
from supervisor_app.services.open_forks import BranchLine, OpenFork
from supervisor_app.services.rights import Permission
from supervisor_app.services.session import Session
from supervisor_app.services.site import Site
from supervisor_app.services.sync_words import records
from supervisor_app.ui.dialogs.pin_act import Act, PinActDialog
from supervisor_app.ui.widgets.words import Words

_BECOMES = (
    "Every laptop takes this branch with its next syncs. The other one is kept whole under Set aside, and its laptop writes its "
    "records anew under new numbers. Where that laptop is gone, an admin brings them back under Set aside. So no record is lost, "
    "whichever branch is kept."
)
_ONCE = "This is final for the whole site: the first decision stands, and no later one turns it."


class KeepBranchDialog(PinActDialog):
    """`acted` once it is decided."""

    words = "Writing down which branch stands"

    def __init__(
        self, parent: QWidget, site: Site, session: Session, fork: OpenFork, branch: BranchLine, permission: Permission
    ) -> None:
        held = "that this laptop holds" if branch.here else "that other laptops hold"
        sentence = f"{records(branch.records).capitalize()} of {fork.station} from number {fork.number:,} on, {held}."
        super().__init__(parent, session, "Keep this branch", sentence, action="Keep this one")
        self._site, self._branch = site, branch.hash
        self.box.addWidget(Words(_BECOMES, 15, 400, wrap=True))
        self.box.addWidget(Words(_ONCE, 15, 600, wrap=True))
        self.finish(permission)

    def prepare(self) -> Act:
        """Decide it."""
        return lambda pin: settle_fork(self._site, self._session, pin, self._branch)
