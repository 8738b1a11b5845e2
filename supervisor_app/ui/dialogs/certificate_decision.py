"""Deciding about certificates, one or several: what will happen, since when, why, about which not, and the PIN for it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from PySide6.QtWidgets import QHBoxLayout, QWidget

from supervisor_app.domain.certificate_acts import LifeKind
from supervisor_app.domain.certificate_deciding import MAX_REASON, MEANINGS, day_problem, needs_reason
from supervisor_app.domain.dates import short_day
from supervisor_app.services.certificate_deciding import Choice, Decision, decide_several
from supervisor_app.services.session import Session
from supervisor_app.services.site import Site
from supervisor_app.ui.dialogs.certificate_decision_words import action, effect, title, whose
from supervisor_app.ui.dialogs.left_out import LeftOut
from supervisor_app.ui.dialogs.pin_act import Act, PinActDialog
from supervisor_app.ui.widgets.choice import Option, Tiles
from supervisor_app.ui.widgets.day_field import DayField
from supervisor_app.ui.widgets.field import Field
from supervisor_app.ui.widgets.words import Words

_FIRST_DAY = {
    LifeKind.SUSPENDED: "First day on hold",
    LifeKind.CONFIRMED: "The work was done up to",
    LifeKind.TRIGGERED: "It happened on",
}
_EXAMPLE = timedelta(days=28)
"""How far ahead the example of a last day on hold lies."""
_MOST_TRIGGERS = 6


class DecisionDialog(PinActDialog):
    """`acted(tuple of CertificateLife)` once it is signed, for those about which it could be decided.

    `triggers` are what the checklist says ends a certificate early.
    """

    def __init__(
        self,
        parent: QWidget,
        site: Site,
        session: Session,
        chosen: Sequence[Choice],
        kind: LifeKind,
        today: date,
        triggers: Sequence[str] = (),
    ) -> None:
        danger, lives = kind is LifeKind.REVOKED, [one.life for one in chosen]
        words = action(kind, len(lives))
        super().__init__(parent, session, title(kind, lives), whose(lives), action=words, danger=danger, width=620)
        self._site, self._chosen, self._kind, self._today = site, chosen, kind, today
        self.on = DayField(_FIRST_DAY.get(kind, ""), today, dense=True)
        self.until = DayField("Last day, if it lifts by itself", may_be_empty=True, dense=True)
        self.until.edit.setPlaceholderText(short_day(today + _EXAMPLE))
        self.reason = Field("Reason" if needs_reason(kind) else "Note (if you like)", dense=True)
        self.triggers = Tiles([Option(text, text) for text in triggers[:_MOST_TRIGGERS]], columns=2)
        self.triggers.setAccessibleName("What ends it early")
        self.effect = Words("", 15, 500, wrap=True)
        self.left_out = LeftOut()
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
            site, session = self._site, self._session
            decision = Decision(kind=self._kind, on=days[0], until=days[1], reason=reason)
            ids = [one.life.facts.id for one in self._chosen if not one.problem(decision, self._today)]
            return lambda pin: decide_several(site, session, ids, decision, pin, site.clock())
        return None

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(self.on)
        row.addWidget(self.until)
        self.on.setVisible(self._kind in _FIRST_DAY)
        self.until.setVisible(self._kind is LifeKind.SUSPENDED)
        self.box.addWidget(self.left_out)
        if self._kind in _FIRST_DAY:
            self.box.addLayout(row)
        if self._kind is LifeKind.TRIGGERED and self.triggers.sizeHint().height():
            self.box.addWidget(self.triggers)
        self.box.addWidget(self.reason)
        self.box.addWidget(self.effect)
        self.box.addWidget(Words(MEANINGS[self._kind], 15, 400, "ink2", wrap=True))

    def _days(self) -> tuple[date, date | None] | None:
        """Return first and last day, or say beside the field what is wrong with one for every certificate."""
        asks_first = self._kind in _FIRST_DAY
        on, until = self.on.day() if asks_first else self._today, self.until.day()
        if (asks_first and self.on.say_problem()) or self.until.say_problem() or on is None:
            return None
        able = [one.life.facts for one in self._chosen if one.permission.allowed]
        problems = [day_problem(self._kind, on, until, facts, self._today) for facts in able]
        problem = problems[0] if problems and all(problems) else ""
        field = self.until if "last day" in problem else self.on
        field.set_problem(f"{problem[:1].upper()}{problem[1:]}." if problem else "")
        return None if problem else (on, until)

    def _say(self, _text: str = "") -> None:
        """Say what will happen with the days that stand there now, and about which certificates it cannot."""
        decision = Decision(kind=self._kind, on=self.on.day() or self._today, until=self.until.day())
        problems = [(one.life, one.problem(decision, self._today)) for one in self._chosen]
        able = [life for life, problem in problems if not problem]
        if len(self._chosen) > 1:
            self.left_out.show_left_out(self._kind, [(life, problem) for life, problem in problems if problem], len(problems))
            self.title.setText(title(self._kind, able))
            self.sentence.setText(whose(able or [life for life, _ in problems]))
            self.save.set_words(action(self._kind, len(able)))
            self.save.setEnabled(bool(able))
        shown = able or [life for life, _ in problems]
        self.effect.setText(effect(decision, [life.facts for life in shown], self._today))
