"""Sync: what came and went, what waits, the laptops of the site, the shared file. The page itself never touches the drive."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from supervisor_app.domain.people import Role
from supervisor_app.errors import UserError
from supervisor_app.services.backup_overview import standing
from supervisor_app.services.join_requests import pending
from supervisor_app.services.left_branches import left_branches
from supervisor_app.services.open_forks import open_forks
from supervisor_app.services.quarantine import count_aside
from supervisor_app.services.rights import Right, may
from supervisor_app.services.sync_process import choose_in_process, sync_in_process
from supervisor_app.services.sync_records import SyncOverview, SyncReport
from supervisor_app.services.syncing import overview
from supervisor_app.ui.actions import perform_in_background
from supervisor_app.ui.icons import Icon
from supervisor_app.ui.jobs import Cancelled, Job, Progress
from supervisor_app.ui.look.sizes import COLUMN_GAP, sizes
from supervisor_app.ui.page import Page
from supervisor_app.ui.pages.settings_words import WaitingWords, waiting_words
from supervisor_app.ui.pages.sync_asking import SyncAsking
from supervisor_app.ui.pages.sync_parts import StoreSheet, VerdictSheet, station_row
from supervisor_app.ui.pages.sync_troubles import SyncTroubles
from supervisor_app.ui.pages.sync_view import SHORT, aside_words, day_lines, named
from supervisor_app.ui.widgets.buttons import Button, Kind
from supervisor_app.ui.widgets.day_lines import DayLines
from supervisor_app.ui.widgets.notice import Notice
from supervisor_app.ui.widgets.rows import Row, RowList
from supervisor_app.ui.widgets.scroll_column import ScrollColumn
from supervisor_app.ui.widgets.sheet import SectionLabel, Sheet

if TYPE_CHECKING:
    from supervisor_app.ui.main_window import MainWindow

_SENTENCE = "One shared file. Every laptop keeps a whole copy."
_RIGHT = 392
_MOST_STATIONS = 5


class SyncPage(Page):
    """The last sync and the history on the left; laptops and the shared file on the right."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window, "Sync")
        self.view: SyncOverview | None = None
        self.job: Job | None = None
        self._whole = False
        self.asking, self.troubles = SyncAsking(self), SyncTroubles(self)
        self._build()
        self._connect()

    def open(self) -> None:
        """Say first that records wait for a sync, with the way on where no sync is possible."""
        self.troubles.arrive()
        found = standing(self.site)
        if found is None or not found.waits:
            return
        if self.session.role is Role.ADMIN:
            self.show_notice(found.message, found.hint, "Go on without it…", self.asking.go_on)
        else:
            self.show_notice(found.message, f"{found.hint} If the shared file is gone, an admin can go on without it.")

    def show_notice(self, message: str, hint: str = "", action: str = "", do: Callable[[], object] | None = None) -> None:
        """Show what happened; the sheet of the last sync does not say it again."""
        super().show_notice(message, hint, action, do)
        self._render_verdict()

    def clear_notice(self) -> None:
        """Take the notice away; the sheet says again why the last sync was none."""
        super().clear_notice()
        self._render_verdict()

    def reload(self) -> None:
        """Ask how it stands; the shared file is not touched for it."""
        view = overview(self.site)
        self._render(view)
        if self.job is None:
            self.troubles.say(view)
        self._render_waiting(waiting_words(pending(self.site), self.session))
        left = len(left_branches(self.site))
        self.laptops_label.set_link(aside_words(count_aside(self.site), len(open_forks(self.site)), left))

    def first_focus(self) -> QWidget:
        """What is most likely next: to sync, or to choose a file."""
        return self.now if self.now.isEnabled() else self.store.choose

    def sync(self) -> None:
        """Sync in a process of its own; nothing while one runs or no file is chosen."""
        if self.site.settings.shared:
            folder = self.site.folder
            self._start("Syncing", lambda progress, cancelled: sync_in_process(folder, progress, cancelled))

    def use_file(self, path: Path, *, create: bool) -> None:
        """Take another shared file, or make it."""
        site = self.site
        words = "Making the shared file" if create else "Looking at the shared file"
        self._start(words, lambda progress, cancelled: choose_in_process(site, path, create, progress, cancelled))

    def use_database(self, address: str) -> None:
        """Take another place, by its address: a database (its password may be in it), or where the site moved to."""
        site = self.site
        words = "Looking at the new place"
        self._start(words, lambda progress, cancelled: choose_in_process(site, address, False, progress, cancelled))

    def make_anew(self) -> None:
        """Set the damaged file aside and make it new from this laptop."""
        folder = self.site.folder
        words = "Making the shared file new"
        self._start(words, lambda progress, cancelled: sync_in_process(folder, progress, cancelled, anew=True))

    # Inside

    def _build(self) -> None:
        self.set_header("Sync", _SENTENCE)
        self.now = Button("Sync now", Kind.PRIMARY, icon=Icon.SYNC, key="F5", height=sizes().main_button)
        self.set_primary(self.now)
        columns = QHBoxLayout()
        columns.setSpacing(COLUMN_GAP)
        columns.addWidget(self._left(), 1)
        columns.addWidget(self._right())
        area = ScrollColumn()
        self.waiting: Notice | None = None
        self._waiting_words: WaitingWords | None = None
        self._waiting_slot = QVBoxLayout()
        area.box.setSpacing(0)
        area.box.addLayout(self._waiting_slot)
        area.box.addLayout(columns)
        area.box.addStretch(1)
        self.content.addWidget(area, 1)

    def _left(self) -> QWidget:
        self.sheet = VerdictSheet()
        self.before = SectionLabel("Before that", "Whole history")
        self.history = DayLines()
        self.history_sheet = Sheet(padding=0)
        self.history_sheet.box.setContentsMargins(0, 4, 0, 5)
        self.history_sheet.box.addWidget(self.history)
        self.last = SectionLabel("Last sync", "Ledger: who did what when")
        return _column(self.last, self.sheet, self.before, self.history_sheet)

    def _right(self) -> QWidget:
        self.laptops = RowList(self._station_rows, name="Laptops of this site")
        self.laptops_label = SectionLabel("Laptops of this site")
        self.place, self.store = SectionLabel("Shared file", "Use a database"), StoreSheet()
        column = _column(self.laptops_label, self.laptops, self.place, self.store)
        column.setFixedWidth(_RIGHT)
        return column

    def _connect(self) -> None:
        self.now.clicked.connect(self.sync)
        self.before.linked.connect(self._toggle_history)
        self.laptops_label.linked.connect(lambda: self.main.open_page("quarantine"))
        self.last.linked.connect(lambda: self.main.open_page("ledger"))
        self.store.choose.clicked.connect(self.asking.file)
        self.store.make.clicked.connect(self.asking.new_file)
        self.store.move_on.clicked.connect(self.asking.move)
        self.place.linked.connect(lambda: self.asking.database(self.troubles.moved_to))

    def _render(self, view: SyncOverview) -> None:
        self.view = view
        self._render_verdict()
        self._render_history(view)
        self._render_file(view)
        self.laptops.restart()
        self.laptops.fit(_MOST_STATIONS)
        self.laptops.setVisible(bool(view.stations))

    def _render_verdict(self) -> None:
        if self.view is not None:
            self.sheet.show_view(self.view, self.notice.message.text() if self.notice is not None else "")

    def _render_history(self, view: SyncOverview) -> None:
        older = len(view.lines) > 1
        self.before.setVisible(older)
        self.history_sheet.setVisible(older)
        self.before.set_link(("Less of it" if self._whole else "Whole history") if len(view.lines) > SHORT + 1 else "")
        self.history.show_lines(day_lines(view.lines, view.now, whole=self._whole))

    def _render_file(self, view: SyncOverview) -> None:
        self.store.show_view(view, may(self.site, self.session, Right.ADMINISTER))
        self.set_header("Sync", named(_SENTENCE, view))
        self.place.words.setText("Shared database" if view.state.database else "Shared file")
        self.place.set_link("Change the address" if view.state.database else "Use a database")
        self.now.setEnabled(view.state.chosen and self.job is None)

    def _render_waiting(self, words: WaitingWords | None) -> None:
        """Say above all else that somebody waits for an approval; it stays as it is while that stays the same."""
        if words == self._waiting_words:
            return
        if self.waiting is not None:
            self.waiting.hide()
            self.waiting.deleteLater()
        self._waiting_words, self.waiting = words, None
        if words is not None:
            self.waiting = Notice(words.message, words.hint, words.action)
            self.waiting.acted.connect(lambda: self.main.open_page("settings"))
            self._waiting_slot.addWidget(self.waiting)

    def _station_rows(self, offset: int, limit: int) -> list[Row]:
        if self.view is None:
            return []
        chosen = self.view.state.chosen
        return [station_row(line, chosen=chosen) for line in self.view.stations[offset : offset + limit]]

    def _toggle_history(self) -> None:
        self._whole = not self._whole
        if self.view is not None:
            self._render_history(self.view)

    def _start(self, words: str, work: Callable[[Progress, Cancelled], SyncReport]) -> None:
        if self.job is not None:
            return
        self.clear_notice()
        self.job = perform_in_background(self, work, words=words, done=self._done, failed=self._failed)
        self._hold_focus()
        self.now.setEnabled(False)

    def _done(self, report: SyncReport) -> None:
        self.job = None
        self.reload()
        self._give_focus()
        if report.clean:
            self.main.notify(report.sentence.removesuffix(report.went_on).strip())  # the page says the rest

    def _failed(self, problem: UserError) -> None:
        self.job = None
        self.main.tell_changed()
        self.troubles.tell(problem)
        self._give_focus()

    def _hold_focus(self) -> None:
        """Keep the focus on the page while its buttons are off: Qt would hand it on to a link, and Enter would follow that."""
        if self.isVisible() and not self.main.is_locked:
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _give_focus(self) -> None:
        """Give the focus back to what is most likely next, unless somebody took it elsewhere meanwhile."""
        if self.main.focusWidget() is self:
            way_out = self.notice.action if self.notice is not None and not self.notice.action.isHidden() else None
            (way_out or self.first_focus()).setFocus(Qt.FocusReason.OtherFocusReason)


def _column(*parts: QWidget) -> QWidget:
    column = QWidget()
    box = QVBoxLayout(column)
    box.setContentsMargins(0, 0, 0, 0)
    box.setSpacing(0)
    for part in parts:
        box.addWidget(part)
    box.addStretch(1)
    return column
