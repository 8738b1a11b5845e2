"""The window: signing in, the lock, going from page to page, reloading."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from supervisor_app.domain.people import Role
from supervisor_app.services.membership import add_member
from supervisor_app.ui.icons import Icon
from supervisor_app.ui.idle import IdleWatch
from supervisor_app.ui.main_window import MainWindow
from supervisor_app.ui.page import Page
from supervisor_app.ui.page_table import PAGES, PageEntry
from supervisor_app.ui.widgets.buttons import Button, Kind
from supervisor_app.ui.widgets.status_line import StatusLine
from supervisor_app.ui.widgets.toast import Toast
from tests.ui.conftest import PIN, Founded


class NotedPage(Page):
    """A page that notes what happens to it."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window, "Noted")
        self.events: list[Any] = []
        self.may_leave = True
        self.button = Button("Go", Kind.PRIMARY)
        self.button.clicked.connect(lambda: self.events.append("go"))
        self.set_primary(self.button)

    def open(self, **arguments: Any) -> None:
        self.events.append(arguments)

    def reload(self) -> None:
        self.events.append("reload")

    def leave(self) -> bool:
        self.events.append("leave")
        return self.may_leave

    def locked(self) -> None:
        self.events.append("locked")


TABLE = (
    PageEntry("today", "Today", Icon.TODAY, NotedPage),
    PageEntry("people", "People", Icon.PEOPLE, NotedPage),
    PageEntry("person", "People", Icon.PEOPLE, NotedPage, under="people", narrow=True),
)


@pytest.fixture
def window(qtbot: QtBot, founded: Founded) -> MainWindow:
    site, session = founded
    made = MainWindow(site, session, pages=TABLE)
    qtbot.addWidget(made)
    made.resize(1366, 768)
    made.show()
    with qtbot.waitActive(made):
        made.activateWindow()
    return made


def _page(window: MainWindow) -> NotedPage:
    page = window.current_page
    assert isinstance(page, NotedPage)
    return page


def test_it_starts_on_today_and_makes_other_pages_only_when_visited(window: MainWindow) -> None:
    assert _page(window).events == [{}, "reload"]
    assert list(window._places._pages) == ["today"]


def test_a_page_gets_its_arguments_and_reloads_on_each_visit(window: MainWindow) -> None:
    window.open_page("person", worker_id="a" * 32)
    first = _page(window)
    window.open_page("today")
    window.open_page("person", worker_id="b" * 32)
    assert _page(window) is first
    assert first.events == [{"worker_id": "a" * 32}, "reload", "leave", {"worker_id": "b" * 32}, "reload"]


def test_a_page_may_refuse_to_be_left(window: MainWindow) -> None:
    today = _page(window)
    today.may_leave = False
    window.open_page("people")
    assert _page(window) is today


def test_back_goes_where_one_came_from_and_no_further(qtbot: QtBot, window: MainWindow) -> None:
    today = _page(window)
    window.open_page("person", worker_id="1")
    qtbot.keyClick(_page(window), Qt.Key.Key_Escape)
    assert _page(window) is today
    qtbot.keyClick(today, Qt.Key.Key_Escape)
    assert _page(window) is today


def test_enter_presses_the_primary_button(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.keyClick(_page(window), Qt.Key.Key_Return)
    assert _page(window).events[-1] == "go"
    _page(window).button.setEnabled(False)
    _page(window).events.clear()
    qtbot.keyClick(_page(window), Qt.Key.Key_Return)
    assert _page(window).events == []


def test_only_the_visible_page_reloads_when_data_changed(window: MainWindow) -> None:
    today = _page(window)
    window.open_page("people")
    people = _page(window)
    today.events.clear()
    people.events.clear()
    window.tell_changed()
    assert (today.events, people.events) == ([], ["reload"])


def test_the_rail_narrows_for_a_page_that_asks_and_on_small_screens(window: MainWindow) -> None:
    assert not window._rail.narrow
    window.open_page("person")
    assert window._rail.narrow
    window.open_page("people")
    window.resize(1100, 690)
    assert window._rail.narrow


def test_ctrl_l_locks_and_the_same_person_comes_back_to_their_page(qtbot: QtBot, window: MainWindow) -> None:
    window.open_page("people")
    people = _page(window)
    qtbot.keyClick(window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: window.is_locked)
    assert window.session is None
    assert people.events[-1] == "locked"
    qtbot.keyClicks(window._panel, PIN)
    qtbot.keyClick(window._panel.pin.field, Qt.Key.Key_Return)
    assert not window.is_locked
    assert window.session is not None
    assert _page(window) is people


def test_a_wrong_pin_is_told_and_the_field_starts_anew(qtbot: QtBot, founded: Founded) -> None:
    window = MainWindow(founded[0], pages=TABLE)
    qtbot.addWidget(window)
    window.show()
    assert window.is_locked
    assert window.current_page is None
    qtbot.keyClicks(window._panel.pin.field, "0000")
    qtbot.keyClick(window._panel.pin.field, Qt.Key.Key_Return)
    assert window.is_locked
    assert window._panel._notice is not None
    assert "PIN" in window._panel._notice.message.text()
    assert window._panel.pin.pin == ""


def test_nobody_touching_it_locks_it(qtbot: QtBot, window: MainWindow) -> None:
    window._idle._timer.setInterval(20)
    window._idle._timer.start()
    qtbot.waitUntil(lambda: window.is_locked)


def test_whoever_signs_in_again_is_locked_out_again(qtbot: QtBot, window: MainWindow, founded: Founded) -> None:
    for _ in range(2):
        window._idle._timer.setInterval(20)
        QTest.keyClick(window.windowHandle(), Qt.Key.Key_Shift)
        qtbot.waitUntil(lambda: window.is_locked)
        window._panel.asked.emit(founded[1].member_id, PIN)
        assert not window.is_locked


def test_a_laptop_that_slept_is_locked_at_the_first_touch_though_timers_slept_with_it(qtbot: QtBot, window: MainWindow) -> None:
    now = [1000.0]
    watch = IdleWatch(5, window, lambda: now[0])
    watch.idle.connect(window.lock)
    now[0] += 299.0
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_Shift)
    assert not window.is_locked
    now[0] += 301.0
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_Shift)
    assert window.is_locked


def test_a_touch_begins_the_wait_anew(qtbot: QtBot, window: MainWindow) -> None:
    window._idle.set_minutes(60)
    before = window._idle._timer.timerId()
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_Shift)
    assert window._idle._timer.timerId() != before  # a timer that begins anew is another one to the system


def test_a_touch_of_a_dialog_begins_the_wait_anew(qtbot: QtBot, window: MainWindow) -> None:
    window.tell_fault(1)
    assert window._telling.fault is not None
    qtbot.waitUntil(lambda: QGuiApplication.focusWindow() is not None)
    window._idle.set_minutes(60)
    before = window._idle._timer.timerId()
    QTest.mouseMove(window._telling.fault.windowHandle())
    qtbot.waitUntil(lambda: window._idle._timer.timerId() != before)


def test_a_lock_that_is_never_wanted_is_not_begun_by_a_touch(window: MainWindow) -> None:
    window._idle.set_minutes(0)
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_Shift)
    assert not window._idle._timer.isActive()


def test_good_news_replaces_the_news_before(qtbot: QtBot, window: MainWindow) -> None:
    did: list[str] = []
    window.notify("1 person was added.")
    window.notify("3 certificates went to the printer.", "Show", lambda: did.append("show"))
    shown = [toast for toast in window.findChildren(Toast) if toast.isVisible()]
    assert len(shown) == 1
    shown[0].acted.emit()
    assert did == ["show"]


def test_a_notice_stays_in_the_page_until_the_page_is_visited_anew(window: MainWindow) -> None:
    window.open_page("people")
    _page(window).show_notice("The disk is full.", "Make room.")
    assert _page(window).notice is not None
    window.open_page("today")
    window.open_page("people")
    assert _page(window).notice is None


def test_the_status_line_says_how_the_shared_file_stands(window: MainWindow) -> None:
    line = window.findChild(StatusLine)
    assert line is not None
    assert line.words == "No shared file is chosen. Everything is on this laptop only."


def test_a_fault_is_told_once_while_the_question_is_open(qtbot: QtBot, window: MainWindow) -> None:
    window.tell_fault(1)
    window.tell_fault(2)
    assert len([child for child in window.children() if child.isWidgetType() and child.isWindow()]) == 1  # type: ignore[attr-defined]
    assert window._telling.fault is not None
    window._telling.fault.reject()
    assert window._telling.fault is None


def test_the_table_names_every_page_of_the_rail_once() -> None:
    rail = [entry.key for entry in PAGES if not entry.under and not entry.foot]
    assert rail == ["today", "observe", "people", "matrix", "certificates", "checklists", "verify", "sync"]
    keys = [entry.key for entry in PAGES]
    assert len(set(keys)) == len(keys)
    foot = [entry.key for entry in PAGES if entry.foot]
    assert all(entry.under in (*rail, *foot, entry.key) for entry in PAGES if entry.under)


@pytest.mark.parametrize("entry", PAGES, ids=lambda entry: entry.key)
def test_every_page_of_the_table_can_be_made(qtbot: QtBot, founded: Founded, entry: PageEntry) -> None:
    site, session = founded
    window = MainWindow(site, session, pages=TABLE)
    qtbot.addWidget(window)
    page: QWidget = entry.factory(window)
    qtbot.addWidget(page)
    assert isinstance(page, Page)


def test_the_lock_of_the_next_start_offers_who_was_here_last(qtbot: QtBot, founded: Founded, tmp_path: Path) -> None:
    site, session = founded
    other = add_member(site, session, "Zoe Zimmer", "", Role.ASSESSOR, "", PIN, own_pin=PIN)
    remembered = QSettings(str(tmp_path / "remembered.ini"), QSettings.Format.IniFormat)
    for member_id, expected in ((other.id, session.member_id), ("", other.id)):
        made = MainWindow(site, None, pages=TABLE, remembered=remembered)
        qtbot.addWidget(made)
        assert made._panel.member_id == expected
        if member_id:
            made._sign_in(member_id, PIN)
            assert not made.is_locked
    remembered.setValue(made._member_setting, "of another site")
    made = MainWindow(site, None, pages=TABLE, remembered=remembered)
    qtbot.addWidget(made)
    assert made._panel.member_id == session.member_id
