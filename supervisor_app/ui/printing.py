"""Certificates to paper and to files: the one way every page prints and saves them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QStandardPaths, Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtPrintSupport import QAbstractPrintDialog, QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QDialog, QFileDialog

from supervisor_app.services.certificates import (
    file_stem,
    get_certificate,
    mark_printed,
    new_shaper,
    paper_named,
    render_pdf,
    waiting_ids,
)
from supervisor_app.services.printing import BatchResult, save_pdf, save_pdfs
from supervisor_app.ui.actions import perform, perform_in_background
from supervisor_app.ui.jobs import Cancelled, Job, Progress
from supervisor_app.ui.print_painting import new_printer, paint_files, paper_in

if TYPE_CHECKING:
    from supervisor_app.ui.main_window import MainWindow

_LEFT_OUT = (
    QAbstractPrintDialog.PrintDialogOption.PrintToFile,  # "Save PDF" makes the better file, and no paper comes of it
    QAbstractPrintDialog.PrintDialogOption.PrintSelection,
    QAbstractPrintDialog.PrintDialogOption.PrintPageRange,
    QAbstractPrintDialog.PrintDialogOption.PrintCurrentPage,
)


def print_waiting(window: MainWindow) -> None:
    """Print every certificate that waits for the printer."""
    page = window.current_page
    if page is not None:
        perform(
            page,
            lambda: waiting_ids(window.site, window.now().date()),
            done=lambda ids: print_certificates(window, ids),
            changes=False,
        )


def print_certificates(window: MainWindow, ids: Sequence[str]) -> QPrintDialog | None:
    """Open the system's print dialog for certificates; without a printer say so, and offer files instead."""
    page = window.current_page
    if page is None or not ids:
        return None
    if not QPrinterInfo.availablePrinterNames():
        hint = f"{_counted(ids, 'The certificate is', 'All {} certificates are')} safe here. Connect a printer, or save as PDF."
        page.show_notice("No printer is set up on this laptop.", hint, "Save PDF", partial(save_certificates, window, ids))
        return None
    printer = new_printer(window.site.settings.paper)
    dialog = QPrintDialog(printer, window)
    dialog.setWindowTitle(f"{_counted(ids, 'Print the certificate', 'Print {} certificates')} at 100 %")
    for option in _LEFT_OUT:
        dialog.setOption(option, False)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.accepted.connect(lambda: send_to(window, printer, ids))
    QDialog.open(dialog)  # QPrintDialog hides the plain one
    return dialog


def send_to(window: MainWindow, printer: QPrinter, ids: Sequence[str]) -> Job | None:
    """Draw certificates onto a printer beside the window; what went out is recorded, one entry for each paper."""
    page = window.current_page
    if page is None:
        return None
    site, session, day = window.site, page.session, window.now().date()
    paper = paper_named(paper_in(printer, site.settings.paper))
    copies = max(1, printer.copyCount())
    printer.setCopyCount(1)  # each further copy is drawn by itself: it says that it is a duplicate

    def work(progress: Progress, cancelled: Cancelled) -> bool:
        papers = [(certificate_id, copy) for copy in range(copies) for certificate_id in ids]
        shaper = new_shaper()

        def files() -> Iterator[bytes]:
            for done, (certificate_id, copy) in enumerate(papers):
                progress(done, len(papers), f"{done} of {len(papers)} drawn")
                yield render_pdf(site, certificate_id, paper, today=day, copy=copy, shaper=shaper)

        sent = paint_files(printer, files(), cancelled)
        if sent:
            mark_printed(site, session, [certificate_id for certificate_id, _ in papers])
        return sent

    return perform_in_background(
        page,
        work,
        words=_counted(ids, "Printing the certificate", "Printing {} certificates"),
        done=lambda sent: _told_printed(window, ids, sent),
    )


def save_certificates(window: MainWindow, ids: Sequence[str]) -> QFileDialog | None:
    """Ask where certificates shall be saved (one: a file, several: a folder), then save them."""
    page = window.current_page
    if page is None or not ids:
        return None
    documents = Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation))
    if len(ids) == 1:
        issued = perform(page, lambda: get_certificate(window.site, ids[0]), changes=False)
        if issued is None:
            return None
        name = f"{file_stem(issued)}.pdf"
        dialog = QFileDialog(window, "Save the certificate", str(documents / name), "PDF (*.pdf)")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("pdf")
        dialog.fileSelected.connect(lambda path: save_as(window, ids[0], Path(path)))
    else:
        dialog = QFileDialog(window, f"Choose a folder for {len(ids)} certificates", str(documents))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(lambda path: save_into(window, ids, Path(path)))
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()
    return dialog


def save_as(window: MainWindow, certificate_id: str, path: Path) -> Job | None:
    """Save one certificate as that file."""
    page = window.current_page
    if page is None:
        return None
    site = window.site

    def work(_progress: Progress, _cancelled: Cancelled) -> Path:
        return save_pdf(site, certificate_id, path, paper_named(site.settings.paper))

    def told(saved: Path) -> None:
        window.notify(f"Saved as {saved.name}.", "Show", partial(_show_folder, saved.parent))

    return perform_in_background(page, work, words="Drawing the certificate", done=told, changes=False, cancel=False)


def save_into(window: MainWindow, ids: Sequence[str], folder: Path) -> Job | None:
    """Save several certificates into a folder, one file each, named by number."""
    page = window.current_page
    if page is None:
        return None
    site = window.site

    def work(progress: Progress, cancelled: Cancelled) -> BatchResult:
        paper = paper_named(site.settings.paper)
        return save_pdfs(site, ids, folder, paper, progress=progress, cancelled=cancelled)

    def told(result: BatchResult) -> None:
        saved = len(result.files)
        if result.cancelled:
            hint = f"{saved} of {len(ids)} certificates are in {folder.name}, each of them whole."
            page.show_notice("Saving was stopped.", hint)
        else:
            window.notify(f"{saved} certificates are saved in {folder.name}.", "Show", partial(_show_folder, folder))

    return perform_in_background(page, work, words=f"Saving {len(ids)} certificates", done=told, changes=False)


def _told_printed(window: MainWindow, ids: Sequence[str], sent: bool) -> None:
    page = window.current_page
    if sent:
        window.notify(_counted(ids, "The certificate went to the printer.", "{} certificates went to the printer."))
    elif page is not None:
        page.show_notice("Printing was stopped.", "Nothing is counted as printed. Put away what came out, then print again.")


def _show_folder(folder: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))


def _counted(ids: Sequence[str], one: str, many: str) -> str:
    return one if len(ids) == 1 else many.format(len(ids))
