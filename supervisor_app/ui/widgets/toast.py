"""The toast: good news only, bottom centre, six seconds, never takes the focus."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRectF, QTimer, Signal
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from supervisor_app.ui.look.palette import tokens
from supervisor_app.ui.look.sizes import RADIUS
from supervisor_app.ui.widgets.buttons import Button, Kind
from supervisor_app.ui.widgets.notice import announce
from supervisor_app.ui.widgets.sheet import Sheet
from supervisor_app.ui.widgets.status_shape import StatusMark, StatusShape
from supervisor_app.ui.widgets.words import Words

SHOWN_FOR_MS = 6000
_BAR = 5.0
_MOST_WIDTH = 760
"""Pixels: longer words go on in a second line."""
_AIR = 8
"""Pixels above and below the words."""
_EDGE = 16
"""Pixels that stay free beside it at either side of a narrow window."""


class Toast(Sheet):
    """Good news over the bottom of its parent. `acted` when its one action is pressed."""

    acted = Signal()

    def __init__(self, parent: QWidget, words: str, action: str = "", above: int = 52) -> None:
        super().__init__(parent, padding=0)
        self._above = above
        self._row = row = QHBoxLayout()
        row.setContentsMargins(18, 4, 6 if action else 20, 4)
        row.setSpacing(12)
        row.addWidget(StatusMark(StatusShape.MET, 22))
        self._words = Words(words, 16, 500)
        row.addWidget(self._words)
        row.addStretch(1)
        self._button = Button(action, Kind.LINK)
        self._button.setVisible(bool(action))
        self._button.clicked.connect(self.acted)
        self._button.clicked.connect(self.put_away)
        row.addWidget(self._button)
        self.box.addLayout(row)
        self._line = self._words.sizeHint().width()  # in one line
        self._beside = self.sizeHint().width() - self._line
        self._words.setWordWrap(True)
        self.setMinimumHeight(54)
        self.setMinimumWidth(min(474, parent.width() - 2 * _EDGE))
        parent.installEventFilter(self)
        self._place()
        self.show()
        self.raise_()
        announce(self, words)
        QTimer.singleShot(SHOWN_FOR_MS, self, self.put_away)

    def put_away(self) -> None:
        """Take it off the screen."""
        self.hide()
        self.deleteLater()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay at the bottom when the window changes its size."""
        if event.type() is QEvent.Type.Resize:
            self._place()
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        """A sheet with a bar in the colour of good news at its leading edge."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        shape = QPainterPath()
        shape.addRoundedRect(QRectF(self.rect()).adjusted(0, 0, 0, -1), RADIUS, RADIUS)
        painter.setClipPath(shape)
        x = self.width() - _BAR if self.isRightToLeft() else 0.0
        painter.fillRect(QRectF(x, 0, _BAR, self.height()), QColor(tokens().ok))

    def _place(self) -> None:
        parent = self.parentWidget()
        if parent is not None:
            self._fit(min(_MOST_WIDTH, parent.width() - 2 * _EDGE))
            self.adjustSize()
            self.move((parent.width() - self.width()) // 2, parent.height() - self.height() - self._above)

    def _fit(self, most: int) -> None:
        """Break the words into lines where they make it wider than `most`."""
        width = min(self._line, most - self._beside)
        self._words.setFixedSize(width, self._words.heightForWidth(width) + 2 * _AIR)
        self._row.invalidate()  # of what is not shown yet nobody tells the layouts
        self.box.invalidate()
