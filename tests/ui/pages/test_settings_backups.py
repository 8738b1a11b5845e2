"""Backups in the window: made, sealed, restored, checked; and what stands in the way is said first."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from supervisor_app.domain.people import Role
from supervisor_app.services.backing_up import back_up, note_failure
from supervisor_app.services.backup_records import BackupFacts, read_state
from supervisor_app.services.check_report import Check, CheckReport
from supervisor_app.services.session import Session
from supervisor_app.services.succession import waiting_since
from supervisor_app.settings import load_settings
from supervisor_app.storage.local_state import OriginMark, OriginState, mark_origin
from supervisor_app.ui.dialogs.check_dialog import CheckDialog
from supervisor_app.ui.dialogs.go_on_dialog import GoOnDialog
from supervisor_app.ui.dialogs.passphrase_dialog import PassphraseDialog
from supervisor_app.ui.dialogs.restore_dialog import RestoreDialog
from supervisor_app.ui.main_window import MainWindow
from supervisor_app.ui.pages.settings_page import SettingsPage
from supervisor_app.ui.pages.sync_page import SyncPage
from supervisor_app.ui.pages.today_page import TodayPage
from supervisor_app.ui.widgets.toast import Toast
from supervisor_app.ui.widgets.words import Words
from tests.services.restored import is_prepared
from tests.ui.conftest import NOW, PIN, Founded

LONG = 60_000
PHRASE = "four old wet horses"


@pytest.fixture
def window(qtbot: QtBot, founded: Founded) -> MainWindow:
    window = MainWindow(*founded)
    qtbot.addWidget(window)
    window.resize(1366, 690)
    window.show()
    return window


def settings(window: MainWindow) -> SettingsPage:
    window.open_page("settings")
    page = window.current_page
    assert isinstance(page, SettingsPage)
    return page


def test_back_up_now_writes_one_and_says_so(qtbot: QtBot, window: MainWindow) -> None:
    page = settings(window)
    assert "None was made yet" in page.backups.last_row.detail.text()
    page.backups.now.click()
    qtbot.waitUntil(lambda: page.backups.now.isEnabled(), timeout=LONG)
    assert "checked" in page.backups.last_row.detail.text()
    last = read_state(window.site.folder).last
    assert last is not None
    assert Path(last.path).is_file()


def test_a_folder_and_the_switch_hold_at_once(window: MainWindow, tmp_path: Path) -> None:
    page = settings(window)
    page.backups_at.use_folder(tmp_path / "drive")
    page.backups.on_close.setChecked(False)
    kept = load_settings(window.site.folder)
    assert (kept.backup_folder, kept.backup_on_close) == (str(tmp_path / "drive"), False)
    assert "drive" in page.backups.folder_row.detail.text()


def test_a_folder_that_is_away_is_said_on_the_page_and_on_today(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    page = settings(window)
    page.backups_at.use_folder(tmp_path / "away")
    page.backups.now.click()
    qtbot.waitUntil(lambda: page.notice is not None, timeout=LONG)
    assert "cannot be reached" in page.backups.last_row.detail.text()
    window.open_page("today")
    today = window.current_page
    assert isinstance(today, TodayPage)
    assert today.notice is not None
    assert "The last backup came to nothing" in today.notice.message.text()


def test_the_passphrase_is_given_twice_and_seals(qtbot: QtBot, window: MainWindow) -> None:
    page = settings(window)
    dialog = PassphraseDialog(page, window.site)
    dialog.chosen.connect(lambda _: page.backups_at.reload())
    dialog.open()
    dialog.first.set_text(PHRASE)
    dialog.second.set_text("another")
    dialog.record()
    assert not window.site.settings.backup_key
    dialog.second.set_text(PHRASE)
    with qtbot.waitSignal(dialog.chosen, timeout=LONG):
        dialog.record()
    assert window.site.settings.backup_key
    assert page.backups.passphrase.text() == "Change it"


def test_a_restore_is_looked_at_then_prepared_and_the_window_asks_to_begin_anew(qtbot: QtBot, window: MainWindow) -> None:
    page = settings(window)
    report = back_up(window.site.folder, clock=lambda: NOW, randomness=window.site.randomness)
    dialog = RestoreDialog(page, Path(report.path), window.site.folder, lambda: NOW, window.site.randomness)
    dialog.open()
    qtbot.waitUntil(lambda: dialog.view is not None, timeout=LONG)
    assert "Comes back: nothing that is not here" in dialog.text.text()
    told: list[BackupFacts] = []
    dialog.prepared.connect(told.append)
    dialog.go.click()
    assert dialog._notice is not None
    assert "give their PIN" in dialog._notice.hint.text()
    for pin, words in (("9999", "That PIN is not right."), (PIN, "")):
        for sign in pin:
            dialog.pin.add(sign)
        dialog.go.click()
        if words:
            qtbot.waitUntil(lambda: dialog._notice is not None and dialog.go.isEnabled(), timeout=LONG)
            assert dialog._notice is not None
            assert dialog._notice.message.text() == words
            assert not is_prepared(window.site.folder)
    qtbot.waitUntil(lambda: bool(told), timeout=LONG)
    assert is_prepared(window.site.folder)


def test_only_an_admin_chooses_and_restores(qtbot: QtBot, founded: Founded) -> None:
    site, admin = founded
    assessor = Session(admin.member_id, admin.name, admin.title, Role.ASSESSOR, admin.worker_id)
    window = MainWindow(site, assessor)
    qtbot.addWidget(window)
    page = settings(window)
    for button in (page.backups.folder, page.backups.passphrase, page.backups.restore):
        assert not button.isEnabled()
        assert "Only an admin" in button.toolTip()
    assert page.backups.now.isEnabled()
    assert page.backups.check.isEnabled()


def test_all_records_are_checked_beside_the_window(qtbot: QtBot, window: MainWindow) -> None:
    page = settings(window)
    page.backups.check.click()
    qtbot.waitUntil(lambda: window.findChild(CheckDialog) is not None, timeout=LONG)
    dialog = window.findChild(CheckDialog)
    assert isinstance(dialog, CheckDialog)
    assert dialog.title.text() == "All records are sound"
    dialog.accept()


AWAY = Check("Shared file", True, "Not checked. The shared file cannot be reached.", looked=False)


@pytest.mark.parametrize(
    ("checks", "title", "sentence"),
    [
        ((Check("Tables", True, "equal"),), "All records are sound", ""),
        ((Check("Tables", True, "equal"), AWAY), "What was looked at is sound", "Not looked at: Shared file."),
        ((Check("Tables", False, "differ"), AWAY), "Some records are not sound", "Not looked at: Shared file."),
    ],
)
def test_what_could_not_be_looked_at_is_not_called_sound(
    window: MainWindow, checks: tuple[Check, ...], title: str, sentence: str
) -> None:
    dialog = CheckDialog(window, CheckReport(checks))
    assert dialog.title.text() == title
    assert dialog.sentence.text().endswith(sentence)


def test_a_check_that_ends_elsewhere_says_what_it_did_not_look_at(window: MainWindow) -> None:
    page = settings(window)
    window.open_page("people")
    page.backups_at._checked(CheckReport((Check("Tables", True, "equal"), AWAY)))
    toast = window.findChild(Toast)
    assert toast is not None
    told = [words.text() for words in toast.findChildren(Words)]
    assert told == ["What was looked at is sound. Not looked at: Shared file."]
    assert window.findChild(CheckDialog) is None


def test_records_that_wait_are_said_and_an_admin_goes_on_with_a_reason(window: MainWindow) -> None:
    site = window.site
    with site.database.write() as connection:
        mark_origin(connection, site.station.origin, OriginMark(OriginState.WAITING, "restored", NOW.isoformat()))
    window.open_page("sync")
    page = window.current_page
    assert isinstance(page, SyncPage)
    assert page.notice is not None
    assert "restored from a backup" in page.notice.message.text()
    page.notice.acted.emit()
    dialog = window.findChild(GoOnDialog)
    assert isinstance(dialog, GoOnDialog)
    dialog.record()
    assert waiting_since(site) is not None
    dialog.reason.set_text("The stick is lost")
    dialog.record()
    assert waiting_since(site) is None
    assert page.notice is None


def test_a_failure_is_said_on_today_until_it_is_solved(window: MainWindow) -> None:
    note_failure(window.site.folder, lambda: NOW, "It took too long.", "Choose a faster drive.")
    window.open_page("people")
    window.open_page("today")
    page = window.current_page
    assert isinstance(page, TodayPage)
    assert page.notice is not None
    assert "it took too long" in page.notice.message.text()
    page.notice.acted.emit()
    assert isinstance(window.current_page, SettingsPage)
