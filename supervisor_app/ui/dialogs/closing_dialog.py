"""What is shown while a backup holds the closing of the window back."""

from __future__ import annotations

from supervisor_app.ui.main_window import MainWindow
from supervisor_app.ui.widgets.buttons import Button, Kind
from supervisor_app.ui.widgets.dialog import AtLock, SheetDialog
from supervisor_app.ui.widgets.progress import Bar
from supervisor_app.ui.widgets.words import Words


class ClosingDialog(SheetDialog):
    """What is done while the window waits to close, and the way out."""

    at_lock = AtLock.STAYS

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window, "One moment: a backup", "The window closes by itself when it is done.", width=460)
        self.bar = Bar()
        self.words = Words("Backing up", 14, 400, "ink2")
        self.skip = Button("Close without it", Kind.GHOST, key="Esc")
        self.box.addWidget(self.bar)
        self.box.addWidget(self.words)
        self.add_buttons(self.skip)
        self.skip.clicked.connect(self.reject)

    def show_progress_of(self, done: int, total: int, words: str) -> None:
        """Show how far it is."""
        self.bar.set_share(done / total if total else 0.0)
        self.words.setText(words)
