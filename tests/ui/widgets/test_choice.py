"""Choosing among a few."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from supervisor_app.ui.widgets.choice import Option, Segmented, Tiles

OPTIONS = (Option("first", "First time"), Option("renewal", "Renewal"), Option("event", "After event"))


@pytest.mark.parametrize("kind", [Segmented, Tiles])
def test_a_click_chooses_and_tells_once(qtbot: QtBot, kind: type[Segmented] | type[Tiles]) -> None:
    choice = kind(OPTIONS)
    qtbot.addWidget(choice)
    choice.show()
    told: list[str] = []
    choice.chosen.connect(told.append)
    assert choice.value == ""
    qtbot.mouseClick(choice.findChildren(QAbstractButton)[1], Qt.MouseButton.LeftButton)
    assert (choice.value, told) == ("renewal", ["renewal"])


def test_choosing_by_program_tells_nobody(qtbot: QtBot) -> None:
    choice = Segmented(OPTIONS)
    qtbot.addWidget(choice)
    with qtbot.assertNotEmitted(choice.chosen):
        choice.choose("event")
    assert choice.value == "event"
    choice.choose("no such")
    assert choice.value == ""


def test_new_options_keep_the_choice_that_is_still_there(qtbot: QtBot) -> None:
    choice = Tiles(OPTIONS)
    qtbot.addWidget(choice)
    choice.choose("renewal")
    choice.set_options(OPTIONS[1:])
    assert choice.value == "renewal"
    choice.set_options(OPTIONS[2:])
    assert choice.value == ""


def test_arrow_keys_move_the_choice(qtbot: QtBot) -> None:
    choice = Segmented(OPTIONS)
    qtbot.addWidget(choice)
    choice.show()
    with qtbot.waitActive(choice):
        choice.activateWindow()
    choice.choose("first")
    picks = choice.findChildren(QAbstractButton)
    picks[0].setFocus()
    qtbot.waitUntil(picks[0].hasFocus)
    qtbot.keyClick(picks[0], Qt.Key.Key_Right)
    assert choice.value == "renewal"
