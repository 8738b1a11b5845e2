"""The steps of a blank checklist: rows of at least 9.2 mm with boxes of 5.2 mm, a blank for every value, by kind of step."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import groupby

from supervisor_app.documents import styles
from supervisor_app.documents.columns import Block
from supervisor_app.documents.fitting import wrap
from supervisor_app.documents.marks import draw_flag
from supervisor_app.documents.page import Direction, Page, Style
from supervisor_app.documents.skills_cells import draw_outline
from supervisor_app.domain.checklist import Choice, Quantity, Step, StepKind
from supervisor_app.domain.form_words import FormWords, limits_of
from supervisor_app.domain.frozen import dataclass
from supervisor_app.domain.paper_words import PaperWords
from supervisor_app.domain.texts import Text, in_language

BOX = 5.2
LEAST_ROW = 9.2
_LINE = 0.3
_FLAG, _TEXT = 5.0, 9.2
_STANDARD, _BOXES, _REASON = 0.555, 0.72, 15.5  # parts of the width; the blank for the reason in millimetres
_LEADING, _SMALL = 4.2, 3.9
_BLANK = 6.0
"""Height of a line to write on."""


@dataclass(frozen=True, slots=True)
class _Part:
    """Something in a column of a row: how high, and what draws it below `y` at `x`."""

    height: float
    draw: Callable[[Page, float, float], None]


@dataclass(frozen=True, slots=True)
class FormRows:
    """All rows as blocks, from `margin` on, `width` millimetres wide; measured with any page of the same paper."""

    page: Page
    words: FormWords
    paper: PaperWords
    language: str
    margin: float
    width: float

    def head(self) -> Block:
        """Return the row of column names."""
        names = ((0.0, self.paper.step_no), (_TEXT, self.words.step), (_STANDARD * self.width, self.paper.standard))
        boxes = (self.paper.met, self.paper.not_met, self.paper.not_applicable)

        def draw(page: Page, y: float) -> None:
            for x, name in names:
                page.text(self.margin + x, y + 6.2, name, styles.HEADING)
            for middle, name in zip(self._middles(), boxes, strict=True):
                _centred(page, middle, y + 6.2, name, 10.8)
            page.text(self._reason, y + 6.2, self.words.reason, styles.HEADING)
            page.rule(self.margin, y + 8.0, self.width, 0.35)

        return Block(8.4, draw)

    def rows(self, steps: tuple[Step, ...]) -> Iterator[Block]:
        """Yield the rows, each section under its name and never apart from its first step."""
        for section, members in groupby(steps, key=lambda step: self._said(step.section)):
            if section:
                yield self._section(section)
            for step in members:
                yield self._row(step)

    @property
    def _reason(self) -> float:
        return self.margin + self.width - _REASON

    def _middles(self) -> tuple[float, float, float]:
        """The middles of the three columns of boxes."""
        start, end = self.margin + _BOXES * self.width, self._reason - 1.0
        step = (end - start) / 3
        return start + step / 2, start + step * 1.5, start + step * 2.5

    def _said(self, text: Text | None) -> str:
        return in_language(text, self.language) if text else ""

    def _section(self, name: str) -> Block:
        lines = wrap(self.page, name, styles.FORM_SECTION, self.width, Direction.OWN)
        height = 7.0 + (len(lines) - 1) * _LEADING

        def draw(page: Page, y: float) -> None:
            for place, line in enumerate(lines):
                page.text(self.margin, y + 5.2 + place * _LEADING, line, styles.FORM_SECTION, Direction.OWN)
            page.rule(self.margin, y + height - 0.1, self.width, 0.1)

        return Block(height, draw, keep=True)

    def _row(self, step: Step) -> Block:
        left, right = list(self._asked(step)), list(self._held_against(step))
        height = max(LEAST_ROW, *(3.0 + sum(part.height for part in side) for side in (left, right)))

        def draw(page: Page, y: float) -> None:
            page.text(self.margin, y + 5.4, str(step.number), styles.FORM_NUMBER)
            if step.critical:
                draw_flag(page, self.margin + _FLAG, y + 5.4)
            for x, side in ((_TEXT, left), (_STANDARD * self.width, right)):
                below = y + 1.6
                for part in side:
                    part.draw(page, self.margin + x, below)
                    below += part.height
            for middle in self._middles():
                draw_outline(page, middle - BOX / 2, y + 1.7, BOX, BOX, _LINE)
            page.rule(self._reason, y + 6.9, _REASON, 0.15)
            page.rule(self.margin, y + height - 0.1, self.width, 0.1)

        return Block(height, draw)

    def _asked(self, step: Step) -> Iterator[_Part]:
        """What is under "step": its text, the key point, what is to be chosen or said."""
        room = self.width * _STANDARD - _TEXT - 3.0
        yield from self._lines(self._said(step.text), styles.FORM_STEP, room, _LEADING + 0.2)
        small = [self._said(step.key_point)]
        if step.kind is StepKind.QUESTION and step.expected:
            small.append(self.words.right_answer.format(text=self._said(step.expected)))
        small += [f"{anchor.value}  {self._said(anchor.label)}" for anchor in step.anchors]
        if step.not_applicable:
            small.append(self.words.usual_reason.format(text=self._said(step.not_applicable)))
        for text in small:
            yield from self._lines(text, styles.FORM_SMALL, room, _SMALL)
        for choice in step.choices:
            yield self._choice(choice, room)
        for quantity in step.quantities if len(step.quantities) > 1 else ():
            yield from self._named_blanks(quantity, room)

    def _held_against(self, step: Step) -> Iterator[_Part]:
        """What is under "standard": its words, then a blank for every value."""
        room = self.width * (_BOXES - _STANDARD) - 2.0
        standard = self._said(step.standard)
        yield from self._lines(standard, styles.FORM_STANDARD, room, _SMALL)
        for quantity in step.quantities if len(step.quantities) == 1 else ():
            yield from self._lines("" if standard else limits_of(quantity, self.words), styles.FORM_STANDARD, room, _SMALL)
            yield from self._blanks(quantity, room)
        if step.kind is StepKind.SCALE:
            if step.pass_from is not None:
                text = self.words.counts_from.format(value=step.pass_from)
                yield from self._lines(text, styles.FORM_STANDARD, room, _SMALL)
            yield _Part(BOX + 1.4, _scale)
        if step.kind is StepKind.QUESTION:
            yield _blank(9.0, self.words.of_points.format(count=step.expected_points))

    def _lines(self, text: str, style: Style, room: float, leading: float) -> Iterator[_Part]:
        for line in wrap(self.page, text, style, room, Direction.OWN):
            yield _Part(leading, _line(line, style))

    def _blanks(self, quantity: Quantity, room: float) -> Iterator[_Part]:
        """A blank for every reading, as many in a line as one can write in, the unit behind the last."""
        unit = self.page.width(quantity.unit, styles.FORM_STANDARD) + 1.5
        each = max(2, int(room // 15.0))
        width = min(15.0, (room - unit - 2.0 * (each - 1)) / each) if quantity.readings > 1 else min(15.0, room - unit)
        for start in range(0, quantity.readings, each):
            count = min(each, quantity.readings - start)
            yield _blank(width, quantity.unit if start + count == quantity.readings else "", count)

    def _named_blanks(self, quantity: Quantity, room: float) -> Iterator[_Part]:
        """One of several values: its name and limits, the blanks behind them, or below where there are many."""
        said = ", ".join(filter(None, (self._said(quantity.label), limits_of(quantity, self.words))))
        wide = 18.0 + self.page.width(quantity.unit, styles.FORM_STANDARD)
        if quantity.readings > 1:
            yield from self._lines(f"{said}:", styles.FORM_STANDARD, room, _SMALL)
            yield from self._blanks(quantity, min(room, 4 * wide))
            return
        *above, last = wrap(self.page, f"{said}:", styles.FORM_STANDARD, room - wide, Direction.OWN)
        for line in above:
            yield _Part(_SMALL, _line(line, styles.FORM_STANDARD))

        def draw(page: Page, x: float, y: float) -> None:
            after = x + page.text(x, y + _BLANK - 1.2, last, styles.FORM_STANDARD, Direction.OWN) + 1.5
            _blank(15.0, quantity.unit).draw(page, after, y)

        yield _Part(_BLANK, draw)

    def _choice(self, choice: Choice, room: float) -> _Part:
        lines = wrap(self.page, self._said(choice.label), styles.FORM_STANDARD, room - BOX - 2.0, Direction.OWN)

        def draw(page: Page, x: float, y: float) -> None:
            draw_outline(page, x, y + 0.8, BOX, BOX, _LINE)
            for place, line in enumerate(lines):
                page.text(x + BOX + 2.0, y + 4.5 + place * _SMALL, line, styles.FORM_STANDARD, Direction.OWN)

        return _Part(max(BOX + 1.2, _SMALL * len(lines) + 2.0), draw)


def _line(text: str, style: Style) -> Callable[[Page, float, float], None]:
    def draw(page: Page, x: float, y: float) -> None:
        page.text(x, y + 3.8, text, style, Direction.OWN)

    return draw


def _blank(width: float, unit: str, count: int = 1) -> _Part:
    """Lines to write on beside each other, the unit behind the last."""

    def draw(page: Page, x: float, y: float) -> None:
        for place in range(count):
            page.rule(x + place * (width + 2.0), y + _BLANK - 1.2, width, 0.15)
        page.text(x + count * (width + 2.0) - 0.8, y + _BLANK - 1.2, unit, styles.FORM_STANDARD, Direction.OWN)

    return _Part(_BLANK, draw)


def _scale(page: Page, x: float, y: float) -> None:
    """Five boxes, each with its value in a corner."""
    for place in range(5):
        left = x + place * (BOX + 0.2)
        draw_outline(page, left, y + 0.8, BOX, BOX, _LINE)
        page.text(left + 0.7, y + 3.4, str(place + 1), styles.FORM_TINY, Direction.LEFT_TO_RIGHT)


def _centred(page: Page, middle: float, y: float, text: str, room: float) -> None:
    """A column's name over its box: smaller where it is wide, then on two lines that end at `y`."""
    style = styles.HEADING
    while page.width(text, style) > room and style.size > 7.0:
        style = styles.sized(style, style.size - 0.25)
    lines = wrap(page, text, style, room)
    for place, line in enumerate(reversed(lines)):
        page.text(middle - page.width(line, style) / 2, y - place * 3.2, line, style)
