"""The part of a record's page that shows what was added after signing, and leads to adding, withdrawing and countersigning."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from supervisor_app.domain.names import isolated
from supervisor_app.services.attaching import AttachedLine, may_add, may_countersign_added, may_withdraw
from supervisor_app.services.rights import Permission
from supervisor_app.ui.allowed import show_permission, why
from supervisor_app.ui.icons import Icon
from supervisor_app.ui.pages.record_added_state import AddedView, added_views
from supervisor_app.ui.widgets.buttons import Button, Kind
from supervisor_app.ui.widgets.chip import Chip, ChipFace, Tone
from supervisor_app.ui.widgets.flow import Flow
from supervisor_app.ui.widgets.sheet import Sheet
from supervisor_app.ui.widgets.status_shape import StatusShape
from supervisor_app.ui.widgets.words import Words

if TYPE_CHECKING:
    from supervisor_app.ui.pages.record_page import RecordPage

_WITHDRAWN = ChipFace("Withdrawn", Tone.NEUTRAL, StatusShape.NOT_APPLICABLE)
_DOUBTS = {
    "questioned": ChipFace("Questioned", Tone.WARN, StatusShape.SOON),
    "waits": ChipFace("Waits", Tone.WARN, StatusShape.SOON),
}


class AddedSection:
    """Makes the sheet for a page, and opens the dialogs of its buttons; `add` is the button of the sheet that stands now."""

    def __init__(self, page: RecordPage) -> None:
        self._page = page
        self.add = Button("Add photos or documents")

    def sheet(self) -> Sheet:
        """Return the sheet for the record that the page shows: what was added, then the button that adds more."""
        page, whole = self._page, self._page.whole
        sheet = Sheet(padding=0)
        for view in added_views(whole) if whole else ():
            sheet.add_row(self._row(view))
        self.add = Button("Add photos or documents", icon=Icon.CAMERA, key="F")
        self.add.clicked.connect(lambda: self.ask())
        permission = self._may()
        show_permission(self.add, permission)
        foot = QWidget()
        box = QVBoxLayout(foot)
        box.setContentsMargins(20, 14, 20, 16)
        box.setSpacing(10)
        if whole is not None and not whole.added:
            box.addWidget(Words("Was a photo or a PDF forgotten? It can still be added.", 15, 400, "ink2", wrap=True))
        box.addWidget(self.add, 0, Qt.AlignmentFlag.AlignLeading)
        if not permission.allowed:
            box.addWidget(Words(why(permission), 14, 400, "ink2", wrap=True))
        sheet.add_row(foot)
        page.setAcceptDrops(whole is not None)
        return sheet

    def ask(self, paths: Sequence[Path] = ()) -> None:
        """Open the dialog that adds files, or say in the page why nothing can be added."""
        from supervisor_app.ui.dialogs.attach_dialog import AttachDialog  # what it needs is loaded when somebody adds

        page, whole, permission = self._page, self._page.whole, self._may()
        if whole is None:
            return
        if not permission.allowed:
            page.show_notice(permission.why_not, permission.hint)
            return
        dialog = AttachDialog(page, page.site, page.session, whole.sign_off, whole.checklist)
        dialog.acted.connect(lambda lines: self._tell(_added_words(len(lines), isolated(whole.sign_off.worker_name))))
        dialog.open()
        if paths:
            dialog.take(list(paths))

    def drop(self, event: QDropEvent) -> None:
        """Take the files that were dropped on the page."""
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if paths:
            event.acceptProposedAction()
            self.ask(paths)

    def _may(self) -> Permission:
        page, whole = self._page, self._page.whole
        return may_add(page.site, page.session, whole.sign_off.id) if whole else Permission(False)

    def _row(self, view: AddedView) -> QWidget:
        row = QWidget()
        across = QHBoxLayout(row)
        across.setContentsMargins(20, 14, 20, 14)
        across.setSpacing(14)
        across.addWidget(self._page.files.added_tile(view), 0, Qt.AlignmentFlag.AlignTop)
        box = QVBoxLayout()
        box.setSpacing(4)
        across.addLayout(box, 1)
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(_struck(Words(view.title, 16, 500, wrap=True), view), 1)
        face = _WITHDRAWN if view.struck else _DOUBTS.get(view.doubt)
        if face is not None:
            head.addWidget(Chip(face), 0, Qt.AlignmentFlag.AlignTop)
        box.addLayout(head)
        if view.caption:
            box.addWidget(_struck(Words(isolated(view.caption), 15, 400, wrap=True), view))
        for sentence in view.sentences:
            box.addWidget(Words(sentence, 14, 400, "ink2", wrap=True))
        buttons = self._buttons(view)
        if buttons.count():
            box.addSpacing(6)
            box.addLayout(buttons)
        return row

    def _buttons(self, view: AddedView) -> Flow:
        page, line = self._page, view.line
        row = Flow(spacing=8)
        if not view.struck:
            withdraw = Button("Withdraw", Kind.QUIET_DANGER)
            withdraw.setAccessibleName(f"Withdraw {view.title}")
            withdraw.clicked.connect(partial(self._withdraw, line))
            show_permission(withdraw, may_withdraw(page.site, page.session, line))
            row.addWidget(withdraw)
        if line.waits:
            second = Button("Countersign", icon=Icon.SIGN)
            second.setAccessibleName(f"Countersign {view.title}")
            second.clicked.connect(partial(self._countersign, line))
            show_permission(second, may_countersign_added(page.site, page.session, line))
            row.addWidget(second)
        return row

    def _withdraw(self, line: AttachedLine) -> None:
        from supervisor_app.ui.dialogs.added_dialogs import WithdrawAddedDialog

        dialog = WithdrawAddedDialog(self._page, self._page.site, self._page.session, line)
        dialog.acted.connect(lambda _line: self._tell("Withdrawn. It stays to be seen, struck out."))
        dialog.open()

    def _countersign(self, line: AttachedLine) -> None:
        from supervisor_app.ui.dialogs.added_dialogs import CountersignAddedDialog

        dialog = CountersignAddedDialog(self._page, self._page.site, self._page.session, line)
        dialog.acted.connect(lambda _line: self._tell("Countersigned. It counts now."))
        dialog.open()

    def _tell(self, words: str) -> None:
        self._page.main.notify(words)


def _added_words(count: int, worker: str) -> str:
    return f"Added to the record of {worker}." if count == 1 else f"{count} files were added to the record of {worker}."


def _struck(words: Words, view: AddedView) -> Words:
    """Strike words out once what they name was withdrawn; said too to who does not see it."""
    if view.struck:
        font = words.font()
        font.setStrikeOut(True)
        words.setFont(font)
        words.set_ink("ink2")
        words.setAccessibleName(f"Withdrawn: {words.text()}")
    return words
