"""Words: what people typed is shown as they typed it."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QPalette, QTextDocument
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from supervisor_app.ui.look.theme import dress
from supervisor_app.ui.look.tokens import LIGHT, TABLES
from supervisor_app.ui.widgets.words import Words, plain_tip


@pytest.mark.parametrize("words", ["<b>Ana</b>", "5 < 6 & 7 > 2", "&lt;i&gt;", "<img src='file:///etc/passwd'>", "Ana Kowalska"])
def test_a_tip_reads_as_it_was_typed_though_qt_guesses_at_markup(qtbot: QtBot, words: str) -> None:
    document = QTextDocument()
    tip = plain_tip(words)
    if tip == words:
        assert not set("<&") & set(words)
    else:
        document.setHtml(tip)
        assert document.toPlainText() == words


@pytest.mark.parametrize("ink", ["ink", "ink2", "ink3", "accent", "on_accent", "ok", "bad", "warn", "mark"])
def test_the_colour_follows_the_theme(qtbot: QtBot, qapp: QApplication, ink: str) -> None:
    shown, hidden, barred = Words("Seen", ink=ink), Words("Not yet", ink=ink), Words("Barred", ink=ink)
    for words in (shown, hidden, barred):
        qtbot.addWidget(words)
    barred.setEnabled(False)
    shown.show()
    for table in (*TABLES, LIGHT):
        dress(qapp, table)
        for words in (shown, hidden, barred, Words("New", ink=ink)):
            assert words.palette().color(QPalette.ColorRole.WindowText).name().upper() == getattr(table, ink)


def test_another_ink_is_taken_at_once(qtbot: QtBot) -> None:
    words = Words("3 left", ink="ink2")
    qtbot.addWidget(words)
    words.set_ink("bad")
    assert words.palette().color(QPalette.ColorRole.WindowText).name().upper() == LIGHT.bad
