"""The key of the laptop goes into the system's keyring by a switch, and back; where none takes it, that is said."""

from __future__ import annotations

import keyring.errors
from pytestqt.qtbot import QtBot

from supervisor_app.services.appending import append
from supervisor_app.services.signing_in import sign_in
from supervisor_app.services.site import open_site
from supervisor_app.services.station_settings import key_in_keyring
from supervisor_app.ui.pages.settings_page import SettingsPage
from tests.memory_keyring import MemoryKeyring, ring
from tests.ui.conftest import PIN, Founded
from tests.ui.pages.on_settings import LONG, settings_of

__all__ = ["ring"]


def switch(qtbot: QtBot, page: SettingsPage) -> None:
    before = key_in_keyring(page.site)
    page.laptop.keyring.click()
    qtbot.waitUntil(lambda: key_in_keyring(page.site) is not before or page.notice is not None, timeout=LONG)
    qtbot.waitUntil(page.laptop.keyring.isEnabled)  # one at a time


def test_the_switch_moves_the_key_and_everything_opens_with_it(qtbot: QtBot, founded: Founded, ring: MemoryKeyring) -> None:
    site, session = founded
    page = settings_of(qtbot, founded)
    assert not page.laptop.keyring.isChecked()
    switch(qtbot, page)
    assert key_in_keyring(site)
    assert len(ring.kept) == 1
    again = open_site(site.folder, clock=site.clock, randomness=site.randomness)
    assert sign_in(again, session.member_id, PIN) == session
    with again.database.write() as connection:
        append(again, connection, "worker.recorded", by=session.member_id, about="w1", body={"family_name": "Ozola"})
    again.close()
    page.refresh()
    assert page.laptop.keyring.isChecked()
    switch(qtbot, page)
    assert not key_in_keyring(site)
    assert ring.kept == {}


def test_where_no_keyring_takes_it_that_is_said_and_the_switch_goes_back(
    qtbot: QtBot, founded: Founded, ring: MemoryKeyring
) -> None:
    ring.refusal = keyring.errors.NoKeyringError
    page = settings_of(qtbot, founded)
    switch(qtbot, page)
    assert page.notice is not None
    assert page.notice.message.text() == "This system has no keyring that keeps the key."
    assert not page.laptop.keyring.isChecked()
    assert not key_in_keyring(founded[0])
