"""A PIN field with its label above."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from supervisor_app.ui.widgets.words import Words


def labelled_pin(label: str, field: QWidget) -> QVBoxLayout:
    """Return the label and, below it, the field."""
    box = QVBoxLayout()
    box.setSpacing(6)
    box.addWidget(Words(label, 14, 500))
    box.addWidget(field)
    return box
