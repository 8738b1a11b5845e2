"""Buttons in rows: in reading order, none cut, hidden ones take no room, from the other side where one reads so."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from supervisor_app.ui.widgets.buttons import Button
from supervisor_app.ui.widgets.flow import Flow


def made(qtbot: QtBot, width: int) -> tuple[QWidget, list[Button]]:
    place = QWidget()
    qtbot.addWidget(place)
    flow = Flow(10)
    flow.setContentsMargins(5, 5, 5, 5)
    place.setLayout(flow)
    buttons = [Button(word) for word in ("One", "Two and more", "Three", "Four")]
    for button in buttons:
        flow.addWidget(button)
    place.resize(width, flow.heightForWidth(width))
    place.show()
    qtbot.waitUntil(buttons[-1].isVisible)
    return place, buttons


def test_wide_it_is_one_row_and_narrow_several(qtbot: QtBot) -> None:
    wide, buttons = made(qtbot, 900)
    assert len({button.y() for button in buttons}) == 1
    narrow, buttons = made(qtbot, 200)
    assert len({button.y() for button in buttons}) > 1
    assert narrow.height() > wide.height()
    for button in buttons:
        assert button.width() == button.sizeHint().width()
        assert button.geometry().right() <= 200


def test_what_is_hidden_takes_no_room(qtbot: QtBot) -> None:
    place, buttons = made(qtbot, 900)
    before = buttons[3].x()
    buttons[1].hide()
    qtbot.waitUntil(lambda: buttons[3].x() < before)
    assert place.layout().sizeHint().width() < 900


def test_it_starts_at_the_side_where_one_reads_from(qtbot: QtBot) -> None:
    place, buttons = made(qtbot, 900)
    place.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    qtbot.waitUntil(lambda: buttons[0].x() > buttons[1].x())
    assert buttons[0].geometry().right() == 900 - 5 - 1
