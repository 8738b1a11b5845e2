"""Endorsing another organisation's certificate: what one says about it, and the PIN that opens the site's key."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtWidgets import QWidget

from supervisor_app.services.endorsements import MAX_COMMENT, endorse
from supervisor_app.services.rights import Right, may
from supervisor_app.services.session import Session
from supervisor_app.services.site import Site
from supervisor_app.services.verifying import Verdict
from supervisor_app.ui.dialogs.pin_act import Act, PinActDialog
from supervisor_app.ui.widgets.field import Field

_WHAT = "Signed with this site's key, as a file for the holder. Whoever knows this site can check it."


class EndorseDialog(PinActDialog):
    """`acted(bytes)` with the signed endorsement."""

    words = "Signing the endorsement"

    def __init__(self, parent: QWidget, site: Site, session: Session, verdict: Verdict, now: Callable[[], datetime]) -> None:
        super().__init__(parent, session, f"Endorse {verdict.fact('Competency')}", _WHAT, action="Sign it", width=560)
        self._site, self._verdict, self._now = site, verdict, now
        self.comment = Field("What you say about it", lines=4, placeholder="What you saw of this skill, where and since when")
        self.box.addWidget(self.comment)
        self.finish(may(site, session, Right.ISSUE))
        self.comment.edit.setFocus()

    def prepare(self) -> Act | None:
        """Say what is missing, else sign."""
        comment = self.comment.text().strip()
        if not comment or len(comment) > MAX_COMMENT:
            self.comment.set_problem(f"Say what you saw, in 1 to {MAX_COMMENT} characters.")
            self.comment.edit.setFocus()
            return None
        self.comment.set_problem("")
        site, session, verdict, now = self._site, self._session, self._verdict, self._now
        return lambda pin: endorse(site, session, verdict, comment, pin, now())
