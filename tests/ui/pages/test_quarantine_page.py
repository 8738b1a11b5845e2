"""The page of what was set aside: reached from Sync only when there is something, empty state, saving for support."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from supervisor_app.storage import ledger_store
from supervisor_app.storage.remote_records import put_in_quarantine, refuse
from supervisor_app.ui.pages.quarantine_page import QuarantinePage
from supervisor_app.ui.pages.sync_page import SyncPage
from tests.ui.pages.bench import Bench, bench_in


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
