"""The rows of the passport page: what is held, certificates made of others, what is begun, the next step, how things stand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from supervisor_app.documents import styles
from supervisor_app.documents.columns import Block
from supervisor_app.documents.fitting import Fitted, draw_lines, fit_line, wrap
from supervisor_app.documents.frame import MARGIN
from supervisor_app.documents.level_sign import draw_level_sign
from supervisor_app.documents.page import ACCENT, Direction, Page
from supervisor_app.domain.paper_words import ENGLISH
from supervisor_app.domain.passport import Passport, PassportLine, PassportProgress, PassportStep
from supervisor_app.domain.printed import card_level_words, date_words

_LETTER = 24.0
_TITLE = 36.0
_SINCE = 0.505
_UNTIL = 0.672
_NUMBER = 0.845
"""Where the columns of dates and numbers begin, in parts of the width between the margins."""
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

    def blocks(self, passport: Passport) -> Iterator[Block]:
        """Yield the sections from top to bottom; one without content is left out, but for what is held and how things stand."""
        yield from self._held(passport)
        if passport.in_progress:
            yield self._heading("In progress", rule=True)
            for begun in passport.in_progress:
                yield self._begun(begun)
        if passport.next_step:
            yield self._heading("Next step", rule=True)
            yield self._step(passport.next_step)
        yield self._heading("Standing", rule=True)
        for sentence in passport.standing:
            yield self._sentence(sentence)

    def _held(self, passport: Passport) -> Iterator[Block]:
        yield self._heading("Held", passport.counted)
        yield self._names()
        for place, line in enumerate(passport.held):
            yield self._line(line, f"held{place}")
        if not passport.held:
            yield self._sentence("Nothing yet.")
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
        names = ((0.0, "Level"), (_TITLE - MARGIN, "Competency and limits"), (self._at(_SINCE), "Since"))
        more = ((self._at(_UNTIL), ENGLISH.valid_until), (self._at(_NUMBER), ENGLISH.certificate_no))

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
        until = date_words(line.valid_until, ENGLISH) if line.valid_until else ENGLISH.no_end_date
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
            draw_lines(page, _TITLE, below + _DETAIL, limits, Direction.OWN)
            page.text(MARGIN + self._at(_SINCE), y + 5.0, date_words(line.since, ENGLISH), styles.PASSPORT_DATE)
            with page.field(f"{name}.until"):
                page.text(MARGIN + self._at(_UNTIL), y + 5.0, until, styles.PASSPORT_END)
            draw_lines(page, MARGIN + self._at(_UNTIL), y + 5.0 + _DETAIL, why)
            with page.field(f"{name}.number"):
                style = styles.sized(styles.PASSPORT_NUMBER, round(size, 2))
                page.text(MARGIN + self._at(_NUMBER), y + 5.0, line.number, style, Direction.LEFT_TO_RIGHT)
            page.rule(MARGIN, y + height - 0.1, self.width, 0.1)

        return Block(height, draw)

    def _stacked(self, line: PassportLine, name: str) -> Block:
        room = self.width - (_LETTER - MARGIN)
        said = f"Certificate held: {line.title}"
        level = card_level_words(line.level, line.level_name) if line.level_count > 1 else ""
        end = f"Valid until {date_words(line.valid_until, ENGLISH)}" if line.valid_until else ""
        made = (f"from {_listed(line.parts)}", f"Issued {date_words(line.issued, ENGLISH)}, {line.number}", end, line.ends, level)
        title = fit_line(self.page, said, styles.PASSPORT_TITLE, room, 9.5, Direction.OWN)
        detail = ".   ".join(filter(None, made))
        details = Fitted(wrap(self.page, detail, styles.PASSPORT_DETAIL, room, Direction.OWN), styles.PASSPORT_DETAIL)

        def draw(page: Page, y: float) -> None:
            _draw_stack(page, MARGIN, y + 2.6)
            with page.field(f"{name}.stacked"):
                below = draw_lines(page, _LETTER, y + 6.6, title, Direction.OWN)
            draw_lines(page, _LETTER, below + _DETAIL, details, Direction.OWN)

        return Block(11.6 + title.height + details.height, draw)

    def _begun(self, begun: PassportProgress) -> Block:
        boxes = max(1, min(begun.boxes, _MOST_BOXES))
        filled = round(begun.filled * boxes / max(1, begun.boxes))
        at = self.width * 0.33
        title = fit_line(self.page, begun.title, styles.PASSPORT_TITLE, at - 3.0, 9.5, Direction.OWN)
        words = Fitted(wrap(self.page, begun.words, styles.PASSPORT_TEXT, self.width, Direction.OWN), styles.PASSPORT_TEXT)
        height = 13.0 + title.height + words.height

        def draw(page: Page, y: float) -> None:
            below = draw_lines(page, MARGIN, y + 6.0, title, Direction.OWN)
            for place in range(boxes):
                _draw_box(page, MARGIN + at + place * (_BOX + _BOX_GAP), y + 2.3, _BOX, filled=place < filled)
            after = MARGIN + at + boxes * (_BOX + _BOX_GAP) + 1.2
            page.text(after, y + 6.0, f"{begun.filled} of {begun.boxes}", styles.PASSPORT_DATE)
            draw_lines(page, MARGIN, below + 4.9, words, Direction.OWN)
            page.rule(MARGIN, y + height - 0.1, self.width, 0.1)

        return Block(height, draw)

    def _step(self, step: PassportStep) -> Block:
        bar = self.width * 0.37
        title = fit_line(self.page, step.title, styles.PASSPORT_TITLE, self.width - bar - 4.0, 9.5, Direction.OWN)
        words = Fitted(wrap(self.page, step.words, styles.PASSPORT_TEXT, self.width, Direction.OWN), styles.PASSPORT_TEXT)
        shown = max(1, min(step.parts, _MOST_BOXES))
        filled = round(step.done * shown / max(1, step.parts))

        def draw(page: Page, y: float) -> None:
            below = draw_lines(page, MARGIN, y + 6.2, title, Direction.OWN)
            wide = bar / shown
            for place in range(shown):
                x = MARGIN + self.width - bar + place * wide
                _draw_bar(page, x, y + 3.4, wide - 0.8, filled=place < filled)
            draw_lines(page, MARGIN, below + 4.9, words, Direction.OWN)

        return Block(12.6 + title.height + words.height, draw)

    def _sentence(self, text: str) -> Block:
        lines = Fitted(wrap(self.page, text, styles.PASSPORT_TEXT, self.width, Direction.OWN), styles.PASSPORT_TEXT)

        def draw(page: Page, y: float) -> None:
            draw_lines(page, MARGIN, y + 5.4, lines, Direction.OWN)

        return Block(6.0 + lines.height, draw)


def _listed(parts: tuple[str, ...]) -> str:
    """Name the parts of a certificate made of others: "A, B and C (3 of 3)"."""
    names = parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"
    return f"{names} ({len(parts)} of {len(parts)})"


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
