"""A backup when the window closes: with progress, a way out, and an end where nothing moves; nothing where nothing changed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer

from supervisor_app.errors import UserError
from supervisor_app.ui.jobs import Job
from supervisor_app.ui.main_window import MainWindow

if TYPE_CHECKING:
    from supervisor_app.services.backup_records import BackupReport, Cancelled, Progress
    from supervisor_app.ui.dialogs.closing_dialog import ClosingDialog

DEADLINE_MS = 90_000
"""How long nothing may move. A large site takes its time: the backup goes on while it does anything at all."""
_LATE = "The backup when the program closed did not move for 90 seconds and was stopped."
_LATE_HINT = "Check the drive, then back up now in Settings. Earlier backups are kept."


class Backs(Protocol):
    """How a data folder is backed up: in a process of its own."""

    def __call__(self, folder: Path, progress: Progress, cancelled: Cancelled) -> BackupReport | None:
        """Back up if something changed."""


class BackupAtClose(QObject):
    """Owned by the window: stands before its closing once, then lets it go whatever came of the backup."""

    def __init__(self, window: MainWindow, back_up: Backs | None = None, deadline_ms: int = DEADLINE_MS) -> None:
        super().__init__(window)
        self._window = window
        self._back_up = back_up or _in_process
        self._passed = False
        self._late = False
        self._job: Job | None = None
        self.dialog: ClosingDialog | None = None
        self._timer = QTimer(self, singleShot=True, interval=deadline_ms)
        self._timer.timeout.connect(self._deadline)
        window.installEventFilter(self)
        application = QCoreApplication.instance()
        if application is not None:
            application.aboutToQuit.connect(self.let_pass)

    def let_pass(self) -> None:
        """Stand in nobody's way any more: the session ends, or the window goes for another reason than to end."""
        self._passed = True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Hold the first closing back until the backup is done."""
        if event.type() is not QEvent.Type.Close or self._passed:
            return False
        if self._job is None and not self._due():
            self._passed = True
            return False
        event.ignore()
        if self._job is None:
            self._begin()
        return True

    def _due(self) -> bool:
        from supervisor_app.services.backing_up import is_due  # the start does not pay for it

        try:
            return self._window.site.settings.backup_on_close and is_due(self._window.site)
        except UserError:
            return True  # the backup itself says why

    def _begin(self) -> None:
        from supervisor_app.ui.dialogs.closing_dialog import ClosingDialog  # not for the start

        folder, back_up = self._window.site.folder, self._back_up
        self._job = job = Job()
        self.dialog = dialog = ClosingDialog(self._window)
        job.progressed.connect(dialog.show_progress_of)
        job.progressed.connect(lambda *_: self._timer.start())
        job.ended.connect(self._ended)
        dialog.rejected.connect(self._skip)
        job.start(lambda progress, cancelled: back_up(folder, progress, cancelled))
        self._timer.start()
        dialog.open()

    def _skip(self) -> None:
        """Close without it: the worker is stopped, the next closing tries again."""
        if self._job is not None:
            self._job.cancel()

    def _deadline(self) -> None:
        self._late = True
        self._skip()

    def _ended(self) -> None:
        job, self._job = self._job, None
        self._timer.stop()
        self._passed = True
        if job is not None:
            try:
                job.result()
            except UserError:  # remembered by the worker: the next start says it
                pass
            finally:
                job.dispose()
        if self._late:
            from supervisor_app.services.backing_up import note_failure

            note_failure(self._window.site.folder, self._window.site.clock, _LATE, _LATE_HINT)
        self._window.close()


def _in_process(folder: Path, progress: Progress, cancelled: Cancelled) -> BackupReport | None:
    from supervisor_app.services.backup_process import back_up_in_process

    return back_up_in_process(folder, progress, cancelled, only_if_changed=True)
