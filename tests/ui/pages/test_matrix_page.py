"""The matrix over a real site: cells, cover, the reading line, searching, keys, other days."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from supervisor_app.domain.decision import Outcome
from supervisor_app.domain.observation import Result
from supervisor_app.domain.people import PersonFields
from supervisor_app.domain.qualification import Held, HeldStatus
from supervisor_app.services.declaring import Declaration, declare
from supervisor_app.services.matrix import Matrix, MatrixColumn, matrix
from supervisor_app.services.matrix_choice import choose
from supervisor_app.services.people import add_worker, mark_left
from supervisor_app.services.signing import sign
from supervisor_app.services.site import Site
from supervisor_app.ui.dialogs.printout_dialog import PrintoutDialog
from supervisor_app.ui.jobs import Cancelled, Progress
from supervisor_app.ui.main_window import MainWindow
from supervisor_app.ui.pages import matrix_page
from supervisor_app.ui.pages.matrix_page import MatrixPage
from supervisor_app.ui.pages.matrix_state import face_of, first_cell, reading, sentence, standing_words
from supervisor_app.ui.widgets.matrix_cells import CellKind, cell_pixmap
from supervisor_app.ui.widgets.matrix_legend import MatrixLegend
from supervisor_app.ui.widgets.matrix_model import MatrixModel
from supervisor_app.ui.widgets.matrix_view import MatrixSheet
from supervisor_app.ui.widgets.progress import ProgressRow
from tests.services.founded import PIN, Founded, choice, found, observe, signed

PATIENCE_MS = 60_000
LEVELS = (("I", "in training"), ("L", "under supervision"), ("U", "unsupervised"), ("O", "trains others"))
COLUMN = MatrixColumn(competency="forklift", code="FLT", title="Forklift", cover_from="U", covered=1, levels=LEVELS)


@pytest.fixture
def at(tmp_path: Path) -> Iterator[Founded]:
    founded = found(tmp_path / "site")
    signed(founded, founded.ana)
    sign(
        founded.site,
        founded.hannah,
        observe(founded, founded.yusef, critical=Result.NOT_MET),
        choice(founded, Outcome.NOT_YET),
        PIN,
    )
    yield founded
    founded.site.close()


def page_of(qtbot: QtBot, at: Founded, *, marco: bool = False) -> MatrixPage:
    page = visited(qtbot, at, marco=marco)
    seen(qtbot, page)
    return page


def visited(qtbot: QtBot, at: Founded, *, marco: bool = False) -> MatrixPage:
    """A page whose matrix is not there yet."""
    window = MainWindow(at.site, at.marco if marco else at.hannah)
    qtbot.addWidget(window)
    window.resize(1366, 768)
    window.show()
    window.open_page("matrix")
    page = window.current_page
    assert isinstance(page, MatrixPage)
    return page


def seen(qtbot: QtBot, page: MatrixPage) -> None:
    """Wait until what was asked for is in sight."""
    qtbot.waitUntil(lambda: page.job is None, timeout=PATIENCE_MS)


def at_cell(page: MatrixPage, name: str, skill: str = "Counterbalance forklift") -> tuple[int, int]:
    model = page.model
    rows = [model.headerData(row, Qt.Orientation.Vertical) for row in range(model.rowCount())]
    heads = [model.headerData(column, Qt.Orientation.Horizontal) for column in range(model.columnCount())]
    return rows.index(name), heads.index(skill)


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (HeldStatus.VALID, CellKind.LEVEL),
        (HeldStatus.DUE_SOON, CellKind.SOON),
        (HeldStatus.EXPIRED, CellKind.EXPIRED),
        (HeldStatus.NOT_YET, CellKind.BEGUN),
        (HeldStatus.NEVER, CellKind.NEVER),
        (HeldStatus.SUSPENDED, CellKind.ON_HOLD),
        (HeldStatus.DECLARED, CellKind.DECLARED),
    ],
)
def test_each_status_has_a_face_and_words_of_its_own(status: HeldStatus, kind: CellKind) -> None:
    held = Held(competency="forklift", status=status, level="U", covers=True, due=date(2026, 12, 9))
    face = face_of(held, COLUMN)
    assert face.kind is kind
    assert (face.word != "") is (kind not in (CellKind.LEVEL, CellKind.NEVER))
    if status in (HeldStatus.VALID, HeldStatus.DUE_SOON):
        assert (face.rank, face.count, face.heavy) == (3, 4, True)
        assert standing_words(held, COLUMN) == "level U until 9 December 2026, counts as cover"
        assert not face_of(replace(held, covers=False), COLUMN).heavy


def test_the_legend_names_what_is_there_and_takes_a_second_line_where_one_is_too_short(qtbot: QtBot) -> None:
    legend = MatrixLegend()
    qtbot.addWidget(legend)
    legend.show_signs(LEVELS)
    usual = "Signs: in training, under supervision, unsupervised, trains others, due within 30 days, expired, "
    assert legend.accessibleName() == f"{usual}not yet competent, never assessed"
    assert (legend.heightForWidth(1600), legend.heightForWidth(700)) == (24, 48)
    legend.show_signs(LEVELS, {CellKind.ON_HOLD, CellKind.DECLARED})
    assert legend.accessibleName() == f"{usual}on hold, not yet competent, declared, never assessed"
    legend.resize(700, legend.heightForWidth(700))
    assert not legend.grab().isNull()


def test_paper_of_others_brings_its_sign_into_the_legend(qtbot: QtBot, at: Founded) -> None:
    page = page_of(qtbot, at)
    assert "declared" not in page.legend.accessibleName()
    assert page.matrix is not None
    row, _ = at_cell(page, at.ana.name)
    never = (row, next(place for place in range(page.model.columnCount()) if page.model.face(row, place).kind is CellKind.NEVER))
    other = page.matrix.columns[page.shown.columns[never[1]]]
    paper = Declaration(worker_id=at.ana.id, title="Fahrausweis", issuer="BGHW", competency=other.competency)
    declare(at.site, at.hannah, paper, PIN, at.time())
    page.reload()
    seen(qtbot, page)
    assert page.model.face(*never).kind is CellKind.DECLARED
    assert "declared" in page.legend.accessibleName()


def test_the_page_begins_at_a_cell_that_says_something(qtbot: QtBot, at: Founded) -> None:
    page = page_of(qtbot, at)
    assert page.window().focusWidget() is page.table
    here = page.table.currentIndex()
    assert page.model.face(here.row(), here.column()).kind is not CellKind.NEVER
    assert page.reading.line is not None
    assert page.matrix is not None
    assert first_cell(page.matrix) == (page.shown.rows[here.row()], page.shown.columns[here.column()])


def test_arrows_move_and_the_reading_line_says_why(qtbot: QtBot, at: Founded) -> None:
    page = page_of(qtbot, at)
    page.table.setCurrentIndex(page.model.index(*at_cell(page, at.ana.name)))
    assert page.reading.standing.text() == "level U until 23 November 2029, counts as cover"
    assert "29 CFR 1910.178" in page.reading.why.text()
    assert "Met on 23 November 2026" in page.reading.why.text()
    before = page.table.currentIndex().row()
    qtbot.keyClick(page.table, Qt.Key.Key_Down if before == 0 else Qt.Key.Key_Up)
    assert page.reading.standing.text() == "not yet competent"
    index = page.table.currentIndex()
    assert "not yet competent" in str(page.model.data(index, Qt.ItemDataRole.AccessibleTextRole))


def test_enter_opens_the_person_and_the_button_observes(qtbot: QtBot, at: Founded, monkeypatch: pytest.MonkeyPatch) -> None:
    page = page_of(qtbot, at)
    page.table.setCurrentIndex(page.model.index(*at_cell(page, at.ana.name)))
    opened: list[tuple[str, dict[str, object]]] = []
    monkeypatch.setattr(page.main, "open_page", lambda key, **arguments: opened.append((key, arguments)))
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    page.reading.observe.click()
    assert opened == [
        ("person", {"worker_id": at.ana.id}),
        ("observe", {"worker_id": at.ana.id, "competency": "forklift"}),
    ]


def test_nobody_is_offered_to_observe_themself(qtbot: QtBot, at: Founded) -> None:
    page = page_of(qtbot, at, marco=True)
    page.table.setCurrentIndex(page.model.index(*at_cell(page, at.yusef.name)))
    assert not page.reading.observe.isVisible()
    page.table.setCurrentIndex(page.model.index(*at_cell(page, at.ana.name)))
    assert page.reading.observe.isVisible()


def test_the_search_finds_people_and_else_skills_and_keeps_the_place(qtbot: QtBot, at: Founded) -> None:
    page = page_of(qtbot, at)
    tester = QAbstractItemModelTester(page.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    qtbot.keyClicks(page.search, "hazan")
    assert page.model.rowCount() == 1
    assert page.search.accessibleDescription() == "1 of 2"
    page.search.setText("twice")
    assert (page.model.rowCount(), page.model.columnCount()) == (2, 1)
    page.search.setText("zzz")
    assert page.model.rowCount() == 0
    assert page.reading.line is None
    page.search.clear()
    assert (page.model.rowCount(), page.model.columnCount()) == (2, 2)
    assert page.reading.line is not None
    assert tester is not None


def test_a_department_can_be_chosen(qtbot: QtBot, at: Founded) -> None:
    for number, department in (("7", "Paint"), ("8", "Press")):
        add_worker(at.site, at.hannah, PersonFields(employee_no=number, family_name=f"Silva {number}", department=department))
    page = page_of(qtbot, at)
    assert page.where.isVisible()
    page.show_department("Paint")
    assert page.model.rowCount() == 1
    assert page.where.text() == "Paint"
    assert page.table.corner.words == "1 person"
    page.show_department("")
    assert page.model.rowCount() == 4


def test_another_day_shows_what_has_ended_by_then(qtbot: QtBot, at: Founded) -> None:
    at.time.wait(timedelta(days=3 * 365 - 10).total_seconds())
    page = page_of(qtbot, at)
    cell = at_cell(page, at.ana.name)
    assert page.model.face(*cell).kind is CellKind.SOON
    assert page.sheet.cover.accessibleName().startswith("Cover today. Counterbalance forklift: 1, one only")
    page.show_day(30)
    seen(qtbot, page)
    assert page.model.face(*cell).kind is CellKind.EXPIRED
    assert "Counterbalance forklift: 0, nobody" in page.sheet.cover.accessibleName()


def test_many_columns_scroll_together_with_their_cover(qtbot: QtBot) -> None:
    never = face_of(Held(competency="x", status=HeldStatus.NEVER), COLUMN)
    model = MatrixModel()
    model.show(["A", "B"], [f"Skill {number}" for number in range(40)], [[never] * 40] * 2, lambda _row, _column: "")
    sheet = MatrixSheet(model)
    page = QWidget()
    box = QVBoxLayout(page)
    box.addWidget(sheet, 1)
    box.addStretch(0)
    qtbot.addWidget(page)
    page.resize(900, 500)
    page.show()
    inner = sheet.table.horizontalScrollBar()
    qtbot.waitUntil(lambda: inner.maximum() > 0)
    qtbot.waitUntil(lambda: not sheet.table.verticalScrollBar().isVisible())
    sheet.table.setCurrentIndex(model.index(1, 39))
    qtbot.waitUntil(lambda: inner.value() == inner.maximum())
    assert sheet.table.columnAt(sheet.table.viewport().width() - 2) == 39
    assert not sheet.grab().isNull()


def test_a_picture_is_painted_once_for_a_face(qtbot: QtBot) -> None:
    face = face_of(Held(competency="x", status=HeldStatus.VALID, level="U", covers=True), COLUMN)
    assert cell_pixmap(face, 74, 44, 1.0).cacheKey() == cell_pixmap(replace(face), 74, 44, 1.0).cacheKey()


def test_words_about_the_whole_and_one_cell(at: Founded) -> None:
    day = at.time().date()
    table = matrix(at.site, day)
    assert sentence(table, day) == "1 skill hangs on one person, 1 skill has nobody."
    assert choose(table, "20417").columns == (0, 1)
    never = reading(table, 0, 1)
    assert (never.standing, never.why) == ("never assessed", "No assessment of this skill is recorded.")


def test_without_people_the_page_offers_the_import(qtbot: QtBot, tmp_path: Path) -> None:
    empty = found(tmp_path / "other")
    for worker in (empty.ana, empty.yusef):
        mark_left(empty.site, empty.hannah, worker.id, empty.time().date())
    page = page_of(qtbot, empty)
    assert page.import_button.isVisible()
    assert page.window().focusWidget() is page.import_button
    page.window().close()  # a window goes before the records it shows
    empty.site.close()


class Gate:
    """Stands before the matrix: lets no day through before it is opened, and notes which were asked for."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.open = threading.Event()
        self.days: list[date] = []
        monkeypatch.setattr(matrix_page, "matrix", self._matrix)

    def _matrix(self, site: Site, day: date, progress: Progress, cancelled: Cancelled, *, before: Matrix | None) -> Matrix:
        self.days.append(day)
        assert self.open.wait(60)
        return matrix(site, day, progress, cancelled, before=before)


def test_long_work_is_said_with_a_way_to_stop_it_and_can_be_begun_again(
    qtbot: QtBot, at: Founded, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate = Gate(monkeypatch)
    page = visited(qtbot, at)
    assert not page.findChildren(ProgressRow)  # not before 0.3 s
    assert not page.table.isVisible()
    assert not page.print.isVisible()
    qtbot.waitUntil(lambda: bool(page.findChildren(ProgressRow)), timeout=PATIENCE_MS)
    row = page.findChildren(ProgressRow)[0]
    assert row.words.text() == "Working out who holds what"
    qtbot.mouseClick(row.cancel, Qt.MouseButton.LeftButton)
    gate.open.set()
    qtbot.waitUntil(lambda: page.notice is not None, timeout=PATIENCE_MS)
    assert page.matrix is None
    assert page.notice is not None
    page.notice.acted.emit()
    qtbot.waitUntil(page.table.isVisible, timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: page.notice is None)


def test_of_two_days_asked_for_the_last_is_shown(qtbot: QtBot, at: Founded, monkeypatch: pytest.MonkeyPatch) -> None:
    page = page_of(qtbot, at)
    today = at.time().date()
    gate = Gate(monkeypatch)
    page.show_day(30)
    first = page.job
    assert first is not None
    page.show_day(60)
    assert page.sheet.cover.accessibleName().startswith("Cover today.")  # what is in sight stays until there is other
    gate.open.set()
    seen(qtbot, page)
    assert page.matrix is not None
    assert page.matrix.day == today + timedelta(days=60)
    assert page.sheet.cover.accessibleName().startswith("Cover in 60 days.")
    assert sorted(gate.days) == [today + timedelta(days=30), today + timedelta(days=60)]
    qtbot.waitUntil(lambda: not first.running)


def test_a_page_left_or_locked_before_the_matrix_is_there_shows_it_on_the_next_visit(
    qtbot: QtBot, at: Founded, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate = Gate(monkeypatch)
    page = visited(qtbot, at)
    jobs = [page.job]
    page.main.open_page("today")
    page.main.open_page("matrix")
    jobs.append(page.job)
    page.main.lock()
    gate.open.set()
    qtbot.waitUntil(lambda: not any(job.running for job in jobs if job), timeout=PATIENCE_MS)
    assert page.job is None
    assert page.matrix is None
    page.main._sign_in(at.hannah.member_id, PIN)
    seen(qtbot, page)
    assert page.table.isVisible()


def test_a_window_closed_before_the_matrix_is_there_waits_for_nothing_and_breaks_nothing(
    qtbot: QtBot, at: Founded, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate = Gate(monkeypatch)
    page = visited(qtbot, at)
    job = page.job
    assert job is not None
    page.main.close()
    with qtbot.waitSignal(job.destroyed, timeout=PATIENCE_MS):
        gate.open.set()
    assert page.matrix is None


def test_a_chart_asked_for_is_dropped_when_the_page_is_left(qtbot: QtBot, at: Founded) -> None:
    page = page_of(qtbot, at)
    page.print.click()
    charting = page._charting
    assert charting is not None
    with qtbot.waitSignal(charting.destroyed, timeout=PATIENCE_MS):
        page.main.open_page("today")
    assert page.window().findChild(PrintoutDialog) is None
