"""The bar above everything while one observes: who, what and where; the clock; pause and safety stop."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from supervisor_app.ui.look.drawing import TRAILING, draw_hairline, draw_text
from supervisor_app.ui.look.fonts import font
from supervisor_app.ui.look.palette import tokens
from supervisor_app.ui.look.sizes import STEP_MARGIN
from supervisor_app.ui.pages.observe_words import Clock, Header
from supervisor_app.ui.widgets.avatar import Avatar
from supervisor_app.ui.widgets.buttons import Button
from supervisor_app.ui.widgets.status_shape import StatusShape, paint_shape
from supervisor_app.ui.widgets.words import Words


class StepClock(QWidget):
    """The observed time, and below it what the rule asks or why it stands. Never mirrored."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._clock = Clock(time="00:00:00", caption="", paused=True)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_clock(self, clock: Clock) -> None:
        """Show the time; painted only when something changed."""
        if clock != self._clock:
            self._clock = clock
            self.setAccessibleName(f"{clock.time}, {clock.caption}")
            self.update()

    def sizeHint(self) -> QSize:
        """Eight figures wide, or the caption; one height."""
        figures = QFontMetricsF(font(28, 500, mono=True)).horizontalAdvance("00:00:00")
        caption = QFontMetricsF(font(14)).horizontalAdvance(self._clock.caption)
        return QSize(round(max(figures, caption)) + 4, 54)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint figures and caption at the trailing edge; two bars before them while it stands."""
        table = tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setLayoutDirection(self.layoutDirection())
        face = font(28, 500, mono=True)
        painter.setFont(face)
        ink = table.ink3 if self._clock.paused else table.ink
        draw_text(painter, QRectF(0, 0, self.width(), 34), self._clock.time, ink, TRAILING)
        caption = font(14)
        painter.setFont(caption)
        draw_text(painter, QRectF(0, 33, self.width(), 20), self._clock.caption, table.ink3, TRAILING)
        if self._clock.paused and not self._clock.caption.startswith("stopped"):
            wide = QFontMetricsF(caption).horizontalAdvance(self._clock.caption) + 20
            x = wide - 16 if self.isRightToLeft() else self.width() - wide
            if 0 <= x <= self.width() - 14:
                paint_shape(painter, QRectF(x, 37, 13, 13), StatusShape.PAUSED)


class StepTop(QWidget):
    """Avatar, name, line; the clock; buttons on the trailing side."""

    def __init__(self, *buttons: Button, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._avatar = Avatar("", 44)
        self._name = Words("", 20, 600, elide=True)
        self._line = Words("", 15, 400, "ink2", elide=True)
        self.clock = StepClock()
        texts = QVBoxLayout()
        texts.setSpacing(1)
        texts.addStretch(1)
        texts.addWidget(self._name)
        texts.addWidget(self._line)
        texts.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(STEP_MARGIN, 0, STEP_MARGIN, 1)
        row.setSpacing(12)
        row.addWidget(self._avatar)
        row.addLayout(texts, 1)
        row.addSpacing(12)
        row.addWidget(self.clock)
        row.addSpacing(12)
        for button in buttons:
            row.addWidget(button)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(77)

    def set_header(self, header: Header) -> None:
        """Write who and what."""
        if (header.name, header.line) == (self._name.text(), self._line.text()):
            return
        self._avatar.set_name(header.name)
        self._name.setText(header.name)
        self._line.setText(header.line)

    def paintEvent(self, event: QPaintEvent) -> None:
        """A hairline below."""
        draw_hairline(QPainter(self), 0, self.width(), self.height() - tokens().line_width)
