"""Which entries the ledger shows: kind, who, laptop, from which day to which."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from supervisor_app.services.ledger_filter import LedgerFilter
from supervisor_app.services.ledger_line import Group
from supervisor_app.services.ledger_page import Choices
from supervisor_app.ui.pages.ledger_rows import ICONS, shortened
from supervisor_app.ui.widgets.buttons import Button, Kind
from supervisor_app.ui.widgets.choice import Option, Tiles
from supervisor_app.ui.widgets.day_field import DayField
from supervisor_app.ui.widgets.dialog import SheetDialog
from supervisor_app.ui.widgets.words import Words

_COLUMNS = 4
_TWO_ROWS, _ONE_ROW = 2 * _COLUMNS - 1, _COLUMNS - 1
_MORE = "There are more of them: write a name in the search field of the ledger."
_ALL = "all"


class LedgerFilterDialog(SheetDialog):
    """`narrowed(LedgerFilter)` when the choice is taken."""

    narrowed = Signal(object)

    def __init__(self, parent: QWidget, asked: LedgerFilter, known: Choices) -> None:
        super().__init__(parent, "Show only", width=880)
        self._asked = asked
        self.kinds = self._tiles("Kind of entry", [(one.value, one.value) for one in Group], asked.group or "", _TWO_ROWS)
        self.members = self._tiles("Done by", known.members, asked.member, _TWO_ROWS)
        self.stations = self._tiles("Written on", known.stations, asked.station, _ONE_ROW)
        self.since = DayField("From", asked.since, may_be_empty=True, dense=True)
        self.until = DayField("To", asked.until, may_be_empty=True, dense=True)
        days = QHBoxLayout()
        days.setSpacing(16)
        days.addWidget(self.since)
        days.addWidget(self.until)
        self.box.addLayout(days)
        self.box.setSpacing(8)
        cancel, every = Button("Cancel", Kind.GHOST, key="Esc"), Button("Show all")
        self.take = Button("Show these", Kind.PRIMARY, key="Enter")
        cancel.clicked.connect(self.reject)
        every.clicked.connect(lambda: self._tell(LedgerFilter()))
        self.take.clicked.connect(self.narrow)
        self.add_buttons(cancel, every, self.take, primary=self.take)

    def narrow(self) -> None:
        """Take the choice, or say that a day is none."""
        if self.since.say_problem() or self.until.say_problem():
            return
        asked = replace(self._asked, since=self.since.day(), until=self.until.day())
        if self.kinds is not None:
            asked = replace(asked, group=Group(self.kinds.value) if self.kinds.value not in ("", _ALL) else None)
        if self.members is not None:
            asked = replace(asked, member=_chosen(self.members))
        if self.stations is not None:
            asked = replace(asked, station=_chosen(self.stations))
        self._tell(asked)

    def _tell(self, asked: LedgerFilter) -> None:
        self.narrowed.emit(asked)
        self.accept()

    def _tiles(self, label: str, pairs: Sequence[tuple[str, str]], value: str, most: int) -> Tiles | None:
        """Return the tiles of a choice, as many as the window has room for; of more only a word where to find them."""
        if len(pairs) < 2:
            return None
        self.box.addWidget(Words(label, 14, 500))
        if len(pairs) > most:
            self.box.addWidget(Words(_MORE, 15, 400, "ink2", wrap=True))
            return None
        icons = {group.value: icon for group, icon in ICONS.items()}
        tiles = Tiles(
            [Option(_ALL, "All"), *(Option(key, shortened(word), icons.get(key)) for key, word in pairs)], columns=_COLUMNS
        )
        tiles.setAccessibleName(label)
        tiles.choose(value or _ALL)
        self.box.addWidget(tiles)
        return tiles


def _chosen(tiles: Tiles) -> str:
    return "" if tiles.value == _ALL else tiles.value
