"""The matrix as one looks at it: names and heads frozen, cells copied from cached pictures, cover in a row of its own below."""

from __future__ import annotations

import functools

from PySide6.QtCore import QModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QScrollBar, QSizePolicy, QTableView, QWidget

from supervisor_app.frozen import dataclass
from supervisor_app.ui.look.drawing import CENTRED, draw_box, draw_text, leading_rect
from supervisor_app.ui.look.fonts import font
from supervisor_app.ui.look.palette import tokens
from supervisor_app.ui.widgets.matrix_cells import CELL_HEIGHT, CELL_WIDTH, cell_pixmap
from supervisor_app.ui.widgets.matrix_model import MatrixModel
from supervisor_app.ui.widgets.sheet import Sheet
from supervisor_app.ui.widgets.status_shape import StatusShape, colour_of, paint_shape

HEAD, COVER, BAR = 68, 58, 14
_LINES, _LINE = 3, 18
_NAMES_LEAST, _NAMES_MOST = 170, 300
_CELL_MOST = 120
_FREEZE = 2
_SIDE = 20


@dataclass(frozen=True, slots=True)
class CoverFace:
    """How many cover a skill: the number, its word, its shape."""

    count: int
    word: str
    shape: StatusShape


@functools.lru_cache(maxsize=1024)
def head_lines(words: str, width: int) -> tuple[str, ...]:
    """Break a head between words into at most three lines; a word that is too wide is cut, never broken."""
    metrics = QFontMetricsF(font(14, 500))
    lines: list[str] = []
    for word in words.replace("/", "/ ").split():
        joined = f"{lines[-1]}{'' if lines[-1].endswith('/') else ' '}{word}" if lines else word
        if lines and metrics.horizontalAdvance(joined) <= width:
            lines[-1] = joined
        else:
            lines.append(word)
    if len(lines) > _LINES:
        lines[_LINES - 1] = f"{lines[_LINES - 1]} …"
    return tuple(metrics.elidedText(line, Qt.TextElideMode.ElideRight, width) for line in lines[:_LINES])


class _Heads(QHeaderView):
    """The skills: two lines, centred; the one of the current cell tinted."""

    def __init__(self, table: QTableView) -> None:
        super().__init__(Qt.Orientation.Horizontal, table)
        self._table = table
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setFixedHeight(HEAD)

    def paintSection(self, painter: QPainter, rect: QRect, logical: int) -> None:
        """Paint one head."""
        t = tokens()
        here = self._table.currentIndex().column() == logical
        painter.save()
        painter.fillRect(rect, QColor(t.soft if here else t.sunken))
        words = str(self.model().headerData(logical, Qt.Orientation.Horizontal) or "")
        lines = head_lines(words, rect.width() - 6)
        painter.setFont(font(14, 500))
        top = rect.bottom() - 6 - _LINE * len(lines)
        for place, line in enumerate(lines):
            box = QRectF(rect.left() + 3, top + _LINE * place, rect.width() - 6, _LINE)
            draw_text(painter, box, line, t.accent if here else t.ink, CENTRED)
        painter.fillRect(QRect(rect.right(), rect.top(), 1, rect.height()), QColor(t.line))
        painter.fillRect(QRect(rect.left(), rect.bottom() - _FREEZE + 1, rect.width(), _FREEZE), QColor(t.line2))
        painter.restore()


class _Names(QHeaderView):
    """The people: the name in its own script; the one of the current cell tinted."""

    def __init__(self, table: QTableView) -> None:
        super().__init__(Qt.Orientation.Vertical, table)
        self._table = table
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setDefaultSectionSize(CELL_HEIGHT)
        self.setMinimumSectionSize(CELL_HEIGHT)

    def paintSection(self, painter: QPainter, rect: QRect, logical: int) -> None:
        """Paint one name."""
        t = tokens()
        here = self._table.currentIndex().row() == logical
        painter.save()
        painter.setLayoutDirection(self.layoutDirection())
        painter.fillRect(rect, QColor(t.soft if here else t.sheet))
        painter.setFont(font(15, 500))
        name = str(self.model().headerData(logical, Qt.Orientation.Vertical) or "")
        cut = painter.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, rect.width() - _SIDE - 8)
        box = leading_rect(QRectF(rect), _SIDE, rect.width() - _SIDE - 8, mirrored=self.isRightToLeft())
        draw_text(painter, box, cut, t.ink)
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), QColor(t.line))
        freeze = leading_rect(QRectF(rect), rect.width() - _FREEZE, _FREEZE, mirrored=self.isRightToLeft())
        painter.fillRect(freeze, QColor(t.line2))
        painter.restore()


class _Corner(QWidget):
    """Where names and heads meet: how many people."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.words = ""

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the count above the freeze lines."""
        t = tokens()
        painter = QPainter(self)
        whole = QRectF(self.rect())
        painter.fillRect(whole, QColor(t.sunken))
        painter.setFont(font(14))
        box = leading_rect(whole, _SIDE, whole.width() - _SIDE - 8, mirrored=self.isRightToLeft())
        draw_text(painter, QRectF(box.left(), whole.height() - 27, box.width(), 19), self.words, t.ink2)
        painter.fillRect(QRectF(0, whole.height() - _FREEZE, whole.width(), _FREEZE), QColor(t.line2))
        line = leading_rect(whole, whole.width() - _FREEZE, _FREEZE, mirrored=self.isRightToLeft())
        painter.fillRect(line, QColor(t.line2))


class MatrixTable(QTableView):
    """The cells. `moved(row, column)` when the current cell changes, `opened(row, column)` on Enter or Space."""

    moved = Signal(int, int)
    opened = Signal(int, int)

    def __init__(self, model: MatrixModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._cells = model
        self.setModel(model)
        self.setHorizontalHeader(_Heads(self))
        self.setVerticalHeader(_Names(self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setCornerButtonEnabled(False)
        self.setTabKeyNavigation(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.horizontalHeader().setMinimumSectionSize(CELL_WIDTH)
        self.setAccessibleName("Skills matrix")
        self.corner = _Corner(self)
        self.selectionModel().currentChanged.connect(self._tell)

    def fit(self, width: int) -> None:
        """Share `width` among the names and the columns: cells from 74 up, names what is left."""
        count = max(1, self._cells.columnCount())
        cell = max(CELL_WIDTH, min(_CELL_MOST, (width - _NAMES_LEAST) // count))
        names = max(_NAMES_LEAST, min(_NAMES_MOST, width - cell * count))
        self.horizontalHeader().setDefaultSectionSize(cell)
        self.verticalHeader().setFixedWidth(names)
        self.updateGeometries()

    def updateGeometries(self) -> None:
        """Keep the corner where names and heads meet."""
        super().updateGeometries()
        corner = getattr(self, "corner", None)
        if corner is not None:
            names, heads = self.verticalHeader(), self.horizontalHeader()
            corner.setGeometry(QRect(names.x(), heads.y(), names.width(), heads.height()))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Copy the pictures of the cells in sight; the current one gets its frame."""
        painter = QPainter(self.viewport())
        cells, ratio, dirty = self._cells, self.devicePixelRatioF(), event.rect()
        width, height = self.horizontalHeader().defaultSectionSize(), CELL_HEIGHT
        columns = [(column, self.columnViewportPosition(column)) for column in self._columns(dirty)]
        for row in self._rows(dirty):
            y = self.rowViewportPosition(row)
            for column, x in columns:
                painter.drawPixmap(x, y, cell_pixmap(cells.face(row, column), width, height, ratio))
        here = self.currentIndex()
        if here.isValid():
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            box = QRectF(self.visualRect(here)).adjusted(0, 0, 0, 0)
            draw_box(painter, box, None, tokens().accent, 3.0 if self.hasFocus() else 2.0, 2.0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and Space open the current cell; Esc goes on to the page."""
        here = self.currentIndex()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and here.isValid():
            self.opened.emit(here.row(), here.column())
        elif event.key() == Qt.Key.Key_Escape:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        """Letters do not jump: cells are not words."""

    def _rows(self, dirty: QRect) -> range:
        first, last = self.rowAt(dirty.top()), self.rowAt(dirty.bottom())
        return range(max(0, first), (last if last >= 0 else self._cells.rowCount() - 1) + 1)

    def _columns(self, dirty: QRect) -> range:
        ends = (self.columnAt(dirty.left()), self.columnAt(dirty.right()))
        known = [end for end in ends if end >= 0]
        last = self._cells.columnCount() - 1
        if len(known) == 2:
            return range(min(known), max(known) + 1)
        return range(known[0] if known else 0, last + 1)

    def _tell(self, current: QModelIndex) -> None:
        for part in (self.viewport(), self.horizontalHeader().viewport(), self.verticalHeader().viewport()):
            part.update()
        if current.isValid():
            self.moved.emit(current.row(), current.column())


class MatrixCover(QWidget):
    """Cover of each skill, as wide as the columns above and moving with them."""

    def __init__(self, table: MatrixTable, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._table = table
        self._faces: tuple[CoverFace, ...] = ()
        self._title, self._rule = "", ""
        self.setFixedHeight(COVER)
        table.horizontalScrollBar().valueChanged.connect(lambda _value: self.update())

    def show_cover(self, title: str, rule: str, faces: tuple[CoverFace, ...], spoken: str) -> None:
        """Show how many cover each skill."""
        self._title, self._rule, self._faces = title, rule, faces
        self.setAccessibleName(spoken)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the cells first, then the head over what has moved below it."""
        t = tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setLayoutDirection(self.layoutDirection())
        whole = QRectF(self.rect())
        painter.fillRect(whole, QColor(t.sunken))
        left = self._table.viewport().x()
        width = self._table.horizontalHeader().defaultSectionSize()
        for column, face in enumerate(self._faces):
            self._paint_face(painter, QRectF(left + self._table.columnViewportPosition(column), 0, width, COVER), face)
        names = leading_rect(whole, 0, self._table.verticalHeader().width(), mirrored=self.isRightToLeft())
        painter.fillRect(names, QColor(t.sunken))
        box = leading_rect(names, _SIDE, names.width() - _SIDE - 6, mirrored=self.isRightToLeft())
        painter.setFont(font(15, 600))
        draw_text(painter, QRectF(box.left(), 8, box.width(), 22), self._title, t.ink)
        painter.setFont(font(14))
        draw_text(painter, QRectF(box.left(), 30, box.width(), 20), self._rule, t.ink2)
        line = leading_rect(names, names.width() - _FREEZE, _FREEZE, mirrored=self.isRightToLeft())
        painter.fillRect(line, QColor(t.line2))
        painter.fillRect(QRectF(0, 0, whole.width(), _FREEZE), QColor(t.line2))

    def _paint_face(self, painter: QPainter, rect: QRectF, face: CoverFace) -> None:
        t = tokens()
        painter.setFont(font(18, 600))
        number = str(face.count)
        wide = painter.fontMetrics().horizontalAdvance(number)
        start = rect.center().x() - (18 + 6 + wide) / 2
        paint_shape(painter, QRectF(start, 11, 18, 18), face.shape)
        draw_text(painter, QRectF(start + 24, 8, wide + 2, 24), number, t.ink)
        painter.setFont(font(13, 600))
        draw_text(painter, QRectF(rect.left(), 32, rect.width(), 18), face.word, colour_of(face.shape), CENTRED)
        painter.fillRect(QRectF(rect.right() - 1, 0, 1, COVER), QColor(t.line))


class MatrixSheet(Sheet):
    """Table, cover row and the bar that scrolls both sideways, on one sheet that is as high as its people."""

    def __init__(self, model: MatrixModel, parent: QWidget | None = None) -> None:
        super().__init__(parent, padding=0)
        self.table = MatrixTable(model)
        self.cover = MatrixCover(self.table)
        self._bar = QScrollBar(Qt.Orientation.Horizontal)
        self._bar.setFixedHeight(BAR)
        self.box.setContentsMargins(1, 1, 1, 2)
        for part in (self.table, self.cover, self._bar):
            self.box.addWidget(part)
        self.box.setStretch(0, 1)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        inner = self.table.horizontalScrollBar()
        inner.rangeChanged.connect(self._take_range)
        inner.valueChanged.connect(self._bar.setValue)
        self._bar.valueChanged.connect(inner.setValue)
        self._bar.hide()
        model.modelReset.connect(self._fit)

    def sizeHint(self) -> QSize:
        """As high as all rows."""
        return QSize(900, self.maximumHeight())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the new width."""
        super().resizeEvent(event)
        self._fit()

    def _whole_height(self) -> int:
        """How high everything is without scrolling."""
        bar = BAR if self._bar.isVisibleTo(self) else 0
        return HEAD + self.table.model().rowCount() * CELL_HEIGHT + COVER + bar + 3

    def _fit(self) -> None:
        whole = self._whole_height()
        self.setMaximumHeight(whole)
        room = self.width() - 2 - (self.table.verticalScrollBar().sizeHint().width() if whole > self.height() else 0)
        self.table.fit(room)
        self.cover.update()

    def _take_range(self, low: int, high: int) -> None:
        self._bar.setRange(low, high)
        self._bar.setPageStep(self.table.horizontalScrollBar().pageStep())
        self._bar.setVisible(high > low)
        self.setMaximumHeight(self._whole_height())
