"""The skills matrix for the wall, lying: heads that rise, 8 mm rows, the foot with the cover, a legend (PRINT 4, print-08)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, time

from supervisor_app.documents import styles
from supervisor_app.documents.archive import About, Archive
from supervisor_app.documents.fitting import CAPITAL, POINT, draw_lines, fit_line, wrap
from supervisor_app.documents.fonts import FontBook
from supervisor_app.documents.logo import Logo, read_logo
from supervisor_app.documents.page import ACCENT, Direction, Page, Sheet, Style
from supervisor_app.documents.qr_code import SHEET_CODE, best_mask, drawing, matrix
from supervisor_app.documents.shaping import Shaper
from supervisor_app.documents.skills_cells import WIDTH, draw_black_box, draw_chart_cell, draw_outline
from supervisor_app.documents.skills_legend import LINE, draw_legend, legend_lines
from supervisor_app.documents.wrapping import breaks_inside_words
from supervisor_app.domain.cover import AHEAD_DAYS, ENOUGH
from supervisor_app.domain.dates import day_in_words
from supervisor_app.domain.frozen import dataclass
from supervisor_app.domain.skills_chart import ChartColumn, ChartRow, SkillsChart

SHEETS = {"A3": Sheet(420.0, 297.0), "A4": Sheet(297.0, 210.0), "Letter": Sheet(279.4, 215.9), "Tabloid": Sheet(431.8, 279.4)}
_MARGIN = 14.0
_RULE, _HEADS, _FIRST_ROW = 28.4, 58.0, 60.2
_ROW, _FOOT_ROW = 8.0, 4.6
_TEAM, _CELLS, _ENDS = 40.0, 71.0, 27.0  # where teams and cells begin; what the two counts at the end take
_WIDEST, _NARROWEST = 30.0, 17.0
_MOST_ROWS = 24
_RISE, _HEAD_LENGTH = 60.0, 33.0
_QR = 15.9


def render_chart(chart: SkillsChart, *, paper: str, logo_png: bytes | None = None, shaper: Shaper | None = None) -> bytes:
    """Return the chart as PDF/A-3b on `paper` (a key of SHEETS): the same chart, paper and logo give the same bytes.

    What is too wide or too high for one sheet goes on further ones, each with the heads, the foot and its number. InputError
    where the logo cannot be read.
    """
    shaper, sheet = shaper or Shaper(FontBook()), SHEETS[paper]
    archive = Archive(_about(chart, paper))
    logo = read_logo(logo_png) if logo_png else None
    measure = Page(archive, shaper, sheet)
    parts = list(_parts(measure, chart))
    for index, part in enumerate(parts):
        page = Page(archive, shaper, sheet)
        _draw_head(page, chart, logo, index + 1, len(parts))
        _Table(page, chart, part).draw()
        page.finish()
    return archive.data()


@dataclass(frozen=True, slots=True)
class _Part:
    """What one sheet holds: some rows, some columns by their places."""

    rows: Sequence[ChartRow]
    columns: Sequence[int]


def _parts(page: Page, chart: SkillsChart) -> Iterator[_Part]:
    """Yield the sheets: as many whole rows and columns as fit, columns shared out evenly."""
    room = page.paper.width - _MARGIN - _ENDS - _CELLS
    most = max(1, int(room // _NARROWEST))
    sheets = -(-len(chart.columns) // most)
    each = -(-len(chart.columns) // sheets)
    below = len(_foot_rows(chart)) * _FOOT_ROW + 2.2 + legend_lines(page, chart, page.paper.width - 2 * _MARGIN) * LINE
    fitting = min(_MOST_ROWS, max(1, int((page.paper.height - 10.0 - below - _FIRST_ROW) // _ROW)))
    for start in range(0, len(chart.rows), fitting):
        for first in range(0, len(chart.columns), each):
            places = range(first, min(first + each, len(chart.columns)))
            yield _Part(chart.rows[start : start + fitting], places)


_FootRow = tuple[str, tuple[str, ...], bool]


def _foot_rows(chart: SkillsChart) -> list[_FootRow]:
    """The rows of the foot above the verdict: their label, a figure for each column, whether they stand out."""
    columns, site = chart.columns, "" if chart.whole else ", whole site"
    rule = f"from level {chart.cover_from}" if chart.cover_from else "by each rule"
    rows: list[_FootRow] = [(f"Cover now{site} ({rule})", tuple(str(one.now) for one in columns), True)]
    if not chart.whole:
        rows.append(("of these on this chart", tuple(str(one.on_chart) for one in columns), False))
    for place, shift in enumerate(chart.shifts):
        rows.append((f"of these in shift {shift}", tuple(str(one.shifts[place]) for one in columns), False))
    rows.append((f"Cover in {AHEAD_DAYS} days, if nothing is done", tuple(str(one.later) for one in columns), False))
    rows.append((f"Verdict (target {ENOUGH})", (), True))
    return rows


def _draw_head(page: Page, chart: SkillsChart, logo: Logo | None, number: int, count: int) -> None:
    end = page.paper.width - _MARGIN
    text = chart.sheet_code(number)
    modules = matrix(text, best_mask(text, SHEET_CODE), SHEET_CODE)
    left, bottom = page.place(end - _QR, 10.2 + _QR, _QR)
    page.draw(drawing(modules, left, bottom, _QR))
    start = _MARGIN
    if logo:
        scale = min(11.5 / logo.height, 34.0 / logo.width)
        page.picture(start, 11.4, logo.width * scale, logo.height * scale, logo.stream)
        start += logo.width * scale + 4.0
    beside = end - _QR - 6.0
    whole = f"Replace by {day_in_words(chart.replace_by)}.   Sheet {chart.code}, {number} of {count}"
    wide = max(
        page.text_ending(beside, 16.4, f"As of {day_in_words(chart.as_of)}", styles.CHART_DAY),
        page.text_ending(beside, 22.6, whole, styles.CHART_SHEET),
    )
    room = beside - wide - 6.0 - start
    title = fit_line(page, chart.title, styles.CHART_TITLE, room, 11.0, Direction.OWN)
    below = draw_lines(page, start, 16.4 - (2.0 if len(title.lines) > 1 else 0.0), title, Direction.OWN)
    where = ", ".join(filter(None, (chart.organisation, chart.place)))
    draw_lines(page, start, max(22.6, below + 4.6), fit_line(page, where, styles.CHART_SHEET, room, 8.0, Direction.OWN))
    page.rule(_MARGIN, _RULE, end - _MARGIN, 0.6, ACCENT)


@dataclass(frozen=True, slots=True)
class _Table:
    """The table of one sheet."""

    page: Page
    chart: SkillsChart
    part: _Part

    @property
    def _step(self) -> float:
        room = self.page.paper.width - _MARGIN - _ENDS - _CELLS
        return min(_WIDEST, room / len(self.part.columns))

    @property
    def _counts(self) -> tuple[float, float]:
        """Where the two counts of a person end."""
        first = _CELLS + self._step * len(self.part.columns) + 12.0
        return first, first + 13.0

    @property
    def _end(self) -> float:
        return self._counts[1] + 2.0

    def draw(self) -> None:
        self._draw_heads()
        y = _FIRST_ROW
        self.page.rule(_MARGIN, y - 0.35, self._end - _MARGIN, 0.35)
        for place, row in enumerate(self.part.rows):
            self._draw_row(y, row)
            y += _ROW
            following = self.part.rows[place + 1] if place + 1 < len(self.part.rows) else None
            if following is not None:
                self.page.rule(_MARGIN, y - 0.1, self._end - _MARGIN, 0.35 if following.team != row.team else 0.1)
        self.page.rule(_MARGIN, y, self._end - _MARGIN, 0.6, ACCENT)
        y = self._draw_foot(y + 0.6)
        draw_legend(self.page, self.chart, _MARGIN, y + 2.0, self.page.paper.width - 2 * _MARGIN)

    def _draw_heads(self) -> None:
        page = self.page
        page.text(_MARGIN, _HEADS, "Person", styles.CHART_SHEET)
        page.text(_TEAM, _HEADS, "Team", styles.CHART_SHEET)
        for x, words in zip(self._counts, ("Covers", "Trains"), strict=True):
            page.text_ending(x, _HEADS, words, styles.CHART_SHEET)
        for x, index in self._columns():
            _draw_rising(page, x + self._step / 2 - 1.0, self.chart.columns[index].title)

    def _columns(self) -> Iterator[tuple[float, int]]:
        """Where each column of this sheet begins, and its place in the chart."""
        for place, index in enumerate(self.part.columns):
            yield _CELLS + place * self._step, index

    def _draw_row(self, y: float, row: ChartRow) -> None:
        page, line = self.page, y + 5.3
        width = page.text(_MARGIN, line, row.initials, styles.CHART_INITIALS, Direction.OWN)
        start = max(9.0, width + 1.5)
        _draw_cut(page, _MARGIN + start, y, row.number, styles.CHART_NUMBER, _TEAM - _MARGIN - start - 1.0)
        _draw_cut(page, _TEAM, y, row.team, styles.CHART_NUMBER, _CELLS - _TEAM - 1.0)
        for x, index in self._columns():
            draw_chart_cell(page, x + (self._step - WIDTH) / 2, y + 1.5, row.cells[index])
        for x, count in zip(self._counts, (row.covers, row.trains), strict=True):
            page.text_ending(x, line, str(count), styles.CHART_INITIALS)

    def _draw_foot(self, y: float) -> float:
        """Draw the foot; return where it ends."""
        page = self.page
        for label, figures, strong in _foot_rows(self.chart):
            style = styles.CHART_FOOT_BOLD if strong else styles.CHART_FOOT
            fitted = fit_line(page, label, style, _CELLS - _MARGIN - 1.0, 6.6)
            page.text(_MARGIN, y + 3.6, fitted.lines[0], fitted.style)
            for x, index in self._columns():
                middle = x + self._step / 2
                if figures:
                    page.text(middle - page.width(figures[index], style) / 2, y + 3.6, figures[index], style)
                else:
                    _draw_verdict(page, middle, y + 2.5, self.chart.columns[index])
            y += _FOOT_ROW
        return y


def _draw_rising(page: Page, x: float, title: str) -> None:
    """A title that rises from the table, on as few lines as do, made smaller before there are more than three."""
    style = styles.CHART_HEAD
    lines = wrap(page, title, style, _HEAD_LENGTH, Direction.OWN)
    while (len(lines) > 3 or breaks_inside_words(title, lines)) and style.size > 6.4:
        style = styles.sized(style, style.size - 0.4)
        lines = wrap(page, title, style, _HEAD_LENGTH, Direction.OWN)
    leading = style.size * POINT * 1.12
    across = leading / 0.866  # a step along the table that is one line's distance between lines that rise by 60 degrees
    first = x - across * (len(lines) - 1) / 2
    for place, line in enumerate(lines):
        page.text_rising(first + place * across, _HEADS, line, style, _RISE)


def _draw_cut(page: Page, x: float, y: float, words: str, style: Style, width: float) -> None:
    """Words in a row: smaller where they are too wide, then on two lines."""
    fitted = fit_line(page, words, style, width, 6.6, Direction.OWN)
    if len(fitted.lines) > 2:
        fitted = fit_line(page, words, styles.sized(style, 6.4), width, 6.4, Direction.OWN)
    middle = y + _ROW / 2 + fitted.style.size * POINT * CAPITAL / 2
    draw_lines(page, x, middle - fitted.height / 2, fitted, Direction.OWN)


def _draw_verdict(page: Page, middle: float, line: float, column: ChartColumn) -> None:
    cover = column.cover
    if cover.short:
        draw_black_box(page, middle - WIDTH / 2, line, "short", WIDTH)
        return
    style = styles.CHART_FOOT
    width = page.width(cover.value, style)
    if cover.value != "covered":
        draw_outline(page, middle - WIDTH / 2, line - 2.2, WIDTH, 4.4, 0.35)
    page.text(middle - width / 2, line + style.size * POINT * CAPITAL / 2, cover.value, style)


def _about(chart: SkillsChart, paper: str) -> About:
    return About(
        title=chart.title,
        author=chart.organisation,
        subject=f"Skills matrix as of {chart.as_of.isoformat()}",
        language="en",
        made=datetime.combine(chart.as_of, time(), UTC),
        identity=f"skills matrix {chart.code} {paper}",
    )
