"""Choosing by keyboard, by badge, from a draft; nobody assesses themself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from supervisor_app.domain.observation import Observation, Purpose, Result
from supervisor_app.errors import StorageError
from supervisor_app.services import draft_lines, observing
from supervisor_app.services.blank_forms import draw_form, new_form
from supervisor_app.services.paper_preview import sheet_picture
from supervisor_app.ui.dialogs.form_dialog import FormDialog
from supervisor_app.ui.pages.observe_choose import ObserveChoosePage
from supervisor_app.ui.pages.observe_step import ObserveStepPage
from supervisor_app.ui.widgets.field import LineField
from tests.ui.pages.bench import Bench, bench_in, press

Key = Qt.Key


@pytest.fixture
def bench(tmp_path: Path, qtbot: QtBot) -> Iterator[Bench]:
    with bench_in(tmp_path) as made:
        yield made


def _page(bench: Bench) -> ObserveChoosePage:
    return bench.go(ObserveChoosePage, "observe")


def _scan(bench: Bench, page: ObserveChoosePage, badge: str, gap: float = 0.01) -> None:
    """Keys as a scanner gives them to the window, with the time between them."""
    now = [50.0]
    page.badge._seconds = lambda: now[0]
    handle = bench.window.windowHandle()
    for letter in badge:
        now[0] += gap
        QTest.keyClick(handle, letter)
    now[0] += gap
    QTest.keyClick(handle, Key.Key_Return)


def test_from_the_name_to_the_running_clock_by_keyboard_alone(bench: Bench) -> None:
    page = _page(bench)
    assert page.worker_search.hasFocus()
    press(page, "maharj", Key.Key_Return)
    assert page.worker is not None
    assert page.worker.id == bench.worker.id
    assert page.checklist_search.hasFocus()
    press(page, "extinguisher", Key.Key_Return)
    assert page.checklist is not None
    for _ in range(len(page.where.fields)):
        if bench.window.current_page is page:
            press(page, "x", Key.Key_Return)
    step = bench.window.current_page
    assert isinstance(step, ObserveStepPage)
    assert step.observed is not None
    draft = bench.stored(step.observed.draft)
    assert (draft.worker_id, draft.competency) == (bench.worker.id, "fire-extinguisher-use")
    assert draft.context.purpose is Purpose.FIRST
    assert draft.context.shift == "nights"
    assert draft.runs[-1].ended is None


def test_whoever_comes_anew_types_into_empty_searches(bench: Bench) -> None:
    page = _page(bench)
    press(page, "maharj", Key.Key_Return)
    press(page, "extinguisher")
    bench.window.open_page("today")
    page = _page(bench)
    assert (page.worker_search.text(), page.checklist_search.text()) == ("", "")
    press(page, "maharj", Key.Key_Return)
    assert page.worker is not None


def test_enter_goes_through_what_the_certificate_will_ask_for_and_then_starts(bench: Bench) -> None:
    page = _page(bench)
    page._take_worker(bench.worker.id)
    page._take_checklist(bench.digest("forklift-operator-eval"))
    required = [key for key, field in page.where.fields.items() if field.property("required")]
    assert page.where.fields[required[0]].edit.hasFocus()
    for key in required:
        assert bench.window.current_page is page
        press(page, f"{key} 1", Key.Key_Return)
    step = bench.window.current_page
    assert isinstance(step, ObserveStepPage)
    assert step.observed is not None
    filled = step.observed.draft.context
    assert {key: filled.fields.get(key, "") or getattr(filled, key, "") for key in required} == {
        key: f"{key} 1" for key in required
    }


def test_a_badge_fills_the_worker_wherever_the_focus_is_and_leaves_the_field_as_it_was(bench: Bench) -> None:
    page = _page(bench)
    field = page.where.fields["place"]
    field.set_text("Bay 3")
    field.setFocus()
    _scan(bench, page, "B010805")
    assert page.worker is not None
    assert page.worker.id == bench.worker.id
    assert field.text() == "Bay 3"


def test_slow_typing_is_never_taken_for_a_badge(bench: Bench) -> None:
    page = _page(bench)
    field = page.where.fields["place"]
    field.setFocus()
    _scan(bench, page, "B010805", gap=0.2)
    assert page.worker is None
    assert isinstance(field.edit, LineField)
    assert field.text() == "B010805"


def test_an_unknown_badge_gives_a_notice(bench: Bench) -> None:
    page = _page(bench)
    _scan(bench, page, "X999999")
    assert page.notice is not None
    assert page.notice.message.text() == "Nobody here carries this badge."


def test_badges_are_only_read_while_the_page_is_seen(bench: Bench) -> None:
    page = _page(bench)
    bench.window.open_page("today")
    _scan(bench, page, "B010805")
    assert page.worker is None


def test_oneself_is_greyed_and_cannot_be_taken(bench: Bench) -> None:
    bench.window.session = replace(bench.session, worker_id=bench.worker.id)
    page = _page(bench)
    row = page.worker_list.model.row(0)
    assert row is not None
    assert row.muted
    assert row.detail == "That is you. Nobody assesses themself."
    press(page, "Rabina", Key.Key_Return)
    assert page.worker is None
    _scan(bench, page, "B010805")
    assert page.worker is None
    assert page.notice is not None
    assert "yourself" in page.notice.message.text()


def test_start_waits_until_worker_and_checklist_are_chosen(bench: Bench) -> None:
    page = _page(bench)
    assert not page.start.isEnabled()
    page._take_worker(bench.worker.id)
    assert not page.start.isEnabled()
    page._take_checklist(bench.digest("fai-micrometer"))
    assert page.start.isEnabled()


def test_a_full_disk_is_said_before_the_observation_starts(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    page = _page(bench)
    page._take_worker(bench.worker.id)
    page._take_checklist(bench.digest("fai-micrometer"))

    def refuse(*_arguments: object) -> None:
        raise StorageError("The disk is full.", "Free some room, then start.")

    monkeypatch.setattr(observing, "start", refuse)
    page.start.click()
    assert bench.window.current_page is page
    assert page.notice is not None
    assert page.notice.message.text() == "The disk is full."


def test_open_drafts_are_offered_first_and_go_on_where_they_were(bench: Bench) -> None:
    draft = bench.start("fire-extinguisher-use")
    observing.record(bench.site, draft.id, Observation(step="s01", result=Result.MET))
    draft_lines.recover(bench.site)
    page = _page(bench)
    assert page.draft_list.isVisible()
    row = page.draft_list.model.row(0)
    assert row is not None
    assert "switched off" in row.detail
    page.draft_list.take_first()
    step = bench.window.current_page
    assert isinstance(step, ObserveStepPage)
    assert step.observed is not None
    assert step.observed.draft.id == draft.id


def test_without_drafts_nothing_is_offered(bench: Bench) -> None:
    assert not _page(bench).draft_list.isVisible()


def test_the_list_of_checklists_is_searched_and_counted(bench: Bench) -> None:
    page = _page(bench)
    page.checklist_search.setText("forklift")
    QApplication.processEvents()
    assert page.checklist_list.model.rowCount() == 2
    assert page.checklist_search.accessibleDescription() == "2 of 12"


def test_a_page_opened_for_a_person_has_chosen_them_and_the_competency(bench: Bench) -> None:
    page = bench.go(ObserveChoosePage, "observe", worker_id=bench.worker.id, competency="fai-micrometer")
    assert page.worker is not None
    assert page.worker.id == bench.worker.id
    assert page.checklist is not None
    assert page.start.hasFocus()


def test_a_scanned_form_chooses_its_revision_asks_when_and_is_signed_with_its_number(bench: Bench) -> None:
    page = _page(bench)
    form = new_form(bench.site, bench.digest("forklift-operator-eval"))
    _scan(bench, page, form.code)
    assert page.forms.found is not None
    assert (page.forms.found.number, page._digest) == (form.number, form.digest)
    assert page.worker_search.text() == ""
    assert page.where.observed.isVisible()
    page._take_worker(bench.worker.id)
    assert page.checklist is not None
    assert page.where.day.edit.hasFocus()
    page.where.day.set_text("1 Jan 2020")
    page.where.begun.set_text("9:10")
    page.where.ended.set_text("x")
    page.start.click()
    assert page.notice is not None
    page.where.ended.set_text("9:55")
    page.start.click()
    step = bench.window.current_page
    assert isinstance(step, ObserveStepPage)
    assert step.observed is not None
    draft = step.observed.draft
    assert draft.context.form == form.number
    assert [(f"{run.started:%H:%M}", f"{run.ended:%H:%M}") for run in draft.runs if run.ended] == [("09:10", "09:55")]
    assert not step.pause_button.isEnabled()
    assert (step.observed.clock().time, step.observed.clock().caption) == ("00:45:00", "as on the form")
    assert f"form {form.number}" in step.observed.screen().header.line
    press(step, Key.Key_Y)
    assert observing.load(bench.site, draft.id).observations[0].result is Result.MET
    page = _page(bench)
    assert page.forms.found is None
    assert not page.where.observed.isVisible()
    page.take_form(form.number)
    assert page.notice is not None
    assert "entered before" in page.notice.message.text()


def test_another_checklist_puts_the_form_away_and_a_number_that_is_no_form_is_refused(bench: Bench, qtbot: QtBot) -> None:
    page = _page(bench)
    form = new_form(bench.site, bench.digest("forklift-operator-eval"))
    page.enter.click()
    dialog = bench.window.findChild(FormDialog)
    assert dialog is not None
    qtbot.waitUntil(dialog.isVisible)
    dialog.field.set_text("KN27S-Z91WS")
    qtbot.keyClick(dialog, Key.Key_Return)
    assert dialog.isVisible()
    dialog.field.set_text(form.number.lower())
    qtbot.keyClick(dialog, Key.Key_Return)
    qtbot.waitUntil(lambda: page.forms.found is not None)
    other = next(item.line.digest for item in page.checklists.items if item.line.digest != form.digest)
    page._take_checklist(other)
    assert page.forms.found is None
    assert not page.where.observed.isVisible()
    page.take_form(f"FORM:{'AB' * 32}:3XW9PT")
    assert page.forms.found is None
    assert page.notice is not None


def test_a_picture_of_the_paper_gives_the_form(bench: Bench, qtbot: QtBot) -> None:
    page = _page(bench)
    form = new_form(bench.site, bench.digest("forklift-operator-eval"))
    picture, _ = sheet_picture(draw_form(form, "A4"), 0, 1240)
    size = (picture.width, picture.height, 4 * picture.width)
    page.enter.click()
    dialog = bench.window.findChild(FormDialog)
    assert dialog is not None
    qtbot.waitUntil(dialog.isVisible)
    dialog.take_image(QImage(b"\xff" * 40_000, 100, 100, 400, QImage.Format.Format_RGBA8888).copy())
    assert page.forms.found is None
    dialog.take_image(QImage(picture.rgba, *size, QImage.Format.Format_RGBA8888).copy())
    qtbot.waitUntil(lambda: page.forms.found is not None)
    assert page.forms.found is not None
    assert page.forms.found.number == form.number
