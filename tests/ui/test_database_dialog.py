"""A shared database in the window: its address and password, what the page says, following a site that moved."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from supervisor_app.services.opened_site import Site
from supervisor_app.services.signing_in import list_members, sign_in
from supervisor_app.services.store_address import address_of
from supervisor_app.services.store_moving import move_store
from supervisor_app.services.syncing import choose_shared
from supervisor_app.services.unlocking import unlock
from supervisor_app.ui.dialogs.database_dialog import DatabaseDialog
from tests.postgres import PASSWORD, PASSWORD_QUOTED, Server, postgres
from tests.services.sync_sites import PATIENCE, add_people, closing, join
from tests.ui.pages.test_sync_page import finish, shared, site, window_on

__all__ = ["postgres", "shared", "site"]


@pytest.mark.parametrize(
    ("typed", "password", "address"),
    [
        ("postgresql://ann@db/site", "a b/c", "postgresql://ann:a%20b%2Fc@db/site"),
        (" postgresql://ann:old@db/site ", "new", "postgresql://ann:new@db/site"),
        ("postgresql://ann:kept@db/site", "", "postgresql://ann:kept@db/site"),
        ("postgresql://db/site?user=ann", "pw", "postgresql://db/site?user=ann&password=pw"),
        ("postgresql:///?service=site", "", "postgresql:///?service=site"),
        ("/mnt/site.sqlite", "pw", "/mnt/site.sqlite"),
    ],
)
def test_the_password_goes_into_the_address_as_it_must(typed: str, password: str, address: str):
    assert address_of(typed, password) == address


def test_the_dialog_takes_an_address_and_hides_the_password(site: Site, shared: Path, qtbot: QtBot):
    _, page = window_on(site, qtbot)
    dialog = DatabaseDialog(page)
    dialog.open()
    assert isinstance(dialog.password.edit, QLineEdit)
    assert dialog.password.edit.echoMode() is QLineEdit.EchoMode.Password
    dialog.address.set_text("C:/site.sqlite")
    dialog.use.click()
    assert dialog.isVisible()
    assert "postgresql://" in dialog.address.edit.accessibleDescription()
    dialog.address.set_text("postgresql://ann@db/site")
    dialog.password.set_text("pw")
    with qtbot.waitSignal(dialog.chosen) as told:
        qtbot.keyClick(dialog.password.edit, Qt.Key.Key_Return)
    assert told.args == ["postgresql://ann:pw@db/site"]


def test_a_site_that_moved_to_a_database_is_followed_with_a_password(
    site: Site, shared: Path, tmp_path: Path, postgres: Server, qtbot: QtBot
):
    other = join(tmp_path / "b", shared, seed=2)
    with closing(other):
        admin = sign_in(site, list_members(site)[0].id, "1234")
        url = postgres.new_database()
        move_store(site, admin, unlock(site, admin, "1234"), url, lambda *_: None, lambda: False, patience=PATIENCE)
        choose_shared(site, url, False, patience=PATIENCE)
        site.settings = other.settings
        _, page = window_on(other_site(site, shared), qtbot)
        page.sync()
        finish(page, qtbot)
        qtbot.waitUntil(lambda: "has moved to postgresql://signoff@127.0.0.1" in words_of(page))
        page.asking.follow(page.troubles.moved_to)
        page.use_database(page.troubles.moved_to)
        finish(page, qtbot)
        qtbot.waitUntil(lambda: "does not accept the user or the password" in words_of(page))
        page.use_database(address_of(page.troubles.moved_to, PASSWORD))
        finish(page, qtbot)
        assert page.sheet.title.text() == "Everything is on the shared database"
        assert page.place.words.text() == "Shared database"
        assert PASSWORD_QUOTED not in page.store.path.text()
        add_people(site, 1)
        page.reload()


def other_site(site: Site, shared: Path) -> Site:
    """Put the laptop back to where it was before the move."""
    import sqlite3
    from dataclasses import replace

    from supervisor_app.settings import save_settings
    from supervisor_app.storage import remote_records

    site.settings = replace(site.settings, shared=str(shared))
    save_settings(site.folder, site.settings)
    plain = sqlite3.connect(shared)
    facts = dict(plain.execute("SELECT key, value FROM meta"))
    plain.close()
    with site.database.write() as connection:
        remote_records.choose_store(connection, facts["store"].hex(), facts["site"].hex())
    return site


def words_of(page: object) -> str:
    from PySide6.QtWidgets import QLabel, QWidget

    assert isinstance(page, QWidget)
    return " | ".join(label.text() for label in page.findChildren(QLabel) if label.isVisible())
