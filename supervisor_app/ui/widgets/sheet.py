"""Sheets: white paper with rows between hairlines, and the label above them."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from supervisor_app.ui.look.drawing import draw_box, draw_hairline
from supervisor_app.ui.look.fonts import font
from supervisor_app.ui.look.palette import tokens
from supervisor_app.ui.widgets.buttons import Button, Kind
from supervisor_app.ui.widgets.words import Words

_ABOVE = 8


class Sheet(QFrame):
    """A sheet of paper. `box` is its layout with `padding` all round; `turn` gives it the blue border of whose turn it is."""

    def __init__(self, parent: QWidget | None = None, *, padding: int = 20, turn: bool = False) -> None:
        super().__init__(parent)
        self._turn = turn
        self.bare = False  # inside another sheet: no paper of its own
        self._rows = 0
        self.box = QVBoxLayout(self)
        self.box.setContentsMargins(padding, padding, padding, padding + (1 if padding else 0))
        self.box.setSpacing(0)

    def add_row(self, row: QWidget) -> None:
        """Add a row below a hairline that runs from edge to edge (use with padding=0)."""
        if self._rows:
            self.box.addWidget(Hairline())
        self._rows += 1
        self.box.addWidget(row)

    def clear_rows(self) -> None:
        """Take every row out."""
        self.keep_rows(0)

    def keep_rows(self, count: int) -> None:
        """Take out every row from place `count` on, with the hairline above it."""
        self._rows = min(self._rows, count)
        while self.box.count() > max(0, 2 * count - 1):
            item = self.box.takeAt(self.box.count() - 1)
            if item is not None and (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paper, a hairline round it and one slightly darker pixel line below."""
        if self.bare:
            return
        t = tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        whole = QRectF(self.rect())
        paper = whole.adjusted(0, 0, 0, -1) if t.line_width == 1 else whole
        if t.line_width == 1 and not self._turn:
            shade = QColor(t.line).darker(105)
            draw_box(painter, paper.translated(0, 1), shade.name(), None)
        draw_box(painter, paper, t.sheet, t.accent if self._turn else t.line, 1.5 if self._turn else t.line_width)


class Hairline(QWidget):
    """A line between rows, or `upright` between columns."""

    def __init__(self, *, upright: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._upright = upright
        if upright:
            self.setFixedWidth(2)
        else:
            self.setFixedHeight(1)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def paintEvent(self, event: QPaintEvent) -> None:
        """One pixel, two in high contrast."""
        painter = QPainter(self)
        if self._upright:
            painter.fillRect(QRectF(0, 0, tokens().line_width, self.height()), QColor(tokens().line))
        else:
            draw_hairline(painter, 1, self.width() - 1, 0)


class SectionLabel(QWidget):
    """The words above a sheet and, trailing, a link ("See all 6"). 44 high, so that it can be hit; the sheet follows at once."""

    linked = Signal()

    def __init__(self, words: str, link: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.words = Words(words, 14, 600, "ink2")
        self.words.setContentsMargins(0, _ABOVE, 0, 0)
        self.link = Button(link, Kind.LINK)
        self.link.setFont(font(14, 500))
        self.link.setContentsMargins(0, _ABOVE, 0, 0)
        self.link.clicked.connect(self.linked)
        self.setFixedHeight(44)
        box = QHBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.words)
        box.addStretch(1)
        box.addWidget(self.link)
        self.link.setVisible(bool(link))

    def set_words(self, words: str) -> None:
        """Change the words."""
        self.words.setText(words)

    def set_link(self, link: str) -> None:
        """Change the link's words; empty takes it away."""
        self.link.set_words(link)
        self.link.setVisible(bool(link))
