"""Inviting a member's laptop from Settings: the code with the admin's PIN, as a file, and in the list of what is open."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from supervisor_app.domain.people import Role
from supervisor_app.services.inviting import invitations, invite, invited_member, read_invitation_file
from supervisor_app.services.membership import add_member
from supervisor_app.services.signing_in import sign_in
from supervisor_app.ui.dialogs.invite_dialog import InvitationDialog, InviteDialog
from supervisor_app.ui.dialogs.member_facts import MemberFactsDialog
from supervisor_app.ui.dialogs.withdraw_dialog import WithdrawDialog
from supervisor_app.ui.pages.settings_page import SettingsPage
from tests.ui.conftest import PIN, Founded
from tests.ui.pages.on_settings import LONG, settings_of, shown


def facts_of(page: SettingsPage, member_id: str) -> MemberFactsDialog:
    page.members.opened.emit(member_id)
    return shown(page, MemberFactsDialog)


def invite_one(qtbot: QtBot, page: SettingsPage, member_id: str) -> InvitationDialog:
    facts_of(page, member_id).invite.click()
    asking = page.main.findChild(InviteDialog)
    assert isinstance(asking, InviteDialog)
    qtbot.keyClicks(asking.pin, PIN)
    with qtbot.waitSignal(asking.acted, timeout=LONG):
        qtbot.keyClick(asking.pin, Qt.Key.Key_Return)
    shown = page.main.findChild(InvitationDialog)
    assert isinstance(shown, InvitationDialog)
    return shown


def test_a_laptop_is_invited_and_the_code_is_the_members(qtbot: QtBot, founded: Founded, tmp_path: Path) -> None:
    site, session = founded
    bo = add_member(site, session, "Bo Quist", "", Role.ASSESSOR, "", "", own_pin=PIN)
    page = settings_of(qtbot, founded)
    assert not page.invitations.isVisible()
    shown = invite_one(qtbot, page, bo.id)
    spelled = shown.code.accessibleName().replace(",", "").replace(" ", "")
    assert invited_member(site, spelled).id == bo.id
    assert shown.until.text().startswith("Good until 7 December 2026, for one laptop.")
    path = tmp_path / "Invitation.txt"
    with qtbot.waitSignal(shown.saved):
        shown.save_to(str(path))
    assert read_invitation_file(path.name, path.read_bytes()).replace("-", "") == spelled
    if os.name == "posix":
        assert path.stat().st_mode & 0o077 == 0
    row = page.invitations.list.model.row(0)
    assert row is not None
    assert page.invitations.isVisible()
    assert (row.title, row.detail) == ("Bo Quist", "For one laptop, until 7 December 2026. No laptop came with it yet.")


def test_a_file_that_cannot_be_written_is_told_and_the_code_stays(qtbot: QtBot, founded: Founded, tmp_path: Path) -> None:
    page = settings_of(qtbot, founded)
    shown = invite_one(qtbot, page, page.session.member_id)
    shown.save_to(str(tmp_path / "nowhere" / "Invitation.txt"))
    assert shown._notice is not None
    assert shown._notice.message.text() == "Invitation.txt cannot be written: its folder is not there."
    assert shown.isVisible()


@pytest.mark.parametrize("role", [Role.QUALITY, Role.AUDITOR])
def test_nobody_but_an_admin_invites_or_changes(qtbot: QtBot, founded: Founded, role: Role) -> None:
    site, session = founded
    bo = add_member(site, session, "Bo Quist", "", role, "", "8642", own_pin=PIN)
    page = settings_of(qtbot, (site, sign_in(site, bo.id, "8642")))
    facts = facts_of(page, session.member_id)
    for button in (facts.invite, facts.change, facts.end, facts.give, page.members.label.link, page.laptops.label.link, page.due):
        assert not button.isEnabled()
        assert "may not administer this site" in button.toolTip()
        assert button.accessibleDescription() == button.toolTip()
    assert invitations(site) == ()


def open_row(qtbot: QtBot, page: SettingsPage) -> WithdrawDialog:
    page.invitations.list.view.setCurrentIndex(page.invitations.list.model.index(0, 0))
    qtbot.keyClick(page.invitations.list.view, Qt.Key.Key_Return)
    return shown(page, WithdrawDialog)


def test_an_open_invitation_is_withdrawn_with_the_pin(qtbot: QtBot, founded: Founded) -> None:
    site, session = founded
    bo = add_member(site, session, "Bo Quist", "", Role.ASSESSOR, "", "", own_pin=PIN)
    invite(site, session, PIN, bo.id)
    page = settings_of(qtbot, founded)
    dialog = open_row(qtbot, page)
    assert dialog.title.text().startswith("The invitation of")
    qtbot.keyClicks(dialog.pin, PIN)
    with qtbot.waitSignal(dialog.acted, timeout=LONG):
        dialog.save.click()
    (line,) = invitations(site)
    assert line.withdrawn
    qtbot.waitUntil(lambda: not page.invitations.isVisible())


def test_who_is_no_admin_reads_why_they_withdraw_nothing(qtbot: QtBot, founded: Founded) -> None:
    site, session = founded
    bo = add_member(site, session, "Bo Quist", "", Role.AUDITOR, "", "8642", own_pin=PIN)
    invite(site, session, PIN, bo.id)
    page = settings_of(qtbot, (site, sign_in(site, bo.id, "8642")))
    dialog = open_row(qtbot, page)
    assert not dialog.save.isEnabled()
    assert "An auditor may not administer this site." in dialog.save.toolTip()
    dialog.reject()
