"""A row that asks for something: whose, what, how far, and the button that does it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from supervisor_app.domain.observation import Result
from supervisor_app.ui.icons import Icon
from supervisor_app.ui.widgets.avatar import Avatar, IconDisc
from supervisor_app.ui.widgets.buttons import Button
from supervisor_app.ui.widgets.pips import Pips
from supervisor_app.ui.widgets.words import Words

BUTTON_WIDTH = 136


class TaskRow(QWidget):
    """Avatar or icon, name and subject on one line, a sentence below, pips below that where there are any, a button."""

    def __init__(
        self,
        name: str,
        subject: str,
        sentence: str,
        button: Button,
        do: Callable[[], object],
        *,
        icon: Icon | None = None,
        answers: Sequence[Result] = (),
        progress: str = "",
    ) -> None:
        super().__init__()
        self.button = button
        button.setMinimumWidth(BUTTON_WIDTH)
        button.setAccessibleName(f"{button.text()}: {name}, {subject}")
        button.clicked.connect(do)
        row = QHBoxLayout(self)
        row.setContentsMargins(19, 14, 20, 14)
        row.setSpacing(16)
        row.addWidget(IconDisc(icon) if icon else Avatar(name), 0, Qt.AlignmentFlag.AlignVCenter)
        row.addLayout(_texts(name, subject, sentence, answers, progress), 1)
        row.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)


def _texts(name: str, subject: str, sentence: str, answers: Sequence[Result], progress: str) -> QVBoxLayout:
    first = QHBoxLayout()
    first.setSpacing(11)
    whose = Words(name, 17, 600, elide=True)
    whose.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)  # gives way last: the button must stay
    first.addWidget(whose)
    first.addWidget(Words(subject, 16, 400, "ink2", elide=True), 1)
    texts = QVBoxLayout()
    texts.setSpacing(2)
    texts.addStretch(1)
    texts.addLayout(first)
    texts.addWidget(Words(sentence, 15, 400, "ink2", elide=True))
    if answers:
        third = QHBoxLayout()
        third.setSpacing(9)
        third.addWidget(Pips(answers, 14 if len(answers) < 24 else 10, 5 if len(answers) < 24 else 2))
        third.addWidget(Words(progress, 15, 500, "ink2"))
        third.addStretch(1)
        texts.addSpacing(4)
        texts.addLayout(third)
    texts.addStretch(1)
    return texts
