"""The photo that was forgotten, by keyboard alone: F on the record, a file, a step, a reason, the PIN; then withdrawn again."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest
from PIL import Image

from supervisor_app.services.records import record_whole
from supervisor_app.ui.dialogs.added_dialogs import WithdrawAddedDialog
from supervisor_app.ui.dialogs.attach_dialog import AttachDialog
from supervisor_app.ui.dialogs.file_dialog import FileDialog
from supervisor_app.ui.pages.record_page import RecordPage
from supervisor_app.ui.widgets.file_tile import FileTile
from tests.journeys.hands import Key, active, button, choose_file, press, tab_to, wait_for, words_of, write
from tests.journeys.program import main_window, page, running, sign_in
from tests.services.founded import PIN, found, signed

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@dataclass(frozen=True)
class Place:
    """The folder of the laptop, and the record that lacks its photo."""

    folder: Path
    record: str


@pytest.fixture
def place(tmp_path: Path, qapp: object) -> Place:
    at = found(tmp_path / "site")
    record = signed(at, at.ana).sign_off.id
    at.site.close()
    return Place(tmp_path / "site", record)


def test_a_forgotten_photo_is_added_and_withdrawn_by_keyboard(place: Place, tmp_path: Path) -> None:
    photo = tmp_path / "weld.jpg"
    Image.new("RGB", (64, 48), "teal").save(photo)
    with running(place.folder):
        sign_in(PIN)
        main_window().open_page("record", sign_off_id=place.record)
        shown = page(RecordPage)
        press(Key.Key_F)
        wait_for(lambda: isinstance(active(), AttachDialog), "F asks for no file")
        add(photo)
        wait_for(lambda: active() is main_window(), "the dialog stayed")
        wait_for(lambda: "The camera was empty" in words_of(shown), "nothing is shown of what was added")
        tab_to(button("Withdraw", shown))
        press(Key.Key_Return)
        wait_for(lambda: isinstance(active(), WithdrawAddedDialog), "no reason is asked for")
        dialog = active()
        assert isinstance(dialog, WithdrawAddedDialog)
        write("Another truck")
        tab_to(dialog.pin)
        write(PIN)
        press(Key.Key_Return)
        wait_for(lambda: active() is main_window(), "the dialog stayed")
        wait_for(lambda: "Another truck" in words_of(shown), "the reason is not shown")
        (line,) = record_whole(main_window().site, place.record).added
        assert (line.step, line.withdrawn is not None) == ("s01", True)


def add(photo: Path) -> None:
    """Choose the file, the first step, say why, sign."""
    dialog = active()
    assert isinstance(dialog, AttachDialog)
    wait_for(dialog.chosen.choose.hasFocus, "the button that chooses a file has not the focus")
    press(Key.Key_Return)
    choose_file(photo)
    dialog.activateWindow()  # as a desktop does when the dialog over it goes
    wait_for(lambda: bool(dialog.chosen.files), "the photo was not read")
    tab_to(dialog.steps.view)
    press(Key.Key_Down)
    tab_to(dialog.reason.edit)
    write("The camera was empty")
    tab_to(dialog.pin)
    write(PIN)
    press(Key.Key_Return)


def test_two_photos_are_added_at_once_and_looked_at_large_by_keyboard(place: Place, tmp_path: Path) -> None:
    colours = ("teal", "orange")
    for colour in colours:
        Image.new("RGB", (64, 48), colour).save(tmp_path / f"{colour}.jpg")
    with running(place.folder):
        sign_in(PIN)
        main_window().open_page("record", sign_off_id=place.record)
        shown = page(RecordPage)
        press(Key.Key_F)
        wait_for(lambda: isinstance(active(), AttachDialog), "F asks for no file")
        dialog = active()
        assert isinstance(dialog, AttachDialog)
        for count, colour in enumerate(colours, 1):
            tab_to(dialog.chosen.choose)
            press(Key.Key_Return)
            choose_file(tmp_path / f"{colour}.jpg")
            dialog.activateWindow()  # as a desktop does when the dialog over it goes
            wait_for(lambda count=count: len(dialog.chosen.files) == count, "the photo was not read")  # type: ignore[misc]
        tab_to(dialog.chosen.tiles[0])
        press(Key.Key_Return)
        tab_to(dialog.caption.edit)
        write("From above")
        tab_to(dialog.reason.edit)
        write("The camera was empty")
        tab_to(dialog.pin)
        write(PIN)
        press(Key.Key_Return)
        wait_for(lambda: active() is main_window(), "the dialog stayed")
        wait_for(lambda: "From above" in words_of(shown), "nothing is shown of what was added")
        tab_to(shown.right.findChildren(FileTile)[0])
        press(Key.Key_Return)
        wait_for(lambda: isinstance(active(), FileDialog), "Enter opens no photo")
        large = active()
        assert isinstance(large, FileDialog)
        press(Key.Key_Right)
        wait_for(lambda: large.settled and large.place == 1 and large.picture.has_picture, "the arrow leads to no photo")
        press(Key.Key_Escape)
        wait_for(lambda: active() is main_window(), "the photo stayed")
        assert [line.caption for line in record_whole(main_window().site, place.record).added] == ["From above", ""]
