"""The life of a certificate beside its paper: where it stands and why, what happened to it, and what may be decided."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from supervisor_app.domain.certificate_acts import LifeKind
from supervisor_app.domain.dates import day_in_words
from supervisor_app.domain.names import isolated
from supervisor_app.services.certificate_view import ANEW, RENEW, CertificateView
from supervisor_app.ui.allowed import show_permission
from supervisor_app.ui.icons import Icon
from supervisor_app.ui.pages.certificate_life_words import (
    ACTION_ICONS,
    ACTION_WORDS,
    end_label,
    life_lines,
    standing_said,
)
from supervisor_app.ui.widgets.buttons import Button, Kind
from supervisor_app.ui.widgets.marked_line import FactRows, MarkedLine
from supervisor_app.ui.widgets.scroll_column import ScrollColumn
from supervisor_app.ui.widgets.sheet import SectionLabel, Sheet
from supervisor_app.ui.widgets.status_shape import StatusMark, StatusShape
from supervisor_app.ui.widgets.words import Words

_COLUMNS = 4
_CHOICES = {
    LifeKind.SUSPENDED.value: ACTION_WORDS[LifeKind.SUSPENDED],
    LifeKind.REINSTATED.value: ACTION_WORDS[LifeKind.REINSTATED],
    LifeKind.CONFIRMED.value: ACTION_WORDS[LifeKind.CONFIRMED],
    RENEW: "Renew",
    ANEW: "Issue anew",
    LifeKind.TRIGGERED.value: ACTION_WORDS[LifeKind.TRIGGERED],
    LifeKind.REVOKED.value: ACTION_WORDS[LifeKind.REVOKED],
}
"""What may be decided, in the order of the buttons, and their words."""
_ICONS = {kind.value: icon for kind, icon in ACTION_ICONS.items()}


class LifePanel(QWidget):
    """`decided(kind)` when an action was asked for: a LifeKind's value, RENEW or ANEW; `back()` to the paper; `shown(id)`."""

    decided = Signal(str)
    back = Signal()
    shown = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.state: CertificateView | None = None
        self.number = Words("", 17, 600)
        self.holder = Words("", 14, 400, "ink2", wrap=True)
        self.paper = Button("Paper", icon=Icon.BACK)
        self.successor = Button("Show the newer one", trailing=Icon.ARROW)
        self.mark = StatusMark(StatusShape.MET, 22)
        self.sentence = Words("", 16, 500, wrap=True)
        self.column = ScrollColumn()
        self.choices: dict[str, Button] = {}
        self._build()
        self.paper.clicked.connect(self.back)
        self.successor.clicked.connect(self._show_successor)

    def show_life(self, state: CertificateView) -> None:
        """Show a certificate's life."""
        self.state = state
        facts = state.issued.facts
        self.number.setText(facts.number)
        self.holder.setText(f"{isolated(facts.holder)}, {isolated(facts.title)}")
        shape, sentence = standing_said(state.life.questioned, state.now)
        self.mark.set_shape(shape, "")
        self.sentence.setText(sentence)
        self.successor.setVisible(bool(state.successor))
        for key, button in self.choices.items():
            show_permission(button, state.may[key])
        self._fill(state)

    def _build(self) -> None:
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(12)
        self.column.box.setContentsMargins(0, 0, 0, 8)
        box.addLayout(self._top())
        box.addWidget(self._standing())
        box.addWidget(self.column, 1)
        box.addLayout(self._choices())

    def _top(self) -> QHBoxLayout:
        names = QVBoxLayout()
        names.setSpacing(0)
        names.addWidget(self.number)
        names.addWidget(self.holder)
        top = QHBoxLayout()
        top.addLayout(names, 1)
        top.addWidget(self.successor)
        top.addWidget(self.paper)
        return top

    def _standing(self) -> Sheet:
        line = QHBoxLayout()
        line.setSpacing(12)
        line.addWidget(self.mark)
        line.addWidget(self.sentence, 1)
        sheet = Sheet(padding=16)
        sheet.box.addLayout(line)
        return sheet

    def _choices(self) -> QGridLayout:
        """A button for whatever may be decided; withdrawing stands last, marked as what cannot be taken back."""
        grid = QGridLayout()
        grid.setSpacing(8)
        for place, (key, words) in enumerate(_CHOICES.items()):
            danger = key == LifeKind.REVOKED.value
            button = Button(words, Kind.DANGER if danger else Kind.SECONDARY, icon=_ICONS.get(key))
            button.clicked.connect(partial(self.decided.emit, key))
            self.choices[key] = button
            grid.addWidget(button, place // _COLUMNS, place % _COLUMNS)
        return grid

    def _fill(self, state: CertificateView) -> None:
        self.column.begin()
        said = state.now.end_fact if self.sentence.text() != state.now.ends_why else ""  # said above already
        facts = [(end_label(state.now), said), ("Limits", state.issued.facts.limits)]
        by = state.life.confirm_by(state.today)
        if by is not None and state.now.holds:
            facts.insert(1, ("Confirm by", day_in_words(by)))
        sheet = Sheet(padding=0)
        sheet.add_row(FactRows([(label, text) for label, text in facts if text]))
        self.column.box.addWidget(sheet)
        self.column.box.addWidget(SectionLabel("What happened"))
        history = Sheet(padding=0)
        for line in life_lines(state.issued, state.life, state.author):
            history.add_row(MarkedLine(line.shape, line.text, line.details, bad=line.bad))
        self.column.box.addWidget(history)
        self.column.box.addStretch(1)
        self.column.show_filled()

    def _show_successor(self) -> None:
        if self.state is not None and self.state.successor:
            self.shown.emit(self.state.successor)
