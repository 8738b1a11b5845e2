"""Laptops that ask to join: whose, which one, and the button that compares and approves."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal

from supervisor_app.services.join_requests import Pending
from supervisor_app.ui.icons import Icon
from supervisor_app.ui.widgets.buttons import Button
from supervisor_app.ui.widgets.sheet import Sheet
from supervisor_app.ui.widgets.task_row import TaskRow


class WaitingSection(Sheet):
    """One row each, with the blue border of whose turn it is. `asked(pending)` when one is to be compared."""

    asked = Signal(object)

    def __init__(self) -> None:
        super().__init__(padding=0, turn=True)
        self.buttons: list[Button] = []
        self._shown: tuple[Pending, ...] = ()

    def show_waiting(self, waiting: Sequence[Pending]) -> None:
        """Show who waits; the rows stay as they are, with their focus, while nothing changes."""
        if tuple(waiting) == self._shown:
            return
        self._shown = tuple(waiting)
        self.clear_rows()
        self.buttons = []
        for one in waiting:
            button = Button("Compare", trailing=Icon.ARROW)
            where = f"with {one.station_name}" if one.station_name else "with a laptop without a name"
            sentence = "Waits for an admin. Until then nothing from there is taken in."
            self.add_row(TaskRow(one.person, where, sentence, button, partial(self.asked.emit, one)))
            self.buttons.append(button)
