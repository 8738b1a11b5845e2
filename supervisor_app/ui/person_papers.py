"""Papers of one person: their skills passport, signed for the day, their certificates and cards; printed or saved."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QFileDialog

from supervisor_app.domain.file_names import safe_stem
from supervisor_app.domain.names import isolated
from supervisor_app.domain.passport import SignedPassport
from supervisor_app.domain.people import Worker
from supervisor_app.services.papers import Order, Product, draw_passport
from supervisor_app.services.passport import passport
from supervisor_app.services.printing import save_passport_page
from supervisor_app.ui.actions import perform, perform_in_background
from supervisor_app.ui.dialogs.paper_dialog import Files, PaperDialog, Purpose
from supervisor_app.ui.dialogs.passport_sign import PassportSignDialog
from supervisor_app.ui.dialogs.printout_dialog import PrintoutDialog
from supervisor_app.ui.file_dialogs import Folder, ask_place
from supervisor_app.ui.jobs import Cancelled, Job, Progress
from supervisor_app.ui.print_painting import new_printer, paint_files, paper_in
from supervisor_app.ui.print_preview import preview_passport
from supervisor_app.ui.printing import ask_printer, preview_certificates, print_certificates, save_certificates, show_folder

if TYPE_CHECKING:
    from supervisor_app.ui.main_window import MainWindow

Signed: TypeAlias = Callable[[SignedPassport], object]
"""What goes on with a signed passport."""


def choose_papers(window: MainWindow, worker: Worker) -> PaperDialog | None:
    """Ask what to print or save of a person; without a certificate in force there is nothing, and that is said."""
    page = window.current_page
    if page is None:
        return None
    made = perform(page, lambda: passport(window.site, worker.id, window.now().date()), changes=False)
    if made is None:
        return None
    ids = made.certificate_ids
    if not ids:
        page.show_notice(
            f"{isolated(worker.name)} holds no certificate in force.", "Issue one first; it is offered once the rule is met."
        )
        return None
    paper = window.site.settings.paper
    title = f"Papers of {isolated(worker.name)}"
    dialog = PaperDialog(page, Purpose.EITHER, len(ids), paper, title=title, passport=True)
    language = made.language
    dialog.printing.connect(lambda order: _print(window, worker, ids, order, language))
    dialog.saving.connect(lambda order, files: _save(window, worker, ids, order, files, language))
    dialog.previewing.connect(lambda order, files: _preview(window, worker, ids, order, files, language))
    dialog.open()
    return dialog


def _preview(
    window: MainWindow, worker: Worker, ids: tuple[str, ...], order: Order, files: Files, language: str
) -> PrintoutDialog | PassportSignDialog | None:
    """Show the pages first; a passport is signed before, as its code is made of the signature."""
    if order.product is not Product.PASSPORT:
        return preview_certificates(window, ids, order, files)

    def show(signed: SignedPassport) -> PrintoutDialog | None:
        return preview_passport(
            window,
            signed,
            order,
            printing=lambda chosen: print_passport(window, signed, chosen),
            saving=lambda chosen: ask_where(window, worker, signed, chosen),
        )

    return sign_then(window, worker, language, show)


def _print(window: MainWindow, worker: Worker, ids: tuple[str, ...], order: Order, language: str) -> None:
    if order.product is not Product.PASSPORT:
        print_certificates(window, ids, order)
    elif not QPrinterInfo.availablePrinterNames():
        page = window.current_page
        if page is not None:
            save = partial(_save, window, worker, ids, order, Files.EACH, language)
            page.show_notice("No printer is set up on this laptop.", "Connect a printer, or save as PDF.", "Save PDF", save)
    else:
        sign_then(window, worker, language, lambda signed: print_passport(window, signed, order))


def _save(window: MainWindow, worker: Worker, ids: tuple[str, ...], order: Order, files: Files, language: str) -> None:
    if order.product is Product.PASSPORT:
        sign_then(window, worker, language, lambda signed: ask_where(window, worker, signed, order))
    else:
        save_certificates(window, ids, order, files=files)


def sign_then(window: MainWindow, worker: Worker, language: str, then: Signed) -> PassportSignDialog | None:
    """Ask for the language (at first `language`) and the PIN, sign the passport, and go on with it."""
    page = window.current_page
    if page is None:
        return None
    dialog = PassportSignDialog(page, window.site, page.session, worker, language)
    dialog.acted.connect(then)
    dialog.open()
    return dialog


def print_passport(window: MainWindow, signed: SignedPassport, order: Order) -> QPrintDialog:
    """Open the system's print dialog for a signed passport."""
    printer = new_printer(order)
    return ask_printer(window, printer, "Print the passport at 100 %", lambda: send_passport(window, printer, signed, order))


def send_passport(window: MainWindow, printer: QPrinter, signed: SignedPassport, order: Order) -> Job | None:
    """Draw a signed passport onto a printer beside the window."""
    page = window.current_page
    if page is None:
        return None
    site, paper = window.site, paper_in(printer, order.paper)

    def work(_progress: Progress, cancelled: Cancelled) -> bool:
        return paint_files(printer, [draw_passport(site, signed, paper)], cancelled, order)

    def told(sent: bool) -> None:
        if sent:
            window.notify("The passport went to the printer.")

    return perform_in_background(page, work, words="Printing the passport", done=told, changes=False)


def ask_where(window: MainWindow, worker: Worker, signed: SignedPassport, order: Order) -> QFileDialog:
    """Ask where the passport shall be saved, then save it."""
    name = f"passport-{safe_stem(worker.employee_no or worker.id)}.pdf"
    return ask_place(
        window, Folder.PAPERS, "Save the passport", "PDF (*.pdf)", name, lambda path: save_page(window, signed, path, order)
    )


def save_page(window: MainWindow, signed: SignedPassport, path: Path, order: Order) -> Job | None:
    """Save a signed passport as that file."""
    page = window.current_page
    if page is None:
        return None
    site = window.site

    def told(saved: Path) -> None:
        window.notify(f"Saved as {saved.name}.", "Show", partial(show_folder, saved.parent))

    return perform_in_background(
        page,
        lambda *_: save_passport_page(site, signed, path, order.paper),
        words="Drawing the passport",
        done=told,
        changes=False,
        cancel=False,
    )
