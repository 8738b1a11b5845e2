"""The newcomer with a code: an invitation lets a laptop in at once; the recovery sheet does when every laptop is lost."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator, Sequence
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest
from pytestqt.qtbot import QtBot

from supervisor_app.domain.people import Role
from supervisor_app.services import sync_process
from supervisor_app.services.founding import create_empty
from supervisor_app.services.inviting import NewInvitation, invitation_file, invitations, invite, join_by_invitation
from supervisor_app.services.membership import add_member
from supervisor_app.services.session import Session
from supervisor_app.services.signing_in import sign_in
from supervisor_app.services.site import Site, open_site
from supervisor_app.services.store_address import without_password
from supervisor_app.services.syncing import choose_shared, sync_now
from supervisor_app.services.way_in import WayIn
from supervisor_app.services.worker_process import start_worker
from supervisor_app.ui.dialogs.database_dialog import DatabaseDialog
from supervisor_app.ui.pages.first_run import FirstRunWindow
from supervisor_app.ui.widgets.pin_field import PinField
from tests.postgres import PASSWORD, PASSWORD_QUOTED, Server, postgres
from tests.sites import make_recovery_sheet
from tests.ui.conftest import NOW, PIN, Founded

__all__ = ["postgres"]
LONG = 60_000
Made = list[tuple[Site, Session]]


@pytest.fixture
def made() -> Iterator[Made]:
    """What the window hands over; closed at the end."""
    sites: Made = []
    yield sites
    for site, _ in sites:
        site.close()


@pytest.fixture
def shared(founded: Founded, tmp_path: Path) -> Path:
    choose_shared(founded[0], tmp_path / "sign-off.db", True)
    return tmp_path / "sign-off.db"


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path, shared: Path, made: Made) -> FirstRunWindow:
    opened = FirstRunWindow(tmp_path / "new", clock=lambda: NOW, randomness=Random(5).randbytes)
    opened.founded.connect(lambda site, session: made.append((site, session)))
    qtbot.addWidget(opened)
    opened.show()
    opened.join.click()
    opened.join_file.set_path(str(shared))
    return opened


def invited(founded: Founded, **how: timedelta) -> NewInvitation:
    site, session = founded
    bo = add_member(site, session, "Bo Quist", "", Role.ASSESSOR, "", "", own_pin=PIN)
    invitation = invite(site, session, PIN, bo.id, **how)
    sync_now(site)
    return invitation


def take(window: FirstRunWindow, way: WayIn, code: str = "") -> None:
    window.join_file.way._picks[way.value].click()
    window.join_file.code.set_text(code)


def type_pin(field: PinField, pin: str) -> None:
    for digit in pin:
        field.add(digit)


def finish(qtbot: QtBot, window: FirstRunWindow) -> None:
    window.try_next()
    qtbot.waitUntil(lambda: window.step is window.join_you, timeout=LONG)
    window.join_you.laptop.set_text("Bay 2 laptop")
    type_pin(window.join_you.pins.first, "2718")
    type_pin(window.join_you.pins.second, "2718")
    window.try_next()


def test_an_invitation_that_is_typed_lets_a_laptop_in_at_once(
    qtbot: QtBot, window: FirstRunWindow, founded: Founded, made: Made
) -> None:
    code = invited(founded).code
    take(window, WayIn.INVITATION, code.lower().replace("-", " "))
    finish(qtbot, window)
    assert window.title.text() == "Welcome, Bo Quist"
    qtbot.waitUntil(lambda: bool(made), timeout=LONG)
    site, session = made[0]
    assert sign_in(site, session.member_id, "2718").name == "Bo Quist"
    sync_now(founded[0])
    assert [line.used_by for line in invitations(founded[0])] == ["Bay 2 laptop"]


def test_one_joins_over_a_database_by_its_address(
    qtbot: QtBot, window: FirstRunWindow, founded: Founded, made: Made, postgres: Server
) -> None:
    url = postgres.new_database()
    choose_shared(founded[0], url, True)
    code = invited(founded).code
    window.join_file.choose_database.click()
    dialog = window.findChild(DatabaseDialog)
    assert isinstance(dialog, DatabaseDialog)
    dialog.address.set_text(without_password(url))
    dialog.password.set_text(PASSWORD)
    dialog.use.click()
    assert window.join_file.path == url
    assert PASSWORD_QUOTED not in window.join_file._words.text()
    take(window, WayIn.INVITATION, code)
    finish(qtbot, window)
    qtbot.waitUntil(lambda: bool(made), timeout=LONG)
    assert made[0][1].name == "Bo Quist"
    sync_now(founded[0])
    assert [line.used_by for line in invitations(founded[0])] == ["Bay 2 laptop"]


def test_an_invitation_comes_from_a_file_and_another_file_is_told(
    window: FirstRunWindow, founded: Founded, tmp_path: Path
) -> None:
    invitation = invited(founded)
    take(window, WayIn.INVITATION)
    for name, data in (("other.txt", b"a shopping list"), ("bo.txt", invitation_file(invitation, "Northgate Pressings"))):
        (tmp_path / name).write_bytes(data)
    window.join_file.read_invitation(str(tmp_path / "other.txt"))
    assert "no invitation" in window.join_file.code.edit.accessibleDescription()
    window.join_file.read_invitation(str(tmp_path / "bo.txt"))
    assert window.join_file.code.text() == invitation.code
    assert not window.join_file.code.edit.accessibleDescription()


def test_a_code_that_cannot_be_one_is_told_before_anything_is_made(window: FirstRunWindow, tmp_path: Path) -> None:
    for way, code, words in ((WayIn.INVITATION, "ABCD", "three groups"), (WayIn.SHEET, "0" * 31 + "1", "group by group")):
        take(window, way, code)
        window.try_next()
        assert words in window.join_file.code.edit.accessibleDescription()
    assert window.step is window.join_file
    assert not (tmp_path / "new").exists()


def test_a_strange_code_is_told_and_the_right_one_still_lets_in(
    qtbot: QtBot, window: FirstRunWindow, founded: Founded, made: Made
) -> None:
    code = invited(founded).code
    take(window, WayIn.INVITATION, ("2" if code[0] == "1" else "1") + code[1:])
    window.try_next()
    qtbot.waitUntil(lambda: window._notice is not None, timeout=LONG)
    assert window.step is window.join_file
    window.join_file.code.set_text(code)
    finish(qtbot, window)
    qtbot.waitUntil(lambda: bool(made), timeout=LONG)


def test_an_invitation_that_is_over_is_told(qtbot: QtBot, window: FirstRunWindow, founded: Founded, said: list[str]) -> None:
    take(window, WayIn.INVITATION, invited(founded, valid=timedelta(hours=-1)).code)
    window.try_next()
    qtbot.waitUntil(lambda: bool(said), timeout=LONG)
    assert "This invitation was good until" in said[0]
    assert window.step is window.join_file


def test_an_invitation_that_was_used_is_told_and_one_can_ask_instead(
    qtbot: QtBot, window: FirstRunWindow, founded: Founded, tmp_path: Path, shared: Path, said: list[str]
) -> None:
    code = invited(founded).code
    quicker = create_empty(tmp_path / "quicker", clock=lambda: NOW, randomness=Random(6).randbytes)
    choose_shared(quicker, shared, False, invitation=code)
    join_by_invitation(quicker, code, "Bay 3 laptop", "2718")
    sync_now(quicker)
    quicker.close()
    take(window, WayIn.INVITATION, code)
    window.try_next()
    qtbot.waitUntil(lambda: bool(said), timeout=LONG)
    assert said == ["This code opens nothing there."]
    take(window, WayIn.ASK)
    window.try_next()
    qtbot.waitUntil(lambda: window.step is window.join_you, timeout=LONG)
    assert window.next.text() == "Ask to join"
    assert not window.join_you.name.isHidden()


def test_a_joining_that_was_broken_off_goes_on_with_the_same_code_and_file(
    qtbot: QtBot, window: FirstRunWindow, founded: Founded, tmp_path: Path, made: Made
) -> None:
    code = invited(founded).code
    take(window, WayIn.INVITATION, code)
    window.try_next()
    qtbot.waitUntil(lambda: window.step is window.join_you, timeout=LONG)
    window.close()
    half = open_site(tmp_path / "new", clock=lambda: NOW, randomness=Random(8).randbytes)
    again = FirstRunWindow(tmp_path / "new", clock=lambda: NOW, randomness=Random(8).randbytes, half_joined=half)
    again.founded.connect(lambda site, session: made.append((site, session)))
    qtbot.addWidget(again)
    again.show()
    assert Path(again.join_file.path).name == "sign-off.db"
    take(again, WayIn.INVITATION, code)
    finish(qtbot, again)
    qtbot.waitUntil(lambda: bool(made), timeout=LONG)
    assert made[0][1].name == "Bo Quist"


def test_the_code_goes_to_the_worker_by_its_input_and_never_stands_in_a_list_of_processes(
    qtbot: QtBot, window: FirstRunWindow, founded: Founded, monkeypatch: pytest.MonkeyPatch
) -> None:
    commands: list[str] = []

    def start(command: Sequence[str]) -> subprocess.Popen[bytes]:
        commands.extend(command)
        return start_worker(command)

    monkeypatch.setattr(sync_process, "start_worker", start)
    code = invited(founded).code
    take(window, WayIn.INVITATION, code)
    window.try_next()
    qtbot.waitUntil(lambda: window.step is window.join_you, timeout=LONG)
    assert "--invited" in commands
    assert not any(code in part or code.replace("-", "") in part for part in commands)


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The notices that were shown."""
    heard: list[str] = []
    show = FirstRunWindow.show_notice

    def hear(window: FirstRunWindow, message: str, *rest: str) -> None:
        heard.append(message)
        show(window, message, *rest)

    monkeypatch.setattr(FirstRunWindow, "show_notice", hear)
    return heard


def test_with_every_laptop_lost_the_shared_file_and_the_sheet_begin_the_day(
    qtbot: QtBot, window: FirstRunWindow, founded: Founded, made: Made
) -> None:
    site, session = founded
    sheet = make_recovery_sheet(site, session, PIN)
    sync_now(site)
    take(window, WayIn.SHEET, sheet.code)
    finish(qtbot, window)
    qtbot.waitUntil(lambda: bool(made), timeout=LONG)
    new, admin = made[0]
    assert (admin.name, admin.role) == ("Hannah Weber", Role.ADMIN)
    assert sign_in(new, admin.member_id, "2718") == admin


def test_who_began_to_ask_goes_back_and_comes_in_with_a_code(
    qtbot: QtBot, window: FirstRunWindow, founded: Founded, made: Made
) -> None:
    code = invited(founded).code
    take(window, WayIn.ASK)
    window.try_next()
    qtbot.waitUntil(lambda: window.step is window.join_you, timeout=LONG)
    assert window.back.isVisible()
    window.back.click()
    assert window.step is window.join_file
    take(window, WayIn.INVITATION, code)
    finish(qtbot, window)
    qtbot.waitUntil(lambda: bool(made), timeout=LONG)
