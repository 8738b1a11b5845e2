"""The Certificates page over a real site, by mouse and by keyboard."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from supervisor_app.domain.certificate import IssuedCertificate
from supervisor_app.domain.codes import certificate_code
from supervisor_app.services.certificate_drawing import mark_printed
from supervisor_app.settings import load_settings
from supervisor_app.ui.pages.certificates_list import with_box
from supervisor_app.ui.pages.certificates_page import CertificatesPage
from supervisor_app.ui.pages.decide_signed import SignedPage
from tests.services.founded import found, signed
from tests.ui.certified_site import NAMES, certify_all, open_page, wait
from tests.ui.conftest import NOW, Founded

READ = "Read back after drawing: the QR code opens and matches this record."


@pytest.fixture
def made(founded: Founded) -> list[IssuedCertificate]:
    return certify_all(founded)


@pytest.fixture
def page(qtbot: QtBot, founded: Founded, made: list[IssuedCertificate]) -> CertificatesPage:
    return open_page(qtbot, founded)[1]


def titles(page: CertificatesPage) -> list[str]:
    model = page.list.rows.model
    return [row.title for place in range(model.rowCount()) if (row := model.row(place))]


def test_it_says_how_many_wait_and_shows_the_newest_as_it_prints(page: CertificatesPage, made) -> None:
    assert page.header is not None
    assert page.header.sentence.text() == "Three wait for the printer."
    assert page.print_all.text() == "Print all 3"
    assert titles(page) == list(reversed(NAMES))
    assert page.paper.number.text() == made[-1].facts.number
    assert page.paper.desk.has_image
    assert page.paper.place.text() == "Page 1 of 2"
    assert page.paper.read.text() == READ
    assert page.list.search.hasFocus()


def test_the_model_keeps_the_rules_of_models(page: CertificatesPage, qtbot: QtBot) -> None:
    tester = QAbstractItemModelTester(page.list.rows.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    page.list.search.setText("gál")
    page.list.search.setText("")
    page.reload()
    wait(qtbot, page)
    assert tester.model() is page.list.rows.model


def test_many_are_fetched_as_one_scrolls(qtbot: QtBot, founded: Founded) -> None:
    certify_all(founded, tuple(f"Person {number}" for number in range(120)))
    _, page = open_page(qtbot, founded)
    model = page.list.rows.model
    assert model.rowCount() == 50
    while model.canFetchMore(model.index(-1, 0).parent()):
        model.fetchMore(model.index(-1, 0).parent())
    assert titles(page) == [f"Person {number}" for number in reversed(range(120))]
    wait(qtbot, page)


def test_typing_narrows_enter_takes_the_first_hit_and_escape_empties(page: CertificatesPage, qtbot: QtBot) -> None:
    qtbot.keyClicks(page.list.search, "mendez")
    assert titles(page) == ["Matías Méndez"]
    qtbot.keyClick(page.list.search, Qt.Key.Key_Return)
    assert page.paper.number.text() == "NGP-A-000001"
    qtbot.keyClick(page.list.search, Qt.Key.Key_Escape)
    assert len(titles(page)) == 3
    wait(qtbot, page)


@pytest.mark.parametrize("form", ["qr", "code"])
def test_a_scanned_code_finds_its_certificate_whatever_is_shown(page: CertificatesPage, qtbot: QtBot, made, form) -> None:
    wanted = made[0]
    page.list.which.chosen.emit("to_print")
    qtbot.keyClicks(page.list.search, wanted.qr_text if form == "qr" else certificate_code(wanted.facts.credential_id))
    qtbot.keyClick(page.list.search, Qt.Key.Key_Return)
    assert titles(page) == [wanted.facts.holder]
    assert page.paper.number.text() == wanted.facts.number
    assert page.list.search.selectedText() == page.list.search.text()  # the next scan takes its place
    wait(qtbot, page)


def test_a_code_of_somebody_else_says_what_to_do(page: CertificatesPage, qtbot: QtBot, made) -> None:
    page.list.search.setText("https://verify.example/c#" + "123456789" * 60)
    qtbot.keyClick(page.list.search, Qt.Key.Key_Return)
    assert titles(page) == []
    assert "not on this laptop" in page.list.nothing.sentence.text()
    assert page.paper.certificate_id == ""
    assert not page.paper.print_one.isEnabled()


def test_nothing_found_offers_to_look_in_all(page: CertificatesPage, qtbot: QtBot, founded: Founded, made) -> None:
    mark_printed(*founded, [made[0].facts.credential_id])
    page.list.which.chosen.emit("to_print")
    page.list.search.setText("gál")
    assert page.list.nothing.isVisible()
    assert "among these" in page.list.nothing.sentence.text()
    page.list.everywhere.click()
    assert titles(page) == ["Hanna Gál"]
    wait(qtbot, page)


def test_chips_say_where_each_one_stands(qtbot: QtBot, founded: Founded, made) -> None:
    mark_printed(*founded, [made[0].facts.credential_id])
    _, page = open_page(qtbot, founded)
    rows = [page.list.rows.model.row(place) for place in range(3)]
    assert [row.chip.word for row in rows if row and row.chip] == ["To print", "To print", "Valid"]
    assert page.print_all.text() == "Print all 2"


def test_pages_turn_by_key_wherever_the_focus_is(page: CertificatesPage, qtbot: QtBot) -> None:
    for focus in (page.list.search, page.list.rows.view, page.paper.desk, page.paper.print_one):
        focus.setFocus()
        qtbot.keyClick(focus, Qt.Key.Key_PageDown)
        assert page.paper.page == 1
        wait(qtbot, page)
        assert page.paper.place.text() == "Page 2 of 2"
        qtbot.keyClick(focus, Qt.Key.Key_PageDown)
        assert page.paper.page == 1  # there is no third one
        qtbot.keyClick(focus, Qt.Key.Key_PageUp)
        assert page.paper.page == 0
    wait(qtbot, page)


def test_the_paper_is_remembered_on_this_laptop(page: CertificatesPage, qtbot: QtBot, founded: Founded) -> None:
    page.paper.paper.choose("Letter")
    page.paper.paper.chosen.emit("Letter")
    wait(qtbot, page)
    assert load_settings(founded[0].folder).paper == "Letter"
    assert founded[0].settings.paper == "Letter"
    assert page.paper.desk.has_image


def test_several_are_chosen_by_keyboard_alone(page: CertificatesPage, qtbot: QtBot) -> None:
    qtbot.keyClick(page.list.search, Qt.Key.Key_F2)
    view = page.list.rows.view
    qtbot.waitUntil(view.hasFocus)  # a key presses its button visibly, for a moment
    assert page.print_all.text() == "Print 0"
    assert not page.print_all.isEnabled()
    qtbot.keyClick(view, Qt.Key.Key_Space)
    qtbot.keyClick(view, Qt.Key.Key_Down)
    qtbot.keyClick(view, Qt.Key.Key_Down)
    qtbot.keyClick(view, Qt.Key.Key_Space)
    assert page.print_all.text() == "Print 2"
    assert page.list.count.text() == "2 selected"
    qtbot.keyClick(view, Qt.Key.Key_Space)
    assert page.print_all.text() == "Print 1"
    qtbot.keyClick(view, Qt.Key.Key_Escape)
    assert page.print_all.text() == "Print all 3"
    assert page.isVisible()
    wait(qtbot, page)


def test_a_row_says_to_a_screen_reader_whether_it_is_selected(page: CertificatesPage) -> None:
    row = page.list.rows.model.row(0)
    assert row is not None
    assert with_box(row, checked=True).spoken.startswith("selected, ")
    assert row.spoken.endswith(row.number)


def test_everything_can_be_reached_by_tab(page: CertificatesPage, qtbot: QtBot) -> None:
    seen = set()
    for _ in range(60):
        at = QApplication.focusWidget()
        assert at is not None
        seen.add(at)
        qtbot.keyClick(at, Qt.Key.Key_Tab)
    paper = page.paper
    wanted = {page.list.search, page.list.rows.view, page.list.choose, paper.print_one, paper.save_one, paper.desk, paper.after}
    assert wanted <= seen | {page.print_all}
    assert page.print_all in seen


def test_without_any_it_says_where_they_come_from(qtbot: QtBot, founded: Founded) -> None:
    _, page = open_page(qtbot, founded)
    assert page.observe.isVisible()
    assert page.observe.hasFocus()
    assert not page.print_all.isVisible()


def test_today_leads_to_what_is_due(qtbot: QtBot, founded: Founded, made) -> None:
    founded[0].clock = lambda: NOW.replace(year=2029, month=11, day=10)
    _, page = open_page(qtbot, founded, which="due")
    assert titles(page) == sorted(NAMES)  # all end on the same day
    assert page.list.which.value == "due"
    page.list.which.chosen.emit("all")
    page.main.open_page("today")
    page.main.open_page("certificates")
    assert page.list.which.value == "all"
    wait(qtbot, page)


def test_another_page_can_ask_for_one(qtbot: QtBot, founded: Founded, made) -> None:
    _, page = open_page(qtbot, founded, certificate_id=made[0].facts.credential_id)
    assert page.paper.number.text() == made[0].facts.number
    assert page.list.rows.current is not None
    assert page.list.rows.current.title == made[0].facts.holder


def test_after_printing_nothing_waits_any_more(page: CertificatesPage, qtbot: QtBot, founded: Founded, made) -> None:
    mark_printed(*founded, [one.facts.credential_id for one in made])
    page.main.tell_changed()
    assert page.header is not None
    assert page.header.sentence.text() == "Everything is printed."
    assert not page.print_all.isVisible()
    assert page.paper.print_one.shortcut().toString() == "Ctrl+P"
    wait(qtbot, page)


def test_what_can_be_issued_leads_to_its_form(qtbot: QtBot, tmp_path: Path) -> None:
    at = found(tmp_path / "site")
    sign_off = signed(at, at.ana).sign_off
    window, page = open_page(qtbot, (at.site, at.hannah), sign_off_id=sign_off.id)
    assert page.header is not None
    assert page.header.sentence.text() == "One can be issued."
    assert titles(page) == [sign_off.worker_name]
    assert "still needs: day the training was completed and trainer" in page.panel.offer.sentence.text()
    page.panel.offer.review.click()
    form = window.current_page
    assert isinstance(form, SignedPage)
    assert form.form.isVisible()
    window.close()
    at.site.close()
