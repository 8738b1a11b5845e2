"""The Verify page: what is dropped, chosen or pasted gets a verdict, with facts, differences, checks and a copy to keep."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from supervisor_app.credentials.findings import CodeFinding, examine_credential
from supervisor_app.credentials.judging import judge
from supervisor_app.credentials.paper import compare
from supervisor_app.domain.certificate import IssuedCertificate
from supervisor_app.domain.codes import certificate_code
from supervisor_app.domain.printed import printed_fields
from supervisor_app.services.session import Session
from supervisor_app.services.site import Site
from supervisor_app.services.verifying import Outcome, Verdict
from supervisor_app.ui.dialogs.paste_text import PasteText
from supervisor_app.ui.main_window import MainWindow
from supervisor_app.ui.page_table import PAGES, PageEntry
from supervisor_app.ui.pages.verify_page import VerifyPage, VerifyState
from supervisor_app.ui.widgets.drop_area import DropArea
from supervisor_app.ui.widgets.empty_state import EmptyState
from supervisor_app.ui.widgets.limits_bar import LimitsBar
from supervisor_app.ui.widgets.status_shape import StatusShape
from supervisor_app.ui.widgets.verdict_sheet import VerdictSheet
from supervisor_app.ui.widgets.words import Words
from tests.credentials.samples import FACTS, NOW, TRUST, issued
from tests.services.certified import certify
from tests.ui.conftest import PIN

WHOLE = issued()


@pytest.fixture
def made(founded: tuple[Site, Session]) -> IssuedCertificate:
    """A certificate in the site's own records."""
    return certify(*founded, PIN)


@pytest.fixture
def page(qtbot: QtBot, founded: tuple[Site, Session]) -> VerifyPage:
    """The page in the real window, 1366x768."""
    entry = next(entry for entry in PAGES if entry.key == "verify")
    pages = (PageEntry("today", "Today", entry.icon, entry.factory), entry)
    window = MainWindow(*founded, pages=pages)
    qtbot.addWidget(window)
    window.resize(1366, 768)
    window.show()
    window.open_page("verify")
    shown = window.current_page
    assert isinstance(shown, VerifyPage)
    return shown


def wait(qtbot: QtBot, page: VerifyPage, count: int) -> None:
    qtbot.waitUntil(lambda: len(page.state.verdicts) == count, timeout=10_000)


def words(page: VerifyPage) -> list[str]:
    """Every text of the verdict that is shown."""
    QApplication.processEvents()
    return [label.text() for label in page.right.findChildren(Words) if label.isVisibleTo(page)]


def judged(**paper: str) -> Verdict:
    findings = examine_credential(json.loads(WHOLE.credential), TRUST, None)
    fields = compare(findings.claims, {**printed_fields(FACTS), **paper})
    return judge(replace(findings, paper=fields, code=CodeFinding.AGREES), name="certificate.pdf", now=NOW)


def test_at_first_it_says_what_will_stand_there(page):
    assert page.right.findChild(EmptyState) is not None
    assert not page.list.isVisible()
    assert not page.keep.isVisible()


def test_a_file_gets_its_verdict_with_facts_limits_and_checks(qtbot, page, made, tmp_path):
    path = tmp_path / "certificate.json"
    path.write_bytes(made.credential)
    page.check_files([path])
    wait(qtbot, page, 1)
    said = words(page)
    for text in ("Valid", "Genuine, unchanged and in force today.", "Hanna Gál", "U, unsupervised", "no. 010105"):
        assert text in said
    assert page.right.findChild(LimitsBar) is not None
    assert "Signed by Northgate Pressings" in said
    assert page.keep.isVisible()
    assert page.list.model.row(0).detail == "Counterbalance forklift, valid"


def test_of_several_files_the_first_that_is_not_valid_is_shown(qtbot, page, made, tmp_path):
    (tmp_path / "good.json").write_bytes(made.credential)
    (tmp_path / "forged.json").write_bytes(made.credential.replace(b"up to 2.5 t", b"up to 9.5 t").replace(b"Up to", b"At 99"))
    (tmp_path / "note.bin").write_bytes(b"\x00")
    page.check_files([tmp_path / name for name in ("good.json", "forged.json", "note.bin", "missing.pdf")])
    wait(qtbot, page, 4)
    assert [verdict.outcome for verdict in page.state.verdicts] == [
        Outcome.VALID,
        Outcome.NOT_GENUINE,
        Outcome.UNREADABLE,
        Outcome.UNREADABLE,
    ]
    assert page.state.shown == 1
    assert "Do not accept" in words(page)
    assert "What it claims, not proven" in words(page)


def test_choosing_in_the_list_shows_that_check_again(qtbot, page):
    page._render(VerifyState(verdicts=(judged(), judged(level="Level O: Trains others")), shown=0))
    page.list.view.setCurrentIndex(page.list.model.index(1, 0))
    assert page.state.shown == 1
    assert "The paper was changed after it was signed." in words(page)


def test_differences_stand_side_by_side(page):
    page._render(VerifyState(verdicts=(judged(level="Level O: Trains others", valid_until="22 November 2031"),), shown=0))
    said = words(page)
    assert "On the paper" in said
    assert "In the signed record" in said
    assert "Level O: Trains others" in said
    assert "Level U: Unsupervised" in said
    assert "22 November 2031" in said
    assert "Ask for the original. The genuine certificate says level U, until 22 Nov 2029." in said
    assert page.right.findChild(VerdictSheet).head.mark.shape is StatusShape.NOT_MET


def test_a_missing_field_is_named_as_missing(page):
    page._render(VerifyState(verdicts=(judged(limits=""),), shown=0))
    assert "not there" in words(page)


def test_a_file_can_be_dropped(qtbot, page, made, tmp_path):
    path = tmp_path / "certificate.json"
    path.write_bytes(made.credential)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    drop(page.drop, data)
    wait(qtbot, page, 1)
    assert page.state.verdicts[0].valid


def test_a_text_can_be_dropped(qtbot, page, made):
    data = QMimeData()
    data.setText(made.qr_text)
    drop(page.drop, data)
    wait(qtbot, page, 1)
    assert page.state.verdicts[0].valid


def test_ctrl_v_checks_the_clipboard(qtbot, page, made):
    QGuiApplication.clipboard().setText(certificate_code(made.facts.credential_id))
    page.setFocus()
    qtbot.keyClick(page, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    wait(qtbot, page, 1)
    assert page.state.verdicts[0].valid


def test_pasting_by_the_button(qtbot, page, made):
    QGuiApplication.clipboard().setText(f" {made.qr_text} ")
    page.paste.click()
    dialog = page.window().findChild(PasteText)
    assert dialog.field.text() == made.qr_text
    dialog.check.click()
    wait(qtbot, page, 1)
    assert page.state.verdicts[0].valid


def test_an_empty_text_is_not_taken(qtbot, page):
    QGuiApplication.clipboard().setText("")
    page.paste.click()
    dialog = page.window().findChild(PasteText)
    dialog.check.click()
    assert dialog.isVisible()
    dialog.reject()


def test_a_copy_can_be_kept(page, tmp_path):
    page._render(VerifyState(verdicts=(judged(),), shown=0))
    page.keep_copy(tmp_path / "check.txt")
    assert "Signed by Northgate Pressings" in (tmp_path / "check.txt").read_text(encoding="utf-8")


def test_a_folder_that_refuses_gives_a_notice(page):
    page._render(VerifyState(verdicts=(judged(),), shown=0))
    page.keep_copy(Path("/no such folder/check.txt"))
    assert page.notice is not None
    assert "cannot be written" in page.notice.message.text()


def test_checks_of_yesterday_are_forgotten(page):
    old = replace(judged(), checked=NOW.replace(day=20))
    page._render(VerifyState(verdicts=(old,), shown=0))
    page.reload()
    assert page.state == VerifyState()


def test_a_full_verdict_needs_no_scroll_bar_at_1366_by_768(qtbot, page):
    page._render(VerifyState(verdicts=(judged(), judged(level="x")), shown=1))
    QApplication.processEvents()
    assert not page.right.verticalScrollBar().isVisible()


def test_the_keyboard_reaches_everything(qtbot, page):
    page._render(VerifyState(verdicts=(judged(),), shown=0))
    QApplication.processEvents()
    page.drop.setFocus()
    reached = []
    for _ in range(12):
        focus = QApplication.focusWidget()
        reached.append(focus)
        qtbot.keyClick(focus, Qt.Key.Key_Tab)
    for part in (page.drop, page.choose, page.paste, page.list.view, page.keep):
        assert part in reached


def drop(area: DropArea, data: QMimeData) -> None:
    """Hold something over the area and let it go."""
    actions, buttons, keys = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(20, 20), actions, data, buttons, keys)
    QApplication.sendEvent(area, enter)
    assert enter.isAccepted()
    QApplication.sendEvent(area, QDropEvent(QPointF(20, 20), actions, data, buttons, keys))
