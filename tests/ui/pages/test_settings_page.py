"""Settings over a real site: what is chosen holds at once; who may act; laptops that wait are seen and approved."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from supervisor_app.domain.people import PersonFields, Role
from supervisor_app.services.appending import append
from supervisor_app.services.join_requests import pending
from supervisor_app.services.membership import add_member
from supervisor_app.services.people import add_worker
from supervisor_app.services.session import Session
from supervisor_app.services.signing_in import has_pin_here, list_members, sign_in
from supervisor_app.services.site import Site, site_facts
from supervisor_app.services.unlocking import issuer_key, unlock
from supervisor_app.settings import load_settings
from supervisor_app.storage import member_queries
from supervisor_app.ui.dialogs.approve_dialog import ApproveDialog
from supervisor_app.ui.dialogs.laptop_dialogs import LaptopFactsDialog
from supervisor_app.ui.dialogs.member_dialog import MemberDialog
from supervisor_app.ui.dialogs.member_facts import MemberFactsDialog
from supervisor_app.ui.dialogs.pin_change import ChangePinDialog
from supervisor_app.ui.dialogs.pin_give import GivePinDialog
from supervisor_app.ui.dialogs.publish_dialog import PublishDialog
from supervisor_app.ui.look.palette import tokens
from supervisor_app.ui.look.sizes import sizes
from supervisor_app.ui.look.theme import Theme
from supervisor_app.ui.look.tokens import DARK
from supervisor_app.ui.main_window import MainWindow
from supervisor_app.ui.pages.settings_page import SettingsPage
from supervisor_app.ui.pages.sync_page import SyncPage
from supervisor_app.ui.widgets.choice import Segmented
from supervisor_app.ui.widgets.pin_field import PinField
from tests.services.asking import let_ask
from tests.ui.conftest import PIN, Founded

LONG = 20_000


def window_on(qtbot: QtBot, site: Site, session: object) -> MainWindow:
    window = MainWindow(site, session)  # type: ignore[arg-type]
    qtbot.addWidget(window)
    window.resize(1366, 690)
    window.show()
    with qtbot.waitActive(window):
        window.activateWindow()
    return window


@pytest.fixture
def page(qtbot: QtBot, founded: Founded) -> SettingsPage:
    window = window_on(qtbot, *founded)
    window.open_page("settings")
    return here(window)


def here(window: MainWindow) -> SettingsPage:
    page = window.current_page
    assert isinstance(page, SettingsPage)
    return page


def open_dialog(page: SettingsPage, kind: type[QDialog]) -> QDialog:
    return next(dialog for dialog in page.main.findChildren(kind) if dialog.isVisible())


def pick(choice: Segmented, key: str) -> None:
    choice._picks[key].click()


def type_pin(qtbot: QtBot, field: PinField, pin: str) -> None:
    qtbot.keyClicks(field, pin)


def from_elsewhere(site: Site, session: Session, name: str = "Aaron Ash") -> str:
    return add_member(site, session, name, "Line lead", Role.ASSESSOR, "", "", own_pin=PIN).id


# This laptop


def test_ctrl_comma_and_the_person_on_the_rail_lead_there(qtbot: QtBot, founded: Founded) -> None:
    window = window_on(qtbot, *founded)
    qtbot.keyClick(window, Qt.Key.Key_Comma, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: isinstance(window.current_page, SettingsPage))
    assert window._rail._person.here
    window.open_page("today")
    assert not window._rail._person.here
    window._rail._person.click()
    assert isinstance(window.current_page, SettingsPage)
    assert window._rail._person.accessibleName() == "Signed in: Hannah Weber, Assessor. Settings"


def test_a_look_is_worn_at_once_and_kept(qapp: QApplication, page: SettingsPage) -> None:
    theme = Theme(qapp, "light")
    page.main.settings_changed.connect(theme.follow)
    pick(page.laptop.look, "dark")
    assert tokens() == DARK
    assert load_settings(page.site.folder).theme == "dark"
    theme.deleteLater()


def test_each_setting_is_written_as_soon_as_it_is_chosen(page: SettingsPage) -> None:
    pick(page.laptop.paper, "Letter")
    page.laptop.yes.click()
    pick(page.laptop.lock, "5")
    kept = load_settings(page.site.folder)
    assert (kept.paper, kept.yes_goes_on, kept.idle_lock_minutes) == ("Letter", True, 5)
    assert page.main._idle._timer.interval() == 5 * 60_000
    pick(page.laptop.lock, "0")
    assert not page.main._idle._timer.isActive()


def test_glove_mode_builds_the_pages_anew_and_stays_at_its_switch(qtbot: QtBot, page: SettingsPage) -> None:
    window = page.main
    page.laptop.glove.click()
    qtbot.waitUntil(lambda: window.current_page is not page and isinstance(window.current_page, SettingsPage))
    assert sizes().glove
    assert here(window).laptop.glove.isChecked()
    assert here(window).laptop.glove.hasFocus()
    window.lock()
    assert window.is_locked
    assert window._panel.pin.field.height() == sizes().field


def test_where_nothing_can_be_written_it_is_said_and_the_choice_goes_back(page: SettingsPage) -> None:
    (page.site.folder / "settings.json.tmp").mkdir()
    pick(page.laptop.paper, "Letter")
    assert page.notice is not None
    assert page.laptop.paper.value == "A4"


# You


def test_the_pin_is_changed_with_the_old_one(qtbot: QtBot, page: SettingsPage) -> None:
    page.you.change_pin.click()
    dialog = open_dialog(page, ChangePinDialog)
    assert isinstance(dialog, ChangePinDialog)
    type_pin(qtbot, dialog.old, "0000")
    type_pin(qtbot, dialog.pins.first, "8642")
    type_pin(qtbot, dialog.pins.second, "8642")
    dialog.save.click()
    qtbot.waitUntil(lambda: dialog._notice is not None, timeout=LONG)
    assert dialog._notice is not None
    assert "Two more tries" in dialog._notice.hint.text()
    assert dialog.old.pin == ""
    type_pin(qtbot, dialog.old, PIN)
    with qtbot.waitSignal(dialog.changed, timeout=LONG):
        qtbot.keyClick(dialog.pins.second, Qt.Key.Key_Return)
    assert sign_in(page.site, page.session.member_id, "8642").name == "Hannah Weber"


def test_two_pins_that_differ_are_not_taken(qtbot: QtBot, page: SettingsPage) -> None:
    page.you.change_pin.click()
    dialog = open_dialog(page, ChangePinDialog)
    assert isinstance(dialog, ChangePinDialog)
    type_pin(qtbot, dialog.old, PIN)
    type_pin(qtbot, dialog.pins.first, "8642")
    type_pin(qtbot, dialog.pins.second, "8643")
    dialog.save.click()
    assert dialog.pins.problem.text() == "The two were not the same. Type both again."
    assert dialog.save.isEnabled()


# This site


def test_an_admin_changes_the_site_and_only_once_something_differs(qtbot: QtBot, page: SettingsPage) -> None:
    assert not page.place.save.isEnabled()
    page.place.name.set_text("Northgate Forge")
    page.main.tell_changed()
    assert page.place.name.text() == "Northgate Forge"
    page.place.save.click()
    assert site_facts(page.site).name == "Northgate Forge"
    assert not page.place.edited
    page.place.name.set_text("")
    page.place.save.click()
    assert site_facts(page.site).name == "Northgate Forge"
    page.place.undo.click()
    assert page.place.name.text() == "Northgate Forge"


def test_a_logo_is_taken_kept_and_left_out_again(page: SettingsPage, tmp_path: Path) -> None:
    Image.new("RGB", (900, 300), "navy").save(tmp_path / "logo.jpg")
    page.place.take_picture(str(tmp_path / "logo.jpg"))
    page.place.save.click()
    assert (site_facts(page.site).logo_png or b"").startswith(b"\x89PNG")
    page.place.leave_out.click()
    page.place.save.click()
    assert site_facts(page.site).logo_png is None


def test_a_file_that_is_no_picture_is_told_in_the_page(page: SettingsPage, tmp_path: Path) -> None:
    (tmp_path / "letter.png").write_text("Dear all")
    page.place.take_picture(str(tmp_path / "letter.png"))
    assert page.notice is not None
    assert "letter.png" in page.notice.message.text()
    assert page.place.png is None


def test_what_came_by_sync_shows_where_nothing_was_typed(page: SettingsPage) -> None:
    page.place.place.set_text("Hall 9")
    with page.site.database.write() as connection:
        facts = site_facts(page.site)
        append(
            page.site,
            connection,
            "site.changed",
            by=page.session.member_id,
            about=facts.id,
            body={"name": "Renamed", "place": "Hall 3"},
        )
    page.main.tell_changed()
    assert (page.place.name.text(), page.place.place.text()) == ("Renamed", "Hall 9")


def test_the_certificate_is_drawn_for_what_is_typed(qtbot: QtBot, page: SettingsPage) -> None:
    page.place.name.set_text("Northgate Forge")
    qtbot.waitUntil(lambda: page.place.preview.is_current, timeout=LONG)
    assert not page.place.preview._image.isNull()


def test_others_see_the_site_and_whom_to_ask(qtbot: QtBot, founded: Founded) -> None:
    site, session = founded
    bo = add_member(site, session, "Bo Quist", "", Role.AUDITOR, "", "1234", own_pin=PIN)
    window = window_on(qtbot, site, sign_in(site, bo.id, "1234"))
    window.open_page("settings")
    page = here(window)
    assert page.place.why.text() == "Only an admin changes this. Ask Hannah Weber."
    assert not page.place.name.edit.isEnabled()
    assert not page.place.save.isVisible()
    assert not page.place.choose.isVisible()
    assert not page.members.label.link.isEnabled()
    assert page.members.label.link.toolTip().startswith("An auditor may not administer this site.")
    assert page.you.may.text() == "Reads everything and changes nothing."


# Who may act


def test_somebody_is_added_tied_to_their_record_and_may_issue_at_once(qtbot: QtBot, page: SettingsPage) -> None:
    site, session = page.site, page.session
    fields = PersonFields(employee_no="0042", given_name="Bo", family_name="Quist", job="Line lead")
    worker = add_worker(site, session, fields)
    page.members.label.link.click()
    dialog = open_dialog(page, MemberDialog)
    assert isinstance(dialog, MemberDialog)
    qtbot.keyClicks(dialog.search, "quist")
    qtbot.keyClick(dialog.search, Qt.Key.Key_Return)
    assert (dialog.name.text(), dialog.role_title.text()) == ("Bo Quist", "Line lead")
    type_pin(qtbot, dialog.pins.first, "8642")
    type_pin(qtbot, dialog.pins.second, "8642")
    dialog.save.click()
    assert dialog._notice is not None
    assert dialog._notice.message.text() == "Your own PIN is missing."
    type_pin(qtbot, dialog.own, PIN)
    with qtbot.waitSignal(dialog.added, timeout=LONG):
        qtbot.keyClick(dialog.own, Qt.Key.Key_Return)
    bo = next(member for member in list_members(site) if member.name == "Bo Quist")
    assert (bo.role, bo.worker_id) == (Role.ASSESSOR, worker.id)
    theirs = sign_in(site, bo.id, "8642")
    assert issuer_key(site, unlock(site, theirs, "8642"))
    assert page.members.list.model.rowCount() == 2


def test_each_role_says_what_it_may_do(page: SettingsPage) -> None:
    page.members.label.link.click()
    dialog = open_dialog(page, MemberDialog)
    assert isinstance(dialog, MemberDialog)
    dialog.role._picks["auditor"].click()
    assert dialog.may.text() == "Reads everything and changes nothing."


def test_a_member_from_another_laptop_gets_a_pin_here(qtbot: QtBot, page: SettingsPage) -> None:
    aaron = from_elsewhere(page.site, page.session)
    page.main.tell_changed()
    page.members.opened.emit(aaron)
    facts = open_dialog(page, MemberFactsDialog)
    assert isinstance(facts, MemberFactsDialog)
    facts.give.click()
    dialog = open_dialog(page, GivePinDialog)
    assert isinstance(dialog, GivePinDialog)
    type_pin(qtbot, dialog.pins.first, "8642")
    type_pin(qtbot, dialog.pins.second, "8642")
    type_pin(qtbot, dialog.own, "9999")
    dialog.save.click()
    qtbot.waitUntil(lambda: dialog._notice is not None, timeout=LONG)
    assert not has_pin_here(page.site, aaron)
    type_pin(qtbot, dialog.own, PIN)
    with qtbot.waitSignal(dialog.given, timeout=LONG):
        dialog.save.click()
    assert sign_in(page.site, aaron, "8642").name == "Aaron Ash"
    assert pending(page.site) == ()


def test_on_the_lock_who_has_no_pin_here_is_greyed_with_what_to_do(qtbot: QtBot, founded: Founded) -> None:
    site, session = founded
    from_elsewhere(site, session)
    window = window_on(qtbot, site, session)
    window.lock()
    hannah, aaron = (window._panel.people.model.row(place) for place in range(2))
    assert hannah is not None
    assert aaron is not None
    assert not hannah.muted
    assert aaron.muted
    assert aaron.detail == "No PIN here: ask an admin for one."


# Laptops that ask


def test_a_laptop_that_asks_is_counted_announced_and_approved(qtbot: QtBot, page: SettingsPage) -> None:
    window = page.main
    aaron = from_elsewhere(page.site, page.session)
    station = let_ask(page.site, "Aaron Ash")
    window.tell_changed()
    assert window._rail._person.accessibleName().endswith("Settings, 1 waits for you")
    window.open_page("sync")
    sync = window.current_page
    assert isinstance(sync, SyncPage)
    assert sync.waiting is not None
    assert sync.waiting.message.text() == "Aaron Ash asks to join with Laptop."
    sync.waiting.action.click()
    assert window.current_page is page
    assert page.waiting.buttons[0].hasFocus()
    page.waiting.buttons[0].click()
    dialog = open_dialog(page, ApproveDialog)
    assert isinstance(dialog, ApproveDialog)
    (waiting,) = pending(page.site)
    assert dialog.numbers.accessibleName() == ", ".join(" ".join(group) for group in waiting.fingerprint.split())
    type_pin(qtbot, dialog.pin.field, PIN)
    with qtbot.waitSignal(dialog.approved, timeout=LONG):
        dialog.approve.click()
    assert pending(page.site) == ()
    with page.site.database.read() as connection:
        (key,) = member_queries.member_keys(connection, aaron)
    assert key.station == station
    assert not page.waiting.isVisible()
    assert window._rail._person.count == 0
    window.open_page("sync")
    assert sync.waiting is None


def test_a_laptop_is_let_in_as_nobody_who_was_not_chosen(qtbot: QtBot, page: SettingsPage) -> None:
    let_ask(page.site, "A Stranger")
    page.main.tell_changed()
    page.waiting.buttons[0].click()
    dialog = open_dialog(page, ApproveDialog)
    assert isinstance(dialog, ApproveDialog)
    dialog.activateWindow()
    dialog.people.view.setFocus()  # Qt then makes the first row the current one: the admin
    assert dialog.people.chosen == ""  # nothing is painted as chosen
    type_pin(qtbot, dialog.pin.field, PIN)
    dialog.approve.click()
    assert dialog._notice is not None
    assert dialog._notice.message.text() == "Who is that?"
    assert dialog.approve.isEnabled()
    dialog.people.select(page.session.member_id)
    qtbot.keyClick(dialog.people.view, Qt.Key.Key_Return)
    assert dialog.chosen is not None
    assert dialog.chosen.id == dialog.people.chosen == page.session.member_id
    assert page.session.name in dialog.who.text()


def test_a_laptop_that_is_nobodys_is_declined_and_can_still_be_compared(qtbot: QtBot, page: SettingsPage) -> None:
    station = let_ask(page.site, "A Stranger")
    page.main.tell_changed()
    page.waiting.buttons[0].click()
    dialog = open_dialog(page, ApproveDialog)
    assert isinstance(dialog, ApproveDialog)
    dialog.stranger.click()
    assert pending(page.site) == ()
    assert not page.waiting.isVisible()
    assert page.main._rail._person.count == 0
    page.laptops.opened.emit(station)
    facts = next(one for one in page.main.findChildren(LaptopFactsDialog) if one.isVisible())
    assert not facts.retire.isVisible()
    facts.compare.click()
    again = next(one for one in page.main.findChildren(ApproveDialog) if one.isVisible())
    assert again._waiting.station == station
    again.reject()


def test_the_check_page_is_published_with_a_pin(qtbot: QtBot, page: SettingsPage, tmp_path: Path) -> None:
    assert page.place.publish.isVisible()
    page.publishing.ask(str(tmp_path / "web"))
    dialog = open_dialog(page, PublishDialog)
    assert isinstance(dialog, PublishDialog)
    dialog.record()  # without a PIN nothing happens
    assert dialog.save.isEnabled()
    type_pin(qtbot, dialog.pin, "0000")
    dialog.record()
    qtbot.waitUntil(dialog.save.isEnabled, timeout=LONG)
    assert not (tmp_path / "web").exists()
    type_pin(qtbot, dialog.pin, PIN)
    with qtbot.waitSignal(dialog.published, timeout=LONG):
        dialog.record()
    assert {path.name for path in (tmp_path / "web").iterdir()} == {"index.html", "c", "issuer.json", "status.bin"}
