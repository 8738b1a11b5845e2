"""Photos of a record as tiles that fill by themselves, and large one after the other by keyboard."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from supervisor_app.domain.erasure import Scope
from supervisor_app.services.erasing import erase, erasure_preview
from supervisor_app.services.evidence import attach
from supervisor_app.services.evidence_pictures import Pixels, Shown
from supervisor_app.services.signing import sign
from supervisor_app.storage.evidence_files import delete_file
from supervisor_app.ui.camera import MOST_PIXELS, jpeg_of, sharpest
from supervisor_app.ui.dialogs.file_dialog import FileDialog
from supervisor_app.ui.main_window import MainWindow
from supervisor_app.ui.pages.decide_page import DecidePage
from supervisor_app.ui.pages.record_page import RecordPage
from supervisor_app.ui.small_pictures import AT_ONCE, KEPT, SmallPictures
from supervisor_app.ui.widgets.file_tile import PHOTO, FileTile, Fill
from tests.services.founded import PIN, Founded, choice, found, observe
from tests.services.test_evidence import picture

LONG = 10_000
TEAL = Pixels(2, 1, bytes((0, 128, 128, 255)) * 2)


@pytest.fixture
def at(tmp_path: Path) -> Iterator[Founded]:
    founded = found(tmp_path / "site")
    yield founded
    founded.site.close()


def tile(qtbot: QtBot, media: str = "image/jpeg", **words: object) -> FileTile:
    made = FileTile(PHOTO, media, "Open it", **words)  # type: ignore[arg-type]
    qtbot.addWidget(made)
    return made


@pytest.fixture
def page(qtbot: QtBot, at: Founded, tmp_path: Path) -> RecordPage:
    """A record with two photos, one of them not here any more, and a PDF."""
    draft = observe(at, at.ana)
    attach(at.site, draft, "s01", picture(tmp_path / "a.jpg", "teal"))
    gone = attach(at.site, draft, "s02", picture(tmp_path / "b.jpg", "red")).observation("s02").evidence[0]
    (tmp_path / "scan.pdf").write_bytes(b"%PDF-1.7 and more")
    attach(at.site, draft, "s03", tmp_path / "scan.pdf")
    record = sign(at.site, at.hannah, draft, choice(at), PIN).sign_off.id
    delete_file(at.site.folder, gone.digest)
    window = MainWindow(at.site, at.hannah)
    qtbot.addWidget(window)
    window.resize(1366, 768)
    window.show()
    window.open_page("record", sign_off_id=record)
    shown = window.current_page
    assert isinstance(shown, RecordPage)
    return shown


def large(page: RecordPage) -> FileDialog:
    (dialog,) = [one for one in page.window().findChildren(FileDialog) if one.isVisible()]
    return dialog


def test_the_tiles_of_a_record_fill_and_say_what_is_not_here(qtbot: QtBot, page: RecordPage) -> None:
    tiles = page.left.findChildren(FileTile)
    assert [one.text() for one in tiles] == ["Step 1", "Step 2", "Step 3"]
    qtbot.waitUntil(lambda: not page.files.pictures.busy, timeout=LONG)
    assert [one.fill for one in tiles] == [Fill.SHOWN, Fill.AWAY, Fill.SHOWN]
    assert [one.has_picture for one in tiles] == [True, False, False]
    assert [one.accessibleDescription() for one in tiles] == ["", "Not here", ""]
    page.reload()
    first = page.left.findChildren(FileTile)[0]
    assert first.has_picture  # it was kept


def test_enter_opens_a_tile_large_and_the_arrow_keys_go_on(qtbot: QtBot, page: RecordPage) -> None:
    first = page.left.findChildren(FileTile)[0]
    first.setFocus()
    qtbot.keyClick(first, Qt.Key.Key_Return)
    dialog = large(page)
    qtbot.waitUntil(lambda: dialog.settled, timeout=LONG)
    assert dialog.title.text().startswith("Step 1: Photo")
    assert dialog.sentence.text() == "1 of 3 · Does thing 1"
    assert dialog.picture.has_picture
    assert dialog.about.text().startswith("SHA-256 ")
    qtbot.keyClick(dialog.close_it, Qt.Key.Key_Left)
    assert dialog.place == 0
    qtbot.keyClick(dialog.close_it, Qt.Key.Key_Right)
    qtbot.waitUntil(lambda: dialog.settled, timeout=LONG)
    assert "It comes with a sync" in dialog.picture.accessibleName()
    assert not dialog.open_outside.isEnabled()
    qtbot.keyClick(dialog.close_it, Qt.Key.Key_Right)
    qtbot.waitUntil(lambda: dialog.settled, timeout=LONG)
    assert "opens with another program" in dialog.picture.accessibleName()
    assert dialog.open_outside.isEnabled()
    assert not dialog.after.isEnabled()
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not [one for one in page.window().findChildren(FileDialog) if one.isVisible()]


def test_going_on_before_a_picture_was_read_shows_only_the_one_that_is_meant(qtbot: QtBot, page: RecordPage) -> None:
    page.files.open(0)
    dialog = large(page)
    dialog.go(1)
    dialog.go(1)
    dialog.go(-2)
    qtbot.waitUntil(lambda: dialog.settled, timeout=LONG)
    assert dialog.picture.has_picture
    assert dialog.title.text().startswith("Step 1")


def test_a_file_that_is_gone_is_asked_for_by_the_page_that_shows_it(page: RecordPage) -> None:
    with page.site.database.read() as connection:
        due = connection.exec_driver_sql("SELECT count(*) FROM evidence_due WHERE spoiled = 0").scalar()
    assert due == 3  # signed and not sent yet, the missing one among them


def test_a_record_that_is_erased_while_it_is_shown_leaves_neither_name_nor_picture(
    qtbot: QtBot, at: Founded, page: RecordPage
) -> None:
    qtbot.waitUntil(lambda: not page.files.pictures.busy, timeout=LONG)
    assert page.files.pictures._kept
    erase(at.site, at.hannah, erasure_preview(at.site, at.hannah, at.ana.id, Scope.EVERYTHING), "asked", "the worker", PIN)
    page.reload()
    assert page.notice is not None
    assert page.notice.hint.text().endswith("One that was erased does not come back.")
    assert not page.files.pictures._kept
    assert page.header is not None
    assert "Kowalska" not in page.header.title.text() + page.header.sentence.text()


def test_a_photo_that_is_gone_before_signing_is_said_where_one_signs(qtbot: QtBot, at: Founded, tmp_path: Path) -> None:
    draft = observe(at, at.ana)
    file = attach(at.site, draft, "s02", picture(tmp_path / "a.jpg", "teal")).observation("s02").evidence[0]
    window = MainWindow(at.site, at.hannah)
    qtbot.addWidget(window)
    window.show()
    window.open_page("decide", draft_id=draft)
    shown = window.current_page
    assert isinstance(shown, DecidePage)
    assert shown.notice is None
    delete_file(at.site.folder, file.digest)
    shown.reload()
    assert shown.notice is not None
    assert "step 2 is not on this laptop any more" in shown.notice.accessibleName() + shown.notice.message.text()


def test_small_pictures_are_read_a_few_at_a_time_and_kept(qtbot: QtBot) -> None:
    holder = QWidget()
    qtbot.addWidget(holder)
    pictures, calls = SmallPictures(holder), list[str]()

    def load(name: str) -> Shown:
        calls.append(name)
        return Shown(pixels=TEAL)

    tiles = [tile(qtbot) for _ in range(AT_ONCE + 1)]
    for number, one in enumerate(tiles):
        pictures.show(one, str(number), lambda number=number: load(str(number)))  # type: ignore[misc]
    qtbot.waitUntil(lambda: not pictures.busy, timeout=LONG)
    assert all(one.has_picture for one in tiles)
    again = tile(qtbot)
    pictures.show(again, "0", lambda: load("0"))
    assert again.has_picture
    assert sorted(calls) == [str(number) for number in range(AT_ONCE + 1)]
    for number in range(KEPT + 1):
        pictures.show(tile(qtbot), f"more {number}", lambda: Shown(pixels=TEAL))
    qtbot.waitUntil(lambda: not pictures.busy, timeout=LONG)
    assert len(pictures._kept) == KEPT


def test_a_tile_that_went_before_its_picture_came_is_passed_over_and_what_is_away_is_looked_for_again(qtbot: QtBot) -> None:
    holder = QWidget()
    qtbot.addWidget(holder)
    pictures = SmallPictures(holder)
    gone, away = tile(qtbot), tile(qtbot)
    pictures.show(gone, "a", lambda: Shown(pixels=TEAL))
    pictures.show(away, "b", lambda: Shown(here=False))
    gone.deleteLater()
    qtbot.waitUntil(lambda: away.fill is Fill.AWAY, timeout=LONG)
    pictures.show(away, "b", lambda: Shown(pixels=TEAL))
    qtbot.waitUntil(lambda: away.has_picture, timeout=LONG)


@pytest.mark.parametrize("words", [{}, {"title": "Step 3", "detail": "Photo, 820 kB"}, {"away": True}, {"faint": True}])
@pytest.mark.parametrize("media", ["image/jpeg", "application/pdf", "video/mp4", "text/strange"])
def test_a_tile_paints_every_kind_of_file(qtbot: QtBot, media: str, words: dict[str, object]) -> None:
    one = tile(qtbot, media, **words)
    lines = 50 if "title" in words else 0
    assert one.sizeHint() == QSize(PHOTO.width(), PHOTO.height() + lines)
    before = one.grab().toImage()
    if not words.get("away"):
        one.show_pixels(TEAL)
        assert one.grab().toImage() != before


def test_a_frame_becomes_a_jpeg_and_the_sharpest_format_is_one_that_moves() -> None:
    frame = QImage(8, 6, QImage.Format.Format_RGB32)
    frame.fill(QColor("teal"))
    assert jpeg_of(frame).startswith(b"\xff\xd8\xff")
    assert jpeg_of(QImage()) == b""

    class Format:
        def __init__(self, width: int, height: int, rate: float) -> None:
            self._size, self._rate = QSize(width, height), rate

        def resolution(self) -> QSize:
            return self._size

        def maxFrameRate(self) -> float:
            return self._rate

    usual, slow, sharp, huge = Format(640, 480, 30), Format(4000, 3000, 1), Format(1920, 1080, 15), Format(20000, 20000, 30)
    assert MOST_PIXELS < 20000 * 20000
    assert sharpest([usual, slow, sharp, huge]) is sharp  # type: ignore[list-item, comparison-overlap]
    assert sharpest([]) is None
