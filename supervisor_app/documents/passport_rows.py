"""The rows of the passport page: what is held, certificates made of others, what is begun, the next step, how things stand."""

from __future__ import annotations

from collections.abc import Iterator

from supervisor_app.documents import styles
from supervisor_app.documents.columns import Block
from supervisor_app.documents.fitting import Fitted, draw_lines, fit_line, wrap
from supervisor_app.documents.frame import MARGIN
from supervisor_app.documents.level_sign import draw_level_sign
from supervisor_app.documents.page import ACCENT, Direction, Page
from supervisor_app.domain.frozen import dataclass
from supervisor_app.domain.passport import Passport, PassportLine, PassportProgress, PassportStep
from supervisor_app.domain.passport_words import PassportWords, listed, stacked_words
from supervisor_app.domain.printed import card_level_words, date_words, isolate_own

_LETTER = 24.0
_TITLE = 36.0
_SINCE = 0.505
_UNTIL = 0.672
_NUMBER = 0.845
"""Where the columns of dates and numbers begin, in parts of the width between the margins."""
_APART = 3.0
_SIGN = 4.3
_ROW = 11.4
_DETAIL = 3.9
_BOX = 4.9
_BOX_GAP = 1.5
_MOST_BOXES = 12


@dataclass(frozen=True, slots=True)
class PassportRows:
    """All rows as blocks, between the margins, `width` millimetres wide."""

    page: Page
    width: float
    words: PassportWords

    def blocks(self, passport: Passport) -> Iterator[Block]:
        """Yield the sections from top to bottom; one without content is left out, but for what is held and how things stand."""
        yield from self._held(passport)
        if passport.in_progress:
            yield self._heading(self.words.in_progress, rule=True)
            for begun in passport.in_progress:
                yield self._begun(begun)
        if passport.next_step:
            yield self._heading(self.words.next_step, rule=True)
            yield self._step(passport.next_step)
        yield self._heading(self.words.standing, rule=True)
        for sentence in passport.standing:
            yield self._sentence(sentence)

    def _held(self, passport: Passport) -> Iterator[Block]:
        yield self._heading(self.words.held, passport.counted)
        yield self._names()
        for place, line in enumerate(passport.held):
            yield self._line(line, f"held{place}")
        if not passport.held:
            yield self._sentence(self.words.nothing_held)
        for place, line in enumerate(passport.stacked, len(passport.held)):
            yield self._stacked(line, f"held{place}")

    def _heading(self, text: str, beside: str = "", *, rule: bool = False) -> Block:
        def draw(page: Page, y: float) -> None:
            width = page.text(MARGIN, y + 10.6, text, styles.PASSPORT_HEADING)
            page.text(MARGIN + width + 2.2, y + 10.6, beside, styles.sized(styles.PASSPORT_DETAIL, 9.6))
            if rule:
                page.rule(MARGIN, y + 13.2, self.width, 0.35)

        return Block(14.0 if rule else 12.2, draw, keep=True)

    def _names(self) -> Block:
        words = self.words
        names = ((0.0, words.level), (_TITLE - MARGIN, words.competency), (self._at(_SINCE), words.since))
        more = ((self._at(_UNTIL), words.paper.valid_until), (self._at(_NUMBER), words.paper.certificate_no))

        def draw(page: Page, y: float) -> None:
            for x, name in (*names, *more):
                page.text(MARGIN + x, y + 4.0, name, styles.HEADING)
            page.rule(MARGIN, y + 5.6, self.width, 0.35)

        return Block(6.0, draw, keep=True)

    def _at(self, part: float) -> float:
        return part * self.width

    def _line(self, line: PassportLine, name: str) -> Block:
        room = MARGIN + self._at(_SINCE) - _TITLE - 3.0
        title = fit_line(self.page, line.title, styles.PASSPORT_TITLE, room, 9.5, Direction.OWN)
        limits = Fitted(wrap(self.page, line.limits, styles.PASSPORT_DETAIL, room, Direction.OWN), styles.PASSPORT_DETAIL)
        paper = self.words.paper
        until = date_words(line.valid_until, paper) if line.valid_until else paper.no_end_date
        last = fit_line(self.page, until, styles.PASSPORT_END, self._at(_NUMBER - _UNTIL) - _APART, 7.6)
        since = fit_line(self.page, date_words(line.since, paper), styles.PASSPORT_DATE, self._at(_UNTIL - _SINCE) - _APART, 7.6)
        why = fit_line(self.page, line.ends, styles.PASSPORT_WHY, self._at(_NUMBER - _UNTIL) - 1.5, 8.0)
        number = self.page.width(line.number, styles.PASSPORT_NUMBER)
        size = styles.PASSPORT_NUMBER.size * min(1.0, self._at(1 - _NUMBER) / number) if number else 8.6
        left = title.height + (_DETAIL + limits.height if limits.lines else 0.0)
        height = max(_ROW, 7.4 + max(left, (_DETAIL + why.height) if why.lines else 0.0))

        def draw(page: Page, y: float) -> None:
            sign = draw_level_sign(page, MARGIN, y + 2.2, line.level, line.level_rank, line.level_count, side=_SIGN)
            letter = MARGIN + max(_LETTER - MARGIN, sign + 2.0) if sign else MARGIN
            with page.field(f"{name}.level"):
                page.text(letter, y + 6.0, line.level, styles.PASSPORT_LETTER)
            with page.field(f"{name}.title"):
                below = draw_lines(page, _TITLE, y + 5.0, title, Direction.OWN)
            with page.field(f"{name}.limits"):
                draw_lines(page, _TITLE, below + _DETAIL, limits, Direction.OWN)
            with page.field(f"{name}.since"):
                draw_lines(page, MARGIN + self._at(_SINCE), y + 5.0, since)
            with page.field(f"{name}.until"):
                draw_lines(page, MARGIN + self._at(_UNTIL), y + 5.0, last)
            draw_lines(page, MARGIN + self._at(_UNTIL), y + 5.0 + _DETAIL, why)
            with page.field(f"{name}.number"):
                style = styles.sized(styles.PASSPORT_NUMBER, round(size, 2))
                page.text(MARGIN + self._at(_NUMBER), y + 5.0, line.number, style, Direction.LEFT_TO_RIGHT)
            page.rule(MARGIN, y + height - 0.1, self.width, 0.1)

        return Block(height, draw)

    def _stacked(self, line: PassportLine, name: str) -> Block:
        room = self.width - (_LETTER - MARGIN)
        words = self.words
        said = words.certificate_held.format(title=isolate_own(line.title))
        level = card_level_words(line.level, line.level_name) if line.level_count > 1 else ""
        parts = listed([isolate_own(part) for part in line.parts], words)
        proven = stacked_words(line.number, line.issued, line.valid_until, words)
        title = fit_line(self.page, said, styles.PASSPORT_TITLE, room, 9.5)
        made = (words.made_from.format(parts=parts, count=len(line.parts)), line.ends, level)
        more = Fitted(wrap(self.page, ".   ".join(filter(None, made)), styles.PASSPORT_DETAIL, room), styles.PASSPORT_DETAIL)
        shown = Fitted(wrap(self.page, proven, styles.PASSPORT_DETAIL, room), styles.PASSPORT_DETAIL)

        def draw(page: Page, y: float) -> None:
            _draw_stack(page, MARGIN, y + 2.6)
            with page.field(f"{name}.stacked"):
                below = draw_lines(page, _LETTER, y + 6.6, title)
            with page.field(f"{name}.proven"):
                below = draw_lines(page, _LETTER, below + _DETAIL, shown)
            draw_lines(page, _LETTER, below + _DETAIL, more)

        return Block(11.6 + _DETAIL + title.height + shown.height + more.height, draw)

    def _begun(self, begun: PassportProgress) -> Block:
        boxes = max(1, min(begun.boxes, _MOST_BOXES))
        filled = round(begun.filled * boxes / max(1, begun.boxes))
        at = self.width * 0.33
        title = fit_line(self.page, begun.title, styles.PASSPORT_TITLE, at - 3.0, 9.5, Direction.OWN)
        words = Fitted(wrap(self.page, begun.words, styles.PASSPORT_TEXT, self.width), styles.PASSPORT_TEXT)
        height = 13.0 + title.height + words.height

        def draw(page: Page, y: float) -> None:
            below = draw_lines(page, MARGIN, y + 6.0, title, Direction.OWN)
            for place in range(boxes):
                _draw_box(page, MARGIN + at + place * (_BOX + _BOX_GAP), y + 2.3, _BOX, filled=place < filled)
            after = MARGIN + at + boxes * (_BOX + _BOX_GAP) + 1.2
            page.text(after, y + 6.0, self.words.boxes.format(filled=begun.filled, boxes=begun.boxes), styles.PASSPORT_DATE)
            draw_lines(page, MARGIN, below + 4.9, words)
            page.rule(MARGIN, y + height - 0.1, self.width, 0.1)

        return Block(height, draw)

    def _step(self, step: PassportStep) -> Block:
        bar = self.width * 0.37
        title = fit_line(self.page, step.title, styles.PASSPORT_TITLE, self.width - bar - 4.0, 9.5, Direction.OWN)
        words = Fitted(wrap(self.page, step.words, styles.PASSPORT_TEXT, self.width), styles.PASSPORT_TEXT)
        shown = max(1, min(step.parts, _MOST_BOXES))
        filled = round(step.done * shown / max(1, step.parts))

        def draw(page: Page, y: float) -> None:
            below = draw_lines(page, MARGIN, y + 6.2, title, Direction.OWN)
            wide = bar / shown
            for place in range(shown):
                x = MARGIN + self.width - bar + place * wide
                _draw_bar(page, x, y + 3.4, wide - 0.8, filled=place < filled)
            draw_lines(page, MARGIN, below + 4.9, words)

        return Block(12.6 + title.height + words.height, draw)

    def _sentence(self, text: str) -> Block:
        lines = Fitted(wrap(self.page, text, styles.PASSPORT_TEXT, self.width), styles.PASSPORT_TEXT)

        def draw(page: Page, y: float) -> None:
            draw_lines(page, MARGIN, y + 5.4, lines)

        return Block(6.0 + lines.height, draw)


def _draw_box(page: Page, x: float, y: float, side: float, *, filled: bool) -> None:
    if filled:
        page.box(x, y, side, side, ACCENT)
        return
    _draw_frame(page, x, y, side, side)


def _draw_bar(page: Page, x: float, y: float, width: float, *, filled: bool) -> None:
    if filled:
        page.box(x, y, width, 2.8, ACCENT)
    else:
        _draw_frame(page, x, y, width, 2.8)


def _draw_frame(page: Page, x: float, y: float, width: float, height: float, stroke: float = 0.35) -> None:
    page.box(x, y, width, stroke, ACCENT)
    page.box(x, y + height - stroke, width, stroke, ACCENT)
    page.box(x, y, stroke, height, ACCENT)
    page.box(x + width - stroke, y, stroke, height, ACCENT)


def _draw_stack(page: Page, x: float, y: float) -> None:
    """Two squares, one before the other: a certificate made of others."""
    page.box(x + 1.2, y, 3.9, 0.45, ACCENT)
    page.box(x + 4.65, y, 0.45, 3.9, ACCENT)
    page.box(x + 1.2, y, 0.45, 1.3, ACCENT)
    page.box(x + 3.8, y + 3.45, 1.3, 0.45, ACCENT)
    _draw_frame(page, x, y + 1.2, 3.9, 3.9, 0.45)
