"""The reading line below the matrix: in a sentence why a cell is as it is, and the two things to do about it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from supervisor_app.ui.icons import Icon
from supervisor_app.ui.pages.matrix_state import Reading
from supervisor_app.ui.widgets.buttons import Button
from supervisor_app.ui.widgets.sheet import Sheet
from supervisor_app.ui.widgets.status_shape import StatusMark, StatusShape
from supervisor_app.ui.widgets.words import Words, plain_tip

_HEIGHT = 66


class MatrixReading(Sheet):
    """Shape; whom and what, how they stand; why. `person` and `observe` are its buttons."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, padding=0, turn=True)
        self.line: Reading | None = None
        self.mark = StatusMark(StatusShape.INFO, 25)
        self.title = Words("", 15, 600)
        self.standing = Words("", 15, 400, "ink2", elide=True)
        self.why = Words("", 15, 400, "ink2", elide=True)
        self.person = Button("Person", icon=Icon.PERSON, height=44)
        self.observe = Button("Observe", icon=Icon.OBSERVE, height=44)
        self.setFixedHeight(_HEIGHT)
        first = QHBoxLayout()
        first.setSpacing(10)
        first.addWidget(self.title)
        first.addWidget(self.standing, 1)
        texts = QVBoxLayout()
        texts.setSpacing(1)
        texts.addStretch(1)
        texts.addLayout(first)
        texts.addWidget(self.why)
        texts.addStretch(1)
        row = QHBoxLayout()
        row.setContentsMargins(17, 6, 12, 6)
        row.setSpacing(12)
        row.addWidget(self.mark, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addLayout(texts, 1)
        row.addWidget(self.person)
        row.addWidget(self.observe)
        self.box.addLayout(row)

    def show_reading(self, line: Reading, *, own: bool) -> None:
        """Show the sentence; `own` for somebody who looks at their own cell and so cannot observe."""
        self.line = line
        self.mark.set_shape(line.shape, line.standing)
        self.title.setText(line.title)
        self.standing.setText(line.standing)
        self.why.setText("You cannot assess yourself." if own and not line.why else line.why)
        self.why.setToolTip(plain_tip(line.why))
        self.setAccessibleName(f"{line.title}: {line.standing}. {line.why}")
        self.person.setVisible(True)
        self.observe.setVisible(not own and bool(line.competency))

    def show_nothing(self, words: str) -> None:
        """Say that there is no cell to read."""
        self.line = None
        self.mark.set_shape(StatusShape.INFO, words)
        self.title.setText(words)
        self.standing.setText("")
        self.why.setText("")
        self.setAccessibleName(words)
        self.person.setVisible(False)
        self.observe.setVisible(False)
