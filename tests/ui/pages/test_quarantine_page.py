"""The page of what was set aside: reached from Sync only when there is something, empty state, saving for support."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from supervisor_app.domain.people import Role
from supervisor_app.ledger.entry import Entry
from supervisor_app.services.fork_settling import settle_fork
from supervisor_app.services.left_branches import left_branches
from supervisor_app.services.membership import add_member
from supervisor_app.services.open_forks import open_forks
from supervisor_app.services.signing_in import sign_in
from supervisor_app.storage import ledger_store
from supervisor_app.storage.remote_records import put_in_quarantine, refuse
from supervisor_app.ui.dialogs.bring_back import BringBackDialog
from supervisor_app.ui.dialogs.keep_branch import KeepBranchDialog
from supervisor_app.ui.icons import Icon
from supervisor_app.ui.main_window import MainWindow
from supervisor_app.ui.pages.quarantine_page import QuarantinePage
from supervisor_app.ui.pages.sync_page import SyncPage
from tests.forked import tell_of_a_fork
from tests.ui.pages.bench import PIN, Bench, bench_in


@pytest.fixture
def bench(tmp_path: Path, qtbot: QtBot) -> Iterator[Bench]:
    with bench_in(tmp_path) as made:
        yield made


def set_aside(bench: Bench) -> None:
    with bench.site.database.write() as connection:
        entry = ledger_store.entries_about(connection, bench.worker.id)[0]
        put_in_quarantine(connection, [refuse(entry, "digest", "2026-03-14T09:00:00+01:00")])


def test_nothing_set_aside_says_so_and_sync_has_no_link(bench: Bench) -> None:
    assert not bench.go(SyncPage, "sync").laptops_label.link.isVisible()
    page = bench.go(QuarantinePage, "quarantine")
    assert page.nothing.isVisible()
    assert not page.save.isVisible()


def test_sync_leads_to_what_was_set_aside(bench: Bench, tmp_path: Path) -> None:
    set_aside(bench)
    link = bench.go(SyncPage, "sync").laptops_label.link
    assert link.text() == "1 set aside"
    link.click()
    page = bench.window.current_page
    assert isinstance(page, QuarantinePage)
    words = "\n".join(label.text() for label in page.panel.findChildren(QLabel))
    assert "Its content was changed." in words
    assert "The good record of this number is in the ledger." in words
    assert "recorded Rabina" in words or "changed Rabina" in words
    page.save_file(tmp_path / "one.json")
    assert json.loads((tmp_path / "one.json").read_text("utf-8"))["reason"] == "digest"
    page.go_up()
    assert isinstance(bench.window.current_page, SyncPage)


def test_a_fork_is_shown_with_both_branches_and_an_admin_keeps_one(bench: Bench, qtbot: QtBot) -> None:
    tell_of_a_fork(bench.site, by=bench.session.member_id)
    link = bench.go(SyncPage, "sync").laptops_label.link
    assert link.text() == "Settle a fork"
    link.click()
    page = bench.window.current_page
    assert isinstance(page, QuarantinePage)
    words = words_of(page)
    assert "Other laptops hold it\n2 records" in words
    assert "This laptop holds it" in words
    assert f"{bench.session.name} can settle it." in words
    assert len(page.forks.buttons) == 2
    assert not page.save.isVisible(), "a fork is no record that could be saved"
    next(button for button in page.forks.buttons if "This laptop holds it" in button.accessibleName()).click()
    dialog = next(one for one in page.main.findChildren(KeepBranchDialog) if one.isVisible())
    said = "\n".join(label.text() for label in dialog.findChildren(QLabel))
    assert "This is final" in said
    assert "an admin brings them back" in said
    qtbot.keyClicks(dialog.pin, PIN)
    dialog.save.click()
    qtbot.waitUntil(lambda: "Another branch" in words_of(page), timeout=20_000)


def words_of(page: QuarantinePage) -> str:
    """What stands beside the list."""
    holder = page.panel.widget()
    return "\n".join(label.text() for label in holder.findChildren(QLabel)) if holder is not None else ""


def test_a_branch_whose_laptop_is_gone_is_brought_back_by_keyboard_alone(bench: Bench, qtbot: QtBot) -> None:
    left = left_branch(bench)
    page = bench.go(QuarantinePage, "quarantine")
    assert "2 records of it stand nowhere else." in words_of(page)
    assert bench.window.focusWidget() is page.rows.view
    first = page.rows.model.row(0)
    assert first is not None
    assert first.detail.startswith("It does not stand. 2 records of it stand nowhere else.")
    while bench.window.focusWidget() is not page.forks.buttons[0]:
        qtbot.keyClick(bench.window.focusWidget(), Qt.Key.Key_Tab)
    qtbot.keyClick(page.forks.buttons[0], Qt.Key.Key_Return)
    dialog = next(one for one in page.main.findChildren(BringBackDialog) if one.isVisible())
    qtbot.keyClicks(dialog.pin, PIN)
    qtbot.keyClick(dialog.pin, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "It was written anew, and stands in the ledger." in words_of(page), timeout=20_000)
    assert page.forks.buttons == []
    assert left_branches(bench.site) == ()
    assert page.rows.model.rowCount() == len(left)
    assert page.save.isEnabled()


def left_branch(bench: Bench) -> list[Entry]:
    """The admin kept the branch that is here; the other one was kept as proof."""
    other = tell_of_a_fork(bench.site, by=bench.session.member_id)
    with bench.site.database.write() as connection:
        put_in_quarantine(connection, [refuse(entry, "fork", "2026-03-14T09:00:00+01:00") for entry in other])
    [fork] = open_forks(bench.site)
    settle_fork(bench.site, bench.session, PIN, next(branch.hash for branch in fork.branches if branch.here))
    return other


def test_each_line_says_whether_anything_is_to_be_done(bench: Bench) -> None:
    left_branch(bench)
    with bench.site.database.write() as connection:
        good = ledger_store.read_entries(connection, bench.site.station.origin, 1, 2)
        seen = "2026-03-13T09:00:00+01:00"
        wrong = [refuse(replace(entry, hash=bytes(32)), "changed", seen) for entry in good]
        gap = refuse(replace(good[0], seq=9_999), "gap", seen)
        put_in_quarantine(connection, [*wrong, gap])
    page = bench.go(QuarantinePage, "quarantine")
    rows = [page.rows.model.row(place) for place in range(page.rows.model.rowCount())]
    icons = {row.title.split(" of ")[0]: row.icon for row in rows if row is not None}
    assert icons["Record 2"] is Icon.TICK
    assert icons["Record 9,999"] is Icon.WARN
    assert icons["Another branch"] is Icon.QUESTION


def test_two_hundred_lines_are_fetched_in_pieces_and_each_comes_once(bench: Bench) -> None:
    left_branch(bench)
    with bench.site.database.write() as connection:
        [entry] = ledger_store.read_entries(connection, bench.site.station.origin, 1, 1)
        seen = "2026-03-13T09:00:00+01:00"
        put_in_quarantine(connection, [refuse(replace(entry, seq=9_000 + one), "gap", seen) for one in range(200)])
    page = bench.go(QuarantinePage, "quarantine")
    while page.rows.model.canFetchMore(QModelIndex()):
        page.rows.model.fetchMore(QModelIndex())
    keys = [row.key for place in range(page.rows.model.rowCount()) if (row := page.rows.model.row(place)) is not None]
    assert len(keys) == len(set(keys)) == 203


def test_who_may_not_settle_a_fork_reads_who_can(bench: Bench, qtbot: QtBot) -> None:
    tell_of_a_fork(bench.site)
    bo = add_member(bench.site, bench.session, "Bo Quist", "", Role.AUDITOR, "", "24680", own_pin=PIN)
    window = MainWindow(bench.site, sign_in(bench.site, bo.id, "24680"))
    qtbot.addWidget(window)
    window.show()
    window.open_page("quarantine")
    page = window.current_page
    assert isinstance(page, QuarantinePage)
    assert f"{bench.session.name} can settle it" in words_of(page)
    assert all("An auditor may not administer this site." in button.toolTip() for button in page.forks.buttons)
    window.close()
