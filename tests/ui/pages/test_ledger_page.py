"""The ledger page: everything by keyboard, filters as buttons that go away again, the proof beside the list."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from supervisor_app.services.audit_verify import verify_pack
from supervisor_app.services.ledger_filter import LedgerFilter, SubjectKind
from supervisor_app.services.ledger_line import Group
from supervisor_app.services.people import PersonFields, add_worker, change_worker
from supervisor_app.ui.dialogs.ledger_filter import LedgerFilterDialog
from supervisor_app.ui.pages.ledger_page import LedgerPage
from supervisor_app.ui.pages.ledger_rows import shortened
from supervisor_app.ui.pages.people_page import PeoplePage
from supervisor_app.ui.pages.sync_page import SyncPage
from supervisor_app.ui.widgets.buttons import Button
from tests.ui.pages.bench import Bench, bench_in

RABINA = PersonFields(
    employee_no="010805", given_name="Rabina", family_name="महर्जन", given_latin="Rabina", family_latin="Maharjan",
    department="Machining", shift="nights", badge="B010805",
)  # fmt: skip


@pytest.fixture
def bench(tmp_path: Path, qtbot: QtBot) -> Iterator[Bench]:
    with bench_in(tmp_path) as made:
        yield made


@pytest.fixture
def page(bench: Bench) -> LedgerPage:
    return bench.go(LedgerPage, "ledger")


def titles(page: LedgerPage) -> list[str]:
    rows = (page.entries.model.row(place) for place in range(page.entries.model.rowCount()))
    return [row.title for row in rows if row]


def chips(page: LedgerPage) -> list[Button]:
    return [part for part in page.findChildren(Button) if part.isVisible() and part.accessibleName().endswith("show all again")]


def texts(page: LedgerPage) -> str:
    return "\n".join(label.text() for label in page.panel.findChildren(QLabel))


def test_the_newest_entry_is_shown_with_its_proof(bench: Bench, page: LedgerPage) -> None:
    assert titles(page)[0] == "Recorded Rabina महर्जन (010805)"
    assert "Ann Lee recorded Rabina महर्जन (010805)" in texts(page)
    assert "Everything that was checked holds." in texts(page)
    assert page.header is not None
    assert page.header.sentence.text().endswith("Entries are added; none is ever changed.")


def test_typing_finds_somebody_and_enter_takes_their_history(qtbot: QtBot, bench: Bench, page: LedgerPage) -> None:
    change_worker(bench.site, bench.session, bench.worker.id, replace(RABINA, shift="days"))
    qtbot.keyClicks(page.search, "rabina")
    assert page.hits.isVisible()
    assert not page.entries.isVisible()
    qtbot.keyClick(page.search, Qt.Key.Key_Return)
    assert page.asked.subject is not None
    assert page.asked.subject.kind is SubjectKind.PERSON
    assert titles(page) == ["Changed Rabina महर्जन’s shift from nights to days", "Recorded Rabina महर्जन (010805)"]
    qtbot.waitUntil(lambda: bool(chips(page)))
    assert [chip.text() for chip in chips(page)] == ["About Rabina महर्जन"]
    qtbot.mouseClick(chips(page)[0], Qt.MouseButton.LeftButton)
    assert not page.asked.narrows
    assert len(titles(page)) > 2


def test_a_day_jumps_there(qtbot: QtBot, bench: Bench, page: LedgerPage) -> None:
    before = bench.clock.now
    bench.clock.forward(days=40)
    add_worker(bench.site, bench.session, PersonFields(employee_no="9", family_name="Late"))
    page.reload()
    assert titles(page)[0] == "Recorded Late (9)"
    qtbot.keyClicks(page.search, f"{before:%d.%m.%Y}")
    qtbot.keyClick(page.search, Qt.Key.Key_Return)
    assert titles(page)[0] == "Recorded Rabina महर्जन (010805)"
    assert page.asked == LedgerFilter(until=before.date())


def test_what_nothing_has_says_so(qtbot: QtBot, page: LedgerPage) -> None:
    qtbot.keyClicks(page.search, "qqqq")
    assert page.nobody.isVisible()
    qtbot.keyClick(page.search, Qt.Key.Key_Return)
    qtbot.keyClick(page.search, Qt.Key.Key_Escape)
    assert page.entries.isVisible()
    page.narrow(LedgerFilter(group=Group.NEWER))
    assert page.nothing.isVisible()
    assert page.panel.proof is None


def test_the_list_fetches_as_one_scrolls_and_the_model_is_sound(qtbot: QtBot, bench: Bench) -> None:
    for number in range(120):
        add_worker(bench.site, bench.session, PersonFields(employee_no=f"{number:05d}", family_name=f"Name {number}"))
    page = bench.go(LedgerPage, "ledger")
    assert page.entries.model.rowCount() < page._known.total
    tester = QAbstractItemModelTester(page.entries.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    while page.entries.model.canFetchMore(page.entries.view.rootIndex()):
        page.entries.model.fetchMore(page.entries.view.rootIndex())
    keys = [page.entries.model.row(place).key for place in range(page.entries.model.rowCount())]  # type: ignore[union-attr]
    assert len(keys) == len(set(keys)) == page._known.total
    tester.deleteLater()


def test_who_reads_further_down_is_not_thrown_back_by_what_a_sync_brings(qtbot: QtBot, bench: Bench) -> None:
    for number in range(80):
        add_worker(bench.site, bench.session, PersonFields(employee_no=f"{number:05d}", family_name=f"Name {number}"))
    page = bench.go(LedgerPage, "ledger")
    page.entries.view.verticalScrollBar().setValue(1500)
    place = page.entries.view.verticalScrollBar().value()
    assert place > 0
    add_worker(bench.site, bench.session, PersonFields(employee_no="99999", family_name="New"))
    page.reload()
    assert page.entries.view.verticalScrollBar().value() == place
    assert titles(page)[0] == "Recorded Name 79 (00079)"
    come = next(part for part in page.findChildren(Button) if part.text() == "1 newer")
    come.click()
    assert titles(page)[0] == "Recorded New (99999)"
    add_worker(bench.site, bench.session, PersonFields(employee_no="99998", family_name="Newest"))
    page.reload()  # at the top of the list they come by themselves
    assert titles(page)[0] == "Recorded Newest (99998)"


def test_the_filter_dialog_narrows(qtbot: QtBot, bench: Bench, page: LedgerPage) -> None:
    page.filter.click()
    dialog = page.findChild(LedgerFilterDialog) or bench.window.findChild(LedgerFilterDialog)
    assert isinstance(dialog, LedgerFilterDialog)
    assert dialog.kinds is not None
    assert dialog.members is None  # there is only one member, and one laptop
    dialog.kinds.choose(Group.CHECKLISTS.value)
    dialog.since.set_text("no day")
    dialog.narrow()
    assert page.asked == LedgerFilter()
    dialog.since.set_text(f"{bench.clock.now:%d.%m.%Y}")
    dialog.narrow()
    assert page.asked == LedgerFilter(group=Group.CHECKLISTS, since=bench.clock.now.date())
    assert titles(page)
    assert all(title.startswith("Published") for title in titles(page))


def test_the_proof_is_copied_and_saved(tmp_path: Path, page: LedgerPage) -> None:
    page.panel.copy.click()
    assert "Laptop’s signature: holds." in QGuiApplication.clipboard().text()
    page.save_proof(tmp_path / "proof.json")
    assert json.loads((tmp_path / "proof.json").read_text("utf-8"))["format"] == "supervisor-app/entry-proof/v1"
    page.save_proof(tmp_path / "missing" / "proof.json")
    assert page.notice is not None or (tmp_path / "missing" / "proof.json").is_file()


def test_what_the_list_shows_is_saved_as_an_audit_pack(qtbot: QtBot, tmp_path: Path, bench: Bench, page: LedgerPage) -> None:
    page.narrow(LedgerFilter(group=Group.CHECKLISTS))
    page.save_pack(tmp_path / "audit.zip")
    qtbot.waitUntil(lambda: page.job is None, timeout=60_000)
    assert verify_pack(tmp_path / "audit.zip").sound
    page.save_pack(tmp_path / "missing" / "audit.zip")
    qtbot.waitUntil(lambda: page.notice is not None, timeout=60_000)
    assert page.pack.isEnabled()


def test_its_history_narrows_to_what_the_entry_is_about(page: LedgerPage) -> None:
    page.panel.history.click()
    assert page.asked.subject is not None
    assert page.asked.subject.title == "Rabina महर्जन"


def test_an_entry_that_does_not_hold_is_marked(bench: Bench, page: LedgerPage) -> None:
    with bench.site.database.write() as connection:
        connection.exec_driver_sql("UPDATE entry SET sig = zeroblob(64) WHERE seq = (SELECT seq FROM head)")
    page.reload()
    assert "Something does not hold. See the lines marked so." in texts(page)


def test_what_does_not_count_is_marked_in_the_list(bench: Bench, page: LedgerPage) -> None:
    with bench.site.database.write() as connection:
        connection.exec_driver_sql("DELETE FROM standing")
    page.narrow(LedgerFilter())
    row = page.entries.model.row(0)
    assert row is not None
    assert row.chip is not None
    assert row.chip.word == "Questioned"


def test_pages_lead_to_the_ledger(bench: Bench) -> None:
    people = bench.go(PeoplePage, "people", worker_id=bench.worker.id)
    people._show(bench.worker.id)
    people.panel.head.ledger.click()
    page = bench.window.current_page
    assert isinstance(page, LedgerPage)
    assert page.asked.subject is not None
    page.go_up()
    assert isinstance(bench.window.current_page, PeoplePage)
    bench.go(SyncPage, "sync").last.link.click()
    assert bench.window.current_page is page


def test_long_filters_are_shortened_on_their_button() -> None:
    assert shortened("short") == "short"
    assert shortened("x" * 60) == "x" * 33 + "…"
