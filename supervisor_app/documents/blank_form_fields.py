"""What stands around the steps of a blank checklist: the fields above, the notes, both judgements and signatures below."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from supervisor_app.documents import styles
from supervisor_app.documents.blank_form_rows import BOX
from supervisor_app.documents.columns import Block
from supervisor_app.documents.fitting import draw_lines, fit_line, wrap
from supervisor_app.documents.marks import FLAG_WIDTH, draw_flag
from supervisor_app.documents.page import Direction, Page
from supervisor_app.documents.skills_cells import draw_outline
from supervisor_app.domain.checklist import Checklist
from supervisor_app.domain.form_words import FormWords
from supervisor_app.domain.frozen import dataclass
from supervisor_app.domain.paper_words import PaperWords
from supervisor_app.domain.texts import in_language

FIELD_ROW = 12.2
_GAP = 4.0
_LEAST = 1.6  # the height between label and line is for handwriting
_NOTES, _NOTE_LINES = 7.2, 3


@dataclass(frozen=True, slots=True)
class FormFields:
    """The parts between the margins; measured with any page of the same paper."""

    page: Page
    words: FormWords
    paper: PaperWords
    language: str
    margin: float
    width: float

    def above(self, checklist: Checklist) -> Iterator[Block]:
        """Yield the rows of fields: who, when and why, then what the checklist asks for before the start, two or three a row."""
        words = self.words
        yield self._fields(((words.worker, 0.37), (words.employee_no, 0.2), (words.assessor, 0.43)))
        yield self._when()
        asked = self._context(checklist)
        for start in range(0, len(asked), 3):
            some = asked[start : start + 3]
            yield self._fields(tuple((label, 1 / 3) for label in some))
        yield self._fields(((words.limits, 1.0),))

    def below(self, checklist: Checklist) -> Iterator[Block]:
        """Yield the line that explains the signs, the notes, and what is signed: none of them ever split."""
        yield self._signs(critical=any(step.critical for step in checklist.steps))
        yield self._notes()
        yield self._signing(tuple(level.key for level in checklist.levels) if len(checklist.levels) > 1 else ())
        yield self._entered()

    def _context(self, checklist: Checklist) -> tuple[str, ...]:
        """The labels of the checklist's own fields, what a certificate needs first, then machine, place, job and shift."""
        usual = {
            "machine": self.words.machine,
            "place": self.words.place,
            "job": self.words.job,
            "shift": self.words.shift,
        }
        own = sorted((field for field in checklist.context if field.key not in usual), key=lambda field: not field.required)
        labels = (f"{in_language(field.label, self.language)}{f' ({field.unit})' if field.unit else ''}" for field in own)
        return (*labels, *usual.values())

    def _fields(self, fields: Sequence[tuple[str, float]]) -> Block:
        def draw(page: Page, y: float) -> None:
            x = self.margin
            for label, part in fields:
                width = part * (self.width + _GAP) - _GAP
                self._field(page, x, y, width, label)
                x += width + _GAP

        return Block(FIELD_ROW, draw)

    def _field(self, page: Page, x: float, y: float, width: float, label: str) -> None:
        fitted = fit_line(page, label, styles.LABEL, width, 7.4, Direction.OWN)
        draw_lines(page, x, y + 4.0, fitted, Direction.OWN)
        page.rule(x, y + FIELD_ROW - _LEAST, width, 0.2)

    def _when(self) -> Block:
        """Training, the day, start and end to write; the reason to tick."""
        labels = ((self.paper.training_completed, 0.18), (self.words.day, 0.18), (self.words.start, 0.11), (self.words.end, 0.11))

        def draw(page: Page, y: float) -> None:
            x = self.margin
            for label, part in labels:
                self._field(page, x, y, part * self.width, label)
                x += part * self.width + _GAP
            page.text(x, y + 4.0, self.words.purpose, styles.LABEL)
            self._ticks(page, x, y + FIELD_ROW - _LEAST - BOX, self.margin + self.width - x, self.words.purposes)

        return Block(FIELD_ROW, draw)

    def _ticks(self, page: Page, x: float, y: float, room: float, words: Sequence[str]) -> None:
        """Boxes beside each other with their words, smaller where they would not fit."""
        style = styles.FORM_STANDARD
        taken = len(words) * (BOX + 1.4) + (len(words) - 1) * 2.6
        while sum(page.width(word, style) for word in words) + taken > room and style.size > 6.6:
            style = styles.sized(style, style.size - 0.2)
        for word in words:
            draw_outline(page, x, y, BOX, BOX, 0.3)
            x += BOX + 1.4
            x += page.text(x, y + 3.7, word, style) + 2.6

    def _signs(self, *, critical: bool) -> Block:
        indent = FLAG_WIDTH + 1.4 if critical else 0.0
        text = f"{self.words.critical}   {self.words.reasons}" if critical else self.words.reasons
        lines = wrap(self.page, text, styles.FORM_STANDARD, self.width - indent)

        def draw(page: Page, y: float) -> None:
            if critical:
                draw_flag(page, self.margin, y + 4.8)
            for place, line in enumerate(lines):
                page.text(self.margin + indent, y + 4.8 + place * 4.1, line, styles.FORM_STANDARD)

        return Block(6.4 + 4.1 * (len(lines) - 1), draw)

    def _notes(self) -> Block:
        def draw(page: Page, y: float) -> None:
            draw_lines(page, self.margin, y + 5.0, fit_line(page, self.words.notes, styles.LABEL, self.width, 7.4))
            for place in range(_NOTE_LINES):
                page.rule(self.margin, y + 5.4 + _NOTES * (place + 1), self.width, 0.1)

        return Block(6.4 + _NOTES * _NOTE_LINES, draw)

    def _signing(self, levels: tuple[str, ...]) -> Block:
        """Both judgements and signatures beside each other; the level where there is a scale."""
        words, half = self.words, (self.width - 8.0) / 2
        sides = (
            (self.margin, words.assessor_short, words.assessor_says, words.judgements),
            (self.margin + half + 8.0, words.worker_short, words.worker_says, words.answers),
        )
        signing = 22.0 if levels else 15.0

        def draw(page: Page, y: float) -> None:
            for x, who, says, answers in sides:
                wide = page.text(x, y + 5.2, who, styles.FORM_NUMBER) + 3.0
                draw_lines(page, x + wide, y + 5.2, fit_line(page, says, styles.FORM_STANDARD, half - wide, 7.4))
                self._ticks(page, x, y + 8.2, half, answers)
                self._signature(page, x, y + signing, half)
            if levels:
                label = page.text(self.margin, y + 19.2, words.level, styles.FORM_STANDARD) + 3.0
                self._ticks(page, self.margin + label, y + 15.4, half - label, levels)

        return Block(signing + 17.0, draw)

    def _signature(self, page: Page, x: float, y: float, half: float) -> None:
        first = half * 0.56
        for left, width, label in ((x, first, self.words.signature), (x + first + _GAP, half - first - _GAP, self.words.when)):
            page.rule(left, y + 10.0, width, 0.2)
            page.text(left, y + 13.6, label, styles.LABEL)

    def _entered(self) -> Block:
        """Who made the record of it, when, under which number."""
        parts = ((self.words.entered_by, 0.42), (self.words.entered_on, 0.24), (self.words.record_no, 0.34))

        def draw(page: Page, y: float) -> None:
            page.rule(self.margin, y + 1.0, self.width, 0.1)
            x = self.margin
            for label, part in parts:
                width = part * self.width - 2.0
                said = page.text(x, y + 9.0, label, styles.FORM_STANDARD) + 2.0
                page.rule(x + said, y + 9.4, max(10.0, width - said), 0.2)
                x += part * self.width

        return Block(11.0, draw)
