"""The privacy page and the list of what is due: what is held, a hold, a file to hand over, an erasure after a look and a PIN."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from zipfile import ZipFile

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from supervisor_app.domain.erasure import Scope, pseudonym
from supervisor_app.domain.retention import RecordClass
from supervisor_app.services.people import get_worker, mark_left
from supervisor_app.services.retention import retention_rules
from supervisor_app.services.today import today
from supervisor_app.ui.dialogs.erasure_dialog import ErasureDialog
from supervisor_app.ui.dialogs.hold_dialog import HoldDialog
from supervisor_app.ui.pages.person_page import PersonPage
from supervisor_app.ui.pages.privacy_page import PrivacyPage
from supervisor_app.ui.pages.retention_page import RetentionPage
from tests.ui.pages.bench import PIN, Bench, bench_in


@pytest.fixture
def bench(tmp_path: Path, qtbot: QtBot) -> Iterator[Bench]:
    with bench_in(tmp_path) as made:
        yield made


def privacy(bench: Bench) -> PrivacyPage:
    return bench.go(PrivacyPage, "privacy", worker_id=bench.worker.id)


def fill(dialog: ErasureDialog, reason: str = "asked by letter") -> None:
    dialog.reason.set_text(reason)
    dialog.asked_by.set_text("the worker")
    QTest.keyClicks(dialog.pin, PIN)


def test_the_persons_page_leads_there_and_says_what_is_held(bench: Bench) -> None:
    bench.start()
    person = bench.go(PersonPage, "person", worker_id=bench.worker.id)
    person.panel.head.privacy.click()
    page = bench.window.current_page
    assert isinstance(page, PrivacyPage)
    assert page.privacy is not None
    assert "1 draft on this laptop" in page.privacy.held


def test_a_hold_is_placed_and_nothing_can_be_erased_until_it_is_lifted(bench: Bench) -> None:
    page = privacy(bench)
    for words, free in (("accident", False), ("closed", True)):
        page.hold.click()
        dialog = bench.window.findChildren(HoldDialog)[-1]
        dialog.reason.set_text(words)
        QTest.keyClicks(dialog.pin, PIN)
        dialog.save.click()
        assert page.erase_all.isEnabled() is free
        assert page.erase_name.isEnabled() is free


def test_everything_is_handed_over_in_one_file(qtbot: QtBot, bench: Bench, tmp_path: Path) -> None:
    page = privacy(bench)
    page.write_export(tmp_path / "held.zip")
    qtbot.waitUntil(lambda: (tmp_path / "held.zip").is_file(), timeout=10_000)
    with ZipFile(tmp_path / "held.zip") as pack:
        assert {"report.txt", "records.csv", "everything.json"} <= set(pack.namelist())


def test_a_name_is_erased_after_a_look_a_reason_and_a_pin(qtbot: QtBot, bench: Bench) -> None:
    draft = bench.start()
    page = privacy(bench)
    page.erase_name.click()
    (dialog,) = bench.window.findChildren(ErasureDialog)
    fill(dialog)
    with qtbot.waitSignal(dialog.erased, timeout=10_000):
        dialog.go.click()
    assert get_worker(bench.site, bench.worker.id).name == pseudonym(bench.worker.id)
    with pytest.raises(Exception, match="not here"):
        bench.stored(draft)
    assert page.privacy is not None
    assert page.privacy.erased
    assert not page.erase_name.isEnabled()
    assert bench.window.focusWidget() is page.export  # nothing is left to erase


def test_enter_goes_from_field_to_field_and_throws_nothing_away(bench: Bench) -> None:
    privacy(bench).ask_erasure(Scope.EVERYTHING)
    (dialog,) = bench.window.findChildren(ErasureDialog)
    dialog.reason.set_text("asked by letter")
    for field in (dialog.asked_by.edit, dialog.pin):
        QTest.keyClick(dialog, Qt.Key.Key_Return)
        assert dialog.focusWidget() is field
    assert dialog.isVisible()


def test_enter_alone_erases_nothing_and_a_wrong_pin_says_so(qtbot: QtBot, bench: Bench) -> None:
    page = privacy(bench)
    page.ask_erasure(Scope.EVERYTHING)
    (dialog,) = bench.window.findChildren(ErasureDialog)
    fill(dialog)
    QTest.keyClicks(dialog.pin, "9")
    dialog.go.click()
    qtbot.waitUntil(lambda: dialog._notice is not None, timeout=10_000)
    assert dialog.go.isEnabled()
    assert get_worker(bench.site, bench.worker.id).name == bench.worker.name


def test_what_is_due_is_on_the_list_and_on_today_and_goes_after_a_look(qtbot: QtBot, bench: Bench) -> None:
    assert today(bench.site, bench.session, bench.clock()).to_erase == 0
    mark_left(bench.site, bench.session, bench.worker.id, date(2015, 1, 1))
    assert today(bench.site, bench.session, bench.clock()).to_erase == 1
    page = bench.go(RetentionPage, "retention")
    assert [line.name for line in page.lines] == [bench.worker.name]
    page.buttons[0].click()
    (dialog,) = bench.window.findChildren(ErasureDialog)
    fill(dialog)
    with qtbot.waitSignal(dialog.erased, timeout=10_000):
        dialog.go.click()
    assert page.lines == ()


def test_the_times_are_kept_for_the_site_and_odd_ones_are_refused(bench: Bench) -> None:
    page = bench.go(RetentionPage, "retention")
    page.fields[RecordClass.RECORDS].set_text("11")
    page.save.click()
    assert {rule.key: rule.count for rule in retention_rules(bench.site)}[RecordClass.RECORDS] == 11
    page.fields[RecordClass.DRAFTS].set_text("soon")
    page.save.click()
    assert {rule.key: rule.count for rule in retention_rules(bench.site)}[RecordClass.DRAFTS] == 90


def test_an_old_draft_is_due(bench: Bench) -> None:
    bench.start()
    bench.clock.forward(days=100)
    page = bench.go(RetentionPage, "retention")
    assert len(page.lines) == 1
    assert page.lines[0].draft
