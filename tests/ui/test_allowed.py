"""Every page as every role: nothing breaks, and what one may not do is in sight, disabled, with the reason why."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from supervisor_app.domain.certificate_acts import LifeKind
from supervisor_app.domain.people import Role
from supervisor_app.domain.rights import RIGHTS, Right
from supervisor_app.services.issuing import issue
from supervisor_app.services.membership import change_member
from supervisor_app.services.session import Session
from supervisor_app.services.signing_in import list_members
from supervisor_app.ui.main_window import MainWindow
from supervisor_app.ui.page import Page
from supervisor_app.ui.page_table import PAGES
from supervisor_app.ui.pages.certificates_page import CertificatesPage
from tests.services.founded import DETAILS, PIN, Founded, as_role, found, observe, signed
from tests.ui.filling import filled

ROLES = tuple(Role)


@contextmanager
def window_as(at: Founded, session: Session) -> Iterator[MainWindow]:
    window = MainWindow(at.site, session)
    window.resize(1366, 768)
    window.show()
    try:
        yield window
    finally:
        window.close()
        shiboken6.delete(window)


@pytest.fixture
def at(tmp_path: Path, qtbot: QtBot) -> Iterator[Founded]:
    founded = found(tmp_path / "site")
    yield founded
    founded.site.close()


ACTIONS: dict[str, tuple[Right, Callable[[Page], QWidget]]] = {
    "today": (Right.OBSERVE, lambda page: page._new),  # type: ignore[attr-defined]
    "people": (Right.RECORD_PEOPLE, lambda page: page.import_button),  # type: ignore[attr-defined]
    "person": (Right.RECORD_PEOPLE, lambda page: page.panel.head.change),  # type: ignore[attr-defined]
    "checklists": (Right.PUBLISH, lambda page: page.from_file),  # type: ignore[attr-defined]
    "record": (Right.OBSERVE, lambda page: page.amend),  # type: ignore[attr-defined]
    "record_amend": (Right.OBSERVE, lambda page: page.signing.block.button),  # type: ignore[attr-defined]
    "settings": (Right.ADMINISTER, lambda page: page.members.label.link),  # type: ignore[attr-defined]
    "sync": (Right.ADMINISTER, lambda page: page.store.move_on),  # type: ignore[attr-defined]
    "decide": (Right.OBSERVE, lambda page: page.assessor.button),  # type: ignore[attr-defined]
    "certificates": (Right.REVOKE, lambda page: page.panel.life.choices[LifeKind.REVOKED.value]),  # type: ignore[attr-defined]
    "signed": (Right.ISSUE, lambda page: page.assessor.button),  # type: ignore[attr-defined]
}


def shown(page: Page | None, part: Callable[[Page], QWidget]) -> QWidget:
    assert page is not None
    return part(page)


@pytest.mark.parametrize("role", ROLES)
def test_every_page_as_every_role_offers_what_one_may_and_says_why_not(qtbot: QtBot, at: Founded, role: Role) -> None:
    draft_id, result = observe(at, at.ana), signed(at, at.ana, "forklift")
    issued = issue(at.site, at.hannah, signed(at, at.yusef, "forklift").sign_off.id, DETAILS, PIN, at.time())
    arguments: dict[str, dict[str, object]] = {
        "person": {"worker_id": at.ana.id},
        "observe_step": {"draft_id": draft_id},
        "decide": {"draft_id": draft_id},
        "signed": {"result": result},
        "certificates": {"certificate_id": issued.facts.credential_id},
        "record": {"sign_off_id": result.sign_off.id},
        "record_amend": {"sign_off_id": result.sign_off.id},
    }
    with window_as(at, at.hannah if role is Role.ADMIN else as_role(at, role)) as window:
        for entry in PAGES:
            window.open_page(entry.key, **arguments.get(entry.key, {}))
            filled(qtbot, window)
            assert window.current_page is not None
            if entry.key in ACTIONS:
                right, part = ACTIONS[entry.key]
                button = shown(window.current_page, part)
                assert button.isEnabled() == (right in RIGHTS[role]), (entry.key, role)
                assert bool(button.toolTip()) != button.isEnabled()
                assert button.accessibleDescription() == button.toolTip()
            if isinstance(page := window.current_page, CertificatesPage):
                qtbot.waitUntil(lambda page=page: page.paper.settled, timeout=20_000)  # it is drawn beside


@pytest.mark.parametrize("role", [Role.MANAGER, Role.AUDITOR, Role.QUALITY])
def test_who_may_not_observe_is_told_on_the_page_who_may(at: Founded, role: Role) -> None:
    with window_as(at, as_role(at, role)) as window:
        window.open_page("observe")
        page = window.current_page
        assert page is not None
        assert page.barred is not None
        assert "may not observe" in page.barred.message.text()
        assert "to sign in" in page.barred.hint.text()


def test_a_lapsed_authorisation_is_said_on_today(at: Founded) -> None:
    with window_as(at, at.marco) as window:
        page = window.current_page
        assert page is not None
        assert page.barred is None
    member = next(one for one in list_members(at.site) if one.id == at.marco.member_id)
    change_member(at.site, at.hannah, replace(member, until=at.time().date()), PIN)
    at.time.wait(timedelta(days=1).total_seconds())
    with window_as(at, at.marco) as window:
        page = window.current_page
        assert page is not None
        assert page.barred is not None
        assert "Your authorisation ended" in page.barred.message.text()
