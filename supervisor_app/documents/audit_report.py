"""The audit report: who did what when, to be read on paper; one table in parts of bounded length, each a PDF/A-3b file."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from supervisor_app.documents import styles
from supervisor_app.documents.archive import About, Archive
from supervisor_app.documents.columns import Block, paginate
from supervisor_app.documents.fonts import FontBook
from supervisor_app.documents.frame import MARGIN, Frame
from supervisor_app.documents.page import ACCENT, Direction, Page, Paper, Style
from supervisor_app.documents.shaping import Shaper
from supervisor_app.documents.wrapping import wrapped
from supervisor_app.domain.frozen import dataclass

_LEADING = 3.8
_GAP = 3.0
_TOP = 24.0
_COLUMNS = (34.0, 148.0, 48.0)
"""Widths of time, what and who in millimetres; the number has the rest."""
_FIGURE_LINE = 20
_MOST_LINES = 36


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditRow:
    """One entry as it prints. `more` are further lines: old and new values, the personal signature."""

    day: str
    clock: str
    sentence: str
    who: str
    laptop: str
    number: str
    hash: str
    more: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditHead:
    """What every part says about itself; `facts` are labels with texts, on the first page of the first part."""

    organisation: str
    facts: tuple[tuple[str, str], ...]
    part: int
    made: datetime
    identity: str
    how_to_check: str


def open_fonts() -> FontBook:
    """Return the fonts, to be opened once for many parts."""
    return FontBook()


def render_part(head: AuditHead, rows: Sequence[AuditRow], *, book: FontBook, paper: Paper = Paper.A4) -> bytes:
    """Return one part of the report. The same head and rows give the same bytes; shaped lines are forgotten with the part."""
    archive, frame, shaper = Archive(_about(head)), Frame(paper), Shaper(book)
    first = Page(archive, shaper, paper)
    table = _Table(first, frame.width)
    front = _Front(first, head, frame) if head.part == 1 else None
    blocks = [table.row(row) for row in rows] or [table.nothing()]
    pages = paginate(blocks, _TOP, frame.foot - 3.0, table.head(), below=front.height if front else 0.0)
    for index, placed in enumerate(pages):
        page = first if index == 0 else Page(archive, shaper, paper)
        page.text(MARGIN, 16.6, "Audit report", styles.ANNEX)
        page.text_ending(frame.end, 16.6, head.organisation, styles.ANNEX_LINE, Direction.OWN)
        page.rule(MARGIN, 19.4, frame.width, 0.6, ACCENT)
        if index == 0 and front is not None:
            front.draw(page)
        for one in placed:
            one.block.draw(page, one.y)
        page.rule(MARGIN, frame.foot, frame.width, 0.1)
        page.text(MARGIN, frame.foot + 4.6, "The entries in entries.jsonl, not this paper, are the original.", styles.FOOT)
        where = f"Part {head.part}, page {index + 1} of {len(pages)}"
        page.text_ending(frame.end, frame.foot + 4.6, where, styles.FOOT)
        page.finish()
    return archive.data()


def _about(head: AuditHead) -> About:
    return About(
        title=f"Audit report, part {head.part}: {head.organisation}",
        author=head.organisation,
        subject="Who did what when",
        language="en",
        made=head.made,
        identity=f"{head.identity} {head.part}",
    )


class _Front:
    """Scope and origin of the report, above the first rows."""

    def __init__(self, page: Page, head: AuditHead, frame: Frame) -> None:
        self._lines: list[tuple[str, tuple[str, ...], Style]] = []
        room = frame.width - 48.0
        for label, text in head.facts:
            self._lines.append((label, _wrap(page, text, styles.ANNEX_LINE, room), styles.ANNEX_LINE))
        self._lines.append(("How to check", _wrap(page, head.how_to_check, styles.CELL_GREY, room), styles.CELL_GREY))

    @property
    def height(self) -> float:
        """Millimetres that it takes, with the gap below."""
        return sum(max(1, len(lines)) * 4.8 for _, lines, _ in self._lines) + 8.0

    def draw(self, page: Page) -> None:
        """Draw it below the head."""
        y = _TOP + 4.0
        for label, lines, style in self._lines:
            page.text(MARGIN, y, label, styles.CELL_GREY)
            for place, line in enumerate(lines):
                page.text(MARGIN + 48.0, y + place * 4.8, line, style)
            y += max(1, len(lines)) * 4.8


class _Table:
    """The rows as blocks."""

    def __init__(self, page: Page, width: float) -> None:
        self._page = page
        self._width = width
        starts = [MARGIN]
        for column in _COLUMNS:
            starts.append(starts[-1] + column)
        self._starts = starts

    def head(self) -> Block:
        """Return the names of the columns."""
        names = ("When", "What", "Who, laptop", "Entry, hash")

        def draw(page: Page, y: float) -> None:
            for x, name in zip(self._starts, names, strict=True):
                page.text(x, y + 4.0, name, styles.HEADING)
            page.rule(MARGIN, y + 5.6, self._width, 0.35)

        return Block(6.6, draw)

    def nothing(self) -> Block:
        """Return the row that says that nothing was found."""

        def draw(page: Page, y: float) -> None:
            page.text(MARGIN, y + 5.0, "No entries in this scope.", styles.ANNEX_CELL)

        return Block(8.0, draw)

    def row(self, row: AuditRow) -> Block:
        """Return one entry, as high as its longest column."""
        what, who = _COLUMNS[1] - _GAP, _COLUMNS[2] - _GAP
        middle = [(line, styles.ANNEX_CELL) for line in _wrap(self._page, row.sentence, styles.ANNEX_CELL, what)]
        middle += [(line, styles.CELL_GREY) for text in row.more for line in _wrap(self._page, text, styles.CELL_GREY, what)]
        people = [(line, styles.CELL_BOLD) for line in _wrap(self._page, row.who, styles.CELL_BOLD, who)]
        people += [(line, styles.CELL_GREY) for line in _wrap(self._page, row.laptop, styles.CELL_GREY, who)]
        figures = [row.hash[start : start + _FIGURE_LINE] for start in range(0, len(row.hash), _FIGURE_LINE)]
        columns = (
            [(row.day, styles.CELL_BOLD), (row.clock, styles.CELL_GREY)],
            middle,
            people,
            [(row.number, styles.CELL_BOLD), *((line, styles.SMALL_KEY) for line in figures)],
        )
        fitting = [_shortened(column) for column in columns]
        height = _LEADING * max(len(column) for column in fitting) + 2.6

        def draw(page: Page, y: float) -> None:
            for x, column in zip(self._starts, fitting, strict=True):
                for place, (line, style) in enumerate(column):
                    page.text(x, y + 4.0 + place * _LEADING, line, style)
            page.rule(MARGIN, y + height - 0.4, self._width, 0.1)

        return Block(height, draw)


def _shortened(column: list[tuple[str, Style]]) -> list[tuple[str, Style]]:
    """Leave of a column what fits a page; the rest is named, never dropped silently."""
    if len(column) <= _MOST_LINES:
        return column
    more = len(column) - _MOST_LINES + 1
    return [*column[: _MOST_LINES - 1], (f"… {more} more lines; the whole text is in entries.csv", styles.CELL_GREY)]


def _wrap(page: Page, text: str, style: Style, width: float) -> tuple[str, ...]:
    """Break a text by the widths of its words, each shaped once: a report has the same words a thousand times."""
    space = page.width(" ", style)

    def measure(part: str) -> float:
        words = part.split(" ")
        return sum(page.width(word, style) for word in words if word) + space * (len(words) - 1)

    return (text,) if measure(text) <= width and text else wrapped(text, width, measure)
