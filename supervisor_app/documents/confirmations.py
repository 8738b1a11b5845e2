"""The page of confirmations: a row for each span, signed in the app or left open to be signed by hand."""

from __future__ import annotations

from supervisor_app.documents import styles
from supervisor_app.documents.fitting import Fitted, draw_lines, fit_line, wrap
from supervisor_app.documents.frame import MARGIN, Frame
from supervisor_app.documents.page import ACCENT, Direction, Page
from supervisor_app.documents.second import under
from supervisor_app.domain.certificate import CertificateFacts
from supervisor_app.domain.codes import certificate_code
from supervisor_app.domain.confirmation_rows import ConfirmationRow, ConfirmationWords, confirmation_rows, words_of
from supervisor_app.domain.paper_words import PaperWords, second_words
from supervisor_app.domain.printed import date_words, isolate_own

_FIRST_LINE = 16.6
_ROW = 11.0
_SHARES = (0.0, 0.17, 0.36, 0.66)
"""Where the columns begin, of the width: by, done up to, who, signature."""
_PAD = 2.0


def draw_confirmations(page: Page, frame: Frame, facts: CertificateFacts, words: PaperWords, number: str) -> None:
    """Draw the page; `number` is what its foot says: "Page 4 of 4"."""
    said, second = words_of(facts.language), second_words(facts)
    other = words_of(second.language) if second else None
    wide = page.text(MARGIN, _FIRST_LINE, said.title, styles.ANNEX)
    if other:
        page.text(MARGIN + wide + 3.2, _FIRST_LINE, other.title, styles.SECOND_KIND, Direction.OWN)
    code = page.text_ending(frame.end, _FIRST_LINE, certificate_code(facts.credential_id), styles.NUMBER, Direction.LEFT_TO_RIGHT)
    page.text_ending(frame.end - code - 6.4, _FIRST_LINE, facts.number, styles.NUMBER, Direction.LEFT_TO_RIGHT)
    holder = fit_line(page, f"{isolate_own(facts.holder)}, {facts.title}", styles.ANNEX_LINE, frame.width, 8.0)
    below = draw_lines(page, MARGIN, _FIRST_LINE + 5.3, holder)
    page.rule(MARGIN, below + 2.5, frame.width, 0.6, ACCENT)
    rule = said.rule.format(months=facts.confirm_every_months)
    text = Fitted(wrap(page, rule, styles.TRIGGERS, frame.width), styles.TRIGGERS)
    y = draw_lines(page, MARGIN, below + 9.0, text)
    if other:
        there = under(page, other.rule.format(months=facts.confirm_every_months), frame.width)
        y = draw_lines(page, MARGIN, y + 3.6, there, Direction.OWN)
    y += 7.0
    for share, head in zip(_SHARES, _heads(said), strict=True):
        page.text(MARGIN + share * frame.width, y, head, styles.HEADING)
    for share, head in zip(_SHARES, _heads(other) if other else (), strict=bool(other)):
        page.text(MARGIN + share * frame.width, y + 3.4, head, styles.SECOND_SMALL, Direction.OWN)
    y += 3.4 if other else 0.0
    page.rule(MARGIN, y + 2.0, frame.width, 0.35)
    for row in confirmation_rows(facts):
        y += _ROW
        _draw_row(page, frame, row, words, said.in_app, y)
        page.rule(MARGIN, y + 3.0, frame.width, 0.1)
    page.rule(MARGIN, frame.foot, frame.width, 0.1)
    page.text_ending(frame.end, frame.foot + 4.6, number, styles.FOOT)


def _heads(said: ConfirmationWords) -> tuple[str, ...]:
    return (said.by, said.done_up_to, said.who, said.signature)


def _draw_row(page: Page, frame: Frame, row: ConfirmationRow, words: PaperWords, in_app: str, y: float) -> None:
    page.text(MARGIN, y, date_words(row.by, words), styles.ANNEX_CELL)
    done = row.confirmed
    if done is None:
        return
    who = ", ".join(filter(None, (isolate_own(done.name), done.title)))
    cells = (date_words(done.day, words), who, in_app.format(day=date_words(done.signed, words)))
    for at, cell in enumerate(cells, 1):
        end = _SHARES[at + 1] if at + 1 < len(_SHARES) else 1.0
        fitted = fit_line(page, cell, styles.ANNEX_CELL, (end - _SHARES[at]) * frame.width - _PAD, 7.0)
        draw_lines(page, MARGIN + _SHARES[at] * frame.width, y, fitted)
