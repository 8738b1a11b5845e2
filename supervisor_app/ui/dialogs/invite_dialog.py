"""Inviting a laptop of a member: the admin's PIN, then the code, large, to tell or to hand over as a file."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from supervisor_app.domain.dates import day_in_words
from supervisor_app.domain.names import isolated
from supervisor_app.domain.people import Member
from supervisor_app.services.inviting import NewInvitation, invite, save_invitation
from supervisor_app.services.session import Session
from supervisor_app.services.site import Site
from supervisor_app.ui.actions import perform
from supervisor_app.ui.dialogs.pin_act import Act, PinActDialog
from supervisor_app.ui.file_dialogs import Folder, ask_place
from supervisor_app.ui.icons import Icon
from supervisor_app.ui.widgets.buttons import Button, Kind
from supervisor_app.ui.widgets.dialog import SheetDialog
from supervisor_app.ui.widgets.setting_numbers import SpokenNumbers
from supervisor_app.ui.widgets.sheet import Sheet
from supervisor_app.ui.widgets.words import Words

_WHAT = "A code lets one laptop of theirs in, within two weeks, without a second visit. It needs the code and the shared file."
_TELL = "Tell it to nobody else: whoever has the code joins as {}. It is shown only now."
_SYNC = "Sync this laptop before they type it, so that the shared file knows the invitation."


class InviteDialog(PinActDialog):
    """`acted(invitation)` once it is made."""

    words = "Making the code"

    def __init__(self, parent: QWidget, site: Site, session: Session, member: Member) -> None:
        title = f"Invite a laptop of {isolated(member.name)}"
        super().__init__(parent, session, title, _WHAT, action="Make the code")
        self._site, self._member = site, member
        self.finish()
        self.pin.setFocus()

    def prepare(self) -> Act:
        """Make it."""
        return lambda pin: invite(self._site, self._session, pin, self._member.id)


class InvitationDialog(SheetDialog):
    """The code, until it is closed; `saved(path)` for each file it was written to."""

    saved = Signal(str)

    def __init__(self, parent: QWidget, site: Site, made: NewInvitation) -> None:
        name = isolated(made.member.name)
        super().__init__(parent, f"The invitation of {name}", _TELL.format(name), width=560)
        self._site, self._made = site, made
        self.code = SpokenNumbers(made.code.replace("-", " "), 34)
        sheet = Sheet(padding=24)
        sheet.box.addWidget(self.code)
        self.box.addWidget(sheet)
        day = day_in_words(made.until.astimezone(site.clock().tzinfo).date())
        self.until = Words(f"Good until {day}, for one laptop. {_SYNC}", 15, 400, wrap=True)
        self.box.addWidget(self.until)
        self.close_button = Button("Close", Kind.GHOST, key="Esc")
        self.save = Button("Save as file…", icon=Icon.DOWNLOAD)
        self.close_button.clicked.connect(self.reject)
        self.save.clicked.connect(self._ask_place)
        self.add_buttons(self.close_button, self.save, primary=self.save)
        self.save.setFocus()

    def save_to(self, path: str) -> None:
        """Write the file, or say why it could not be."""
        written = perform(self, lambda: save_invitation(self._site, self._made, Path(path)), changes=False)
        if written is not None:
            self.saved.emit(str(written))
            self.show_notice(f"It is saved as {written.name}.", "Whoever has the file joins: hand it over, then delete it.")

    def _ask_place(self) -> None:
        title, name = "Save the invitation", "Invitation.txt"
        ask_place(self, Folder.INVITATION, title, "Invitations (*.txt)", name, lambda path: self.save_to(str(path)))
