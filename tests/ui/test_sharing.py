"""Sharing from the window: the dialog, the passport with its PIN, the folder, and what is said when there is nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from supervisor_app.services.issuing import issue
from supervisor_app.ui.dialogs.share_dialog import ShareDialog
from supervisor_app.ui.jobs import Job
from supervisor_app.ui.main_window import MainWindow
from supervisor_app.ui.sharing import share_certificate, share_into, share_person
from supervisor_app.ui.widgets.notice import Notice
from tests.services.founded import DETAILS, PIN, Founded, found, signed


@pytest.fixture
def at(tmp_path: Path) -> Iterator[Founded]:
    founded = found(tmp_path / "site")
    yield founded
    founded.site.close()


@pytest.fixture
def window(qtbot: QtBot, at: Founded) -> MainWindow:
    window = MainWindow(at.site, at.hannah)
    qtbot.addWidget(window)
    window.resize(1366, 768)
    window.show()
    return window


def certified(at: Founded) -> str:
    return issue(at.site, at.hannah, signed(at, at.ana).sign_off.id, DETAILS, PIN, at.time()).facts.credential_id


def finish(qtbot: QtBot, job: Job | None) -> None:
    assert job is not None
    if job.running:
        with qtbot.waitSignal(job.ended, timeout=30_000):
            pass


def test_the_dialog_asks_for_a_pin_only_with_the_passport(qtbot: QtBot, at: Founded, window: MainWindow) -> None:
    name = certified(at)
    dialog = share_certificate(window, name)
    assert dialog is not None
    qtbot.waitUntil(dialog.isVisible)
    chosen: list[str] = []
    dialog.chosen.disconnect()
    dialog.chosen.connect(chosen.append)
    dialog.passport.click()
    qtbot.waitUntil(dialog.pin.isVisible)
    dialog.go.click()
    qtbot.waitUntil(lambda: dialog.findChild(Notice) is not None)
    assert chosen == []
    dialog.passport.click()
    qtbot.waitUntil(lambda: not dialog.pin.isVisible())
    dialog.go.click()
    qtbot.waitUntil(lambda: chosen == [""])


def test_choosing_asks_where(qtbot: QtBot, at: Founded, window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[QFileDialog] = []
    monkeypatch.setattr(QFileDialog, "open", lambda dialog: shown.append(dialog))
    dialog = share_certificate(window, certified(at))
    assert dialog is not None
    qtbot.waitUntil(dialog.isVisible)
    dialog.go.click()
    qtbot.waitUntil(lambda: len(shown) == 1)
    assert shown[0].fileMode() is QFileDialog.FileMode.Directory


def test_the_folder_holds_the_files_and_the_passport(qtbot: QtBot, at: Founded, window: MainWindow, tmp_path: Path) -> None:
    name = certified(at)
    finish(qtbot, share_into(window, at.ana.id, [name], "20417", PIN, tmp_path))
    folder = tmp_path / "20417"
    qtbot.waitUntil(lambda: (folder / "passport.json").exists(), timeout=5000)
    assert sorted(path.suffix for path in folder.iterdir()) == [".json", ".json", ".pdf", ".png", ".svg"]


def test_a_wrong_pin_writes_nothing_and_is_said(qtbot: QtBot, at: Founded, window: MainWindow, tmp_path: Path) -> None:
    name = certified(at)
    page = window.current_page
    assert page is not None
    finish(qtbot, share_into(window, at.ana.id, [name], "20417", "999999", tmp_path))
    qtbot.waitUntil(lambda: page.findChild(Notice) is not None, timeout=5000)
    assert not (tmp_path / "20417").exists()


def test_a_person_without_a_certificate_gets_a_sentence(qtbot: QtBot, at: Founded, window: MainWindow) -> None:
    window.open_page("person", worker_id=at.yusef.id)
    page = window.current_page
    assert page is not None
    assert share_person(window, at.yusef.id) is None
    qtbot.waitUntil(lambda: page.findChild(Notice) is not None)


def test_from_a_persons_page_everything_in_force_is_shared(qtbot: QtBot, at: Founded, window: MainWindow) -> None:
    certified(at)
    window.open_page("person", worker_id=at.ana.id)
    dialog = share_person(window, at.ana.id)
    assert isinstance(dialog, ShareDialog)
    qtbot.waitUntil(dialog.isVisible)
    assert dialog.title.text() == "Share the certificate"
    dialog.reject()
    qtbot.waitUntil(lambda: not dialog.isVisible())
