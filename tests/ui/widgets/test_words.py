"""Words: what people typed is shown as they typed it."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QTextDocument
from pytestqt.qtbot import QtBot

from supervisor_app.ui.widgets.words import plain_tip


@pytest.mark.parametrize("words", ["<b>Ana</b>", "5 < 6 & 7 > 2", "&lt;i&gt;", "<img src='file:///etc/passwd'>", "Ana Kowalska"])
def test_a_tip_reads_as_it_was_typed_though_qt_guesses_at_markup(qtbot: QtBot, words: str) -> None:
    document = QTextDocument()
    tip = plain_tip(words)
    if tip == words:
        assert not set("<&") & set(words)
    else:
        document.setHtml(tip)
        assert document.toPlainText() == words
