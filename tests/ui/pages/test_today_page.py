"""Today over a real site."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from supervisor_app.domain.observation import Result
from supervisor_app.domain.people import Role
from supervisor_app.services.certificates import CertificateLine, LifeState
from supervisor_app.services.draft_lines import DraftLine
from supervisor_app.services.membership import add_member, end_member
from supervisor_app.services.signing_in import sign_in
from supervisor_app.services.today import DueLine, Today, today
from supervisor_app.services.way_back import missing_way_back
from supervisor_app.ui.icons import Icon
from supervisor_app.ui.main_window import MainWindow
from supervisor_app.ui.page import Page
from supervisor_app.ui.page_table import PAGES, PageEntry
from supervisor_app.ui.pages.settings_page import SettingsPage
from supervisor_app.ui.pages.today_page import TodayPage
from supervisor_app.ui.widgets.due_line import shape_for
from supervisor_app.ui.widgets.row_button import RowButton
from supervisor_app.ui.widgets.status_shape import StatusShape
from supervisor_app.ui.widgets.task_row import TaskRow
from tests.sites import make_recovery_sheet
from tests.ui.conftest import NOW, PIN, Founded

TABLE = (
    *(entry for entry in PAGES if entry.key in ("today", "settings")),
    *(
        PageEntry(key, key, Icon.CLOCK, lambda window: Page(window, "Soon"))
        for key in ("observe", "observe_step", "certificates", "sync", "person")
    ),
)


def _window(qtbot: QtBot, founded: Founded) -> tuple[MainWindow, TodayPage]:
    window = MainWindow(*founded, pages=TABLE)
    qtbot.addWidget(window)
    window.resize(1366, 768)
    window.show()
    page = window.current_page
    assert isinstance(page, TodayPage)
    return window, page


def _full(founded: Founded) -> Today:
    empty = today(*founded, NOW)
    answers = (Result.MET,) * 6 + (Result.NOT_SEEN,) * 8
    draft = DraftLine(
        id="d1",
        worker_id="w1",
        worker="Rabina महर्जन",
        competency="forklift",
        title="Counterbalance forklift",
        progress="",
        answers=answers,
        paused=True,
        stopped=False,
        recovered=False,
        recovered_words="",
        saved=NOW,
    )
    certificate = CertificateLine(
        id="c1",
        number="A-000001",
        worker_id="w2",
        holder="Hanna Gál",
        employee_no="1",
        competency="forklift",
        title="Counterbalance forklift",
        level="U",
        issued=NOW.date(),
        valid_until=None,
        standing=LifeState.VALID,
        printed=0,
    )
    due = tuple(
        DueLine(
            certificate_id=f"c{days}",
            worker_id=f"w{days}",
            holder="Lukáš Horáková",
            title="MIG weld 2F",
            day=NOW.date() + timedelta(days=days),
            days=days,
            when=f"in {days} days",
            why="6-month confirmation",
        )
        for days in (4, 9, 16, 21, 28, 60)
    )
    return replace(
        empty,
        way_back=None,
        drafts=(draft, replace(draft, id="d2", recovered=True)),
        to_print=(certificate,),
        to_print_count=3,
        due=due,
    )


def test_a_new_site_says_what_to_do_next(qtbot: QtBot, founded: Founded) -> None:
    window, page = _window(qtbot, founded)
    assert page.header is not None
    assert page.header.title.text() == "Monday 23 November"
    assert page._nothing.isVisible()
    (care,) = page.findChildren(TaskRow)
    assert care.button.text() == "See to it"
    assert window.focusWidget() is page._new


def test_a_site_without_a_way_back_says_so_to_its_admin_until_there_is_one(qtbot: QtBot, founded: Founded) -> None:
    site, session = founded
    window, page = _window(qtbot, founded)
    (care,) = page.findChildren(TaskRow)
    assert "no second admin" in care.accessibleName() + " ".join(label.text() for label in care.findChildren(QLabel))
    care.button.click()
    settings = window.current_page
    assert isinstance(settings, SettingsPage)
    assert settings.first_focus() is settings.you.make_sheet
    assert missing_way_back(site, session) is not None
    make_recovery_sheet(site, session, PIN)
    alone = missing_way_back(site, session)
    assert alone is not None
    assert "second one" in alone.sentence
    bo = add_member(site, session, "Bo Quist", "", Role.ADMIN, "", "8642", own_pin=PIN)
    assert missing_way_back(site, session) is None
    end_member(site, session, bo.id, NOW.date(), PIN)
    assert missing_way_back(site, session) == alone
    cleo = add_member(site, session, "Cleo Vance", "", Role.ASSESSOR, "", "8642", own_pin=PIN)
    assert missing_way_back(site, sign_in(site, cleo.id, "8642")) is None, "others cannot see to it"


def test_ctrl_n_begins_an_observation(qtbot: QtBot, founded: Founded, qapp: QApplication) -> None:
    window, _ = _window(qtbot, founded)
    with qtbot.waitActive(window):
        window.activateWindow()
    qtbot.keyClick(window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: window._places.key == "observe")


def test_every_thing_to_do_is_a_row_with_its_button(qtbot: QtBot, founded: Founded) -> None:
    window, page = _window(qtbot, founded)
    page._render(_full(founded))
    words = [row.button.text() for row in page.findChildren(TaskRow) if not row.isHidden()]  # old rows go with the next event
    assert words == ["Go on", "Check it", "Print 3"]
    assert not page._nothing.isVisible()
    assert page._due_label.link.text() == "See all 5"
    assert len(page.findChildren(RowButton)) == 4
    next(row for row in page.findChildren(TaskRow) if not row.isHidden()).button.click()
    assert window._places._trail[-1] == ("observe_step", {"draft_id": "d1"})


def test_the_box_is_headed_by_what_the_site_shares(qtbot: QtBot, founded: Founded) -> None:
    _, page = _window(qtbot, founded)
    full = _full(founded)
    for database, words in ((True, "Shared database"), (False, "Shared file")):
        page._render(replace(full, sync=replace(full.sync, database=database)))
        assert page._shared_label.words.text() == words


def test_rendering_twice_leaves_no_old_rows(qtbot: QtBot, founded: Founded) -> None:
    _, page = _window(qtbot, founded)
    page._render(_full(founded))
    page._render(_full(founded))
    qtbot.waitUntil(lambda: len([row for row in page.findChildren(TaskRow) if row.isVisible()]) == 3)
    assert len([row for row in page.findChildren(RowButton) if row.isVisible()]) == 4


def test_a_due_row_opens_the_person(qtbot: QtBot, founded: Founded) -> None:
    window, page = _window(qtbot, founded)
    page._render(_full(founded))
    page.findChildren(RowButton)[0].click()
    assert window._places._trail[-1] == ("person", {"worker_id": "w4"})


def test_the_triangle_is_kept_for_the_next_fourteen_days() -> None:
    shapes = {days: shape_for(days) for days in (-1, 0, 14, 15)}
    assert shapes == {
        -1: StatusShape.NOT_MET,
        0: StatusShape.SOON,
        14: StatusShape.SOON,
        15: StatusShape.NOT_SEEN,
    }
