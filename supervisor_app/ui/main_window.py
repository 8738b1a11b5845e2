"""The window: rail, page, status line; the lock in front of it all. It owns who is signed in and nothing else of the records."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtCore import QSettings, QSize, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from supervisor_app.domain.people import Role
from supervisor_app.errors import UserError
from supervisor_app.services import draft_lines, join_requests, signing_in
from supervisor_app.services.session import Session
from supervisor_app.services.site import Site, site_facts
from supervisor_app.services.sync_state import sync_state
from supervisor_app.ui.actions import perform
from supervisor_app.ui.covering import Cover
from supervisor_app.ui.idle import IdleWatch
from supervisor_app.ui.look.sizes import NARROW_BELOW, set_glove_mode, sizes
from supervisor_app.ui.page import Page
from supervisor_app.ui.page_table import PAGES, PageEntry
from supervisor_app.ui.places import Places
from supervisor_app.ui.tab_order import step_focus
from supervisor_app.ui.telling import Telling
from supervisor_app.ui.widgets.dialog import SheetDialog
from supervisor_app.ui.widgets.lock_panel import LockPanel
from supervisor_app.ui.widgets.rail import Rail
from supervisor_app.ui.widgets.status_line import StatusLine, shared_shape

_HOME = "today"


class MainWindow(QWidget):
    """Shows pages over an open `site`. `data_changed` after every write; the visible page then reloads.

    `closing` tells the owner of the site that the window went away, `settings_changed(settings)` whoever dresses the application
    that another look was chosen, `reopening` that the records are to be closed and opened anew. Without a `session` the lock is
    shown first.
    """

    data_changed = Signal()
    settings_changed = Signal(object)
    closing = Signal()
    reopening = Signal()

    def __init__(
        self,
        site: Site,
        session: Session | None = None,
        *,
        pages: Sequence[PageEntry] = PAGES,
        remembered: QSettings | None = None,
    ) -> None:
        super().__init__()
        self.site = site
        self.session = session
        self._places = Places(pages, lambda entry: entry.factory(self))
        self._remembered = remembered
        self._member_setting = f"member-{site.station.origin.hex()[:16]}"  # two data folders of one user are two laptops
        self._last_member = str(remembered.value(self._member_setting, "")) if remembered is not None else ""
        self._cover = Cover(self)
        self._name = site_facts(site).name
        self._build()
        self._telling = Telling(self, self._shell)
        self._connect()
        self.show_sync()
        self._restore_geometry()
        if session is None:
            self.lock()
        else:
            self._enter(session)

    # For pages

    def open_page(self, key: str, **arguments: object) -> None:
        """Show a page; its `open(**arguments)` and `reload()` are called. The page one is on may refuse to be left."""
        if not self._places.visit(key, arguments):
            self._mark_current()

    def show_help(self) -> None:
        """Show the help of the page one is on; behind the lock there is nothing to explain."""
        entry = self._places.entry
        if entry is not None and not self.is_locked and entry.key != "help":
            from supervisor_app.ui.help_text import has_help  # the start explains nothing

            self.open_page("help", about=entry.key if has_help(entry.key) else entry.under)

    def go_back(self) -> None:
        """Show the page one came from; from the first one nothing happens."""
        self._places.back()

    def notify(self, words: str, action: str = "", do: Callable[[], object] | None = None) -> None:
        """Say good news for six seconds."""
        self._telling.notify(words, action, do)

    def tell_changed(self) -> None:
        """Tell everybody that records changed."""
        self.data_changed.emit()

    def lock(self) -> None:
        """Sign out and show the lock; the page keeps its place for the same person."""
        here = self.current_page
        if here is not None:
            here.locked()
        self._cover.lower()
        if self.session is not None:
            self._last_member = self.session.member_id
        self.session = None
        self._panel.clear_notice()
        self._show_members()
        self._stack.setCurrentWidget(self._panel)

    def keeps_back(self, dialog: SheetDialog) -> bool:
        """Whether a dialog that would open waits, because the lock is shown."""
        return self._cover.keeps_back(dialog)

    def apply_settings(self) -> None:
        """Take over the settings of this laptop that were just changed. Other measures need other pages: they are built anew."""
        settings = self.site.settings
        self._idle.set_minutes(settings.idle_lock_minutes)
        self.settings_changed.emit(settings)
        if settings.glove_mode != sizes().glove:
            set_glove_mode(settings.glove_mode)
            QTimer.singleShot(0, self, self._rebuild)  # not under the feet of the page that asked

    def set_status_line(self, visible: bool) -> None:
        """Show or hide the status line (the step screen needs its height on low screens)."""
        self._status.setVisible(visible)

    def set_count(self, key: str, count: int) -> None:
        """Show at a page's word on the rail how many things need the person."""
        self._rail.set_count(key, count)

    def tell_fault(self, count: int) -> None:
        """Say that the program itself stumbled, and offer to go on; repeats while the question is open are only noted."""
        self._telling.tell_fault()

    def now(self) -> datetime:
        """The present time, aware."""
        return self.site.clock()

    @property
    def current_page(self) -> Page | None:
        """The page one is on; None while nobody was signed in yet."""
        return self._places.page

    @property
    def is_locked(self) -> bool:
        """Whether the lock is shown."""
        return self._stack.currentWidget() is self._panel

    # Qt

    def sizeHint(self) -> QSize:
        """The screen the window is designed for, less its title bar and the task bar."""
        return QSize(1280, 690)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The rail narrows on small screens."""
        super().resizeEvent(event)
        self._fit_rail()

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab goes in reading order."""
        return step_focus(self, forward=forward)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Closing stops a countdown, as locking does, and the clocks that run; nothing is asked, because everything is saved."""
        here = self.current_page
        if here is not None:
            here.locked()
        with contextlib.suppress(UserError):  # a full disk keeps nobody in: the next start sorts the clocks out
            draft_lines.rest(self.site)
        if self._remembered is not None:
            self._remembered.setValue("geometry", self.saveGeometry())
        self.closing.emit()
        super().closeEvent(event)

    # Inside

    def _build(self) -> None:
        self.setWindowTitle(f"Sign-off: {self._name}")
        self.setMinimumSize(900, 560)
        entries = self._places.entries.values()
        rail_pages = [(entry.key, entry.word, entry.icon) for entry in entries if not entry.under and not entry.foot]
        self._foot = next((entry.key for entry in entries if entry.foot), "")
        self._rail = Rail(rail_pages, self._foot)
        self._rail.set_site(self._name)
        self._status = StatusLine()
        self._panel = self._new_panel()
        self._stack = QStackedWidget()
        trailing = QVBoxLayout()
        trailing.setSpacing(0)
        trailing.addWidget(self._places, 1)
        trailing.addWidget(self._status)
        self._shell = QWidget()
        row = QHBoxLayout(self._shell)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._rail)
        row.addLayout(trailing, 1)
        self._stack.addWidget(self._shell)
        self._stack.addWidget(self._panel)
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._stack)

    def _connect(self) -> None:
        self._rail.chosen.connect(self._choose)
        self._places.arriving.connect(self._arrive)
        self._rail.lock_asked.connect(self.lock)
        self.data_changed.connect(self._reload)
        self._idle = IdleWatch(self.site.settings.idle_lock_minutes, self)
        self._idle.idle.connect(self.lock)
        help_key = QShortcut(QKeySequence(QKeySequence.StandardKey.HelpContents), self)
        help_key.activated.connect(self.show_help)

    def _new_panel(self) -> LockPanel:
        panel = LockPanel(self._name)
        panel.asked.connect(self._sign_in)
        panel.forgotten.connect(self._ask_sheet)
        return panel

    def _ask_sheet(self) -> None:
        from supervisor_app.ui.dialogs.pin_forgotten import ForgottenPinDialog  # nobody needs it at the start

        dialog = ForgottenPinDialog(self._panel, self.site)
        dialog.recovered.connect(self._enter)
        dialog.open()

    def _sign_in(self, member_id: str, pin: str) -> None:
        self._panel.clear_notice()
        perform(self._panel, lambda: signing_in.sign_in(self.site, member_id, pin), done=self._enter, changes=False)

    def _enter(self, session: Session) -> None:
        """Somebody is signed in: the same person goes on where they were, another begins at Today."""
        same = self._last_member == session.member_id and bool(self._places.key)
        self.session = session
        self._last_member = session.member_id
        if self._remembered is not None:
            self._remembered.setValue(self._member_setting, session.member_id)
        self._panel.pin.clear()
        self._rail.set_person(session.name, session.title or session.role.value.capitalize())
        self.count_waiting()
        self._stack.setCurrentWidget(self._shell)
        if same:
            self._places.again()
        else:
            self._places.forget()
            self.open_page(_HOME)
        self._cover.lift(same=same)

    def _choose(self, key: str) -> None:
        self._places.shorten()
        self.open_page(key)

    def _arrive(self) -> None:
        self._mark_current()
        self._status.setVisible(True)
        self._fit_rail()

    def _reload(self) -> None:
        self.show_sync()
        self.count_waiting()
        here = self.current_page
        if here is not None and self.session is not None:
            here.refresh()

    def show_sync(self) -> None:
        """Write on the status line how the shared file stands."""
        state = sync_state(self.site)
        self._status.show_state(shared_shape(state), state.sentence)

    def count_waiting(self) -> None:
        """Show an admin at the bottom of the rail how many laptops ask to join."""
        session = self.session
        if self._foot and session is not None:
            asks = join_requests.pending(self.site) if session.role is Role.ADMIN else ()
            self._rail.set_count(self._foot, sum(not one.here for one in asks))

    def _show_members(self) -> None:
        members = signing_in.list_members(self.site)
        away = [member.id for member in members if not signing_in.has_pin_here(self.site, member.id)]
        self._panel.show_members(members, self._last_member, away)

    def _rebuild(self) -> None:
        """Build lock and pages anew with the measures now in force, and show the same page again."""
        here = self._places.key
        self._places.forget()
        panel, self._panel = self._panel, self._new_panel()
        self._stack.addWidget(self._panel)
        if self._stack.currentWidget() is panel:
            self._show_members()
            self._stack.setCurrentWidget(self._panel)
        self._stack.removeWidget(panel)
        panel.deleteLater()
        if self.session is not None and here:
            self.open_page(here, **({"at": "glove"} if here == self._foot else {}))

    def _mark_current(self) -> None:
        entry = self._places.entry
        self._rail.set_current(entry.under or entry.key if entry else "")

    def _fit_rail(self) -> None:
        entry = self._places.entry
        self._rail.set_narrow(self.width() < NARROW_BELOW or (entry is not None and entry.narrow))

    def _restore_geometry(self) -> None:
        saved = self._remembered.value("geometry") if self._remembered is not None else None
        if saved is None or not self.restoreGeometry(saved):
            self.resize(self.sizeHint())
