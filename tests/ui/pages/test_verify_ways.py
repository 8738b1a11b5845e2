"""The ways into Verify beside dropping a file: a folder, the clipboard, the screen, a scanner that types, a camera, the web."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from pathlib import Path

import pytest
import qrcode
from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtGui import QGuiApplication, QImage, QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from supervisor_app.credentials.trust import TrustStore, write_trust
from supervisor_app.services.asking_online import NoAnswer
from supervisor_app.services.trusting import believe, known_issuers, offer_for
from supervisor_app.services.verifying import Outcome
from supervisor_app.ui.camera import SIDE, grey_of
from supervisor_app.ui.dialogs.camera_dialog import CameraDialog
from supervisor_app.ui.dialogs.known_issuers import KnownIssuersDialog
from supervisor_app.ui.dialogs.screen_region import ScreenRegion
from supervisor_app.ui.dialogs.trust_offer import TrustOfferDialog
from supervisor_app.ui.pages.verify_page import VerifyPage, VerifyState
from supervisor_app.ui.widgets.buttons import Button
from supervisor_app.ui.widgets.folder_sheet import FolderSheet
from tests.credentials.samples import NORTHGATE, issued
from tests.credentials.test_listed_status import ADDRESS, badge, status_list
from tests.services.test_verifying_several import genuine, sheets
from tests.ui.pages.test_verify_page import page, wait, words

__all__ = ["page"]

WHOLE = issued()


def picture(text: str, side: int = 4) -> QImage:
    file = io.BytesIO()
    qrcode.make(text, box_size=side).get_image().convert("RGB").save(file, "PNG")
    image = QImage()
    image.loadFromData(file.getvalue())
    return image


def believing(page: VerifyPage) -> None:
    believe(page.site, page.session, offer_for(TrustStore(), "trust.json", (NORTHGATE,)))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "drive"
    place.mkdir()
    (place / "a.json").write_bytes(WHOLE.credential)
    (place / "b.json").write_bytes(WHOLE.credential.replace(b"Counterbalance", b"Tower"))
    return place


class TestFolder:
    def checked(self, qtbot: QtBot, page: VerifyPage, folder: Path) -> FolderSheet:
        page.check_files([folder])
        qtbot.waitUntil(lambda: page.state.folder is not None, timeout=10_000)
        sheet = page.right.findChild(FolderSheet)
        assert isinstance(sheet, FolderSheet)
        return sheet

    def test_a_folder_becomes_a_table_with_what_needs_a_look_first(self, qtbot: QtBot, page: VerifyPage, folder: Path):
        believing(page)
        sheet = self.checked(qtbot, page, folder)
        assert sheet.head.word.text() == "1 of 2 valid"
        assert "Folder “drive”" in sheet.head.sentence.text()
        rows = [sheet.table.model.row(place) for place in range(2)]
        assert [row.chip.word for row in rows if row and row.chip] == ["Changed after signing", "Valid"]

    def test_enter_opens_a_file_and_esc_goes_back_to_the_table(self, qtbot: QtBot, page: VerifyPage, folder: Path):
        believing(page)
        sheet = self.checked(qtbot, page, folder)
        sheet.table.select("0")
        QTest.keyClick(sheet.table.view, Qt.Key.Key_Return)
        assert page.state.current
        assert page.state.current.outcome is Outcome.NOT_GENUINE
        assert any(text.startswith("The content was changed") for text in words(page))
        page.go_up()
        assert page.state.current is None
        assert page.right.folder is not None
        QApplication.processEvents()
        assert page.right.folder.isVisible()

    def test_the_table_is_kept_as_csv(self, qtbot: QtBot, page: VerifyPage, folder: Path, tmp_path: Path):
        self.checked(qtbot, page, folder)
        page.keep_table(tmp_path / "table.csv")
        rows = list(csv.reader(io.StringIO((tmp_path / "table.csv").read_text("utf-8-sig"))))
        assert [Path(row[0]).name for row in rows[1:]] == ["a.json", "b.json"]

    def test_one_file_with_several_certificates_is_a_table_with_pages_and_places(
        self, qtbot: QtBot, page: VerifyPage, tmp_path: Path
    ):
        path = tmp_path / "cards.pdf"
        path.write_bytes(sheets(genuine(1), genuine(2, holder="Somebody Else"), genuine(3)))
        believing(page)
        sheet = self.checked(qtbot, page, path)
        folder = page.state.folder
        assert folder is not None
        assert (folder.name, folder.headline) == ("File “cards.pdf”", "2 of 3 valid")
        assert [result.place for result in folder.sorted] == [f"page 1, card {number}" for number in (2, 1, 3)]
        sheet.table.opened.emit("0")
        verdict = page.state.current
        assert verdict is not None
        assert (verdict.name, verdict.outcome) == ("cards.pdf, page 1, card 2", Outcome.PAPER_DIFFERS)
        assert page._again[verdict]() == replace(verdict, checked=page._again[verdict]().checked)

    def test_an_empty_folder_says_so(self, qtbot: QtBot, page: VerifyPage, tmp_path: Path):
        (tmp_path / "empty").mkdir()
        sheet = self.checked(qtbot, page, tmp_path / "empty")
        assert sheet.head.word.text() == "No certificate in it"
        assert not sheet.save.isVisible()

    def test_many_files_are_a_table_too(self, qtbot: QtBot, page: VerifyPage, folder: Path):
        page.check_files([folder / "a.json"] * 21)
        qtbot.waitUntil(lambda: page.state.folder is not None, timeout=20_000)
        assert page.state.folder
        assert page.state.folder.name == "21 files and folders"


class TestPictures:
    def test_a_picture_in_the_clipboard_is_checked(self, qtbot: QtBot, page: VerifyPage):
        believing(page)
        QGuiApplication.clipboard().setImage(picture(WHOLE.qr.text))
        QTest.keyClick(page, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
        wait(qtbot, page, 1)
        assert page.state.verdicts[0].outcome is Outcome.VALID

    def test_the_paste_button_takes_a_picture_at_once(self, qtbot: QtBot, page: VerifyPage):
        QGuiApplication.clipboard().setImage(picture("https://example.org"))
        page.paste.click()
        wait(qtbot, page, 1)
        assert page.state.verdicts[0].sentence == "The code in this picture is not from a certificate."

    def test_a_frame_drawn_on_the_screen_is_cut_out(self, qtbot: QtBot):
        screen = QPixmap(800, 600)
        screen.fill(Qt.GlobalColor.white)
        region = ScreenRegion(screen)
        qtbot.addWidget(region)
        region.resize(400, 300)
        region.show()
        with qtbot.waitSignal(region.taken) as taken:
            QTest.mousePress(region, Qt.MouseButton.LeftButton, pos=QPoint(50, 40))
            QTest.mouseMove(region, QPoint(150, 140))
            QTest.mouseRelease(region, Qt.MouseButton.LeftButton, pos=QPoint(149, 139))
        image = taken.args[0]
        assert (image.width(), image.height()) == (200, 200)

    def test_enter_takes_the_whole_screen_and_esc_nothing(self, qtbot: QtBot):
        for key, name in ((Qt.Key.Key_Return, "taken"), (Qt.Key.Key_Escape, "given_up")):
            region = ScreenRegion(QPixmap.fromImage(picture(WHOLE.qr.text)))
            region.resize(200, 200)
            region.show()
            with qtbot.waitSignal(getattr(region, name)):
                QTest.keyClick(region, key)

    def test_a_slip_of_the_hand_takes_nothing(self, qtbot: QtBot):
        region = ScreenRegion(QPixmap(100, 100))
        qtbot.addWidget(region)
        region.resize(100, 100)
        with qtbot.assertNotEmitted(region.taken):
            QTest.mousePress(region, Qt.MouseButton.LeftButton, pos=QPoint(5, 5))
            QTest.mouseRelease(region, Qt.MouseButton.LeftButton, pos=QPoint(9, 9))

    def test_a_part_of_the_screen_is_checked(self, qtbot: QtBot, page: VerifyPage):
        believing(page)
        page.check_image(picture(WHOLE.qr.text), "Part of the screen")
        wait(qtbot, page, 1)
        assert (page.state.verdicts[0].outcome, page.state.verdicts[0].name) == (Outcome.VALID, "Part of the screen")


class FakeCamera(QObject):
    """Frames from a test."""

    seen = Signal(QImage)
    failed = Signal(str)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.running = False

    def start(self) -> None:
        self.running = True

    def stop(self) -> None:
        self.running = False


class TestCamera:
    @pytest.fixture
    def dialog(self, qtbot: QtBot, page: VerifyPage, monkeypatch: pytest.MonkeyPatch) -> CameraDialog:
        monkeypatch.setattr("supervisor_app.ui.dialogs.camera_dialog.BETWEEN_MS", -1)
        dialog = CameraDialog(page, FakeCamera)
        dialog.found.connect(page.check_codes)
        dialog.open()
        return dialog

    def test_the_first_frame_with_a_code_ends_it(self, qtbot: QtBot, page: VerifyPage, dialog: CameraDialog):
        believing(page)
        source = dialog.source
        assert isinstance(source, FakeCamera)
        blank = QImage(1280, 720, QImage.Format.Format_RGB32)
        blank.fill(Qt.GlobalColor.gray)
        source.seen.emit(blank)
        assert dialog.isVisible()
        source.seen.emit(picture(WHOLE.qr.text))
        assert not source.running
        wait(qtbot, page, 1)
        assert page.state.verdicts[0].outcome is Outcome.VALID

    def test_a_camera_that_stops_says_so(self, dialog: CameraDialog):
        dialog.source.failed.emit("No camera is connected.")
        assert dialog._notice is not None

    def test_esc_lets_go_of_the_camera(self, dialog: CameraDialog):
        source = dialog.source
        assert isinstance(source, FakeCamera)
        QTest.keyClick(dialog, Qt.Key.Key_Escape)
        assert not source.running

    def test_frames_are_grey_without_gaps_and_bounded(self):
        grey, width, height = grey_of(QImage(4001, 2001, QImage.Format.Format_RGB32))
        assert (width, len(grey)) == (SIDE, width * height)
        grey, width, height = grey_of(QImage(101, 7, QImage.Format.Format_RGB32))
        assert (width, height, len(grey)) == (101, 7, 707)

    def test_the_button_is_only_there_where_qt_brings_a_camera(self, page: VerifyPage):
        from supervisor_app.ui.camera import camera_possible

        assert page.ways.camera.isVisible() == camera_possible()


class TestScanner:
    def test_a_scanner_that_types_is_heard(self, qtbot: QtBot, page: VerifyPage):
        believing(page)
        clock = iter(range(100_000))
        page.scanner._seconds = lambda: next(clock) / 1000
        for letter in WHOLE.qr.text:
            QTest.keyClick(page.window().windowHandle(), letter)
        QTest.keyClick(page.window().windowHandle(), Qt.Key.Key_Return)
        wait(qtbot, page, 1)
        assert page.state.verdicts[0].outcome is Outcome.VALID


class TestIssuers:
    def test_a_trust_file_is_compared_before_it_is_believed(self, qtbot: QtBot, page: VerifyPage, tmp_path: Path):
        page.check_text(WHOLE.qr.text)
        wait(qtbot, page, 1)
        assert page.state.verdicts[0].outcome is Outcome.UNKNOWN_ISSUER
        (tmp_path / "trust.json").write_bytes(write_trust([NORTHGATE]))
        page.open_issuers()
        dialog = page.window().findChild(KnownIssuersDialog)
        dialog.add_file(tmp_path / "trust.json")
        offer = page.window().findChild(TrustOfferDialog)
        assert len(known_issuers(page.site)) == 1
        assert offer.focusWidget() is offer.cancel
        offer.take.click()
        assert [issuer.name for issuer in dialog.issuers][-1] == "Northgate Pressings"
        qtbot.waitUntil(lambda: page.state.verdicts[0].outcome is Outcome.VALID, timeout=10_000)
        dialog.list.select("0")
        dialog._allow()
        assert not dialog.remove.isEnabled()
        dialog.list.select("1")
        dialog._allow()
        dialog.take_away()
        assert len(known_issuers(page.site)) == 1

    def test_our_keys_are_given_to_others(self, page: VerifyPage, tmp_path: Path):
        page.open_issuers()
        dialog = page.window().findChild(KnownIssuersDialog)
        dialog.give_ours(tmp_path / "ours.json")
        assert json.loads((tmp_path / "ours.json").read_text())["issuers"][0]["did"].startswith("did:key:z6Mk")

    def test_a_file_that_is_none_says_so_in_the_dialog(self, page: VerifyPage, tmp_path: Path):
        (tmp_path / "x.json").write_bytes(b"{}")
        page.open_issuers()
        dialog = page.window().findChild(KnownIssuersDialog)
        dialog.add_file(tmp_path / "x.json")
        assert dialog._notice is not None


class TestOnline:
    def shown(self, qtbot: QtBot, page: VerifyPage) -> None:
        believing(page)
        page.check_text(json.dumps(badge()))
        wait(qtbot, page, 1)

    def button(self, page: VerifyPage) -> Button | None:
        QApplication.processEvents()
        return page.right.findChild(Button, "check-online")

    def test_who_would_be_asked_stands_beside_the_button(self, qtbot: QtBot, page: VerifyPage):
        self.shown(qtbot, page)
        assert self.button(page) is not None
        assert any("Asks verify.example" in text for text in words(page))

    def test_nothing_is_asked_without_it(self, qtbot: QtBot, page: VerifyPage):
        page.check_text(issued(status_list="").credential.decode())
        wait(qtbot, page, 1)
        assert self.button(page) is None

    def test_a_withdrawal_that_is_found_changes_the_verdict(
        self, qtbot: QtBot, page: VerifyPage, monkeypatch: pytest.MonkeyPatch
    ):
        asked: list[str] = []

        def fetch(address: str) -> bytes:
            asked.append(address)
            return json.dumps(status_list(7)).encode()

        monkeypatch.setattr("supervisor_app.ui.pages.verify_online.fetch_https", fetch)
        self.shown(qtbot, page)
        page.check_online()
        qtbot.waitUntil(lambda: page.state.verdicts[0].outcome is Outcome.WITHDRAWN, timeout=10_000)
        assert asked == [ADDRESS]

    def test_no_answer_is_a_notice_and_the_verdict_stays(self, qtbot: QtBot, page: VerifyPage, monkeypatch: pytest.MonkeyPatch):
        def fetch(address: str) -> bytes:
            raise NoAnswer("it cannot be reached from here")

        monkeypatch.setattr("supervisor_app.ui.pages.verify_online.fetch_https", fetch)
        self.shown(qtbot, page)
        page.check_online()
        once_more: list[VerifyState] = []
        monkeypatch.setattr(page, "_render", once_more.append)
        qtbot.waitUntil(lambda: bool(once_more), timeout=10_000)
        assert page._notice is not None
        assert "it cannot be reached from here" in page._notice.message.text()
        assert [verdict.outcome for verdict in once_more[0].verdicts] == [Outcome.VALID]
