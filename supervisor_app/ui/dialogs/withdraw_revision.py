"""Withdrawing a revision of a checklist: what ends with it, why, and the PIN that answers for it."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from supervisor_app.domain.names import isolated
from supervisor_app.services.session import Session
from supervisor_app.services.site import Site
from supervisor_app.services.withdrawing import WITHDRAW_MEANING, withdraw_revision
from supervisor_app.ui.dialogs.pin_act import Act, PinActDialog
from supervisor_app.ui.widgets.field import Field
from supervisor_app.ui.widgets.words import Words


class WithdrawRevisionDialog(PinActDialog):
    """`acted(number)` with how many certificates it ended. `ends` is how many are in force now."""

    def __init__(self, parent: QWidget, site: Site, session: Session, digest: str, named: str, ends: int) -> None:
        super().__init__(
            parent, session, f"Withdraw {isolated(named)}?", effect_words(ends), action="Withdraw it", danger=True, width=620
        )
        self._site, self._digest = site, digest
        self.reason = Field("Reason", dense=True)
        self.box.addWidget(self.reason)
        self.box.addWidget(Words(WITHDRAW_MEANING, 15, 400, "ink2", wrap=True))
        self.finish()
        self.reason.setFocus()

    def prepare(self) -> Act | None:
        """Return the act, or say that the reason is missing."""
        reason = self.reason.text()
        if not reason:
            self.reason.set_problem("Say why, in your own words.")
            return None
        site, session, digest = self._site, self._session, self._digest
        return lambda pin: withdraw_revision(site, session, digest, reason, pin, site.clock())


def effect_words(ends: int) -> str:
    """Return what withdrawing a revision does, in plain sentences."""
    counted = {0: "No certificate rests on it.", 1: "The one certificate that rests on it ends today."}
    certificates = counted.get(ends, f"The {ends:,} certificates that rest on it end today.")
    after = "Nobody is observed by it any more; what was signed stays. Nobody can take that back: publish a new revision."
    return f"{certificates} {after}"
