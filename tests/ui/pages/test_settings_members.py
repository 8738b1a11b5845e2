"""Members in Settings over a real site: their scope, a change, the end, a new PIN; each with the admin's PIN."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from supervisor_app.domain.people import PersonFields, Role
from supervisor_app.errors import NotAllowed
from supervisor_app.services.catalogue import library, publish
from supervisor_app.services.members import member_lines
from supervisor_app.services.membership import Scope, add_member
from supervisor_app.services.people import add_worker
from supervisor_app.services.signing_in import list_members, sign_in
from supervisor_app.services.unlocking import issuer_key, unlock
from supervisor_app.ui.dialogs.member_change import ChangeMemberDialog, EndMemberDialog, ReturnDialog
from supervisor_app.ui.dialogs.member_dialog import MemberDialog
from supervisor_app.ui.dialogs.member_facts import MemberFactsDialog
from supervisor_app.ui.dialogs.pin_give import GivePinDialog
from supervisor_app.ui.dialogs.scope_dialog import ScopeDialog
from supervisor_app.ui.pages.settings_page import SettingsPage
from tests.ui.conftest import PIN, Founded
from tests.ui.pages.on_settings import LONG, settings_of, shown


@pytest.fixture
def page(qtbot: QtBot, founded: Founded) -> SettingsPage:
    site, session = founded
    publish(site, session, [item.checklist for item in library()][:2])
    fields = PersonFields(employee_no="0042", given_name="Bo", family_name="Quist", department="Press shop")
    add_worker(site, session, fields)
    add_member(site, session, "Aaron Ash", "Line lead", Role.ASSESSOR, "", "8642", own_pin=PIN)
    return settings_of(qtbot, founded)


def aaron(page: SettingsPage) -> str:
    return next(line.member.id for line in member_lines(page.site) if line.member.name == "Aaron Ash")


def facts_of(page: SettingsPage, member_id: str) -> MemberFactsDialog:
    page.members.opened.emit(member_id)
    return shown(page, MemberFactsDialog)


def narrow(qtbot: QtBot, page: SettingsPage) -> str:
    """Mark the first competency and the only team with the keys alone, until a day; the competency's key."""
    dialog = shown(page, ScopeDialog)
    for part in (dialog.competencies, dialog.teams):
        part.view.setCurrentIndex(part.model.index(0, 0))
        qtbot.keyClick(part.view, Qt.Key.Key_Space)
    (key,) = dialog.competencies.keys
    dialog.until.set_text("never")
    dialog.take()
    assert dialog.until.edit.accessibleDescription() == "This is no day. Write it like 14 Mar 2026."
    dialog.until.set_text("3.3.2027")
    with qtbot.waitSignal(dialog.chosen):
        qtbot.keyClick(dialog.until.edit, Qt.Key.Key_Return)
    return key


def test_somebody_is_added_with_a_scope_and_the_list_says_it(qtbot: QtBot, page: SettingsPage) -> None:
    page.members.label.link.click()
    dialog = shown(page, MemberDialog)
    dialog.name.set_text("Bo Quist")
    dialog.scope.narrow.click()
    key = narrow(qtbot, page)
    qtbot.keyClicks(dialog.own, PIN)
    with qtbot.waitSignal(dialog.added, timeout=LONG):
        qtbot.keyClick(dialog.own, Qt.Key.Key_Return)
    bo = next(line.member for line in member_lines(page.site) if line.member.name == "Bo Quist")
    assert (bo.competencies, bo.teams, bo.since, bo.until) == ((key,), ("Press shop",), None, date(2027, 3, 3))
    place = page.members.list.model.place_of(bo.id)
    row = page.members.list.model.row(place)
    assert row is not None
    assert row.detail == "Assessor, for one competency, Press shop, until 3 Mar 2027. No PIN on any laptop yet"


def test_a_member_is_changed_from_the_list_with_the_pin(qtbot: QtBot, page: SettingsPage) -> None:
    member_id = aaron(page)
    facts_of(page, member_id).change.click()
    dialog = shown(page, ChangeMemberDialog)
    dialog.role_title.set_text("Trainer")
    dialog.role._picks["quality"].click()
    dialog.scope.narrow.click()
    key = narrow(qtbot, page)
    dialog.save.click()
    assert dialog._notice is not None
    assert dialog._notice.message.text() == "Your PIN is missing."
    qtbot.keyClicks(dialog.pin, PIN)
    with qtbot.waitSignal(dialog.acted, timeout=LONG):
        dialog.save.click()
    changed = next(line.member for line in member_lines(page.site) if line.member.id == member_id)
    assert (changed.title, changed.role, changed.competencies) == ("Trainer", Role.QUALITY, (key,))


def test_the_last_admin_cannot_be_made_less(qtbot: QtBot, page: SettingsPage) -> None:
    facts_of(page, page.session.member_id).change.click()
    dialog = shown(page, ChangeMemberDialog)
    dialog.role._picks["auditor"].click()
    qtbot.keyClicks(dialog.pin, PIN)
    dialog.save.click()
    qtbot.waitUntil(lambda: dialog._notice is not None, timeout=LONG)
    assert dialog._notice is not None
    assert dialog._notice.message.text() == "The site would have no admin any more."


def test_a_member_who_stops_acting_stands_last_and_comes_back_with_the_pin_they_had(qtbot: QtBot, page: SettingsPage) -> None:
    member_id = aaron(page)
    facts_of(page, member_id).end.click()
    dialog = shown(page, EndMemberDialog)
    dialog.day.set_text("20.11.2026")
    qtbot.keyClicks(dialog.pin, PIN)
    with qtbot.waitSignal(dialog.acted, timeout=LONG):
        dialog.save.click()
    assert member_id not in {member.id for member in list_members(page.site)}
    row = page.members.list.model.row(page.members.list.model.place_of(member_id))
    assert row is not None
    assert row.muted
    assert row.detail == "Line lead, assessor. Stopped acting on 20 November 2026."
    facts = facts_of(page, member_id)
    assert not facts.change.isVisible()
    facts.back.click()
    again = shown(page, ReturnDialog)
    qtbot.keyClicks(again.pin, PIN)
    with qtbot.waitSignal(again.acted, timeout=LONG):
        qtbot.keyClick(again.pin, Qt.Key.Key_Return)
    session = sign_in(page.site, member_id, "8642")
    assert session.role is Role.ASSESSOR
    issuer_key(page.site, unlock(page.site, session, "8642"))
    assert not next(line for line in member_lines(page.site) if line.member.id == member_id).member.ended_on


def test_who_forgot_their_pin_gets_a_new_one_from_an_admin(qtbot: QtBot, page: SettingsPage) -> None:
    member_id = aaron(page)
    facts_of(page, member_id).give.click()
    dialog = shown(page, GivePinDialog)
    assert dialog.title.text().startswith("A new PIN on this laptop for")
    qtbot.keyClicks(dialog.pins.first, "9753")
    qtbot.keyClicks(dialog.pins.second, "9753")
    qtbot.keyClicks(dialog.own, PIN)
    with qtbot.waitSignal(dialog.given, timeout=LONG):
        dialog.save.click()
    assert sign_in(page.site, member_id, "9753").name == "Aaron Ash"
    with pytest.raises(NotAllowed):
        sign_in(page.site, member_id, "8642")


def test_an_admin_gives_no_new_pin_to_themself(page: SettingsPage) -> None:
    give = facts_of(page, page.session.member_id).give
    assert not give.isEnabled()
    assert give.toolTip() == "Nobody gives themself a new PIN. Your own you change under “You”."


def test_what_is_not_on_the_lists_any_more_can_be_taken_out_of_a_scope(qtbot: QtBot, page: SettingsPage) -> None:
    bo = add_member(
        page.site, page.session, "Bo", "", Role.ASSESSOR, "", "", own_pin=PIN, scope=Scope(teams=("Old hall", "Press shop"))
    )
    page.main.tell_changed()
    facts_of(page, bo.id).change.click()
    shown(page, ChangeMemberDialog).scope.narrow.click()
    teams = shown(page, ScopeDialog).teams
    assert teams.keys == ("Press shop", "Old hall")
    teams.view.setCurrentIndex(teams.model.index(1, 0))
    qtbot.keyClick(teams.view, Qt.Key.Key_Return)
    assert teams.keys == ("Press shop",)
