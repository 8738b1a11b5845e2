"""What a page works out beside the window, waited for."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from supervisor_app.ui.main_window import MainWindow
from supervisor_app.ui.pages.matrix_page import MatrixPage

PATIENCE_MS = 60_000


def filled(qtbot: QtBot, window: MainWindow) -> None:
    """Wait until the page one is on shows what it asked for."""
    page = window.current_page
    if isinstance(page, MatrixPage):
        qtbot.waitUntil(lambda: page.job is None, timeout=PATIENCE_MS)
