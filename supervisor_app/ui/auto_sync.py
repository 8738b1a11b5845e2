"""Syncing by itself while the window is open: now and then, sooner when something waits, more rarely while the drive is away."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication

from supervisor_app.errors import UserError
from supervisor_app.services.sync_state import sync_state
from supervisor_app.ui.jobs import Job
from supervisor_app.ui.main_window import MainWindow

if TYPE_CHECKING:
    from supervisor_app.services.sync_records import Cancelled, Progress, SyncReport

FIRST_AFTER = 5
WAITING_EVERY = 60
IDLE_EVERY = 300
LONGEST = 900
AFTER_CHANGE = 20


class Syncs(Protocol):
    """How a data folder is synced: in a process of its own."""

    def __call__(self, folder: Path, progress: Progress, cancelled: Cancelled) -> SyncReport:
        """Sync and return the report, or raise a UserError."""


def next_after(waiting: int, failures: int) -> int:
    """Return the seconds until the next try."""
    if failures:
        return int(min(WAITING_EVERY * 2 ** (failures - 1), LONGEST))
    return WAITING_EVERY if waiting else IDLE_EVERY


class AutoSync(QObject):
    """Owned by the window. Says nothing by itself: the status line shows how it stands, the Sync page the rest."""

    def __init__(self, window: MainWindow, sync: Syncs | None = None) -> None:
        super().__init__(window)
        self._window = window
        self._sync = sync or _in_process
        self._job: Job | None = None
        self._failures = 0
        self.timer = QTimer(self, singleShot=True)
        self.timer.timeout.connect(self.begin)
        window.data_changed.connect(self._sooner)
        window.closing.connect(self.stop)
        self._wait(FIRST_AFTER)

    @property
    def running(self) -> bool:
        """Whether a sync is on its way."""
        return self._job is not None

    def begin(self) -> None:
        """Sync now, beside the window; nothing where that is switched off, no file is chosen, or one is on its way."""
        settings, folder, sync = self._window.site.settings, self._window.site.folder, self._sync
        if not settings.auto_sync or not settings.shared or self._job is not None:
            self._wait(IDLE_EVERY)
            return
        job = Job()
        self._job = job
        job.ended.connect(self._ended)
        job.start(lambda progress, cancelled: sync(folder, progress, cancelled))

    def stop(self) -> None:
        """The window closes: ask a sync on its way to end, and begin no more."""
        self.timer.stop()
        self._window.data_changed.disconnect(self._sooner)
        if self._job is not None:
            self._job.ended.disconnect(self._ended)
            self._job.cancel()

    def _ended(self) -> None:
        from supervisor_app.services.sync_records import SyncReport  # not for the window's start

        job, self._job = self._job, None
        if job is None:
            return
        try:
            report = job.result()
            self._failures = 0
        except UserError:
            report = None
            self._failures += 1
        finally:
            job.dispose()
        self._tell(isinstance(report, SyncReport) and report.moved)
        self._wait(next_after(sync_state(self._window.site).waiting, self._failures))

    def _tell(self, moved: bool) -> None:
        """Reload what is visible when records came, unless somebody is typing there; else only the status line."""
        from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QTextEdit  # the window starts before records come

        if moved and not isinstance(QApplication.focusWidget(), QLineEdit | QTextEdit | QPlainTextEdit):
            self._window.tell_changed()
        else:
            self._window.show_sync()

    def _sooner(self) -> None:
        """Something was written here: do not let it wait for long."""
        if self._job is None and not self._failures and self.timer.remainingTime() > AFTER_CHANGE * 1000:
            self._wait(AFTER_CHANGE)

    def _wait(self, seconds: int) -> None:
        self.timer.start(seconds * 1000)


def _in_process(folder: Path, progress: Progress, cancelled: Cancelled) -> SyncReport:
    """Load what syncing needs only now, in the thread that waits for the worker: the start does not pay for it."""
    from supervisor_app.services.sync_process import sync_in_process

    return sync_in_process(folder, progress, cancelled)
