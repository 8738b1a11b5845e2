"""Somebody's last day: the dialog names the laptops that do not know of it yet, and the page offers to report one lost."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from supervisor_app.domain.people import Member, Role
from supervisor_app.services.laptops import Elsewhere, LaptopLine, Standing
from supervisor_app.services.membership import add_member
from supervisor_app.services.signing_in import list_members
from supervisor_app.ui.dialogs.laptop_dialogs import LostDialog
from supervisor_app.ui.dialogs.member_change import ChangeMemberDialog, EndMemberDialog
from supervisor_app.ui.pages.settings_page import SettingsPage
from supervisor_app.ui.pages.settings_words import elsewhere_words, not_reached_words, once_synced_words
from tests.services.two_laptops import TwoLaptops, two_laptops
from tests.ui.pages.on_settings import LONG, settings_in, shown, type_pin, window_on


def place(name: str, heard: str, *others: str) -> Elsewhere:
    return Elsewhere(line=LaptopLine(origin=name, name=name, here=False, standing=Standing.APPROVED, heard=heard), others=others)


def plain(words: str) -> str:
    return words.replace("\u2068", "").replace("\u2069", "")


def test_the_words_name_each_laptop_when_it_was_heard_of_and_who_else_uses_it() -> None:
    one = place("Bay 2 laptop", "Not seen since 14 November")
    other = place("Gate office", "Seen today 09:12", "Mara Vey")
    assert elsewhere_words("Bo", ()) == ""
    assert plain(elsewhere_words("Bo", (one,))) == (
        "Bo also has a PIN on Bay 2 laptop (not seen since 14 November). Until that laptop syncs, it does not know of this, and "
        "what is signed there under an earlier day counts. If it stays with them, report it lost as well: what it has not sent "
        "by then does not count."
    )
    both = plain(elsewhere_words("Bo", (one, other)))
    assert "and Gate office (seen today 09:12; used by Mara Vey too). Until those laptops sync, they do not know" in both
    assert once_synced_words("Bo", ()) == ""
    assert plain(once_synced_words("Bo", (one, other))).endswith("Those laptops know of the change once they have synced.")
    assert not_reached_words((one,))[1].startswith("Sync it soon.")
    assert not_reached_words((other,))[1].startswith("Others use it too")


@pytest.fixture
def two(tmp_path: Path) -> Iterator[TwoLaptops]:
    with two_laptops(tmp_path, Role.ADMIN) as made:
        yield made


def member(two: TwoLaptops, identity: str) -> Member:
    return next(one for one in list_members(two.a) if one.id == identity)


def end(qtbot: QtBot, page: SettingsPage, whom: Member) -> str:
    """Write somebody's last day, and return what the dialog said of other laptops."""
    page.members_at.ask_end(whom)
    dialog = shown(page, EndMemberDialog)
    said = dialog.reach.text() if dialog.reach.isVisible() else ""
    type_pin(dialog.pin, "1234")
    with qtbot.waitSignal(dialog.acted, timeout=LONG):
        dialog.save.click()
    return plain(said)


def test_the_end_of_an_admin_who_has_a_laptop_offers_to_report_it_lost(qtbot: QtBot, two: TwoLaptops) -> None:
    page = settings_in(window_on(qtbot, two.a, two.hannah))
    said = end(qtbot, page, member(two, two.bo.member_id))
    assert said.startswith("Bo Quist also has a PIN on Bay 2 laptop (seen today")
    assert page.notice is not None
    assert plain(page.notice.message.text()) == "Bay 2 laptop does not know of it before the next sync."
    page.notice.acted.emit()
    lost = shown(page, LostDialog)
    assert "Bay 2 laptop" in lost.title.text()
    assert lost.day.day() == date(2026, 11, 23)
    lost.reject()


def test_of_who_signs_on_this_laptop_only_nothing_more_is_said(qtbot: QtBot, two: TwoLaptops) -> None:
    cy = add_member(two.a, two.hannah, "Cy Adeyemi", "", Role.ASSESSOR, "", "8642", own_pin="1234")
    page = settings_in(window_on(qtbot, two.a, two.hannah))
    assert end(qtbot, page, cy) == ""
    assert page.notice is None


def test_a_change_names_the_laptop_that_does_not_know_of_it_yet(qtbot: QtBot, two: TwoLaptops) -> None:
    page = settings_in(window_on(qtbot, two.a, two.hannah))
    page.members_at.ask_change(member(two, two.bo.member_id))
    dialog = shown(page, ChangeMemberDialog)
    assert plain(dialog.reach.text()).startswith("Bo Quist also has a PIN on Bay 2 laptop (seen today")
    assert dialog.reach.text().endswith("That laptop knows of the change once it has synced.")
    assert dialog.reach.isVisible()
    dialog.reject()


def test_where_several_laptops_do_not_know_of_it_no_single_one_is_offered(qtbot: QtBot, two: TwoLaptops) -> None:
    page = settings_in(window_on(qtbot, two.a, two.hannah))
    page.members_at._ended(
        member(two, two.bo.member_id), (place("Bay 2 laptop", "Seen"), place("Gate office", "Seen", "Mara Vey"))
    )
    assert page.notice is not None
    assert plain(page.notice.message.text()) == "Bay 2 laptop and Gate office do not know of it before the next sync."
    assert not page.notice.action.isVisible()
