"""The key of the laptop is lost: the window says so, keeps the records, and the sheet lets the laptop in again."""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from supervisor_app.app import Start
from supervisor_app.domain.people import PersonFields
from supervisor_app.errors import KeyLost, StorageError
from supervisor_app.services.people import add_worker, count_people
from supervisor_app.services.syncing import choose_shared
from supervisor_app.services.way_in import WayIn
from supervisor_app.ui.main_window import MainWindow
from supervisor_app.ui.pages.first_run import FirstRunWindow
from supervisor_app.ui.trouble_window import TroubleWindow, Ways
from tests.sites import make_recovery_sheet
from tests.ui.conftest import NOW, PIN, Founded
from tests.ui.troubled import in_trouble

LONG = 60_000
Window = TypeVar("Window", bound=QWidget)
NEW_PIN = "864213"


@pytest.mark.parametrize("shared", [False, True], ids=["never shared", "the shared file is gone too"])
def test_the_records_stay_and_the_sheet_opens_them_again(
    qtbot: QtBot, qapp: QApplication, founded: Founded, tmp_path: Path, shared: bool
) -> None:
    site, session = founded
    add_worker(site, session, PersonFields(employee_no="7", family_name="Ozola"))
    code = make_recovery_sheet(site, session, PIN).code
    if shared:
        choose_shared(site, tmp_path / "sign-off.db", True)
        (tmp_path / "sign-off.db").unlink()
    site.close()
    (site.folder / "station.key").write_bytes(b"\0" * 300)
    start, trouble = in_trouble(qapp, site.folder, KeyLost)
    assert "unharmed" in trouble.hint.text()
    trouble.ask_new_key().accept()
    qtbot.waitUntil(lambda: isinstance(start._window, FirstRunWindow), timeout=LONG)
    room = shown(start, FirstRunWindow)
    assert "Northgate Pressings" in room.join_file.sentence
    room.join_file.way._picks[WayIn.SHEET.value].click()
    room.join_file.code.set_text(code)
    room.try_next()
    qtbot.waitUntil(lambda: room.step is room.join_you, timeout=LONG)
    room.join_you.laptop.set_text("Bay 4 laptop")
    for field in (room.join_you.pins.first, room.join_you.pins.second):
        for sign in NEW_PIN:
            field.add(sign)
    room.try_next()
    qtbot.waitUntil(lambda: isinstance(start._window, MainWindow), timeout=LONG)
    window = shown(start, MainWindow)
    assert (window.session.name, count_people(window.site, "")) == ("Hannah Weber", 1)
    assert list(site.folder.glob("set-aside-*/station.key"))
    start.close()


def test_a_new_key_is_offered_only_where_the_old_one_is_gone(qtbot: QtBot, tmp_path: Path) -> None:
    ways = Ways(tmp_path, lambda: NOW, bytes)
    for problem, offered in ((StorageError("The keyring is silent."), False), (KeyLost("The key is gone."), True)):
        window = TroubleWindow(problem, ways)
        qtbot.addWidget(window)
        assert window.new_key.isHidden() is not offered
    window = TroubleWindow(KeyLost("The key is gone."))  # somebody else has the folder open
    qtbot.addWidget(window)
    assert window.new_key.isHidden()


def test_a_disk_that_does_not_take_a_new_key_is_said(qtbot: QtBot, tmp_path: Path) -> None:
    window = TroubleWindow(KeyLost("The key is gone."), Ways(tmp_path / "nothing", lambda: NOW, bytes))
    qtbot.addWidget(window)
    window.ask_new_key().accept()
    assert window.message.text() != "The key is gone."


def shown(start: Start, kind: type[Window]) -> Window:
    assert isinstance(start._window, kind)
    return start._window
