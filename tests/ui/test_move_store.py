"""Moving the site's records from the window: an admin's PIN, a process of its own, how far it is; refused with the reason."""

from __future__ import annotations

from pathlib import Path

from pytestqt.qtbot import QtBot

from supervisor_app.domain.people import Role
from supervisor_app.services.membership import add_member
from supervisor_app.services.signing_in import list_members, sign_in
from supervisor_app.services.site import Site
from supervisor_app.settings import load_settings
from supervisor_app.ui.dialogs.move_store_dialog import MoveStoreDialog
from supervisor_app.ui.main_window import MainWindow
from supervisor_app.ui.pages.sync_page import SyncPage
from tests.services.sync_sites import add_people
from tests.ui.pages.on_settings import LONG, type_pin
from tests.ui.pages.test_sync_page import shared, site, window_on

__all__ = ["shared", "site"]


def asked(page: SyncPage) -> MoveStoreDialog:
    page.store.move_on.click()
    dialog = page.main.findChild(MoveStoreDialog)
    assert isinstance(dialog, MoveStoreDialog)
    return dialog


def test_an_admin_moves_the_records_and_this_laptop_uses_the_new_place(site: Site, shared: Path, tmp_path: Path, qtbot: QtBot):
    add_people(site, 30)
    _, page = window_on(site, qtbot)
    dialog = asked(page)
    dialog.save.click()
    assert dialog.to.edit.accessibleDescription() == "Say where to."
    new = tmp_path / "new.sqlite"
    dialog.to.set_text(str(new))
    assert dialog.password.isHidden()
    type_pin(dialog.pin, "1234")
    with qtbot.waitSignal(dialog.acted, timeout=LONG) as told:
        dialog.save.click()
    assert told.args is not None
    assert told.args[0].new == str(new)
    assert site.settings.shared == load_settings(site.folder).shared == str(new)
    qtbot.waitUntil(lambda: page.store.path.text().endswith("new.sqlite"))


def test_a_wrong_pin_and_a_place_that_is_taken_are_said_and_nothing_moved(site: Site, shared: Path, tmp_path: Path, qtbot: QtBot):
    _, page = window_on(site, qtbot)
    dialog = asked(page)
    dialog.to.set_text(str(tmp_path / "new.sqlite"))
    for pin, to, words in (("9999", "new.sqlite", "PIN is not right"), ("1234", "drive/sign-off.sqlite", "is there already")):
        dialog.to.set_text(str(tmp_path / to))
        dialog.pin.clear()
        type_pin(dialog.pin, pin)
        dialog.save.click()
        qtbot.waitUntil(lambda: dialog._notice is not None and dialog.save.isEnabled(), timeout=LONG)
        assert dialog._notice is not None
        assert words in dialog._notice.message.text()
    assert load_settings(site.folder).shared == str(shared)
    dialog.reject()


def test_who_is_no_admin_reads_why_the_records_are_not_moved(site: Site, shared: Path, qtbot: QtBot):
    admin = sign_in(site, list_members(site)[0].id, "1234")
    bo = add_member(site, admin, "Bo Quist", "", Role.AUDITOR, "", "24680", own_pin="1234")
    window = MainWindow(site, sign_in(site, bo.id, "24680"))
    qtbot.addWidget(window)
    window.show()
    window.open_page("sync")
    page = window.current_page
    assert isinstance(page, SyncPage)
    assert not page.store.move_on.isEnabled()
    assert "An auditor may not administer this site." in page.store.move_on.toolTip()
