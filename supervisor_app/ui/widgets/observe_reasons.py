"""The reasons of a decision: shape, sentence with the rule in it, figure trailing. Painted, scrolling inside their sheet."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QWidget

from supervisor_app.ui.look.drawing import TRAILING, draw_text, leading_rect
from supervisor_app.ui.look.fonts import font
from supervisor_app.ui.look.palette import tokens
from supervisor_app.ui.pages.decide_state import ReasonRow, Sign
from supervisor_app.ui.widgets.status_shape import StatusShape, paint_shape
from supervisor_app.ui.widgets.step_text import break_lines, draw_lines, own_way

SHAPES: dict[Sign, StatusShape] = {
    Sign.MET: StatusShape.MET,
    Sign.NOT_MET: StatusShape.NOT_MET,
    Sign.LEFT_OUT: StatusShape.NOT_APPLICABLE,
    Sign.OPEN: StatusShape.NOT_SEEN,
    Sign.STOP: StatusShape.STOP,
}
ROW, LINE, SIDE = 40, 21, 24


class _Rows(QWidget):
    """The rows themselves, as high as they need."""

    pressed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._rows: tuple[ReasonRow, ...] = ()
        self._tops: list[int] = []
        self.setObjectName("scrolled")

    def set_rows(self, rows: tuple[ReasonRow, ...]) -> None:
        self._rows = rows
        self.setAccessibleName(". ".join(f"{row.text} {row.figure}".strip() for row in rows))
        self._measure()
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._measure()

    def sizeHint(self) -> QSize:
        return QSize(300, self.minimumHeight())

    def _room(self, row: ReasonRow) -> int:
        figure = QFontMetricsF(font(16, 600)).horizontalAdvance(row.figure) + 16 if row.figure else 0
        return max(80, round(self.width() - 2 * SIDE - 36 - figure))

    def _lines(self, row: ReasonRow) -> tuple[str, ...]:
        return break_lines(row.text, 16, 400, self._room(row), 3)

    def _measure(self) -> None:
        self._tops, top = [], 8
        for row in self._rows:
            self._tops.append(top)
            top += ROW + LINE * (len(self._lines(row)) - 1)
        self.setMinimumHeight(top + 8)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        y = event.position().y()
        place = max((place for place, top in enumerate(self._tops) if top <= y), default=-1)
        if place >= 0 and self._rows[place].step:
            self.pressed.emit(self._rows[place].step)

    def paintEvent(self, event: QPaintEvent) -> None:
        table = tokens()
        painter = QPainter(self)
        painter.setLayoutDirection(self.layoutDirection())
        mirrored = self.isRightToLeft()
        whole = QRectF(self.rect()).adjusted(SIDE, 0, -SIDE, 0)
        for row, top in zip(self._rows, self._tops, strict=True):
            line = QRectF(whole.left(), top, whole.width(), ROW)
            mark = leading_rect(line.adjusted(0, 9, 0, -9), 0, 22, mirrored=mirrored)
            paint_shape(painter, mark, SHAPES[row.sign])
            inner = leading_rect(line.adjusted(0, (ROW - LINE) / 2, 0, 0), 36, self._room(row), mirrored=mirrored)
            bad = row.sign in (Sign.NOT_MET, Sign.STOP)
            draw_lines(painter, inner, self._lines(row), font(16), table.bad if bad else table.ink, LINE)
            painter.setFont(font(16, 600))
            draw_text(painter, line, own_way(painter, row.figure), table.ink2, TRAILING)


class ObserveReasons(QScrollArea):
    """The rows in a frame that scrolls; `pressed(step)` when a row of a step is pressed."""

    pressed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows = _Rows()
        self._rows.pressed.connect(self.pressed)
        self.setWidget(self._rows)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumHeight(ROW)
        self.setAccessibleName("Reasons")

    def set_rows(self, rows: tuple[ReasonRow, ...]) -> None:
        """Show these reasons."""
        self._rows.set_rows(rows)
