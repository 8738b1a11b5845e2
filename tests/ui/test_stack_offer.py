"""A certificate earned by holding others: offered on Today and on the person's page, issued with a PIN, then shown."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from supervisor_app.services.catalogue import publish
from supervisor_app.services.issuing import issue
from supervisor_app.services.stack_offers import stack_offers
from supervisor_app.ui.dialogs.stack_dialog import StackDialog
from supervisor_app.ui.main_window import MainWindow
from supervisor_app.ui.pages.certificates_page import CertificatesPage
from supervisor_app.ui.widgets.buttons import Button
from supervisor_app.ui.widgets.task_row import TaskRow
from tests.services.founded import DETAILS, PIN, Founded, forklift, found, later, signed
from tests.services.test_stacking import PARTS, STACKED


@pytest.fixture
def at(tmp_path: Path) -> Iterator[Founded]:
    founded = found(tmp_path / "site")
    lockout = forklift(competency="lockout", code="LOTO", title={"en": "Lockout"}, short_title={"en": "Lockout"})
    for line in publish(founded.site, founded.hannah, [lockout, STACKED]):
        founded.digests[line.competency] = line.digest
    for name in PARTS:
        later(founded, hours=1)
        sign_off = signed(founded, founded.ana, name).sign_off
        issue(founded.site, founded.hannah, sign_off.id, DETAILS, PIN, founded.time())
    yield founded
    founded.site.close()


@pytest.fixture
def window(qtbot: QtBot, at: Founded) -> MainWindow:
    window = MainWindow(at.site, at.hannah)
    qtbot.addWidget(window)
    window.resize(1366, 768)
    window.show()
    return window


def issue_button(qtbot: QtBot, window: MainWindow) -> Button:
    def rows() -> list[TaskRow]:
        page = window.current_page
        return [row for row in page.findChildren(TaskRow) if row.button.text() == "Issue" and row.isVisible()] if page else []

    qtbot.waitUntil(lambda: len(rows()) == 1, timeout=5000)
    return rows()[0].button


@pytest.mark.parametrize("where", ["today", "person"])
def test_it_is_offered_issued_with_a_pin_and_shown(qtbot: QtBot, at: Founded, window: MainWindow, where: str) -> None:
    window.open_page(where, **({"worker_id": at.ana.id} if where == "person" else {}))
    issue_button(qtbot, window).click()
    qtbot.waitUntil(lambda: window.findChild(StackDialog) is not None)
    dialog = window.findChild(StackDialog)
    assert dialog is not None
    qtbot.waitUntil(dialog.isVisible)
    qtbot.keyClicks(dialog.pin, PIN)
    dialog.save.click()
    qtbot.waitUntil(lambda: isinstance(window.current_page, CertificatesPage), timeout=15_000)
    page = window.current_page
    assert isinstance(page, CertificatesPage)
    qtbot.waitUntil(lambda: page.paper.settled, timeout=20_000)
    assert stack_offers(at.site, at.time().date()) == ()
