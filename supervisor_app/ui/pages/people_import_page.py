"""Importing a list of people: choose the file, see what it would change, import, read what was done."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from supervisor_app.domain.people_import import ImportRow
from supervisor_app.errors import UserError
from supervisor_app.services.people import ImportPreview, ImportResult, PeopleTable, preview_import, run_import
from supervisor_app.services.rights import Right, may
from supervisor_app.ui import messages
from supervisor_app.ui.actions import perform_in_background
from supervisor_app.ui.allowed import allow
from supervisor_app.ui.file_dialogs import Folder, ask_file
from supervisor_app.ui.icons import Icon
from supervisor_app.ui.jobs import Cancelled, Job, Progress
from supervisor_app.ui.look.sizes import COLUMN_GAP
from supervisor_app.ui.page import Page
from supervisor_app.ui.pages.import_columns import ImportColumns
from supervisor_app.ui.pages.import_words import (
    EVERY,
    button_words,
    filter_words,
    import_row,
    preview_words,
    result_words,
    rows_of_kind,
)
from supervisor_app.ui.widgets.buttons import Button, Kind
from supervisor_app.ui.widgets.choice import Option, Segmented
from supervisor_app.ui.widgets.drop_area import DropArea
from supervisor_app.ui.widgets.empty_state import EmptyState
from supervisor_app.ui.widgets.rows import Row, RowList
from supervisor_app.ui.widgets.toggle import Toggle
from supervisor_app.ui.widgets.words import Words

if TYPE_CHECKING:
    from supervisor_app.ui.main_window import MainWindow

_FILES = "Lists of people (*.csv *.txt *.tsv *.xlsx);;All files (*)"
_CHOOSE, _PREVIEW, _DONE = 0, 1, 2
_DROP_HEIGHT = 300
_CAN_HOLD = (
    "It needs a number for each person and a name: in two columns, or whole in one. It may also have names in Latin letters, "
    "job, department, shift, badge, first and last day, country and language. Other columns are left out. "
    "Nobody is ever deleted by a list."
)
_FIRST_SENTENCE = "Nothing is written before you have seen what changes."


class PeopleImportPage(Page):
    """One list at a time; each visit begins with the choice of a file."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window, "Import a list")
        self.preview: ImportPreview | None = None
        self._rows: tuple[ImportRow, ...] = ()
        self._job: Job | None = None
        self._reading: Job | None = None
        self._build()
        self._connect()

    def open(self, **arguments: object) -> None:
        """Begin with the choice of a file; `path` is read at once."""
        self._begin()
        path = arguments.get("path")
        if isinstance(path, Path):
            self.read(path)

    def reload(self) -> None:
        """What changed elsewhere counts when the import runs; the page keeps its place."""
        able = may(self.site, self.session, Right.RECORD_PEOPLE)
        self.show_barred(able.why_not, able.hint)

    def leave(self) -> bool:
        """A running import is asked to stop; nothing of it is kept then."""
        if self._job is not None:
            self._job.cancel()
        return True

    def first_focus(self) -> QWidget | None:
        """The choice of a file."""
        return self.drop if self._stack.currentIndex() == _CHOOSE else self.go

    def read(self, source: Path | PeopleTable, mapping: tuple[str, ...] | None = None) -> None:
        """Read a list, or map the one that was read anew, and show what it would change."""
        whole, name = self.whole.isChecked(), source.name
        self._overtake()

        def work(progress: Progress, cancelled: Cancelled) -> ImportPreview:
            return preview_import(self.site, source, mapping=mapping, whole_roster=whole)

        self._reading = perform_in_background(
            self, work, words=f"Reading {name}", done=self._read_done, failed=self._refused, changes=False, cancel=False
        )

    def start(self) -> None:
        """Import what the preview shows."""
        preview = self.preview
        if preview is None or not preview.to_import or self._job is not None:
            return

        def work(progress: Progress, cancelled: Cancelled) -> ImportResult:
            return run_import(self.site, self.session, preview, progress, cancelled)

        self.go.setEnabled(False)
        self._job = perform_in_background(
            self, work, words=button_words(preview).replace("Import", "Importing"), done=self._imported, failed=self._not_imported
        )

    def _build(self) -> None:
        self.another = Button("Another list", icon=Icon.FILE, height=56)
        self.go = Button("Import", Kind.PRIMARY, icon=Icon.TICK, key="Enter", height=56)
        self.set_primary(self.go)
        self.add_header_button(self.another)
        sentence = "CSV or XLSX, from a spreadsheet or a personnel system. Columns are found by their headings."
        self.drop = DropArea("Drop a list of people here", f"{sentence}\nOr press Enter to choose a file.", Icon.FILE)
        self.columns = ImportColumns()
        self.whole = Toggle("This is the whole roster: who is missing has left")
        self.kinds = Segmented()
        self.rows = RowList(self._fetch, name="What the list changes", empty=self._needs_columns())
        self.done = EmptyState(Icon.TICK, "", "", *self._last_buttons())
        self._stack = QStackedWidget()
        for part in (self._choose_part(), self._preview_part(), self.done):
            self._stack.addWidget(part)
        self.content.addWidget(self._stack, 1)

    def _choose_part(self) -> QWidget:
        part = QWidget()
        box = QVBoxLayout(part)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(20)
        self.drop.setFixedHeight(_DROP_HEIGHT)
        box.addWidget(self.drop)
        box.addWidget(Words(_CAN_HOLD, 15, 400, "ink2", wrap=True))
        box.addStretch(1)
        return part

    def _needs_columns(self) -> EmptyState:
        self._missing = EmptyState(Icon.QUESTION, "Columns first", "")
        return self._missing

    def _last_buttons(self) -> tuple[Button, Button]:
        self.to_people = Button("See the people", Kind.PRIMARY, trailing=Icon.ARROW)
        self.next_list = Button("Import another list")
        return self.to_people, self.next_list

    def _preview_part(self) -> QWidget:
        trailing = QVBoxLayout()
        trailing.setSpacing(8)
        top = QHBoxLayout()
        top.addWidget(self.whole)
        top.addStretch(1)
        trailing.addLayout(top)
        trailing.addWidget(self.kinds)
        trailing.addSpacing(4)
        trailing.addWidget(self.rows, 1)
        part = QWidget()
        row = QHBoxLayout(part)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(COLUMN_GAP)
        row.addWidget(self.columns, 420)
        row.addLayout(trailing, 658)
        return part

    def _connect(self) -> None:
        self.drop.clicked.connect(self._choose_file)
        self.drop.files_dropped.connect(lambda paths: self.read(paths[0]))
        for button in (self.another, self.next_list):
            button.clicked.connect(self._begin)
        self.go.clicked.connect(self.start)
        self.to_people.clicked.connect(lambda: self.main.open_page("people"))
        self.columns.mapped.connect(self._map_anew)
        self.whole.toggled.connect(lambda _: self._map_anew(None))
        self.kinds.chosen.connect(self._filter)

    def _begin(self) -> None:
        """Start over with the choice of a file."""
        self._overtake()
        self.preview = None
        self._rows = ()
        self.whole.blockSignals(True)
        self.whole.setChecked(False)
        self.whole.blockSignals(False)
        self.clear_notice()
        self._show_part(_CHOOSE, _FIRST_SENTENCE)
        self.drop.setFocus()

    def _choose_file(self) -> None:
        ask_file(self, Folder.PEOPLE, "Choose a list of people", _FILES, self.read)

    def _map_anew(self, mapping: tuple[str, ...] | None) -> None:
        if self.preview is not None:
            self.read(self.preview.table, self.preview.mapping if mapping is None else mapping)

    def _overtake(self) -> None:
        """What is being read is not wanted any more: neither its preview nor its refusal."""
        if self._reading is not None:
            self._reading.overtake()
            self._reading = None

    def _read_done(self, preview: ImportPreview) -> None:
        self._reading = None
        self.preview = preview
        self._render(preview)

    def _refused(self, problem: UserError) -> None:
        self._reading = None
        messages.show(self, problem, self._choose_file)

    def _render(self, preview: ImportPreview) -> None:
        first = self._stack.currentIndex() != _PREVIEW
        self._show_part(_PREVIEW, preview_words(preview))
        self.columns.show_preview(preview)
        self.go.set_words(button_words(preview))
        self.go.setEnabled(bool(preview.to_import) and allow(self, Right.RECORD_PEOPLE, self.go).allowed)
        self._missing.set_words("Columns first" if preview.missing else "Nothing to show", preview.missing or preview.summary)
        self.kinds.set_options([Option(key, words) for key, words in filter_words(preview)])
        self.kinds.setVisible(bool(preview.rows))
        self._filter(self.kinds.value or EVERY)
        if first:
            (self.go if self.go.isEnabled() else self.columns.buttons[0]).setFocus()

    def _filter(self, key: str) -> None:
        self.kinds.choose(key)
        rows = self.preview.rows if self.preview else ()
        self._rows = rows_of_kind(rows, key)
        self.rows.restart()

    def _fetch(self, offset: int, limit: int) -> list[Row]:
        return [import_row(place, row) for place, row in enumerate(self._rows[offset : offset + limit], start=offset)]

    def _imported(self, result: ImportResult) -> None:
        self._job = None
        title, sentence = result_words(result)
        self.done.set_words(title, sentence)
        self._show_part(_DONE, title + ".")
        self.to_people.setFocus()

    def _not_imported(self, problem: UserError) -> None:
        self._job = None
        self.go.setEnabled(True)
        messages.show(self, problem, self.start)

    def _show_part(self, part: int, sentence: str) -> None:
        self.set_header("Import a list", sentence)
        self._stack.setCurrentIndex(part)
        for button in (self.go, self.another):
            button.setVisible(part == _PREVIEW)
