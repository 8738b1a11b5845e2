"""The People page over a real site: by keyboard and by mouse, with thousands of people, without anybody."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from supervisor_app.domain.people import PersonFields
from supervisor_app.domain.people_story import HistoryLine
from supervisor_app.paths import resource_path
from supervisor_app.services.people import add_worker, get_worker, mark_left, preview_import, run_import, search_people
from supervisor_app.services.session import Session
from supervisor_app.services.site import Site
from supervisor_app.ui.dialogs.leave_dialog import LeaveDialog
from supervisor_app.ui.dialogs.person_dialog import PersonDialog
from supervisor_app.ui.main_window import MainWindow
from supervisor_app.ui.pages.people_page import PeoplePage
from supervisor_app.ui.pages.people_words import history_row
from supervisor_app.ui.pages.person_page import PersonPage

Founded = tuple[Site, Session]


@pytest.fixture
def filled(founded: Founded) -> Founded:
    site, session = founded
    run_import(site, session, preview_import(site, resource_path("people", "demo-roster.csv")))
    return founded


def page_of(qtbot: QtBot, founded: Founded, key: str = "people", **arguments: object) -> PeoplePage:
    window = MainWindow(*founded)
    qtbot.addWidget(window)
    window.resize(1366, 768)
    window.show()
    window.open_page(key, **arguments)
    page = window.current_page
    assert isinstance(page, PeoplePage)
    return page


def search(qtbot: QtBot, page: PeoplePage, text: str) -> None:
    """Type, and wait until the first one found is shown."""
    page.search.setText(text)
    row = page.people.model.row(0)
    if row is not None:
        qtbot.waitUntil(lambda: shown(page) == row.number, timeout=3000)


def shown(page: PeoplePage) -> str:
    worker = page.panel.worker
    return worker.employee_no if worker else ""


def press(qtbot: QtBot, page: PeoplePage, key: Qt.Key, times: int = 1) -> None:
    for _ in range(times):
        widget = page.window().focusWidget()
        qtbot.keyClick(widget, key)


def test_the_page_opens_on_the_search_with_the_first_person_whole(qtbot: QtBot, filled: Founded) -> None:
    page = page_of(qtbot, filled)
    assert page.window().focusWidget() is page.search
    assert page.header is not None
    assert page.header.sentence.text() == "60 people work here."
    first = search_people(filled[0], "").rows[0]
    qtbot.waitUntil(lambda: shown(page) == first.employee_no)
    assert page.panel.head.name.text() == first.name


@pytest.mark.parametrize(
    ("typed", "number"), [("महर्", "010063"), ("al-ota", "010035"), ("010273", "010273"), ("НИЦ", ""), ("sato", "010140")]
)
def test_typing_any_part_shows_the_person_and_counts_in_the_field(qtbot: QtBot, filled: Founded, typed: str, number: str) -> None:
    page = page_of(qtbot, filled)
    search(qtbot, page, typed)
    if number:
        assert shown(page) == number
        assert page.search.accessibleDescription() == "1 of 60"
    else:
        assert page.people.model.rowCount() == 0
        assert page.nobody.isVisible()
        assert typed in page.nobody.sentence.text()
        assert page.search.accessibleDescription() == "0 of 60"


def test_the_keyboard_alone_finds_walks_and_goes_back(qtbot: QtBot, filled: Founded) -> None:
    page = page_of(qtbot, filled)
    qtbot.keyClicks(page.search, "forklift")
    drivers = resource_path("people", "demo-roster.csv").read_text(encoding="utf-8").count("Forklift Operator")
    assert page.people.model.rowCount() == drivers > 1
    first = page.people.current
    press(qtbot, page, Qt.Key.Key_Down)
    assert page.window().focusWidget() is page.people.view
    press(qtbot, page, Qt.Key.Key_Down)
    second = page.people.current
    assert first is not None
    assert second is not None
    assert shown(page) == second.number != first.number
    page.search.setFocus()
    press(qtbot, page, Qt.Key.Key_Escape)
    assert page.search.text() == ""
    assert page.people.model.rowCount() >= 50


def test_nobody_yet_offers_the_import_and_the_first_person(qtbot: QtBot, founded: Founded) -> None:
    page = page_of(qtbot, founded)
    assert page.first_import.isVisible()
    assert not page.import_button.isVisible()
    assert page.window().focusWidget() is page.first_import
    add_worker(*founded, PersonFields(employee_no="1", family_name="Silva"))
    page.main.tell_changed()
    assert page.search.isVisible()
    qtbot.waitUntil(lambda: shown(page) == "1")


def test_a_count_too_large_for_a_keystroke_comes_when_the_typing_pauses(qtbot: QtBot, founded: Founded) -> None:
    site, session = founded
    rows = "".join(f"{number:06d},Bo,Silva\n" for number in range(1, 1201))
    run_import(site, session, preview_import(site, f"No,First,Last\n{rows}".encode(), "many.csv"))
    page = page_of(qtbot, founded)
    page.search.setText("silva")
    qtbot.waitUntil(lambda: page.search.accessibleDescription() == "1,200 of 1,200", timeout=3000)
    assert page.people.model.rowCount() <= 150


def test_the_list_keeps_qts_rules_while_the_search_changes(qtbot: QtBot, filled: Founded) -> None:
    page = page_of(qtbot, filled)
    tester = QAbstractItemModelTester(page.people.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    for text in ("a", "an", "ann", "", "zz", "o"):
        page.search.setText(text)
        while page.people.model.canFetchMore(page.people.model.index(-1, 0)):
            page.people.model.fetchMore(page.people.model.index(-1, 0))
    assert tester is not None


def test_adding_says_what_is_wrong_below_the_field_then_shows_the_new_person(qtbot: QtBot, filled: Founded) -> None:
    page = page_of(qtbot, filled)
    page.add_button.click()
    dialog = page.window().findChild(PersonDialog)
    assert dialog is not None
    dialog.save.click()
    assert dialog.fields["employee_no"].edit.accessibleDescription() == "It is empty."
    assert dialog.fields["family_name"].edit.accessibleDescription() == "It is empty."
    dialog.fields["employee_no"].set_text("010007")
    dialog.fields["given_name"].set_text("ნინო")
    dialog.fields["family_name"].set_text("ბერიძე")
    dialog.fields["hired"].set_text("soon")
    dialog.save.click()
    assert "no day" in dialog.fields["hired"].edit.accessibleDescription()
    dialog.fields["hired"].set_text("1.2.2024")
    dialog.save.click()
    assert dialog.isVisible()
    assert dialog.slot.count() == 1
    dialog.fields["employee_no"].set_text("999")
    dialog.save.click()
    qtbot.waitUntil(lambda: shown(page) == "999")
    worker = page.panel.worker
    assert worker is not None
    assert (worker.name, worker.hired) == ("ნინო ბერიძე", date(2024, 2, 1))


def test_changing_shows_the_change_and_keeps_the_place(qtbot: QtBot, filled: Founded) -> None:
    page = page_of(qtbot, filled)
    search(qtbot, page, "hanna gál")
    page.panel.head.change.click()
    dialog = page.window().findChild(PersonDialog)
    assert dialog is not None
    assert dialog.fields["job"].text() == "Forklift Operator"
    dialog.fields["job"].set_text("Line Lead")
    qtbot.keyClick(dialog.fields["job"].edit, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.panel.worker is not None and page.panel.worker.job == "Line Lead")
    assert shown(page) == "010273"
    assert page.search.text() == "hanna gál"


def test_marking_as_left_takes_a_day_and_can_be_taken_back(qtbot: QtBot, filled: Founded) -> None:
    site, _ = filled
    page = page_of(qtbot, filled)
    search(qtbot, page, "kofi")
    worker = page.panel.worker
    assert worker is not None
    page.panel.head.leave.click()
    dialog = page.window().findChild(LeaveDialog)
    assert dialog is not None
    dialog.day.set_text("never")
    dialog.mark.click()
    assert get_worker(site, worker.id).left_on is None
    dialog.day.set_text("20.11.2026")
    dialog.mark.click()
    assert get_worker(site, worker.id).left_on == date(2026, 11, 20)
    assert page.people.model.rowCount() == 0
    assert page.nobody.sentence.text() == "One person who left fits: choose All."
    page.which.choose("all")
    page.which.chosen.emit("all")
    qtbot.waitUntil(page.panel.head.back.isVisible)
    assert not page.panel.head.observe.isVisible()
    page.panel.head.back.click()
    assert get_worker(site, worker.id).left_on is None
    qtbot.waitUntil(page.panel.head.observe.isVisible)


def test_observe_opens_with_the_person(qtbot: QtBot, filled: Founded, monkeypatch: pytest.MonkeyPatch) -> None:
    page = page_of(qtbot, filled)
    search(qtbot, page, "010273")
    opened: list[tuple[str, dict[str, object]]] = []
    monkeypatch.setattr(page.main, "open_page", lambda key, **arguments: opened.append((key, arguments)))
    page.panel.head.observe.click()
    assert page.panel.worker is not None
    assert opened == [("observe", {"worker_id": page.panel.worker.id})]


def test_somebody_can_be_opened_also_when_they_left(qtbot: QtBot, filled: Founded) -> None:
    site, session = filled
    row = search_people(site, "kofi").rows[0]
    mark_left(site, session, row.id, date(2026, 1, 2))
    page = page_of(qtbot, filled, worker_id=row.id)
    assert shown(page) == row.employee_no


def test_a_person_has_a_page_of_their_own(qtbot: QtBot, filled: Founded) -> None:
    page = page_of(qtbot, filled)
    row = search_people(filled[0], "miyazaki").rows[0]
    page.main.open_page("person", worker_id=row.id)
    person = page.main.current_page
    assert isinstance(person, PersonPage)
    assert person.panel.head.name.text() == "宮崎 陽菜"
    assert person.panel.head.latin.text() == "Hina Miyazaki"
    person.back.click()
    assert page.main.current_page is page


def test_everything_that_can_be_pressed_has_a_name(qtbot: QtBot, filled: Founded) -> None:
    from PySide6.QtWidgets import QAbstractButton, QLineEdit

    page = page_of(qtbot, filled)
    for widget in (*page.findChildren(QAbstractButton), *page.findChildren(QLineEdit)):
        assert widget.accessibleName() or not widget.isVisible(), widget
    assert page.people.view.accessibleName() == "People"


def test_what_does_not_count_wears_a_chip_in_the_history():
    when = datetime(2026, 11, 3, 9, 0, tzinfo=UTC)
    chips = [
        history_row(HistoryLine(when=when, state="met", title="Forklift", words="", doubt=doubt)).chip
        for doubt in ("questioned", "waits", "")
    ]
    assert [chip.word if chip else "" for chip in chips] == ["Questioned", "Waits", ""]
