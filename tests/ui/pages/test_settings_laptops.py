"""The laptops in Settings over a real site: how each stands, one put away, one lost, each with the admin's PIN."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from supervisor_app.domain.people import Role
from supervisor_app.services.joining import approve_station
from supervisor_app.services.laptops import Standing, laptops
from supervisor_app.services.membership import add_member
from supervisor_app.services.signing_in import sign_in
from supervisor_app.services.site import site_facts
from supervisor_app.services.unlocking import issuer_key, unlock
from supervisor_app.ui.dialogs.laptop_dialogs import LaptopFactsDialog, LostDialog, NewKeyDialog, RetireDialog
from supervisor_app.ui.pages.settings_page import SettingsPage
from tests.services.asking import let_ask
from tests.ui.conftest import PIN, Founded
from tests.ui.pages.on_settings import LONG, settings_of, shown


@pytest.fixture
def page(qtbot: QtBot, founded: Founded) -> SettingsPage:
    return settings_of(qtbot, founded)


def let_in(page: SettingsPage) -> str:
    """A laptop of Aaron's that belongs to the site; its origin."""
    aaron = add_member(page.site, page.session, "Aaron Ash", "", Role.ASSESSOR, "", "", own_pin=PIN)
    origin = let_ask(page.site, "Aaron Ash")
    approve_station(page.site, page.session, PIN, origin, aaron.id)
    page.main.tell_changed()
    return origin


def open_facts(qtbot: QtBot, page: SettingsPage, origin: str) -> LaptopFactsDialog:
    page.laptops.list.select(origin)
    qtbot.keyClick(page.laptops.list.view, Qt.Key.Key_Return)
    dialog = shown(page, LaptopFactsDialog)
    assert isinstance(dialog, LaptopFactsDialog)
    return dialog


def standings(page: SettingsPage) -> list[Standing]:
    return [line.standing for line in laptops(page.site)]


def test_each_laptop_says_how_it_stands(page: SettingsPage) -> None:
    let_ask(page.site, "Aaron Ash")
    page.main.tell_changed()
    own, other = (page.laptops.list.model.row(place) for place in range(2))
    assert own is not None
    assert other is not None
    assert "Approved" in own.spoken
    assert "This one" in own.spoken
    assert "Asks to join" in other.spoken


def test_a_laptop_is_put_away_with_the_pin(qtbot: QtBot, page: SettingsPage) -> None:
    origin = let_in(page)
    open_facts(qtbot, page, origin).retire.click()
    dialog = shown(page, RetireDialog)
    assert isinstance(dialog, RetireDialog)
    qtbot.keyClicks(dialog.pin, "9999")
    dialog.save.click()
    qtbot.waitUntil(lambda: dialog._notice is not None and dialog.save.isEnabled(), timeout=LONG)
    assert standings(page) == [Standing.APPROVED, Standing.APPROVED]
    qtbot.keyClicks(dialog.pin, PIN)
    with qtbot.waitSignal(dialog.acted, timeout=LONG):
        qtbot.keyClick(dialog.pin, Qt.Key.Key_Return)
    row = page.laptops.list.model.row(1)
    assert row is not None
    assert row.chip is not None
    assert row.chip.word == "Put away"
    facts = open_facts(qtbot, page, origin)
    assert not facts.retire.isVisible()
    assert facts.sentence.text().startswith("Put away for good since 23 November 2026.")


def test_a_lost_laptop_says_what_becomes_questioned_before_it_is_reported(qtbot: QtBot, page: SettingsPage) -> None:
    origin = let_in(page)
    open_facts(qtbot, page, origin).lost.click()
    dialog = shown(page, LostDialog)
    assert isinstance(dialog, LostDialog)
    assert dialog.becomes.text().startswith("Since 23 November 2026 it wrote one record that is known here.")
    dialog.day.set_text("24.11.2026")
    assert dialog.becomes.text().startswith("Since 24 November 2026 it wrote nothing that is known here.")
    dialog.day.set_text("some day")
    dialog.save.click()
    assert dialog.day.edit.accessibleDescription() == "This is no day. Write it like 14 Mar 2026."
    dialog.day.set_text("20.11.2026")
    before = site_facts(page.site).issuer_did
    qtbot.keyClicks(dialog.pin, PIN)
    with qtbot.waitSignal(dialog.acted, timeout=LONG):
        dialog.save.click()
    assert standings(page) == [Standing.APPROVED, Standing.LOST]
    assert site_facts(page.site).issuer_did == before


def test_a_new_key_for_certificates_is_made_with_it_where_it_is_asked_for(qtbot: QtBot, page: SettingsPage) -> None:
    origin = let_in(page)
    open_facts(qtbot, page, origin).lost.click()
    dialog = shown(page, LostDialog)
    assert isinstance(dialog, LostDialog)
    before = site_facts(page.site).issuer_did
    dialog.new_key.click()
    qtbot.keyClicks(dialog.pin, PIN)
    with qtbot.waitSignal(dialog.acted, timeout=LONG):
        dialog.save.click()
    assert site_facts(page.site).issuer_did != before
    assert issuer_key(page.site, unlock(page.site, page.session, PIN))


def test_a_new_key_for_certificates_is_made_on_its_own_by_an_admin(qtbot: QtBot, page: SettingsPage) -> None:
    before = site_facts(page.site).issuer_did
    page.laptops.label.link.click()
    dialog = shown(page, NewKeyDialog)
    assert isinstance(dialog, NewKeyDialog)
    qtbot.keyClicks(dialog.pin, PIN)
    with qtbot.waitSignal(dialog.acted, timeout=LONG):
        qtbot.keyClick(dialog.pin, Qt.Key.Key_Return)
    assert site_facts(page.site).issuer_did != before
    assert issuer_key(page.site, unlock(page.site, page.session, PIN))


def test_the_laptop_one_sits_at_is_not_put_away_from_itself(qtbot: QtBot, page: SettingsPage) -> None:
    facts = open_facts(qtbot, page, page.site.station.origin.hex())
    assert not facts.retire.isEnabled()
    assert not facts.lost.isEnabled()
    assert facts.lost.toolTip().startswith("You sit at this one.")


def test_others_see_the_laptops_and_cannot_end_them(qtbot: QtBot, founded: Founded) -> None:
    site, session = founded
    bo = add_member(site, session, "Bo Quist", "", Role.AUDITOR, "", "1234", own_pin=PIN)
    page = settings_of(qtbot, (site, session))
    origin = let_in(page)
    page = settings_of(qtbot, (site, sign_in(site, bo.id, "1234")))
    facts = open_facts(qtbot, page, origin)
    assert not facts.retire.isEnabled()
    assert not facts.lost.isEnabled()
    assert not page.laptops.label.link.isEnabled()
