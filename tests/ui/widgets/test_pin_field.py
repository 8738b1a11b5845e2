"""The PIN is taken and never shown."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from supervisor_app.ui.look.sizes import set_glove_mode
from supervisor_app.ui.widgets.pin_field import MOST, PinEntry, PinField


def test_signs_are_taken_and_enter_submits(qtbot: QtBot) -> None:
    field = PinField()
    qtbot.addWidget(field)
    qtbot.keyClicks(field, "12a4")
    qtbot.keyClick(field, Qt.Key.Key_Backspace)
    with qtbot.waitSignal(field.submitted) as submitted:
        qtbot.keyClick(field, Qt.Key.Key_Return)
    assert submitted.args == ["12a"]


def test_digits_of_other_scripts_are_the_same_digits(qtbot: QtBot) -> None:
    field = PinField()
    qtbot.addWidget(field)
    for digit in "१٢3":
        field.add(digit)
    assert field.pin == "123"


def test_a_screen_reader_hears_how_many_never_which(qtbot: QtBot) -> None:
    field = PinField()
    qtbot.addWidget(field)
    qtbot.keyClicks(field, "9876")
    assert "4 typed" in field.accessibleName()
    assert not set("9876") - {"4"} & set(field.accessibleName())


def test_there_is_an_end(qtbot: QtBot) -> None:
    field = PinField()
    qtbot.addWidget(field)
    qtbot.keyClicks(field, "1" * 50)
    assert len(field.pin) == MOST


def test_chords_are_not_typed(qtbot: QtBot) -> None:
    field = PinField()
    qtbot.addWidget(field)
    qtbot.keyClick(field, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert field.pin == ""


def test_the_keypad_types_clears_and_deletes_and_leaves_the_focus(qtbot: QtBot) -> None:
    entry = PinEntry(keypad=True)
    qtbot.addWidget(entry)
    entry.show()
    keys = {key.text(): key for key in entry.findChildren(QAbstractButton)}
    for key in ("1", "0", "7", "Delete"):
        qtbot.mouseClick(keys[key], Qt.MouseButton.LeftButton)
    assert entry.pin == "10"
    assert all(key.focusPolicy() is Qt.FocusPolicy.NoFocus and key.height() >= 44 for key in keys.values())
    qtbot.mouseClick(keys["Clear"], Qt.MouseButton.LeftButton)
    assert entry.pin == ""


def test_gloves_bring_the_keypad(qtbot: QtBot) -> None:
    bare = PinEntry()
    set_glove_mode(True)
    gloved = PinEntry()
    for entry in (bare, gloved):
        qtbot.addWidget(entry)
        entry.show()
    assert not bare.keypad.isVisible()
    assert gloved.keypad.isVisible()
