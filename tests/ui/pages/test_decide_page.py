"""Decide and sign by keyboard: nothing is written before the ten seconds are over, and what is written is what was shown."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from supervisor_app.domain.decision import Judgement
from supervisor_app.domain.observation import Draft
from supervisor_app.domain.people import Role
from supervisor_app.errors import UserError
from supervisor_app.services import catalogue, draft_lines, observing, signing
from supervisor_app.services.membership import add_member
from supervisor_app.ui.dialogs.countersign_dialog import CountersignDialog
from supervisor_app.ui.pages.decide_page import DecidePage
from supervisor_app.ui.pages.decide_signed import SignedPage
from supervisor_app.ui.pages.observe_step import ObserveStepPage
from supervisor_app.ui.pages.record_page import RecordPage
from tests.ui.pages.bench import PIN, Bench, bench_in, press, seen

Key = Qt.Key


@pytest.fixture
def bench(tmp_path: Path, qtbot: QtBot) -> Iterator[Bench]:
    with bench_in(tmp_path) as made:
        yield made


def _observed(bench: Bench, competency: str = "fire-extinguisher-use", missed: tuple[int, ...] = ()) -> Draft:
    draft = bench.start(competency)
    for observation in seen(catalogue.get_checklist(bench.site, draft.checklist_digest), missed=missed):
        observing.record(bench.site, draft.id, observation)
    bench.clock.forward(minutes=25)
    return observing.pause(bench.site, draft.id)


def _page(bench: Bench, draft: Draft) -> DecidePage:
    return bench.go(DecidePage, "decide", draft_id=draft.id)


def _is_signed(bench: Bench, draft: Draft) -> bool:
    return draft.id not in {line.id for line in draft_lines.drafts(bench.site)}


def _end(page: DecidePage) -> None:
    """Let the countdown reach its end now."""
    assert page.countdown is not None
    page.countdown._timer.stop()
    page.countdown.ended.emit()


def test_pin_enter_ten_seconds_then_it_is_written_as_it_was_shown(bench: Bench) -> None:
    draft = _observed(bench)
    page = _page(bench, draft)
    assert page.assessor.pin.field.hasFocus()
    press(page, PIN, Key.Key_Return)
    shown = page.assessor.signed_line.text()
    assert page.countdown is not None
    assert not _is_signed(bench, draft)
    bench.clock.forward(seconds=10)
    _end(page)
    assert _is_signed(bench, draft)
    signed = bench.window.current_page
    assert isinstance(signed, SignedPage)
    assert signed.result is not None
    record = signed.result.sign_off
    assert record.judgement is Judgement.COMPETENT
    assert record.finished.isoformat() == "2026-03-14T09:37:00+01:00"
    assert shown.endswith("14 Mar 2026, 09:37:00 +01:00")


def test_the_countdown_really_ends_by_itself(bench: Bench, qtbot: QtBot) -> None:
    draft = _observed(bench)
    page = _page(bench, draft)
    page._seconds = 1
    press(page, PIN, Key.Key_Return)
    qtbot.waitUntil(lambda: _is_signed(bench, draft), timeout=5000)


def test_esc_takes_it_back_and_nothing_is_written(bench: Bench) -> None:
    draft = _observed(bench)
    page = _page(bench, draft)
    press(page, PIN, Key.Key_Return, Key.Key_Escape)
    assert page.countdown is None
    assert bench.window.current_page is page
    assert not _is_signed(bench, draft)
    assert page.assessor.pin.pin == ""
    assert page.assessor.pin.field.hasFocus()


def test_locking_and_leaving_take_it_back(bench: Bench) -> None:
    draft = _observed(bench)
    page = _page(bench, draft)
    press(page, PIN, Key.Key_Return)
    bench.window.lock()
    assert page.countdown is None
    bench.window._enter(bench.session)
    page = _page(bench, draft)
    press(page, PIN, Key.Key_Return)
    bench.window.open_page("today")
    assert page.countdown is None
    assert not _is_signed(bench, draft)


def test_closing_the_window_takes_it_back(bench: Bench) -> None:
    draft = _observed(bench)
    page = _page(bench, draft)
    press(page, PIN, Key.Key_Return)
    bench.window.close()
    assert page.countdown is None
    assert not _is_signed(bench, draft)


def test_a_wrong_pin_starts_no_countdown(bench: Bench) -> None:
    draft = _observed(bench)
    page = _page(bench, draft)
    press(page, "1111", Key.Key_Return)
    assert page.countdown is None
    assert page.notice is not None
    assert page.notice.message.text() == "That PIN is not right."
    assert not _is_signed(bench, draft)


def test_a_stricter_judgement_needs_its_reason_before_the_pin_counts(bench: Bench) -> None:
    draft = _observed(bench)
    page = _page(bench, draft)
    page.judgement.judgement._picks[Judgement.WITH_SUPERVISION.value].click()
    page.assessor.pin.field.setFocus()
    press(page, PIN, Key.Key_Return)
    assert page.countdown is None
    assert page.notice is not None
    page.judgement.reason.setFocus()
    press(page, "Hesitates")
    page.assessor.pin.clear()
    page.assessor.pin.field.setFocus()
    press(page, PIN, Key.Key_Return)
    _end(page)
    signed = bench.window.current_page
    assert isinstance(signed, SignedPage)
    assert signed.result is not None
    record = signed.result.sign_off
    assert (record.judgement, record.judgement_reason, record.level) == (Judgement.WITH_SUPERVISION, "Hesitates", "")
    assert signed.result.offer is None


def test_a_kinder_judgement_is_countersigned_by_a_second_member_with_their_own_pin(bench: Bench, qtbot: QtBot) -> None:
    second = add_member(bench.site, bench.session, "Marco Rossi", "Line lead", Role.ASSESSOR, "", "9753", own_pin=PIN)
    page = _page(bench, _observed(bench, missed=(3,)))
    page.judgement.judgement._picks[Judgement.COMPETENT.value].click()
    assert page.judgement.note.isVisible()
    assert "second member" in page.judgement.note.text()
    page.judgement.reason.setFocus()
    press(page, "Called out instead")
    page.assessor.pin.field.setFocus()
    press(page, PIN, Key.Key_Return)
    _end(page)
    signed = bench.window.current_page
    assert isinstance(signed, SignedPage)
    assert signed.waits.isVisible()
    assert not signed.form.isVisible()
    signed.second.click()
    dialog = QApplication.activeModalWidget() or bench.window.findChild(CountersignDialog)
    assert isinstance(dialog, CountersignDialog)
    assert dialog.who.value == second.id
    dialog.pin.setFocus()
    press(dialog, "0000", Key.Key_Return)
    assert dialog.isVisible()
    press(dialog, "9753", Key.Key_Return)
    assert signed.result is not None
    assert signed.result.counts
    assert not signed.waits.isVisible()
    whole = bench.go(RecordPage, "record", sign_off_id=signed.result.sign_off.id).whole
    assert whole is not None
    assert [one.name for one in whole.confirmed_by] == ["Marco Rossi"]


def test_where_nobody_else_has_a_pin_the_page_says_what_to_do(bench: Bench) -> None:
    page = _page(bench, _observed(bench, missed=(3,)))
    page.judgement.judgement._picks[Judgement.COMPETENT.value].click()
    page.judgement.reason.setFocus()
    press(page, "Called out instead")
    page.assessor.pin.field.setFocus()
    press(page, PIN, Key.Key_Return)
    _end(page)
    signed = bench.window.current_page
    assert isinstance(signed, SignedPage)
    signed.second.click()
    assert signed.notice is not None
    assert "another laptop" in signed.notice.hint.text()


def test_the_workers_ink_comment_and_disagreement_are_signed_with_it(bench: Bench) -> None:
    draft = _observed(bench)
    page = _page(bench, draft)
    pad = page.worker.pad
    QTest.mousePress(pad, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(20, 20))
    QTest.mouseMove(pad, QPoint(80, 40))
    QTest.mouseRelease(pad, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(80, 40))
    page.worker.disagree.click()
    page.worker.comment.setFocus()
    press(page, "The horn was broken")
    page.assessor.pin.field.setFocus()
    assert bench.stored(draft).worker_comment == "The horn was broken"
    press(page, PIN, Key.Key_Return)
    _end(page)
    signed = bench.window.current_page
    assert isinstance(signed, SignedPage)
    assert signed.result is not None
    signature = signed.result.sign_off.worker_signature
    assert signature is not None
    assert signature.strokes
    assert not signature.agrees
    assert signed.result.sign_off.worker_comment == "The horn was broken"


def test_a_typed_name_stands_for_the_ink(bench: Bench) -> None:
    page = _page(bench, _observed(bench))
    page.worker.swap.click()
    press(page, "Rabina")
    assert page.form is not None
    assert (page.form.typed, page.form.strokes) == ("Rabina", ())
    assert page.form.worker_signed == bench.clock()


def test_esc_goes_back_to_the_steps_and_a_reason_leads_to_its_step(bench: Bench) -> None:
    draft = _observed(bench, missed=(3,))
    page = _page(bench, draft)
    page.reasons.pressed.emit("s03")
    step = bench.window.current_page
    assert isinstance(step, ObserveStepPage)
    assert step.observed is not None
    assert step.observed.step.key == "s03"
    page = _page(bench, draft)
    press(page, Key.Key_Escape)
    assert isinstance(bench.window.current_page, ObserveStepPage)


def test_a_refused_write_keeps_the_draft_and_says_so(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    draft = _observed(bench)
    page = _page(bench, draft)
    press(page, PIN, Key.Key_Return)

    def refuse(*_arguments: object) -> None:
        raise UserError("The disk is full.", "Free some room, then sign again.")

    monkeypatch.setattr(signing, "sign", refuse)
    _end(page)
    assert bench.window.current_page is page
    assert page.notice is not None
    assert page.notice.message.text() == "The disk is full."
    assert not _is_signed(bench, draft)
