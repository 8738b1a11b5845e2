"""What does not count: told on Today to whoever may put it right, listed with the reason, said on the record itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from supervisor_app.services.appending import append_act
from supervisor_app.services.questioned_lines import questioned_lines
from supervisor_app.services.today import today
from supervisor_app.services.unlocking import unlock
from supervisor_app.storage import questioned_queries
from supervisor_app.ui.main_window import MainWindow
from supervisor_app.ui.pages.ledger_page import LedgerPage
from supervisor_app.ui.pages.questioned_page import QuestionedPage
from supervisor_app.ui.pages.record_page import RecordPage
from supervisor_app.ui.widgets.buttons import Button
from supervisor_app.ui.widgets.words import Words
from tests.services.founded import SECOND_PIN, Founded, found, later, signed

WHY = "The signer was not authorised."


@pytest.fixture
def at(tmp_path: Path) -> Iterator[Founded]:
    founded = found(tmp_path / "site")
    yield founded
    founded.site.close()


def question(at: Founded) -> str:
    """A sign-off that came to be questioned; returns its id."""
    record = signed(at, at.ana).sign_off
    with at.site.database.write() as connection:
        connection.exec_driver_sql("UPDATE sign_off SET questioned = ? WHERE id = ?", (WHY, record.id))
    return record.id


def window_of(qtbot: QtBot, at: Founded, *, marco: bool = False) -> MainWindow:
    window = MainWindow(at.site, at.marco if marco else at.hannah)
    qtbot.addWidget(window)
    window.resize(1366, 768)
    window.show()
    return window


def texts(widget: QWidget) -> str:
    return " ".join(words.text() for words in widget.findChildren(Words) if words.isVisible())


def test_today_tells_an_admin_and_leads_to_the_list_and_to_the_record(qtbot: QtBot, at: Founded) -> None:
    record_id = question(at)
    window = window_of(qtbot, at)
    assert window.current_page is not None
    assert "does not count" in texts(window.current_page)
    window.open_page("questioned")
    page = window.current_page
    assert isinstance(page, QuestionedPage)
    row = page.rows.model.row(0)
    assert row is not None
    assert row.title == "Sign-off: Ana Kowalska"
    assert row.detail == f"By Hannah Weber. {WHY}"
    page.rows.opened.emit(row.key)
    record = window.current_page
    assert isinstance(record, RecordPage)
    assert "This record does not count." in texts(record)
    assert WHY in texts(record)
    assert [line.sign_off_id for line in questioned_lines(at.site)] == [record_id]


def test_two_records_with_one_number_are_listed_and_each_leads_to_where_both_are_seen(qtbot: QtBot, at: Founded) -> None:
    record = signed(at, at.ana).sign_off
    later(at, hours=1)
    with at.site.database.write() as connection:
        keys, kind, other = unlock(at.site, at.marco, SECOND_PIN), "assessment.signed", replace(record, limits="none")
        append_act(at.site, connection, at.marco, keys, kind, about=at.ana.id, body=other, meaning="", signed_at=at.site.clock())
    window = window_of(qtbot, at)
    window.open_page("questioned")
    page = window.current_page
    assert isinstance(page, QuestionedPage)
    assert len(page.lines) == 2
    for line in page.lines:
        page.rows.opened.emit(line.key)
        if not line.beside:
            shown = window.current_page
            assert isinstance(shown, RecordPage)
            assert "sign again" in texts(shown)
            (compare,) = [
                button for button in shown.findChildren(Button) if button.accessibleName().startswith("See all records")
            ]
            compare.click()
        ledger = window.current_page
        assert isinstance(ledger, LedgerPage)
        rows = [ledger.entries.model.row(place) for place in range(ledger.entries.model.rowCount())]
        assert [(row.chip.word if row and row.chip else "") for row in rows] == ["Questioned", "Questioned"]
        assert ledger.entries.current is not None
        assert ledger.entries.current.key == line.key.replace("/", ":")
        assert window.current_page is ledger


def test_who_cannot_put_it_right_is_not_alarmed(at: Founded) -> None:
    question(at)
    assert today(at.site, at.hannah, at.time()).questioned == 1
    assert today(at.site, at.marco, at.time()).questioned == 0


def test_while_everything_counts_the_page_says_so(qtbot: QtBot, at: Founded) -> None:
    window = window_of(qtbot, at)
    window.open_page("questioned")
    assert window.current_page is not None
    assert "Everything counts" in texts(window.current_page)


def test_counting_what_does_not_count_walks_only_that(at: Founded) -> None:
    with at.site.database.read() as connection:
        statement = f"EXPLAIN QUERY PLAN SELECT count(*) FROM ({questioned_queries._ALL})"
        plan = [row[3] for row in connection.exec_driver_sql(statement)]
    scans = [line for line in plan if line.startswith("SCAN") and "INDEX" not in line and "subquery" not in line.lower()]
    assert scans == []
