"""Blank checklists to paper: shown as they print, each copy with a number of its own."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from supervisor_app.services.blank_forms import draw_form, file_stem, new_form
from supervisor_app.services.papers import Product
from supervisor_app.ui.actions import perform
from supervisor_app.ui.dialogs.printout_dialog import Printout, PrintoutDialog, SheetChoice
from supervisor_app.ui.pages.observe_choice import LANGUAGE_NAMES
from supervisor_app.ui.printout import show_printout

if TYPE_CHECKING:
    from supervisor_app.domain.blank_form import BlankForm
    from supervisor_app.ui.main_window import MainWindow

_RATIOS = {"A4": 210 / 297, "Letter": 215.9 / 279.4}
_MOST_LANGUAGES = 4
_SENTENCE = "To fill in by hand where no laptop can go. Each copy has its own number: scan or type it under Observe to enter it."


def show_form(window: MainWindow, digest: str) -> PrintoutDialog | None:
    """Show a blank form of a revision before it prints; a notice where there can be none."""
    page, site = window.current_page, window.site
    if page is None:
        return None
    first = perform(page, lambda: new_form(site, digest), changes=False)
    if first is None:
        return None
    forms: list[BlankForm] = [first]

    def draw(choice: SheetChoice) -> bytes:
        while len(forms) <= choice.copy:
            forms.append(new_form(site, digest))
        return draw_form(replace(forms[choice.copy], language=choice.language or first.language), choice.paper)

    languages = first.checklist.languages[:_MOST_LANGUAGES]
    papers = sorted(_RATIOS.items(), key=lambda one: one[0] != site.settings.paper)
    printout = Printout(
        title="Print a blank form",
        sentence=_SENTENCE,
        product=Product.FORM,
        ratios=tuple(papers),
        stem=file_stem(first),
        draw=draw,
        languages=tuple((key, LANGUAGE_NAMES.get(key, key)) for key in languages),
        numbered=True,
    )
    return show_printout(window, printout)
