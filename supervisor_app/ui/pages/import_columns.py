"""The columns of a list and what each is taken for: one row per column, a menu behind its button."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from supervisor_app.services.people import COLUMN_WORDS, ImportPreview
from supervisor_app.ui.icons import Icon
from supervisor_app.ui.look.sizes import sizes
from supervisor_app.ui.widgets.buttons import Button
from supervisor_app.ui.widgets.scrolling import Scrolling
from supervisor_app.ui.widgets.sheet import SectionLabel, Sheet
from supervisor_app.ui.widgets.words import Words

_BUTTON = 216
_MOST_COLUMNS = 60
"""Columns that can be mapped by hand; a list with more is mapped by its headings."""


class ImportColumns(QWidget):
    """`mapped(mapping)` when a column is taken for something else; a tuple with one field or "" per column."""

    mapped = Signal(tuple)

    def __init__(self) -> None:
        super().__init__()
        self._mapping: tuple[str, ...] = ()
        self.buttons: list[Button] = []
        self._sheet = Sheet(padding=0)
        rows = QVBoxLayout()
        rows.setContentsMargins(0, 0, 0, 0)
        rows.addWidget(self._sheet)
        rows.addStretch(1)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        self._label = SectionLabel("")
        box.addWidget(self._label)
        box.addWidget(Scrolling(rows), 1)

    def show_preview(self, preview: ImportPreview) -> None:
        """Show the columns of a list; the rows are made anew only for another list."""
        fresh = len(self.buttons) != min(len(preview.headings), _MOST_COLUMNS) or self._sheet.property("list") != preview.name
        self._mapping = preview.mapping
        self._label.set_words(f"{preview.name[:32]}, read as {preview.table.encoding}")
        if fresh:
            self._sheet.setProperty("list", preview.name)
            self._make_rows(preview)
        for button, column in zip(self.buttons, preview.mapping, strict=False):
            button.set_words(COLUMN_WORDS[column])
            button.setAccessibleName(f"{button.property('heading')} is taken for: {COLUMN_WORDS[column]}")

    def take(self, place: int, column: str) -> None:
        """Take a column for something; another column that was taken for it is left out."""
        mapping = ["" if column and taken == column else taken for taken in self._mapping]
        mapping[place] = column
        self.mapped.emit(tuple(mapping))

    def _make_rows(self, preview: ImportPreview) -> None:
        self._sheet.clear_rows()
        self.buttons = []
        for place, heading in enumerate(preview.headings[:_MOST_COLUMNS]):
            self._sheet.add_row(self._make_row(place, heading, preview.sample(place)))

    def _make_row(self, place: int, heading: str, sample: str) -> QWidget:
        row = QWidget()
        row.setMinimumHeight(sizes().two_lines - 1)
        name = heading or f"Column {place + 1}"
        texts = QVBoxLayout()
        texts.setSpacing(0)
        texts.addStretch(1)
        texts.addWidget(Words(name, 15, 500, elide=True))
        texts.addWidget(Words(sample, 14, 400, "ink3", elide=True))
        texts.addStretch(1)
        button = Button("", trailing=Icon.DOWN, height=44)
        button.setFixedWidth(_BUTTON)
        button.setProperty("heading", name)
        button.clicked.connect(partial(self._offer, place))
        self.buttons.append(button)
        line = QHBoxLayout(row)
        line.setContentsMargins(16, 8, 12, 8)
        line.setSpacing(12)
        line.addLayout(texts, 1)
        line.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
        return row

    def _offer(self, place: int) -> None:
        """Open the menu below the button, at what the column is taken for now."""
        button = self.buttons[place]
        menu = QMenu(button)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.setFont(button.font())
        for column, words in COLUMN_WORDS.items():
            action = QAction(words, menu)
            action.setCheckable(True)
            action.setChecked(column == self._mapping[place])
            action.triggered.connect(partial(self.take, place, column))
            menu.addAction(action)
            if action.isChecked():
                menu.setActiveAction(action)
        menu.popup(button.mapToGlobal(QPoint(0, button.height())))
