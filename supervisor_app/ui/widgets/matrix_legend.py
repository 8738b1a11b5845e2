"""What the signs of the matrix mean, in one line above it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from supervisor_app.ui.look.drawing import draw_text, leading_rect
from supervisor_app.ui.look.fonts import font
from supervisor_app.ui.look.palette import tokens
from supervisor_app.ui.widgets.level_sign import paint_level
from supervisor_app.ui.widgets.matrix_cells import DOT, paint_cell, paint_hatch
from supervisor_app.ui.widgets.status_shape import StatusShape, paint_shape

_HEIGHT, _SIGN, _GAP, _BETWEEN = 24, 16.0, 8.0, 20.0
_REST = ("due within 30 days", "expired", "not yet competent", "never assessed")


class MatrixLegend(QWidget):
    """The levels of the scale, then due, expired, not yet and never."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._levels: tuple[str, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_levels(self, levels: Sequence[tuple[str, str]]) -> None:
        """Name the levels, lowest first."""
        self._levels = tuple(name for _, name in levels)
        self.setAccessibleName(f"Signs: {', '.join((*self._levels, *_REST))}")
        self.update()

    def sizeHint(self) -> QSize:
        """One line."""
        return QSize(600, _HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint sign and word, one after the other."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setLayoutDirection(self.layoutDirection())
        painter.setFont(font(14))
        metrics, mirrored = QFontMetricsF(font(14)), self.isRightToLeft()
        x = 0.0
        for place, word in self._entries():
            wide = _SIGN + (8 if place == len(self._levels) else 0)
            sign = leading_rect(QRectF(self.rect()), x, wide, mirrored=mirrored)
            self._paint_sign(painter, QRectF(sign.left(), (_HEIGHT - _SIGN) / 2, wide, _SIGN), place)
            x += wide + _GAP
            width = metrics.horizontalAdvance(word) + 2
            draw_text(painter, leading_rect(QRectF(self.rect()), x, width, mirrored=mirrored), word, tokens().ink2)
            x += width + _BETWEEN

    def _entries(self) -> Iterator[tuple[int, str]]:
        return enumerate((*self._levels, *_REST))

    def _paint_sign(self, painter: QPainter, box: QRectF, place: int) -> None:
        count = len(self._levels)
        if place < count:
            paint_level(painter, box, place + 1, count, tokens().ink)
        elif place == count:
            paint_hatch(painter, box)
        elif place == count + 1:
            paint_shape(painter, box, StatusShape.NOT_MET)
        elif place == count + 2:
            paint_shape(painter, box, StatusShape.NOT_SEEN)
        else:
            paint_cell(painter, box, DOT)
