"""Deciding about a certificate: what will happen, since when, why, and the PIN that answers for it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from PySide6.QtWidgets import QHBoxLayout, QWidget

from supervisor_app.domain.certificate_acts import LifeKind
from supervisor_app.domain.certificate_deciding import MAX_REASON, MEANINGS, consequence, day_problem, needs_reason
from supervisor_app.domain.dates import short_day
from supervisor_app.domain.names import isolated
from supervisor_app.services.certificate_deciding import Decision, decide
from supervisor_app.services.certificate_standing import CertificateLife
from supervisor_app.services.people import read_day
from supervisor_app.services.session import Session
from supervisor_app.services.site import Site
from supervisor_app.ui.dialogs.pin_act import Act, PinActDialog
from supervisor_app.ui.widgets.choice import Option, Tiles
from supervisor_app.ui.widgets.field import Field
from supervisor_app.ui.widgets.words import Words

_TITLES = {
    LifeKind.SUSPENDED: "Put certificate {} on hold?",
    LifeKind.REINSTATED: "Lift the hold on certificate {}?",
    LifeKind.REVOKED: "Withdraw certificate {} for good?",
    LifeKind.CONFIRMED: "Confirm certificate {}?",
    LifeKind.TRIGGERED: "End certificate {} early?",
}
_ACTIONS = {
    LifeKind.SUSPENDED: "Put on hold",
    LifeKind.REINSTATED: "Lift the hold",
    LifeKind.REVOKED: "Withdraw it",
    LifeKind.CONFIRMED: "Confirm",
    LifeKind.TRIGGERED: "End it",
}
_FIRST_DAY = {
    LifeKind.SUSPENDED: "First day on hold",
    LifeKind.CONFIRMED: "The work was done up to",
    LifeKind.TRIGGERED: "It happened on",
}
_EXAMPLE = timedelta(days=28)
"""How far ahead the example of a last day on hold lies."""
_MOST_TRIGGERS = 6


class DecisionDialog(PinActDialog):
    """`acted(CertificateLife)` once it is signed. `triggers` are what the checklist says ends a certificate early."""

    def __init__(
        self,
        parent: QWidget,
        site: Site,
        session: Session,
        life: CertificateLife,
        kind: LifeKind,
        today: date,
        triggers: Sequence[str] = (),
    ) -> None:
        title = _TITLES[kind].format(life.number)
        danger = kind is LifeKind.REVOKED
        who = f"{isolated(life.holder)}, {isolated(life.title)}"
        super().__init__(parent, session, title, who, action=_ACTIONS[kind], danger=danger, width=620)
        self._site, self._life, self._kind, self._today = site, life, kind, today
        self.on = Field(_FIRST_DAY.get(kind, ""), text=short_day(today), dense=True)
        self.until = Field("Last day, if it lifts by itself", placeholder=short_day(today + _EXAMPLE), dense=True)
        self.reason = Field("Reason" if needs_reason(kind) else "Note (if you like)", dense=True)
        self.triggers = Tiles([Option(text, text) for text in triggers[:_MOST_TRIGGERS]], columns=2)
        self.triggers.setAccessibleName("What ends it early")
        self.effect = Words("", 15, 500, wrap=True)
        self._lay_out()
        self.on.changed.connect(self._say)
        self.until.changed.connect(self._say)
        self.triggers.chosen.connect(self.reason.set_text)
        self.finish()
        (self.reason if needs_reason(kind) else self.on).setFocus()
        self._say()

    def prepare(self) -> Act | None:
        """Return the act, or say what is missing."""
        days = self._days()
        reason = self.reason.text()
        if needs_reason(self._kind) and not reason:
            self.reason.set_problem("Say why, in your own words.")
        elif len(reason) > MAX_REASON:
            self.reason.set_problem(f"At most {MAX_REASON} characters.")
        elif days is not None:
            site, session, certificate = self._site, self._session, self._life.facts.id
            decision = Decision(kind=self._kind, on=days[0], until=days[1], reason=reason)
            return lambda pin: decide(site, session, certificate, decision, pin, site.clock())
        return None

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(self.on)
        row.addWidget(self.until)
        self.on.setVisible(self._kind in _FIRST_DAY)
        self.until.setVisible(self._kind is LifeKind.SUSPENDED)
        if self._kind in _FIRST_DAY:
            self.box.addLayout(row)
        if self._kind is LifeKind.TRIGGERED and self.triggers.sizeHint().height():
            self.box.addWidget(self.triggers)
        self.box.addWidget(self.reason)
        self.box.addWidget(self.effect)
        self.box.addWidget(Words(MEANINGS[self._kind], 15, 400, "ink2", wrap=True))

    def _days(self) -> tuple[date, date | None] | None:
        """Return first and last day, or say beside the field what is wrong with one."""
        on = read_day(self.on.text()) if self._kind in _FIRST_DAY else self._today
        until = read_day(self.until.text()) if self.until.text() else None
        no_day = f"This is no day. Write it like {short_day(self._today)}."
        self.on.set_problem("" if on else no_day)
        self.until.set_problem(no_day if self.until.text() and until is None else "")
        if on is None or (self.until.text() and until is None):
            return None
        problem = day_problem(self._kind, on, until, self._life.facts, self._today)
        field = self.until if "last day" in problem else self.on
        field.set_problem(f"{problem[:1].upper()}{problem[1:]}." if problem else "")
        return None if problem else (on, until)

    def _say(self, _text: str = "") -> None:
        """Say what will happen with the days that stand there now."""
        on = read_day(self.on.text()) or self._today
        until = read_day(self.until.text()) if self.until.text() else None
        self.effect.setText(consequence(self._kind, self._life.facts, on, until, self._today))
