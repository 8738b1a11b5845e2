"""Photos of a step in the window: chosen with F or dropped, counted on the button, opened, taken away, undone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from supervisor_app.domain.observation import EvidenceFile
from supervisor_app.storage.evidence_files import delete_file
from supervisor_app.ui.dialogs.file_dialog import FileDialog
from supervisor_app.ui.dialogs.step_files_dialog import StepFilesDialog
from supervisor_app.ui.dialogs.take_picture import TakePictureDialog
from supervisor_app.ui.pages.observe_step import ObserveStepPage
from supervisor_app.ui.widgets.dialog import SheetDialog
from supervisor_app.ui.widgets.file_tile import Fill
from tests.ui.pages.bench import Bench, bench_in, press
from tests.ui.pages.test_verify_ways import FakeCamera


@pytest.fixture
def bench(tmp_path: Path, qtbot: QtBot) -> Iterator[Bench]:
    with bench_in(tmp_path) as made:
        yield made


@pytest.fixture
def page(bench: Bench) -> ObserveStepPage:
    return bench.go(ObserveStepPage, "observe_step", draft_id=bench.start().id)


def picture(path: Path, colour: str = "teal") -> Path:
    Image.new("RGB", (40, 30), colour).save(path, "JPEG")
    return path


def files(bench: Bench, page: ObserveStepPage) -> tuple[EvidenceFile, ...]:
    assert page.observed is not None
    return bench.stored(page.observed.draft).observation(page.observed.step.key).evidence


def add(qtbot: QtBot, page: ObserveStepPage, *paths: Path) -> None:
    with qtbot.waitSignal(page.files.changed, timeout=10_000):
        page.files.add(list(paths))


def test_f_asks_for_a_file_where_there_is_none(page: ObserveStepPage) -> None:
    press(page, Qt.Key.Key_F)
    (dialog,) = page.findChildren(QFileDialog)
    assert dialog.fileMode() is QFileDialog.FileMode.ExistingFiles
    dialog.reject()


def test_photos_are_stored_and_counted_on_the_button(qtbot: QtBot, bench: Bench, page: ObserveStepPage, tmp_path: Path) -> None:
    add(qtbot, page, picture(tmp_path / "a.jpg"), picture(tmp_path / "b.jpg", "red"))
    assert len(files(bench, page)) == 2
    assert page.card.entry.photo.text() == "2 photos"
    press(page, Qt.Key.Key_Y)
    assert len(files(bench, page)) == 2  # an answer leaves them alone


def test_a_file_dropped_on_the_card_is_taken(qtbot: QtBot, bench: Bench, page: ObserveStepPage, tmp_path: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(picture(tmp_path / "a.jpg")))])
    where, none = QPointF(20, 20), Qt.KeyboardModifier.NoModifier
    event = QDropEvent(where, Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, none)
    with qtbot.waitSignal(page.files.changed, timeout=10_000):
        assert page.files.eventFilter(page.card, event)
    assert len(files(bench, page)) == 1


def test_a_photo_is_taken_away_and_brought_back(qtbot: QtBot, bench: Bench, page: ObserveStepPage, tmp_path: Path) -> None:
    add(qtbot, page, picture(tmp_path / "a.jpg"))
    press(page, Qt.Key.Key_F)
    (dialog,) = bench.window.findChildren(StepFilesDialog)
    dialog.removes[0].click()
    assert files(bench, page) == ()
    assert page.card.entry.photo.text() == "Photo"
    QTest.keyClick(page, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert len(files(bench, page)) == 1


def test_a_file_that_cannot_be_kept_is_said(qtbot: QtBot, bench: Bench, page: ObserveStepPage, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("no picture")
    page.files.add([tmp_path / "notes.txt"])
    qtbot.waitUntil(lambda: page._notice is not None)
    assert files(bench, page) == ()


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("plan.pdf", b"%PDF-1.7 and more", "hold text that no page shows"),
        ("clip.mp4", b"\0\0\0\x18ftypmp42 and more", "where and when it was filmed"),
    ],
)
def test_what_a_file_may_tell_is_said_before_it_is_kept(
    qtbot: QtBot, bench: Bench, page: ObserveStepPage, tmp_path: Path, name: str, data: bytes, words: str
) -> None:
    (tmp_path / name).write_bytes(data)
    page.files.add([tmp_path / name])
    (question,) = [one for one in bench.window.findChildren(SheetDialog) if one.isVisible()]
    assert words in question.sentence.text()
    question.reject()
    assert files(bench, page) == ()
    page.files.add([tmp_path / name])
    question = next(one for one in bench.window.findChildren(SheetDialog) if one.isVisible())
    with qtbot.waitSignal(page.files.changed, timeout=10_000):
        question.accept()
    assert len(files(bench, page)) == 1


def test_where_a_camera_can_be_used_f_offers_it_and_its_picture_is_stored(
    qtbot: QtBot, bench: Bench, page: ObserveStepPage, tmp_path: Path
) -> None:
    page.files.source = FakeCamera
    press(page, Qt.Key.Key_F)
    (dialog,) = bench.window.findChildren(StepFilesDialog)
    assert dialog.picture.isVisible()
    dialog.picture.click()
    (camera,) = bench.window.findChildren(TakePictureDialog)
    camera.source.seen.emit(QImage(str(picture(tmp_path / "frame.jpg"))))
    camera.press.click()
    with qtbot.waitSignal(page.files.changed, timeout=10_000):
        camera.press.click()
    assert len(files(bench, page)) == 1


def test_a_camera_that_fails_is_said_and_files_can_still_be_chosen(bench: Bench, page: ObserveStepPage) -> None:
    page.files.source = FakeCamera
    page.files.ask_picture()
    (camera,) = bench.window.findChildren(TakePictureDialog)
    camera.source.failed.emit("No camera is connected.")
    assert camera._notice is not None
    assert not camera.press.isEnabled()
    camera.reject()


def test_the_photos_of_a_step_are_shown_small_opened_large_and_a_missing_one_is_said(
    qtbot: QtBot, bench: Bench, page: ObserveStepPage, tmp_path: Path
) -> None:
    add(qtbot, page, picture(tmp_path / "a.jpg"), picture(tmp_path / "b.jpg", "red"))
    delete_file(bench.site.folder, files(bench, page)[1].digest)
    press(page, Qt.Key.Key_F)
    (dialog,) = bench.window.findChildren(StepFilesDialog)
    assert dialog._notice is not None
    qtbot.waitUntil(lambda: not dialog.pictures.busy, timeout=10_000)
    assert [tile.fill for tile in dialog.tiles] == [Fill.SHOWN, Fill.AWAY]
    dialog.tiles[0].click()
    (shown,) = bench.window.findChildren(FileDialog)
    qtbot.waitUntil(lambda: shown.settled, timeout=10_000)
    assert shown.picture.has_picture
    shown.reject()
    dialog.removes[1].click()
    assert len(files(bench, page)) == 1


def test_of_several_files_the_good_ones_are_kept_and_the_others_said(
    qtbot: QtBot, bench: Bench, page: ObserveStepPage, tmp_path: Path
) -> None:
    (tmp_path / "notes.txt").write_text("no picture")
    add(qtbot, page, picture(tmp_path / "a.jpg"), tmp_path / "notes.txt", picture(tmp_path / "b.jpg", "red"))
    qtbot.waitUntil(lambda: page._notice is not None)
    assert len(files(bench, page)) == 2
