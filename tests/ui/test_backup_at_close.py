"""Closing makes a backup once, with a way out and a deadline, and is never held back by what becomes of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from threading import Event

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from supervisor_app.app import Start
from supervisor_app.errors import StorageError
from supervisor_app.services.backing_up import back_up
from supervisor_app.services.backup_records import BackupReport, Cancelled, Progress, backups_in, read_state
from supervisor_app.services.restore_answer import Answer
from supervisor_app.services.restoring import prepare
from supervisor_app.settings import StationSettings, save_settings
from supervisor_app.ui.backup_at_close import BackupAtClose
from supervisor_app.ui.crash import CrashHook
from supervisor_app.ui.dialogs.restore_dialog import RestoreDialog
from supervisor_app.ui.main_window import MainWindow
from tests.ui.conftest import NOW, PIN, Founded
from tests.ui.troubled import in_trouble

LONG = 60_000


@pytest.fixture
def window(qtbot: QtBot, founded: Founded) -> MainWindow:
    window = MainWindow(*founded)
    qtbot.addWidget(window)
    window.show()
    return window


def guard(window: MainWindow, back_up: Callable[..., BackupReport | None], deadline_ms: int = LONG) -> BackupAtClose:
    return BackupAtClose(window, back_up, deadline_ms)


def test_the_real_thing_backs_up_and_closes(qtbot: QtBot, window: MainWindow) -> None:
    BackupAtClose(window)
    folder = window.site.folder
    with qtbot.waitSignal(window.closing, timeout=LONG):
        window.close()
        assert window.isVisible()
    assert len(backups_in(folder / "backups")) == 1
    assert read_state(folder).trouble is None


def test_nothing_is_asked_where_nothing_changed_or_it_is_switched_off(qtbot: QtBot, window: MainWindow) -> None:
    site = window.site
    back_up(site.folder, clock=lambda: NOW, randomness=site.randomness)
    called: list[int] = []
    held = guard(window, lambda *_: called.append(1))
    with qtbot.waitSignal(window.closing):
        window.close()
    assert not called
    assert held.dialog is None


def test_a_failure_keeps_nobody(qtbot: QtBot, window: MainWindow) -> None:
    def fails(folder: Path, progress: Progress, cancelled: Cancelled) -> None:
        raise StorageError("The drive is away.")

    guard(window, fails)
    with qtbot.waitSignal(window.closing, timeout=LONG):
        window.close()


def test_a_backup_that_moves_may_take_its_time(qtbot: QtBot, window: MainWindow) -> None:
    go, end = Event(), Event()

    def slow(folder: Path, progress: Progress, cancelled: Cancelled) -> None:
        go.wait(LONG / 1000)
        progress(1, 10, "Writing the backup")
        end.wait(LONG / 1000)

    held = guard(window, slow, LONG)
    window.close()
    before = held._timer.timerId()
    go.set()
    qtbot.waitUntil(lambda: held._timer.timerId() != before, timeout=LONG)  # begun anew
    with qtbot.waitSignal(window.closing, timeout=LONG):
        end.set()
    assert read_state(window.site.folder).trouble is None


@pytest.mark.parametrize("way", ["skip", "deadline"])
def test_a_drive_that_hangs_keeps_nobody(qtbot: QtBot, window: MainWindow, way: str) -> None:
    ended = Event()

    def hangs(folder: Path, progress: Progress, cancelled: Cancelled) -> None:
        progress(1, 10, "Writing the backup")
        while not cancelled():
            ended.wait(0.01)

    held = guard(window, hangs, 200 if way == "deadline" else LONG)
    folder = window.site.folder
    with qtbot.waitSignal(window.closing, timeout=LONG):
        window.close()
        window.close()  # a second click changes nothing
        assert held.dialog is not None
        if way == "skip":
            held.dialog.skip.click()
    trouble = read_state(folder).trouble
    assert (trouble is not None) == (way == "deadline")


def test_a_restore_that_was_prepared_is_in_place_when_the_window_comes_again(
    qtbot: QtBot, qapp: QApplication, founded: Founded
) -> None:
    site, _ = founded
    save_settings(site.folder, StationSettings(idle_lock_minutes=2))
    report = back_up(site.folder, clock=lambda: NOW, randomness=site.randomness)
    site.close()
    start = Start(qapp, site.folder, CrashHook(site.folder, lambda: NOW, "1.2.3"))
    start.begin()
    first = start._window
    assert isinstance(first, MainWindow)
    prepare(
        Path(report.path), site.folder, "", clock=lambda: NOW, randomness=site.randomness,
        progress=lambda *_: None, cancelled=lambda: False, answer=Answer("Hannah Weber", PIN),
    )  # fmt: skip
    first.reopening.emit()
    qtbot.waitUntil(lambda: start._window is not None and start._window is not first, timeout=LONG)
    assert [path.name[:9] for path in site.folder.iterdir() if path.is_dir() and path.name.startswith("set-aside")]
    start.close()


def test_records_that_cannot_be_opened_are_set_aside_for_a_backup(qtbot: QtBot, qapp: QApplication, founded: Founded) -> None:
    site, _ = founded
    report = back_up(site.folder, clock=lambda: NOW, randomness=site.randomness)
    site.close()
    (site.folder / "records.sqlite").write_bytes(b"nothing that is a database" * 400)
    start, window = in_trouble(qapp, site.folder, StorageError)
    assert not window.restore.isHidden()
    dialog = RestoreDialog(window, Path(report.path), site.folder, lambda: NOW, site.randomness)
    dialog.prepared.connect(start._begin_soon)
    dialog.open()
    qtbot.waitUntil(lambda: dialog.view is not None, timeout=LONG)
    assert "cannot be read" in dialog.text.text()
    dialog.go.click()
    qtbot.waitUntil(lambda: start._window is not None and start._window is not window, timeout=LONG)
    assert list(site.folder.glob("set-aside-*/records.sqlite"))
    start.close()
