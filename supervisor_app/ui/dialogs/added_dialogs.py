"""What was added to a signed record is withdrawn, or confirmed by a second member: a word about it and a PIN."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from supervisor_app.domain.names import isolated
from supervisor_app.services.attaching import (
    COUNTERSIGN_MEANING,
    WITHDRAW_MEANING,
    AttachedLine,
    countersign_added,
    may_countersign_added,
    may_withdraw,
    withdraw_added,
)
from supervisor_app.services.session import Session
from supervisor_app.services.site import Site
from supervisor_app.ui.dialogs.pin_act import Act, PinActDialog
from supervisor_app.ui.file_words import kind_words
from supervisor_app.ui.widgets.field import Field
from supervisor_app.ui.widgets.words import Words

_STAYS = "It counts nowhere from then on, and stays to be seen with your reason. A certificate issued meanwhile keeps naming it."


class WithdrawAddedDialog(PinActDialog):
    """`acted(AttachedLine)` once it is signed."""

    words = "Withdrawing it"

    def __init__(self, parent: QWidget, site: Site, session: Session, line: AttachedLine) -> None:
        title = f"Withdraw {_named(line)}?"
        super().__init__(parent, session, title, _STAYS, action="Withdraw it", danger=True)
        self._site, self._line = site, line
        self.reason = Field("Why it should not have been added", dense=True)
        self.box.addWidget(self.reason)
        self.box.addWidget(Words(WITHDRAW_MEANING, 15, 400, "ink2", wrap=True))
        self.finish(may_withdraw(site, session, line))
        self.reason.setFocus()

    def prepare(self) -> Act | None:
        """Return the act, or say that the reason is missing."""
        reason = self.reason.text()
        self.reason.set_problem("" if reason else "Say why, in your own words.")
        if not reason:
            self.reason.setFocus()
            return None
        site, session, name = self._site, self._session, self._line.id
        return lambda pin: withdraw_added(site, session, name, reason, pin, site.clock())


class CountersignAddedDialog(PinActDialog):
    """`acted(AttachedLine)` once it is signed."""

    words = "Countersigning it"

    def __init__(self, parent: QWidget, site: Site, session: Session, line: AttachedLine) -> None:
        sentence = f"{isolated(line.author)} added it. Reason: {isolated(line.reason)}"
        super().__init__(parent, session, f"Countersign {_named(line)}", sentence, action="Countersign")
        self._site, self._line = site, line
        self.note = Field("What you looked at (if you like)", dense=True)
        self.box.addWidget(self.note)
        self.box.addWidget(Words(COUNTERSIGN_MEANING, 15, 400, "ink2", wrap=True))
        self.finish(may_countersign_added(site, session, line))

    def prepare(self) -> Act:
        """Return the act."""
        site, session, name, note = self._site, self._session, self._line.id, self.note.text()
        return lambda pin: countersign_added(site, session, name, pin, site.clock(), note)


def _named(line: AttachedLine) -> str:
    kind = kind_words(line.file)
    what = kind if kind.isupper() else kind.lower()
    return f"the {what} “{isolated(line.caption)}”" if line.caption else f"this {what}"
