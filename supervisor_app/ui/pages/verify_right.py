"""The right side of the Verify page: a verdict, or the table of a folder, or what will stand there."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from supervisor_app.services.verifying import Verdict
from supervisor_app.ui.icons import Icon
from supervisor_app.ui.pages.verify_online import online_row
from supervisor_app.ui.pages.verify_words import FolderCheck, VerifyState, folder_row
from supervisor_app.ui.widgets.buttons import Button, Kind
from supervisor_app.ui.widgets.empty_state import EmptyState
from supervisor_app.ui.widgets.folder_sheet import FolderSheet
from supervisor_app.ui.widgets.icon_mark import IconMark
from supervisor_app.ui.widgets.scroll_column import ScrollColumn
from supervisor_app.ui.widgets.verdict_sheet import VerdictSheet
from supervisor_app.ui.widgets.words import Words

_ABOVE = 130  # header and margins


class VerifyRight(ScrollColumn):
    """`opened(key)` for a file of the folder's table, `back()` to that table, `ask_online()`, `save_table()`."""

    opened = Signal(str)
    back = Signal()
    ask_online = Signal()
    save_table = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.box.setSpacing(12)
        self.folder: FolderSheet | None = None

    def show_state(
        self,
        state: VerifyState,
        keep: Button,
        *,
        may_ask: Callable[[Verdict], bool],
        more: Callable[[Verdict], QWidget | None] = lambda _verdict: None,
    ) -> None:
        """Show what the state says; `keep` is the button beside the word of a verdict, `more` what else can be done with it."""
        keep.setParent(self.parentWidget())
        keep.hide()
        self.folder = None
        self.clear()
        if state.current is not None:
            self._show_verdict(state.current, state.folder, keep, ask=may_ask(state.current), more=more(state.current))
        elif state.folder is not None:
            self._show_folder(state.folder)
        else:
            self.box.addWidget(
                EmptyState(Icon.VERIFY, "Nothing checked yet", "What a certificate says, and why, will stand here.")
            )

    def fit(self, height: int) -> None:
        """Let the table of a folder fill a page of this height."""
        if self.folder is not None:
            self.folder.fit(height - _ABOVE)

    def _show_verdict(
        self, verdict: Verdict, folder: FolderCheck | None, keep: Button, *, ask: bool, more: QWidget | None
    ) -> None:
        if folder is not None:
            back = Button(f"Back to {folder.name}", Kind.LINK, icon=Icon.BACK, key="Esc")
            back.clicked.connect(self.back)
            self.box.addWidget(back, 0, Qt.AlignmentFlag.AlignLeading)
        keep.setVisible(True)
        self.box.addWidget(VerdictSheet(verdict, keep))
        if verdict.note:
            self.box.addWidget(_note(verdict.note))
        if verdict.asks and ask:
            self.box.addWidget(online_row(verdict, self.ask_online.emit))
        if more is not None:
            self.box.addWidget(more)
        self.box.addStretch(1)

    def _show_folder(self, folder: FolderCheck) -> None:
        fine = bool(folder.results) and all(result.valid for result in folder.results)
        rows = [folder_row(place, result) for place, result in enumerate(folder.sorted)]
        self.folder = FolderSheet(folder.headline, folder.sentence, fine=fine, rows=rows)
        self.folder.opened.connect(self.opened)
        self.folder.save.clicked.connect(self.save_table)
        self.box.addWidget(self.folder)
        self.box.addStretch(1)


def _note(words: str) -> QWidget:
    """The advice below the sheet."""
    line = QWidget()
    row = QHBoxLayout(line)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(12)
    row.addWidget(IconMark(Icon.INFO, 22, "ink2"), 0, Qt.AlignmentFlag.AlignTop)
    row.addWidget(Words(words, 15, 400, "ink2", wrap=True), 1)
    return line
