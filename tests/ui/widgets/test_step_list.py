"""The list of steps: a sound model that repaints only what changed, and words for those who listen."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from supervisor_app.ui.pages.observe_state import Mark, Row
from supervisor_app.ui.widgets.step_list import StepList, StepModel

ROWS = (
    Row(text="Pre-use"),
    Row(text="Shows the check", step="s01", number=1, critical=True, current=True, mark=Mark.HERE),
    Row(text="Mounts", step="s02", number=2),
)


@pytest.fixture
def model(qtbot: QtBot) -> StepModel:
    made = StepModel()
    made.set_rows(ROWS)
    return made


def test_the_model_is_sound(model: StepModel, qtmodeltester: ModelTester) -> None:
    qtmodeltester.check(model)


def test_an_answer_changes_one_row_and_resets_nothing(model: StepModel, qtbot: QtBot) -> None:
    changed: list[int] = []
    model.dataChanged.connect(lambda first, last: changed.extend((first.row(), last.row())))
    with qtbot.assertNotEmitted(model.modelReset):
        model.set_rows((ROWS[0], replace(ROWS[1], mark=Mark.MET), ROWS[2]))
    assert changed == [1, 1]


def test_a_head_cannot_be_taken_and_a_step_is_told_with_its_mark(model: StepModel) -> None:
    assert not model.flags(model.index(0)) & Qt.ItemFlag.ItemIsSelectable
    spoken = model.data(model.index(1), Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "1: Shows the check, critical, You are here"


def test_the_current_step_is_always_in_sight(qtbot: QtBot) -> None:
    steps = [Row(text=f"Step {number}", step=f"s{number}", number=number) for number in range(1, 40)]
    view = StepList()
    qtbot.addWidget(view)
    view.resize(310, 300)
    view.show()
    for current in (30, 2, 39):
        view.set_rows([replace(row, current=row.number == current) for row in steps])
        rect = view.visualRect(view.model().index(current - 1, 0))
        assert view.viewport().rect().contains(rect)
