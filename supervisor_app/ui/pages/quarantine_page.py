"""Set aside: forks to settle, branches to bring back, records that were not accepted: why, from which laptop, what to do."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from supervisor_app.services.left_branches import LeftBranch, left_branches
from supervisor_app.services.open_forks import OpenFork, open_forks, what_to_do
from supervisor_app.services.quarantine import Aside, AsideLine, aside, aside_lines, count_aside, save_aside
from supervisor_app.ui.actions import look_up, perform
from supervisor_app.ui.file_dialogs import Folder, ask_place
from supervisor_app.ui.icons import Icon
from supervisor_app.ui.look.sizes import COLUMN_GAP
from supervisor_app.ui.page import Page
from supervisor_app.ui.pages.fork_panel import ForkPanel
from supervisor_app.ui.pages.ledger_rows import when_words
from supervisor_app.ui.widgets.buttons import Button, Kind
from supervisor_app.ui.widgets.empty_state import EmptyState
from supervisor_app.ui.widgets.marked_line import FactRows
from supervisor_app.ui.widgets.rows import Row, RowList
from supervisor_app.ui.widgets.scroll_column import ScrollColumn
from supervisor_app.ui.widgets.sheet import SectionLabel, Sheet
from supervisor_app.ui.widgets.words import Words

if TYPE_CHECKING:
    from supervisor_app.ui.main_window import MainWindow

_NONE = "Records that do not prove themselves would be kept here, with the reason. There are none."
_SENTENCE = "Kept as proof, never deleted; they count for nothing. A tick: nothing is to be done."


class QuarantinePage(Page):
    """The list on the leading side, what to decide first; what is chosen on the other."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window, "Set aside")
        self.shown: Aside | None = None
        self._first: dict[str, OpenFork | LeftBranch] = {}
        self._build()
        self._connect()

    def reload(self) -> None:
        """Ask again, staying at the same line."""
        count = look_up(self, lambda: count_aside(self.site))
        if count is not None:
            self._first = {fork.branches[0].hash: fork for fork in open_forks(self.site)}
            self._first |= {left.branch.hash: left for left in left_branches(self.site)}
            self._render(count + len(self._first))

    def first_focus(self) -> QWidget:
        """The list; the way back while there is nothing."""
        return self.rows.view if self.rows.model.rowCount() else self.back

    def _build(self) -> None:
        self.back = Button("Back", Kind.GHOST, icon=Icon.BACK, key="Esc")
        self.save = Button("Save for support", icon=Icon.DOWNLOAD, height=56)
        for button in (self.back, self.save):
            self.add_header_button(button)
        self.nothing = EmptyState(Icon.TICK, "Nothing is set aside", _NONE)
        self.rows = RowList(self._fetch, name="What was set aside", empty=self.nothing)
        self.panel = ScrollColumn()
        self.forks = ForkPanel(self, self.panel)
        columns = QHBoxLayout()
        columns.setSpacing(COLUMN_GAP)
        columns.addWidget(self.rows, 560)
        columns.addWidget(self.panel, 518)
        self.content.addLayout(columns, 1)

    def _connect(self) -> None:
        self.back.clicked.connect(self.go_up)
        self.save.clicked.connect(self._ask_file)
        self.rows.picked.connect(self._show)
        self.rows.opened.connect(self._show)

    def _fetch(self, offset: int, limit: int) -> list[Row]:
        first = [self._row_of(key, one) for key, one in self._first.items()][offset : offset + limit]
        start, left = max(0, offset - len(self._first)), limit - len(first)
        lines = look_up(self, lambda: aside_lines(self.site, start, left)) or () if left else ()
        return first + [self._row(line) for line in lines]

    def _row_of(self, key: str, one: OpenFork | LeftBranch) -> Row:
        until = max(branch.until for branch in one.branches) if isinstance(one, OpenFork) else one.branch.until
        day, clock = when_words(until, self.main.now().date())
        detail = what_to_do(one) if isinstance(one, OpenFork) else one.sentence
        return Row(key=key, title=one.title, detail=detail, lead=day, lead_detail=clock, icon=Icon.QUESTION)

    def _row(self, line: AsideLine) -> Row:
        day, clock = when_words(line.seen, self.main.now().date()) if line.seen else ("", "")
        title, icon = f"Record {line.seq:,} of {line.station}", Icon.TICK if line.over else Icon.WARN
        return Row(key=line.key, title=title, detail=line.why, lead=day, lead_detail=clock, icon=icon)

    def _render(self, count: int) -> None:
        self.set_header("Set aside", _SENTENCE if count else "")
        self.rows.restart()
        if self.rows.current is None and (first := self.rows.model.row(0)) is not None:
            self.rows.select(first.key)
        self.save.setVisible(count > len(self._first))
        self.panel.setVisible(count > 0)
        if self.rows.current is not None:
            self._show(self.rows.current.key)

    def _show(self, key: str) -> None:
        """Show what a line is about."""
        chosen = self._first.get(key)
        self.shown = None if chosen else look_up(self, lambda: aside(self.site, key))
        self.save.setEnabled(self.shown is not None)
        self.panel.verticalScrollBar().setValue(0)
        self.panel.begin()
        self.forks.clear()
        if isinstance(chosen, OpenFork):
            self.forks.show_fork(chosen)
        elif chosen is not None:
            self.forks.show_left(chosen)
        elif self.shown is not None:
            self._fill(self.shown)
        self.panel.box.addSpacing(12)
        self.panel.box.addStretch(1)
        self.panel.show_filled()

    def _fill(self, item: Aside) -> None:
        head = Sheet(padding=20)
        head.box.setSpacing(8)
        head.box.addWidget(Words(item.line.why, 18, 600, wrap=True))
        head.box.addWidget(Words(item.line.what_to_do, 15, 400, "ink2", wrap=True))
        self.panel.box.addSpacing(2)
        self.panel.box.addWidget(head)
        says = Sheet(padding=20)
        says.box.addWidget(Words(item.says, 16, 400, wrap=True))
        self._section("What it says", says)
        facts = Sheet(padding=0)
        facts.box.addWidget(FactRows(item.header, label_width=96, weight=400))
        self._section("Where it is from", facts)
        if item.raw:
            raw = Words(item.raw, 14, 400, "ink2", mono=True, wrap=True)
            raw.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            sheet = Sheet(padding=20)
            sheet.box.addWidget(raw)
            self._section("Raw content", sheet)

    def _section(self, words: str, sheet: Sheet) -> None:
        self.panel.box.addWidget(SectionLabel(words))
        self.panel.box.addWidget(sheet)

    def _ask_file(self) -> None:
        item = self.shown
        if item is None:
            return
        ask_place(self, Folder.PROOF, "Save for support", "Set aside (*.json)", item.file_name, self.save_file)

    def save_file(self, path: Path) -> None:
        """Write the record that is shown into a file."""
        item = self.shown
        if item is not None:
            perform(self, lambda: save_aside(item, path), changes=False, done=self._saved)

    def _saved(self, path: Path) -> None:
        self.main.notify(f"The record is in {path.name}.")
