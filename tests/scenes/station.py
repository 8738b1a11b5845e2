"""This laptop: today, the lock, the shared file, settings, help."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtTest import QTest

from supervisor_app.domain.people import PersonFields
from supervisor_app.services import people
from supervisor_app.services.backing_up import back_up, note_failure
from supervisor_app.services.backup_records import read_state
from supervisor_app.services.check_report import Check, CheckReport
from supervisor_app.services.checking import check
from supervisor_app.services.station_settings import change_settings
from supervisor_app.settings import save_settings
from supervisor_app.storage.local_state import OriginMark, OriginState, mark_origin
from supervisor_app.storage.shared_errors import WORDS, Trouble
from supervisor_app.ui.dialogs.check_dialog import CheckDialog
from supervisor_app.ui.dialogs.closing_dialog import ClosingDialog
from supervisor_app.ui.dialogs.go_on_dialog import GoOnDialog
from supervisor_app.ui.dialogs.passphrase_dialog import PassphraseDialog
from supervisor_app.ui.dialogs.pin_forgotten import ForgottenPinDialog
from supervisor_app.ui.dialogs.restore_dialog import RestoreDialog
from supervisor_app.ui.main_window import MainWindow
from supervisor_app.ui.pages.settings_page import SettingsPage
from supervisor_app.ui.pages.sync_page import SyncPage
from supervisor_app.ui.widgets.lock_panel import LockPanel
from tests.scenes.scene import Prepare, Scene, clock_of, go, page, settle, wait_until


def _synced(window: MainWindow, before: Callable[[Path], object] = lambda shared: None) -> SyncPage:
    """Sync after something was recorded and something was done to the shared file."""
    assert window.session is not None
    for number in range(3):
        fields = PersonFields(employee_no=f"03000{number}", given_name="Nadia", family_name=f"Petrova {number}")
        people.add_worker(window.site, window.session, fields)
    before(Path(window.site.settings.shared))
    shown = go(window, SyncPage, "sync")
    shown.sync()
    wait_until(lambda: shown.job is None, "the sync did not end")
    settle(200)
    return shown


def _went_back(window: MainWindow) -> None:
    """The shared file returns to an older copy of itself."""
    shared = Path(window.site.settings.shared)
    older = shared.with_suffix(".older")
    shutil.copy(shared, older)
    _synced(window)
    clock_of(window).forward(hours=2)
    shutil.copy(older, shared)
    shown = go(window, SyncPage, "sync")
    shown.sync()
    wait_until(lambda: shown.job is None, "the sync did not end")
    settle(200)


def _put_right(window: MainWindow) -> None:
    """Somebody changed rows of this laptop on the shared file and its list, and opened it in another program."""

    def change(shared: Path) -> None:
        plain = sqlite3.connect(shared)
        plain.execute("PRAGMA journal_mode=WAL")
        plain.execute("UPDATE entry SET sig = zeroblob(64) WHERE pos IN (SELECT max(pos) FROM entry GROUP BY origin)")
        plain.execute("UPDATE head SET hash = zeroblob(32)")
        plain.commit()
        plain.close()

    _synced(window, change)


def _away(window: MainWindow) -> None:
    _synced(window, lambda shared: shared.unlink())


def _damaged(window: MainWindow) -> None:
    _synced(window, lambda shared: shared.write_bytes(b"nothing that is a database" * 400))


def _moved(window: MainWindow) -> None:
    """An admin moved the site to a database; this laptop still uses the file."""

    def mark(shared: Path) -> None:
        plain = sqlite3.connect(shared)
        plain.execute("INSERT INTO meta VALUES ('moved', ?)", (_SERVER.encode(),))
        plain.commit()
        plain.close()

    _synced(window, mark)


def _on_database(window: MainWindow) -> None:
    """The site uses a database whose server is away."""
    window.site.settings = replace(window.site.settings, shared=_SERVER.replace("@", ":secret@").replace("db.", "127.0.0.1:1/"))
    save_settings(window.site.folder, window.site.settings)
    shown = go(window, SyncPage, "sync")
    shown.sync()
    wait_until(lambda: shown.job is None, "the sync did not end")
    settle(200)


def _asked_for_database(window: MainWindow) -> None:
    go(window, SyncPage, "sync").asking.database()
    settle(200)


_SERVER = "postgresql://signoff@db.northgate.example/sign_off"


def _lock(typed: str = "", *, entered: bool = False) -> Prepare:
    def prepare(window: MainWindow) -> None:
        window.lock()
        panel = window.findChild(LockPanel)
        assert isinstance(panel, LockPanel)
        settle(20)
        QTest.keyClicks(panel.pin.field, typed)
        if entered:
            panel.pin.submitted.emit(typed)
            settle(1000)

    return prepare


def _forgotten(window: MainWindow) -> None:
    """The sole admin at the lock, with a slip in the code."""
    _lock()(window)
    dialog = ForgottenPinDialog(window, window.site)
    dialog.open()
    dialog.code.set_text("7GQ2-M4TX-0KZB-7GQ2-M4TX-0KZB-7GQ2-M4TX")
    dialog.record()
    settle(50)


def _glove(key: str) -> Prepare:
    def prepare(window: MainWindow) -> None:
        change_settings(window.site, replace(window.site.settings, glove_mode=True))
        window.apply_settings()
        settle(20)
        window.open_page(key)

    return prepare


def _look(*, wrong: bool = False) -> Prepare:
    """The look of the papers: an accent of one's own, or one that is too light."""

    def prepare(window: MainWindow) -> None:
        shown = go(window, SettingsPage, "settings")
        shown.look.accent.set_text("#FFCC00" if wrong else "#8A1C3B")
        shown.look.heading.set_text("Ausgestellt nach ISO 9001 und ISO 45001, 平衡重式叉车")
        shown.look.footer.set_text("Northgate Pressings, 1 Mill Road, Dayton, Ohio. Questions: training@northgate.example")
        wait_until(lambda: shown.look.preview.is_current, "the certificate was not drawn")
        settle(20)
        shown.area.verticalScrollBar().setValue(shown.look.y() - 40)
        settle(50)

    return prepare


def _settings_below(window: MainWindow) -> None:
    shown = go(window, SettingsPage, "settings")
    settle(50)
    bar = shown.area.verticalScrollBar()
    bar.setValue(bar.maximum())


def _backups(window: MainWindow) -> SettingsPage:
    """Settings at the backups, with one made."""
    site = window.site
    back_up(site.folder, clock=site.clock, randomness=site.randomness)
    shown = go(window, SettingsPage, "settings")
    settle(50)
    shown.area.ensureWidgetVisible(shown.backups, 0, 60)
    settle(50)
    return shown


def _passphrase(window: MainWindow) -> None:
    PassphraseDialog(_backups(window), window.site).open()
    settle(50)


def _restore(window: MainWindow) -> None:
    """The preview of a backup from before three people were recorded."""
    shown = _backups(window)
    assert window.session is not None
    for number in range(3):
        fields = PersonFields(employee_no=f"03000{number}", given_name="Nadia", family_name=f"Petrova {number}")
        people.add_worker(window.site, window.session, fields)
    backup = Path(read_state(window.site.folder).last.path)  # type: ignore[union-attr]
    shown.backups_at.restore(backup)
    dialog = window.findChild(RestoreDialog)
    assert isinstance(dialog, RestoreDialog)
    wait_until(lambda: dialog.view is not None, "the backup was not opened")
    settle(50)


def _checked(window: MainWindow) -> None:
    away = Check("Shared file", True, f"Not checked. {' '.join(WORDS[Trouble.MISSING])}", looked=False)
    CheckDialog(_backups(window), CheckReport((*check(window.site).checks, away))).open()
    settle(50)


def _closing(window: MainWindow) -> None:
    dialog = ClosingDialog(window)
    dialog.show_progress_of(420_000, 1_000_000, "Checking the copy")
    dialog.open()
    settle(50)


def _backup_failed(window: MainWindow) -> None:
    away = "The backup folder E:\\Sign-off backups cannot be reached."
    note_failure(window.site.folder, window.site.clock, away, "Connect the drive, or choose another folder in Settings.")
    window.open_page("today")


def _restored(key: str) -> Prepare:
    """Records that were restored and wait for a sync."""

    def prepare(window: MainWindow) -> None:
        mark = OriginMark(OriginState.WAITING, "restored", window.site.clock().isoformat())
        with window.site.database.write() as connection:
            mark_origin(connection, window.site.station.origin, mark)
        window.open_page("people")
        window.open_page(key)

    return prepare


def _go_on(window: MainWindow) -> None:
    _restored("sync")(window)
    assert window.session is not None
    GoOnDialog(window, window.site, window.session).open()
    settle(50)


SCENES: tuple[Scene, ...] = (
    Scene("01-today", lambda window: None),
    Scene("01b-today-gloves", _glove("today")),
    Scene("01c-lock", _lock()),
    Scene("01d-lock-typed", _lock("2468")),
    Scene("01e-lock-wrong-pin", _lock("9999", entered=True)),
    Scene("01g-lock-forgotten", _forgotten),
    Scene("09-sync", page("sync")),
    Scene("09b-sync-done", _synced),
    Scene("09c-sync-file-away", _away),
    Scene("09d-sync-put-back", _went_back),
    Scene("09e-sync-damaged", _damaged),
    Scene("09g-sync-moved", _moved),
    Scene("09h-sync-database", _on_database),
    Scene("09i-sync-database-asked", _asked_for_database),
    Scene("09j-sync-put-right", _put_right),
    Scene("12-settings", page("settings")),
    Scene("12b-settings-below", _settings_below),
    Scene("12x-settings-look", _look()),
    Scene("12y-settings-look-too-light", _look(wrong=True)),
    Scene("13-backups", _backups),
    Scene("13b-passphrase", _passphrase),
    Scene("13c-restore", _restore),
    Scene("13d-checked", _checked),
    Scene("13e-closing", _closing),
    Scene("13f-today-backup-failed", _backup_failed),
    Scene("13g-today-restored", _restored("today")),
    Scene("13h-sync-restored", _restored("sync")),
    Scene("13i-go-on", _go_on),
    Scene("12c-help", page("help", about="observe")),
)
