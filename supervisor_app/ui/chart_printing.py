"""The skills matrix to paper: what the page Matrix shows, as a chart for the wall."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from supervisor_app.services.papers import Product
from supervisor_app.services.site import site_facts
from supervisor_app.services.skills_chart import draw_chart, file_stem, skills_chart
from supervisor_app.ui.actions import perform
from supervisor_app.ui.dialogs.printout_dialog import Printout, PrintoutDialog
from supervisor_app.ui.printout import show_printout

if TYPE_CHECKING:
    from supervisor_app.ui.main_window import MainWindow

_RATIOS = {"A3": 420 / 297, "A4": 297 / 210, "Letter": 279.4 / 215.9, "Tabloid": 431.8 / 279.4}
_METRIC, _INCHES = ("A3", "A4", "Tabloid", "Letter"), ("Tabloid", "Letter", "A3", "A4")
_SENTENCE = "Initials and numbers, no names. What does not fit on one sheet goes on further ones. It may hang for a week."


def show_chart(window: MainWindow, day: date, text: str = "", department: str = "") -> PrintoutDialog | None:
    """Show the chart of a day, of those that a search and a department leave in sight; a notice where that is nobody."""
    page = window.current_page
    if page is None:
        return None
    chart = perform(page, lambda: skills_chart(window.site, day, text=text, department=department), changes=False)
    if chart is None:
        return None
    logo = site_facts(window.site).logo_png
    papers = _INCHES if window.site.settings.paper == "Letter" else _METRIC
    printout = Printout(
        title="Print the skills matrix",
        sentence=_SENTENCE,
        product=Product.MATRIX,
        ratios=tuple((name, _RATIOS[name]) for name in papers),
        stem=file_stem(chart),
        draw=lambda choice: draw_chart(chart, choice.paper, logo),
    )
    return show_printout(window, printout)
