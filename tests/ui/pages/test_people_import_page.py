"""Importing over a real window: choose, map, read the preview, import; nothing before the button is pressed."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from supervisor_app.domain.people_import import RowKind
from supervisor_app.services.people import count_people
from supervisor_app.services.session import Session
from supervisor_app.services.site import Site
from supervisor_app.ui.main_window import MainWindow
from supervisor_app.ui.pages.people_import_page import PeopleImportPage
from supervisor_app.ui.pages.people_page import PeoplePage

Founded = tuple[Site, Session]
LIST = "Nr;Vorname;Nachname;Beruf\n1;Ana;Silva;Welder\n2;Bo;;Rigger\n3;Cy;Ray;Rigger\n"


@pytest.fixture
def page(qtbot: QtBot, founded: Founded) -> PeopleImportPage:
    window = MainWindow(*founded)
    qtbot.addWidget(window)
    window.resize(1366, 768)
    window.show()
    window.open_page("people_import")
    made = window.current_page
    assert isinstance(made, PeopleImportPage)
    return made


def read(qtbot: QtBot, page: PeopleImportPage, path: Path, text: str | bytes) -> None:
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    page.open(path=path)
    qtbot.waitUntil(lambda: page.preview is not None or page.notice is not None, timeout=5000)


def rows(page: PeopleImportPage) -> list[str]:
    model = page.rows.model
    return [str(model.index(place, 0).data(Qt.ItemDataRole.AccessibleTextRole)) for place in range(model.rowCount())]


def test_a_list_is_shown_then_imported_by_enter(qtbot: QtBot, page: PeopleImportPage, founded: Founded, tmp_path: Path) -> None:
    assert page.window().focusWidget() is page.drop
    read(qtbot, page, tmp_path / "list.csv", LIST)
    assert page.header is not None
    assert page.header.sentence.text() == "2 people are new, 1 row needs a look."
    assert rows(page)[0] == "Row 3, Bo, Has no family name, Needs a look"
    assert "Row 2, Ana Silva, 1 · Welder, New" in rows(page)
    assert count_people(founded[0], "") == 0
    assert page.window().focusWidget() is page.go
    assert page.go.text() == "Import 2 people"
    qtbot.keyClick(page.go, Qt.Key.Key_Return)
    qtbot.waitUntil(page.done.isVisible, timeout=5000)
    assert page.done.title.text() == "2 people imported"
    assert page.done.sentence.text() == "2 new. 1 row was left out; correct the list and import it again."
    assert count_people(founded[0], "") == 2
    page.to_people.click()
    assert isinstance(page.main.current_page, PeoplePage)


def test_the_filters_show_one_kind_and_keep_qts_rules(qtbot: QtBot, page: PeopleImportPage, tmp_path: Path) -> None:
    read(qtbot, page, tmp_path / "list.csv", LIST)
    tester = QAbstractItemModelTester(page.rows.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    page.kinds.chosen.emit(RowKind.ERROR.value)
    assert len(rows(page)) == 1
    page.kinds.chosen.emit(RowKind.NEW.value)
    assert len(rows(page)) == 2
    assert tester is not None


def test_unknown_columns_are_mapped_by_hand(qtbot: QtBot, page: PeopleImportPage, tmp_path: Path) -> None:
    read(qtbot, page, tmp_path / "list.csv", "a;b\n7;Bo Li\n")
    assert not page.go.isEnabled()
    assert page.window().focusWidget() is page.columns.buttons[0]
    assert page.columns.buttons[0].accessibleName() == "a is taken for: Leave out"
    page.columns.take(0, "employee_no")
    qtbot.waitUntil(lambda: page.columns.buttons[0].text() == "Number", timeout=5000)
    assert not page.go.isEnabled()
    page.columns.take(1, "whole_name")
    qtbot.waitUntil(page.go.isEnabled, timeout=5000)
    assert rows(page) == ["Row 2, Bo Li, 7, New"]


def test_taking_a_second_column_for_the_same_thing_leaves_the_first_out(
    qtbot: QtBot, page: PeopleImportPage, tmp_path: Path
) -> None:
    read(qtbot, page, tmp_path / "list.csv", "Nr;Vorname;Nachname;x\n7;Bo;Li;Wu\n")
    page.columns.take(3, "family_name")
    qtbot.waitUntil(lambda: page.columns.buttons[3].text() == "Family name", timeout=5000)
    assert page.columns.buttons[2].text() == "Leave out"
    assert rows(page) == ["Row 2, Bo Wu, 7, New"]


def test_only_a_whole_roster_marks_who_is_missing_as_left(
    qtbot: QtBot, page: PeopleImportPage, founded: Founded, tmp_path: Path
) -> None:
    read(qtbot, page, tmp_path / "first.csv", LIST)
    page.go.click()
    qtbot.waitUntil(page.done.isVisible, timeout=5000)
    page.next_list.click()
    read(qtbot, page, tmp_path / "second.csv", "Nr;Vorname;Nachname\n1;Ana;Silva\n")
    assert page.go.text() == "Import"
    assert not page.go.isEnabled()
    page.whole.setChecked(True)
    qtbot.waitUntil(page.go.isEnabled, timeout=5000)
    assert any("Cy Ray is not on this list" in row for row in rows(page))
    page.go.click()
    qtbot.waitUntil(page.done.isVisible, timeout=5000)
    assert count_people(founded[0], "") == 1
    assert count_people(founded[0], "", include_left=True) == 2


def test_a_list_that_cannot_be_read_says_place_and_reason_and_the_page_stays(
    qtbot: QtBot, page: PeopleImportPage, founded: Founded, tmp_path: Path
) -> None:
    read(qtbot, page, tmp_path / "broken.csv", b'Nr,Name\n1,"Ana\n')
    assert page.notice is not None
    assert page.notice.accessibleName().startswith("broken.csv, row 2: A quotation mark")
    assert page.drop.isVisible()
    assert count_people(founded[0], "") == 0


def test_a_dropped_file_is_read(qtbot: QtBot, page: PeopleImportPage, tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text(LIST, encoding="utf-8")
    page.drop.files_dropped.emit([path])
    qtbot.waitUntil(lambda: page.preview is not None, timeout=5000)
    assert page.preview is not None
    assert page.preview.to_import == 2


def test_many_columns_scroll_and_keep_their_height(qtbot: QtBot, page: PeopleImportPage, tmp_path: Path) -> None:
    read(qtbot, page, tmp_path / "wide.csv", ",".join(f"c{n}" for n in range(30)) + "\n" + ",".join("x" * 30) + "\n")
    qtbot.waitUntil(lambda: page.columns.buttons[0].isVisible())
    rows_ = [button.parentWidget() for button in page.columns.buttons]
    assert len(rows_) == 30
    assert all(row.height() >= row.minimumHeight() > 44 for row in rows_ if row is not None)
