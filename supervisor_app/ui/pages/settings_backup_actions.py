"""What the backups of Settings do when they are asked: back up, choose a folder or a passphrase, restore, check all records."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias, TypeVar

from PySide6.QtCore import QObject

from supervisor_app.domain.people import Role
from supervisor_app.services.backup_overview import backup_overview
from supervisor_app.services.station_settings import change_settings
from supervisor_app.ui.actions import perform, perform_in_background
from supervisor_app.ui.file_dialogs import Folder, ask_folder
from supervisor_app.ui.pages.settings_backups import BackupsSection

if TYPE_CHECKING:
    from supervisor_app.services.backup_records import BackupReport
    from supervisor_app.services.check_report import CheckReport
    from supervisor_app.ui.jobs import Cancelled, Progress
    from supervisor_app.ui.page import Page
    from supervisor_app.ui.widgets.buttons import Button

    Report = TypeVar("Report")
    FolderWork: TypeAlias = Callable[[Path, Progress, Cancelled], Report | None]

_NOT_ADMIN = "Only an admin of the site chooses where backups go and restores them."


class SettingsBackups(QObject):
    """Belongs to the page; what long work comes to arrives there."""

    def __init__(self, page: Page, section: BackupsSection) -> None:
        super().__init__(page)
        self._page, self._section = page, section
        section.now.clicked.connect(self.back_up)
        section.folder.clicked.connect(self._ask_folder)
        section.passphrase.clicked.connect(self._ask_passphrase)
        section.restore.clicked.connect(self._ask_backup)
        section.check.clicked.connect(self.check)
        section.closing_changed.connect(self._change_closing)

    def reload(self) -> None:
        """Show how backups stand."""
        why_not = "" if self._page.session.role is Role.ADMIN else _NOT_ADMIN
        self._section.show_backups(backup_overview(self._page.site), why_not=why_not)

    def back_up(self) -> None:
        """Back up now, in a process of its own."""
        from supervisor_app.services.backup_process import back_up_in_process  # not for the look of the page

        self._run(self._section.now, back_up_in_process, "Backing up", self._backed_up)

    def use_folder(self, folder: Path) -> None:
        """Back up into this folder from now on."""
        self._change(backup_folder=str(folder))

    def restore(self, backup: Path) -> None:
        """Show what a backup would bring back."""
        from supervisor_app.ui.dialogs.restore_dialog import RestoreDialog

        site = self._page.site
        dialog = RestoreDialog(self._page, backup, site.folder, site.clock, site.randomness)
        dialog.prepared.connect(lambda _: self._page.main.reopening.emit())
        dialog.open()

    def check(self) -> None:
        """Check all records, in a process of its own."""
        from supervisor_app.services.check_process import check_in_process

        self._run(self._section.check, check_in_process, "Checking all records", self._checked)

    def _run(self, button: Button, work: FolderWork[Report], words: str, done: Callable[[Report | None], None]) -> None:
        """Do long work on the data folder; its button waits until it is over."""
        folder = self._page.site.folder
        button.setEnabled(False)
        perform_in_background(
            self._page,
            lambda progress, cancelled: work(folder, progress, cancelled),
            words=words,
            done=done,
            failed=self._failed,
            changes=False,
        )

    def _backed_up(self, report: BackupReport | None) -> None:
        self._section.now.setEnabled(True)
        self.reload()
        if report is not None:
            self._page.main.notify(report.sentence)

    def _checked(self, report: CheckReport | None) -> None:
        from supervisor_app.ui.dialogs.check_dialog import CheckDialog

        self._section.check.setEnabled(True)
        if report is None:
            return
        page = self._page
        if report.sound and not page.isVisible():  # what asks for nothing opens nothing over what somebody does by now
            words = f"{report.verdict}. {report.not_looked_at}".rstrip()
            page.main.notify(words, "See each check", lambda: CheckDialog(page, report).open())
        else:
            CheckDialog(page, report).open()

    def _failed(self, problem: Exception) -> None:
        from supervisor_app.errors import UserError
        from supervisor_app.ui import messages

        for button in (self._section.now, self._section.check):
            button.setEnabled(True)
        self.reload()
        if isinstance(problem, UserError):
            messages.show(self._page, problem)

    def _ask_folder(self) -> None:
        ask_folder(self._page, Folder.BACKUP, "A folder for backups", self.use_folder)

    def _ask_passphrase(self) -> None:
        from supervisor_app.ui.dialogs.passphrase_dialog import PassphraseDialog

        dialog = PassphraseDialog(self._page, self._page.site)
        dialog.chosen.connect(self._chosen)
        dialog.open()

    def _chosen(self, sealed: bool) -> None:
        self.reload()
        self._page.main.notify(f"Backups are {'sealed' if sealed else 'left open'} from the next one on.")

    def _ask_backup(self) -> None:
        from supervisor_app.ui.dialogs.restore_dialog import ask_backup

        ask_backup(self._page, Path(backup_overview(self._page.site).folder), self.restore)

    def _change_closing(self, on: bool) -> None:
        self._change(backup_on_close=on)

    def _change(self, **changes: str | bool) -> None:
        site = self._page.site
        perform(self._page, lambda: change_settings(site, replace(site.settings, **changes)), changes=False)  # type: ignore[arg-type]
        self.reload()
