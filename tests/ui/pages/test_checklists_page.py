"""Checklists over a real site with the library: read whole, saved, changed, looked at, published."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from supervisor_app.domain.people import Role
from supervisor_app.domain.texts import in_language
from supervisor_app.paths import resource_path
from supervisor_app.services import catalogue
from supervisor_app.services.catalogue_files import revisions
from supervisor_app.services.membership import add_member
from supervisor_app.services.session import Session
from supervisor_app.services.signing_in import session_of
from supervisor_app.services.site import Site
from supervisor_app.ui.dialogs.framework_dialog import FrameworkDialog
from supervisor_app.ui.dialogs.library_dialog import LibraryDialog
from supervisor_app.ui.main_window import MainWindow
from supervisor_app.ui.pages.checklist_words import asks_in_words, checklist_view, passing_in_words
from supervisor_app.ui.pages.checklists_page import ChecklistsPage
from supervisor_app.ui.widgets.words import Words
from tests.ui.conftest import PIN as FOUNDER_PIN

Founded = tuple[Site, Session]
FORKLIFT = "forklift-operator-eval"


@pytest.fixture
def filled(founded: Founded) -> Founded:
    site, session = founded
    catalogue.publish(site, session, [item.checklist for item in catalogue.library()])
    return founded


def page_of(qtbot: QtBot, founded: Founded, **arguments: object) -> ChecklistsPage:
    window = MainWindow(*founded)
    qtbot.addWidget(window)
    window.resize(1366, 768)
    window.show()
    window.open_page("checklists", **arguments)
    page = window.current_page
    assert isinstance(page, ChecklistsPage)
    return page


def texts(page: ChecklistsPage) -> str:
    return "\n".join(words.text() for words in page.panel.findChildren(Words))


def test_a_checklist_is_there_whole(qtbot: QtBot, filled: Founded) -> None:
    page = page_of(qtbot, filled, competency=FORKLIFT)
    checklist = catalogue.get_checklist(filled[0], page.panel.shown)
    said = texts(page)
    for step in checklist.steps:
        for text in (step.text, step.key_point, step.why, step.standard):
            assert in_language(text or {}) in said
        assert step.clause in said
    for trigger in checklist.validity.triggers:
        assert in_language(trigger) in said
    assert checklist.validity.clause in said
    assert in_language(checklist.source_note or {}) in said
    assert page.panel.shown[:4] in said


def test_who_comes_back_finds_the_checklist_as_it_stood(qtbot: QtBot, filled: Founded) -> None:
    page = page_of(qtbot, filled, competency=FORKLIFT)
    stood = page.panel.widget()
    page.main.open_page("today")
    page.main.open_page("checklists")
    assert page.panel.widget() is stood
    page.list.select(page.list.model.row(0).key)  # type: ignore[union-attr]
    page.show_revision(page.list.current.key)  # type: ignore[union-attr]
    assert page.panel.widget() is not stood


def test_the_search_finds_titles_and_codes_and_counts(qtbot: QtBot, filled: Founded) -> None:
    page = page_of(qtbot, filled)
    tester = QAbstractItemModelTester(page.list.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    qtbot.keyClicks(page.search, "flt")
    assert page.list.model.rowCount() == 2
    assert page.search.accessibleDescription() == "2 of 12"
    qtbot.keyClick(page.search, Qt.Key.Key_Return)
    assert page.list.current is not None
    assert page.panel.shown == page.list.current.key
    page.search.setText("zzz")
    assert page.nothing.isVisible()
    qtbot.keyClick(page.search, Qt.Key.Key_Escape)
    assert page.list.model.rowCount() == 12
    assert tester is not None


def test_a_changed_file_is_looked_at_then_published_as_the_next_revision(qtbot: QtBot, filled: Founded, tmp_path: Path) -> None:
    site, _ = filled
    page = page_of(qtbot, filled, competency=FORKLIFT)
    first = page.panel.shown
    page.save_to(tmp_path / "ours.yaml")
    page.look_at_file(tmp_path / "ours.yaml")
    assert "word for word" in page.bar.words.text()
    assert not page.bar.publish.isVisible()
    changed = (tmp_path / "ours.yaml").read_text(encoding="utf-8").replace("cut_percent: 85", "cut_percent: 95")
    (tmp_path / "ours.yaml").write_text(changed, encoding="utf-8")
    page.look_at_file(tmp_path / "ours.yaml")
    assert page.bar.publish.text() == "Publish revision 2"
    assert page.window().focusWidget() is page.bar.publish
    assert "95 % of the other steps" in texts(page)
    assert len(revisions(site, FORKLIFT)) == 1
    page.bar.publish.click()
    assert [line.revision for line in revisions(site, FORKLIFT)] == [2, 1]
    assert not page.bar.isVisible()
    assert catalogue.get_checklist(site, page.panel.shown).revision == 2
    page.panel.revision_asked.emit(first)
    assert page.panel.shown == first
    page.main.tell_changed()
    assert page.panel.shown == first


def test_putting_a_file_away_publishes_nothing(qtbot: QtBot, filled: Founded, tmp_path: Path) -> None:
    page = page_of(qtbot, filled)
    source = resource_path("checklists", "soldering-pth.yaml").read_text(encoding="utf-8")
    (tmp_path / "ours.yaml").write_text(source.replace("cut_percent: 80", "cut_percent: 81"), encoding="utf-8")
    page.look_at_file(tmp_path / "ours.yaml")
    assert page.bar.isVisible()
    qtbot.keyClick(page, Qt.Key.Key_Escape)
    assert not page.bar.isVisible()
    assert page.main.current_page is page
    assert len(revisions(filled[0], "soldering-pth")) == 1


def test_a_bad_file_is_said_with_its_line_and_shows_nothing(qtbot: QtBot, filled: Founded, tmp_path: Path) -> None:
    page = page_of(qtbot, filled)
    shown = page.panel.shown
    bad = tmp_path / "bad.yaml"
    bad.write_text("format: supervisor-app checklist 1\ncompetency: Not A Key\n", encoding="utf-8")
    page.look_at_file(bad)
    assert page.notice is not None
    words = page.notice.findChild(Words).text()
    assert "bad.yaml" in words
    assert "2" in words
    assert not page.bar.isVisible()
    assert page.panel.shown == shown


def test_the_library_offers_what_is_missing_and_publishes_what_is_ticked(qtbot: QtBot, founded: Founded) -> None:
    site, session = founded
    items = catalogue.library()
    catalogue.publish(site, session, [items[0].checklist])
    page = page_of(qtbot, founded)
    page.from_library.click()
    dialog = page.window().findChild(LibraryDialog)
    assert dialog is not None
    assert len(dialog.rows) == len(items) - 1 + len(catalogue.made_of_others())
    assert not dialog.publish.isEnabled()
    dialog.rows[0].click()
    dialog.rows[2].click()
    dialog.publish.click()
    assert len(catalogue.list_checklists(site)) == 3
    assert page.list.model.rowCount() == 3


def test_only_those_who_may_publish_can_and_the_others_see_why_not(qtbot: QtBot, filled: Founded) -> None:
    site, session = filled
    added = add_member(site, session, "Robin Hale", "", Role.ASSESSOR, "", "", own_pin=FOUNDER_PIN)
    page = page_of(qtbot, (site, session_of(added)))
    for button in (page.from_file, page.from_library):
        assert not button.isEnabled()
        assert "may not publish checklists" in button.toolTip()


def test_every_step_of_the_library_says_what_it_asks_and_every_rule_has_words() -> None:
    for item in catalogue.library():
        for step in item.checklist.steps:
            words = asks_in_words(step)
            assert words
            for quantity in step.quantities:
                assert in_language(quantity.label) in words
        assert passing_in_words(item.checklist).startswith(("All critical steps", str(item.checklist.cut_percent)))
        view = checklist_view(item.checklist)
        assert {"Passing", "Mastery", "Holds for", "Rule"} <= {label for label, _ in view.rules}
        assert sum(len(section.steps) for section in view.sections) == len(item.checklist.steps)


FRAMEWORK = {
    "CFDocument": {"title": "Truck drivers"},
    "CFItems": [
        {"uri": f"https://frameworks.example/uri/{code}", "fullStatement": words, "humanCodingScheme": code}
        for code, words in (("T.1", "Checks the truck before use"), ("T.2", "Stacks a load"), ("T.3", "Parks the truck"))
    ],
}


def test_items_of_a_framework_are_chosen_looked_at_and_published_as_the_next_revision(
    qtbot: QtBot, filled: Founded, tmp_path: Path
) -> None:
    site, _ = filled
    page = page_of(qtbot, filled, competency=FORKLIFT)
    (tmp_path / "trades.json").write_text(json.dumps(FRAMEWORK), encoding="utf-8")
    assert "29 CFR 1910.178(l)" in texts(page)
    page.align_with(tmp_path / "trades.json")
    qtbot.waitUntil(lambda: bool(page.window().findChildren(FrameworkDialog)))
    [dialog] = page.window().findChildren(FrameworkDialog)
    assert not dialog.take.isEnabled()
    qtbot.keyClicks(dialog.search, "truck")
    assert dialog.list.model.rowCount() == 2
    qtbot.keyClick(dialog.search, Qt.Key.Key_Return)
    qtbot.keyClick(dialog.search, Qt.Key.Key_Down)
    qtbot.keyClick(dialog.list.view, Qt.Key.Key_Down)
    qtbot.keyClick(dialog.list.view, Qt.Key.Key_Space)
    assert dialog.take.text() == "Add 2"
    dialog.take.click()
    assert page.bar.publish.text() == "Publish revision 2"
    assert "T.3, Parks the truck" in texts(page)
    assert len(revisions(site, FORKLIFT)) == 1
    page.bar.publish.click()
    answers = catalogue.get_checklist(site, page.panel.shown).alignment
    assert [one.code for one in answers[-2:]] == ["T.1", "T.3"]
    page.align_with(tmp_path / "trades.json")
    qtbot.waitUntil(lambda: any(shown.isVisible() for shown in page.window().findChildren(FrameworkDialog)))
    again = next(shown for shown in page.window().findChildren(FrameworkDialog) if shown.isVisible())
    rows = [again.list.model.row(place) for place in range(3)]
    assert [(row.number, row.muted) for row in rows if row] == [("T.1", True), ("T.2", False), ("T.3", True)]
    again.reject()


def test_a_file_that_is_no_framework_says_so_and_changes_nothing(qtbot: QtBot, filled: Founded, tmp_path: Path) -> None:
    page = page_of(qtbot, filled, competency=FORKLIFT)
    (tmp_path / "trades.json").write_text("{}", encoding="utf-8")
    page.align_with(tmp_path / "trades.json")
    qtbot.waitUntil(lambda: "no CASE package" in "\n".join(words.text() for words in page.findChildren(Words)))
    assert page.preview is None
