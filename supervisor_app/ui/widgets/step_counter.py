"""The counter of a step: minus, the count, plus, and what is counted with its limit."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from supervisor_app.ui.icons import Icon, paint_icon
from supervisor_app.ui.look.drawing import CENTRED, draw_box, draw_focus_ring, draw_text
from supervisor_app.ui.look.fonts import font
from supervisor_app.ui.look.palette import tokens
from supervisor_app.ui.look.sizes import sizes
from supervisor_app.ui.pages.observe_entry import CounterView
from supervisor_app.ui.widgets.pressing import Pressable
from supervisor_app.ui.widgets.step_text import break_lines, draw_lines

HEIGHT = 52


class _Sign(Pressable):
    """Plus or minus."""

    def __init__(self, icon: Icon, word: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._icon = icon
        self.setAccessibleName(word)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAutoRepeat(False)
        self.setFixedSize(max(52, sizes().least), max(HEIGHT, sizes().least))

    def paintEvent(self, event: QPaintEvent) -> None:
        """The sign, on a softer ground while pressed."""
        table = tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = QRectF(self.rect())
        if self.isDown():
            draw_box(painter, rect.adjusted(2, 2, -2, -2), table.soft, None)
        if self.hasFocus():
            draw_focus_ring(painter, rect)
        middle = rect.center()
        ink = table.ink if self.isEnabled() else table.ink3
        paint_icon(painter, QRectF(middle.x() - 11, middle.y() - 11, 22, 22), self._icon, ink)


class StepCounter(QWidget):
    """One frame around minus, the count and plus. `changed` gives +1 or -1; the count shown is what is stored."""

    changed = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view: CounterView | None = None
        self.minus = _Sign(Icon.MINUS, "One fewer", self)
        self.plus = _Sign(Icon.PLUS, "One more", self)
        self.minus.clicked.connect(lambda: self.changed.emit(-1))
        self.plus.clicked.connect(lambda: self.changed.emit(1))
        box = QHBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(self.minus)
        box.addSpacing(56)
        box.addWidget(self.plus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_view(self, view: CounterView, *, can_answer: bool) -> None:
        """Show the stored count."""
        self._view = view
        self.setAccessibleName(f"{view.label}: {view.count}, {view.caption}")
        self.minus.setEnabled(can_answer and view.count > 0)
        self.plus.setEnabled(can_answer)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The frame, two separators and the number; red with its frame where it is over the limit."""
        if self._view is None:
            return
        table = tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        over = self._view.over
        draw_box(painter, QRectF(self.rect()), table.sheet, table.bad if over else table.line2, 2 if over else table.line_width)
        side = self.minus.width()
        for x in (side, self.width() - side):
            painter.fillRect(QRectF(x, 1, table.line_width, self.height() - 2), table.line)
        painter.setFont(font(24, 600))
        middle = QRectF(side, 0, self.width() - 2 * side, self.height())
        draw_text(painter, middle, str(self._view.count), table.bad if over else table.ink, CENTRED)


class TwoLines(QWidget):
    """A name and, below it, its limit or how it stands; words that do not fit are cut."""

    def __init__(self, width: int = 150, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._first, self._second, self._ink = "", "", "ink2"
        self._width = width
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(HEIGHT)

    def set_lines(self, first: str, second: str, ink: str = "ink2") -> None:
        """Show two lines; `ink` is the token of the second."""
        self._first, self._second, self._ink = first, second, ink
        self.setAccessibleName(f"{first}. {second}")
        self.update()

    def sizeHint(self) -> QSize:
        """The width asked for."""
        return QSize(self._width, HEIGHT)

    def minimumSizeHint(self) -> QSize:
        """Gives way before the fields do."""
        return QSize(72, HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint both lines, vertically in the middle; a long second one takes two lines where there is no first."""
        painter = QPainter(self)
        painter.setLayoutDirection(self.layoutDirection())
        table = tokens()
        whole = QRectF(self.rect())
        if self._first:
            draw_lines(
                painter,
                whole.adjusted(0, 5, 0, 0),
                break_lines(self._first, 15, 500, self.width(), 1),
                font(15, 500),
                table.ink,
                21,
            )
            second = break_lines(self._second, 14, 400, self.width(), 1)
            draw_lines(painter, whole.adjusted(0, 26, 0, 0), second, font(14), getattr(table, self._ink), 21)
            return
        lines = break_lines(self._second, 14, 400, self.width(), 2)
        top = (self.height() - 20 * len(lines)) / 2
        draw_lines(painter, whole.adjusted(0, top, 0, 0), lines, font(14), getattr(table, self._ink), 20)
