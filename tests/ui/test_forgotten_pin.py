"""The sole admin's way back on the lock, and the sheet that opens it, made under Settings."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from supervisor_app.domain.people import Role
from supervisor_app.errors import NotAllowed
from supervisor_app.services.membership import add_member
from supervisor_app.services.recovery import has_recovery_sheet
from supervisor_app.services.signing_in import sign_in
from supervisor_app.services.site import Site
from supervisor_app.ui.dialogs.pin_forgotten import ForgottenPinDialog
from supervisor_app.ui.dialogs.sheet_make import RecoverySheetDialog
from supervisor_app.ui.main_window import MainWindow
from supervisor_app.ui.pages.settings_page import SettingsPage
from supervisor_app.ui.pages.today_page import TodayPage
from supervisor_app.ui.widgets.lock_panel import LockPanel
from supervisor_app.ui.widgets.notice import Notice
from supervisor_app.ui.widgets.pin_field import PinField
from tests.sites import make_recovery_sheet
from tests.ui.conftest import PIN, Founded

LONG = 60_000
NEW = "271828"


def window_on(qtbot: QtBot, founded: Founded) -> MainWindow:
    window = MainWindow(*founded)
    qtbot.addWidget(window)
    window.resize(1366, 690)
    window.show()
    return window


def type_pin(field: PinField, pin: str) -> None:
    for digit in pin:
        field.add(digit)


def settings(window: MainWindow) -> SettingsPage:
    window.open_page("settings")
    page = window.current_page
    assert isinstance(page, SettingsPage)
    return page


def forgot(window: MainWindow) -> ForgottenPinDialog:
    window.lock()
    panel = window.findChild(LockPanel)
    assert isinstance(panel, LockPanel)
    panel.forgot.link.click()
    return next(dialog for dialog in window.findChildren(ForgottenPinDialog) if dialog.isVisible())


def typed(dialog: ForgottenPinDialog, code: str) -> None:
    dialog.code.set_text(code)
    type_pin(dialog.pins.first, NEW)
    type_pin(dialog.pins.second, NEW)
    dialog.use.click()


def old_pin_is_gone(site: Site, member_id: str) -> None:
    with pytest.raises(NotAllowed):
        sign_in(site, member_id, PIN)


def test_the_sole_admin_types_the_code_and_a_new_pin_and_goes_on(qtbot: QtBot, founded: Founded) -> None:
    site, session = founded
    code = make_recovery_sheet(site, session, PIN).code
    window = window_on(qtbot, founded)
    typed(forgot(window), code.lower())
    qtbot.waitUntil(lambda: not window.is_locked, timeout=LONG)
    assert isinstance(window.current_page, TodayPage)
    assert sign_in(site, session.member_id, NEW) == session
    old_pin_is_gone(site, session.member_id)


def test_a_slip_in_the_code_is_told_and_an_older_sheet_too_and_the_old_pin_holds(qtbot: QtBot, founded: Founded) -> None:
    site, session = founded
    old = make_recovery_sheet(site, session, PIN).code
    make_recovery_sheet(site, session, PIN)
    window = window_on(qtbot, founded)
    dialog = forgot(window)
    typed(dialog, old[:-1])
    assert "group by group" in dialog.code.edit.accessibleDescription()
    dialog.code.set_text(old)
    dialog.use.click()
    qtbot.waitUntil(lambda: dialog._notice is not None, timeout=LONG)
    assert window.is_locked
    assert dialog.use.isEnabled()
    assert sign_in(site, session.member_id, PIN) == session


def test_an_only_admin_without_a_sheet_is_told_and_makes_one(qtbot: QtBot, founded: Founded, tmp_path: Path) -> None:
    site, session = founded
    page = settings(window_on(qtbot, founded))
    assert "only admin" in page.you.sheet_row.detail.text()
    page.you.make_sheet.click()
    dialog = next(dialog for dialog in page.main.findChildren(RecoverySheetDialog))
    type_pin(dialog.pin, "000000")
    dialog.record()
    qtbot.waitUntil(lambda: dialog._notice is not None, timeout=LONG)
    assert not has_recovery_sheet(site, session.member_id)
    type_pin(dialog.pin, PIN)
    dialog.record()
    qtbot.waitUntil(lambda: dialog.draft is not None, timeout=LONG)
    assert not has_recovery_sheet(site, session.member_id), "what lies nowhere counts for nothing"
    dialog.reject()
    assert dialog.isVisible(), "a code that is in no file yet is not lost by one Esc"
    with qtbot.waitSignal(dialog.saved, timeout=LONG):
        dialog.save_to(str(tmp_path / "sheet.pdf"))
    assert (tmp_path / "sheet.pdf").read_bytes().startswith(b"%PDF")
    assert has_recovery_sheet(site, session.member_id)
    if os.name == "posix":
        assert (tmp_path / "sheet.pdf").stat().st_mode & 0o077 == 0
    assert "You have one" in page.you.sheet_row.detail.text()
    assert page.you.make_sheet.text() == "Make a new one"


def test_a_place_that_cannot_be_written_keeps_the_code_in_sight(qtbot: QtBot, founded: Founded, tmp_path: Path) -> None:
    page = settings(window_on(qtbot, founded))
    page.you.make_sheet.click()
    dialog = next(dialog for dialog in page.main.findChildren(RecoverySheetDialog))
    type_pin(dialog.pin, PIN)
    dialog.record()
    qtbot.waitUntil(lambda: dialog.draft is not None, timeout=LONG)
    dialog.save_to(str(tmp_path / "nowhere" / "sheet.pdf"))
    qtbot.waitUntil(lambda: dialog._notice is not None, timeout=LONG)
    assert dialog.isVisible()
    assert dialog.save.isEnabled()


def test_the_lock_takes_the_code_out_of_sight_and_says_so(qtbot: QtBot, founded: Founded) -> None:
    page = settings(window_on(qtbot, founded))
    page.you.make_sheet.click()
    dialog = next(dialog for dialog in page.main.findChildren(RecoverySheetDialog))
    type_pin(dialog.pin, PIN)
    dialog.record()
    qtbot.waitUntil(lambda: dialog.draft is not None, timeout=LONG)
    page.main.lock()
    assert not [one for one in page.main.findChildren(RecoverySheetDialog) if one.isVisible()]
    panel = page.main.findChild(LockPanel)
    assert isinstance(panel, LockPanel)
    panel.asked.emit(founded[1].member_id, PIN)
    assert isinstance(page._notice, Notice)
    assert "before the recovery sheet was saved" in page._notice.message.text()
    assert not has_recovery_sheet(founded[0], founded[1].member_id)


def test_who_is_no_admin_is_offered_no_sheet(qtbot: QtBot, founded: Founded) -> None:
    site, session = founded
    bo = add_member(site, session, "Bo Quist", "", Role.ASSESSOR, "", NEW, own_pin=PIN)
    page = settings(window_on(qtbot, (site, sign_in(site, bo.id, NEW))))
    assert not page.you.sheet_row.isVisible()
