"""The left column of the evidence annex: every step with its result, what was noted at steps, both comments."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby, pairwise

from supervisor_app.documents import styles
from supervisor_app.documents.columns import Block, Draw
from supervisor_app.documents.fitting import draw_lines, wrap
from supervisor_app.documents.frame import MARGIN
from supervisor_app.documents.marks import draw_flag, draw_result
from supervisor_app.documents.page import Direction, Page, Style
from supervisor_app.documents.second import in_both, under
from supervisor_app.domain.certificate import CertificateFacts, EvidenceStep
from supervisor_app.domain.fixed_wording import said_in
from supervisor_app.domain.frozen import dataclass
from supervisor_app.domain.paper_words import PaperWords, second_words
from supervisor_app.domain.printed import isolate_own

_LEADING = 3.75
_DESIGNED_FOR = 175.0
_STARTS = (9.0, 79.0, 113.2, 131.2, 150.1)  # step, standard, result, measured, clause
_RESULT_MARK = 4.6
_HEAD = 7.0
_SECOND = 3.3
_MAX_LINES = 30


@dataclass(frozen=True, slots=True)
class StepTable:
    """The table as blocks; `width` of the column in millimetres."""

    page: Page
    words: PaperWords
    width: float
    second: PaperWords | None = None
    """Of a second language on the same page: the heads say both, a key under the table gives its words for the marks."""

    def head(self) -> Block:
        """Return the row of column names, for the top of every page."""
        starts = (MARGIN, *self._columns(), MARGIN + self.width)
        names = self._names(self.words)
        others = self._names(self.second) if self.second else ()
        ends = (end - start - 1.2 for start, end in pairwise(starts))
        fitted = [under(self.page, other, room) for other, room in zip(others, ends, strict=False)]
        more = max((_SECOND + one.height for one in fitted), default=0.0)

        def draw(page: Page, y: float) -> None:
            for x, name in zip(starts, names, strict=False):
                page.text(x, y + 4.6, name, styles.HEADING)
            for x, one in zip(starts, fitted, strict=False):
                draw_lines(page, x, y + 4.6 + _SECOND, one, Direction.OWN)
            page.rule(MARGIN, y + 6.4 + more, self.width, 0.35)

        return Block(_HEAD + more, draw)

    def _names(self, words: PaperWords) -> tuple[str, ...]:
        return (words.step_no, words.step, words.standard, words.result, words.measured, words.clause)

    def key(self, steps: tuple[EvidenceStep, ...]) -> Iterator[Block]:
        """Yield, for two languages, the marks that the table has, each with its word in both."""
        if self.second is None:
            return
        shown = {step.result if step.result in ("met", "not_met") else "not_applicable" for step in steps}
        words = [(name, getattr(self.words, name), getattr(self.second, name)) for name in ("met", "not_met", "not_applicable")]
        told = [one for one in words if one[0] in shown]
        if any(step.critical for step in steps):
            told.append(("critical", self.words.critical, self.second.critical))

        def draw(page: Page, y: float) -> None:
            x = MARGIN
            for name, first, other in told:
                if name == "critical":
                    draw_flag(page, x, y + 5.2)
                else:
                    draw_result(page, x, y + 5.5, name)
                x += _RESULT_MARK
                x += page.text(x, y + 5.2, first, styles.CELL_GREY) + 1.0
                x += page.text(x, y + 5.2, "=", styles.CELL_GREY) + 1.0
                x += page.text(x, y + 5.2, other, styles.CELL_GREY, Direction.OWN) + 6.0

        if told:
            yield Block(_LEADING + 3.0, draw)

    def rows(self, steps: tuple[EvidenceStep, ...]) -> Iterator[Block]:
        """Yield the rows, each section under its name."""
        for section, members in groupby(steps, key=lambda step: step.section):
            if section:
                yield self._section(said_in(section, self.words.language))
            for step in members:
                yield from self._row(step)

    def remarks(self, steps: tuple[EvidenceStep, ...]) -> Iterator[Block]:
        """Yield the line that explains the flag, then what was noted at steps."""
        notes = "   ".join(
            self.words.note_at_step.format(number=step.number, note=isolate_own(step.note.strip().rstrip("."))) + "."
            for step in steps
            if step.note.strip()
        )
        flagged = any(step.critical for step in steps) and self.second is None  # the key of two languages has it
        text = "   ".join(filter(None, (f"{self.words.critical}." if flagged else "", notes)))
        indent = 4.0 if flagged else 0.0
        for place, line in enumerate(wrap(self.page, text, styles.CELL_GREY, self.width - indent)):
            yield Block(_LEADING + (2.0 if place == 0 else 0.0), self._remark(line, indent, first=place == 0, flagged=flagged))

    def _remark(self, line: str, indent: float, *, first: bool, flagged: bool) -> Draw:
        def draw(page: Page, y: float) -> None:
            baseline = y + 3.2 + (2.0 if first else 0.0)
            if first and flagged:
                draw_flag(page, MARGIN, baseline)
            page.text(MARGIN + indent, baseline, line, styles.CELL_GREY)

        return draw

    def _columns(self) -> tuple[float, ...]:
        scale = self.width / _DESIGNED_FOR
        return (MARGIN + _STARTS[0], *(MARGIN + start * scale for start in _STARTS[1:]))

    def _section(self, name: str) -> Block:
        lines = wrap(self.page, name, styles.SECTION, self.width)

        def draw(page: Page, y: float) -> None:
            for place, line in enumerate(lines):
                page.text(MARGIN, y + 4.9 + place * _LEADING, line, styles.SECTION)
            page.rule(MARGIN, y + 6.6 + (len(lines) - 1) * _LEADING, self.width, 0.1)

        return Block(6.7 + (len(lines) - 1) * _LEADING, draw, keep=True)

    def _row(self, step: EvidenceStep) -> Iterator[Block]:
        """A row; one taller than a page can hold goes on as a further row."""
        cells = self._cells(step)
        tallest = max(len(lines) for _, lines, _ in cells)
        for start in range(0, tallest, _MAX_LINES):
            part = tuple((x, lines[start : start + _MAX_LINES], style) for x, lines, style in cells)
            yield self._part(step, part, first=start == 0)

    def _cells(self, step: EvidenceStep) -> tuple[tuple[float, tuple[str, ...], Style], ...]:
        result = {"met": self.words.met, "not_met": self.words.not_met}.get(step.result, self.words.not_applicable)
        columns = (*self._columns(), MARGIN + self.width)
        texts = (
            (step.text, styles.CELL, 0.0),
            (step.standard, styles.CELL_GREY, 0.0),
            (result, styles.CELL_BOLD, _RESULT_MARK),
            (said_in(step.measured, self.words.language), styles.CELL_BOLD, 0.0),
            (step.clause, styles.CLAUSE, 0.0),
        )
        cells = []
        for (text, style, indent), start, end in zip(texts, columns, columns[1:], strict=False):
            last = end == columns[-1]
            cells.append(
                (
                    start + indent,
                    wrap(self.page, text, style, end - start - indent - (0.0 if last else 2.0), Direction.OWN),
                    style,
                )
            )
        return tuple(cells)

    def _part(self, step: EvidenceStep, cells: tuple[tuple[float, tuple[str, ...], Style], ...], *, first: bool) -> Block:
        height = 5.55 + _LEADING * (max(1, *(len(lines) for _, lines, _ in cells)) - 1)

        def draw(page: Page, y: float) -> None:
            baseline = y + 3.85
            if first:
                page.text(MARGIN, baseline, str(step.number), styles.CELL_BOLD)
                draw_result(page, self._columns()[2], baseline + 0.3, step.result)
                if step.critical:
                    draw_flag(page, MARGIN + 5.3, baseline)
            for x, lines, style in cells:
                for place, line in enumerate(lines):
                    page.text(x, baseline + place * _LEADING, line, style, Direction.OWN)
            page.rule(MARGIN, y + height - 0.1, self.width, 0.1)

        return Block(height, draw)


def comments(page: Page, words: PaperWords, facts: CertificateFacts, width: float) -> Iterator[Block]:
    """Yield the assessor's note and the worker's comment: beside each other where both are short, else one below the other."""
    second = second_words(facts)
    notes = in_both(words.assessor_note, second.assessor_note if second else "")
    said = in_both(words.worker_comment, second.worker_comment if second else "")
    texts = ((notes, facts.evidence.assessor_note), (said, facts.evidence.worker_comment))
    half = (width - 6.0) / 2
    given = [(heading, text) for heading, text in texts if text.strip()]
    sides = [(heading, wrap(page, text, styles.ANNEX_CELL, half, Direction.OWN)) for heading, text in given]
    if not sides:
        return
    if max(len(lines) for _, lines in sides) <= _MAX_LINES // 2:
        yield _beside(sides, half)
        return
    for heading, text in given:
        yield headed(heading, MARGIN, width)
        for line in wrap(page, text, styles.ANNEX_CELL, width, Direction.OWN):
            yield _line(line)


def headed(heading: str, x: float, width: float, lines: tuple[str, ...] = ()) -> Block:
    """Return a heading over a rule, with room above; `lines` where it needs several."""
    shown = lines or (heading,)
    more = (len(shown) - 1) * _LEADING

    def draw(page: Page, y: float) -> None:
        for place, line in enumerate(shown):
            page.text(x, y + 7.0 + place * _LEADING, line, styles.HEADING)
        page.rule(x, y + 9.0 + more, width, 0.35)

    return Block(10.6 + more, draw, keep=True)


def _beside(sides: list[tuple[str, tuple[str, ...]]], half: float) -> Block:
    def draw(page: Page, y: float) -> None:
        for side, (heading, lines) in enumerate(sides):
            x = MARGIN + side * (half + 6.0)
            page.text(x, y + 7.0, heading, styles.HEADING)
            page.rule(x, y + 9.0, half, 0.35)
            for place, line in enumerate(lines):
                page.text(x, y + 13.4 + place * 4.1, line, styles.ANNEX_CELL, Direction.OWN)

    return Block(14.4 + 4.1 * max(len(lines) for _, lines in sides), draw)


def _line(line: str) -> Block:
    def draw(page: Page, y: float) -> None:
        page.text(MARGIN, y + 3.2, line, styles.ANNEX_CELL, Direction.OWN)

    return Block(4.1, draw)
