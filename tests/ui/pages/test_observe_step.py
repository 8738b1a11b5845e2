"""The step screen by keyboard: each press is on the disk before it shows; nothing moves; nothing is lost."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from pytestqt.qtbot import QtBot

from supervisor_app.domain.observation import MissReason, Observation, Result
from supervisor_app.errors import StorageError
from supervisor_app.services import draft_lines, observing
from supervisor_app.ui.look.sizes import set_glove_mode
from supervisor_app.ui.pages.decide_page import DecidePage
from supervisor_app.ui.pages.observe_keys import Command
from supervisor_app.ui.pages.observe_state import Mark
from supervisor_app.ui.pages.observe_step import ObserveStepPage
from tests.ui.pages.bench import Bench, bench_in, press

Key = Qt.Key


@pytest.fixture
def bench(tmp_path: Path, qtbot: QtBot) -> Iterator[Bench]:
    with bench_in(tmp_path) as made:
        yield made


def _page(bench: Bench, competency: str = "forklift-operator-eval", step: str = "") -> ObserveStepPage:
    draft = bench.start(competency)
    if step:
        observing.go_to(bench.site, draft.id, step)
    return bench.go(ObserveStepPage, "observe_step", draft_id=draft.id)


def _stored(bench: Bench, page: ObserveStepPage, step: str = "") -> Observation:
    assert page.observed is not None
    return bench.stored(page.observed.draft).observation(step or page.observed.step.key)


def _lit(page: ObserveStepPage) -> list[Result]:
    return [result for result, button in page.card.answers.buttons.items() if button.isChecked()]


def test_y_and_enter_answer_and_go_on_and_all_of_it_is_on_the_disk(bench: Bench) -> None:
    page = _page(bench, "fire-extinguisher-use")
    press(page, Key.Key_Y, Key.Key_Return, Key.Key_N, Key.Key_4, Key.Key_Return)
    assert page.observed is not None
    stored = bench.stored(page.observed.draft)
    assert [one.result for one in stored.observations] == [Result.MET, Result.NOT_MET]
    assert stored.observations[1].reason is MissReason.UNSAFE
    assert [one.order for one in stored.observations] == [1, 2]
    assert stored.current_step == page.observed.checklist.steps[2].key


def test_enter_never_answers(bench: Bench) -> None:
    page = _page(bench)
    press(page, Key.Key_Return, Key.Key_Return, Key.Key_Return)
    assert page.observed is not None
    assert bench.stored(page.observed.draft).observations == ()


def test_a_second_press_clears_and_undo_takes_it_back(bench: Bench) -> None:
    page = _page(bench)
    press(page, Key.Key_N)
    assert _lit(page) == [Result.NOT_MET]
    press(page, Key.Key_N)
    assert _lit(page) == []
    assert _stored(bench, page).result is Result.NOT_SEEN
    QTest.keyClick(page, Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert _lit(page) == [Result.NOT_MET]


def test_answers_never_move_whatever_shows_around_them(bench: Bench) -> None:
    page = _page(bench)
    assert page.observed is not None
    places = set()
    for step in page.observed.checklist.steps:
        page._go_to(step.key)
        for keys in ((), (Key.Key_N,), (Key.Key_N,), (Key.Key_A,), (Key.Key_Y,)):
            press(page, *keys)
            QApplication.processEvents()
            for button in page.card.answers.buttons.values():
                places.add((button.result, button.mapTo(page, QPoint(0, 0)).toTuple(), button.size().toTuple()))
    assert len(places) == 4


def test_a_refused_write_is_not_shown_as_stored_and_a_notice_says_what_happened(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = _page(bench, "fire-extinguisher-use")

    def refuse(*_arguments: object) -> None:
        raise StorageError("The disk is full.", "Free some room, then press again.")

    with monkeypatch.context() as broken:
        broken.setattr(observing, "record", refuse)
        press(page, Key.Key_Y)
    assert _lit(page) == []
    assert _stored(bench, page).result is Result.NOT_SEEN
    assert page.notice is not None
    assert page.notice.message.text() == "The disk is full."
    press(page, Key.Key_Y)
    assert _lit(page) == [Result.MET]
    assert page.notice is None


def test_the_mark_is_painted_only_after_the_write_returned(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    page = _page(bench, "fire-extinguisher-use")
    lit_while_writing = []
    record = observing.record

    def slow(*arguments: object) -> object:
        lit_while_writing.append(_lit(page))
        return record(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(observing, "record", slow)
    QTest.mouseClick(page.card.answers.button(Command.MET), Qt.MouseButton.LeftButton)
    assert lit_while_writing == [[]]
    assert _lit(page) == [Result.MET]


def test_letters_stay_letters_while_a_note_is_typed_and_esc_leaves_it(bench: Bench) -> None:
    page = _page(bench)
    press(page, Key.Key_T, "Yes, saw it")
    assert _lit(page) == []
    press(page, Key.Key_Escape)
    assert _stored(bench, page).note == "Yes, saw it"
    press(page, Key.Key_Y)
    assert _lit(page) == [Result.MET]
    assert bench.window.current_page is page


def test_a_note_that_is_left_by_enter_is_kept_with_its_own_step(bench: Bench) -> None:
    page = _page(bench)
    assert page.observed is not None
    first = page.observed.step.key
    press(page, Key.Key_T, "drips", Key.Key_Return)
    assert page.observed.step.key != first
    assert _stored(bench, page, first).note == "drips"
    assert page.card.entry.note.text() == ""


def test_digits_begin_a_measurement_and_it_is_checked_as_typed(bench: Bench, qtbot: QtBot) -> None:
    page = _page(bench, step="s04")
    press(page, "23")
    field = page.card.entry.fields.shown()[0]
    assert field.hasFocus()
    assert field.accessibleDescription().startswith("23 mm is below")
    press(page, "0", Key.Key_Return)
    stored = _stored(bench, page, "s04")
    assert list(stored.values.values()) == [(Decimal(230),)]
    assert stored.result is Result.NOT_MET


def test_a_letter_in_a_number_field_is_still_an_answer(bench: Bench) -> None:
    page = _page(bench, step="s04")
    press(page, "150", Key.Key_Y)
    stored = _stored(bench, page, "s04")
    assert list(stored.values.values()) == [(Decimal(150),)]
    assert stored.result is Result.MET
    assert page.card.entry.fields.shown()[0].text() == "150"


def test_a_number_at_rest_is_stored_without_leaving_its_field(bench: Bench, qtbot: QtBot) -> None:
    page = _page(bench, step="s04")
    field = page.card.entry.fields.shown()[0]
    with qtbot.waitSignal(field.ready, timeout=3000):
        press(page, "150")
    assert list(_stored(bench, page, "s04").values.values()) == [(Decimal(150),)]
    assert field.hasFocus()


def test_repeated_readings_go_from_field_to_field_by_enter(bench: Bench) -> None:
    page = _page(bench, "torque-bolted-joint", "s09")
    assert page.observed is not None
    quantity = page.observed.step.quantities[0]
    for _ in range(quantity.readings):
        press(page, "50", Key.Key_Return)
    assert _stored(bench, page, "s09").values[quantity.key] == (Decimal(50),) * quantity.readings
    assert page.observed.step.number == 10


def test_plus_and_minus_count_and_a_lapse_is_a_miss(bench: Bench) -> None:
    page = _page(bench, step="s05")
    press(page, Key.Key_Plus, Key.Key_Plus, Key.Key_Minus)
    stored = _stored(bench, page, "s05")
    assert list(stored.values.values()) == [(Decimal(1),)]
    assert stored.result is Result.NOT_MET
    press(page, Key.Key_Minus, Key.Key_Y)
    assert _stored(bench, page, "s05").result is Result.MET


def test_the_watch_writes_its_seconds(bench: Bench) -> None:
    draft = bench.start("crane-signal-rigger")
    observing.go_to(bench.site, draft.id, "s11")
    page = bench.go(ObserveStepPage, "observe_step", draft_id=draft.id)
    now = [100.0]
    page.card.entry._seconds = lambda: now[0]
    press(page, Key.Key_W)
    now[0] = 112.5
    assert page.card.entry.watch.text().startswith("Stop")
    press(page, Key.Key_W)
    assert next(iter(_stored(bench, page, "s11").values.values())) == (Decimal("12.5"),)
    assert page.card.entry.watch.text() == "Start"


def test_the_watch_runs_on_while_another_step_is_looked_at(bench: Bench) -> None:
    page = _page(bench, "crane-signal-rigger", "s11")
    now = [100.0]
    page.card.entry._seconds = lambda: now[0]
    press(page, Key.Key_W)
    now[0] = 104.0
    page._go_to("s09")
    assert page.card.entry.watch.text() == "Start"
    page._go_to("s11")
    assert page.card.entry.watch.text() == "Stop 0:04"
    now[0] = 110.0
    press(page, Key.Key_W)
    assert next(iter(_stored(bench, page, "s11").values.values())) == (Decimal("10.0"),)


def test_closing_the_window_stops_the_clock_so_that_the_next_start_does_not_speak_of_a_switch_off(bench: Bench) -> None:
    page = _page(bench)
    assert page.observed is not None
    bench.clock.forward(minutes=4)
    bench.window.lock()  # behind the lock the work goes on
    bench.clock.forward(minutes=3)
    bench.window.close()
    bench.clock.forward(days=2)
    assert draft_lines.recover(bench.site) == ()
    assert observing.elapsed(bench.stored(page.observed.draft), bench.clock()).total_seconds() == 7 * 60


def test_a_choice_is_taken_by_its_digit_and_answers_the_step(bench: Bench) -> None:
    page = _page(bench, "forklift-preuse-inspection", "s02")
    press(page, Key.Key_1)
    assert page.observed is not None
    stored = _stored(bench, page, "s02")
    assert stored.choice == page.observed.step.choices[0].key
    assert stored.result is (Result.MET if page.observed.step.choices[0].accepted else Result.NOT_MET)


def test_a_critical_step_is_not_left_out_and_the_notice_stands_above_the_answers(bench: Bench) -> None:
    page = _page(bench)
    press(page, Key.Key_A)
    assert _lit(page) == []
    assert page.notice is not None
    assert "critical" in page.notice.message.text()
    notice = page.notice.geometry()
    assert notice.bottom() <= page.card.answers.geometry().top()


def test_pause_stops_the_clock_and_the_answers(bench: Bench) -> None:
    page = _page(bench)
    bench.clock.forward(minutes=5)
    press(page, Key.Key_P)
    bench.clock.forward(minutes=5)
    assert page.observed is not None
    assert page.observed.clock().time == "00:05:00"
    assert not page.card.answers.button(Command.MET).isEnabled()
    page.setFocus()
    press(page, Key.Key_P)
    bench.clock.forward(minutes=1)
    assert page.observed.clock().time == "00:06:00"
    assert page.card.answers.button(Command.MET).isEnabled()


def _question(bench: Bench, qtbot: QtBot) -> QDialog:
    qtbot.waitUntil(lambda: bench.window.findChild(QDialog) is not None)
    dialog = bench.window.findChild(QDialog)
    assert dialog is not None
    return dialog


def test_f12_asks_once_and_no_is_the_default(bench: Bench, qtbot: QtBot) -> None:
    page = _page(bench)
    press(page, Key.Key_F12)
    QTest.keyClick(_question(bench, qtbot), Key.Key_Return)
    assert page.observed is not None
    assert bench.stored(page.observed.draft).safety_stop is None


def test_a_safety_stop_ends_the_session_at_this_step_with_its_note(bench: Bench, qtbot: QtBot) -> None:
    page = _page(bench)
    press(page, Key.Key_T, "Raised forks over a person", Key.Key_Escape, Key.Key_F12)
    _question(bench, qtbot).accept()
    assert page.observed is not None
    stop = bench.stored(page.observed.draft).safety_stop
    assert stop is not None
    assert (stop.step, stop.text) == ("s01", "Raised forks over a person")
    assert not page.card.answers.button(Command.MET).isEnabled()
    assert page.body.foot.next.text() == "Decide"


def test_leaving_lets_the_clock_stand_and_coming_back_lets_it_run(bench: Bench) -> None:
    page = _page(bench)
    assert page.observed is not None
    draft = page.observed.draft
    bench.window.open_page("today")
    assert all(run.ended for run in bench.stored(draft).runs)
    bench.window.open_page("observe_step", draft_id=draft.id)
    assert bench.stored(draft).runs[-1].ended is None


def test_a_draft_found_after_a_switch_off_says_what_was_kept_and_waits(bench: Bench) -> None:
    draft = bench.start("fire-extinguisher-use")
    for step in ("s01", "s02"):
        observing.record(bench.site, draft.id, Observation(step=step, result=Result.MET))
    bench.clock.forward(hours=3)
    draft_lines.recover(bench.site)
    page = bench.go(ObserveStepPage, "observe_step", draft_id=draft.id)
    assert page.notice is not None
    assert "switched off" in page.notice.message.text()
    assert "Both answers were kept" in page.notice.hint.text()
    assert not page.card.answers.button(Command.MET).isEnabled()
    press(page, Key.Key_P)
    assert page.notice is None
    assert page.card.answers.button(Command.MET).isEnabled()


def test_deciding_early_asks_where_it_would_break_a_run(bench: Bench) -> None:
    page = _page(bench)
    bench.clock.forward(minutes=3)
    QTest.keyClick(page, Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert bench.window.current_page is page
    dialog = bench.window.findChild(QDialog)
    assert dialog is not None
    dialog.accept()
    assert isinstance(bench.window.current_page, DecidePage)


def test_after_enough_minutes_ctrl_enter_goes_to_decide(bench: Bench) -> None:
    page = _page(bench)
    bench.clock.forward(minutes=16)
    QTest.keyClick(page, Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert isinstance(bench.window.current_page, DecidePage)


def test_up_and_down_move_wherever_the_focus_is(bench: Bench) -> None:
    page = _page(bench)
    assert page.observed is not None
    page.body.foot.next.setFocus()
    press(page, Key.Key_Down, Key.Key_Down, Key.Key_Up)
    assert page.observed.step.number == 2
    press(page, Key.Key_Backspace)
    assert page.observed.step.number == 1


def test_the_list_and_the_pips_go_to_a_step(bench: Bench) -> None:
    page = _page(bench)
    assert page.observed is not None
    model = page.body.list.model()
    index = model.index(8, 0)
    page.body.list.scrollTo(index)
    centre = page.body.list.visualRect(index).center()
    QTest.mouseClick(page.body.list.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, centre)
    assert page.observed.step.number == page.body.list._model.row(8).number
    page.grab()
    QTest.mouseClick(page.pips, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(40, 28))
    assert page.observed.step.number == 1


def test_low_windows_hide_list_and_key_point_behind_their_keys(bench: Bench) -> None:
    bench.window.resize(1093, 614)
    page = _page(bench)
    QApplication.processEvents()
    assert not page.body.sheet.isVisible()
    assert not page.card.explain.isVisible()
    before = page.card.answers.geometry()
    press(page, Key.Key_L, Key.Key_K)
    assert page.body.sheet.isVisible()
    assert page.card.explain.isVisible()
    assert page.card.answers.geometry() == before
    press(page, Key.Key_Escape)
    assert not page.body.sheet.isVisible()
    assert bench.window.current_page is page


def test_in_gloves_a_double_touch_counts_once(tmp_path: Path, qtbot: QtBot) -> None:
    set_glove_mode(True)
    with bench_in(tmp_path) as bench:
        page = _page(bench, "fire-extinguisher-use")
        times = iter([10.0, 10.1, 20.0])
        page._seconds = lambda: next(times)
        button = page.card.answers.button(Command.MET)
        assert button.height() == 96
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        assert _lit(page) == [Result.MET]
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        assert _lit(page) == []


def test_widgets_are_made_once_and_used_again(bench: Bench) -> None:
    page = _page(bench, "fire-extinguisher-use")
    press(page, Key.Key_N, Key.Key_Y)
    before = {id(child) for child in page.findChildren(QWidget)}
    press(page, Key.Key_N, Key.Key_2, Key.Key_N, Key.Key_Y)
    assert {id(child) for child in page.findChildren(QWidget)} == before


def test_the_pips_follow_the_answers(bench: Bench) -> None:
    page = _page(bench, "fire-extinguisher-use")
    press(page, Key.Key_Y, Key.Key_Return, Key.Key_N)
    marks = [mark for section in page.pips._sections for mark in section.marks]
    assert marks[:3] == [Mark.MET, Mark.NOT_MET, Mark.NOT_SEEN]
