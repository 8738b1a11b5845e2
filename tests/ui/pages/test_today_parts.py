"""The rows of "Sign and print": each in its place, each leads where it says, and what is not allowed stays in sight."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from pytestqt.qtbot import QtBot

from supervisor_app.services.issue_offers import IssueOffer
from supervisor_app.services.rights import ALLOWED, Permission
from supervisor_app.services.stack_offers import StackOffer
from supervisor_app.services.today import Today, today
from supervisor_app.services.waiting import WaitingLine
from supervisor_app.services.way_back import WayBack
from supervisor_app.ui.pages import today_parts
from supervisor_app.ui.pages.today_parts import signing_rows, way_back_row
from supervisor_app.ui.widgets.task_row import TaskRow
from tests.ui.conftest import NOW, Founded

_DAY = date(2026, 3, 2)
_OFFER = IssueOffer(
    sign_off_id="s1",
    worker_id="w1",
    worker_name="Ana",
    competency="press",
    title="Press brake",
    evaluated=_DAY,
    assessor_id="m1",
    limits="",
    limits_short="",
    evaluated_on="2 March",
    required=("photo",),
    missing=("photo",),
    labels=(),
)
_STACK = StackOffer(worker_id="w2", worker_name="Bo", competency="setter", title="Setter", parts=(), valid_until=None)
_WAITING = WaitingLine(sign_off_id="s2", worker_name="Chi", title="Crane", assessor_name="Matías")


class _Window:
    """Writes down where a row leads."""

    def __init__(self) -> None:
        self.asked: list[object] = []

    def open_page(self, key: str, **arguments: object) -> None:
        self.asked.append((key, arguments))


@pytest.fixture
def window(monkeypatch: pytest.MonkeyPatch) -> _Window:
    window = _Window()
    monkeypatch.setattr(today_parts, "open_offer", lambda _, sign_off_id: window.asked.append(("offer", sign_off_id)))
    monkeypatch.setattr(today_parts, "open_stack", lambda _, stack: window.asked.append(("stack", stack)))
    monkeypatch.setattr("supervisor_app.ui.printing.print_waiting", lambda _: window.asked.append("print"))
    monkeypatch.setattr(StackOffer, "sentence", "Earned by 3 certificates.")
    return window


def _full(founded: Founded) -> Today:
    empty = today(*founded, NOW)
    signing = replace(empty, offers=(_OFFER,), stacks=(_STACK,), to_countersign=(_WAITING,), to_print_count=3)
    return replace(signing, questioned=1, to_erase=2, to_publish="It is old.")


def _rows(qtbot: QtBot, founded: Founded, window: _Window, issuing: Permission) -> list[TaskRow]:
    rows = list(signing_rows(_full(founded), window, issuing))  # type: ignore[arg-type]
    for row in rows:
        qtbot.addWidget(row)
    return rows


def test_each_row_leads_where_it_says(qtbot: QtBot, founded: Founded, window: _Window) -> None:
    rows = _rows(qtbot, founded, window, ALLOWED)
    assert [row.button.text() for row in rows] == ["Look at it", "Review", "Issue", "Print 3", "Look", "Publish", "See why"]
    for row in rows:
        row.button.click()
    first, *_, erase, publish, questioned = window.asked
    assert window.asked[1:4] == [("offer", "s1"), ("stack", _STACK), "print"]
    assert first == ("record", {"sign_off_id": "s2"})
    assert (erase, publish, questioned) == (("retention", {}), ("settings", {"at": "publish"}), ("questioned", {}))


def test_who_may_not_issue_sees_why(qtbot: QtBot, founded: Founded, window: _Window) -> None:
    rows = _rows(qtbot, founded, window, Permission(False, "Only an issuer may issue."))
    barred = [row.button for row in rows if not row.button.isEnabled()]
    assert [button.text() for button in barred] == ["Review", "Issue"]
    assert all("Only an issuer may issue." in button.toolTip() for button in barred)


def test_nothing_is_asked_of_a_new_site(founded: Founded, window: _Window) -> None:
    assert list(signing_rows(today(*founded, NOW), window, ALLOWED)) == []  # type: ignore[arg-type]


def test_the_way_back_leads_to_the_settings(qtbot: QtBot, window: _Window) -> None:
    row = way_back_row(WayBack("No recovery sheet", "in any safe", "Make one."), window)  # type: ignore[arg-type]
    qtbot.addWidget(row)
    row.button.click()
    assert window.asked == [("settings", {"at": "sheet"})]
