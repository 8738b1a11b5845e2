"""A field that is sent the focus is seen, whatever scrolls around it."""

from __future__ import annotations

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from supervisor_app.ui.widgets.field import Field
from supervisor_app.ui.widgets.scrolling import Scrolling


def test_a_field_with_the_focus_is_in_sight_with_its_label(qtbot: QtBot) -> None:
    """The form jumped back to its first field, which had scrolled away: one typed without seeing what."""
    fields = [Field(f"Field {number}") for number in range(12)]
    column = QVBoxLayout()
    for field in fields:
        column.addWidget(field)
    window = QWidget()
    qtbot.addWidget(window)
    box = QVBoxLayout(window)
    area = Scrolling(column)
    box.addWidget(area)
    window.resize(400, 240)
    window.show()
    for wanted in (fields[-1], fields[0], fields[6]):
        wanted.setFocus()
        qtbot.waitUntil(lambda wanted=wanted: _seen(area, wanted))


def _seen(area: Scrolling, field: Field) -> bool:
    top = field.mapTo(area.viewport(), QPoint(0, 0)).y()
    return top >= 0 and top + field.height() <= area.viewport().height()
