"""What is made of others in choosing what to observe: it stands behind the checklists and leads to the part that is missing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from supervisor_app.services import catalogue
from supervisor_app.ui.pages.observe_choose import ObserveChoosePage
from supervisor_app.ui.pages.observe_rows import STACK_MARK
from supervisor_app.ui.widgets.words import Words
from tests.ui.pages.bench import Bench, bench_in, press

DRIVER = STACK_MARK + "forklift-driver"


@pytest.fixture
def bench(tmp_path: Path, qtbot: QtBot) -> Iterator[Bench]:
    with bench_in(tmp_path) as made:
        catalogue.publish(made.site, made.session, [item.checklist for item in catalogue.made_of_others()])
        yield made


def keys(page: ObserveChoosePage) -> list[str]:
    model = page.checklist_list.model
    return [row.key for place in range(model.rowCount()) if (row := model.row(place))]


def test_it_stands_behind_the_checklists_once_a_worker_is_chosen(bench: Bench) -> None:
    page = bench.go(ObserveChoosePage, "observe")
    assert DRIVER not in keys(page)
    press(page, "maharj", Qt.Key.Key_Return)
    assert keys(page)[-1] == DRIVER
    row = page.checklist_list.model.row(len(keys(page)) - 1)
    assert row is not None
    assert row.chip is not None
    assert (row.detail, row.note, row.chip.word) == (
        "Missing: Counterbalance forklift, Forklift pre-use check",
        "Made of 2 others",
        "0 of 2",
    )


def test_taking_it_by_keyboard_chooses_the_part_that_is_missing_and_says_so(bench: Bench) -> None:
    page = bench.go(ObserveChoosePage, "observe")
    press(page, "maharj", Qt.Key.Key_Return, "forklift driver", Qt.Key.Key_Return)
    assert page.checklist is not None
    assert page.checklist.competency in ("forklift-operator-eval", "forklift-preuse-inspection")
    assert page.notice is not None
    said = " ".join(words.text() for words in page.notice.findChildren(Words))
    assert "Forklift driver: 0 of 2 parts are held." in said
    assert "is chosen, to be observed now." in said
