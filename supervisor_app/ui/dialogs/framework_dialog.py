"""Choosing what a checklist answers to: the items of a framework, searched by code and words, ticked."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from supervisor_app.domain.checklist import Alignment, Checklist
from supervisor_app.services.aligning import Framework, found
from supervisor_app.ui.icons import Icon
from supervisor_app.ui.widgets.buttons import Button, Kind
from supervisor_app.ui.widgets.dialog import SheetDialog
from supervisor_app.ui.widgets.empty_state import EmptyState
from supervisor_app.ui.widgets.rows import Row, RowList
from supervisor_app.ui.widgets.search_field import SearchField

_HEIGHT = 340


class FrameworkDialog(SheetDialog):
    """`chosen(alignments)` with the items that were ticked, in the framework's order."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget, framework: Framework, checklist: Checklist) -> None:
        super().__init__(parent, "What this checklist answers to", _sentence(framework), width=720)
        self._items = framework.items
        self._here = frozenset(one.url for one in checklist.alignment)
        self._ticked: set[str] = set()
        self._found = self._items
        self.search = SearchField("Search by code or words")
        self.list = RowList(
            self._rows, name="Items of the framework", empty=EmptyState(Icon.SEARCH, "Nothing found", "No item has these words.")
        )
        self.list.setFixedHeight(_HEIGHT)
        self.box.addWidget(self.search)
        self.box.addWidget(self.list)
        cancel = Button("Cancel", Kind.GHOST, key="Esc")
        self.take = Button("Add", Kind.PRIMARY)
        self.add_buttons(cancel, self.take)
        cancel.clicked.connect(self.reject)
        self.take.clicked.connect(self._take)
        self.search.searched.connect(self._search)
        self.search.taken.connect(self.list.take_first)
        self.search.left_down.connect(self.list.view.setFocus)
        self.list.opened.connect(self._turn)
        self._search("")
        self._count()
        self.search.setFocus()

    def _search(self, text: str) -> None:
        self._found = found(self._items, text)
        self.search.show_count(len(self._found), len(self._items))
        self.list.restart()

    def _rows(self, offset: int, limit: int) -> list[Row]:
        return [self._row(one) for one in self._found[offset : offset + limit]]

    def _row(self, one: Alignment) -> Row:
        here = one.url in self._here
        detail = "It answers to this already" if here else one.url
        ticked = None if here else one.url in self._ticked
        return Row(key=one.url, title=one.name, detail=detail, number=one.code, muted=here, checked=ticked)

    def _turn(self, url: str) -> None:
        """Tick an item, or take its tick away; what one is at stays."""
        self._ticked ^= {url}
        self.list.restart(url)
        self._count()

    def _count(self) -> None:
        self.take.set_words(f"Add {len(self._ticked)}" if self._ticked else "Add")
        self.take.setEnabled(bool(self._ticked))

    def _take(self) -> None:
        self.chosen.emit(tuple(one for one in self._items if one.url in self._ticked))
        self.accept()


def _sentence(framework: Framework) -> str:
    left = framework.left_out
    without = f" {left} have no text or no address and are left out." if left else ""
    return f"{framework.title}: tick what this checklist shows. Its certificates will name it.{without}"
