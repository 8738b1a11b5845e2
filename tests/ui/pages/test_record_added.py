"""A photo or PDF added to a signed record in the window: chosen or dropped, shown with who, when and why, withdrawn."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, QObject, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QColor, QDragEnterEvent, QDropEvent, QImage
from PySide6.QtWidgets import QAbstractButton, QApplication
from pytestqt.qtbot import QtBot

from supervisor_app.domain.people import Role
from supervisor_app.services.attaching import Addition, AttachedLine, FileToAdd, add_to_record, withdraw_added
from supervisor_app.services.choosing_files import choose_file
from supervisor_app.services.membership import add_member
from supervisor_app.services.records import record_whole
from supervisor_app.services.session import Session
from supervisor_app.services.signing import amend
from supervisor_app.services.signing_in import session_of
from supervisor_app.storage.evidence_files import delete_file
from supervisor_app.ui.camera import camera_possible
from supervisor_app.ui.dialogs.added_dialogs import CountersignAddedDialog, WithdrawAddedDialog
from supervisor_app.ui.dialogs.attach_dialog import AttachDialog
from supervisor_app.ui.dialogs.file_dialog import FileDialog
from supervisor_app.ui.dialogs.pin_act import PinActDialog
from supervisor_app.ui.dialogs.take_picture import TakePictureDialog
from supervisor_app.ui.main_window import MainWindow
from supervisor_app.ui.pages.person_page import PersonPage
from supervisor_app.ui.pages.record_page import RecordPage
from supervisor_app.ui.widgets.row_button import RowButton
from supervisor_app.ui.widgets.words import Words
from tests.services.founded import PIN, SECOND_PIN, Founded, as_role, found, signed
from tests.ui.pages.test_verify_ways import FakeCamera

WHY = "The camera was empty"
LONG = 10_000


@pytest.fixture
def at(tmp_path: Path) -> Iterator[Founded]:
    founded = found(tmp_path / "site")
    yield founded
    founded.site.close()


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    return picture(tmp_path / "IMG_4711.jpg", "teal")


def picture(path: Path, colour: str) -> Path:
    Image.new("RGB", (64, 48), colour).save(path, "JPEG")
    return path


def page_of(qtbot: QtBot, at: Founded, sign_off_id: str, session: Session | None = None) -> RecordPage:
    window = MainWindow(at.site, session or at.hannah)
    qtbot.addWidget(window)
    window.resize(1366, 768)
    window.show()
    window.open_page("record", sign_off_id=sign_off_id)
    page = window.current_page
    assert isinstance(page, RecordPage)
    return page


def dialog_of(page: RecordPage) -> AttachDialog:
    (dialog,) = [one for one in page.window().findChildren(AttachDialog) if one.isVisible()]
    return dialog


def texts(page: RecordPage) -> str:
    return "\n".join(words.text() for words in page.findChildren(Words) if words.isVisibleTo(page))


def shown(dialog: AttachDialog) -> list[Words]:
    return [words for words in dialog.findChildren(Words) if words.isVisible()]


def press(page: RecordPage, name: str) -> None:
    found = [one for one in page.findChildren(QAbstractButton) if one.isVisible() and one.accessibleName().startswith(name)]
    assert len(found) == 1, name
    found[0].click()


def added(at: Founded, sign_off_id: str) -> tuple[AttachedLine, ...]:
    return record_whole(at.site, sign_off_id).added


def add(at: Founded, sign_off_id: str, path: Path, session: Session | None = None, pin: str = PIN, **words: str) -> AttachedLine:
    addition = Addition(sign_off_id=sign_off_id, files=(FileToAdd(file=choose_file(path), **words),), reason=WHY)
    (line,) = add_to_record(at.site, session or at.hannah, addition, pin, at.time())
    return line


def take(qtbot: QtBot, dialog: AttachDialog, path: Path) -> None:
    before = len(dialog.chosen.files)
    dialog.take([path])
    qtbot.waitUntil(lambda: len(dialog.chosen.files) == before + 1, timeout=LONG)


def sign(qtbot: QtBot, dialog: PinActDialog, pin: str = PIN) -> None:
    with qtbot.waitSignal(dialog.acted, timeout=LONG):
        qtbot.keyClicks(dialog.pin, pin)
        qtbot.keyClick(dialog.pin, Qt.Key.Key_Return)


def dropped(page: RecordPage, *paths: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    none, left, copy = Qt.KeyboardModifier.NoModifier, Qt.MouseButton.LeftButton, Qt.DropAction.CopyAction
    enter = QDragEnterEvent(QPoint(40, 40), copy, data, left, none)
    QApplication.sendEvent(page, enter)
    assert enter.isAccepted()
    QApplication.sendEvent(page, QDropEvent(QPointF(40, 40), copy, data, left, none))


def test_a_photo_is_added_with_step_caption_reason_and_pin(qtbot: QtBot, at: Founded, photo: Path) -> None:
    record = signed(at, at.ana).sign_off
    page = page_of(qtbot, at, record.id)
    assert "It can still be added" in texts(page)
    qtbot.keyClick(page, Qt.Key.Key_F)
    dialog = dialog_of(page)
    assert dialog.chosen.choose.hasFocus() or not dialog.isActiveWindow()
    take(qtbot, dialog, photo)
    assert "IMG_4711.jpg" in dialog.chosen.about.text()
    dialog.steps.select("s02")
    dialog.steps.picked.emit("s02")
    dialog.caption.set_text("From above")
    dialog.reason.set_text(WHY)
    sign(qtbot, dialog)
    (line,) = added(at, record.id)
    assert (line.step, line.caption, line.reason) == ("s02", "From above", WHY)
    qtbot.waitUntil(lambda: "From above" in texts(page), timeout=LONG)
    said = texts(page)
    assert "Step 2: Photo" in said
    assert f"Added after signing on 23 Nov 2026, 07:01 by Hannah Weber, Assessor. Reason: {WHY}" in said


def test_without_a_file_or_a_reason_or_with_a_wrong_pin_nothing_is_added(qtbot: QtBot, at: Founded, photo: Path) -> None:
    record = signed(at, at.ana).sign_off
    page = page_of(qtbot, at, record.id)
    press(page, "Add photos or documents")
    dialog = dialog_of(page)
    qtbot.keyClicks(dialog.pin, PIN)
    dialog.save.click()
    qtbot.waitUntil(lambda: "No file is chosen yet." in [words.text() for words in shown(dialog)], timeout=LONG)
    take(qtbot, dialog, photo)
    dialog.save.click()
    assert dialog.reason.edit.accessibleDescription() == "Say in a few words why it is added only now."
    dialog.reason.set_text(WHY)
    dialog.pin.clear()
    qtbot.keyClicks(dialog.pin, "0000")
    dialog.save.click()
    qtbot.waitUntil(lambda: dialog.save.isEnabled() and not dialog.pin.pin, timeout=LONG)
    assert dialog.reason.text() == WHY
    assert added(at, record.id) == ()
    dialog.reject()


def test_a_file_that_cannot_be_kept_is_said_in_the_dialog(qtbot: QtBot, at: Founded, tmp_path: Path) -> None:
    record = signed(at, at.ana).sign_off
    page = page_of(qtbot, at, record.id)
    (tmp_path / "notes.txt").write_text("no picture")
    page.added.ask([tmp_path / "notes.txt"])
    dialog = dialog_of(page)
    qtbot.waitUntil(lambda: any("JPEG, PNG, PDF or MP4 file" in one.text() for one in shown(dialog)), timeout=LONG)
    assert dialog.chosen.files == []
    dialog.reject()


def test_files_dropped_on_the_page_are_shown_and_signed_at_once_each_with_its_words(
    qtbot: QtBot, at: Founded, photo: Path, tmp_path: Path
) -> None:
    record = signed(at, at.ana).sign_off
    page = page_of(qtbot, at, record.id)
    (tmp_path / "training.pdf").write_bytes(b"%PDF-1.7 and more")
    (tmp_path / "notes.txt").write_text("no picture")
    dropped(page, tmp_path / "training.pdf", tmp_path / "notes.txt", photo, photo)
    dialog = dialog_of(page)
    qtbot.waitUntil(lambda: len(dialog.chosen.files) == 2, timeout=LONG)
    qtbot.waitUntil(lambda: "2 of 4 files cannot be added." in [words.text() for words in shown(dialog)], timeout=LONG)
    assert any("notes.txt: it is no JPEG" in one.text() and "it is chosen already" in one.text() for one in shown(dialog))
    assert "hold text that no page shows" in dialog.chosen.about.text()
    assert dialog.shows.text() == "What number 1 of 2 shows"
    dialog.caption.set_text("Training record")
    dialog.chosen.tiles[1].click()
    assert dialog.caption.text() == ""
    dialog.caption.set_text("From above")
    dialog.steps.picked.emit("s02")
    dialog.chosen.tiles[0].click()
    assert dialog.caption.text() == "Training record"
    dialog.reason.set_text(WHY)
    assert dialog.save.text() == "Add 2 files"
    sign(qtbot, dialog)
    found = {line.file.media: (line.step, line.caption, line.reason) for line in added(at, record.id)}
    assert found == {"application/pdf": ("", "Training record", WHY), "image/jpeg": ("s02", "From above", WHY)}


def test_one_of_several_is_left_out_and_a_wrong_caption_is_shown_with_its_file(
    qtbot: QtBot, at: Founded, photo: Path, tmp_path: Path
) -> None:
    record = signed(at, at.ana).sign_off
    page = page_of(qtbot, at, record.id)
    page.added.ask([photo, picture(tmp_path / "b.jpg", "red"), picture(tmp_path / "c.jpg", "blue")])
    dialog = dialog_of(page)
    qtbot.waitUntil(lambda: len(dialog.chosen.files) == 3, timeout=LONG)
    dialog.caption.set_text("x" * 201)
    dialog.chosen.tiles[2].click()
    dialog.reason.set_text(WHY)
    dialog.save.click()
    assert dialog.chosen.place == 0
    assert dialog.caption.edit.accessibleDescription()
    qtbot.keyClick(dialog.chosen.tiles[0], Qt.Key.Key_Delete)
    assert [one.file.name for one in dialog.chosen.files] == ["b.jpg", "c.jpg"]
    dialog.chosen.leave_out.click()
    dialog.chosen.leave_out.click()
    assert dialog.chosen.files == []
    assert not dialog.caption.isEnabled()
    dialog.reject()


def test_a_picture_taken_with_the_camera_is_added_like_one_that_was_chosen(qtbot: QtBot, at: Founded) -> None:
    record = signed(at, at.ana)
    page = page_of(qtbot, at, record.sign_off.id)
    cameras: list[FakeCamera] = []

    def source(parent: QObject) -> FakeCamera:
        cameras.append(FakeCamera(parent))
        return cameras[-1]

    checklist = record_whole(at.site, record.sign_off.id).checklist
    dialog = AttachDialog(page, at.site, at.hannah, record.sign_off, checklist, source)
    dialog.open()
    dialog.chosen.camera.click()
    (camera,) = page.window().findChildren(TakePictureDialog)
    assert not camera.press.isEnabled()
    frame = QImage(80, 60, QImage.Format.Format_RGB32)
    frame.fill(QColor("teal"))
    cameras[0].seen.emit(frame)
    camera.press.click()
    assert not cameras[0].running
    cameras[0].seen.emit(QImage())  # what comes late changes nothing
    camera.again.click()
    assert cameras[0].running
    camera.press.click()
    camera.press.click()
    qtbot.waitUntil(lambda: len(dialog.chosen.files) == 1, timeout=LONG)
    (one,) = dialog.chosen.files
    assert one.file.media == "image/jpeg"
    assert one.file.name.startswith("Picture of ")
    dialog.reject()


def test_without_a_camera_there_is_no_button_for_one(qtbot: QtBot, at: Founded) -> None:
    page = page_of(qtbot, at, signed(at, at.ana).sign_off.id)
    page.added.ask()
    dialog = dialog_of(page)
    assert dialog.chosen.camera.isVisible() == camera_possible()
    dialog.reject()


def test_what_is_withdrawn_is_struck_out_and_stays_with_both_reasons(qtbot: QtBot, at: Founded, photo: Path) -> None:
    record = signed(at, at.ana).sign_off
    add(at, record.id, photo, caption="From above")
    page = page_of(qtbot, at, record.id)
    press(page, "Withdraw Photo")
    (dialog,) = page.window().findChildren(WithdrawAddedDialog)
    assert dialog.title.text() == "Withdraw the photo “From above”?"
    qtbot.keyClicks(dialog.pin, PIN)
    dialog.save.click()
    assert dialog.reason.edit.accessibleDescription() == "Say why, in your own words."
    dialog.reason.set_text("It shows another truck")
    dialog.pin.clear()
    sign(qtbot, dialog)
    qtbot.waitUntil(lambda: "It shows another truck" in texts(page), timeout=LONG)
    struck = [words for words in page.findChildren(Words) if words.isVisible() and words.font().strikeOut()]
    assert [words.accessibleName() for words in struck] == ["Withdrawn: Photo, 1 kB", "Withdrawn: From above"]
    assert WHY in texts(page)
    assert not [one for one in page.findChildren(QAbstractButton) if one.isVisible() and one.text() == "Withdraw"]


def test_what_a_trainee_added_waits_and_is_countersigned_by_somebody_else(qtbot: QtBot, at: Founded, photo: Path) -> None:
    record = signed(at, at.ana).sign_off
    tim = session_of(add_member(at.site, at.hannah, "Tim New", "", Role.TRAINEE, "", "7777", own_pin=PIN))
    add(at, record.id, photo, tim, "7777")
    page = page_of(qtbot, at, record.id, at.marco)
    assert "It counts once another member has countersigned it." in texts(page)
    press(page, "Countersign Photo")
    (dialog,) = page.window().findChildren(CountersignAddedDialog)
    sign(qtbot, dialog, SECOND_PIN)
    qtbot.waitUntil(lambda: "by Marco Rossi" in texts(page), timeout=LONG)
    assert added(at, record.id)[0].counts


def test_who_may_not_add_reads_why_and_a_drop_says_it_too(qtbot: QtBot, at: Founded, photo: Path) -> None:
    record = signed(at, at.ana).sign_off
    page = page_of(qtbot, at, record.id, as_role(at, Role.MANAGER))
    assert not page.added.add.isEnabled()
    assert "A manager may not observe or sign assessments." in texts(page)
    dropped(page, photo)
    assert page.notice is not None
    assert not page.window().findChildren(AttachDialog)


def test_a_corrected_record_shows_what_was_added_and_leads_to_the_correction(qtbot: QtBot, at: Founded, photo: Path) -> None:
    record = signed(at, at.ana).sign_off
    add(at, record.id, photo)
    corrected = replace(record, assessor_note="It was FT-09")
    new = amend(at.site, at.hannah, record.id, corrected, "Wrong truck", PIN, at.time()).sign_off
    page = page_of(qtbot, at, record.id)
    assert "Open the correction and add it there." in texts(page)
    page.main.open_page("record", sign_off_id=new.id)
    assert "It was added to the record that this one corrects." in texts(page)
    assert page.added.add.isEnabled()


def test_a_file_that_is_not_here_yet_says_so(qtbot: QtBot, at: Founded, photo: Path) -> None:
    record = signed(at, at.ana).sign_off
    line = add(at, record.id, photo)
    delete_file(at.site.folder, line.file.digest)
    page = page_of(qtbot, at, record.id)
    assert "The file is not on this laptop yet. It comes with a sync." in texts(page)
    press(page, "Open Photo")
    (dialog,) = page.window().findChildren(FileDialog)
    qtbot.waitUntil(lambda: dialog.settled, timeout=LONG)
    assert "It comes with a sync" in dialog.picture.accessibleName()
    assert not dialog.open_outside.isEnabled()
    dialog.reject()


def test_the_persons_page_tells_it_and_leads_to_the_record(qtbot: QtBot, at: Founded, photo: Path) -> None:
    record = signed(at, at.ana).sign_off
    line = add(at, record.id, photo)
    withdraw_added(at.site, at.hannah, line.id, "Another truck", PIN, at.time())
    window = page_of(qtbot, at, record.id).main
    window.open_page("person", worker_id=at.ana.id)
    person = window.current_page
    assert isinstance(person, PersonPage)
    row = next(one for one in person.findChildren(RowButton) if "was added after signing" in one.row.detail)
    assert "withdrew it" in row.row.detail
    row.click()
    assert isinstance(window.current_page, RecordPage)
