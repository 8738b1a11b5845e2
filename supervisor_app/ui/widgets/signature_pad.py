"""The signature pad: ink drawn by mouse, pen or finger, kept as strokes in a box of 1000 by 1000."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TypeAlias

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPen, QTabletEvent, QTouchEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from supervisor_app.ui.look.drawing import draw_hairline
from supervisor_app.ui.look.palette import tokens

Strokes: TypeAlias = tuple[tuple[tuple[int, int], ...], ...]
SIDE = 1000
MOST_POINTS = 20_000
_BASELINE = 0.86


def paint_strokes(painter: QPainter, rect: QRectF, strokes: Sequence[Sequence[tuple[int, int]]], colour: str) -> None:
    """Paint ink whose box of 1000 by 1000 fills `rect`, smoothed through the middles of the points."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    pen = QPen(QColor(colour), 2.2)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    for stroke in strokes:
        points = [QPointF(rect.left() + x * rect.width() / SIDE, rect.top() + y * rect.height() / SIDE) for x, y in stroke]
        painter.drawPoint(points[0]) if len(points) == 1 else painter.drawPath(_curve(points))


class SignaturePad(QWidget):
    """A line to sign on. `changed` after each stroke; `locked` pads only show."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._strokes: list[list[tuple[int, int]]] = []
        self._drawing = False
        self._locked = False
        self.setAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setMinimumHeight(72)
        self.setAccessibleName("Sign here")

    @property
    def strokes(self) -> Strokes:
        """The ink so far, whole numbers from 0 to 1000."""
        return tuple(tuple(stroke) for stroke in self._strokes)

    @property
    def is_empty(self) -> bool:
        """Whether nothing was drawn."""
        return not self._strokes

    def set_strokes(self, strokes: Strokes, *, locked: bool = True) -> None:
        """Show ink that was drawn before."""
        self._strokes = [list(stroke) for stroke in strokes]
        self._locked = locked
        self.setCursor(Qt.CursorShape.ArrowCursor if locked else Qt.CursorShape.CrossCursor)
        self.update()

    def clear(self) -> None:
        """Wipe the line."""
        self._strokes = []
        self._drawing = self._locked = False
        self.update()
        self.changed.emit()

    def sizeHint(self) -> QSize:
        """Wide and low, as a line is."""
        return QSize(354, 96)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Put the pen down."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._down(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Draw."""
        self._move(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Lift the pen."""
        self._up()

    def tabletEvent(self, event: QTabletEvent) -> None:
        """A real pen: the same, with its own finer positions."""
        match event.type():
            case QEvent.Type.TabletPress:
                self._down(event.position())
            case QEvent.Type.TabletMove:
                self._move(event.position())
            case QEvent.Type.TabletRelease:
                self._up()
        event.accept()

    def event(self, event: QEvent) -> bool:
        """A finger draws as a pen does."""
        if isinstance(event, QTouchEvent):
            self._touch(event)
            return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The line, a small cross where the pen begins while it is empty, the ink."""
        t = tokens()
        painter = QPainter(self)
        y = round(self.height() * _BASELINE)
        draw_hairline(painter, 0, self.width(), y, t.line2)
        if self._strokes:
            paint_strokes(painter, QRectF(self.rect()), self._strokes, t.accent)
        elif not self._locked:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(QColor(t.ink3), 1.5))
            x = self.width() - 14 if self.isRightToLeft() else 6
            painter.drawLine(QPointF(x, y - 14), QPointF(x + 8, y - 6))
            painter.drawLine(QPointF(x + 8, y - 14), QPointF(x, y - 6))

    def _touch(self, event: QTouchEvent) -> None:
        points = event.points()
        if not points:
            return
        match event.type():
            case QEvent.Type.TouchBegin:
                self._down(points[0].position())
            case QEvent.Type.TouchUpdate:
                self._move(points[0].position())
            case QEvent.Type.TouchEnd | QEvent.Type.TouchCancel:
                self._up()

    def _down(self, at: QPointF) -> None:
        if not self._locked and self._room_left():
            self._drawing = True
            self._strokes.append([self._scaled(at)])
            self.update()

    def _move(self, at: QPointF) -> None:
        if self._drawing and self._room_left():
            point = self._scaled(at)
            if point != self._strokes[-1][-1]:
                self._strokes[-1].append(point)
                self.update()

    def _up(self) -> None:
        if self._drawing:
            self._drawing = False
            self.changed.emit()

    def _room_left(self) -> bool:
        return sum(map(len, self._strokes)) < MOST_POINTS

    def _scaled(self, at: QPointF) -> tuple[int, int]:
        """A position as whole numbers from 0 to 1000."""
        x = round(at.x() * SIDE / max(1, self.width()))
        y = round(at.y() * SIDE / max(1, self.height()))
        return min(SIDE, max(0, x)), min(SIDE, max(0, y))


def _curve(points: list[QPointF]) -> QPainterPath:
    """A smooth line: quadratic pieces from middle to middle, the points as their pulls."""
    path = QPainterPath(points[0])
    for here, there in pairwise(points[1:]):
        path.quadTo(here, (here + there) / 2)
    path.lineTo(points[-1])
    return path
