"""The verdict: a large shape, the word, one sentence."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from supervisor_app.ui.widgets.buttons import Button
from supervisor_app.ui.widgets.notice import announce
from supervisor_app.ui.widgets.status_shape import StatusMark, StatusShape
from supervisor_app.ui.widgets.words import Words


class VerdictHeader(QWidget):
    """Shape 64 with the word at 34 (verify), or shape 48 with the word at 28 (decide, sync)."""

    def __init__(
        self,
        shape: StatusShape,
        word: str,
        sentence: str,
        button: Button | None = None,
        size: int = 64,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.mark = StatusMark(shape, size, word)
        self.word = Words(word, 34 if size >= 64 else 28, 600, wrap=True)
        self.sentence = Words(sentence, 17 if size >= 64 else 16, 400, "ink2", wrap=True)
        texts = QVBoxLayout()
        texts.setSpacing(0)
        texts.addWidget(self.word)
        texts.addWidget(self.sentence)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(20)
        row.addWidget(self.mark, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addLayout(texts, 1)
        if button is not None:
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)

    def show_verdict(self, shape: StatusShape, word: str, sentence: str) -> None:
        """Show another verdict, also to those who listen."""
        self.mark.set_shape(shape, word)
        self.word.setText(word)
        self.sentence.setText(sentence)
        announce(self, f"{word}. {sentence}")
