"""The notice: anything that went wrong, in the page, until it is solved. First what happened, then what to do, one button."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from supervisor_app.ui.icons import Icon
from supervisor_app.ui.widgets.buttons import Button, IconButton
from supervisor_app.ui.widgets.chip import Tone
from supervisor_app.ui.widgets.sheet import Sheet
from supervisor_app.ui.widgets.status_shape import StatusMark, StatusShape
from supervisor_app.ui.widgets.words import Words

_SHAPES = {Tone.WARN: StatusShape.SOON, Tone.BAD: StatusShape.NOT_MET, Tone.OK: StatusShape.MET, Tone.NEUTRAL: StatusShape.INFO}


class Notice(Sheet):
    """What happened and what to do. `acted` when its button is pressed, `dismissed` when it is put away."""

    acted = Signal()
    dismissed = Signal()

    def __init__(
        self,
        message: str,
        hint: str = "",
        action: str = "",
        tone: Tone = Tone.WARN,
        *,
        closable: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent, padding=0)
        self.message = Words(message, 16, 600, wrap=True)
        self.hint = Words(hint, 15, 400, "ink2", wrap=True)
        self.action = Button(action, height=48)
        self.action.clicked.connect(self.acted)
        texts = QVBoxLayout()
        texts.setSpacing(2)
        texts.addStretch(1)
        texts.addWidget(self.message)
        texts.addWidget(self.hint)
        texts.addStretch(1)
        row = QHBoxLayout()
        row.setContentsMargins(17, 14, 14, 15)
        row.setSpacing(14)
        row.addWidget(StatusMark(_SHAPES.get(tone, StatusShape.INFO), 25), 0, Qt.AlignmentFlag.AlignVCenter)
        row.addLayout(texts, 1)
        row.addWidget(self.action)
        if closable:
            close = IconButton(Icon.CLOSE, "Put away")
            close.clicked.connect(self.dismissed)
            row.addWidget(close)
        self.box.addLayout(row)
        self.hint.setVisible(bool(hint))  # only now: a widget that is shown before it has a place is a window of its own
        self.action.setVisible(bool(action))
        self.setAccessibleName(f"{message} {hint}".strip())


def announce(widget: QWidget, words: str) -> None:
    """Say something to screen readers without moving the focus."""
    from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent  # most starts have nothing to say

    QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(widget, words))
