"""A column of the choosing page: parts below each other, and the caption below a list."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from supervisor_app.ui.icons import Icon
from supervisor_app.ui.widgets.icon_mark import IconMark
from supervisor_app.ui.widgets.words import Words


class ObserveColumn(QWidget):
    """Parts below each other; the one at place `stretch` takes the room."""

    def fill(self, *parts: QWidget, stretch: int = 2) -> None:
        """Lay the parts out; called once."""
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(9)
        for place, part in enumerate(parts):
            box.addWidget(part, 1 if place == stretch else 0)


def caption(icon: Icon, words: Words) -> QWidget:
    """A caption with its icon below a list."""
    line = QWidget()
    row = QHBoxLayout(line)
    row.setContentsMargins(2, 4, 0, 0)
    row.setSpacing(8)
    row.addWidget(IconMark(icon, 20, "ink2"))
    row.addWidget(words, 1)
    return line


def caption_words(words: str = "") -> Words:
    """Words as a caption has them."""
    return Words(words, 14, 400, "ink2", elide=True)
