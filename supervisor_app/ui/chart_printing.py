"""The skills matrix to paper: what the page Matrix shows, as a chart for the wall."""

from __future__ import annotations

from typing import TYPE_CHECKING

from supervisor_app.domain.skills_chart import SkillsChart
from supervisor_app.services.matrix import Matrix
from supervisor_app.services.papers import Product
from supervisor_app.services.site import site_facts
from supervisor_app.services.skills_chart import draw_chart, file_stem, skills_chart
from supervisor_app.ui.actions import perform_in_background
from supervisor_app.ui.dialogs.printout_dialog import Printout
from supervisor_app.ui.jobs import Cancelled, Job, Progress
from supervisor_app.ui.printout import show_printout
from supervisor_app.ui.stopping import stoppable

if TYPE_CHECKING:
    from supervisor_app.ui.main_window import MainWindow

_RATIOS = {"A3": 420 / 297, "A4": 297 / 210, "Letter": 279.4 / 215.9, "Tabloid": 431.8 / 279.4}
_METRIC, _INCHES = ("A3", "A4", "Tabloid", "Letter"), ("Tabloid", "Letter", "A3", "A4")
_SENTENCE = "Initials and numbers, no names. What does not fit on one sheet goes on further ones. It may hang for a week."


def show_chart(window: MainWindow, shown: Matrix, text: str = "", department: str = "") -> Job | None:
    """Show the chart of a matrix, of those that a search and a department leave in sight; a notice where that is nobody.

    It also says who covers what 90 days later, which is worked out beside the window; nothing is shown where that was stopped.
    """
    page, site = window.current_page, window.site
    if page is None:
        return None

    def work(progress: Progress, cancelled: Cancelled) -> SkillsChart:
        return skills_chart(site, shown.day, progress, cancelled, text=text, department=department, before=shown)

    def show(chart: SkillsChart | None) -> None:
        if chart is not None:
            show_printout(window, _printout(window, chart))

    return perform_in_background(page, stoppable(work), words="Working out the chart", done=show, changes=False)


def _printout(window: MainWindow, chart: SkillsChart) -> Printout:
    logo = site_facts(window.site).logo_png
    papers = _INCHES if window.site.settings.paper == "Letter" else _METRIC
    return Printout(
        title="Print the skills matrix",
        sentence=_SENTENCE,
        product=Product.MATRIX,
        ratios=tuple((name, _RATIOS[name]) for name in papers),
        stem=file_stem(chart),
        draw=lambda choice: draw_chart(chart, choice.paper, logo),
    )
