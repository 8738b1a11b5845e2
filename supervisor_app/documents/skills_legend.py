"""What the signs of the skills chart mean, below it: on as many lines as the paper needs."""

from __future__ import annotations

from collections.abc import Iterator

from supervisor_app.documents import styles
from supervisor_app.documents.page import Page
from supervisor_app.documents.skills_cells import SIDE, WIDTH, draw_chart_cell
from supervisor_app.domain.cover import AHEAD_DAYS
from supervisor_app.domain.dates import short_day
from supervisor_app.domain.frozen import dataclass
from supervisor_app.domain.skills_chart import ChartCell, Sign, SkillsChart

LINE = 4.8
_GAP, _BETWEEN = 1.4, 6.0
_WORDS = {
    Sign.SOON: f"ends within {AHEAD_DAYS} days",
    Sign.EXPIRED: "expired",
    Sign.ON_HOLD: "on hold",
    Sign.BEGUN: "begun",
    Sign.DECLARED: "no cover",
    Sign.NEVER: "never assessed",
}
_BEHIND = SIDE + 0.8
_PLACES = {Sign.SOON: (9.6, _BEHIND), Sign.EXPIRED: (9.8, 0.0), Sign.ON_HOLD: (3.4, _BEHIND + 0.4), Sign.DECLARED: (10.0, 2.7)}
"""How wide a sign is, and how far behind the start of its cell it stands."""


@dataclass(frozen=True, slots=True)
class _Entry:
    """A sign and its words; `wide` millimetres for the sign, which begins `back` before its own place."""

    cell: ChartCell
    words: str
    wide: float
    back: float = 0.0


def legend_lines(page: Page, chart: SkillsChart, width: float) -> int:
    """Return how many lines the legend takes."""
    return 1 + max((line for _, line, _ in _laid_out(page, chart, width)), default=0)


def draw_legend(page: Page, chart: SkillsChart, x: float, y: float, width: float) -> None:
    """Draw the legend with its upper edge at `y`."""
    for entry, line, left in _laid_out(page, chart, width):
        top = y + line * LINE
        draw_chart_cell(page, x + left - entry.back, top - 0.3, entry.cell)
        page.text(x + left + entry.wide + _GAP, top + 3.3, entry.words, styles.CHART_LEGEND)


def _entries(chart: SkillsChart) -> Iterator[_Entry]:
    """The levels of the scale, lowest first, then the signs there are."""
    least = next((rank for rank, (level, _) in enumerate(chart.levels, 1) if level == chart.cover_from), 0)
    count = len(chart.levels)
    for rank, (level, name) in enumerate(chart.levels, 1):
        covers = bool(least) and rank >= least
        said = f"{name}: counts as cover" if covers and rank == least else name
        yield _Entry(ChartCell(sign=Sign.HOLDS, level=level, rank=rank, count=count, covers=covers), said, SIDE)
    month = f"{chart.as_of:%m/%y}"
    yield _Entry(ChartCell(sign=Sign.HOLDS, end=month), "valid until", 7.4, _BEHIND)
    for sign, words in _WORDS.items():
        if sign not in chart.signs:
            continue
        end = " ".join(short_day(chart.as_of).split()[:2]) if sign is Sign.SOON else ""
        wide, back = _PLACES.get(sign, (2.0, WIDTH / 2 - 1.0))
        yield _Entry(ChartCell(sign=sign, end=end), words, wide, back)


def _laid_out(page: Page, chart: SkillsChart, width: float) -> Iterator[tuple[_Entry, int, float]]:
    """Each entry with its line and where on it it begins."""
    line, x = 0, 0.0
    for entry in _entries(chart):
        needed = entry.wide + _GAP + page.width(entry.words, styles.CHART_LEGEND)
        if x and x + needed > width:
            line, x = line + 1, 0.0
        yield entry, line, x
        x += needed + _BETWEEN
