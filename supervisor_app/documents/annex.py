"""The evidence annex, page 2 and further: head and foot on every page, two columns, no row ever split (PRINT, section 4)."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import zip_longest

from supervisor_app.documents import styles
from supervisor_app.documents.annex_side import Side
from supervisor_app.documents.annex_table import StepTable, comments
from supervisor_app.documents.columns import Placed, paginate
from supervisor_app.documents.fitting import Fitted, draw_lines, fit_line, wrap
from supervisor_app.documents.frame import MARGIN, Frame
from supervisor_app.documents.page import ACCENT, Direction, Page
from supervisor_app.domain.certificate import CertificateFacts
from supervisor_app.domain.codes import certificate_code
from supervisor_app.domain.paper_words import PaperWords
from supervisor_app.domain.printed import isolate_own, level_words
from supervisor_app.errors import InputError

_SIDE = 0.31
_GAP = 7.8
_FIRST_LINE = 16.6
_INDENT = 5.1
_MOST_FOR_LIMITS = 90.0


@dataclass(frozen=True, slots=True)
class Annex:
    """The annex laid out: the blocks of each page, what the head and the foot say."""

    pages: tuple[tuple[Placed, ...], ...]
    top: float
    summary: Fitted
    limits: Fitted
    foot: float
    triggers: Fitted
    record: Fitted


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
    lines = len(fitted_triggers.lines) + len(record.lines)
    foot = frame.foot - max(0, lines - 2) * 3.9
    top = _FIRST_LINE + 5.3 + summary.height + 2.9
    side = frame.width * _SIDE
    width = frame.width - side - _GAP
    limits = Fitted(wrap(page, facts.limits, styles.LIMITS, frame.width - _INDENT) if with_limits else (), styles.LIMITS)
    below = limits.height + 14.0 if limits.lines else 0.0
    if below > _MOST_FOR_LIMITS:
        raise InputError(facts.number, "the limits are too long for one page.", "Shorten the limits of the certificate.")
    table, column = StepTable(page, words, width), Side(page, words, MARGIN + width + _GAP, side)
    blocks = [*table.rows(facts.evidence.steps), *table.remarks(facts.evidence.steps), *comments(page, words, facts, width)]
    left = paginate(blocks, top, foot - 2.0, table.head(), below=below)
    right = paginate(list(column.blocks(facts.evidence)), top, foot - 2.0, column.head(), below=below)
    pages = tuple((*ours, *theirs) for ours, theirs in zip_longest(left, right, fillvalue=()))
    return Annex(pages, top, summary, limits, foot, fitted_triggers, record)


def draw_annex_page(page: Page, frame: Frame, facts: CertificateFacts, words: PaperWords, annex: Annex, index: int) -> None:
    """Draw one page of the annex, counted from 0; its number in the document is `index` + 2."""
    page.text(MARGIN, _FIRST_LINE, words.annex if index == 0 else words.continued.format(title=words.annex), styles.ANNEX)
    code = page.text_ending(frame.end, _FIRST_LINE, certificate_code(facts.credential_id), styles.NUMBER, Direction.LEFT_TO_RIGHT)
    page.text_ending(frame.end - code - 6.4, _FIRST_LINE, facts.number, styles.NUMBER, Direction.LEFT_TO_RIGHT)
    below = draw_lines(page, MARGIN, _FIRST_LINE + 5.3, annex.summary)
    page.rule(MARGIN, below + 2.5, frame.width, 0.6, ACCENT)
    if index == 0 and annex.limits.lines:
        _draw_limits(page, words, annex)
    for placed in annex.pages[index]:
        placed.block.draw(page, placed.y)
    page.rule(MARGIN, annex.foot, frame.width, 0.1)
    number = words.page.format(page=index + 2, pages=len(annex.pages) + 1)
    page.text_ending(frame.end, annex.foot + 4.6, number, styles.FOOT)
    y = draw_lines(page, MARGIN, annex.foot + 4.6, annex.triggers)
    draw_lines(page, MARGIN, y + (4.1 if annex.triggers.lines else 0.0), annex.record)


def _draw_limits(page: Page, words: PaperWords, annex: Annex) -> None:
    """The limits that page 1 refers to, over the whole width, marked as its field."""
    top = annex.top + 3.4
    page.box(MARGIN, top, 1.7, annex.limits.height + 9.0)
    page.text(MARGIN + _INDENT, top + 2.8, words.within_limits, styles.LIMITS_LABEL)
    with page.field("limits"):
        draw_lines(page, MARGIN + _INDENT, top + 8.0, annex.limits)


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
