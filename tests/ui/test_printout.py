"""Sheets that are no certificates: shown as they print, turned, redrawn for another paper, sent to a printer, saved."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from supervisor_app.documents.preview import opened, page_count, read_codes
from supervisor_app.domain.form_number import read_form
from supervisor_app.services.catalogue import list_checklists
from supervisor_app.services.papers import Order, Product
from supervisor_app.services.skills_chart import skills_chart
from supervisor_app.ui.chart_printing import show_chart
from supervisor_app.ui.dialogs.printout_dialog import PrintoutDialog
from supervisor_app.ui.form_printing import show_form
from supervisor_app.ui.main_window import MainWindow
from supervisor_app.ui.pages.checklists_page import ChecklistsPage
from supervisor_app.ui.pages.matrix_page import MatrixPage
from supervisor_app.ui.pages.observe_choose import ObserveChoosePage
from supervisor_app.ui.print_painting import lay_out
from supervisor_app.ui.printout import save_to, send_sheet
from tests.services.founded import Founded, found, signed
from tests.ui.filling import filled
from tests.ui.test_printing import finish


@pytest.fixture
def at(tmp_path: Path) -> Iterator[Founded]:
    founded = found(tmp_path / "site")
    signed(founded, founded.ana)
    yield founded
    founded.site.close()


@pytest.fixture
def window(qtbot: QtBot, at: Founded) -> MainWindow:
    window = MainWindow(at.site, at.hannah)
    qtbot.addWidget(window)
    window.resize(1366, 768)
    window.show()
    window.open_page("matrix")
    filled(qtbot, window)
    return window


def shown(qtbot: QtBot, window: MainWindow) -> PrintoutDialog:
    page = window.current_page
    assert isinstance(page, MatrixPage)
    qtbot.mouseClick(page.print, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.findChild(PrintoutDialog) is not None, timeout=60_000)
    dialog = window.findChild(PrintoutDialog)
    assert dialog is not None
    qtbot.waitUntil(lambda: dialog.settled, timeout=60_000)
    return dialog


def test_print_on_the_matrix_shows_the_sheet_and_another_paper_redraws_it(qtbot: QtBot, window: MainWindow) -> None:
    dialog = shown(qtbot, window)
    assert dialog.choice.paper == "A3"
    assert dialog.desk.has_image
    dialog.paper.choose("Letter")
    dialog.paper.chosen.emit("Letter")
    assert not dialog.settled
    qtbot.waitUntil(lambda: dialog.settled, timeout=60_000)
    assert dialog.choice.paper == "Letter"
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not dialog.isVisible())


def test_enter_opens_the_systems_dialog_and_without_a_printer_files_are_offered(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialog = shown(qtbot, window)
    monkeypatch.setattr(QPrinterInfo, "availablePrinterNames", list)
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    assert dialog.isVisible()
    monkeypatch.setattr(QPrinterInfo, "availablePrinterNames", lambda: ["Office"])
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.findChild(QPrintDialog) is not None)
    system = window.findChild(QPrintDialog)
    assert system is not None
    assert system.windowTitle() == "Print the skills matrix at 100 %"
    system.reject()


def test_what_is_printed_has_its_size_and_its_code_whatever_paper_the_printer_has(
    qtbot: QtBot, window: MainWindow, at: Founded, tmp_path: Path
) -> None:
    dialog = shown(qtbot, window)
    printout, choice = dialog.printout, dialog.choice
    dialog.reject()
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    printer.setResolution(150)
    lay_out(printer, Order(product=Product.MATRIX, paper="A4"))  # somebody chose A4 in the system's dialog
    finish(qtbot, send_sheet(window, printer, printout, choice))
    with opened((tmp_path / "printed.pdf").read_bytes()) as document:
        assert tuple(map(round, document[0].get_size())) == (842, 595)
        codes = read_codes(document[0].render(scale=200 / 72, grayscale=True).to_pil())
    assert codes == (f"CHART:{skills_chart(at.site, at.time().date()).code}:1",)


def test_it_is_saved_as_pdf_and_a_search_that_finds_nobody_is_said(
    qtbot: QtBot, window: MainWindow, at: Founded, tmp_path: Path
) -> None:
    dialog = shown(qtbot, window)
    printout, choice = dialog.printout, dialog.choice
    qtbot.mouseClick(dialog.save, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.findChild(QFileDialog) is not None)
    asked = window.findChild(QFileDialog)
    assert asked is not None
    asked.reject()
    target = tmp_path / "chart.pdf"
    finish(qtbot, save_to(window, printout, choice, target))
    qtbot.waitUntil(target.exists)
    assert page_count(target.read_bytes()) == 1
    page = window.current_page
    assert isinstance(page, MatrixPage)
    assert page.matrix is not None
    show_chart(window, page.matrix, "nobody is called so")
    qtbot.waitUntil(lambda: page.notice is not None, timeout=60_000)


def test_a_blank_form_is_printed_from_the_checklists_each_copy_with_its_own_number(
    qtbot: QtBot, window: MainWindow, at: Founded, tmp_path: Path
) -> None:
    line = next(line for line in list_checklists(at.site) if line.competency == "forklift")
    window.open_page("checklists", digest=line.digest)
    dialog = show_form(window, line.digest)
    assert dialog is not None
    qtbot.waitUntil(lambda: dialog.settled, timeout=60_000)
    assert dialog.choice.paper == "A4"
    printout, choice = dialog.printout, dialog.choice
    dialog.reject()
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "forms.pdf"))
    printer.setResolution(200)
    lay_out(printer, Order(product=Product.FORM, paper="A4"))
    printer.setCopyCount(3)
    finish(qtbot, send_sheet(window, printer, printout, choice))
    with opened((tmp_path / "forms.pdf").read_bytes()) as document:
        assert tuple(map(round, document[0].get_size())) == (595, 842)
        pages = [document[page].render(scale=200 / 72, grayscale=True).to_pil() for page in range(len(document))]
    said = [read_form(code) for page in pages for code in read_codes(page)]
    assert {one.digest for one in said if one} == {line.digest}
    assert len({one.number for one in said if one}) == 3


def test_the_form_button_prints_what_is_shown_and_observe_prints_what_is_chosen(
    qtbot: QtBot, window: MainWindow, at: Founded
) -> None:
    line = next(line for line in list_checklists(at.site) if line.competency == "forklift")
    window.open_page("checklists", digest=line.digest)
    page = window.current_page
    assert isinstance(page, ChecklistsPage)
    page.panel.form_asked.emit()
    qtbot.waitUntil(lambda: window.findChild(PrintoutDialog) is not None)
    first = window.findChild(PrintoutDialog)
    assert first is not None
    qtbot.waitUntil(lambda: first.settled, timeout=60_000)
    first.reject()
    qtbot.waitUntil(lambda: window.findChild(PrintoutDialog) is None)
    window.open_page("observe", worker_id=at.ana.id, competency="forklift")
    chosen = window.current_page
    assert isinstance(chosen, ObserveChoosePage)
    assert chosen.blank.isEnabled()
    qtbot.mouseClick(chosen.blank, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.findChild(PrintoutDialog) is not None)
    second = window.findChild(PrintoutDialog)
    assert second is not None
    qtbot.waitUntil(lambda: second.settled, timeout=60_000)
    second.reject()
