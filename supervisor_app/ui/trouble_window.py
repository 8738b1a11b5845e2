"""What is shown when the site cannot be opened: what happened and what to do, in a window of its own, with the ways out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from supervisor_app.errors import KeyLost, UserError
from supervisor_app.services.site import Clock
from supervisor_app.ui.actions import perform
from supervisor_app.ui.widgets.buttons import Button, Kind
from supervisor_app.ui.widgets.dialog import SheetDialog, ask
from supervisor_app.ui.widgets.status_shape import StatusMark, StatusShape
from supervisor_app.ui.widgets.words import Words

_NEW_KEY = (
    "All records stay on this laptop. It asks to join the site once more: an admin lets it in on another laptop, or you use the "
    "recovery sheet. PINs on this laptop are chosen anew. Its old number stays among the laptops of the site until an admin puts "
    "it away."
)


@dataclass(frozen=True, slots=True)
class Ways:
    """What a way out needs: the data folder, which nobody else has open, the time, randomness."""

    folder: Path
    clock: Clock
    randomness: Callable[[int], bytes]


class TroubleWindow(QWidget):
    """One sentence, one hint, and the `ways` out (None for none); `mended` when the folder is worth another try."""

    mended = Signal()

    def __init__(self, problem: UserError, ways: Ways | None = None) -> None:
        super().__init__()
        self.setWindowTitle("Sign-off")
        self.setMinimumSize(640, 260)
        self._ways = ways
        self.message = Words(problem.message, 20, 600, wrap=True)
        self.hint = Words(problem.hint, 15, 400, "ink2", wrap=True)
        self.button = Button("Close", Kind.PRIMARY, height=56)
        self.button.clicked.connect(self.close)
        self.restore = Button("Restore from a backup…", height=56)
        self.restore.setVisible(ways is not None)
        self.restore.clicked.connect(self._ask_backup)
        self.new_key = Button("Go on with a new key…", height=56)
        self.new_key.setVisible(ways is not None and isinstance(problem, KeyLost))
        self.new_key.clicked.connect(self.ask_new_key)
        self._lay_out()
        self.button.setFocus()

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(12)
        buttons.addStretch(1)
        for button in (self.restore, self.new_key, self.button):
            buttons.addWidget(button)
        box = QVBoxLayout(self)
        box.setContentsMargins(32, 32, 32, 32)
        box.setSpacing(12)
        box.addWidget(StatusMark(StatusShape.SOON, 44))
        box.addWidget(self.message)
        box.addWidget(self.hint)
        box.addStretch(1)
        box.addLayout(buttons)

    def ask_new_key(self) -> SheetDialog:
        """Say what a new key means before it is made."""
        return ask(self, "Go on with a new key?", _NEW_KEY, "Make a new key", "Not now", self._make_key, danger=False)

    def look_at_backup(self, backup: Path) -> SheetDialog:
        """Show what a backup would bring; records that cannot be opened are set aside for it."""
        from supervisor_app.ui.dialogs.restore_dialog import RestoreDialog

        ways = self._ways_out
        dialog = RestoreDialog(self, backup, ways.folder, ways.clock, ways.randomness)
        dialog.prepared.connect(lambda _: self.mended.emit())
        dialog.open()
        return dialog

    @property
    def _ways_out(self) -> Ways:
        if self._ways is None:
            raise RuntimeError("there is no way out of this")
        return self._ways

    def _ask_backup(self) -> None:
        from supervisor_app.ui.dialogs.restore_dialog import ask_backup

        ask_backup(self, self._ways_out.folder, self.look_at_backup)

    def show_notice(self, message: str, hint: str = "", action: str = "", do: Callable[[], object] | None = None) -> None:
        """What went wrong on a way out comes in the place of what was said before."""
        self.message.setText(message)
        self.hint.setText(hint)

    def clear_notice(self) -> None:
        """It goes with the window."""

    def _make_key(self) -> None:
        from supervisor_app.services.lost_key import go_on_with_new_key

        ways = self._ways_out
        perform(
            self,
            lambda: go_on_with_new_key(ways.folder, clock=ways.clock, randomness=ways.randomness),
            done=lambda _: self.mended.emit(),
            changes=False,
        )
