"""The list of steps beside the card: sections, marks, two lines a step, an ink flag for critical. One delegate paints it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractItemModel,
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractItemDelegate, QAbstractItemView, QFrame, QListView, QStyleOptionViewItem, QWidget

from supervisor_app.ui.icons import Icon, paint_icon
from supervisor_app.ui.look.drawing import TRAILING, draw_focus_ring, draw_text, leading_rect
from supervisor_app.ui.look.fonts import font
from supervisor_app.ui.look.palette import tokens
from supervisor_app.ui.look.sizes import sizes
from supervisor_app.ui.pages.observe_state import MARK_WORDS, Mark, Row
from supervisor_app.ui.widgets.status_shape import StatusShape, paint_shape
from supervisor_app.ui.widgets.step_text import break_lines, draw_lines

HEAD_HEIGHT, STEP_HEIGHT, GLOVE_HEIGHT = 32, 54, 60
BAR = 4
_Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()

SHAPES: dict[Mark, StatusShape] = {
    Mark.MET: StatusShape.MET,
    Mark.NOT_MET: StatusShape.NOT_MET,
    Mark.NOT_APPLICABLE: StatusShape.NOT_APPLICABLE,
    Mark.NOT_SEEN: StatusShape.NOT_SEEN,
    Mark.HERE: StatusShape.HERE,
}


class StepModel(QAbstractListModel):
    """The rows of a checklist; a change of marks repaints only the rows that differ."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[Row, ...] = ()

    def set_rows(self, rows: Sequence[Row]) -> None:
        """Show these rows; the same steps in the same order keep their places."""
        fresh = tuple(rows)
        if [row.step for row in fresh] != [row.step for row in self._rows]:
            self.beginResetModel()
            self._rows = fresh
            self.endResetModel()
            return
        old, self._rows = self._rows, fresh
        for place, (before, after) in enumerate(zip(old, fresh, strict=True)):
            if before != after:
                self.dataChanged.emit(self.index(place), self.index(place))

    def row(self, place: int) -> Row:
        """The row at a place."""
        return self._rows[place]

    def place_of_current(self) -> int:
        """The place of the current step, -1 where there is none."""
        return next((place for place, row in enumerate(self._rows) if row.current), -1)

    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        """Rows at the top, none below them."""
        return 0 if parent.isValid() else len(self._rows)

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """Heads of sections cannot be taken."""
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        taken = Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren
        return Qt.ItemFlag.ItemIsEnabled | taken if self._rows[index.row()].step else Qt.ItemFlag.ItemIsEnabled

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 - Qt's own type
        """The words; screen readers hear number, text, critical and the mark."""
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return row.text
        if role == Qt.ItemDataRole.AccessibleTextRole:
            critical = ", critical" if row.critical else ""
            return f"{row.number}: {row.text}{critical}, {MARK_WORDS[row.mark]}" if row.step else row.text
        return None


class _StepPainter(QAbstractItemDelegate):
    """Paints one row."""

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        """Heads are lower than steps; gloves get taller rows."""
        model = index.model()
        assert isinstance(model, StepModel)
        step = GLOVE_HEIGHT if sizes().glove else STEP_HEIGHT
        return QSize(100, step if model.row(index.row()).step else HEAD_HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Paint a head or a step."""
        model = index.model()
        assert isinstance(model, StepModel)
        row = model.row(index.row())
        rect = QRectF(option.rect)
        mirrored = painter.layoutDirection() is Qt.LayoutDirection.RightToLeft
        if not row.step:
            inner = leading_rect(rect, 19, rect.width() - 36, mirrored=mirrored)
            draw_lines(painter, inner.adjusted(0, 9, 0, 0), (row.text,), font(13, 600), tokens().ink2)
            return
        self._paint_step(painter, rect, row, mirrored)

    def _paint_step(self, painter: QPainter, rect: QRectF, row: Row, mirrored: bool) -> None:
        table = tokens()
        if row.current:
            painter.fillRect(rect, QColor(table.soft))
            painter.fillRect(leading_rect(rect, 0, BAR, mirrored=mirrored), QColor(table.accent))
        top = rect.top() + (rect.height() - 40) / 2
        mark = leading_rect(QRectF(rect.left(), top, rect.width(), 20), 19, 20, mirrored=mirrored)
        paint_shape(painter, mark, SHAPES[row.mark])
        number = leading_rect(QRectF(rect.left(), top - 1, rect.width(), 22), 42, 24, mirrored=mirrored)
        painter.setFont(font(15, 600 if row.current else 400, mono=True))
        draw_text(painter, number, str(row.number), table.accent if row.current else table.ink3, TRAILING)
        seen = row.mark not in (Mark.NOT_SEEN, Mark.HERE)
        if row.critical:
            flag = leading_rect(QRectF(rect.left(), top + 1, rect.width(), 18), rect.width() - 34, 18, mirrored=mirrored)
            paint_icon(painter, flag, Icon.FLAG, table.ink3 if seen and not row.current else table.ink)
        room = rect.width() - 77 - (40 if row.critical else 16)
        weight = 600 if row.current else 400
        lines = break_lines(row.text, 15, weight, round(room), 2)
        inner = leading_rect(QRectF(rect.left(), top, rect.width(), 40), 77, room, mirrored=mirrored)
        draw_lines(painter, inner, lines, font(15, weight), table.ink if row.current else table.ink2, 20)


class StepList(QListView):
    """The list on its sheet. `picked` says which step was pressed; the current one is always in sight."""

    picked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = StepModel(self)
        self.setModel(self._model)
        self.setItemDelegate(_StepPainter(self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName("All steps")
        self.setViewportMargins(0, 2, 0, 4)
        self.clicked.connect(self._pick)

    def set_rows(self, rows: Sequence[Row]) -> None:
        """Show the rows and bring the current step into sight with the one after it."""
        before = self._model.place_of_current()
        self._model.set_rows(rows)
        place = self._model.place_of_current()
        if place != before and place >= 0:
            self.setCurrentIndex(self._model.index(place))
            after = min(place + 1, self._model.rowCount() - 1)
            self.scrollTo(self._model.index(max(0, place - 1)))
            self.scrollTo(self._model.index(after))
            self.scrollTo(self._model.index(place))
            self._begin_with_a_row()

    def _begin_with_a_row(self) -> None:
        """Let the list begin with a whole row; sections and steps that are cut in half cannot be read."""
        first = self.indexAt(self.viewport().rect().topLeft())
        cut = self.visualRect(first)
        if first.isValid() and cut.top() < 0:
            self.verticalScrollBar().setValue(self.verticalScrollBar().value() + cut.bottom() + 1)

    def model(self) -> QAbstractItemModel:
        """The model of the steps."""
        return self._model

    def _pick(self, index: QModelIndex) -> None:
        row = self._model.row(index.row())
        if row.step:
            self.picked.emit(row.step)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the rows; where the list has the focus, the ring."""
        super().paintEvent(event)
        if self.hasFocus():
            draw_focus_ring(QPainter(self.viewport()), QRectF(self.viewport().rect()))
