"""The blank checklist, A4 or Letter upright: a working sheet that leads back to its revision (PRINT 4, print-09)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from supervisor_app.documents import styles
from supervisor_app.documents.archive import About, Archive
from supervisor_app.documents.blank_form_fields import FormFields
from supervisor_app.documents.blank_form_rows import FormRows
from supervisor_app.documents.columns import Block, Placed, paginate
from supervisor_app.documents.fitting import Fitted, draw_lines, fit_heading, wrap
from supervisor_app.documents.fonts import FontBook
from supervisor_app.documents.page import ACCENT, Direction, Page, Paper
from supervisor_app.documents.qr_code import FORM_CODE, MODULE_MM, QUIET_MODULES, best_mask, drawing, matrix
from supervisor_app.documents.shaping import Shaper
from supervisor_app.domain.blank_form import BlankForm
from supervisor_app.domain.form_words import form_words_for, reads_from_right
from supervisor_app.domain.paper_words import words_for
from supervisor_app.domain.printed import isolate
from supervisor_app.domain.texts import in_language

_MARGIN = 15.0
_TOP = 12.4
_MADE = datetime(2000, 1, 1, tzinfo=UTC)
"""A form has no moment of its own: the same form gives the same bytes on any day."""


def render_form(form: BlankForm, *, paper: Paper, shaper: Shaper | None = None) -> bytes:
    """Return the form as PDF/A-3b on `paper` upright, on as many pages as it takes: the same form gives the same bytes.

    A step is never split and a section's name never stands without its first step.
    """
    shaper, standing = shaper or Shaper(FontBook()), paper.standing
    archive = Archive(_about(form, standing))
    pages = _laid_out(_page(archive, shaper, standing, form), form)
    for index, placed in enumerate(pages):
        page = _page(archive, shaper, standing, form)
        for one in placed:
            one.block.draw(page, one.y)
        _draw_foot(page, form, index + 1, len(pages))
        page.finish()
    return archive.data()


def _page(archive: Archive, shaper: Shaper, paper: Paper, form: BlankForm) -> Page:
    return Page(archive, shaper, paper, language=form.language, mirrored=reads_from_right(form.language), fields=False)


def _laid_out(page: Page, form: BlankForm) -> list[list[Placed]]:
    """The blocks of each page; the names of the columns stand over every page that has steps, and over no other."""
    width = page.paper.width - 2 * _MARGIN
    words, paper = form_words_for(form.language), words_for(form.language)
    measures = (page, words, paper, form.language, _MARGIN, width)
    rows, fields = FormRows(*measures), FormFields(*measures)
    first = _head(page, form, width)
    above = list(fields.above(form.checklist))
    steps = list(rows.rows(form.checklist.steps))
    names, again = rows.head(), _head_again(form, width)
    height = first.height + sum(block.height for block in above)
    head = Block(again.height + names.height, lambda _page, _y: None)
    blocks = [*steps, *fields.below(form.checklist)]
    pages = paginate(blocks, _TOP, page.paper.height - 17.0, head, below=height - again.height)
    known = set(map(id, steps))
    return [
        [
            *(_stacked([first, *above], _TOP) if index == 0 else [Placed(_TOP, again)]),
            *([Placed(placed[0].y + again.height, names)] if any(id(one.block) in known for one in placed) else []),
            *placed[1:],
        ]
        for index, placed in enumerate(pages)
    ]


def _stacked(blocks: Sequence[Block], y: float) -> list[Placed]:
    placed = []
    for block in blocks:
        placed.append(Placed(y, block))
        y += block.height
    return placed


def _head(page: Page, form: BlankForm, width: float) -> Block:
    """Title, revision, what paper is and is not; the code in the upper corner, the form's number below it."""
    modules = matrix(form.code, best_mask(form.code, FORM_CODE), FORM_CODE)
    side = len(modules) * MODULE_MM
    room = width - side - 2 * QUIET_MODULES * MODULE_MM - 10.0
    words, language = form_words_for(form.language), form.language
    title = fit_heading(
        page,
        in_language(form.checklist.title, language),
        styles.FORM_TITLE,
        room,
        one=(22, 20, 18, 16),
        two=(16, 15, 14),
        least=13,
    )
    code = isolate(form.checklist.code)
    revision = words.checklist.format(code=code, revision=form.checklist.revision)
    where = ", ".join(filter(None, (form.organisation, form.place)))
    about = wrap(page, f"{revision}.   {where}", styles.FORM_ABOUT, room)
    sheet = wrap(page, words.working_sheet, styles.FORM_STANDARD, room)
    height = max(side + 9.0, 14.2 + title.height + 4.6 * len(about) + 4.2 * len(sheet))

    def draw(on: Page, y: float) -> None:
        end = _MARGIN + width
        left, bottom = on.place(end - side, y + side, side)
        on.draw(drawing(modules, left, bottom, side))
        on.text_ending(end, y + side + 5.2, form.number, styles.FORM_CODE, Direction.LEFT_TO_RIGHT)
        below = draw_lines(on, _MARGIN, y + 7.2, title, Direction.OWN)
        below = draw_lines(on, _MARGIN, below + 6.4, Fitted(about, styles.FORM_ABOUT))
        draw_lines(on, _MARGIN, below + 5.4, Fitted(sheet, styles.FORM_STANDARD))
        on.rule(_MARGIN, y + height - 1.6, width - side - 8.0 if height < side + 9.5 else width, 0.6, ACCENT)

    return Block(height, draw)


def _head_again(form: BlankForm, width: float) -> Block:
    """The head of further pages: which checklist and which form."""
    words = words_for(form.language)
    title = words.continued.format(title=in_language(form.checklist.short_title, form.language))

    def draw(page: Page, y: float) -> None:
        number = page.text_ending(_MARGIN + width, y + 4.6, form.number, styles.FORM_CODE, Direction.LEFT_TO_RIGHT)
        lines = wrap(page, title, styles.FORM_SECTION, width - number - 6.0, Direction.OWN)
        page.text(_MARGIN, y + 4.6, lines[0], styles.FORM_SECTION, Direction.OWN)
        page.rule(_MARGIN, y + 7.4, width, 0.6, ACCENT)

    return Block(9.0, draw)


def _draw_foot(page: Page, form: BlankForm, number: int, pages: int) -> None:
    y, words = page.paper.height - 11.4, words_for(form.language)
    page.text(_MARGIN, y, form.number, styles.KEY, Direction.LEFT_TO_RIGHT)
    page.text_ending(page.paper.width - _MARGIN, y, words.page.format(page=number, pages=pages), styles.FOOT)


def _about(form: BlankForm, paper: Paper) -> About:
    return About(
        title=in_language(form.checklist.title, form.language),
        author=form.organisation,
        subject=f"Blank checklist {form.checklist.code}, revision {form.checklist.revision}, form {form.number}",
        language=form.language,
        made=_MADE,
        identity=f"blank checklist {form.code} {form.language} {paper.name}",
    )
