"""Lines of a history, grouped by day: one widget paints them all."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from supervisor_app.domain.frozen import dataclass
from supervisor_app.ui.look.drawing import LEADING, TRAILING, draw_text
from supervisor_app.ui.look.fonts import font
from supervisor_app.ui.look.palette import tokens
from supervisor_app.ui.widgets.status_shape import StatusShape, paint_shape

_HEAD, _LINE, _SIDE = 28, 44, 24.0
_TIME, _SHAPE, _WORDS = 56.0, 18.0, 87.0


@dataclass(frozen=True, slots=True, kw_only=True)
class DayLine:
    """One line of the history; a `day` without a time is the head of a day."""

    day: str = ""
    time: str = ""
    shape: StatusShape = StatusShape.SAFE
    words: str = ""
    trailing: str = ""

    @property
    def spoken(self) -> str:
        """The line as a screen reader says it."""
        return self.day or ", ".join(filter(None, (self.time, self.words, self.trailing)))


class DayLines(QWidget):
    """Heads of days and lines with time, shape, words and a trailing caption."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines: Sequence[DayLine] = ()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def show_lines(self, lines: Sequence[DayLine]) -> None:
        """Show these lines."""
        self._lines = lines
        self.setAccessibleName(". ".join(line.spoken for line in lines))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """As high as its lines."""
        return QSize(300, sum(_height(line) for line in self._lines) + 8)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the lines from the top."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        top = 4.0
        for line in self._lines:
            rect = QRectF(_SIDE, top, self.width() - 2 * _SIDE, _height(line))
            if line.day:
                painter.setFont(font(13, 600))
                draw_text(painter, rect.adjusted(0, 4, 0, 0), line.day, tokens().ink2, LEADING)
            else:
                self._paint_line(painter, rect, line)
            top += _height(line)

    def _paint_line(self, painter: QPainter, rect: QRectF, line: DayLine) -> None:
        t = tokens()
        painter.setFont(font(15))
        draw_text(painter, self._part(rect, 0, _TIME), line.time, t.ink2, LEADING)
        shape = self._part(rect, _TIME, _SHAPE)
        paint_shape(painter, QRectF(shape.left(), shape.center().y() - _SHAPE / 2, _SHAPE, _SHAPE), line.shape)
        painter.setFont(font(14))
        taken = QFontMetricsF(painter.font()).horizontalAdvance(line.trailing) + 12 if line.trailing else 0.0
        draw_text(painter, rect, line.trailing, t.ink3, TRAILING)
        painter.setFont(font(15, 500))
        room = rect.width() - _WORDS - taken
        words = QFontMetricsF(painter.font()).elidedText(line.words, Qt.TextElideMode.ElideRight, room)
        draw_text(painter, self._part(rect, _WORDS, room), words, t.ink, LEADING)

    def _part(self, rect: QRectF, start: float, width: float) -> QRectF:
        """A part of a line that begins `start` from the leading edge."""
        left = rect.right() - start - width if self.isRightToLeft() else rect.left() + start
        return QRectF(left, rect.top(), width, rect.height())


def _height(line: DayLine) -> int:
    return _HEAD if line.day else _LINE
