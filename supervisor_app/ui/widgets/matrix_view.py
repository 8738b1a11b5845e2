"""The matrix as one looks at it: names and heads frozen, cells copied from cached pictures, cover in a row of its own below."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QScrollBar, QSizePolicy, QTableView, QWidget

from supervisor_app.ui.look.drawing import draw_box
from supervisor_app.ui.look.palette import tokens
from supervisor_app.ui.widgets.matrix_cells import CELL_HEIGHT, CELL_WIDTH, cell_pixmap
from supervisor_app.ui.widgets.matrix_cover import COVER, MatrixCover
from supervisor_app.ui.widgets.matrix_heads import HEAD, MatrixCorner, MatrixHeads, MatrixNames
from supervisor_app.ui.widgets.matrix_model import MatrixModel
from supervisor_app.ui.widgets.sheet import Sheet

BAR = 14
_NAMES_LEAST, _NAMES_MOST = 170, 300
_CELL_MOST = 120


class MatrixTable(QTableView):
    """The cells. `moved(row, column)` when the current cell changes, `opened(row, column)` on Enter or Space."""

    moved = Signal(int, int)
    opened = Signal(int, int)

    def __init__(self, model: MatrixModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._cells = model
        self.setModel(model)
        self.setHorizontalHeader(MatrixHeads(self))
        self.setVerticalHeader(MatrixNames(self))
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
        self.corner = MatrixCorner(self)
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
