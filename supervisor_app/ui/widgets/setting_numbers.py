"""Numbers to compare by voice: the fingerprint of a key in groups of four, large and in one width."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from supervisor_app.ui.widgets.words import Words


class SpokenNumbers(QWidget):
    """Groups of four signs; a screen reader spells them one by one."""

    def __init__(self, fingerprint: str, size: int = 24) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(size)
        for group in fingerprint.split():
            words = Words(group, size, 500, mono=True)
            words.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
            row.addWidget(words)
        row.addStretch(1)
        self.setAccessibleName(", ".join(" ".join(group) for group in fingerprint.split()))
