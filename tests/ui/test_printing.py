"""Printing and saving from any page: real PDFs through QPrinter, entries in the ledger, duplicates, stopping, no printer."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from supervisor_app.documents.preview import opened, read_codes
from supervisor_app.domain.certificate import IssuedCertificate
from supervisor_app.services.certificates import list_certificates, waiting_ids
from supervisor_app.services.papers import Order, Product
from supervisor_app.ui.jobs import Job
from supervisor_app.ui.main_window import MainWindow
from supervisor_app.ui.print_painting import lay_out, paint_files, paper_in
from supervisor_app.ui.printing import print_certificates, print_waiting, save_as, save_certificates, save_into, send_to
from supervisor_app.ui.widgets.toast import Toast
from tests.ui.certified_site import certify_all
from tests.ui.conftest import NOW, Founded


@pytest.fixture
def made(founded: Founded) -> list[IssuedCertificate]:
    return certify_all(founded)


@pytest.fixture
def window(qtbot: QtBot, founded: Founded, made: list[IssuedCertificate]) -> MainWindow:
    window = MainWindow(*founded)
    qtbot.addWidget(window)
    window.resize(1366, 768)
    window.show()
    return window


def printer_into(path: Path, paper: str = "A4", product: Product = Product.CERTIFICATE) -> QPrinter:
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(path))
    printer.setResolution(300)
    lay_out(printer, Order(paper=paper, product=product))
    return printer


def finish(qtbot: QtBot, job: Job | None) -> None:
    assert job is not None
    if job.running:
        with qtbot.waitSignal(job.ended, timeout=30_000):
            pass
    qtbot.wait(0)


def ids_of(made: list[IssuedCertificate]) -> list[str]:
    return [certificate.facts.credential_id for certificate in made]


def printed_codes(path: Path) -> list[str]:
    """The QR texts on the printed pages, page by page."""
    with opened(path.read_bytes()) as document:
        pages = [document[page].render(scale=200 / 72, grayscale=True).to_pil() for page in range(len(document))]
    return [code for page in pages for code in read_codes(page)]


@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_what_was_printed_has_its_size_reads_back_and_waits_no_more(
    qtbot: QtBot, window: MainWindow, made: list[IssuedCertificate], tmp_path: Path, paper: str
) -> None:
    target = tmp_path / "printed.pdf"
    finish(qtbot, send_to(window, printer_into(target, paper), ids_of(made)))
    qtbot.waitUntil(lambda: not waiting_ids(window.site, NOW.date()), timeout=5000)
    assert printed_codes(target) == [certificate.qr_text for certificate in made]
    with opened(target.read_bytes()) as document:
        wide, high = document[0].get_size()
    assert (round(wide), round(high)) == {"A4": (842, 595), "Letter": (792, 612)}[paper]
    assert {line.printed for line in list_certificates(window.site, NOW.date())} == {1}
    toast = window.findChild(Toast)
    assert toast is not None


def test_the_module_of_the_code_is_printed_at_its_true_size(
    qtbot: QtBot, window: MainWindow, made: list[IssuedCertificate], tmp_path: Path
) -> None:
    """Nothing is scaled: the symbol is 35.05 mm wide on paper."""
    target = tmp_path / "printed.pdf"
    finish(qtbot, send_to(window, printer_into(target), ids_of(made)[:1]))
    with opened(target.read_bytes()) as document:
        page = document[0].render(scale=300 / 72, grayscale=True).to_pil()
    right = page.width - round(16 / 25.4 * 300)  # the dark modules end at the margin
    column = page.crop((right - round(35.05 / 25.4 * 300), 0, right, page.height // 2)).point(lambda value: 255 * (value < 128))
    box = column.getbbox()
    assert box is not None
    assert (box[0], box[2]) == (pytest.approx(0, abs=3), pytest.approx(column.width, abs=3))


def test_a_second_paper_says_that_it_is_a_duplicate(
    qtbot: QtBot, window: MainWindow, made: list[IssuedCertificate], tmp_path: Path
) -> None:
    one = ids_of(made)[:1]
    printer = printer_into(tmp_path / "two.pdf")
    printer.setCopyCount(2)
    finish(qtbot, send_to(window, printer, one))
    line = next(line for line in list_certificates(window.site, NOW.date()) if line.id == one[0])
    assert line.printed == 2
    with opened((tmp_path / "two.pdf").read_bytes()) as document:
        first, second = (document[page].render(scale=1, grayscale=True).to_pil() for page in (0, len(document) // 2))
    assert first.size == second.size
    assert first.tobytes() != second.tobytes()


def test_a_stopped_print_counts_nothing(window: MainWindow, made: list[IssuedCertificate], tmp_path: Path) -> None:
    asked: list[bool] = []

    def cancelled() -> bool:
        asked.append(True)
        return len(asked) > 3

    from supervisor_app.services.certificate_drawing import paper_named, render_pdf

    files = (render_pdf(window.site, one, paper_named("A4")) for one in ids_of(made))
    assert paint_files(printer_into(tmp_path / "stopped.pdf"), files, cancelled, Order()) is False


def test_cancelling_the_print_is_said_and_everything_still_waits(
    qtbot: QtBot, window: MainWindow, made: list[IssuedCertificate], tmp_path: Path
) -> None:
    job = send_to(window, printer_into(tmp_path / "stopped.pdf"), ids_of(made) * 20)
    assert job is not None
    job.cancel()
    page = window.current_page
    assert page is not None
    qtbot.waitUntil(lambda: page.notice is not None, timeout=20_000)
    assert "Printing was stopped." in page.notice.message.text()
    assert len(waiting_ids(window.site, NOW.date())) == len(made)


def test_a_paper_that_is_neither_gets_the_usual_page(tmp_path: Path) -> None:
    printer = printer_into(tmp_path / "x.pdf", "Letter")
    assert paper_in(printer, "A4") == "Letter"
    layout = printer.pageLayout()
    layout.setPageSize(layout.pageSize().__class__(layout.pageSize().PageSizeId.A3))
    printer.setPageLayout(layout)
    assert paper_in(printer, "A4") == "A4"


@pytest.mark.skipif(bool(QPrinterInfo.availablePrinterNames()), reason="this machine has a printer")
def test_without_a_printer_it_says_so_and_offers_files(qtbot: QtBot, window: MainWindow) -> None:
    print_waiting(window)
    page = window.current_page
    assert page is not None
    assert page.notice is not None
    assert page.notice.message.text() == "No printer is set up on this laptop."
    assert "All 3 certificates are safe here." in page.notice.hint.text()
    page.notice.action.click()
    dialog = window.findChild(QFileDialog)
    assert dialog is not None
    assert dialog.fileMode() is QFileDialog.FileMode.Directory
    dialog.reject()


def test_with_a_printer_the_systems_dialog_opens_and_blocks_nothing(
    qtbot: QtBot, window: MainWindow, made: list[IssuedCertificate], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QPrinterInfo, "availablePrinterNames", lambda: ["Office"])
    dialog = print_certificates(window, ids_of(made))
    assert dialog is not None
    assert dialog.isVisible()
    assert "100 %" in dialog.windowTitle()
    dialog.reject()
    assert len(waiting_ids(window.site, NOW.date())) == len(made)


def test_one_is_saved_as_a_file_several_into_a_folder(
    qtbot: QtBot, window: MainWindow, made: list[IssuedCertificate], tmp_path: Path
) -> None:
    finish(qtbot, save_as(window, ids_of(made)[0], tmp_path / "one.pdf"))
    assert printed_codes(tmp_path / "one.pdf") == [made[0].qr_text]
    finish(qtbot, save_into(window, ids_of(made), tmp_path / "all"))
    assert sorted(path.name for path in (tmp_path / "all").iterdir()) == [f"{one.facts.number}.pdf" for one in made]
    assert len(waiting_ids(window.site, NOW.date())) == len(made)  # a file is no paper


def test_the_question_where_to_save_names_the_number(window: MainWindow, made: list[IssuedCertificate]) -> None:
    dialog = save_certificates(window, ids_of(made)[:1])
    assert dialog is not None
    assert dialog.selectedFiles()[0].endswith(f"{made[0].facts.number}.pdf")
    dialog.reject()
    assert save_certificates(window, []) is None


def test_a_folder_that_cannot_be_written_is_said_in_the_page(
    qtbot: QtBot, window: MainWindow, made: list[IssuedCertificate], tmp_path: Path
) -> None:
    save_as(window, ids_of(made)[0], tmp_path / "missing" / "one.pdf")
    page = window.current_page
    assert page is not None
    qtbot.waitUntil(lambda: page.notice is not None, timeout=10_000)
    assert "cannot be written" in page.notice.message.text()
