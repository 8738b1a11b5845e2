"""Calling services from pages: what comes back, what is shown, what reloads."""

from __future__ import annotations

import threading

import pytest
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from supervisor_app.errors import UserError
from supervisor_app.ui.actions import perform, perform_in_background
from supervisor_app.ui.jobs import Cancelled, Job, Progress
from supervisor_app.ui.widgets.dialog import SheetDialog
from supervisor_app.ui.widgets.progress import ProgressRow


class Place(QWidget):
    """A page reduced to what actions need, noting what it is told."""

    def __init__(self) -> None:
        super().__init__()
        self.notices: list[tuple[str, str]] = []
        self.changes = 0
        self.rows: list[ProgressRow] = []
        self.box = QVBoxLayout(self)

    def show_notice(self, message: str, hint: str = "", action: str = "", do: object = None) -> None:
        self.notices.append((message, hint))

    def clear_notice(self) -> None:
        self.notices.clear()

    def tell_changed(self) -> None:
        self.changes += 1

    def show_progress(self, row: ProgressRow) -> None:
        self.rows.append(row)
        self.box.addWidget(row)


@pytest.fixture
def place(qtbot: QtBot) -> Place:
    made = Place()
    qtbot.addWidget(made)
    made.show()
    return made


def _trouble() -> int:
    raise UserError("The disk is full.", "Make room.")


def test_what_a_service_returns_comes_back_and_the_page_reloads(place: Place) -> None:
    got: list[int] = []
    assert perform(place, lambda: 7, done=got.append) == 7
    assert (got, place.changes) == ([7], 1)


def test_reading_changes_nothing(place: Place) -> None:
    perform(place, lambda: 7, changes=False)
    assert place.changes == 0


def test_a_user_error_becomes_a_notice_and_a_later_success_takes_it_away(place: Place) -> None:
    child = QWidget(place)
    assert perform(child, _trouble) is None
    assert place.notices == [("The disk is full.", "Make room.")]
    assert place.changes == 0
    perform(child, lambda: 1)
    assert place.notices == []


def test_a_fault_of_ours_is_not_swallowed(place: Place) -> None:
    with pytest.raises(ZeroDivisionError):
        perform(place, lambda: 1 // 0)


def test_work_runs_beside_the_window_and_its_result_comes_back_in_the_windows_thread(qtbot: QtBot, place: Place) -> None:
    threads: list[int] = []

    def work(progress: Progress, cancelled: Cancelled) -> str:
        threads.append(threading.get_ident())
        return "read"

    got: list[tuple[str, int]] = []
    job = perform_in_background(place, work, words="Reading", done=lambda text: got.append((text, threading.get_ident())))
    qtbot.waitUntil(lambda: bool(got))
    assert got == [("read", threading.get_ident())]
    assert threads != [threading.get_ident()]
    assert place.changes == 1
    assert place.rows == []  # shorter than 0.3 s
    assert job is not None


def test_trouble_in_the_background_becomes_a_notice(qtbot: QtBot, place: Place) -> None:
    perform_in_background(place, lambda progress, cancelled: _trouble(), words="Reading")
    qtbot.waitUntil(lambda: bool(place.notices))
    assert place.changes == 0


def test_of_work_that_was_overtaken_nothing_is_shown_and_what_the_page_says_stays(qtbot: QtBot, place: Place) -> None:
    go_on = threading.Event()
    for work in (lambda progress, cancelled: go_on.wait(10), lambda progress, cancelled: (go_on.wait(10), _trouble())):
        job = perform_in_background(place, work, words="Reading", done=lambda _: place.notices.clear())
        qtbot.waitUntil(lambda: bool(place.rows) and place.rows[-1].isVisible())
        job.overtake()
        assert not place.rows[-1].isVisible()
        place.notices[:] = [("The newer list is no list.", "")]
        with qtbot.waitSignal(job.destroyed):
            go_on.set()
        assert place.notices == [("The newer list is no list.", "")]
        go_on.clear()
        place.rows.clear()
    job.overtake()  # a page may still hold what has gone


def test_long_work_shows_its_progress_and_can_be_cancelled(qtbot: QtBot, place: Place) -> None:
    go_on = threading.Event()

    def work(progress: Progress, cancelled: Cancelled) -> int:
        progress(3, 10, "3 read")
        go_on.wait(10)
        while not cancelled():
            pass
        return 3

    got: list[int] = []
    perform_in_background(place, work, words="Reading 10 people", done=got.append)
    qtbot.waitUntil(lambda: bool(place.rows))
    assert place.rows[0].detail.text() == "3 read"
    go_on.set()
    place.rows[0].cancel.click()
    qtbot.waitUntil(lambda: got == [3])


def test_a_fault_in_the_background_reaches_the_crash_hook(qtbot: QtBot, place: Place) -> None:
    with qtbot.captureExceptions() as faults:
        perform_in_background(place, lambda progress, cancelled: 1 // 0, words="Reading")
        qtbot.waitUntil(lambda: bool(faults))
    assert faults[0][0] is ZeroDivisionError


def test_a_page_that_went_away_hears_nothing(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    place = Place()
    place.setParent(window)
    go_on = threading.Event()
    got: list[bool] = []
    job = perform_in_background(place, lambda progress, cancelled: go_on.wait(10), words="Reading", done=got.append)
    with qtbot.waitSignal(place.destroyed):
        place.deleteLater()
    with qtbot.waitSignal(job.destroyed):
        go_on.set()
    assert got == []


def test_a_dialog_shows_its_own_notices(qtbot: QtBot, place: Place) -> None:
    dialog = SheetDialog(place, "Add a person")
    dialog.open()
    perform(dialog, _trouble)
    assert place.notices == []
    assert dialog._notice is not None
    dialog.tell_changed()
    assert place.changes == 1
    dialog.reject()


def test_reports_that_come_too_often_are_thinned_but_the_last_is_told(qtbot: QtBot) -> None:
    job = Job()
    told: list[tuple[int, int, str]] = []
    job.progressed.connect(lambda *args: told.append(args))

    def work(progress: Progress, cancelled: Cancelled) -> None:
        for done in range(1, 5001):
            progress(done, 5000)

    with qtbot.waitSignal(job.ended):
        job.start(work)
    assert told[-1] == (5000, 5000, "")
    assert len(told) < 500
