"""A dialog is as high as its words and never higher than the screen: its buttons can always be pressed."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from supervisor_app.ui.widgets.buttons import Button, Kind
from supervisor_app.ui.widgets.dialog import SheetDialog
from supervisor_app.ui.widgets.field import Field
from supervisor_app.ui.widgets.words import Words


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    made.show()
    return made


def dialog_with(qtbot: QtBot, window: QWidget, count: int) -> tuple[SheetDialog, list[Field], Button]:
    dialog = SheetDialog(window, "Change the person", "What is wrong is said below its field.", width=480)
    fields = [Field(f"Field {number}") for number in range(count)]
    for field in fields:
        dialog.box.addWidget(field)
    save = Button("Save", Kind.PRIMARY, key="Enter")
    dialog.add_buttons(save, primary=save)
    dialog.open()
    qtbot.waitUntil(dialog.isVisible)
    return dialog, fields, save


def inside(dialog: SheetDialog, part: QWidget) -> bool:
    top = part.mapTo(dialog, QPoint(0, 0)).y()
    return top >= 0 and top + part.height() <= dialog.height()


def test_a_dialog_that_fits_shows_all_of_it(qtbot: QtBot, window: QWidget) -> None:
    dialog, fields, save = dialog_with(qtbot, window, 4)
    qtbot.waitUntil(lambda: all(inside(dialog, part) for part in (*fields, save)))
    qtbot.waitUntil(lambda: not dialog._body.verticalScrollBar().isVisible())
    before = dialog.height()
    dialog.box.addWidget(Words("One more line that came in while it was open.", 15, 400, wrap=True))
    qtbot.waitUntil(lambda: dialog.height() > before and not dialog._body.verticalScrollBar().isVisible())


def test_a_bar_that_came_goes_again_where_the_words_fit_without_it(qtbot: QtBot, window: QWidget) -> None:
    """Beside a bar words wrap once more, and then need the bar: Qt alone keeps both for ever."""
    dialog, _, _ = dialog_with(qtbot, window, 2)
    words = Words(" ".join(["certificates"] * 90), 15, 400, wrap=True)
    dialog.box.addWidget(words)
    body = dialog._body
    body.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
    qtbot.waitUntil(body.verticalScrollBar().isVisible)
    words.setText(" ".join(["certificates"] * 91))
    qtbot.waitUntil(lambda: not body.verticalScrollBar().isVisible())
    assert inside(dialog, words)


def test_one_that_is_higher_than_the_screen_scrolls_and_keeps_its_buttons_in_sight(qtbot: QtBot, window: QWidget) -> None:
    """At 125 % a laptop's screen leaves 560 pixels: Save lay below its edge, where no mouse and no glove reached it."""
    dialog, fields, save = dialog_with(qtbot, window, 30)
    qtbot.waitUntil(lambda: dialog._body.verticalScrollBar().isVisible())
    assert dialog.height() <= dialog.screen().availableGeometry().height()
    assert inside(dialog, save)
    for field in (fields[-1], fields[0]):
        field.setFocus()
        qtbot.waitUntil(lambda field=field: _seen(dialog, field))


def _seen(dialog: SheetDialog, field: Field) -> bool:
    viewport = dialog._body.viewport()
    top = field.mapTo(viewport, QPoint(0, 0)).y()
    return top >= 0 and top + field.height() <= viewport.height()
