"""What is shown when the site cannot be opened: what happened and what to do, in a window of its own."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from supervisor_app.errors import UserError
from supervisor_app.ui.widgets.buttons import Button, Kind
from supervisor_app.ui.widgets.status_shape import StatusMark, StatusShape
from supervisor_app.ui.widgets.words import Words


class TroubleWindow(QWidget):
    """One sentence, one hint, one button; with `may_restore` another one, and `restoring` when it is pressed."""

    restoring = Signal()

    def __init__(self, problem: UserError, *, may_restore: bool = False) -> None:
        super().__init__()
        self.setWindowTitle("Sign-off")
        self.setMinimumSize(560, 240)
        self.message = Words(problem.message, 20, 600, wrap=True)
        self.hint = Words(problem.hint, 15, 400, "ink2", wrap=True)
        self.button = Button("Close", Kind.PRIMARY, height=56)
        self.button.clicked.connect(self.close)
        self.restore = Button("Restore from a backup…", height=56)
        self.restore.setVisible(may_restore)
        self.restore.clicked.connect(self.restoring)
        buttons = QHBoxLayout()
        buttons.setSpacing(12)
        buttons.addStretch(1)
        buttons.addWidget(self.restore)
        buttons.addWidget(self.button)
        box = QVBoxLayout(self)
        box.setContentsMargins(32, 32, 32, 32)
        box.setSpacing(12)
        box.addWidget(StatusMark(StatusShape.SOON, 44))
        box.addWidget(self.message)
        box.addWidget(self.hint)
        box.addStretch(1)
        box.addLayout(buttons)
        self.button.setFocus()
