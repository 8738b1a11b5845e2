"""The admin's work by keyboard alone: a laptop invited, joined with its code, reported lost; and back with the recovery sheet."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from pathlib import Path

import pytest

from supervisor_app import cli
from supervisor_app.domain.people import Role
from supervisor_app.ledger.keys import Sealing
from supervisor_app.services.checking import check
from supervisor_app.services.founding import NewSite, create_site
from supervisor_app.services.laptops import Standing, laptops
from supervisor_app.services.membership import add_member
from supervisor_app.services.sync_state import sync_state
from supervisor_app.services.syncing import choose_shared
from supervisor_app.services.way_in import WayIn
from supervisor_app.ui.dialogs.invite_dialog import InvitationDialog, InviteDialog
from supervisor_app.ui.dialogs.laptop_dialogs import LaptopFactsDialog, LostDialog
from supervisor_app.ui.dialogs.member_facts import MemberFactsDialog
from supervisor_app.ui.dialogs.sheet_make import RecoverySheetDialog
from supervisor_app.ui.pages.first_run import FirstRunWindow
from supervisor_app.ui.pages.settings_page import SettingsPage
from supervisor_app.ui.pages.sync_page import SyncPage
from supervisor_app.ui.widgets.rows import RowList
from supervisor_app.ui.widgets.setting_numbers import SpokenNumbers
from tests.journeys.hands import Key, NotSeen, active, choose_file, press, tab_to, wait_for, write
from tests.journeys.program import main_window, page, running, sign_in

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

PIN, SECOND_PIN, THIRD_PIN = "2580", "1470", "3690"
_MOST_ROWS = 20


@dataclass(frozen=True)
class Place:
    """Where the laptops and the shared file lie; `bo` is the member who gets the second laptop."""

    folder: Path
    bo: str

    @property
    def shared(self) -> Path:
        return self.folder / "drive" / "sign-off.db"


@pytest.fixture
def place(tmp_path: Path, qapp: object) -> Place:
    details = NewSite(name="Northgate Pressings", place="Dayton", admin_name="Hannah Weber", admin_title="Assessor", pin=PIN)
    light = Sealing(memory_kib=64, passes=1, lanes=1)
    site, hannah = create_site(tmp_path / "one", details, clock=cli.now, randomness=secrets.token_bytes, sealing=light)
    bo = add_member(site, hannah, "Bo Quist", "Line lead", Role.ASSESSOR, "", "", own_pin=PIN)
    (tmp_path / "drive").mkdir()
    choose_shared(site, tmp_path / "drive" / "sign-off.db", True)
    site.close()
    return Place(tmp_path, bo.id)


def test_a_laptop_is_invited_joins_is_lost_and_the_sheet_brings_the_admin_back(place: Place) -> None:
    with running(place.folder / "one"):
        sign_in(PIN)
        sheet = make_sheet(place.folder / "sheet.pdf")
        code = invite(place.bo)
        sync()
    with running(place.folder / "two"):
        come_in(place, WayIn.INVITATION, code, "Bay 2 laptop", SECOND_PIN)
        assert main_window().session is not None
        assert main_window().session.name == "Bo Quist"  # type: ignore[union-attr]
        sync()
    with running(place.folder / "one"):
        sign_in(PIN)
        sync()
        lose("Bay 2 laptop")
        sync()
    with running(place.folder / "three"):
        come_in(place, WayIn.SHEET, sheet, "The new laptop", THIRD_PIN)
        window = main_window()
        assert window.session is not None
        assert (window.session.name, window.session.role) == ("Hannah Weber", Role.ADMIN)
        assert {line.name: line.standing for line in laptops(window.site)}["Bay 2 laptop"] is Standing.LOST
        sync()
        assert check(window.site).sound


def settings() -> SettingsPage:
    """The page that Ctrl+, opens, freshly."""
    main_window().open_page("today")
    press(Key.Key_Comma, ctrl=True)
    shown = page(SettingsPage)
    assert isinstance(shown, SettingsPage)
    return shown


def walk_to(rows: RowList, key: str) -> None:
    """Go to a row with Tab and the arrow keys, and take it with Enter."""
    tab_to(rows.view)
    press(Key.Key_Home)
    for _ in range(_MOST_ROWS):
        if rows.current is not None and rows.current.key == key:
            press(Key.Key_Return)
            return
        press(Key.Key_Down)
    raise NotSeen(f"the arrow keys do not lead to {key}")


def make_sheet(path: Path) -> str:
    """Make the recovery sheet, save it, and return the code as it was read from the screen."""
    shown = settings()
    tab_to(shown.you.make_sheet)
    press(Key.Key_Return)
    wait_for(lambda: isinstance(active(), RecoverySheetDialog), "no sheet is offered")
    dialog = active()
    assert isinstance(dialog, RecoverySheetDialog)
    write(PIN)
    press(Key.Key_Return)
    wait_for(lambda: len(dialog.findChildren(SpokenNumbers)) == 2 and dialog.save.hasFocus(), "no code is shown")
    code = "".join(spelled(one) for one in dialog.findChildren(SpokenNumbers))
    press(Key.Key_Return)
    choose_file(path)
    wait_for(path.is_file, "the sheet was not saved")
    wait_for(lambda: active() is main_window(), "the dialog stayed")
    return code


def invite(member_id: str) -> str:
    """Invite a laptop of a member and return the code as it was read from the screen."""
    walk_to(settings().members.list, member_id)
    wait_for(lambda: isinstance(active(), MemberFactsDialog), "nothing is told of the member")
    facts = active()
    assert isinstance(facts, MemberFactsDialog)
    tab_to(facts.invite)
    press(Key.Key_Return)
    wait_for(lambda: isinstance(active(), InviteDialog), "no PIN is asked for")
    write(PIN)
    press(Key.Key_Return)
    wait_for(lambda: isinstance(active(), InvitationDialog), "no code is shown")
    dialog = active()
    assert isinstance(dialog, InvitationDialog)
    code = spelled(dialog.code)
    press(Key.Key_Escape)
    wait_for(lambda: active() is main_window(), "the code stayed")
    return code


def come_in(place: Place, way: WayIn, code: str, laptop: str, pin: str) -> None:
    """Join with a code: the shared file, the way, the code, the laptop's name and a PIN."""
    wizard = active()
    assert isinstance(wizard, FirstRunWindow)
    tab_to(wizard.join)
    press(Key.Key_Return)
    wait_for(wizard.join_file.choose.hasFocus, "the file is not asked for")
    press(Key.Key_Return)
    choose_file(place.shared)
    tab_to(next(tile for key, tile in wizard.join_file.way._picks.items() if key == wizard.join_file.way.value))
    for _ in range(len(WayIn)):
        if wizard.join_file.way_in is way:
            break
        press(Key.Key_Right)
    assert wizard.join_file.way_in is way
    tab_to(wizard.join_file.code.edit)
    write(code)
    press(Key.Key_Return)
    wait_for(lambda: wizard.step is wizard.join_you, "the code opened nothing")
    wait_for(wizard.join_you.laptop.edit.hasFocus, "the laptop's name is not asked for")
    write(laptop)
    tab_to(wizard.join_you.pins.first)
    write(pin)
    press(Key.Key_Return)
    write(pin)
    press(Key.Key_Return)
    assert not main_window().is_locked


def lose(name: str) -> None:
    """Report a laptop lost since today."""
    shown = settings()
    line = next(line for line in laptops(main_window().site) if line.name == name)
    walk_to(shown.laptops.list, line.origin)
    wait_for(lambda: isinstance(active(), LaptopFactsDialog), "nothing is told of the laptop")
    facts = active()
    assert isinstance(facts, LaptopFactsDialog)
    tab_to(facts.lost)
    press(Key.Key_Return)
    wait_for(lambda: isinstance(active(), LostDialog), "no day is asked for")
    dialog = active()
    assert isinstance(dialog, LostDialog)
    tab_to(dialog.pin)
    write(PIN)
    press(Key.Key_Return)
    wait_for(lambda: active() is main_window(), "the laptop was not reported lost")
    assert next(one for one in laptops(main_window().site) if one.origin == line.origin).standing is Standing.LOST


def sync() -> None:
    """F5 on the page Sync, until the shared file has everything."""
    main_window().open_page("sync")
    shown = page(SyncPage)
    assert isinstance(shown, SyncPage)
    wait_for(shown.now.isEnabled, "nothing can be synced")
    press(Key.Key_F5)
    wait_for(lambda: shown.job is not None, "F5 did not begin to sync")
    wait_for(lambda: shown.job is None and not sync_state(main_window().site).waiting, "not everything was sent")


def spelled(numbers: SpokenNumbers) -> str:
    """A code as one types it off the screen."""
    return numbers.accessibleName().replace(",", "").replace(" ", "")
