"""This laptop: today, the lock, the shared file, settings, help."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtTest import QTest

from supervisor_app.domain.people import PersonFields
from supervisor_app.services import people
from supervisor_app.services.station_settings import change_settings
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


def _away(window: MainWindow) -> None:
    _synced(window, lambda shared: shared.unlink())


def _damaged(window: MainWindow) -> None:
    _synced(window, lambda shared: shared.write_bytes(b"nothing that is a database" * 400))


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


def _glove(key: str) -> Prepare:
    def prepare(window: MainWindow) -> None:
        change_settings(window.site, replace(window.site.settings, glove_mode=True))
        window.apply_settings()
        settle(20)
        window.open_page(key)

    return prepare


def _settings_below(window: MainWindow) -> None:
    shown = go(window, SettingsPage, "settings")
    settle(50)
    bar = shown.area.verticalScrollBar()
    bar.setValue(bar.maximum())


SCENES: tuple[Scene, ...] = (
    Scene("01-today", lambda window: None),
    Scene("01b-today-gloves", _glove("today")),
    Scene("01c-lock", _lock()),
    Scene("01d-lock-typed", _lock("2468")),
    Scene("01e-lock-wrong-pin", _lock("9999", entered=True)),
    Scene("09-sync", page("sync")),
    Scene("09b-sync-done", _synced),
    Scene("09c-sync-file-away", _away),
    Scene("09d-sync-put-back", _went_back),
    Scene("09e-sync-damaged", _damaged),
    Scene("12-settings", page("settings")),
    Scene("12b-settings-below", _settings_below),
    Scene("12c-help", page("help", about="observe")),
)
