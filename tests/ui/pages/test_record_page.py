"""One sign-off whole and its amendment, over a real site: read only, linked, and signed only after the ten seconds."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit
from pytestqt.qtbot import QtBot

from supervisor_app.domain.decision import Judgement, Outcome, WorkerSignature
from supervisor_app.domain.form_number import form_number
from supervisor_app.domain.observation import Result
from supervisor_app.services.issuing import issue
from supervisor_app.services.records import record_whole
from supervisor_app.services.signing import sign
from supervisor_app.ui.icons import Icon
from supervisor_app.ui.main_window import MainWindow
from supervisor_app.ui.page_table import PAGES, PageEntry
from supervisor_app.ui.pages.person_page import PersonPage
from supervisor_app.ui.pages.record_amend import RecordAmendPage
from supervisor_app.ui.pages.record_page import RecordPage
from supervisor_app.ui.pages.record_state import record_view
from supervisor_app.ui.widgets.buttons import Button
from supervisor_app.ui.widgets.marked_line import MarkedLine
from supervisor_app.ui.widgets.row_button import RowButton
from supervisor_app.ui.widgets.signature_pad import SignaturePad
from supervisor_app.ui.widgets.words import Words
from tests.services.founded import DETAILS, PIN, Founded, choice, found, later, observe, signed
from tests.services.test_paper_forms import signed_from_form


@pytest.fixture
def at(tmp_path: Path) -> Iterator[Founded]:
    founded = found(tmp_path / "site")
    yield founded
    founded.site.close()


def window_of(qtbot: QtBot, at: Founded, *, seconds: int = 10, marco: bool = False) -> MainWindow:
    amend = PageEntry("record_amend", "Amend", Icon.PEN, lambda window: RecordAmendPage(window, seconds=seconds), under="people")
    pages = [amend if entry.key == "record_amend" else entry for entry in PAGES]
    window = MainWindow(at.site, at.marco if marco else at.hannah, pages=pages)
    qtbot.addWidget(window)
    window.resize(1366, 768)
    window.show()
    return window


def record_page(window: MainWindow, sign_off_id: str) -> RecordPage:
    window.open_page("record", sign_off_id=sign_off_id)
    page = window.current_page
    assert isinstance(page, RecordPage)
    return page


def amend_page(window: MainWindow, sign_off_id: str) -> RecordAmendPage:
    record_page(window, sign_off_id).amend.click()
    page = window.current_page
    assert isinstance(page, RecordAmendPage)
    return page


def texts(page: RecordPage) -> str:
    return "\n".join(words.text() for words in page.findChildren(Words) if words.isVisibleTo(page))


def test_everything_that_was_signed_is_there_and_nothing_can_be_typed(qtbot: QtBot, at: Founded) -> None:
    draft = observe(at, at.ana, critical=Result.NOT_MET, heel="220")
    mark = WorkerSignature(name="Ana Kowalska", signed=at.time(), agrees=False, strokes=(((1, 2), (500, 600)),))
    signing = choice(at, Outcome.NOT_YET, worker_comment="The light was poor", worker_signature=mark)
    record = sign(at.site, at.hannah, draft, signing, PIN).sign_off
    page = record_page(window_of(qtbot, at), record.id)
    said = texts(page)
    assert page.header is not None
    assert "Ana Kowalska" in page.header.title.text()
    for wanted in ("Not yet competent", "looked away twice", "220 mm", "The light was poor", "do not agree", "FT-07"):
        assert wanted in said, wanted
    for reason in record.decision.reasons:
        assert reason.text in said
    assert "Hannah Weber’s own key" in said
    pads = page.findChildren(SignaturePad)
    assert [pad.strokes for pad in pads] == [mark.strokes]
    assert not page.findChildren(QLineEdit)
    assert not page.findChildren(QPlainTextEdit)
    qtbot.mouseClick(pads[0], Qt.MouseButton.LeftButton)
    assert pads[0].strokes == mark.strokes


def test_every_step_is_a_line_with_its_word(qtbot: QtBot, at: Founded) -> None:
    record = signed(at, at.ana).sign_off
    page = record_page(window_of(qtbot, at), record.id)
    names = [line.accessibleName() for line in page.findChildren(MarkedLine)]
    assert any(name.startswith("met. 1. Does thing 1") and "critical" in name for name in names)
    assert any("150 mm" in name for name in names)
    view = record_view(record_whole(at.site, record.id))
    assert sum(len(group.lines) for group in view.groups) == 3


def test_a_history_row_of_a_person_opens_it_and_back_returns(qtbot: QtBot, at: Founded) -> None:
    record = signed(at, at.ana).sign_off
    window = window_of(qtbot, at)
    window.open_page("person", worker_id=at.ana.id)
    person = window.current_page
    assert isinstance(person, PersonPage)
    row = next(button for button in person.findChildren(RowButton) if button.row.key == record.id)
    row.click()
    page = window.current_page
    assert isinstance(page, RecordPage)
    qtbot.keyClick(page, Qt.Key.Key_Escape)
    assert window.current_page is person


def test_a_certificate_that_rests_on_it_can_be_opened(qtbot: QtBot, at: Founded, monkeypatch: pytest.MonkeyPatch) -> None:
    record = signed(at, at.ana).sign_off
    issued = issue(at.site, at.hannah, record.id, DETAILS, PIN, at.time())
    window = window_of(qtbot, at)
    page = record_page(window, record.id)
    opened: list[tuple[str, dict[str, object]]] = []
    monkeypatch.setattr(window, "open_page", lambda key, **arguments: opened.append((key, arguments)))
    # The row was connected to the window's own method; it is found by its number.
    row = next(button for button in page.findChildren(RowButton) if button.row.title == issued.facts.number)
    assert row.row.key == issued.facts.credential_id
    page.person.click()
    assert opened == [("person", {"worker_id": at.ana.id})]


def test_an_amendment_needs_a_reason_and_a_change_and_the_pin(qtbot: QtBot, at: Founded) -> None:
    record = signed(at, at.ana).sign_off
    page = amend_page(window_of(qtbot, at), record.id)
    assert page.window().focusWidget() is page.reason.edit
    page.signing.block.pin.submitted.emit(PIN)
    assert page.notice is not None
    assert page.reason.edit.accessibleDescription() == "Say in a few words what was wrong."
    page.reason.set_text("Wrong truck")
    page.signing.block.pin.submitted.emit(PIN)
    assert page.notice is not None
    assert "Nothing is different" in page.notice.accessibleName() + page.notice.findChild(Words).text()
    page.note.set_text("It was FT-09")
    page.signing.block.pin.submitted.emit("0000")
    assert not page.signing.is_counting
    assert record_whole(at.site, record.id).corrected_by is None


def test_esc_and_the_lock_take_it_back_and_nothing_is_written(qtbot: QtBot, at: Founded) -> None:
    record = signed(at, at.ana).sign_off
    window = window_of(qtbot, at)
    page = amend_page(window, record.id)
    page.reason.set_text("Wrong truck")
    page.note.set_text("It was FT-09")
    page.signing.block.pin.submitted.emit(PIN)
    assert page.signing.is_counting
    assert not page.note.isEnabled()
    qtbot.keyClick(page, Qt.Key.Key_Escape)
    assert not page.signing.is_counting
    assert page.note.isEnabled()
    page.signing.block.pin.submitted.emit(PIN)
    assert page.signing.is_counting
    window.lock()
    assert not page.signing.is_counting
    assert record_whole(at.site, record.id).corrected_by is None


def test_after_the_seconds_a_new_record_stands_beside_the_old_one(qtbot: QtBot, at: Founded) -> None:
    record = signed(at, at.ana).sign_off
    later(at, hours=1)
    window = window_of(qtbot, at, seconds=0)
    page = amend_page(window, record.id)
    page.reason.set_text("Seen again on the film")
    page.judgement.judgement.choose(Judgement.WITH_SUPERVISION.value)
    page.judgement.changed.emit()
    page.judgement.reason.set_text("Needs somebody beside")
    page.signing.block.pin.submitted.emit(PIN)
    qtbot.waitUntil(lambda: isinstance(window.current_page, RecordPage), timeout=3000)
    new = window.current_page
    assert isinstance(new, RecordPage)
    assert new.whole is not None
    assert (new.whole.sign_off.judgement, new.whole.sign_off.level) == (Judgement.WITH_SUPERVISION, "")
    assert new.whole.sign_off.observations == record.observations
    assert "judged stricter: Needs somebody beside" in texts(new)
    back = next(button for button in new.findChildren(Button) if button.text() == "Open the first one")
    back.click()
    assert new.whole.sign_off == record
    assert not new.amend.isVisible()
    assert "Reason: Seen again on the film" in texts(new)
    assert any(button.text() == "Open the correction" for button in new.findChildren(Button) if button.isVisible())


def test_nobody_amends_their_own_assessment_and_is_told_why(qtbot: QtBot, at: Founded) -> None:
    record = signed(at, at.yusef).sign_off
    page = record_page(window_of(qtbot, at, marco=True), record.id)
    assert not page.amend.isEnabled()
    assert page.amend.toolTip().startswith("You cannot assess yourself.")


def test_a_record_from_paper_names_its_form_and_the_time_on_it(qtbot: QtBot, at: Founded) -> None:
    later(at, days=3)
    number = form_number(at.digests["forklift"], "3XW9PT")
    record = signed_from_form(at, at.ana, number)
    whole = record_whole(at.site, record)
    facts = dict(record_view(whole).context)
    assert facts["Entered from"] == f"paper form {number}"
    assert facts["Observed"] == "25 Nov 2026, 07:00 to 08:00, as written on the form"
    page = record_page(window_of(qtbot, at), record)
    assert any(number in words.text() for words in page.findChildren(Words))
    assert "Entered from" not in dict(record_view(record_whole(at.site, signed(at, at.ana).sign_off.id)).context)
