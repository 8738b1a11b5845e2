"""The empty state: what is missing in four words, one sentence, one or two buttons."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from supervisor_app.ui.icons import Icon
from supervisor_app.ui.widgets.buttons import Button
from supervisor_app.ui.widgets.icon_mark import IconMark
from supervisor_app.ui.widgets.sheet import Sheet
from supervisor_app.ui.widgets.words import Words

_CENTRE = Qt.AlignmentFlag.AlignHCenter


class EmptyState(Sheet):
    """What a list shows while there is nothing in it."""

    def __init__(self, icon: Icon, title: str, sentence: str, *buttons: Button, parent: QWidget | None = None) -> None:
        super().__init__(parent, padding=20)
        self.title = Words(title, 20, 600)
        self.sentence = Words(sentence, 15, 400, "ink2", wrap=True)
        self.sentence.setAlignment(_CENTRE)
        self.box.addStretch(1)
        self.box.addWidget(IconMark(icon, 44, "accent"), 0, _CENTRE)
        self.box.addSpacing(8)
        self.box.addWidget(self.title, 0, _CENTRE)
        self.box.addSpacing(4)
        self.box.addWidget(self.sentence)
        if buttons:
            row = QHBoxLayout()
            row.setSpacing(8)
            row.addStretch(1)
            for button in buttons:
                row.addWidget(button)
            row.addStretch(1)
            self.box.addSpacing(12)
            self.box.addLayout(row)
        self.box.addStretch(1)

    def set_words(self, title: str, sentence: str) -> None:
        """Change what is said."""
        self.title.setText(title)
        self.sentence.setText(sentence)
