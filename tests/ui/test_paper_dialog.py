"""What to print or save: the choice before the system's dialogs, by keyboard, and what comes out of the printer."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrintDialog, QPrinterInfo
from PySide6.QtWidgets import QAbstractButton, QFileDialog
from pytestqt.qtbot import QtBot

from supervisor_app.domain.certificate import IssuedCertificate
from supervisor_app.services.certificates import list_certificates, waiting_ids
from supervisor_app.services.papers import Order, Product
from supervisor_app.ui.dialogs.paper_dialog import Files, PaperDialog, Purpose
from supervisor_app.ui.main_window import MainWindow
from supervisor_app.ui.printing import choose_and_print, choose_and_save, save_all_as, save_into, send_to
from tests.ui.conftest import NOW, Founded
from tests.ui.test_printing import finish, ids_of, made, printed_codes, printer_into, window

__all__ = ["made", "window"]


def opened(qtbot: QtBot, dialog: PaperDialog | None) -> PaperDialog:
    assert dialog is not None
    qtbot.waitUntil(dialog.isVisible)
    return dialog


def test_it_begins_with_the_certificate_and_enter_goes_on(
    qtbot: QtBot, window: MainWindow, made: list[IssuedCertificate], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QPrinterInfo, "availablePrinterNames", lambda: ["Office"])
    dialog = opened(qtbot, choose_and_print(window, ids_of(made)))
    assert dialog.order == Order()
    assert not dialog.files.isVisible()
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.findChild(QPrintDialog) is not None)
    system = window.findChild(QPrintDialog)
    assert system is not None
    assert system.windowTitle() == "Print 3 certificates at 100 %"
    system.reject()


def test_cards_need_no_orientation_and_single_cards_no_paper(qtbot: QtBot, window: MainWindow) -> None:
    dialog = opened(qtbot, choose_and_print(window, ["one"]))
    dialog.what.choose(Product.CARDS)
    dialog.what.chosen.emit(Product.CARDS)
    assert not dialog.way.isEnabled()
    assert dialog.about.text().startswith("Ten wallet cards")
    dialog.paper.choose("Letter")
    dialog.paper.chosen.emit("Letter")
    assert dialog.about.text().startswith("Eight wallet cards")
    assert dialog.order == Order(product=Product.CARDS, paper="Letter")
    dialog.what.choose(Product.CARD)
    dialog.what.chosen.emit(Product.CARD)
    assert not dialog.paper.isEnabled()
    assert dialog.order.page.name == "LETTER"
    dialog.reject()


def test_the_tiles_answer_to_arrow_keys(qtbot: QtBot, window: MainWindow) -> None:
    dialog = opened(qtbot, choose_and_print(window, ["one"]))
    dialog.activateWindow()
    picks = dialog.what.findChildren(QAbstractButton)
    qtbot.waitUntil(picks[0].hasFocus)
    qtbot.keyClick(picks[0], Qt.Key.Key_Right)
    qtbot.waitUntil(lambda: dialog.order.product is Product.CARDS)
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert choose_and_print(window, []) is None


def test_several_are_saved_in_one_file_or_one_each(qtbot: QtBot, window: MainWindow, made: list[IssuedCertificate]) -> None:
    dialog = opened(qtbot, choose_and_save(window, ids_of(made)))
    assert dialog.files.isVisible()
    assert dialog.chosen_files is Files.EACH
    dialog.files.choose("person")
    assert dialog.chosen_files is Files.PERSON
    dialog.files.choose("one")
    assert dialog.chosen_files is Files.ONE
    dialog.go.click()
    qtbot.waitUntil(lambda: window.findChild(QFileDialog) is not None)
    files = window.findChild(QFileDialog)
    assert files is not None
    assert files.acceptMode() is QFileDialog.AcceptMode.AcceptSave
    assert files.selectedFiles()[0].endswith("-and-2-more.pdf")
    files.reject()


@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_sheets_of_cards_come_out_upright_at_their_size_and_the_certificates_still_wait(
    qtbot: QtBot, window: MainWindow, made: list[IssuedCertificate], tmp_path: Path, paper: str
) -> None:
    target = tmp_path / "cards.pdf"
    order = Order(product=Product.CARDS, paper=paper)
    finish(qtbot, send_to(window, printer_into(target, paper, Product.CARDS), ids_of(made), order))
    assert sorted(printed_codes(target)) == sorted(certificate.qr_text for certificate in made)
    from supervisor_app.documents.preview import opened as opened_pdf

    with opened_pdf(target.read_bytes()) as document:
        assert tuple(map(round, document[0].get_size())) == {"A4": (595, 842), "Letter": (612, 792)}[paper]
    assert len(waiting_ids(window.site, NOW.date())) == len(made)
    assert {line.printed for line in list_certificates(window.site, NOW.date())} == {0}


def test_a_single_card_has_a_page_of_its_own_size(
    qtbot: QtBot, window: MainWindow, made: list[IssuedCertificate], tmp_path: Path
) -> None:
    target = tmp_path / "card.pdf"
    order = Order(product=Product.CARD)
    finish(qtbot, send_to(window, printer_into(target, "A4", Product.CARD), ids_of(made)[:2], order))
    assert printed_codes(target) == [certificate.qr_text for certificate in made[:2]]
    from supervisor_app.documents.preview import opened as opened_pdf

    with opened_pdf(target.read_bytes()) as document:
        assert [tuple(map(round, page.get_size())) for page in document] == [(243, 153)] * 2


def test_saving_cards_and_all_in_one(qtbot: QtBot, window: MainWindow, made: list[IssuedCertificate], tmp_path: Path) -> None:
    finish(qtbot, save_into(window, ids_of(made), tmp_path / "each", Order(product=Product.CARD)))
    assert len(list((tmp_path / "each").iterdir())) == len(made)
    finish(qtbot, save_into(window, ids_of(made), tmp_path / "people", Order(), None, Files.PERSON))
    assert [path.suffix for path in (tmp_path / "people").iterdir()] == [".pdf"]
    finish(qtbot, save_all_as(window, ids_of(made), tmp_path / "all.pdf", Order(upright=True)))
    assert printed_codes(tmp_path / "all.pdf") == [certificate.qr_text for certificate in made]


def test_the_dialog_says_how_to_print(qtbot: QtBot, founded: Founded, window: MainWindow) -> None:
    dialog = PaperDialog(window, Purpose.PRINT, 1, "A4")
    dialog.open()
    opened(qtbot, dialog)
    assert dialog.title.text() == "Print the certificate"
    texts = [words.text() for words in dialog.findChildren(type(dialog.about))]
    assert any("100 %" in text for text in texts)
    dialog.reject()
