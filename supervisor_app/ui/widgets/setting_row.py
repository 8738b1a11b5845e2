"""One setting: what it is, what it does in a line, and the control at the trailing side or below."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from supervisor_app.ui.widgets.words import Words


class SettingRow(QWidget):
    """Title and detail with a `control`; `below` puts it under the words, at their full width."""

    def __init__(self, title: str, detail: str, control: QWidget, *, below: bool = False) -> None:
        super().__init__()
        self.title = Words(title, 16, 500, wrap=True)
        self.detail = Words(detail, 14, 400, "ink2", wrap=True)
        texts = QVBoxLayout()
        texts.setSpacing(1)
        texts.addWidget(self.title)
        texts.addWidget(self.detail)
        if below:
            box = QVBoxLayout(self)
            box.setSpacing(10)
            box.addLayout(texts)
            box.addWidget(control)
        else:
            row = QHBoxLayout(self)
            row.setSpacing(16)
            row.addLayout(texts, 1)
            row.addWidget(control, 0, Qt.AlignmentFlag.AlignVCenter)
        layout = self.layout()
        if layout is not None:
            layout.setContentsMargins(20, 12, 20, 13)
        self.detail.setVisible(bool(detail))
