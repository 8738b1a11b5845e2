"""The status shapes: one form per meaning, so that colour is never the only sign. Painted, for widgets and delegates alike."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from supervisor_app.domain.observation import Result
from supervisor_app.ui.look.palette import tokens


class StatusShape(Enum):
    """What a shape means; each has its own outline."""

    MET = "met, valid, covered, signed"  # filled circle, tick
    NOT_MET = "not met, expired, revoked, changed, nobody"  # filled square, cross
    SOON = "needs you soon"  # filled triangle
    PAUSED = "suspended, paused"  # two bars
    STOP = "safety stop"  # octagon
    NOT_SEEN = "not seen yet, due later"  # dashed ring
    HERE = "you are here, your turn"  # ring with dot
    NOT_APPLICABLE = "not applicable, left out"  # ring with bar
    WAITING = "waiting to be sent"  # ring with arrow
    SAFE = "safely there"  # ring with tick
    CLOCK = "true when last checked"  # ring with clock hands
    DRAFT = "draft, to print"  # dashed sheet
    INFO = "worth knowing"  # ring with i


_OF_RESULT = {
    Result.MET: StatusShape.MET,
    Result.NOT_MET: StatusShape.NOT_MET,
    Result.NOT_APPLICABLE: StatusShape.NOT_APPLICABLE,
    Result.NOT_SEEN: StatusShape.NOT_SEEN,
}
_TOKEN = {
    StatusShape.MET: "ok",
    StatusShape.NOT_MET: "bad",
    StatusShape.SOON: "warn",
    StatusShape.PAUSED: "ink2",
    StatusShape.STOP: "bad",
    StatusShape.NOT_SEEN: "ink3",
    StatusShape.HERE: "accent",
    StatusShape.NOT_APPLICABLE: "ink2",
    StatusShape.WAITING: "accent",
    StatusShape.SAFE: "ok",
    StatusShape.CLOCK: "ok",
    StatusShape.DRAFT: "ink3",
    StatusShape.INFO: "ink3",
}


def shape_of(result: Result) -> StatusShape:
    """Return the shape of an answer."""
    return _OF_RESULT[result]


def colour_of(shape: StatusShape) -> str:
    """Return the colour (`#RRGGBB`) a shape has on the table in force."""
    return str(getattr(tokens(), _TOKEN[shape]))


def paint_shape(painter: QPainter, rect: QRectF, shape: StatusShape, colour: str = "", *, thick: bool = False) -> None:
    """Paint a shape into the square `rect`. `thick` is for large open rings (a verdict), where a thin stroke looks weak."""
    ink = QColor(colour or colour_of(shape))
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(rect.topLeft())
    painter.scale(rect.width() / 24, rect.height() / 24)
    _PAINT[shape](painter, ink, 2.4 if thick else 2.0)
    painter.restore()


class StatusMark(QWidget):
    """A shape as a widget; `word` is what a screen reader says."""

    def __init__(self, shape: StatusShape, size: int = 22, word: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shape = shape
        self.setFixedSize(size, size)
        self.setAccessibleName(word or shape.value)

    @property
    def shape(self) -> StatusShape:
        """The shape that is shown."""
        return self._shape

    def set_shape(self, shape: StatusShape, word: str = "") -> None:
        """Show another shape."""
        self._shape = shape
        self.setAccessibleName(word or shape.value)
        self.update()

    def sizeHint(self) -> QSize:
        """The fixed size."""
        return self.size()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the shape over the whole widget."""
        paint_shape(QPainter(self), QRectF(self.rect()), self._shape, thick=self.width() >= 40)


def _round_pen(colour: QColor, width: float) -> QPen:
    return QPen(colour, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)


def _line(painter: QPainter, colour: QColor, width: float, *points: tuple[float, float]) -> None:
    """A polyline with round ends."""
    painter.setPen(_round_pen(colour, width))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPolyline(QPolygonF([QPointF(x, y) for x, y in points]))


def _fill(painter: QPainter, colour: QColor) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)


def _mark() -> QColor:
    return QColor(tokens().mark)


def _ring(painter: QPainter, ink: QColor, width: float) -> None:
    painter.setPen(QPen(ink, width))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawEllipse(QRectF(2, 2, 20, 20))


def _met(painter: QPainter, ink: QColor, width: float) -> None:
    _fill(painter, ink)
    painter.drawEllipse(QRectF(0.75, 0.75, 22.5, 22.5))
    _line(painter, _mark(), 3.0, (7.0, 12.3), (10.7, 16.0), (17.2, 8.6))


def _not_met(painter: QPainter, ink: QColor, width: float) -> None:
    _fill(painter, ink)
    painter.drawRoundedRect(QRectF(1.75, 1.75, 20.5, 20.5), 2.4, 2.4)
    _line(painter, _mark(), 2.8, (7.9, 7.9), (16.1, 16.1))
    _line(painter, _mark(), 2.8, (16.1, 7.9), (7.9, 16.1))


def _soon(painter: QPainter, ink: QColor, width: float) -> None:
    path = QPainterPath(QPointF(12, 3.2))
    path.lineTo(21.8, 20.6)
    path.lineTo(2.2, 20.6)
    path.closeSubpath()
    painter.setPen(_round_pen(ink, 2.2))
    painter.setBrush(ink)
    painter.drawPath(path)
    _line(painter, _mark(), 2.4, (12, 9.0), (12, 14.0))
    _fill(painter, _mark())
    painter.drawEllipse(QPointF(12, 17.8), 1.4, 1.4)


def _paused(painter: QPainter, ink: QColor, width: float) -> None:
    _fill(painter, ink)
    painter.drawRoundedRect(QRectF(5.0, 3.0, 4.6, 18.0), 1, 1)
    painter.drawRoundedRect(QRectF(14.4, 3.0, 4.6, 18.0), 1, 1)


def _stop(painter: QPainter, ink: QColor, width: float) -> None:
    corners = ((7.4, 1), (16.6, 1), (23, 7.4), (23, 16.6), (16.6, 23), (7.4, 23), (1, 16.6), (1, 7.4))
    _fill(painter, ink)
    painter.drawPolygon(QPolygonF([QPointF(x, y) for x, y in corners]))
    _line(painter, _mark(), 2.6, (12, 6.5), (12, 13.2))
    _fill(painter, _mark())
    painter.drawEllipse(QPointF(12, 17.2), 1.5, 1.5)


def _not_seen(painter: QPainter, ink: QColor, width: float) -> None:
    """Eleven dashes round, so that the ring closes without a seam."""
    pen = QPen(ink, 1.8, Qt.PenStyle.CustomDashLine, Qt.PenCapStyle.FlatCap)
    turn = 3.14159265 * 20 / 1.8
    pen.setDashPattern([turn / 11 * 0.6, turn / 11 * 0.4])
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawEllipse(QRectF(2, 2, 20, 20))


def _here(painter: QPainter, ink: QColor, width: float) -> None:
    _ring(painter, ink, width + 0.4)
    _fill(painter, ink)
    painter.drawEllipse(QPointF(12, 12), 5.0, 5.0)


def _not_applicable(painter: QPainter, ink: QColor, width: float) -> None:
    _ring(painter, ink, width)
    _line(painter, ink, width, (7.2, 12), (16.8, 12))


def _waiting(painter: QPainter, ink: QColor, width: float) -> None:
    _ring(painter, ink, width + 0.2)
    _line(painter, ink, width + 0.2, (12, 17.4), (12, 7.2))
    _line(painter, ink, width + 0.2, (7.8, 11.2), (12, 7.0), (16.2, 11.2))


def _safe(painter: QPainter, ink: QColor, width: float) -> None:
    _ring(painter, ink, width)
    _line(painter, ink, width + 0.3, (7.2, 12.3), (10.6, 15.7), (16.8, 8.8))


def _clock(painter: QPainter, ink: QColor, width: float) -> None:
    _ring(painter, ink, width)
    _line(painter, ink, width, (12, 7.0), (12, 12.6), (15.4, 14.2))


def _draft(painter: QPainter, ink: QColor, width: float) -> None:
    pen = QPen(ink, 2.0, Qt.PenStyle.CustomDashLine, Qt.PenCapStyle.FlatCap)
    pen.setDashPattern([2.4, 1.6])
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(QRectF(2.5, 2.5, 19, 19), 2.5, 2.5)


def _info(painter: QPainter, ink: QColor, width: float) -> None:
    _ring(painter, ink, width)
    _line(painter, ink, width, (12, 11.2), (12, 16.6))
    _fill(painter, ink)
    painter.drawEllipse(QPointF(12, 7.6), 1.4, 1.4)


_PAINT: dict[StatusShape, Callable[[QPainter, QColor, float], None]] = {
    StatusShape.MET: _met,
    StatusShape.NOT_MET: _not_met,
    StatusShape.SOON: _soon,
    StatusShape.PAUSED: _paused,
    StatusShape.STOP: _stop,
    StatusShape.NOT_SEEN: _not_seen,
    StatusShape.HERE: _here,
    StatusShape.NOT_APPLICABLE: _not_applicable,
    StatusShape.WAITING: _waiting,
    StatusShape.SAFE: _safe,
    StatusShape.CLOCK: _clock,
    StatusShape.DRAFT: _draft,
    StatusShape.INFO: _info,
}
