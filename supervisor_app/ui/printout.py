"""Sheets that are no certificates, from any page: shown before they print, sent to the system's printer or saved as PDF."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QFileDialog

from supervisor_app.services.papers import Order
from supervisor_app.services.printing import save_sheet
from supervisor_app.ui.actions import perform_in_background
from supervisor_app.ui.dialogs.printout_dialog import Printout, PrintoutDialog, SheetChoice
from supervisor_app.ui.file_dialogs import Folder, ask_place
from supervisor_app.ui.jobs import Cancelled, Job, Progress
from supervisor_app.ui.print_painting import new_printer, paint_files, paper_in
from supervisor_app.ui.printing import ask_printer, show_folder

if TYPE_CHECKING:
    from supervisor_app.ui.main_window import MainWindow


def show_printout(window: MainWindow, printout: Printout) -> PrintoutDialog | None:
    """Show a sheet as it will print, then print or save it."""
    page = window.current_page
    if page is None:
        return None
    dialog = PrintoutDialog(page, printout)
    dialog.printing.connect(lambda choice: print_sheet(window, printout, choice))
    dialog.saving.connect(lambda choice: ask_where(window, printout, choice))
    dialog.open()
    return dialog


def print_sheet(window: MainWindow, printout: Printout, choice: SheetChoice) -> QPrintDialog:
    """Open the system's print dialog for a sheet."""
    printer = new_printer(Order(product=printout.product, paper=choice.paper))
    title = f"{printout.title} at 100 %"
    return ask_printer(window, printer, title, lambda: send_sheet(window, printer, printout, choice))


def send_sheet(window: MainWindow, printer: QPrinter, printout: Printout, choice: SheetChoice) -> Job | None:
    """Draw a sheet onto a printer beside the window, on the paper that was chosen there."""
    page = window.current_page
    if page is None:
        return None
    papers = tuple(name for name, _ in printout.ratios)
    wanted = replace(choice, paper=paper_in(printer, choice.paper, papers))
    copies = 1
    if printout.numbered:  # each copy is a form of its own
        copies = max(1, printer.copyCount())
        printer.setCopyCount(1)

    def work(_progress: Progress, cancelled: Cancelled) -> bool:
        files = (printout.draw(replace(wanted, copy=copy)) for copy in range(copies))
        return paint_files(printer, files, cancelled, Order(product=printout.product, paper=wanted.paper))

    def told(sent: bool) -> None:
        if sent:
            window.notify("It went to the printer.")
        else:
            page.show_notice("Printing was stopped.", "Put away what came out, then print again.")

    return perform_in_background(page, work, words="Printing", done=told, changes=False)


def ask_where(window: MainWindow, printout: Printout, choice: SheetChoice) -> QFileDialog:
    """Ask where the sheet shall be saved, then save it."""
    name = f"{printout.stem}.pdf"
    return ask_place(
        window, Folder.PAPERS, "Save as PDF", "PDF (*.pdf)", name, lambda path: save_to(window, printout, choice, path)
    )


def save_to(window: MainWindow, printout: Printout, choice: SheetChoice, path: Path) -> Job | None:
    """Save the sheet as that file."""
    page = window.current_page
    if page is None:
        return None

    def told(saved: Path) -> None:
        window.notify(f"Saved as {saved.name}.", "Show", partial(show_folder, saved.parent))

    return perform_in_background(
        page,
        lambda *_: save_sheet(path, printout.draw(choice)),
        words="Drawing the sheet",
        done=told,
        changes=False,
        cancel=False,
    )
