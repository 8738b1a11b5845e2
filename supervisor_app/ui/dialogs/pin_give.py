"""A PIN on this laptop for a member who so far acts on another one. They type it; the admin opens the site's key for them."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from supervisor_app.domain.names import isolated
from supervisor_app.domain.people import Member
from supervisor_app.errors import UserError
from supervisor_app.services.membership import give_pin
from supervisor_app.services.session import Session
from supervisor_app.services.site import Site
from supervisor_app.ui import messages
from supervisor_app.ui.actions import perform_in_background
from supervisor_app.ui.pages.first_run_you import PinPair
from supervisor_app.ui.widgets.buttons import Button, Kind
from supervisor_app.ui.widgets.dialog import SheetDialog
from supervisor_app.ui.widgets.pin_field import PinField
from supervisor_app.ui.widgets.setting_pin import labelled_pin
from supervisor_app.ui.widgets.words import Words

_TYPES = "They type it here themselves, so that nobody else knows it."
_ANEW = " The PIN they forgot signs no more; what was signed with it stays valid."


class GivePinDialog(SheetDialog):
    """`given(member)` once they can sign in here."""

    given = Signal(object)

    def __init__(self, parent: QWidget, site: Site, session: Session, member: Member, *, anew: bool = False) -> None:
        title = f"A {'new ' if anew else ''}PIN on this laptop for {isolated(member.name)}"
        super().__init__(parent, title, f"{_TYPES}{_ANEW if anew else ''}", width=520)
        self._site, self._session, self._member = site, session, member
        self.pins, self.own = PinPair(), PinField(6, "Your own PIN")
        self.save = Button("Give the PIN", Kind.PRIMARY, key="Enter")
        cancel = Button("Cancel", Kind.GHOST, key="Esc")
        self.box.addWidget(self.pins)
        self.box.addLayout(labelled_pin(f"Your own PIN, {session.name}", self.own))
        self.box.addWidget(
            Words("With it they may act on this laptop at once, as their role allows.", 14, 400, "ink2", wrap=True)
        )
        self.add_buttons(cancel, self.save, primary=self.save)
        cancel.clicked.connect(self.reject)
        self.save.clicked.connect(self.record)
        self.pins.second.submitted.connect(lambda _: self.own.setFocus())
        self.own.submitted.connect(lambda _: self.record())
        self.pins.first.setFocus()

    def record(self) -> None:
        """Give it."""
        if not self.save.isEnabled() or not self.pins.ready():
            return
        site, member_id, admin, pin, own = self._site, self._member.id, self._session, self.pins.pin, self.own.pin
        self.save.setEnabled(False)
        perform_in_background(
            self,
            lambda *_: give_pin(site, admin, member_id, pin, own),
            words="Making their keys",
            done=self._told,
            failed=self._refused,
            cancel=False,
        )

    def _told(self, _: Member) -> None:
        self.given.emit(self._member)
        self.accept()

    def _refused(self, problem: UserError) -> None:
        self.save.setEnabled(True)
        messages.show(self, problem)
        self.own.clear()
        self.own.setFocus()
