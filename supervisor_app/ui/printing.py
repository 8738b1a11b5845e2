"""Certificates to paper and to files: the one way every page prints and saves them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtPrintSupport import QAbstractPrintDialog, QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QDialog, QFileDialog

from supervisor_app.services.certificate_drawing import file_stem, get_certificate, mark_printed
from supervisor_app.services.certificates import waiting_ids
from supervisor_app.services.papers import Order, Product, cards_on_sheet, cards_that_can_be, copies_of, draw_each
from supervisor_app.services.printing import BatchResult, save_by_person, save_pdfs, save_together
from supervisor_app.ui.actions import perform, perform_in_background
from supervisor_app.ui.dialogs.paper_dialog import Files, PaperDialog, Purpose
from supervisor_app.ui.file_dialogs import Folder, ask_folder, ask_place
from supervisor_app.ui.jobs import Cancelled, Job, Progress
from supervisor_app.ui.print_painting import new_printer, paint_files, paper_in

if TYPE_CHECKING:
    from supervisor_app.services.pdf_sealing import SigningKey
    from supervisor_app.ui.dialogs.printout_dialog import PrintoutDialog
    from supervisor_app.ui.main_window import MainWindow

_PRINT_WORDS = {
    Product.CERTIFICATE: ("Print the certificate", "Print {} certificates"),
    Product.CARD: ("Print the card", "Print {} cards"),
    Product.CARDS: ("Print the card", "Print {} cards"),
}
_SAVED_AS = {
    Product.CERTIFICATE: "the certificate",
    Product.CARD: "the card",
    Product.CARDS: "the sheets of cards",
}
_MANY = {Product.CERTIFICATE: "certificates", Product.CARD: "cards", Product.CARDS: "cards"}
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


def choose_and_print(window: MainWindow, ids: Sequence[str]) -> PaperDialog | None:
    """Ask what to print of certificates, then print it."""
    page = window.current_page
    if page is None or not ids:
        return None
    dialog = PaperDialog(page, Purpose.PRINT, len(ids), window.site.settings.paper)
    dialog.printing.connect(lambda order: print_certificates(window, ids, order))
    dialog.previewing.connect(lambda order, files: preview_certificates(window, ids, order, files))
    dialog.open()
    return dialog


def preview_certificates(
    window: MainWindow, ids: Sequence[str], order: Order, files: Files, *, original: bool = False, seal: bool = False
) -> PrintoutDialog | None:
    """Show the pages of certificates or cards before they are printed or saved."""
    from supervisor_app.ui.print_preview import preview_papers

    return preview_papers(
        window,
        ids,
        order,
        printing=lambda chosen: print_certificates(window, ids, chosen),
        saving=lambda chosen: _save_or_seal(window, ids, chosen, files, seal=seal),
        original=original,
    )


def choose_and_save(window: MainWindow, ids: Sequence[str]) -> PaperDialog | None:
    """Ask what to save of certificates, then where."""
    page = window.current_page
    if page is None or not ids:
        return None
    dialog = PaperDialog(page, Purpose.SAVE, len(ids), window.site.settings.paper)
    dialog.saving.connect(lambda order, files: _save_or_seal(window, ids, order, files, seal=dialog.seal.isChecked()))
    dialog.previewing.connect(
        lambda order, files: preview_certificates(window, ids, order, files, original=True, seal=dialog.seal.isChecked())
    )
    dialog.open()
    return dialog


def _save_or_seal(window: MainWindow, ids: Sequence[str], order: Order, files: Files, *, seal: bool) -> None:
    """Go on to where it is saved; before that to the certificate file, where the PDF shall be signed."""
    page = window.current_page
    if not seal or page is None:
        save_certificates(window, ids, order, files=files)
        return
    from supervisor_app.ui.dialogs.signing_key_dialog import SigningKeyDialog

    dialog = SigningKeyDialog(page, window.site)
    dialog.opened.connect(lambda key: save_certificates(window, ids, order, files=files, key=key))
    dialog.open()


def print_certificates(window: MainWindow, ids: Sequence[str], order: Order | None = None) -> QPrintDialog | None:
    """Open the system's print dialog for certificates or cards; without a printer say so, and offer files instead."""
    page = window.current_page
    if page is None or not ids:
        return None
    order = order or Order(paper=window.site.settings.paper)
    if not QPrinterInfo.availablePrinterNames():
        hint = f"{_counted(ids, 'The certificate is', 'All {} certificates are')} safe here. Connect a printer, or save as PDF."
        save = partial(save_certificates, window, ids, order)
        page.show_notice("No printer is set up on this laptop.", hint, "Save PDF", save)
        return None
    printer = new_printer(order)
    title = f"{_counted(ids, *_PRINT_WORDS[order.product])} at 100 %"
    return ask_printer(window, printer, title, lambda: send_to(window, printer, ids, order))


def ask_printer(window: MainWindow, printer: QPrinter, title: str, then: Callable[[], object]) -> QPrintDialog:
    """Open the system's print dialog over the window; `then()` is called where somebody goes on."""
    dialog = QPrintDialog(printer, window)
    dialog.setWindowTitle(title)
    for option in _LEFT_OUT:
        dialog.setOption(option, False)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.accepted.connect(then)
    QDialog.open(dialog)  # QPrintDialog hides the plain one
    return dialog


def send_to(window: MainWindow, printer: QPrinter, ids: Sequence[str], order: Order | None = None) -> Job | None:
    """Draw certificates or cards onto a printer beside the window; what went out is recorded, one entry for each paper."""
    page = window.current_page
    if page is None:
        return None
    site, session, day = window.site, page.session, window.now().date()
    asked = order or Order(paper=site.settings.paper)
    chosen = replace(asked, paper=paper_in(printer, asked.paper))
    count = max(1, printer.copyCount())
    printer.setCopyCount(1)  # each further copy is drawn by itself: it says that it is a duplicate

    def work(progress: Progress, cancelled: Cancelled) -> tuple[bool, tuple[str, ...]]:
        each = cards_on_sheet(chosen)
        wanted, left_out = cards_that_can_be(site, ids, chosen)
        papers = copies_of(wanted, count)

        def files() -> Iterator[bytes]:
            for done, pdf in enumerate(draw_each(site, papers, chosen, today=day)):
                progress(min(done * each, len(papers)), len(papers), f"{min(done * each, len(papers))} of {len(papers)} drawn")
                yield pdf

        sent = paint_files(printer, files(), cancelled, chosen)
        if sent:
            mark_printed(site, session, [copy.certificate_id for copy in papers], chosen.product.counted_as)
        return sent, left_out

    return perform_in_background(
        page,
        work,
        words=_counted(ids, "Printing the certificate", "Printing {} certificates"),
        done=lambda done: _told_printed(window, ids, *done, chosen),
    )


def save_certificates(
    window: MainWindow,
    ids: Sequence[str],
    order: Order | None = None,
    *,
    files: Files = Files.EACH,
    key: SigningKey | None = None,
) -> QFileDialog | None:
    """Ask where certificates shall be saved (one file, or a folder for several), then save them."""
    page = window.current_page
    if page is None or not ids:
        return None
    order = order or Order(paper=window.site.settings.paper)
    if len(ids) == 1 or files is Files.ONE or order.product is Product.CARDS:
        issued = perform(page, lambda: get_certificate(window.site, ids[0]), changes=False)
        if issued is None:
            return None
        name, title = f"{_file_name(file_stem(issued), len(ids), order)}.pdf", f"Save {_SAVED_AS[order.product]}"
        return ask_place(
            window, Folder.PAPERS, title, "PDF (*.pdf)", name, lambda path: save_all_as(window, ids, path, order, key)
        )
    title = f"Choose a folder for {len(ids)} {_MANY[order.product]}"
    return ask_folder(window, Folder.PAPERS, title, lambda path: save_into(window, ids, path, order, key, files))


def save_as(window: MainWindow, certificate_id: str, path: Path) -> Job | None:
    """Save one certificate as that file."""
    return save_all_as(window, [certificate_id], path, Order(paper=window.site.settings.paper))


def save_all_as(window: MainWindow, ids: Sequence[str], path: Path, order: Order, key: SigningKey | None = None) -> Job | None:
    """Save everything as that one file, signed with a `key` of one's own."""
    page = window.current_page
    if page is None:
        return None
    site = window.site

    def work(progress: Progress, cancelled: Cancelled) -> BatchResult:
        return save_together(site, ids, path, order, progress=progress, cancelled=cancelled, key=key)

    def told(result: BatchResult) -> None:
        if result.cancelled:
            page.show_notice("Saving was stopped.", "Nothing was written.")
        elif result.left_out:
            page.show_notice(f"Saved as {path.name}, but not every card.", " ".join(result.left_out))
        else:
            window.notify(f"Saved as {path.name}.", "Show", partial(show_folder, path.parent))

    words = _counted(ids, "Drawing the certificate", "Drawing {} certificates")
    return perform_in_background(page, work, words=words, done=told, changes=False, cancel=len(ids) > 1)


def save_into(
    window: MainWindow,
    ids: Sequence[str],
    folder: Path,
    order: Order | None = None,
    key: SigningKey | None = None,
    files: Files = Files.EACH,
) -> Job | None:
    """Save several certificates or cards into a folder, a file each or for each person, signed with a `key` of one's own."""
    page = window.current_page
    if page is None:
        return None
    site = window.site
    chosen = order or Order(paper=site.settings.paper)
    what = _MANY[chosen.product]

    def work(progress: Progress, cancelled: Cancelled) -> BatchResult:
        save = save_by_person if files is Files.PERSON else save_pdfs
        return save(site, ids, folder, chosen, progress=progress, cancelled=cancelled, key=key)

    def told(result: BatchResult) -> None:
        saved = len(result.files)
        if result.cancelled:
            hint = f"{saved} files with {what} are in {folder.name}, each of them whole."
            page.show_notice("Saving was stopped.", hint)
        else:
            window.notify(f"{len(ids)} {what} are saved in {folder.name}.", "Show", partial(show_folder, folder))

    return perform_in_background(page, work, words=f"Saving {len(ids)} {what}", done=told, changes=False)


def _file_name(stem: str, count: int, order: Order) -> str:
    """The name that is offered: the number, what it is, how many."""
    kind = "" if order.product is Product.CERTIFICATE else "-card" if count == 1 else "-cards"
    return f"{stem}{kind}" if count == 1 else f"{stem}{kind}-and-{count - 1}-more"


def _told_printed(window: MainWindow, ids: Sequence[str], sent: bool, left_out: Sequence[str], order: Order) -> None:
    page = window.current_page
    if sent and left_out and page is not None:
        page.show_notice("The other cards went to the printer.", " ".join(left_out))
    elif sent and order.product is Product.CERTIFICATE:
        window.notify(_counted(ids, "The certificate went to the printer.", "{} certificates went to the printer."))
    elif sent:
        window.notify(_counted(ids, "The card went to the printer.", "{} cards went to the printer."))
    elif page is not None:
        page.show_notice("Printing was stopped.", "Nothing is counted as printed. Put away what came out, then print again.")


def show_folder(folder: Path) -> None:
    """Show a folder as the system shows folders."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))


def _counted(ids: Sequence[str], one: str, many: str) -> str:
    return one if len(ids) == 1 else many.format(len(ids))
