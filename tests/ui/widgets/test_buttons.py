"""Buttons: keys, caps, the ring."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QKeySequence
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from supervisor_app.ui.icons import Icon
from supervisor_app.ui.look.palette import tokens
from supervisor_app.ui.widgets.buttons import Button, IconButton, Kind


def _shown(qtbot: QtBot, *buttons: QWidget) -> QWidget:
    place = QWidget()
    box = QVBoxLayout(place)
    for button in buttons:
        box.addWidget(button)
    qtbot.addWidget(place)
    place.show()
    with qtbot.waitActive(place):
        place.activateWindow()
    return place


@pytest.mark.parametrize(("key", "shortcut"), [("Ctrl+P", "Ctrl+P"), ("F5", "F5"), ("Enter", ""), ("Esc", ""), ("Y", "")])
def test_only_chords_and_function_keys_become_shortcuts(qtbot: QtBot, key: str, shortcut: str) -> None:
    button = Button("Do it", key=key)
    qtbot.addWidget(button)
    assert button.shortcut() == QKeySequence(shortcut)


def test_a_shortcut_outlives_new_words(qtbot: QtBot) -> None:
    button = Button("Print all 3", key="Ctrl+P")
    place = _shown(qtbot, button)
    button.set_words("Print all 4")
    assert button.accessibleName() == "Print all 4"
    with qtbot.waitSignal(button.clicked):
        qtbot.keyClick(place, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)


@pytest.mark.parametrize("words", ["Maintenance & R&D", "Müller &Söhne", "A && B"])
def test_an_ampersand_in_words_is_a_letter_and_never_a_key(qtbot: QtBot, words: str) -> None:
    plain, keyed = Button(words), Button("Print", key="Ctrl+P")
    qtbot.addWidget(plain)
    qtbot.addWidget(keyed)
    assert plain.shortcut().isEmpty()
    keyed.setText(words)
    assert (keyed.text(), keyed.shortcut()) == (words, QKeySequence("Ctrl+P"))


def test_the_ring_of_the_focus_lies_on_the_edge_with_a_gap_inside(qtbot: QtBot) -> None:
    button = Button("Sign", Kind.PRIMARY, height=56)
    other = Button("Other")
    place = _shown(qtbot, other, button)
    assert place.isActiveWindow()
    other.setFocus()
    qtbot.waitUntil(other.hasFocus)
    plain = button.grab().toImage()
    button.setFocus()
    qtbot.waitUntil(button.hasFocus)
    ringed = button.grab().toImage()
    middle = button.height() // 2
    accent = tokens().accent.lower()
    assert plain.pixelColor(1, middle).name() == plain.pixelColor(8, middle).name() == accent
    assert ringed.pixelColor(1, middle).name() == accent
    assert ringed.pixelColor(3, middle).name() != accent
    assert ringed.pixelColor(8, middle).name() == accent


def test_a_quiet_danger_is_red_only_once_it_is_gone_to(qtbot: QtBot) -> None:
    remove, other = Button("Take away", Kind.QUIET_DANGER), Button("Other")
    place = _shown(qtbot, other, remove)
    assert place.isActiveWindow()
    other.setFocus()
    qtbot.waitUntil(other.hasFocus)
    assert not _has_colour(remove, tokens().bad)
    remove.setFocus()
    qtbot.waitUntil(remove.hasFocus)
    assert _has_colour(remove, tokens().bad)


def _has_colour(widget: QWidget, colour: str) -> bool:
    image, wanted = widget.grab().toImage(), QColor(colour).rgb()
    return any(image.pixel(x, y) == wanted for y in range(image.height()) for x in range(image.width()))


def test_a_disabled_button_does_nothing(qtbot: QtBot) -> None:
    button = Button("Print")
    button.setEnabled(False)
    place = _shown(qtbot, button)
    with qtbot.assertNotEmitted(button.clicked):
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert place.isVisible()


def test_an_icon_alone_says_its_word(qtbot: QtBot) -> None:
    button = IconButton(Icon.CLOSE, "Put away")
    qtbot.addWidget(button)
    assert button.accessibleName() == "Put away"
    assert button.height() >= 44


def test_space_and_enter_press_a_focused_button(qtbot: QtBot) -> None:
    button = Button("Do it")
    place = _shown(qtbot, button)
    button.setFocus()
    assert place.focusWidget() is button
    with qtbot.waitSignal(button.clicked):
        qtbot.keyClick(button, Qt.Key.Key_Space)
    with qtbot.waitSignal(button.clicked):
        qtbot.keyClick(button, Qt.Key.Key_Return)
