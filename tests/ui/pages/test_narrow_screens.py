"""On a screen of 1024 pixels no word of a button is cut and nothing lies over its neighbour."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QAbstractButton, QWidget
from pytestqt.qtbot import QtBot

from supervisor_app.ui.main_window import MainWindow
from supervisor_app.ui.pages.matrix_page import MatrixPage
from tests.ui.conftest import Founded
from tests.ui.filling import filled

NARROW = (1024, 700)


def test_the_parts_of_the_matrix_head_stand_beside_each_other(qtbot: QtBot, founded: Founded) -> None:
    site, session = founded
    window = MainWindow(site, session)
    qtbot.addWidget(window)
    window.resize(*NARROW)
    window.show()
    window.open_page("matrix")
    page = window.current_page
    assert isinstance(page, MatrixPage)
    filled(qtbot, window)
    parts = (page.search, page.day, page.where, page.print)
    for part in parts:
        part.setVisible(True)  # a site without people hides them
    qtbot.waitUntil(lambda: all(whole(page, part) for part in parts))
    for one, other in pairwise(parts):
        assert place(page, one).right() < place(page, other).left()


def place(page: QWidget, part: QWidget) -> QRect:
    return QRect(part.mapTo(page, QPoint(0, 0)), part.size())


def whole(page: QWidget, part: QWidget) -> bool:
    needed = part.sizeHint().width() if isinstance(part, QAbstractButton) else 150
    return part.width() >= needed and page.rect().contains(place(page, part))
