"""Verify: drop a certificate, paste a text; see what it is worth and why. Anybody may check, nothing is sent anywhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from supervisor_app.services.site import site_facts
from supervisor_app.services.verdict_copy import copy_name, same_day, save_copy
from supervisor_app.services.verifying import Outcome, Verdict, verify_file, verify_text
from supervisor_app.ui.actions import perform, perform_in_background
from supervisor_app.ui.dialogs.paste_text import PasteText
from supervisor_app.ui.icons import Icon
from supervisor_app.ui.jobs import Cancelled, Job, Progress
from supervisor_app.ui.look.sizes import COLUMN_GAP, sizes
from supervisor_app.ui.page import Page
from supervisor_app.ui.widgets.buttons import Button
from supervisor_app.ui.widgets.drop_area import DropArea
from supervisor_app.ui.widgets.empty_state import EmptyState
from supervisor_app.ui.widgets.icon_mark import IconMark
from supervisor_app.ui.widgets.rows import Row, RowList
from supervisor_app.ui.widgets.scroll_column import ScrollColumn
from supervisor_app.ui.widgets.sheet import SectionLabel
from supervisor_app.ui.widgets.verdict_sheet import SHAPES, VerdictSheet
from supervisor_app.ui.widgets.words import Words

if TYPE_CHECKING:
    from supervisor_app.ui.main_window import MainWindow

_LEFT = 336
_KEPT = 200
_ABOVE_LIST = 440  # header, drop area, buttons and label
_FILES = "Certificates (*.pdf *.json *.png *.jpg *.jpeg *.svg *.webp *.tif *.tiff *.bmp *.gif *.txt);;All files (*)"
_COPIES = "Text (*.txt);;JSON (*.json)"
_SHORT_WORDS = {
    Outcome.EXPIRED: "Genuine, but expired",
    Outcome.NOT_YET_VALID: "Genuine, but not yet valid",
    Outcome.ON_HOLD: "On hold",
    Outcome.REPLACED: "Replaced by a newer one",
    Outcome.WITHDRAWN: "Withdrawn",
    Outcome.PAPER_DIFFERS: "Paper changed after signing",
    Outcome.NOT_GENUINE: "Changed after signing",
    Outcome.UNSIGNED: "Nobody signed it",
    Outcome.UNSUPPORTED: "Cannot be checked here",
    Outcome.UNKNOWN_ISSUER: "Unknown issuer",
    Outcome.UNREADABLE: "Not a certificate",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifyState:
    """What the page shows: the verdicts of today, the newest first, and which of them is open (-1 for none)."""

    verdicts: tuple[Verdict, ...] = ()
    shown: int = -1

    def with_checked(self, verdicts: Sequence[Verdict]) -> VerifyState:
        """Return the state after more was checked: what matters most is shown, that is the first that is not valid."""
        if not verdicts:
            return self
        worst = next((place for place, verdict in enumerate(verdicts) if not verdict.valid), 0)
        return VerifyState(verdicts=(*verdicts, *self.verdicts)[:_KEPT], shown=worst)

    @property
    def current(self) -> Verdict | None:
        """The verdict that is shown."""
        return self.verdicts[self.shown] if 0 <= self.shown < len(self.verdicts) else None


class VerifyPage(Page):
    """Drop area, paste button and today's checks on the left; the verdict on the right."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window, "Verify")
        self.state = VerifyState()
        self.job: Job | None = None
        self._build()
        self._connect()

    def open(self, files: Sequence[Path] = (), text: str = "") -> None:
        """Check what another page hands over."""
        if files:
            self.check_files(files)
        elif text:
            self.check_text(text)

    def reload(self) -> None:
        """Show today's checks; those of another day are forgotten."""
        now = self.main.now()
        kept = tuple(verdict for verdict in self.state.verdicts if same_day(verdict, now))
        self._render(self.state if kept == self.state.verdicts else VerifyState(verdicts=kept))

    def first_focus(self) -> QWidget:
        """The drop area: Enter opens the choice of files."""
        return self.drop

    def check_files(self, paths: Sequence[Path]) -> None:
        """Check files beside the window, one after the other."""
        site, clock = self.site, self.main.now

        def work(progress: Progress, cancelled: Cancelled) -> list[Verdict]:
            verdicts: list[Verdict] = []
            for number, path in enumerate(paths):
                if cancelled():
                    break
                verdicts.append(verify_file(site, path, clock()))
                progress(number + 1, len(paths), f"{number + 1} of {len(paths)} files")
            return verdicts

        words = "Checking the certificate" if len(paths) == 1 else f"Checking {len(paths)} files"
        self.job = perform_in_background(self, work, words=words, done=self._add, changes=False)

    def check_text(self, text: str) -> None:
        """Check a text beside the window."""
        site, now = self.site, self.main.now()

        def work(_progress: Progress, _cancelled: Cancelled) -> list[Verdict]:
            return [verify_text(site, text, now)]

        self.job = perform_in_background(self, work, words="Checking the text", done=self._add, changes=False)

    def keep_copy(self, path: Path) -> None:
        """Write a copy of the verdict that is shown."""
        verdict = self.state.current
        if verdict is None:
            return

        def save() -> None:
            facts = site_facts(self.site)
            save_copy(path, verdict, f"{facts.station_name}, {facts.name}")

        perform(self, save, done=lambda _: self.main.notify(f"The check is kept as {path.name}"), changes=False)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """As many of today's checks as there is room for."""
        super().resizeEvent(event)
        self._fit_list()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+V checks what the clipboard holds."""
        if event.matches(QKeySequence.StandardKey.Paste):
            self._paste()
            return
        super().keyPressEvent(event)

    # Inside

    def _build(self) -> None:
        self.set_header("Verify", "Anybody may check a certificate. Nothing is sent anywhere.")
        sentence = "PDF, photo, badge or scanned code.\nNo internet is needed."
        self.drop = DropArea("Drop a certificate here", sentence, Icon.VERIFY)
        self.drop.setFixedHeight(196)
        self.choose = Button("Choose file", icon=Icon.FILE)
        self.paste = Button("Paste text", icon=Icon.CLIPBOARD)
        self.keep = Button("Keep a copy of this check", icon=Icon.DOWNLOAD)
        self.keep.hide()
        self.list = RowList(self._rows, name="Checked today")
        self.checked = SectionLabel("Checked today")
        self.right = ScrollColumn()
        self.right.box.setSpacing(12)
        columns = QHBoxLayout()
        columns.setSpacing(COLUMN_GAP)
        columns.addWidget(self._left_column())
        columns.addWidget(self.right, 1)
        self.content.addLayout(columns, 1)

    def _left_column(self) -> QWidget:
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.choose, 1)
        buttons.addWidget(self.paste, 1)
        column = QWidget()
        column.setFixedWidth(_LEFT)
        box = QVBoxLayout(column)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(self.drop)
        box.addSpacing(12)
        box.addLayout(buttons)
        box.addSpacing(8)
        box.addWidget(self.checked)
        box.addWidget(self.list)
        box.addStretch(1)
        return column

    def _connect(self) -> None:
        self.drop.clicked.connect(self._choose_files)
        self.drop.files_dropped.connect(self.check_files)
        self.drop.text_dropped.connect(self.check_text)
        self.choose.clicked.connect(self._choose_files)
        self.paste.clicked.connect(self._ask_text)
        self.keep.clicked.connect(self._choose_copy)
        self.list.picked.connect(self._pick)

    def _rows(self, offset: int, limit: int) -> Sequence[Row]:
        verdicts = self.state.verdicts[offset : offset + limit]
        return [_row(offset + number, verdict) for number, verdict in enumerate(verdicts)]

    def _add(self, verdicts: list[Verdict]) -> None:
        self._render(self.state.with_checked(verdicts))

    def _pick(self, key: str) -> None:
        self._render(replace(self.state, shown=int(key)))

    def _render(self, state: VerifyState) -> None:
        self.state = state
        self.checked.setVisible(bool(state.verdicts))
        self.list.setVisible(bool(state.verdicts))
        self.list.restart(str(state.shown))
        self._fit_list()
        self._show_verdict(state.current)

    def _fit_list(self) -> None:
        room = self.height() - _ABOVE_LIST
        self.list.fit(max(2, room // sizes().two_lines))

    def _show_verdict(self, verdict: Verdict | None) -> None:
        self.keep.setParent(self)
        self.keep.hide()
        self.right.clear()
        if verdict is None:
            self.right.box.addWidget(
                EmptyState(Icon.VERIFY, "Nothing checked yet", "What a certificate says, and why, will stand here.")
            )
            return
        self.keep.setVisible(True)
        self.right.box.addWidget(VerdictSheet(verdict, self.keep))
        if verdict.note:
            self.right.box.addWidget(_note(verdict.note))
        self.right.box.addStretch(1)

    def _choose_files(self) -> None:
        dialog = QFileDialog(self, "Choose certificates", "", _FILES)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.filesSelected.connect(lambda names: self.check_files([Path(name) for name in names]))
        dialog.open()

    def _choose_copy(self) -> None:
        verdict = self.state.current
        if verdict is None:
            return
        dialog = QFileDialog(self, "Keep a copy of this check", "", _COPIES)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("txt")
        dialog.selectFile(copy_name(verdict))
        dialog.fileSelected.connect(lambda name: self.keep_copy(Path(name)))
        dialog.open()

    def _ask_text(self) -> None:
        dialog = PasteText(self, QGuiApplication.clipboard().text().strip()[:4000])
        dialog.given.connect(self.check_text)
        dialog.open()

    def _paste(self) -> None:
        data = QGuiApplication.clipboard().mimeData()
        paths = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
        if paths:
            self.check_files(paths)
        elif data.hasText() and data.text().strip():
            self.check_text(data.text())


def _row(place: int, verdict: Verdict) -> Row:
    """A check as the list shows it: whose certificate, what came out."""
    title = verdict.fact("Competency")
    detail = f"{title}, valid" if verdict.valid and title else _SHORT_WORDS.get(verdict.outcome, "Valid")
    return Row(key=str(place), title=verdict.fact("Holder") or verdict.name, detail=detail, shape=SHAPES[verdict.outcome])


def _note(words: str) -> QWidget:
    """The advice below the sheet."""
    line = QWidget()
    row = QHBoxLayout(line)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(12)
    row.addWidget(IconMark(Icon.INFO, 22, "ink2"), 0, Qt.AlignmentFlag.AlignTop)
    row.addWidget(Words(words, 15, 400, "ink2", wrap=True), 1)
    return line
