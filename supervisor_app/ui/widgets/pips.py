"""Pips: a row of tick marks, one per step, as on the paper form."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from supervisor_app.domain.observation import Result
from supervisor_app.ui.widgets.status_shape import StatusShape, paint_shape, shape_of


def paint_pips(
    painter: QPainter, start: QPointF, shapes: Sequence[StatusShape], size: float = 16, gap: float = 3, *, mirrored: bool = False
) -> None:
    """Paint the row from its leading corner `start` on."""
    step = -(size + gap) if mirrored else size + gap
    left = start.x() - size if mirrored else start.x()
    for place, shape in enumerate(shapes):
        paint_shape(painter, QRectF(left + place * step, start.y(), size, size), shape)


class Pips(QWidget):
    """Pips of results; `here` is the place (from 0) of the step one is at, -1 for none."""

    def __init__(
        self, results: Sequence[Result] = (), size: int = 16, gap: int = 3, here: int = -1, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._size = size
        self._gap = gap
        self._shapes: tuple[StatusShape, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.set_results(results, here)

    def set_results(self, results: Sequence[Result], here: int = -1) -> None:
        """Show other results; an unanswered step one is at shows the ring with a dot."""
        self._shapes = tuple(
            StatusShape.HERE if place == here and result is Result.NOT_SEEN else shape_of(result)
            for place, result in enumerate(results)
        )
        met, missed = sum(r is Result.MET for r in results), sum(r is Result.NOT_MET for r in results)
        self.setAccessibleName(f"{met} met, {missed} not met, of {len(results)}")
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """As long as the row."""
        return QSize(max(0, len(self._shapes) * (self._size + self._gap) - self._gap), self._size)

    def minimumSizeHint(self) -> QSize:
        """Half as long: where there is little room the marks move together."""
        return QSize(self.sizeHint().width() // 2, self._size)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the row from the leading edge, smaller where it was squeezed."""
        scale = min(1.0, self.width() / max(1, self.sizeHint().width()))
        size, gap = self._size * scale, self._gap * scale
        start = QPointF(self.width() if self.isRightToLeft() else 0, (self.height() - size) / 2)
        paint_pips(QPainter(self), start, self._shapes, size, gap, mirrored=self.isRightToLeft())
