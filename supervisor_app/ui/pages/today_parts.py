"""Parts of Today: who was signed off, and how the shared file stands."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from supervisor_app.services.today import Today
from supervisor_app.ui.widgets.buttons import Button
from supervisor_app.ui.widgets.sheet import Sheet
from supervisor_app.ui.widgets.status_shape import StatusMark, StatusShape
from supervisor_app.ui.widgets.words import Words


class Signed(QWidget):
    """Who was signed off today."""

    def __init__(self) -> None:
        super().__init__()
        self.words = Words("", 15, 400, "ink2", elide=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(StatusMark(StatusShape.SAFE, 20, "signed"))
        row.addWidget(self.words, 1)


class Shared(Sheet):
    """The box of the shared file."""

    def __init__(self) -> None:
        super().__init__(padding=0)
        self.mark = StatusMark(StatusShape.WAITING, 25)
        self.title = Words("", 16, 500)
        self.sentence = Words("", 14, 400, "ink2", wrap=True)
        self.button = Button("Sync now")
        texts = QVBoxLayout()
        texts.setSpacing(1)
        texts.addStretch(1)
        texts.addWidget(self.title)
        texts.addWidget(self.sentence)
        texts.addStretch(1)
        row = QHBoxLayout()
        row.setContentsMargins(15, 14, 15, 14)
        row.setSpacing(13)
        row.addWidget(self.mark, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addLayout(texts, 1)
        row.addWidget(self.button)
        self.box.addLayout(row)

    def show_state(self, state: Today, words: tuple[str, str, str]) -> None:
        """Say how the shared file stands."""
        title, sentence, button = words
        safe = state.sync.chosen and not state.sync.waiting and state.sync.last_reached is not None
        self.mark.set_shape(StatusShape.SAFE if safe else StatusShape.WAITING if state.sync.chosen else StatusShape.INFO, title)
        self.title.setText(title)
        self.sentence.setText(sentence)
        self.button.set_words(button)


def asked(state: Today) -> tuple[object, ...]:
    """What is asked of somebody today, beside drafts; empty things ask nothing."""
    some = (state.offers, state.stacks, state.to_countersign, state.to_print_count)
    return (*some, state.questioned, state.to_publish)
