"""The page of what was set aside: reached from Sync only when there is something, empty state, saving for support."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from supervisor_app.domain.people import Role
from supervisor_app.services.membership import add_member
from supervisor_app.services.signing_in import sign_in
from supervisor_app.storage import ledger_store
from supervisor_app.storage.remote_records import put_in_quarantine, refuse
from supervisor_app.ui.dialogs.keep_branch import KeepBranchDialog
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
    assert "Let that laptop sync" in words
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
    words = "\n".join(label.text() for label in page.forks.findChildren(QLabel))
    assert "2 records, held by other laptops" in words
    assert "held here" in words
    assert f"{bench.session.name} can settle it." in words
    assert len(page.forks.buttons) == 2
    page.forks.buttons[1].click()
    dialog = next(one for one in page.main.findChildren(KeepBranchDialog) if one.isVisible())
    qtbot.keyClicks(dialog.pin, PIN)
    dialog.save.click()
    qtbot.waitUntil(lambda: not page.forks.buttons, timeout=20_000)


def test_who_may_not_settle_a_fork_reads_who_can(bench: Bench, qtbot: QtBot) -> None:
    tell_of_a_fork(bench.site)
    bo = add_member(bench.site, bench.session, "Bo Quist", "", Role.AUDITOR, "", "24680", own_pin=PIN)
    window = MainWindow(bench.site, sign_in(bench.site, bo.id, "24680"))
    qtbot.addWidget(window)
    window.show()
    window.open_page("quarantine")
    page = window.current_page
    assert isinstance(page, QuarantinePage)
    words = "\n".join(label.text() for label in page.forks.findChildren(QLabel))
    assert f"{bench.session.name} can settle it" in words
    assert all("An auditor may not administer this site." in button.toolTip() for button in page.forks.buttons)
    window.close()
