"""Stands in for a page that this version does not have yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from supervisor_app.ui.icons import Icon
from supervisor_app.ui.page import Page
from supervisor_app.ui.widgets.empty_state import EmptyState

if TYPE_CHECKING:
    from supervisor_app.ui.main_window import MainWindow


class SoonPage(Page):
    """Says that the page comes with a later version."""

    def __init__(self, window: MainWindow, word: str) -> None:
        super().__init__(window, word)
        self.content.addWidget(EmptyState(Icon.CLOCK, "Not here yet", f"{word} comes with a later version of this program."))
