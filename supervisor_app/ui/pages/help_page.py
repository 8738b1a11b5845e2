"""The help of the page one comes from, opened with F1; Esc goes back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from supervisor_app.ui.help_text import HelpBlock, HelpKind, help_for
from supervisor_app.ui.page import Page
from supervisor_app.ui.widgets.buttons import Button
from supervisor_app.ui.widgets.scroll_column import ScrollColumn
from supervisor_app.ui.widgets.words import Words

if TYPE_CHECKING:
    from supervisor_app.ui.main_window import MainWindow

MEASURE = 720
"""Width of a line of help in pixels: about 90 characters, the most that reads well."""
_LEAD_WIDTH = 216


class HelpPage(Page):
    """One help text in a column; the button and Esc lead back to where one was."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window, "Help")
        self._about = "today"
        self._column = ScrollColumn()
        self._column.box.setSpacing(6)
        self._back = Button("Back", key="Esc")
        self.add_header_button(self._back)
        self.content.addWidget(self._column)
        self._back.clicked.connect(self.main.go_back)

    def open(self, *, about: str = "today") -> None:
        """Show the help of the page with this key."""
        self._about = about

    def reload(self) -> None:
        """Read the text again and show it."""
        blocks = help_for(self._about)
        self.set_header(f"Help: {blocks[0].text}", "F1 opens the help of the page you are on.")
        self._render(blocks[1:])

    def go_up(self) -> None:
        """Esc goes back to where one was."""
        self.main.go_back()

    def first_focus(self) -> QWidget:
        """The way back."""
        return self._back

    def _render(self, blocks: tuple[HelpBlock, ...]) -> None:
        self._column.clear()
        column = QWidget()
        column.setMaximumWidth(MEASURE)
        box = QVBoxLayout(column)
        box.setContentsMargins(0, 0, 0, 24)
        box.setSpacing(6)
        for block in blocks:
            if block.kind is HelpKind.HEADING:
                box.addSpacing(14)
            box.addWidget(_painted(block))
        line = QHBoxLayout()  # which knows that the words are narrower than the page, and so how high they are
        line.addWidget(column, 1)
        line.addStretch()
        self._column.box.addLayout(line)
        self._column.box.addStretch(1)


def _painted(block: HelpBlock) -> QWidget:
    if block.kind is HelpKind.HEADING:
        return Words(block.text, 18, 600)
    if block.kind is HelpKind.POINT and block.lead:
        return _point(block)
    return Words(block.text, 16, ink="ink2", wrap=True)


def _point(block: HelpBlock) -> QWidget:
    """A point with its key or name in front."""
    row = QWidget()
    line = QHBoxLayout(row)
    line.setContentsMargins(0, 0, 0, 0)
    lead = Words(block.lead, 15, 500, mono=True)
    lead.setFixedWidth(_LEAD_WIDTH)
    line.addWidget(lead)
    line.addWidget(Words(block.text, 16, ink="ink2", wrap=True), 1)
    return row
