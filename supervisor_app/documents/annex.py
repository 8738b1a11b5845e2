"""The evidence annex, page 2 and further: head and foot on every page, two columns, no row ever split (PRINT, section 4)."""

from __future__ import annotations

from itertools import zip_longest
from typing import TypeAlias

from supervisor_app.documents import styles
from supervisor_app.documents.annex_side import Side
from supervisor_app.documents.annex_table import StepTable, comments
from supervisor_app.documents.columns import Placed, paginate
from supervisor_app.documents.fitting import Fitted, draw_lines, fit_line, wrap
from supervisor_app.documents.frame import MARGIN, Frame
from supervisor_app.documents.page import ACCENT, Direction, Page
from supervisor_app.documents.second import under
from supervisor_app.domain.certificate import CertificateFacts
from supervisor_app.domain.codes import certificate_code
from supervisor_app.domain.frozen import dataclass
from supervisor_app.domain.paper_words import PaperWords, second_words
from supervisor_app.domain.printed import isolate_own, level_words
from supervisor_app.errors import InputError

_SIDE = 0.31
_GAP = 7.8
_FIRST_LINE = 16.6
_INDENT = 5.1
_LEAST_FOR_STEPS = 102.4
_APART = 6.0
_SECOND = 4.6
_LEAST_BELOW = 50.0
"""Millimetres that must be left under the steps for the columns to begin there."""
Pages: TypeAlias = tuple[tuple[Placed, ...], ...]


@dataclass(frozen=True, slots=True)
class Annex:
    """The annex laid out: the blocks of each page, what the head and the foot say."""

    pages: Pages
    top: float
    summary: Fitted
    limits: Fitted
    second_limits: Fitted
    foot: float
    triggers: Fitted
    record: Fitted
    second_record: Fitted
    further: int = 0  # pages of the document behind the annex

    @property
    def count(self) -> int:
        """How many pages the document has with this annex."""
        return 1 + len(self.pages) + self.further


def lay_out_annex(page: Page, frame: Frame, facts: CertificateFacts, words: PaperWords, *, with_limits: bool) -> Annex:
    """Lay the annex out, measuring with any page of the same paper; `with_limits` puts the limits of page 1 first."""
    summary = fit_line(page, _summary(facts, words), styles.ANNEX_LINE, frame.width, 9.2)
    room = frame.width - 28.0
    triggers = (
        words.re_evaluate.format(triggers=isolate_own(facts.evidence.triggers.rstrip("."))) + "."
        if facts.evidence.triggers
        else ""
    )
    fitted_triggers = Fitted(wrap(page, triggers, styles.TRIGGERS, room), styles.TRIGGERS)
    record = fit_line(page, words.from_record, styles.CLAUSE, room, styles.CLAUSE.size)
    second = second_words(facts)
    second_record = under(page, second.from_record if second else "", room)
    lines = len(fitted_triggers.lines) + len(record.lines) + len(second_record.lines)
    foot = frame.foot - max(0, lines - 2) * 3.9
    top = _FIRST_LINE + 5.3 + summary.height + 2.9
    limits = Fitted(wrap(page, facts.limits, styles.LIMITS, frame.width - _INDENT) if with_limits else (), styles.LIMITS)
    there = facts.second_limits if with_limits and second_words(facts) else ""
    second_limits = Fitted(wrap(page, there, styles.SECOND_LIMITS, frame.width - _INDENT, Direction.OWN), styles.SECOND_LIMITS)
    below = limits.height + _second_height(second_limits) + 14.0 if limits.lines else 0.0
    if below > frame.foot - _LEAST_FOR_STEPS:
        raise InputError(facts.number, "the limits are too long for one page.", "Shorten the limits of the certificate.")
    pages = (_below if frame.standing else _beside)(page, frame, facts, words, _Room(top, foot - 2.0, below))
    return Annex(pages, top, summary, limits, second_limits, foot, fitted_triggers, record, second_record)


@dataclass(frozen=True, slots=True)
class _Room:
    """Where the blocks of a page may stand; `below` is kept free on the first one."""

    top: float
    bottom: float
    below: float


def _beside(page: Page, frame: Frame, facts: CertificateFacts, words: PaperWords, room: _Room) -> Pages:
    """On paper lying: the steps on the starting side, how it was decided and who signed on the other."""
    side = frame.width * _SIDE
    width = frame.width - side - _GAP
    column = Side(page, words, MARGIN + width + _GAP, side, second_words(facts))
    left = _steps(page, facts, words, width, room)
    right = paginate(list(column.blocks(facts.evidence)), room.top, room.bottom, column.head(), below=room.below)
    return tuple((*ours, *theirs) for ours, theirs in zip_longest(left, right, fillvalue=()))


def _below(page: Page, frame: Frame, facts: CertificateFacts, words: PaperWords, room: _Room) -> Pages:
    """On paper upright: the steps over the whole width, below them two columns."""
    half = (frame.width - _GAP) / 2
    steps = _steps(page, facts, words, frame.width, room)
    end = max(placed.y + placed.block.height for placed in steps[-1])
    first = end + _APART if end + _APART + _LEAST_BELOW < room.bottom else 0.0
    second = second_words(facts)
    judged, signed = Side(page, words, MARGIN, half, second), Side(page, words, MARGIN + half + _GAP, half, second)
    columns = zip_longest(
        paginate(list(judged.judgement(facts.evidence)), room.top, room.bottom, judged.head(), below=max(0.0, first - room.top)),
        paginate(
            list(signed.proofs(facts.evidence)),
            room.top,
            room.bottom,
            signed.head(signed.signatures),
            below=max(0.0, first - room.top),
        ),
        fillvalue=(),
    )
    sides = [(*left, *right) for left, right in columns]
    if not first:
        return (*map(tuple, steps), *sides)
    return (*map(tuple, steps[:-1]), (*steps[-1], *sides[0]), *sides[1:])


def _steps(page: Page, facts: CertificateFacts, words: PaperWords, width: float, room: _Room) -> list[list[Placed]]:
    table, steps = StepTable(page, words, width, second_words(facts)), facts.evidence.steps
    blocks = [*table.rows(steps), *table.key(steps), *table.remarks(steps), *comments(page, words, facts, width)]
    return paginate(blocks, room.top, room.bottom, table.head(), below=room.below)


def draw_annex_page(page: Page, frame: Frame, facts: CertificateFacts, words: PaperWords, annex: Annex, index: int) -> None:
    """Draw one page of the annex, counted from 0; its number in the document is `index` + 2."""
    title = words.annex if index == 0 else words.continued.format(title=words.annex)
    wide, second = page.text(MARGIN, _FIRST_LINE, title, styles.ANNEX), second_words(facts)
    if second:
        page.text(MARGIN + wide + 3.2, _FIRST_LINE, second.annex, styles.SECOND_KIND, Direction.OWN)
    code = page.text_ending(frame.end, _FIRST_LINE, certificate_code(facts.credential_id), styles.NUMBER, Direction.LEFT_TO_RIGHT)
    page.text_ending(frame.end - code - 6.4, _FIRST_LINE, facts.number, styles.NUMBER, Direction.LEFT_TO_RIGHT)
    below = draw_lines(page, MARGIN, _FIRST_LINE + 5.3, annex.summary)
    page.rule(MARGIN, below + 2.5, frame.width, 0.6, ACCENT)
    if index == 0 and annex.limits.lines:
        _draw_limits(page, words, second, annex)
    for placed in annex.pages[index]:
        placed.block.draw(page, placed.y)
    page.rule(MARGIN, annex.foot, frame.width, 0.1)
    number = words.page.format(page=index + 2, pages=annex.count)
    page.text_ending(frame.end, annex.foot + 4.6, number, styles.FOOT)
    y = draw_lines(page, MARGIN, annex.foot + 4.6, annex.triggers)
    y = draw_lines(page, MARGIN, y + (4.1 if annex.triggers.lines else 0.0), annex.record)
    draw_lines(page, MARGIN, y + 3.5, annex.second_record, Direction.OWN)


def _draw_limits(page: Page, words: PaperWords, second: PaperWords | None, annex: Annex) -> None:
    """The limits that page 1 refers to, over the whole width, marked as its field."""
    top = annex.top + 3.4
    page.box(MARGIN, top, 1.7, annex.limits.height + _second_height(annex.second_limits) + 9.0)
    label = page.text(MARGIN + _INDENT, top + 2.8, words.within_limits, styles.LIMITS_LABEL)
    if second:
        page.text(MARGIN + _INDENT + label + 2.6, top + 2.8, second.within_limits, styles.SECOND, Direction.OWN)
    with page.field("limits"):
        below = draw_lines(page, MARGIN + _INDENT, top + 8.0, annex.limits)
    draw_lines(page, MARGIN + _INDENT, below + _SECOND, annex.second_limits, Direction.OWN)


def _second_height(limits: Fitted) -> float:
    """What the limits in a second language take below the first."""
    return _SECOND + limits.height if limits.lines else 0.0


def _summary(facts: CertificateFacts, words: PaperWords) -> str:
    """Who, what, at which level, by which checklist; a name keeps its own direction."""
    checklist = words.checklist.format(code=facts.checklist_code, revision=facts.checklist_revision)
    holder = ", ".join(filter(None, (isolate_own(facts.holder), facts.employee_no)))
    level = level_words(words, facts.level, facts.level_name)
    parts = (
        holder,
        ", ".join(filter(None, (facts.title, level))),
        checklist[:1].upper() + checklist[1:] if facts.checklist_code else "",
    )
    return ".  ".join(filter(None, parts))
