"""The thirty days ahead as a ruler: a mark on each day on which something ends."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from supervisor_app.domain.dates import MONTHS
from supervisor_app.ui.look.drawing import CENTRED, draw_text
from supervisor_app.ui.look.fonts import font
from supervisor_app.ui.look.palette import tokens
from supervisor_app.ui.widgets.status_shape import StatusShape, paint_shape

DAYS = 30
SOON_DAYS = 14
"""Within these days a due thing is a triangle, later a dashed ring."""
_SIDE = 21.0
_MARK = 19.0


def shape_for(days: int) -> StatusShape:
    """Return the shape of something that ends in so many days."""
    if days < 0:
        return StatusShape.NOT_MET
    return StatusShape.SOON if days <= SOON_DAYS else StatusShape.NOT_SEEN


class DueLine(QWidget):
    """A ruler from today over thirty days; `days` are the distances of what ends."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._today = date.min
        self._days: tuple[int, ...] = ()
        self.setFixedHeight(76)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_days(self, today: date, days: Sequence[int]) -> None:
        """Mark these distances in days from `today`; those beyond thirty are left out."""
        self._today = today
        self._days = tuple(sorted({day for day in days if 0 <= day <= DAYS}))
        self.setAccessibleName(f"{len(self._days)} days with something due in the next {DAYS} days")
        self.update()

    def sizeHint(self) -> QSize:
        """As wide as its column."""
        return QSize(320, 76)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The ruler with a longer tick each week, its dates, and the marks above."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ruler(painter)
        for day in self._days:
            paint_shape(painter, QRectF(self._x(day) - _MARK / 2, 18, _MARK, _MARK), shape_for(day))

    def _paint_ruler(self, painter: QPainter) -> None:
        t = tokens()
        ink = QColor(t.line2)
        left, right = sorted((self._x(0), self._x(DAYS)))
        painter.fillRect(QRectF(left, 43, right - left + 1, t.line_width), ink)
        painter.setFont(font(14))
        for day in range(DAYS + 1):
            week = day % 7 == 0
            painter.fillRect(QRectF(round(self._x(day)), 43, 1, 8 if week else 4), ink)
            if week:
                draw_text(painter, self._place(day), self._word(day), t.ink2, CENTRED)

    def _place(self, day: int) -> QRectF:
        """Where the word of a day stands: centred below it, the first one kept inside."""
        centre = self._x(day)
        if day == 0:
            centre += -17 if self.isRightToLeft() else 17
        return QRectF(centre - 40, 51, 80, 20)

    def _word(self, day: int) -> str:
        if day == 0:
            return "today"
        there = self._today + timedelta(days=day)
        return f"{there.day} {MONTHS[there.month - 1][:3]}"

    def _x(self, day: float) -> float:
        room = self.width() - 2 * _SIDE
        x = _SIDE + room * day / DAYS
        return self.width() - x if self.isRightToLeft() else x
