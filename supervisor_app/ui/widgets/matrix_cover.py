"""The row below the matrix: how many cover each skill, as wide as the columns above and moving with them."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QTableView, QWidget

from supervisor_app.domain.frozen import dataclass
from supervisor_app.ui.look.drawing import CENTRED, draw_text, leading_rect
from supervisor_app.ui.look.fonts import font
from supervisor_app.ui.look.palette import tokens
from supervisor_app.ui.widgets.matrix_heads import FREEZE, SIDE
from supervisor_app.ui.widgets.status_shape import StatusShape, colour_of, paint_shape

COVER = 58


@dataclass(frozen=True, slots=True)
class CoverFace:
    """How many cover a skill: the number, its word, its shape."""

    count: int
    word: str
    shape: StatusShape


class MatrixCover(QWidget):
    """Cover of each skill, as wide as the columns above and moving with them."""

    def __init__(self, table: QTableView, parent: QWidget | None = None) -> None:
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
        box = leading_rect(names, SIDE, names.width() - SIDE - 6, mirrored=self.isRightToLeft())
        painter.setFont(font(15, 600))
        draw_text(painter, QRectF(box.left(), 8, box.width(), 22), self._title, t.ink)
        painter.setFont(font(14))
        draw_text(painter, QRectF(box.left(), 30, box.width(), 20), self._rule, t.ink2)
        line = leading_rect(names, names.width() - FREEZE, FREEZE, mirrored=self.isRightToLeft())
        painter.fillRect(line, QColor(t.line2))
        painter.fillRect(QRectF(0, 0, whole.width(), FREEZE), QColor(t.line2))

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
