"""Withdrawing an invitation: what it is, what becomes of it, and the PIN of the admin who answers for it."""

from __future__ import annotations

from datetime import tzinfo

from PySide6.QtWidgets import QWidget

from supervisor_app.domain.dates import day_in_words
from supervisor_app.domain.names import isolated
from supervisor_app.services.inviting import InvitationLine, withdraw
from supervisor_app.services.rights import Permission
from supervisor_app.services.session import Session
from supervisor_app.services.site import Site
from supervisor_app.ui.dialogs.pin_act import Act, PinActDialog
from supervisor_app.ui.widgets.words import Words

_BECOMES = "Its code and its file let nobody in any more, and open nothing on the shared file once this laptop has synced."
_COPIES = (
    "Whoever has the code and an older copy of the shared file can read what was written until now: that cannot be taken back. "
    "What is written from now on is sealed with a new key, and not one word of it opens with the code."
)
_CAME = "A laptop that came with it before others heard of this waits until an admin lets it in."


class WithdrawDialog(PinActDialog):
    """`acted` once it is withdrawn."""

    words = "Withdrawing the invitation"

    def __init__(
        self, parent: QWidget, site: Site, session: Session, line: InvitationLine, zone: tzinfo | None, may: Permission
    ) -> None:
        name = isolated(line.member_name) if line.member_name else "a member who is not known here"
        until = day_in_words(line.until.astimezone(zone).date())
        sentence = f"For one laptop, good until {until}. No laptop came with it yet."
        super().__init__(parent, session, f"The invitation of {name}", sentence, action="Withdraw it", danger=True)
        self._site, self._key = site, line.key
        self.box.addWidget(Words(f"{_BECOMES} {_CAME}", 15, 400, wrap=True))
        self.box.addWidget(Words(_COPIES, 15, 600, wrap=True))
        self.finish(may)

    def prepare(self) -> Act:
        """Withdraw it."""
        return lambda pin: withdraw(self._site, self._session, pin, self._key)
