"""The place to drop files or text on: a dashed box that is also a button, so that nobody has to drag."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QDragEnterEvent, QDragLeaveEvent, QDropEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QVBoxLayout, QWidget

from supervisor_app.ui.icons import Icon
from supervisor_app.ui.look.drawing import draw_box, draw_focus_ring
from supervisor_app.ui.look.palette import tokens
from supervisor_app.ui.look.sizes import RADIUS
from supervisor_app.ui.widgets.icon_mark import IconMark
from supervisor_app.ui.widgets.pressing import Pressable
from supervisor_app.ui.widgets.words import Words

_CENTRE = Qt.AlignmentFlag.AlignHCenter
MOST_FILES = 500


class DropArea(Pressable):
    """`files_dropped(paths)` and `text_dropped(text)` on a drop; `clicked` on a click, Enter or Space."""

    enter_presses = True

    files_dropped = Signal(list)
    text_dropped = Signal(str)

    def __init__(self, title: str, sentence: str, icon: Icon, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._over = False
        self.setAcceptDrops(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(f"{title}, or press to choose a file")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        words = Words(title, 18, 600)
        lines = Words(sentence, 14, 400, "ink2", wrap=True)
        lines.setAlignment(_CENTRE)
        box = QVBoxLayout(self)
        box.setContentsMargins(24, 20, 24, 24)
        box.setSpacing(0)
        box.addStretch(1)
        box.addWidget(IconMark(icon, 44, "accent"), 0, _CENTRE)
        box.addSpacing(16)
        box.addWidget(words, 0, _CENTRE)
        box.addSpacing(4)
        box.addWidget(lines)
        box.addStretch(1)
        for part in self.findChildren(QWidget):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def paintEvent(self, event: QPaintEvent) -> None:
        """White paper with a dashed border, blue and tinted while something is held over it."""
        t = tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        body = QRectF(self.rect())
        if self.hasFocus():
            body = draw_focus_ring(painter, body)
        draw_box(painter, body, t.soft if self._over or self.isDown() else t.sheet, None)
        pen = QPen(QColor(t.accent if self._over else t.line2), 2, Qt.PenStyle.CustomDashLine, Qt.PenCapStyle.FlatCap)
        pen.setDashPattern([5.0, 2.5])
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(body.adjusted(1, 1, -1, -1), RADIUS, RADIUS)

    def event(self, event: QEvent) -> bool:
        """Paint it anew when it is switched on or off."""
        if event.type() is QEvent.Type.EnabledChange:
            self.update()
        return super().event(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files and text, nothing else."""
        if event.mimeData().hasUrls() or event.mimeData().hasText():
            event.acceptProposedAction()
            self._mark(True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """What was held over it is gone."""
        self._mark(False)

    def dropEvent(self, event: QDropEvent) -> None:
        """Tell which files, or which text, was dropped."""
        self._mark(False)
        data = event.mimeData()
        paths = [Path(url.toLocalFile()) for url in data.urls()[:MOST_FILES] if url.isLocalFile()]
        if paths:
            event.acceptProposedAction()
            self.files_dropped.emit(paths)
        elif data.hasText():
            event.acceptProposedAction()
            self.text_dropped.emit(data.text())

    def _mark(self, over: bool) -> None:
        self._over = over
        self.update()
