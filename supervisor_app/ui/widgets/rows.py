"""Lists: one delegate paints two-line rows (or cards with a chip line); no widgets per row; the model fetches as one scrolls."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QSize, Qt, Signal, SignalInstance
from PySide6.QtGui import QPainter, QResizeEvent
from PySide6.QtWidgets import QAbstractItemDelegate, QAbstractItemView, QWidget

from supervisor_app.ui.look.sizes import sizes
from supervisor_app.ui.widgets.row_painting import CARD_HEIGHT, Row, RowState, paint_row
from supervisor_app.ui.widgets.row_view import RowView
from supervisor_app.ui.widgets.sheet import Sheet

if TYPE_CHECKING:
    from PySide6.QtWidgets import QStyleOptionViewItem

__all__ = ["Fetch", "Row", "RowDelegate", "RowList", "RowModel"]

Index = QModelIndex | QPersistentModelIndex
ROW_ROLE = Qt.ItemDataRole.UserRole
FETCH = 50


Fetch = Callable[[int, int], Sequence[Row]]
"""`fetch(offset, limit)` returns the rows from `offset` on, at most `limit`; fewer mean that there are no more."""


class RowModel(QAbstractListModel):
    """Rows fetched in pieces as they come into sight."""

    def __init__(self, fetch: Fetch, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._fetch = fetch
        self._rows: list[Row] = []
        self._more = True

    def restart(self) -> None:
        """Ask again from the first row on (the search or the data changed)."""
        first = self._fetch(0, FETCH)
        self.beginResetModel()
        self._rows, self._more = list(first), False
        self.endResetModel()
        self._more = len(first) == FETCH

    def row(self, place: int) -> Row | None:
        """Return the row at a place, None beyond the end."""
        return self._rows[place] if 0 <= place < len(self._rows) else None

    def place_of(self, key: str) -> int:
        """Return the place of a fetched row, -1 where it is not among them."""
        return next((place for place, row in enumerate(self._rows) if row.key == key), -1)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """The rows fetched so far."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The record for the delegate; words for everybody else."""
        row = self.row(index.row()) if index.isValid() else None
        if row is None:
            return None
        if role == ROW_ROLE:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return row.title
        return row.spoken if role == Qt.ItemDataRole.AccessibleTextRole else None

    def canFetchMore(self, parent: Index) -> bool:
        """Whether the last piece was a whole one."""
        return self._more and not parent.isValid()

    def fetchMore(self, parent: Index) -> None:
        """Fetch the next piece; whoever is told of it and asks for more at once gets it when this one is in."""
        if not self._more:
            return
        self._more = False
        piece = self._fetch(len(self._rows), FETCH)
        if piece:
            self.beginInsertRows(QModelIndex(), len(self._rows), len(self._rows) + len(piece) - 1)
            self._rows.extend(piece)
            self.endInsertRows()
        self._more = len(piece) == FETCH


class RowDelegate(QAbstractItemDelegate):
    """Paints one row from its record; `card` puts the chip on a third line. `chosen` gives the key of a row."""

    def __init__(self, *, card: bool, height: int, chosen: Callable[[], str | None] = lambda: None, parent: QObject) -> None:
        super().__init__(parent)
        self._card = card
        self._height = height
        self._chosen = chosen

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """All rows are alike."""
        return QSize(100, self._height)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint the record of `index`."""
        row = index.data(ROW_ROLE)
        view = option.widget
        if isinstance(row, Row) and isinstance(view, QAbstractItemView):
            current = view.currentIndex().row() == index.row()
            last = index.row() == index.model().rowCount() - 1
            chosen = self._chosen()
            selected = current if chosen is None else row.key == chosen
            state = RowState(selected=selected, focused=current and view.hasFocus(), last=last, card=self._card)
            paint_row(painter, option.rect.toRectF(), row, state)


class RowList(Sheet):
    """A sheet with the list. `picked(key)` when the current row changes by hand, `opened(key)` on a click, Enter or Space.

    `empty` is shown instead of the list while it has no rows. With `several` rows can be gathered, as everywhere: `gathered(from,
    to, span)` when somebody goes on to a row with Shift (span) or Ctrl, `everything()` on Ctrl+A.
    Where `chosen` is set, the row of that key is painted as chosen, and none for "": the one that only has the focus is nobody's
    choice yet.
    """

    picked = Signal(str)
    opened = Signal(str)
    gathered = Signal(str, str, bool)
    everything = Signal()

    def __init__(
        self,
        fetch: Fetch,
        *,
        card: bool = False,
        row_height: int = 0,
        name: str = "",
        empty: QWidget | None = None,
        several: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent, padding=0)
        self.model = RowModel(fetch, self)
        self.view = RowView(several=several)
        self._empty = empty
        self._silent = False
        self.chosen: str | None = None
        self._height = row_height or (CARD_HEIGHT if card else sizes().two_lines)
        self._build(card, name)
        self.view.clicked.connect(lambda index: self._tell(self.opened, index))
        self.view.entered_row.connect(lambda index: self._tell(self.opened, index))
        self.view.selectionModel().currentChanged.connect(lambda index, _: self._tell(self.picked, index))
        self.view.gathered.connect(self._gather)
        self.view.everything.connect(self.everything)

    def keys_between(self, first: str, last: str) -> tuple[str, ...]:
        """Return the keys of the rows from one to another, both among them, in the order of the list."""
        places = sorted(max(0, self.model.place_of(key)) for key in (first, last))
        rows = (self.model.row(place) for place in range(places[0], places[1] + 1))
        return tuple(row.key for row in rows if row is not None and not row.muted)

    @property
    def current(self) -> Row | None:
        """The row one is at."""
        return self.model.row(self.view.currentIndex().row()) if self.view.currentIndex().isValid() else None

    def restart(self, keep: str = "") -> None:
        """Ask the model again, telling nothing; `keep`, else the row that was current, is current if it is still there."""
        key = keep or (self.current.key if self.current else "")
        self._silent = True
        self.model.restart()
        self._silent = False
        self.select(key)
        if self._empty is not None:
            none = self.model.rowCount() == 0
            self._empty.setVisible(none)
            self.view.setVisible(not none)

    def select(self, key: str) -> None:
        """Make a row current without telling; an unknown key leaves none current."""
        place = self.model.place_of(key) if key else -1
        index = self.model.index(place, 0) if place >= 0 else QModelIndex()
        selection = self.view.selectionModel()
        self._silent = True
        selection.setCurrentIndex(index, selection.SelectionFlag.ClearAndSelect)
        self._silent = False
        if index.isValid():
            self.view.scrollTo(index)
        self._repaint()

    def take_first(self) -> None:
        """Open the first row that can be taken (Enter in the search field)."""
        for place in range(self.model.rowCount()):
            row = self.model.row(place)
            if row is not None and not row.muted:
                self.select(row.key)
                self.opened.emit(row.key)
                return

    def fit(self, most: int) -> None:
        """Be as high as the rows, at most `most` of them; more scroll inside."""
        rows = max(1, min(most, self.model.rowCount()))
        self.setFixedHeight(rows * self._height + 3)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Repaint all rows: their text is cut by width."""
        super().resizeEvent(event)
        self._repaint()

    def _build(self, card: bool, name: str) -> None:
        self.view.setModel(self.model)
        self.view.setItemDelegate(RowDelegate(card=card, height=self._height, chosen=lambda: self.chosen, parent=self.view))
        self.view.setUniformItemSizes(True)
        self.view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.view.setAccessibleName(name)
        self.box.setContentsMargins(1, 1, 1, 2)
        self.box.addWidget(self.view)
        if self._empty is not None:
            self._empty.hide()
            if isinstance(self._empty, Sheet):
                self._empty.bare = True
            self.box.addWidget(self._empty)
        self.setSizePolicy(self.sizePolicy().horizontalPolicy(), self.sizePolicy().Policy.Expanding)

    def _repaint(self) -> None:
        """Repaint all rows, if they are shown: the first viewport asked for makes PySide load every kind of widget there is."""
        if self.view.isVisible():
            self.view.viewport().update()

    def _gather(self, start: QModelIndex, index: QModelIndex, span: bool) -> None:
        before, row = self.model.row(start.row()), self.model.row(index.row())
        self._repaint()
        if row is not None and not row.muted:
            self.gathered.emit(before.key if before is not None else row.key, row.key, span)

    def _tell(self, signal: SignalInstance, index: QModelIndex) -> None:
        row = self.model.row(index.row())
        self._repaint()
        if row is not None and not row.muted and not self._silent:
            signal.emit(row.key)
