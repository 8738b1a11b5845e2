"""What stays in sight while the matrix scrolls: the skills above, the people beside, the corner where they meet."""

from __future__ import annotations

import functools

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QHeaderView, QTableView, QWidget

from supervisor_app.ui.look.drawing import CENTRED, draw_text, leading_rect
from supervisor_app.ui.look.fonts import font
from supervisor_app.ui.look.palette import tokens
from supervisor_app.ui.widgets.matrix_cells import CELL_HEIGHT

HEAD = 68
FREEZE = 2
"""Thickness of the lines beside what does not scroll."""
SIDE = 20
"""Room before the names, and before the title of the cover."""
_LINES, _LINE = 3, 18


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


class MatrixHeads(QHeaderView):
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
        painter.fillRect(QRect(rect.left(), rect.bottom() - FREEZE + 1, rect.width(), FREEZE), QColor(t.line2))
        painter.restore()


class MatrixNames(QHeaderView):
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
        cut = painter.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, rect.width() - SIDE - 8)
        box = leading_rect(QRectF(rect), SIDE, rect.width() - SIDE - 8, mirrored=self.isRightToLeft())
        draw_text(painter, box, cut, t.ink)
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), QColor(t.line))
        freeze = leading_rect(QRectF(rect), rect.width() - FREEZE, FREEZE, mirrored=self.isRightToLeft())
        painter.fillRect(freeze, QColor(t.line2))
        painter.restore()


class MatrixCorner(QWidget):
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
        box = leading_rect(whole, SIDE, whole.width() - SIDE - 8, mirrored=self.isRightToLeft())
        draw_text(painter, QRectF(box.left(), whole.height() - 27, box.width(), 19), self.words, t.ink2)
        painter.fillRect(QRectF(0, whole.height() - FREEZE, whole.width(), FREEZE), QColor(t.line2))
        line = leading_rect(whole, whole.width() - FREEZE, FREEZE, mirrored=self.isRightToLeft())
        painter.fillRect(line, QColor(t.line2))
