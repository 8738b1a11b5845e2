"""For what and how long a member may act: competencies and teams from lists, first and last day."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from supervisor_app.services.membership import Scope
from supervisor_app.services.scopes import ScopeChoices
from supervisor_app.ui.look.sizes import sizes
from supervisor_app.ui.widgets.buttons import Button, Kind
from supervisor_app.ui.widgets.day_field import DayField
from supervisor_app.ui.widgets.dialog import SheetDialog
from supervisor_app.ui.widgets.rows import Row, RowList
from supervisor_app.ui.widgets.words import Words

_SENTENCE = "Nothing marked means all. An admin’s scope ends with the last day, and holds for everything."
_SHOWN = 5


class PickList(RowList):
    """A list whose rows are marked by a click, Enter or Space; (key, words) each."""

    def __init__(self, options: Sequence[tuple[str, str]], marked: Sequence[str], name: str, nothing: str) -> None:
        known = {key for key, _ in options}
        self._options = (*options, *((key, key) for key in marked if key not in known))  # what is gone can still be taken out
        self.marked = set(marked)
        empty = Words(nothing, 15, 400, "ink2", wrap=True)
        empty.setMargin(16)
        super().__init__(self._piece, name=name, row_height=sizes().least, empty=empty)
        self.opened.connect(self.mark)
        self.restart()
        self.fit(_SHOWN)

    def mark(self, key: str) -> None:
        """Mark a row, or take the mark away."""
        self.marked ^= {key}
        self.restart(keep=key)

    @property
    def keys(self) -> tuple[str, ...]:
        """What is marked, in the order of the list."""
        return tuple(key for key, _ in self._options if key in self.marked)

    def _piece(self, offset: int, limit: int) -> Sequence[Row]:
        piece = self._options[offset : offset + limit]
        return [Row(key=key, title=words, checked=key in self.marked) for key, words in piece]


class ScopeDialog(SheetDialog):
    """`chosen(scope)`; nothing is written by it."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget, choices: ScopeChoices, scope: Scope) -> None:
        super().__init__(parent, "For what and how long", _SENTENCE, width=820)
        teams = [(team, team) for team in choices.teams]
        self.competencies = PickList(choices.competencies, scope.competencies, "Competencies", "No checklist is published yet.")
        self.teams = PickList(teams, scope.teams, "Teams", "No department is written with anybody yet.")
        self.since = DayField("From (may stay empty)", scope.since, may_be_empty=True, dense=True)
        self.until = DayField("Last day (may stay empty)", scope.until, may_be_empty=True, dense=True)
        self.box.addLayout(_side_by_side(_labelled("Competencies", self.competencies), _labelled("Teams", self.teams)))
        self.box.addLayout(_side_by_side(self.since, self.until))
        take = Button("Take it over", Kind.PRIMARY, key="Enter")
        cancel = Button("Cancel", Kind.GHOST, key="Esc")
        cancel.clicked.connect(self.reject)
        take.clicked.connect(self.take)
        self.add_buttons(cancel, take, primary=take)
        self.competencies.view.setFocus()

    def take(self) -> None:
        """Tell the scope, or say which day is none."""
        if self.since.say_problem() or self.until.say_problem():
            return
        since, until = self.since.day(), self.until.day()
        if since and until and until < since:
            self.until.set_problem("It ends before it begins.")
            self.until.setFocus()
            return
        scope = Scope(competencies=self.competencies.keys, teams=self.teams.keys, since=since, until=until)
        self.accept()
        self.chosen.emit(scope)


class ScopeLine(QWidget):
    """The scope in words, and the button that narrows it."""

    def __init__(self, choices: Callable[[], ScopeChoices], words: Callable[[Scope], str], scope: Scope) -> None:
        super().__init__()
        self.scope = scope
        self._choices, self._said_as = choices, words
        self._words = Words("", 15, 400, wrap=True)
        self.narrow = Button("Choose…", height=sizes().least)
        self.narrow.setAccessibleName("Choose for what and how long")
        box = QHBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(16)
        box.addLayout(_labelled("For what and how long", self._words), 1)
        box.addWidget(self.narrow)
        self.narrow.clicked.connect(self._ask)
        self.show_scope(scope)

    def show_scope(self, scope: Scope) -> None:
        """Show another scope."""
        self.scope = scope
        self._words.setText(self._said_as(scope))

    def _ask(self) -> None:
        dialog = ScopeDialog(self, self._choices(), self.scope)
        dialog.chosen.connect(self.show_scope)
        dialog.finished.connect(lambda _: self.narrow.setFocus())
        dialog.open()


def _labelled(label: str, part: QWidget) -> QVBoxLayout:
    box = QVBoxLayout()
    box.setSpacing(6)
    box.addWidget(Words(label, 14, 500))
    box.addWidget(part)
    box.addStretch(1)
    return box


def _side_by_side(*parts: QWidget | QVBoxLayout) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(24)
    for part in parts:
        if isinstance(part, QWidget):
            row.addWidget(part, 1)
        else:
            row.addLayout(part, 1)
    return row
