"""The status line: how the shared file stands, in words, and that everything is saved. What went wrong never lives here alone."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from supervisor_app.services.sync_state import SyncState
from supervisor_app.ui.look.drawing import draw_hairline
from supervisor_app.ui.look.palette import tokens
from supervisor_app.ui.look.sizes import STATUS_LINE
from supervisor_app.ui.widgets.status_shape import StatusMark, StatusShape
from supervisor_app.ui.widgets.words import Words

SAVED = "Everything is saved on this laptop"


def shared_shape(state: SyncState) -> StatusShape:
    """Return the shape for how the shared file stands."""
    if state.problem:
        return StatusShape.SOON
    if state.chosen and not state.waiting and state.last_reached is not None:
        return StatusShape.SAFE
    return StatusShape.WAITING if state.chosen else StatusShape.INFO


class StatusLine(QWidget):
    """Shape and sentence about sync; trailing, the sentence about this laptop."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(STATUS_LINE)
        self._mark = StatusMark(StatusShape.SAFE, 18)
        self._words = Words("", 14, 400, "ink2", elide=True)
        self._saved = Words(SAVED, 14, 400, "ink3")
        box = QHBoxLayout(self)
        box.setContentsMargins(24, 1, 24, 0)
        box.setSpacing(8)
        box.addWidget(self._mark)
        box.addWidget(self._words, 1)
        box.addWidget(self._saved)

    @property
    def words(self) -> str:
        """The sentence about sync."""
        return self._words.text()

    def show_state(self, shape: StatusShape, words: str) -> None:
        """Say how the shared file stands."""
        self._mark.set_shape(shape, words)
        self._words.setText(words)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The line to the page above, on the window's own colour."""
        painter = QPainter(self)
        painter.fillRect(QRectF(self.rect()), QColor(tokens().canvas))
        draw_hairline(painter, 0, self.width(), 0)
