"""What a page says stays while it only asks again: records of another laptop that came in solve nothing."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from supervisor_app.domain.people import PersonFields
from supervisor_app.errors import UserError
from supervisor_app.services.catalogue import library, publish
from supervisor_app.services.people import add_worker
from supervisor_app.ui.main_window import MainWindow
from supervisor_app.ui.page_table import PAGES
from supervisor_app.ui.pages import people_page
from supervisor_app.ui.pages.matrix_page import MatrixPage
from tests.ui.conftest import Founded

AFTER_MS = 250
"""What a page looks up a moment later, as typing pauses, has come by then."""
OF_SOMEBODY = {"observe_step", "decide", "signed", "person", "privacy", "record", "record_amend"}
"""Pages about one person or record: opened without one they say so themselves, and say it again each time."""


@pytest.mark.parametrize("key", [entry.key for entry in PAGES if entry.key not in OF_SOMEBODY])
def test_a_notice_stays_when_records_come_in(qtbot: QtBot, founded: Founded, key: str) -> None:
    site, session = founded
    publish(site, session, [item.checklist for item in library()][:2])
    add_worker(site, session, PersonFields(employee_no="0042", given_name="Bo", family_name="Quist", department="Press shop"))
    window = MainWindow(*founded)
    qtbot.addWidget(window)
    window.show()
    window.open_page(key)
    page = window.current_page
    assert page is not None
    page.show_notice("The printer took nothing.", "Look whether it has paper.")
    window.tell_changed()
    if isinstance(page, MatrixPage):
        qtbot.waitUntil(lambda: page.job is None or not page.job.running)
    qtbot.wait(AFTER_MS)
    assert page.notice is not None
    assert page.notice.message.text() == "The printer took nothing."
    page.clear_notice()
    assert page.notice is None


def test_what_could_not_be_asked_is_said_until_it_can_be(qtbot: QtBot, founded: Founded, monkeypatch: pytest.MonkeyPatch) -> None:
    def busy(*_: object, **__: object) -> int:
        raise UserError("The records are busy.", "Wait a moment.")

    window = MainWindow(*founded)
    qtbot.addWidget(window)
    window.show()
    with monkeypatch.context() as patch:
        patch.setattr(people_page, "count_people", busy)
        window.open_page("people")
        page = window.current_page
        assert page is not None
        assert page.notice is not None
        window.tell_changed()
        assert page.notice is not None
        assert page.notice.message.text() == "The records are busy."
    window.tell_changed()
    assert page.notice is None
