"""The skills matrix: who holds what on a day, how well each skill is covered, and in a sentence why one cell is as it is."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QMenu, QStackedWidget, QVBoxLayout, QWidget

from supervisor_app.domain.dates import short_day
from supervisor_app.errors import UserError
from supervisor_app.services.matrix import Matrix, matrix
from supervisor_app.services.matrix_choice import Shown, choose, cover_rule, departments
from supervisor_app.ui import messages
from supervisor_app.ui.actions import perform_in_background
from supervisor_app.ui.icons import Icon
from supervisor_app.ui.jobs import Cancelled, Job, Progress
from supervisor_app.ui.page import Page
from supervisor_app.ui.pages.matrix_state import (
    covers,
    face_of,
    first_cell,
    kinds,
    reading,
    sentence,
)
from supervisor_app.ui.stopping import stoppable
from supervisor_app.ui.widgets.buttons import Button, Kind
from supervisor_app.ui.widgets.empty_state import EmptyState
from supervisor_app.ui.widgets.matrix_legend import MatrixLegend
from supervisor_app.ui.widgets.matrix_model import MatrixModel
from supervisor_app.ui.widgets.matrix_reading import MatrixReading
from supervisor_app.ui.widgets.matrix_view import MatrixSheet
from supervisor_app.ui.widgets.search_field import SearchField

if TYPE_CHECKING:
    from supervisor_app.ui.main_window import MainWindow

_EVERYWHERE = "All departments"
_AHEAD = (30, 60, 90)
_SEARCH, _SEARCH_NARROW, _NARROW = 248, 176, 1000
"""The width of the search field, and on a page narrower than the third: the buttons beside it keep their words."""
_TABLE, _NOBODY, _NOTHING, _UNKNOWN = 0, 1, 2, 3


class MatrixPage(Page):
    """People down, skills across; the day and the department can be chosen.

    The matrix is worked out beside the window by `job`; until it is there, the one before it stays.
    """

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window, "Skills matrix")
        self.matrix: Matrix | None = None
        self.shown = Shown(rows=(), columns=())
        self.job: Job | None = None
        self._charting: Job | None = None
        self._asked = 0
        self._ahead = 0
        """The day that was chosen, and that of the matrix in sight, each in days from today."""
        self._department = ""
        self._build()
        self._connect()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The search field gives way first where the screen is narrow."""
        super().resizeEvent(event)
        self.search.setFixedWidth(_SEARCH_NARROW if self.width() < _NARROW else _SEARCH)

    def _build(self) -> None:
        self.search = SearchField("Person or skill")
        self.search.setFixedWidth(_SEARCH)
        self.day = Button("", icon=Icon.TODAY)
        self.where = Button(_EVERYWHERE, trailing=Icon.DOWN)
        self.print = Button("Print", icon=Icon.PRINTER)
        self.print.setAccessibleName("Print the skills matrix as it is shown, or save it as PDF")
        for part in (self.search, self.day, self.where, self.print):
            part.hide()  # until there is what they choose from
            if self.header is not None:
                self.header.buttons.addWidget(part)
        self.model = MatrixModel(self)
        self.legend = MatrixLegend()
        self.sheet = MatrixSheet(self.model)
        self.table = self.sheet.table
        self.reading = MatrixReading()
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(self.legend)
        column.addWidget(self.sheet, 1000)
        column.addWidget(self.reading)
        column.addStretch(1)
        self.import_button = Button("Import a list", Kind.PRIMARY, icon=Icon.UPLOAD)
        self.add_checklists = Button("Open the checklists", Kind.PRIMARY, icon=Icon.CHECKLIST)
        self._stack = QStackedWidget()
        self._stack.addWidget(inside)
        self._stack.addWidget(
            EmptyState(Icon.PEOPLE, "Nobody is here yet", "The matrix fills itself as people are signed off.", self.import_button)
        )
        self._stack.addWidget(
            EmptyState(Icon.CHECKLIST, "No checklists yet", "Each checklist of the site is a column here.", self.add_checklists)
        )
        self._stack.addWidget(QWidget())
        self._stack.setCurrentIndex(_UNKNOWN)
        self.content.addWidget(self._stack, 1)

    def _connect(self) -> None:
        self.search.searched.connect(lambda _text: self._show())
        self.search.taken.connect(self._into_table)
        self.search.left_down.connect(self._into_table)
        self.day.clicked.connect(self._choose_day)
        self.where.clicked.connect(self._choose_department)
        self.print.clicked.connect(self._print)
        self.table.moved.connect(self._read)
        self.table.opened.connect(lambda _row, _column: self._open_person())
        self.reading.person.clicked.connect(self._open_person)
        self.reading.observe.clicked.connect(self._observe)
        self.import_button.clicked.connect(lambda: self.main.open_page("people_import"))
        self.add_checklists.clicked.connect(lambda: self.main.open_page("checklists"))

    def reload(self) -> None:
        """Ask for the matrix of the chosen day."""
        if self.job is not None:
            self.job.overtake()
        today, site, before, ahead = self.main.now().date(), self.site, self.matrix, self._asked

        def work(progress: Progress, cancelled: Cancelled) -> Matrix:
            return matrix(site, today + timedelta(days=ahead), progress, cancelled, before=before)

        self.job = perform_in_background(
            self,
            stoppable(work),
            words="Working out who holds what",
            done=lambda found: self._found(found, today, ahead),
            failed=self._not_found,
            changes=False,
            quiet=True,
        )

    def leave(self) -> bool:
        """Nobody waits for it any more: the next visit asks anew."""
        self._overtake()
        return True

    def locked(self) -> None:
        """Whoever comes back asks anew."""
        self._overtake()

    def first_focus(self) -> QWidget | None:
        """The cells: arrows move at once."""
        places = {_TABLE: self.table, _NOBODY: self.import_button, _NOTHING: self.add_checklists}
        return places.get(self._stack.currentIndex())

    # Choosing

    def show_day(self, ahead: int) -> None:
        """Show the matrix as it will be in so many days if nothing is done."""
        self._asked = ahead
        self.reload()

    def show_department(self, department: str) -> None:
        """Show the people of one department; empty for all."""
        self._department = department
        self.where.set_words(department or _EVERYWHERE)
        self._show()

    def _choose_day(self) -> None:
        menu = QMenu(self)
        today = self.main.now().date()
        for ahead in (0, *_AHEAD):
            words = f"{_day_words(today, ahead)}{'' if ahead == 0 else f', in {ahead} days'}"
            menu.addAction(words).triggered.connect(partial(self._day_chosen, ahead))
        menu.popup(self.day.mapToGlobal(self.day.rect().bottomLeft()))

    def _day_chosen(self, ahead: int, _checked: bool = False) -> None:
        self.show_day(ahead)

    def _choose_department(self) -> None:
        if self.matrix is None:
            return
        menu = QMenu(self)
        for name in ("", *departments(self.matrix)):
            menu.addAction(name.replace("&", "&&") or _EVERYWHERE).triggered.connect(partial(self._department_chosen, name))
        menu.popup(self.where.mapToGlobal(self.where.rect().bottomLeft()))

    def _department_chosen(self, name: str, _checked: bool = False) -> None:
        self.show_department(name)

    def _print(self) -> None:
        """Show what is in sight as it will hang on the wall."""
        from supervisor_app.ui.chart_printing import show_chart  # not for whoever only looks

        if self.matrix is not None:
            if self._charting is not None:
                self._charting.overtake()
            self._charting = show_chart(self.main, self.matrix, self.search.text(), self._department)

    def _into_table(self) -> None:
        if self.shown.rows:
            self.table.setFocus()

    # Showing

    def _overtake(self) -> None:
        """Nobody waits for anything any more."""
        for job in (self.job, self._charting):
            if job is not None:
                job.overtake()
        self.job = self._charting = None

    def _found(self, found: Matrix | None, today: date, ahead: int) -> None:
        """Show what was worked out, unless it is in sight already; where it was stopped (None), what was in sight stays."""
        self.job = None
        if found is None:
            self._asked = self._ahead
            again = partial(self.show_day, ahead)
            self.show_notice("The matrix was not worked out.", "It was stopped before the end.", "Work it out", again)
            self.unread = self.notice
            return
        self.clear_unread()
        self._ahead = ahead
        if found is not self.matrix:
            waiting = self.window().focusWidget() is self
            self.matrix = found
            self._render(found, today)
            if waiting and (place := self.first_focus()) is not None:
                place.setFocus(Qt.FocusReason.OtherFocusReason)

    def _not_found(self, problem: UserError) -> None:
        self.job = None
        self._asked = self._ahead
        messages.show(self, problem)
        self.unread = self.notice

    def _render(self, found: Matrix, today: date) -> None:
        self.set_header("Skills matrix", sentence(found, today))
        self.day.set_words(_day_words(today, self._ahead))
        empty = _NOBODY if not found.rows else _NOTHING if not found.columns else _TABLE
        self._stack.setCurrentIndex(empty)
        for part in (self.search, self.day, self.where, self.print):
            part.setVisible(empty == _TABLE)
        if self._department and self._department not in departments(found):
            self.show_department("")
        self.where.setVisible(empty == _TABLE and len(departments(found)) > 1)
        self.legend.show_signs(found.columns[0].levels if found.columns else (), kinds(found))
        self._show()

    def _show(self) -> None:
        """Show who is found; the cell one was at stays current where it is still in sight."""
        found = self.matrix
        if found is None:
            return
        at = self._current()
        self.shown = shown = choose(found, self.search.text(), self._department)
        self.search.show_count(len(shown.rows), len(found.rows))
        faces = [
            [face_of(found.rows[row].cells[column], found.columns[column]) for column in shown.columns] for row in shown.rows
        ]
        self.model.show(
            [found.rows[row].person.name for row in shown.rows],
            [found.columns[column].title for column in shown.columns],
            faces,
            self._say,
        )
        count = len(shown.rows)
        self.table.corner.words = "1 person" if count == 1 else f"{count} people"
        self.table.corner.update()
        cover = covers(found, shown)
        spoken = ". ".join(
            f"{found.columns[column].title}: {face.count}, {face.word}" for column, face in zip(shown.columns, cover, strict=True)
        )
        title = "Cover today" if self._ahead == 0 else f"Cover in {self._ahead} days"
        self.sheet.cover.show_cover(title, cover_rule(found), cover, f"{title}. {spoken}")
        self._go_to(at)

    def _current(self) -> tuple[int, int]:
        """The cell one is at, by its place in the whole matrix; the first one where there is none."""
        here = self.table.currentIndex()
        if not here.isValid() or here.row() >= len(self.shown.rows):
            return first_cell(self.matrix) if self.matrix is not None else (0, 0)
        return self.shown.rows[here.row()], self.shown.columns[here.column()]

    def _go_to(self, at: tuple[int, int]) -> None:
        if not self.shown.rows or not self.shown.columns:
            self.reading.show_nothing("Nobody and no skill is called so.")
            return
        row = self.shown.rows.index(at[0]) if at[0] in self.shown.rows else 0
        column = self.shown.columns.index(at[1]) if at[1] in self.shown.columns else 0
        self.table.setCurrentIndex(self.model.index(row, column))
        self._read(row, column)

    def _say(self, row: int, column: int) -> str:
        if self.matrix is None:
            return ""
        line = reading(self.matrix, self.shown.rows[row], self.shown.columns[column])
        return f"{line.title}: {line.standing}"

    def _read(self, row: int, column: int) -> None:
        if self.matrix is not None and row < len(self.shown.rows):
            line = reading(self.matrix, self.shown.rows[row], self.shown.columns[column])
            own = bool(self.session.worker_id) and line.worker_id == self.session.worker_id
            self.reading.show_reading(line, own=own)

    def _open_person(self) -> None:
        if self.reading.line is not None:
            self.main.open_page("person", worker_id=self.reading.line.worker_id)

    def _observe(self) -> None:
        line = self.reading.line
        if line is not None:
            self.main.open_page("observe", worker_id=line.worker_id, competency=line.competency)


def _day_words(today: date, ahead: int) -> str:
    return short_day(today + timedelta(days=ahead))
