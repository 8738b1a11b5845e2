"""What is shown when the site cannot be opened: what happened and what to do, in a window of its own."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from supervisor_app.errors import UserError
from supervisor_app.ui.widgets.buttons import Button, Kind
from supervisor_app.ui.widgets.status_shape import StatusMark, StatusShape
from supervisor_app.ui.widgets.words import Words


class TroubleWindow(QWidget):
    """One sentence, one hint, one button."""

    def __init__(self, problem: UserError) -> None:
        super().__init__()
        self.setWindowTitle("Sign-off")
        self.setMinimumSize(560, 240)
        self.message = Words(problem.message, 20, 600, wrap=True)
        self.hint = Words(problem.hint, 15, 400, "ink2", wrap=True)
        self.button = Button("Close", Kind.PRIMARY, height=56)
        self.button.clicked.connect(self.close)
        box = QVBoxLayout(self)
        box.setContentsMargins(32, 32, 32, 32)
        box.setSpacing(12)
        box.addWidget(StatusMark(StatusShape.SOON, 44))
        box.addWidget(self.message)
        box.addWidget(self.hint)
        box.addStretch(1)
        box.addWidget(self.button, 0, Qt.AlignmentFlag.AlignTrailing)
        self.button.setFocus()
