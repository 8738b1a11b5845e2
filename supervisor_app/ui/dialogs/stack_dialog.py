"""Issuing a certificate that is earned by holding others: what it stands on, until when it holds, and the PIN."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtWidgets import QWidget

from supervisor_app.domain.dates import day_in_words
from supervisor_app.domain.names import isolated
from supervisor_app.services.rights import Right, may
from supervisor_app.services.session import Session
from supervisor_app.services.site import Site
from supervisor_app.services.stack_offers import StackOffer
from supervisor_app.services.stacking import CONFIRM_MEANING, issue_stack
from supervisor_app.ui.dialogs.pin_act import Act, PinActDialog
from supervisor_app.ui.widgets.words import Words


class StackDialog(PinActDialog):
    """`acted(IssuedCertificate)` once it is issued."""

    words = "Issuing the certificate"

    def __init__(self, parent: QWidget, site: Site, session: Session, stack: StackOffer, now: Callable[[], datetime]) -> None:
        until = f"until {day_in_words(stack.valid_until)}" if stack.valid_until else "without an end date"
        sentence = f"For {isolated(stack.worker_name)}. It holds {until}, and only while each of these does:"
        super().__init__(parent, session, f"Issue {stack.title}", sentence, action="Issue", width=560)
        self._site, self._stack, self._now = site, stack, now
        for part in stack.parts:
            ends = f"until {day_in_words(part.ends)}" if part.ends else "no end date"
            self.box.addWidget(Words(f"{part.title}, {part.number}, {ends}", 15, 500, wrap=True))
        self.box.addWidget(Words(f"You sign: “{CONFIRM_MEANING}”", 14, 400, "ink2", wrap=True))
        self.finish(may(site, session, Right.ISSUE, competency=stack.competency, worker_id=stack.worker_id))

    def prepare(self) -> Act | None:
        """Issue it."""
        site, session, stack, now = self._site, self._session, self._stack, self._now
        return lambda pin: issue_stack(site, session, stack.worker_id, stack.competency, pin, now())
