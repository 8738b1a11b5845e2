"""Verify: a certificate from anywhere; see what it is worth and why. Anybody may check; nothing is sent unless one asks it to."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

from PySide6.QtGui import QHideEvent, QImage, QKeyEvent, QKeySequence, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from supervisor_app.services.reading_frames import verify_codes
from supervisor_app.services.verdict_copy import same_day
from supervisor_app.services.verifying import Verdict, verify_each, verify_file, verify_text
from supervisor_app.services.verifying_files import FileVerdict, files_in, verify_folder
from supervisor_app.ui.actions import perform_in_background
from supervisor_app.ui.camera import camera_possible
from supervisor_app.ui.icons import Icon
from supervisor_app.ui.jobs import Cancelled, Job, Progress
from supervisor_app.ui.look.sizes import COLUMN_GAP, sizes
from supervisor_app.ui.page import Page
from supervisor_app.ui.pages.observe_badge import BadgeWatch
from supervisor_app.ui.pages.verify_endorse import endorse_row
from supervisor_app.ui.pages.verify_keep import choose_copy, choose_table, keep_copy, keep_table
from supervisor_app.ui.pages.verify_online import ask_online
from supervisor_app.ui.pages.verify_right import VerifyRight
from supervisor_app.ui.pages.verify_sources import FROM_CLIPBOARD, Sources, png_of
from supervisor_app.ui.pages.verify_ways import ABOVE_LIST, WaysIn
from supervisor_app.ui.pages.verify_words import FolderCheck, VerifyState, verdict_row
from supervisor_app.ui.widgets.buttons import Button
from supervisor_app.ui.widgets.rows import Row

if TYPE_CHECKING:
    from supervisor_app.ui.main_window import MainWindow

__all__ = ["VerifyPage", "VerifyState"]

_LONGEST_SCAN = 2200

Again = Callable[[], Verdict]
"""Checks the same thing once more."""


class VerifyPage(Page):
    """The ways in and today's checks on the left; the verdict, or the table of a folder, on the right."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window, "Verify")
        self.state = VerifyState()
        self.job: Job | None = None
        self._again: dict[Verdict, Again] = {}
        self.scanner = BadgeWatch(monotonic, self, longest=_LONGEST_SCAN)
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
        self._render(self.state if kept == self.state.verdicts else VerifyState(verdicts=kept, folder=self.state.folder))

    def first_focus(self) -> QWidget:
        """The drop area: Enter opens the choice of files."""
        return self.ways.drop

    def go_up(self) -> None:
        """From a certificate of a folder back to the folder's table."""
        if self.state.folder is not None and self.state.shown >= 0:
            self._render(replace(self.state, shown=-1))
            return
        super().go_up()

    # What is checked

    def check_files(self, paths: Sequence[Path]) -> None:
        """Check files beside the window; a folder, very many files, or one with several certificates in it become a table."""
        if len(paths) > 20 or any(path.is_dir() for path in paths):
            self.check_folder(paths)
            return
        site, clock = self.site, self.main.now

        def work(progress: Progress, cancelled: Cancelled) -> FolderCheck:
            def told(done: int, total: int) -> None:
                progress(done, total, f"{done} of {total} files")

            results = verify_folder(site, paths, clock(), progress=told, cancelled=cancelled)
            name = f"File “{paths[0].name}”" if len(paths) == 1 else f"{len(paths)} files"
            return FolderCheck(name, results, len(paths))

        words = "Checking the certificate" if len(paths) == 1 else f"Checking {len(paths)} files"
        self.job = perform_in_background(self, work, words=words, done=self._add_files, changes=False)

    def check_folder(self, places: Sequence[Path]) -> None:
        """Check all certificates in folders, on several processes where there are many, and show them as a table."""
        site, clock = self.site, self.main.now

        def work(progress: Progress, cancelled: Cancelled) -> FolderCheck:
            files = files_in(places)

            def told(done: int, total: int) -> None:
                progress(done, total, f"{done} of {total} files")

            results = verify_folder(site, files, clock(), progress=told, cancelled=cancelled)
            name = f"Folder “{places[0].name}”" if len(places) == 1 else f"{len(places)} files and folders"
            return FolderCheck(name, results, len(files))

        self.job = perform_in_background(self, work, words="Checking the folder", done=self._add_folder, changes=False)

    def check_text(self, text: str) -> None:
        """Check a text beside the window."""
        site, clock = self.site, self.main.now
        self._check_one(lambda: verify_text(site, text, clock()), "Checking the text")

    def check_image(self, image: QImage, name: str = FROM_CLIPBOARD) -> None:
        """Check a picture that is no file: from the clipboard or the screen."""
        data, site, clock = png_of(image), self.site, self.main.now

        def work(_progress: Progress, _cancelled: Cancelled) -> list[tuple[Verdict, Again]]:
            def again(before: Verdict) -> Verdict:
                every = verify_each(site, name, data, clock())
                return next((verdict for verdict in every if verdict.name == before.name), before)

            return [(verdict, partial(again, verdict)) for verdict in verify_each(site, name, data, clock())]

        self.job = perform_in_background(self, work, words="Looking for a code", done=self._add, changes=False)

    def check_codes(self, texts: tuple[str, ...]) -> None:
        """Check the codes that the camera saw."""
        site, clock = self.site, self.main.now
        self._check_one(lambda: verify_codes(site, texts, "Seen by the camera", clock()), "Checking the code")

    def keep_copy(self, path: Path) -> None:
        """Write a copy of the verdict that is shown."""
        keep_copy(self, path)

    def keep_table(self, path: Path) -> None:
        """Write the table of the folder as CSV."""
        keep_table(self, path)

    def check_online(self) -> None:
        """Ask the addresses of the verdict that is shown, then check it once more."""
        verdict = self.state.current
        if verdict is not None:
            self.job = ask_online(self, verdict, lambda: self._once_more(verdict))

    def open_issuers(self) -> None:
        """Show whom this laptop believes."""
        from supervisor_app.ui.dialogs.known_issuers import KnownIssuersDialog

        dialog = KnownIssuersDialog(self, self.site, self.session)
        dialog.changed.connect(self._shown_once_more)
        dialog.open()

    # Qt

    def showEvent(self, event: QShowEvent) -> None:
        """A scanner that types is heard while the page is in sight."""
        super().showEvent(event)
        self.scanner.watch(self.window().windowHandle())

    def hideEvent(self, event: QHideEvent) -> None:
        """And no longer."""
        self.scanner.watch(None)
        super().hideEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """As many of today's checks as there is room for."""
        super().resizeEvent(event)
        self._fit_list()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+V checks what the clipboard holds."""
        if event.matches(QKeySequence.StandardKey.Paste):
            self.sources.paste()
            return
        super().keyPressEvent(event)

    # Inside

    def _build(self) -> None:
        self.set_header("Verify", "Anybody may check a certificate. Nothing is sent anywhere.")
        self.issuers = Button("Known issuers", icon=Icon.KEY)
        self.add_header_button(self.issuers)
        self.ways = WaysIn(self._rows)
        self.drop, self.choose, self.paste = self.ways.drop, self.ways.choose, self.ways.paste
        self.list, self.checked = self.ways.list, self.ways.checked
        self.keep = Button("Keep a copy of this check", icon=Icon.DOWNLOAD)
        self.keep.hide()
        self.right = VerifyRight(self)
        self.sources = Sources(self)
        columns = QHBoxLayout()
        columns.setSpacing(COLUMN_GAP)
        columns.addWidget(self.ways)
        columns.addWidget(self.right, 1)
        self.content.addLayout(columns, 1)

    def _connect(self) -> None:
        ways, sources, right = self.ways, self.sources, self.right
        ways.drop.clicked.connect(sources.choose_files)
        ways.drop.files_dropped.connect(self.check_files)
        ways.drop.text_dropped.connect(self.check_text)
        ways.choose.clicked.connect(sources.choose_files)
        ways.folder.clicked.connect(sources.choose_folder)
        ways.paste.clicked.connect(sources.paste_or_ask)
        ways.screen_part.clicked.connect(sources.take_screen)
        ways.camera.clicked.connect(sources.open_camera)
        ways.list.picked.connect(self._pick)
        sources.files.connect(self.check_files)
        sources.folder.connect(self.check_folder)
        sources.text.connect(self.check_text)
        sources.image.connect(self.check_image)
        sources.codes.connect(self.check_codes)
        sources.refused.connect(self.show_notice)
        right.opened.connect(self._open_of_folder)
        right.back.connect(self.go_up)
        right.ask_online.connect(self.check_online)
        right.save_table.connect(partial(choose_table, self))
        self.keep.clicked.connect(lambda: choose_copy(self))
        self.issuers.clicked.connect(self.open_issuers)
        self.scanner.scanned.connect(self.check_text)

    def _rows(self, offset: int, limit: int) -> Sequence[Row]:
        verdicts = self.state.verdicts[offset : offset + limit]
        return [verdict_row(offset + number, verdict) for number, verdict in enumerate(verdicts)]

    def _check_one(self, check: Again, words: str) -> None:
        def work(_progress: Progress, _cancelled: Cancelled) -> list[tuple[Verdict, Again]]:
            return [(check(), check)]

        self.job = perform_in_background(self, work, words=words, done=self._add, changes=False)

    def _add(self, checked: list[tuple[Verdict, Again]]) -> None:
        state = self.state.with_checked([verdict for verdict, _again in checked])
        known = {**self._again, **dict(checked)}
        self._again = {verdict: known[verdict] for verdict in state.verdicts if verdict in known}
        self._render(state)

    def _add_files(self, checked: FolderCheck) -> None:
        """Files of one certificate each are shown as verdicts, others as a table."""
        if any(result.place for result in checked.results):
            self._add_folder(checked)
        else:
            self._add([(result.verdict, self._checked_again(result)) for result in checked.results])

    def _checked_again(self, result: FileVerdict) -> Again:
        site, clock, path = self.site, self.main.now, Path(result.file)
        return lambda: verify_file(site, path, clock(), result.place)

    def _add_folder(self, folder: FolderCheck) -> None:
        self._render(self.state.with_folder(folder))
        if self.right.folder is not None:
            self.right.folder.table.view.setFocus()

    def _open_of_folder(self, key: str) -> None:
        """Open one file of the folder's table as a verdict of its own."""
        folder = self.state.folder
        if folder is not None:
            result = folder.sorted[int(key)]
            self._add([(result.verdict, self._checked_again(result))])

    def _pick(self, key: str) -> None:
        self._render(replace(self.state, shown=int(key)))

    def _shown_once_more(self) -> None:
        if self.state.current is not None:
            self._once_more(self.state.current)

    def _once_more(self, before: Verdict) -> None:
        """Check the same thing again, in the place where it stands."""
        again = self._again.get(before)
        if again is None:
            return

        def told(after: Verdict) -> None:
            self._again[after] = again
            self._render(self.state.replaced(before, after))

        words = "Checking once more"
        self.job = perform_in_background(self, lambda *_: again(), words=words, done=told, changes=False, quiet=True)

    def _render(self, state: VerifyState) -> None:
        self.state = state
        self.checked.setVisible(bool(state.verdicts))
        self.list.setVisible(bool(state.verdicts))
        self.list.restart(str(state.shown))
        if state.shown < 0:
            self.list.select("")
        self._fit_list()
        self.right.show_state(state, self.keep, may_ask=lambda verdict: verdict in self._again, more=partial(endorse_row, self))
        self.right.fit(self.height())

    def _fit_list(self) -> None:
        above = ABOVE_LIST + (56 if camera_possible() else 0)
        self.list.fit(max(2, (self.height() - above) // sizes().two_lines))
        self.right.fit(self.height())
