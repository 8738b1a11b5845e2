"""Lists fetch as one scrolls, tell what is picked and opened, and keep their place."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from supervisor_app.ui.widgets.chip import ChipFace, Tone
from supervisor_app.ui.widgets.rows import FETCH, Row, RowList, RowModel


class Source:
    """Rows 0 to `count`, and what was asked for."""

    def __init__(self, count: int) -> None:
        self.count = count
        self.asked: list[int] = []

    def __call__(self, offset: int, limit: int) -> Sequence[Row]:
        self.asked.append(offset)
        return [self.row(number) for number in range(offset, min(offset + limit, self.count))]

    def row(self, number: int) -> Row:
        chip = ChipFace("Valid", Tone.OK)
        return Row(key=str(number), title=f"Person {number}", detail="Paint, days", avatar="A B", chip=chip, muted=number == 0)


def test_the_model_keeps_qts_rules() -> None:
    model = RowModel(Source(3 * FETCH + 7))
    model.restart()
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    while model.canFetchMore(model.index(-1, 0)):
        model.fetchMore(model.index(-1, 0))
    assert model.rowCount() == 3 * FETCH + 7
    assert tester is not None


def test_a_hundred_thousand_rows_are_not_fetched_to_show_the_first(qtbot: QtBot) -> None:
    source = Source(100_000)
    rows = RowList(source)
    qtbot.addWidget(rows)
    rows.resize(340, 400)
    rows.restart()
    rows.show()
    assert max(source.asked) <= 2 * FETCH


@pytest.fixture
def rows(qtbot: QtBot) -> RowList:
    made = RowList(Source(5))
    qtbot.addWidget(made)
    made.resize(340, 400)
    made.restart()
    made.show()
    return made


def _middle(rows: RowList, place: int) -> QPoint:
    return rows.view.visualRect(rows.model.index(place, 0)).center()


def test_a_click_picks_and_opens(qtbot: QtBot, rows: RowList) -> None:
    with qtbot.waitSignals([rows.picked, rows.opened]):
        qtbot.mouseClick(rows.view.viewport(), Qt.MouseButton.LeftButton, pos=_middle(rows, 2))
    assert rows.current is not None
    assert rows.current.key == "2"


def test_arrows_pick_and_enter_opens(qtbot: QtBot, rows: RowList) -> None:
    rows.select("1")
    with qtbot.waitSignal(rows.picked) as picked:
        qtbot.keyClick(rows.view, Qt.Key.Key_Down)
    assert picked.args == ["2"]
    with qtbot.waitSignal(rows.opened) as opened:
        qtbot.keyClick(rows.view, Qt.Key.Key_Return)
    assert opened.args == ["2"]


def test_a_muted_row_cannot_be_taken(qtbot: QtBot, rows: RowList) -> None:
    with qtbot.assertNotEmitted(rows.opened):
        qtbot.mouseClick(rows.view.viewport(), Qt.MouseButton.LeftButton, pos=_middle(rows, 0))
    with qtbot.waitSignal(rows.opened) as opened:
        rows.take_first()
    assert opened.args == ["1"]


def test_asking_again_keeps_the_row_and_tells_nobody(qtbot: QtBot, rows: RowList) -> None:
    rows.select("3")
    with qtbot.assertNotEmitted(rows.picked):
        rows.restart()
    assert rows.current is not None
    assert rows.current.key == "3"


def test_a_row_is_spoken_whole() -> None:
    assert Source(5).row(3).spoken == "Person 3, Paint, days, Valid"


def test_rows_read_from_the_right_are_the_mirror_of_rows_read_from_the_left(qtbot: QtBot, rows: RowList) -> None:
    left = rows.grab().toImage()
    rows.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    right = rows.grab().toImage()
    ground = left.pixelColor(330, 4)
    assert any(left.pixelColor(x, 40) != ground for x in range(17, 60))
    assert any(right.pixelColor(340 - x, 40) != ground for x in range(17, 60))
