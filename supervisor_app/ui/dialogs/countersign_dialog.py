"""A second member countersigns a record: who, what they agree to, their own PIN."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from supervisor_app.domain.evidence import JUDGEMENT_WORDS
from supervisor_app.domain.names import isolated
from supervisor_app.domain.people import Member
from supervisor_app.services.countersigning import COUNTERSIGN_MEANING
from supervisor_app.services.second_member import countersign_as
from supervisor_app.services.signing import SignedResult, get_sign_off
from supervisor_app.services.site import Site
from supervisor_app.ui.actions import perform
from supervisor_app.ui.widgets.buttons import Button, Kind
from supervisor_app.ui.widgets.choice import Option, Tiles
from supervisor_app.ui.widgets.dialog import SheetDialog
from supervisor_app.ui.widgets.field import Field
from supervisor_app.ui.widgets.pin_field import PinField
from supervisor_app.ui.widgets.setting_pin import labelled_pin
from supervisor_app.ui.widgets.words import Words


class CountersignDialog(SheetDialog):
    """`countersigned(SignedResult)` once it is written. `members` are those who may, at least one."""

    countersigned = Signal(object)

    def __init__(self, parent: QWidget, site: Site, sign_off_id: str, members: tuple[Member, ...]) -> None:
        record = get_sign_off(site, sign_off_id)
        judged = JUDGEMENT_WORDS[record.judgement]
        sentence = f"{isolated(record.assessor_name)} judged {isolated(record.worker_name)} {judged}."
        super().__init__(parent, "Countersign", sentence, width=560)
        self._site, self._sign_off_id, self._members = site, sign_off_id, members
        self.who = Tiles(columns=2)
        self.who.setAccessibleName("Who countersigns")
        self.note = Field("What you looked at (if you like)", dense=True)
        self.pin = PinField(6, "The PIN of the one who countersigns")
        self.save = Button("Countersign", Kind.PRIMARY, key="Enter")
        cancel = Button("Cancel", Kind.GHOST, key="Esc")
        if record.judgement_reason:
            self.box.addWidget(Words(f"Why: {record.judgement_reason}", 15, 400, "ink", wrap=True))
        self.box.addWidget(Words("The second member", 14, 500, "ink2"))
        self.box.addWidget(self.who)
        self.box.addWidget(self.note)
        self.box.addLayout(labelled_pin("Their own PIN", self.pin))
        self.box.addWidget(Words(COUNTERSIGN_MEANING, 15, 400, "ink2", wrap=True))
        self.add_buttons(cancel, self.save, primary=self.save)
        self.who.set_options([Option(member.id, _words(member)) for member in members])
        if len(members) == 1:
            self.who.choose(members[0].id)
        cancel.clicked.connect(self.reject)
        self.save.clicked.connect(self.sign)
        self.pin.submitted.connect(lambda _: self.sign())
        (self.pin if len(members) == 1 else self.who).setFocus()

    def sign(self) -> None:
        """Write it, after the PIN; what is wrong is said in the dialog."""
        if not self.who.value:
            self.show_notice("Not countersigned yet.", "Choose who countersigns.")
            return
        if not self.pin.pin:
            self.pin.setFocus()
            return
        member, pin, note = self.who.value, self.pin.pin, self.note.text()
        self.pin.clear()
        result: SignedResult | None = perform(
            self, lambda: countersign_as(self._site, member, self._sign_off_id, pin, self._site.clock(), note), changes=False
        )
        if result is None:
            self.pin.setFocus()
            return
        self.accept()
        self.countersigned.emit(result)


def _words(member: Member) -> str:
    return f"{isolated(member.name)}, {member.title}" if member.title else isolated(member.name)
