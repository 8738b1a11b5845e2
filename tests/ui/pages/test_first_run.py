"""The first run over real services: founding, joining, leaving steps out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from supervisor_app.services.catalogue import get_checklist, list_checklists
from supervisor_app.services.join_requests import pending
from supervisor_app.services.joining import approve_station
from supervisor_app.services.people import search_people
from supervisor_app.services.session import Session
from supervisor_app.services.signing_in import sign_in
from supervisor_app.services.site import Site, site_facts
from supervisor_app.services.syncing import sync_now
from supervisor_app.ui.pages.first_run import FirstRunWindow
from supervisor_app.ui.widgets.check_row import CheckRow
from tests.ui.conftest import NOW, PIN

Made = list[tuple[Site, Session]]
CSV = "Employee number,First name,Last name\n010805,Rabina,Maharjan\n010077,Hanna,Gál\n"
LONG = 20_000


@pytest.fixture
def made() -> Iterator[Made]:
    """What the window hands over; closed at the end."""
    sites: Made = []
    yield sites
    for site, _ in sites:
        site.close()


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path, made: Made) -> FirstRunWindow:
    opened = FirstRunWindow(tmp_path / "data", clock=lambda: NOW, randomness=Random(3).randbytes)
    opened.founded.connect(lambda site, session: made.append((site, session)))
    qtbot.addWidget(opened)
    opened.show()
    return opened


def _fill_you(window: FirstRunWindow) -> None:
    window.you.name.set_text("Hannah Weber")
    window.you.number.set_text("010245")
    for field in (window.you.pins.first, window.you.pins.second):
        for digit in PIN:
            field.add(digit)


def _found(qtbot: QtBot, window: FirstRunWindow) -> None:
    window.site_step.name.set_text("Northgate Pressings")
    window.try_next()
    _fill_you(window)
    window.try_next()
    qtbot.waitUntil(lambda: window.step is window.people, timeout=LONG)


def test_nothing_is_written_before_name_and_pin_are_there(window: FirstRunWindow, tmp_path: Path) -> None:
    window.try_next()
    assert window.step is window.site_step
    assert "certificate" in window.site_step.name.edit.accessibleDescription()
    window.site_step.name.set_text("Northgate Pressings")
    window.try_next()
    window.you.name.set_text("Hannah Weber")
    window.try_next()
    assert window.step is window.you
    assert "at least 4" in window.you.pins.problem.text()
    assert window.focusWidget() is window.you.pins.first
    assert not (tmp_path / "data").exists()


def test_two_pins_that_differ_are_told(window: FirstRunWindow) -> None:
    _fill_you(window)
    window.you.pins.second.remove_last()
    assert not window.you.ready()
    assert window.you.pins.problem.text() == "The two were not the same. Type both again."
    assert window.focusWidget() is window.you.pins.first
    assert (window.you.pins.first.pin, window.you.pins.second.pin) == ("", "")  # nobody sees which of them has the slip


def test_a_pin_that_a_thief_tries_out_is_told_where_it_is_chosen(window: FirstRunWindow) -> None:
    pins = window.you.pins
    for sign in "4711":
        pins.first.add(sign)
    assert "steals this laptop" in pins.advice.text()
    assert not pins.advice.isHidden()
    for sign in "93":
        pins.first.add(sign)
    assert pins.advice.isHidden()


def test_while_something_is_made_neither_enter_nor_esc_does_anything(qtbot: QtBot, window: FirstRunWindow) -> None:
    """Esc while the keys were made went a step back, and the site was made a second time; a second Enter pressed "Cancel"."""
    window.site_step.name.set_text("Northgate Pressings")
    window.try_next()
    window.you.pins.second.setFocus()
    window.set_busy(True)
    assert window.focusWidget() is window
    for key in (Qt.Key.Key_Escape, Qt.Key.Key_Return):
        qtbot.keyClick(window, key)
        assert window.step is window.you
    window.set_busy(False)
    assert window.focusWidget() is window.you.pins.second
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert window.step is window.site_step


def test_what_is_missing_has_the_focus_so_that_one_may_type_on(window: FirstRunWindow) -> None:
    window.site_step.place.setFocus()
    window.try_next()
    assert window.focusWidget() is window.site_step.name.edit
    window.site_step.name.set_text("Northgate Pressings")
    window.try_next()
    window.you.number.setFocus()
    window.try_next()
    assert window.focusWidget() is window.you.name.edit


def test_the_way_on_waits_for_a_choice_and_the_link_leaves_it_out(qtbot: QtBot, window: FirstRunWindow) -> None:
    """A large "Next" that goes on without people would leave an empty program behind somebody who only pressed it."""
    _found(qtbot, window)
    assert not window.next.isEnabled()
    window.skip.click()
    assert window.step is window.checklists
    assert not window.next.isEnabled()
    row = window.checklists.findChildren(CheckRow)[0]
    row.click()
    assert window.next.isEnabled()
    row.click()
    assert not window.next.isEnabled()
    window.skip.click()
    assert window.step is window.shared
    assert window.next.isEnabled()


def test_a_list_with_headings_of_its_own_is_mapped_where_it_was_chosen(
    qtbot: QtBot, window: FirstRunWindow, tmp_path: Path
) -> None:
    _found(qtbot, window)
    (tmp_path / "own.csv").write_text("a,b\n010805,Rabina Maharjan\n010077,Hanna Gál\n", encoding="utf-8")
    window.people.chosen.emit(str(tmp_path / "own.csv"))
    qtbot.waitUntil(lambda: window.people.preview is not None, timeout=LONG)
    assert not window.next.isEnabled()
    assert window.focusWidget() is window.people.columns.buttons[0]
    window.people.columns.take(0, "employee_no")
    qtbot.waitUntil(lambda: window.people.preview.mapping[0] == "employee_no", timeout=LONG)  # type: ignore[union-attr]
    window.people.columns.take(1, "whole_name")
    qtbot.waitUntil(lambda: window.next.isEnabled(), timeout=LONG)
    assert window.next.text() == "Import 2 people"
    window.try_next()
    qtbot.waitUntil(lambda: window.step is window.checklists, timeout=LONG)
    assert search_people(window.open_site, "Hanna Gál").rows[0].employee_no == "010077"


def test_from_nothing_to_a_site_with_people_and_checklists(
    qtbot: QtBot, window: FirstRunWindow, tmp_path: Path, made: Made
) -> None:
    window.site_step.levels.choose("O")
    _found(qtbot, window)
    people = tmp_path / "people.csv"
    people.write_text(CSV, encoding="utf-8")
    window.people.chosen.emit(str(people))
    qtbot.waitUntil(lambda: window.people.preview is not None, timeout=LONG)
    assert window.next.text() == "Import 2 people"
    window.try_next()
    qtbot.waitUntil(lambda: window.step is window.checklists, timeout=LONG)
    rows = window.checklists.findChildren(CheckRow)
    assert len(rows) == 12
    rows[0].click()
    rows[1].click()
    assert window.next.text() == "Take these 2"
    window.try_next()
    assert window.step is window.shared
    assert window.next.text() == "Finish"
    window.try_next()
    site, session = made[0]
    assert session.name == "Hannah Weber"
    assert site_facts(site).name == "Northgate Pressings"
    assert search_people(site, "").total_people == 3  # the admin has an employee number
    lines = list_checklists(site)
    assert len(lines) == 2
    assert {get_checklist(site, line.digest).cover_from for line in lines} == {"O"}
    assert sign_in(site, session.member_id, PIN).name == "Hannah Weber"


def test_steps_after_the_founding_can_be_left_out_and_the_founding_not_undone(
    qtbot: QtBot, window: FirstRunWindow, made: Made
) -> None:
    _found(qtbot, window)
    assert not window.can_go_back()
    window.skip.click()
    window.skip.click()
    window.try_next()
    assert len(made) == 1


def test_a_list_that_cannot_be_read_is_told_and_one_can_go_on(qtbot: QtBot, window: FirstRunWindow, tmp_path: Path) -> None:
    _found(qtbot, window)
    (tmp_path / "people.xlsx").write_bytes(b"PK\x03\x04 cut off")
    window.people.chosen.emit(str(tmp_path / "people.xlsx"))
    qtbot.waitUntil(lambda: window._notice is not None, timeout=LONG)
    window.skip.click()
    assert window.step is window.checklists


def asking_there(site: Site) -> bool:
    """Sync the first laptop, and see whether somebody asks."""
    sync_now(site)
    return bool(pending(site))


def test_a_second_laptop_joins_through_the_shared_file(qtbot: QtBot, window: FirstRunWindow, tmp_path: Path, made: Made) -> None:
    _found(qtbot, window)
    window.skip.click()
    window.skip.click()
    window.shared.set_path(str(tmp_path / "sign-off.db"))
    window.try_next()
    qtbot.waitUntil(lambda: bool(made), timeout=LONG)
    second = FirstRunWindow(tmp_path / "second", clock=lambda: NOW, randomness=Random(4).randbytes)
    second.founded.connect(lambda site, session: made.append((site, session)))
    qtbot.addWidget(second)
    second.show()
    second.join.click()
    second.join_file.set_path(str(tmp_path / "sign-off.db"))
    second.try_next()
    qtbot.waitUntil(lambda: second.step is second.join_you, timeout=LONG)
    second.join_you.name.set_text("Hannah Weber")
    second.join_you.laptop.set_text("Bay 2 laptop")
    for field in (second.join_you.pins.first, second.join_you.pins.second):
        for digit in "2718":
            field.add(digit)
    second.try_next()
    qtbot.waitUntil(lambda: second.step is second.join_wait, timeout=LONG)
    first, session = made[0]
    qtbot.waitUntil(lambda: bool(asking_there(first)), timeout=LONG)
    (asking,) = pending(first)
    assert asking.likely is not None
    approve_station(first, session, PIN, asking.station, asking.likely.id)
    sync_now(first)
    second.try_next()
    qtbot.waitUntil(lambda: len(made) == 2, timeout=LONG)
    assert made[1][1].name == "Hannah Weber"
    assert site_facts(made[1][0]).name == "Northgate Pressings"


def test_a_shared_file_that_is_none_is_told(qtbot: QtBot, window: FirstRunWindow, tmp_path: Path) -> None:
    window.join.click()
    (tmp_path / "other.db").write_bytes(b"something else")
    window.join_file.set_path(str(tmp_path / "other.db"))
    window.try_next()
    qtbot.waitUntil(lambda: window._notice is not None, timeout=LONG)
    assert window.step is window.join_file


def test_esc_leaves_joining_while_nothing_was_made(qtbot: QtBot, window: FirstRunWindow) -> None:
    window.join.click()
    assert window.step is window.join_file
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert window.step is window.site_step


def test_a_large_logo_becomes_a_small_png_and_anything_else_is_left(window: FirstRunWindow, tmp_path: Path) -> None:
    picture = QImage(2000, 1000, QImage.Format.Format_RGB32)
    picture.fill(0x0E4A5A)
    picture.save(str(tmp_path / "logo.jpg"))
    window.site_step.take_logo(str(tmp_path / "logo.jpg"))
    png = window.site_step.logo_png
    assert png is not None
    assert QImage.fromData(png).width() == 512
    (tmp_path / "text.png").write_text("no picture", encoding="utf-8")
    window.site_step.take_logo(str(tmp_path / "text.png"))
    assert window.site_step.logo_png == png


def test_the_page_as_it_will_look_follows_the_name(qtbot: QtBot, window: FirstRunWindow) -> None:
    window.site_step.name.set_text("Northgate Pressings")
    qtbot.waitUntil(lambda: not window.site_step.picture._image.isNull(), timeout=LONG)
    before = window.site_step.picture._image
    window.site_step.name.set_text("Another Firm Altogether")
    qtbot.waitUntil(lambda: window.site_step.picture._image != before, timeout=LONG)
