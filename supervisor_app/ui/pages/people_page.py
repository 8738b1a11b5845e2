"""People: finding somebody by any part of a name, number or badge; the one who is chosen, whole; adding and importing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from supervisor_app.services.people import PeoplePage as People
from supervisor_app.services.people import count_people, person_story, search_people
from supervisor_app.services.rights import Right
from supervisor_app.ui.actions import look_up
from supervisor_app.ui.allowed import allow
from supervisor_app.ui.dialogs.person_dialog import PersonDialog
from supervisor_app.ui.icons import Icon
from supervisor_app.ui.look.sizes import COLUMN_GAP
from supervisor_app.ui.page import Page
from supervisor_app.ui.pages.people_words import nobody_found, people_sentence, person_row
from supervisor_app.ui.pages.person_actions import connect_panel, show_rights
from supervisor_app.ui.pages.person_panel import PersonPanel
from supervisor_app.ui.widgets.buttons import Button, Kind
from supervisor_app.ui.widgets.choice import Option, Segmented
from supervisor_app.ui.widgets.empty_state import EmptyState
from supervisor_app.ui.widgets.rows import Row, RowList
from supervisor_app.ui.widgets.search_field import SearchField

if TYPE_CHECKING:
    from supervisor_app.ui.main_window import MainWindow

_HERE, _ALL = "here", "all"
_COUNT_AFTER_MS = 150
_SHOW_AFTER_MS = 120
_LIST, _EMPTY = 0, 1


class PeoplePage(Page):
    """The list on the leading side, the person on the other; `open(worker_id=...)` shows somebody."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window, "People")
        self._wanted = ""
        self._last = People((), 0, 0)
        self._build()
        self._connect()

    def open(self, **arguments: object) -> None:
        """Choose `worker_id` when the list is filled; nobody's place is lost without it."""
        self._wanted = str(arguments.get("worker_id", ""))
        if self._wanted:
            self.search.clear()

    def reload(self) -> None:
        """Ask again, staying at the same person."""
        keep = self._wanted or (self.people.current.key if self.people.current else "")
        self._wanted = ""
        counts = look_up(self, lambda: (count_people(self.site, ""), count_people(self.site, "", include_left=True)))
        if counts is not None:
            self._render_counts(*counts)
        allow(self, Right.RECORD_PEOPLE, self.add_button, self.import_button, self.first_add, self.first_import)
        self._fill(keep)

    def first_focus(self) -> QWidget | None:
        """The search, or the import while there is nobody."""
        return self.search if self._stack.currentIndex() == _LIST else self.first_import

    def _build(self) -> None:
        self.add_button = Button("Add a person", icon=Icon.ADD_PERSON, height=56)
        self.import_button = Button("Import a list", Kind.PRIMARY, icon=Icon.UPLOAD, height=56)
        self.set_primary(self.import_button)
        self.add_header_button(self.add_button)
        self.search = SearchField("Name, number or badge")
        self.which = Segmented([Option(_HERE, "Here"), Option(_ALL, "All")])
        self.which.choose(_HERE)
        self.nobody = EmptyState(Icon.SEARCH, "Nobody found", "")
        self.people = RowList(self._fetch, name="People", empty=self.nobody)
        self.panel = PersonPanel()
        left = QVBoxLayout()
        left.setSpacing(8)
        left.addWidget(self.search)
        left.addWidget(self.which)
        left.addSpacing(4)
        left.addWidget(self.people, 1)
        columns = QHBoxLayout()
        columns.setContentsMargins(0, 0, 0, 0)
        columns.setSpacing(COLUMN_GAP)
        columns.addLayout(left, 416)
        columns.addWidget(self.panel, 662)
        self._filled = QWidget()
        self._filled.setLayout(columns)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._filled)
        self._stack.addWidget(self._empty_state())
        self.content.addWidget(self._stack, 1)
        self._counting = QTimer(self, singleShot=True, interval=_COUNT_AFTER_MS)
        self._showing = QTimer(self, singleShot=True)

    def _empty_state(self) -> EmptyState:
        self.first_import = Button("Import a list", Kind.PRIMARY, icon=Icon.UPLOAD)
        self.first_add = Button("Add a person", icon=Icon.ADD_PERSON)
        words = "Import the list your personnel office has, or add the first person by hand."
        return EmptyState(Icon.PEOPLE, "Nobody is here yet", words, self.first_import, self.first_add)

    def _connect(self) -> None:
        for button in (self.import_button, self.first_import):
            button.clicked.connect(lambda: self.main.open_page("people_import"))
        for button in (self.add_button, self.first_add):
            button.clicked.connect(self._add)
        self.search.searched.connect(lambda _: self._fill(""))
        self.search.taken.connect(self.people.take_first)
        self.search.left_down.connect(self._into_list)
        self.which.chosen.connect(lambda _: self._fill(self.people.current.key if self.people.current else ""))
        self.people.picked.connect(self._show)
        self.people.opened.connect(self._show)
        self._counting.timeout.connect(self._count)
        self._showing.timeout.connect(self._show_current)
        connect_panel(self, self.panel)

    def _fetch(self, offset: int, limit: int) -> list[Row]:
        """Give the list its next piece, and remember how many there are."""
        text, everybody = self.search.text(), self.which.value == _ALL
        found = look_up(
            self,
            lambda: search_people(self.site, text, include_left=everybody, limit=limit, offset=offset),
        )
        if found is None:
            return []
        self._last = found
        return [person_row(person) for person in found.rows]

    def _fill(self, keep: str) -> None:
        """Fill the list and show whom it is at: the same person, else the first one."""
        self.people.restart(keep)
        if not self.people.model.rowCount():
            self._say_nobody()
        if keep and self.people.current is None and not self.search.text():
            self._show(keep)
        elif self.people.current is None and (first := self.people.model.row(0)) is not None:
            self.people.select(first.key)
        if self.people.current is not None:
            self._showing.start(_SHOW_AFTER_MS if self.search.text() else 0)
        self.panel.show_somebody(self.people.model.rowCount() > 0)
        if self._last.more:
            self._counting.start()
        else:
            self.search.show_count(self._last.total_shown, self._last.total_people)

    def _say_nobody(self) -> None:
        """Say that nobody fits, or that only people do who left."""
        text, left = self.search.text().strip(), None
        if self.which.value == _HERE:
            left = look_up(self, lambda: search_people(self.site, text, include_left=True, limit=2))
        self.nobody.set_words("Nobody found", nobody_found(text, len(left.rows) if left is not None else 0))

    def _count(self) -> None:
        """The typing paused: now the hits may be counted."""
        text, everybody = self.search.text(), self.which.value == _ALL
        count = look_up(self, lambda: count_people(self.site, text, include_left=everybody))
        if count is not None:
            self.search.show_count(count, self._last.total_people)

    def _show_current(self) -> None:
        """The typing paused: show whom the list is at."""
        if self.people.current is not None:
            self._show(self.people.current.key)

    def _show(self, worker_id: str) -> None:
        self._showing.stop()
        now = self.main.now()
        story = look_up(self, lambda: person_story(self.site, worker_id, now.date()))
        if story is not None:
            self.panel.show_story(story, now)
            show_rights(self, self.panel, story.worker.id)

    def _render_counts(self, here: int, everybody: int) -> None:
        self.set_header("People", people_sentence(here, everybody))
        self.which.set_options([Option(_HERE, f"Here {here}"), Option(_ALL, f"All {everybody}")])
        self.which.setVisible(here != everybody or self.which.value == _ALL)
        self._stack.setCurrentIndex(_LIST if everybody else _EMPTY)
        for button in (self.add_button, self.import_button):
            button.setVisible(bool(everybody))

    def _into_list(self) -> None:
        self.people.view.setFocus()
        if not self.people.view.currentIndex().isValid():
            self.people.view.setCurrentIndex(self.people.model.index(0, 0))

    def _add(self) -> None:
        dialog = PersonDialog(self, self.site, self.session)
        dialog.saved.connect(lambda worker_id: self.main.open_page("people", worker_id=worker_id))
        dialog.open()
