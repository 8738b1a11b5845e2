"""The limits of a certificate behind the ink bar: what must not be overlooked."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from supervisor_app.ui.look.drawing import draw_box, leading_rect
from supervisor_app.ui.look.palette import tokens
from supervisor_app.ui.look.sizes import SMALL_RADIUS
from supervisor_app.ui.widgets.words import Words

_BAR = 5.0


class LimitsBar(QWidget):
    """ "Only within these limits" and the limits, wrapped, never cut."""

    def __init__(self, limits: str, ink: str = "ink", *, struck: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        words = Words(limits, 16, 600, ink, wrap=True)
        strike(words, struck)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 9, 12, 9)
        row.setSpacing(12)
        row.addWidget(Words("Only within these limits", 14, 400, "ink2"), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(words, 1)
        self.setAccessibleName(f"Only within these limits: {limits}")

    def paintEvent(self, event: QPaintEvent) -> None:
        """A sunken ground with the bar at its leading edge."""
        t = tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        whole = QRectF(self.rect())
        draw_box(painter, whole, t.sunken, t.line, t.line_width, SMALL_RADIUS)
        bar = leading_rect(whole, 0, _BAR, mirrored=self.isRightToLeft())
        painter.fillRect(bar, QColor(t.ink))


def strike(words: Words, struck: bool) -> None:
    """Strike words through that were changed after they were signed."""
    face = words.font()
    face.setStrikeOut(struck)
    words.setFont(face)
