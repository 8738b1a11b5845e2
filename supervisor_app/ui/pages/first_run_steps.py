"""The later steps of the first run, each of which can be left out: people, checklists, the shared file."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from supervisor_app.domain.checklist import Checklist
from supervisor_app.domain.texts import in_language
from supervisor_app.services.catalogue import LibraryItem
from supervisor_app.services.people_import import ImportPreview
from supervisor_app.ui.dialogs.shared_file import place_shared_file
from supervisor_app.ui.file_dialogs import Folder, ask_file
from supervisor_app.ui.icons import Icon
from supervisor_app.ui.pages.first_run_step import Step
from supervisor_app.ui.pages.import_columns import ImportColumns
from supervisor_app.ui.widgets.buttons import Button
from supervisor_app.ui.widgets.check_row import CheckRow
from supervisor_app.ui.widgets.choice import Option, Tiles
from supervisor_app.ui.widgets.icon_mark import IconMark
from supervisor_app.ui.widgets.scrolling import Scrolling
from supervisor_app.ui.widgets.sheet import Sheet
from supervisor_app.ui.widgets.words import Words


class PeopleStep(Step):
    """A list of people from a file, or nobody yet."""

    title = "Who works here?"
    sentence = "Take a list you already have: CSV or Excel, with names and employee numbers."
    skip_words = "Skip this for now"
    complete = False
    chosen = Signal(str)
    mapped = Signal(tuple)

    def __init__(self) -> None:
        super().__init__()
        self.preview: ImportPreview | None = None
        self.columns = ImportColumns()
        self.columns.hide()
        self.columns.mapped.connect(self.mapped)
        self.choose = Button("Choose a list", icon=Icon.UPLOAD)
        self.choose.clicked.connect(self._ask_file)
        self._name = Words("No list chosen yet", 16, 600)
        self._summary = Words("Nothing is imported before you have seen what it would do.", 15, 400, "ink2", wrap=True)
        texts = QVBoxLayout()
        texts.setSpacing(4)
        for words in (self._name, self._summary):
            texts.addWidget(words)
        row = QHBoxLayout()
        row.setSpacing(20)
        row.addWidget(IconMark(Icon.PEOPLE, 32, "accent"), 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(texts, 1)
        row.addWidget(self.choose, 0, Qt.AlignmentFlag.AlignTop)
        sheet = Sheet(padding=24)
        sheet.box.addLayout(row)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(20)
        box.addWidget(sheet, 0, Qt.AlignmentFlag.AlignTop)
        box.addWidget(self.columns, 1)

    def show_preview(self, preview: ImportPreview) -> None:
        """Say what the list would do, and what each of its columns is taken for."""
        self.preview = preview
        self._name.setText(preview.name)
        self._summary.setText(preview.summary)
        self.columns.show_preview(preview)
        self.columns.show()
        self.choose.set_words("Another list")
        self.complete = not preview.missing
        count = preview.to_import
        self.next_words = f"Import {count:,} {'person' if count == 1 else 'people'}" if count and not preview.missing else "Next"
        self.changed.emit()

    def first_focus(self) -> QWidget:
        """The choice of a file."""
        return self.choose

    def _ask_file(self) -> None:
        kinds = "Lists (*.csv *.tsv *.txt *.xlsx)"
        ask_file(self, Folder.PEOPLE, "Choose a list of people", kinds, lambda path: self.chosen.emit(str(path)))


class ChecklistStep(Step):
    """Some of the checklists that come with the program."""

    title = "What do you sign off first?"
    sentence = "Take ready-made checklists now; your own can follow later."
    skip_words = "Skip this for now"
    complete = False

    def __init__(self) -> None:
        super().__init__()
        self._rows: list[tuple[CheckRow, Checklist]] = []
        self._sheet = Sheet(padding=0)
        column = QVBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._sheet)
        column.addStretch(1)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(Scrolling(column))

    def show_library(self, items: tuple[LibraryItem, ...]) -> None:
        """Offer these, once."""
        if self._rows:
            return
        for item in items:
            checklist = item.checklist
            critical = sum(step.critical for step in checklist.steps)
            against = in_language(checklist.assessed_against) if checklist.assessed_against else checklist.code
            row = CheckRow(in_language(checklist.title), against, f"{len(checklist.steps)} steps, {critical} critical")
            row.toggled.connect(self._counted)
            self._rows.append((row, checklist))
            self._sheet.add_row(row)

    def chosen(self, cover_from: str) -> tuple[Checklist, ...]:
        """Return the ticked ones, with the site's own level of cover where the checklist knows it."""
        return tuple(
            replace(checklist, cover_from=cover_from) if cover_from in {level.key for level in checklist.levels} else checklist
            for row, checklist in self._rows
            if row.isChecked()
        )

    def first_focus(self) -> QWidget | None:
        """The first one."""
        return self._rows[0][0] if self._rows else None

    def _counted(self) -> None:
        count = sum(row.isChecked() for row, _ in self._rows)
        self.next_words = f"Take {'this one' if count == 1 else f'these {count}'}" if count else "Next"
        self.complete = bool(count)
        self.changed.emit()


class SharedStep(Step):
    """The shared file: now, or later on the page Sync."""

    title = "Are there other laptops?"
    sentence = "They exchange their records through one shared file, on a network drive or a USB stick."
    next_words = "Finish"

    def __init__(self) -> None:
        super().__init__()
        self.path = ""
        self.when = Tiles(
            [Option("later", "Later, on the page Sync", Icon.CLOCK), Option("now", "Make the shared file now", Icon.FILE)], 2
        )
        self.when.choose("later")
        self.when.chosen.connect(self._take)
        self._words = Words("Everything works without it. This laptop always keeps a whole copy.", 15, 400, "ink2", wrap=True)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(16)
        box.addWidget(self.when)
        box.addWidget(self._words)
        box.addStretch(1)

    def first_focus(self) -> QWidget:
        """The choice."""
        return self.when

    def set_path(self, path: str) -> None:
        """Take the place of the shared file; empty is later."""
        self.path = path
        self.when.choose("now" if path else "later")
        self._words.setText(path or "Everything works without it. This laptop always keeps a whole copy.")

    def _take(self, key: str) -> None:
        if key == "later":
            self.set_path("")
            return
        dialog = place_shared_file(self, lambda path: self.set_path(str(path)))
        dialog.rejected.connect(lambda: self.set_path(""))
