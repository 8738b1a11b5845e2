"""A field for a day: the same example and the same sentence everywhere."""

from __future__ import annotations

import ast
from datetime import date
from pathlib import Path

from pytestqt.qtbot import QtBot

import supervisor_app.ui
from supervisor_app.ui.widgets.day_field import DayField


def test_it_shows_a_day_as_the_app_writes_days_and_reads_it_back(qtbot: QtBot) -> None:
    field = DayField("Last day", date(2026, 3, 14))
    qtbot.addWidget(field)
    assert field.text() == "14 Mar 2026"
    assert field.day() == date(2026, 3, 14)
    assert not field.say_problem()


def test_an_empty_one_is_a_problem_only_where_a_day_is_needed(qtbot: QtBot) -> None:
    needed, may = DayField("Last day"), DayField("Until", may_be_empty=True)
    for field in (needed, may):
        qtbot.addWidget(field)
    assert needed.say_problem()
    assert needed.edit.accessibleDescription() == "This is no day. Write it like 14 Mar 2026."
    assert not may.say_problem()
    may.set_text("soon")
    assert may.say_problem()


def test_no_screen_writes_an_example_of_its_own() -> None:
    """A sentence that shows how a day is written stands in one place; another form beside it makes people wonder."""
    folder = Path(supervisor_app.ui.__file__).parent
    wrong = []
    for path in folder.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and "is no day" in node.value:
                wrong.append(path.name)
    assert wrong == []
