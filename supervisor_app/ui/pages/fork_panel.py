"""A fork beside the list of what was set aside: its branches, which of them is to stand; and a branch to be brought back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from supervisor_app.domain.dates import moment_in_words
from supervisor_app.services.left_branches import LeftBranch
from supervisor_app.services.open_forks import BranchLine, OpenFork, what_to_do
from supervisor_app.services.rights import Right, may
from supervisor_app.services.sync_words import records
from supervisor_app.ui.allowed import show_permission
from supervisor_app.ui.look.sizes import sizes
from supervisor_app.ui.widgets.buttons import Button
from supervisor_app.ui.widgets.scroll_column import ScrollColumn
from supervisor_app.ui.widgets.sheet import SectionLabel, Sheet
from supervisor_app.ui.widgets.words import Words

if TYPE_CHECKING:
    from supervisor_app.ui.dialogs.pin_act import PinActDialog
    from supervisor_app.ui.page import Page


class ForkPanel:
    """Fills the panel with one fork or one branch; `buttons` are what can be decided there."""

    def __init__(self, page: Page, panel: ScrollColumn) -> None:
        self._page, self._panel = page, panel
        self.buttons: list[Button] = []

    def clear(self) -> None:
        """Nothing can be decided any more."""
        self.buttons = []

    def show_fork(self, fork: OpenFork) -> None:
        """Show a fork that is not over: a sheet for each branch."""
        self.clear()
        self._head(fork.title, what_to_do(fork))
        for branch in fork.branches:
            here = "This laptop holds it" if branch.here else "Other laptops hold it"
            sheet = self._branch(here, branch)
            if not fork.chosen:
                keep = self._button(sheet, "Keep this one", f"{here}. {_what(branch)}")
                keep.clicked.connect(lambda _=False, branch=branch: self._keep(fork, branch))
            elif branch.hash == fork.chosen:
                sheet.box.addWidget(Words("Chosen: this one stands.", 15, 500, wrap=True))

    def show_left(self, left: LeftBranch) -> None:
        """Show a branch that does not stand, and offer to bring it back."""
        self.clear()
        self._head(left.title, left.sentence)
        sheet = self._branch("Kept here" if left.kept else "Kept by other laptops", left.branch)
        if not (left.asked or left.too_long):
            bring = self._button(sheet, "Bring it back", f"{left.title}. {_what(left.branch)}")
            bring.clicked.connect(lambda: self._bring_back(left))

    def _head(self, title: str, sentence: str) -> None:
        head = Sheet(padding=20)
        head.box.setSpacing(8)
        head.box.addWidget(Words(title, 18, 600, wrap=True))
        head.box.addWidget(Words(sentence, 15, 400, "ink2", wrap=True))
        self._panel.box.addSpacing(2)
        self._panel.box.addWidget(head)

    def _branch(self, label: str, branch: BranchLine) -> Sheet:
        self._panel.box.addWidget(SectionLabel(label))
        sheet = Sheet(padding=20)
        sheet.box.setSpacing(4)
        sheet.box.addWidget(Words(records(branch.records).capitalize(), 16, 500, wrap=True))
        sheet.box.addWidget(Words(_what(branch), 15, 400, wrap=True))
        sheet.box.addWidget(Words(self._when(branch), 15, 400, "ink2", wrap=True))
        self._panel.box.addWidget(sheet)
        return sheet

    def _button(self, sheet: Sheet, words: str, spoken: str) -> Button:
        button = Button(words, height=sizes().least)
        button.setAccessibleName(f"{words}: {spoken}")
        show_permission(button, may(self._page.site, self._page.session, Right.ADMINISTER))
        row = QHBoxLayout()
        row.addWidget(button)
        row.addStretch(1)
        column = QVBoxLayout()
        column.setContentsMargins(0, 8, 0, 0)
        column.addLayout(row)
        sheet.box.addLayout(column)
        self.buttons.append(button)
        return button

    def _when(self, branch: BranchLine) -> str:
        now = self._page.main.now()
        since, until = moment_in_words(branch.since, now), moment_in_words(branch.until, now)
        return f"Written {since}" if since == until else f"Begun {since}, the last record {until}"

    def _keep(self, fork: OpenFork, branch: BranchLine) -> None:
        from supervisor_app.ui.dialogs.keep_branch import KeepBranchDialog  # not for the look of the page

        page = self._page
        permission = may(page.site, page.session, Right.ADMINISTER)
        dialog = KeepBranchDialog(page, page.site, page.session, fork, branch, permission)
        self._open(dialog, "It is chosen. Sync, so that all laptops come to hold the same.")

    def _bring_back(self, left: LeftBranch) -> None:
        from supervisor_app.ui.dialogs.bring_back import BringBackDialog  # not for the look of the page

        page = self._page
        permission = may(page.site, page.session, Right.ADMINISTER)
        dialog = BringBackDialog(page, page.site, page.session, left, permission)
        self._open(dialog, "It is brought back. Sync, so that all laptops come to hold its records.")

    def _open(self, dialog: PinActDialog, told: str) -> None:
        dialog.acted.connect(lambda _: self._done(told))
        dialog.open()

    def _done(self, told: str) -> None:
        self._page.main.notify(told)
        self._page.main.tell_changed()


def _what(branch: BranchLine) -> str:
    by = f" by {branch.members}" if branch.members else ""
    return f"{branch.kinds}{by}" if branch.kinds else "What it holds is not known here"
