"""The lock and what stood over the window: out of sight, its PINs forgotten, what was typed back for the same person only."""

from __future__ import annotations

import gc

import pytest
import shiboken6
from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QApplication, QFileDialog, QMenu, QWidget
from pytestqt.qtbot import QtBot

from supervisor_app.domain.people import Role
from supervisor_app.ledger.keys import MemberKeys
from supervisor_app.services.members import member_lines
from supervisor_app.services.membership import add_member
from supervisor_app.ui.dialogs.camera_dialog import CameraDialog
from supervisor_app.ui.dialogs.invite_dialog import InvitationDialog, InviteDialog
from supervisor_app.ui.dialogs.person_dialog import PersonDialog
from supervisor_app.ui.dialogs.pin_forgotten import ForgottenPinDialog
from supervisor_app.ui.dialogs.screen_region import ScreenRegion
from supervisor_app.ui.dialogs.sheet_make import RecoverySheetDialog
from supervisor_app.ui.main_window import MainWindow
from supervisor_app.ui.page import Page
from supervisor_app.ui.widgets.dialog import ask
from tests.ui.conftest import PIN, Founded
from tests.ui.pages.test_verify_ways import FakeCamera

LONG = 20_000
OTHER_PIN = "271828"


@pytest.fixture
def window(qtbot: QtBot, founded: Founded) -> MainWindow:
    """A window on Settings, with a second member who has a PIN here."""
    site, session = founded
    add_member(site, session, "Bo Quist", "", Role.ASSESSOR, "", OTHER_PIN, own_pin=PIN)
    window = MainWindow(site, session)
    qtbot.addWidget(window)
    window.show()
    window.open_page("settings")
    return window


def page_of(window: MainWindow) -> Page:
    page = window.current_page
    assert page is not None
    return page


def over(window: MainWindow) -> list[QWidget]:
    """Every other window of the system that is in sight."""
    return [part for part in QApplication.topLevelWidgets() if part.isVisible() and part is not window]


def enter(window: MainWindow, pin: str, name: str = "Hannah Weber") -> None:
    member = next(line.member for line in member_lines(window.site) if line.member.name == name)
    window._panel.asked.emit(member.id, pin)
    assert not window.is_locked


def test_a_form_waits_for_its_person_without_the_pin(qtbot: QtBot, window: MainWindow) -> None:
    page = page_of(window)
    form = PersonDialog(page, window.site, page.session)
    form.open()
    form.fields["given_name"].set_text("Rabina")
    acting = InviteDialog(page, window.site, page.session, member_lines(window.site)[0].member)
    acting.open()
    acting.pin.add("3")
    acting.pin.add("1")
    qtbot.waitUntil(lambda: acting.isVisible() and form.isVisible())
    window.lock()
    assert over(window) == []
    assert acting.pin.pin == ""
    window.lock()  # once more, as the idle watch does
    enter(window, PIN)
    qtbot.waitUntil(lambda: form.isVisible() and acting.isVisible())
    assert form.fields["given_name"].text() == "Rabina"
    assert form.windowModality() is Qt.WindowModality.WindowModal
    acting.reject()
    form.reject()


def test_another_person_finds_nothing_of_it(qtbot: QtBot, window: MainWindow) -> None:
    page = page_of(window)
    form = PersonDialog(page, window.site, page.session)
    form.open()
    form.fields["given_name"].set_text("Rabina")
    window.lock()
    enter(window, OTHER_PIN, "Bo Quist")
    qtbot.waitUntil(lambda: not shiboken6.isValid(form))
    assert over(window) == []


@pytest.mark.qt_log_ignore("does not support", extend=True)
def test_files_menus_and_pictures_of_the_screen_are_given_up(qtbot: QtBot, window: MainWindow) -> None:
    page = page_of(window)
    form = PersonDialog(page, window.site, page.session)
    form.open()
    files = QFileDialog(form, "Choose")
    files.setOption(QFileDialog.Option.DontUseNativeDialog)
    files.open()
    menu = QMenu(page)
    menu.addAction("One")
    menu.popup(page.mapToGlobal(page.rect().center()))
    region = ScreenRegion(QPixmap.fromImage(QImage(40, 40, QImage.Format.Format_RGB32)), belongs_to=window)
    region.show()
    window.lock()
    qtbot.waitUntil(lambda: not shiboken6.isValid(region))
    assert over(window) == []
    assert not files.isVisible()
    enter(window, PIN)
    qtbot.waitUntil(form.isVisible)
    assert [part for part in over(window) if part is not form] == []
    form.reject()


def test_a_camera_stops(qtbot: QtBot, window: MainWindow) -> None:
    parent = QObject()
    camera = FakeCamera(parent)
    dialog = CameraDialog(page_of(window), lambda _: camera)
    dialog.open()
    assert camera.running
    window.lock()
    qtbot.waitUntil(lambda: not shiboken6.isValid(dialog))
    assert not camera.running


def test_a_question_is_not_answered_by_the_lock(qtbot: QtBot, window: MainWindow) -> None:
    answers: list[str] = []
    question = ask(page_of(window), "Throw it away?", "6 answers.", "Throw away", "Keep", lambda: answers.append("yes"))
    window.lock()
    assert over(window) == []
    enter(window, PIN)
    qtbot.waitUntil(question.isVisible)
    question.reject()
    assert answers == []


def test_a_code_that_is_made_behind_the_lock_waits_for_who_asked(qtbot: QtBot, window: MainWindow) -> None:
    page = page_of(window)
    dialog = InviteDialog(page, window.site, page.session, member_lines(window.site)[0].member)
    dialog.acted.connect(lambda made: InvitationDialog(page, window.site, made).open())
    dialog.open()
    for sign in PIN:
        dialog.pin.add(sign)
    with qtbot.waitSignal(dialog.acted, timeout=LONG):
        dialog.record()
        window.lock()
    assert over(window) == []
    enter(window, PIN)
    qtbot.waitUntil(lambda: any(isinstance(part, InvitationDialog) for part in over(window)))
    over(window)[0].close()


def test_what_the_system_would_open_over_the_lock_is_given_up(qtbot: QtBot, window: MainWindow) -> None:
    window.lock()
    files = QFileDialog(window, "Choose")
    files.setOption(QFileDialog.Option.DontUseNativeDialog)
    files.open()
    qtbot.waitUntil(lambda: not files.isVisible())


def test_the_way_back_on_the_lock_closes_with_the_next_lock(qtbot: QtBot, window: MainWindow) -> None:
    window.lock()
    window._panel.forgotten.emit()
    dialog = next(part for part in over(window) if isinstance(part, ForgottenPinDialog))
    dialog.code.set_text("ABCD EFGH")
    window.lock()
    qtbot.waitUntil(lambda: not shiboken6.isValid(dialog))
    assert over(window) == []


def test_that_the_program_stumbled_is_said_over_the_lock_too(qtbot: QtBot, window: MainWindow) -> None:
    window.lock()
    window.tell_fault(1)
    assert window._telling.fault is not None
    qtbot.waitUntil(lambda: window._telling.fault is not None and window._telling.fault.isVisible())
    window._telling.fault.reject()


def test_behind_the_lock_no_key_of_a_member_is_left_in_memory(qtbot: QtBot, window: MainWindow) -> None:
    page, others = page_of(window), open_keys()  # what tests before this one still hold is not this window's
    dialogs = [RecoverySheetDialog(page, window.site, page.session, has_one=False)]
    dialogs[0].open()
    for sign in PIN:
        dialogs[0].pin.add(sign)
    dialogs[0].record()
    qtbot.waitUntil(lambda: dialogs[0].draft is not None, timeout=LONG)
    assert len(open_keys()) > len(others)  # those of the sheet, while it waits to be saved
    window.lock()
    qtbot.waitUntil(lambda: not shiboken6.isValid(dialogs[0]))
    dialogs.clear()
    assert [keys for keys in open_keys() if not any(keys is other for other in others)] == []


def open_keys() -> list[MemberKeys]:
    gc.collect()
    return [one for one in gc.get_objects() if isinstance(one, MemberKeys)]
