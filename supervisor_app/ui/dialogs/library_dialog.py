"""Choosing among the checklists that come with the app: those the site does not have yet."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from supervisor_app.domain.checklist import Checklist
from supervisor_app.domain.texts import in_language
from supervisor_app.services.catalogue import LibraryItem, validity_in_words
from supervisor_app.ui.widgets.buttons import Button, Kind
from supervisor_app.ui.widgets.check_row import CheckRow
from supervisor_app.ui.widgets.dialog import SheetDialog
from supervisor_app.ui.widgets.scrolling import Scrolling

_ROW = 61
_MOST = 6


class LibraryDialog(SheetDialog):
    """`chosen(checklists)` with what was ticked."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget, items: Sequence[LibraryItem]) -> None:
        super().__init__(parent, "Add from the library", "Ready-made checklists that this site does not have yet.", width=640)
        self._items = tuple(items)
        self.rows = [_row(item) for item in self._items]
        column = QVBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(1)
        for row in self.rows:
            column.addWidget(row)
            row.toggled.connect(lambda _on: self._count())
        column.addStretch(1)
        area = Scrolling(column)
        area.setFixedHeight(min(len(self.rows), _MOST) * _ROW + 2)
        self.box.addWidget(area)
        cancel = Button("Cancel", Kind.GHOST, key="Esc")
        self.publish = Button("Publish", Kind.PRIMARY, key="Enter")
        cancel.clicked.connect(self.reject)
        self.publish.clicked.connect(self._take)
        self.add_buttons(cancel, self.publish, primary=self.publish)
        self._count()
        if self.rows:
            self.rows[0].setFocus()

    def _ticked(self) -> list[Checklist]:
        return [item.checklist for item, row in zip(self._items, self.rows, strict=True) if row.isChecked()]

    def _count(self) -> None:
        count = len(self._ticked())
        self.publish.set_words(f"Publish {count}" if count else "Publish")
        self.publish.setEnabled(count > 0)

    def _take(self) -> None:
        self.chosen.emit(self._ticked())
        self.accept()


def _row(item: LibraryItem) -> CheckRow:
    checklist = item.checklist
    detail = f"{checklist.code} · {len(checklist.steps)} steps · {validity_in_words(checklist)}"
    return CheckRow(in_language(checklist.short_title), detail)
