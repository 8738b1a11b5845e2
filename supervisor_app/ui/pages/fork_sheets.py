"""A fork on the page of what was set aside: its branches side by side, and which of them is to stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from supervisor_app.domain.dates import moment_in_words
from supervisor_app.services.open_forks import BranchLine, OpenFork, what_to_do
from supervisor_app.services.rights import Right, may
from supervisor_app.services.sync_words import records
from supervisor_app.ui.allowed import show_permission
from supervisor_app.ui.look.sizes import sizes
from supervisor_app.ui.widgets.buttons import Button
from supervisor_app.ui.widgets.sheet import Hairline, Sheet
from supervisor_app.ui.widgets.words import Words

if TYPE_CHECKING:
    from supervisor_app.ui.page import Page


class ForkSheets(QWidget):
    """One sheet for each open fork, hidden while there is none."""

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self._page = page
        self.buttons: list[Button] = []
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 8)
        self._box.setSpacing(12)
        self.hide()

    def show_forks(self, forks: tuple[OpenFork, ...]) -> None:
        """Show what is to be settled."""
        self.buttons = []
        while (item := self._box.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for fork in forks:
            self._box.addWidget(self._sheet(fork))
        self.setVisible(bool(forks))

    def _sheet(self, fork: OpenFork) -> Sheet:
        sheet = Sheet(padding=20)
        sheet.box.setSpacing(10)
        sheet.box.addWidget(Words(fork.title, 18, 600, wrap=True))
        sheet.box.addWidget(Words(what_to_do(fork), 15, 400, "ink2", wrap=True))
        columns = QHBoxLayout()
        columns.setSpacing(20)
        for number, branch in enumerate(fork.branches):
            if number:
                columns.addWidget(Hairline(upright=True))
            columns.addLayout(self._branch(fork, branch), 1)
        sheet.box.addLayout(columns)
        return sheet

    def _branch(self, fork: OpenFork, branch: BranchLine) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(4)
        where = "held here" if branch.here else "held by other laptops"
        column.addWidget(Words(f"{records(branch.records).capitalize()}, {where}", 16, 500, wrap=True))
        column.addWidget(Words(_what(branch), 15, 400, wrap=True))
        column.addWidget(Words(self._when(branch), 15, 400, "ink2", wrap=True))
        column.addStretch(1)
        if not fork.chosen:
            keep = Button("Keep this one", height=sizes().least)
            keep.setAccessibleName(f"Keep this one: {records(branch.records)}, {where}. {_what(branch)}")
            show_permission(keep, may(self._page.site, self._page.session, Right.ADMINISTER))
            keep.clicked.connect(lambda: self._ask(fork, branch))
            self.buttons.append(keep)
            row = QHBoxLayout()
            row.addWidget(keep)
            row.addStretch(1)
            column.addSpacing(6)
            column.addLayout(row)
        elif branch.hash == fork.chosen:
            column.addWidget(Words("Chosen: this one stands.", 15, 500, wrap=True))
        return column

    def _when(self, branch: BranchLine) -> str:
        now = self._page.main.now()
        since, until = moment_in_words(branch.since, now), moment_in_words(branch.until, now)
        return f"Written {since}" if since == until else f"Begun {since}, the last record {until}"

    def _ask(self, fork: OpenFork, branch: BranchLine) -> None:
        from supervisor_app.ui.dialogs.keep_branch import KeepBranchDialog  # not for the look of the page

        page = self._page
        permission = may(page.site, page.session, Right.ADMINISTER)
        dialog = KeepBranchDialog(page, page.site, page.session, fork, branch, permission)
        dialog.acted.connect(lambda _: self._chosen())
        dialog.open()

    def _chosen(self) -> None:
        self._page.main.notify("It is chosen. Sync, so that all laptops come to hold the same.")
        self._page.main.tell_changed()


def _what(branch: BranchLine) -> str:
    by = f" by {branch.members}" if branch.members else ""
    return f"{branch.kinds}{by}" if branch.kinds else "What it holds is not known here"
