"""What holds for every part: it paints in every look, can be hit, named and reached by keyboard."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from supervisor_app.ui.look.sizes import set_glove_mode
from supervisor_app.ui.look.theme import dress
from supervisor_app.ui.look.tokens import TABLES, Tokens
from tests.ui.components import Components


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
@pytest.mark.parametrize("direction", [Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft])
def test_the_sheet_of_parts_is_painted_on_its_canvas(
    qtbot: QtBot, qapp: QApplication, table: Tokens, direction: Qt.LayoutDirection
) -> None:
    dress(qapp, table)
    sheet = Components()
    sheet.setLayoutDirection(direction)
    qtbot.addWidget(sheet)
    sheet.resize(1366, 768)
    image = sheet.grab().toImage()
    assert image.pixelColor(3, 3).name().upper() == table.canvas
    seen = {image.pixelColor(x, y).name().upper() for x in range(0, 1366, 2) for y in range(0, 768, 2)}
    assert {table.sheet, table.accent, table.ok, table.bad} <= seen


@pytest.mark.parametrize("glove", [False, True])
def test_whatever_can_be_pressed_is_large_enough_and_named(qtbot: QtBot, glove: bool) -> None:
    set_glove_mode(glove)
    sheet = Components()
    qtbot.addWidget(sheet)
    sheet.show()
    least = 56 if glove else 44
    pressable: list[QWidget] = [*sheet.findChildren(QAbstractButton), *sheet.findChildren(QLineEdit)]
    shown = [part for part in pressable if part.isVisible()]
    assert len(shown) > 20
    for part in shown:
        assert part.height() >= least, part
        assert part.accessibleName() or isinstance(part, QLineEdit), part
        in_a_group = isinstance(part, QAbstractButton) and part.group() is not None  # arrow keys lead there
        assert part.focusPolicy() & Qt.FocusPolicy.TabFocus or in_a_group, part


def test_words_of_buttons_are_never_cut(qtbot: QtBot) -> None:
    sheet = Components()
    qtbot.addWidget(sheet)
    sheet.resize(QSize(1093, 614))
    sheet.show()
    QApplication.processEvents()
    for button in sheet.findChildren(QAbstractButton):
        if button.isVisible():
            assert button.width() >= button.minimumSizeHint().width(), button.text()
