"""The list side of the Certificates page: search, which ones, the rows, and choosing several of them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QStyleOptionViewItem, QVBoxLayout, QWidget

from supervisor_app.ui.icons import Icon
from supervisor_app.ui.pages.certificates_several import Several
from supervisor_app.ui.pages.certificates_words import OFFER_MARK
from supervisor_app.ui.widgets.buttons import Button, IconButton, Kind
from supervisor_app.ui.widgets.choice import Segmented
from supervisor_app.ui.widgets.empty_state import EmptyState
from supervisor_app.ui.widgets.notice import announce
from supervisor_app.ui.widgets.row_painting import Row, RowState, paint_row
from supervisor_app.ui.widgets.rows import ROW_ROLE, Fetch, RowDelegate, RowList
from supervisor_app.ui.widgets.search_field import SearchField
from supervisor_app.ui.widgets.words import Words

ROW = 69
LONGEST_CODE = 2000


class _Delegate(RowDelegate):
    """Rows with a box before them while several are chosen."""

    def __init__(self, several: Several, parent: QWidget) -> None:
        super().__init__(card=False, height=ROW, parent=parent)
        self._several = several

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        """Paint the record of `index`, with its box."""
        row, view = index.data(ROW_ROLE), option.widget
        if not self._several.on or not isinstance(row, Row) or not isinstance(view, QAbstractItemView):
            super().paint(painter, option, index)
            return
        current = view.currentIndex().row() == index.row()
        last = index.row() == index.model().rowCount() - 1
        state = RowState(selected=current, focused=current and view.hasFocus(), last=last)
        paint_row(painter, option.rect.toRectF(), with_box(row, checked=row.key in self._several.ids), state)


def with_box(row: Row, *, checked: bool) -> Row:
    """Return the row with a box before it."""
    return Row(key=row.key, title=row.title, detail=row.detail, number=row.number, chip=row.chip, checked=checked)


class CertificatesList(QWidget):
    """`changed()` when several are chosen or given up; rows are told by `rows.picked` and `rows.opened`."""

    changed = Signal()

    def __init__(self, fetch: Fetch) -> None:
        super().__init__()
        self.several = Several()
        self.search = SearchField("Name, number or scan a code")
        self.search.setMaxLength(LONGEST_CODE)
        self.which = Segmented()
        self.everywhere = Button("Look in all")
        self.nothing = EmptyState(Icon.SEARCH, "Nothing found", "", self.everywhere)
        self.rows = RowList(fetch, row_height=ROW, name="Certificates", empty=self.nothing, several=True)
        self.rows.view.setItemDelegate(_Delegate(self.several, self.rows.view))
        self._build()
        self._connect()

    @property
    def may_choose(self) -> bool:
        """Whether several rows may be chosen: not of what is no certificate of ours."""
        return self.choose.isEnabled()

    def let_choose(self, allowed: bool) -> None:
        """Let several rows be chosen, or not."""
        self.choose.setEnabled(allowed)

    def give_up(self) -> None:
        """Choose several no more."""
        self.several.end()
        self._render()

    def take(self, keys: Sequence[str]) -> None:
        """Choose all of these, besides what is chosen."""
        if keys:
            self.several.take(keys)
            self._say(self.count_words())

    def _build(self) -> None:
        self.filter = IconButton(Icon.FILTER, "Show only some: on hold, withdrawn, ending soon, declared")
        self.choose = Button("Select several", Kind.LINK, key="F2", height=44)
        self.count = Words("", 15, 500)
        self.all = Button("Select all", Kind.LINK, key="Ctrl+A", height=44)
        self.all.setAutoRepeat(False)
        self.done = Button("Done", Kind.GHOST, key="Esc", height=44)
        foot = QHBoxLayout()
        foot.setContentsMargins(0, 0, 0, 0)
        foot.setSpacing(8)
        foot.addWidget(self.choose)
        foot.addWidget(self.count, 1)
        foot.addStretch()
        foot.addWidget(self.all)
        foot.addWidget(self.done)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(8)
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(self.search, 1)
        top.addWidget(self.filter)
        box.addLayout(top)
        box.addWidget(self.which)
        box.addSpacing(4)
        box.addWidget(self.rows, 1)
        box.addLayout(foot)
        self._show_foot()

    def _connect(self) -> None:
        self.choose.clicked.connect(self._begin)
        self.done.clicked.connect(self.give_up)
        self.rows.opened.connect(self._toggle)
        self.rows.gathered.connect(self._gather)
        self.search.left_down.connect(self._into_rows)

    def _begin(self) -> None:
        self.several.on = True
        self._into_rows()
        self._render()
        announce(self.rows, "Space selects a certificate, Shift and an arrow several, Escape ends selecting.")

    def _toggle(self, key: str) -> None:
        if self.several.on and not key.startswith(OFFER_MARK):
            self.several.toggle(key)
            self._say(f"{'Selected' if key in self.several.ids else 'Not selected'}. {self.count_words()}")

    def _gather(self, before: str, key: str, span: bool) -> None:
        """Shift reaches from row to row, Ctrl takes one in or out; the row one was at is taken with the first of them."""
        if not self.may_choose:
            return
        if span:
            self.several.reach(before, key, self.rows.keys_between)
        else:
            if not self.several.on and before != key:
                self.several.toggle(before)
            self.several.toggle(key)
        self._say(self.count_words())

    def _say(self, words: str) -> None:
        self.several.on = True
        self._render()
        announce(self.rows, words)

    def count_words(self) -> str:
        """How many are chosen, in words."""
        number = len(self.several.ids)
        return f"{number} selected" if number else "Press Space, or tap rows"

    def _render(self) -> None:
        self._show_foot()
        self.rows.view.viewport().update()
        self.changed.emit()

    def _show_foot(self) -> None:
        on = self.several.on
        self.choose.setVisible(not on)
        for part in (self.count, self.all, self.done):
            part.setVisible(on)
        self.count.setText(self.count_words())

    def _into_rows(self) -> None:
        self.rows.view.setFocus()
        if not self.rows.view.currentIndex().isValid():
            self.rows.view.setCurrentIndex(self.rows.model.index(0, 0))
