"""The skills passport as a page, A4 or Letter upright: what a person holds on a day, the signed record attached (print-10)."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, time

from supervisor_app.documents import styles
from supervisor_app.documents.archive import About, Archive, Attachment
from supervisor_app.documents.columns import Block, Placed, paginate
from supervisor_app.documents.digest_rule import draw_digest_rule
from supervisor_app.documents.fitting import CAPITAL, POINT, Fitted, draw_lines, fit_heading, fit_line
from supervisor_app.documents.fonts import FontBook
from supervisor_app.documents.frame import MARGIN, Frame
from supervisor_app.documents.logo import Logo, read_logo
from supervisor_app.documents.page import ACCENT, Direction, Page, Paper
from supervisor_app.documents.passport_rows import PassportRows
from supervisor_app.documents.qr_code import MODULE_MM, SIDE_MM, WITHOUT_FACTS, drawing, matrix
from supervisor_app.documents.shaping import Shaper
from supervisor_app.domain.codes import certificate_code, in_fours
from supervisor_app.domain.passport import Passport, SignedPassport
from supervisor_app.domain.passport_words import PassportWords, passport_words
from supervisor_app.domain.printed import date_words, isolate_own

FILE_NAME = "passport.json"
_TOP = 12.9
_LOGO = 11.0
_NAME_TOP = 42.0


def render_passport(
    signed: SignedPassport, *, paper: Paper, logo_png: bytes | None = None, shaper: Shaper | None = None
) -> bytes:
    """Return the passport as PDF/A-3b with the signed record attached: the same record, paper and logo give the same bytes.

    `paper` is taken upright; the page of a right-to-left language is mirrored. InputError where the logo cannot be read.
    """
    shaper, standing, passport = shaper or Shaper(FontBook()), paper.standing, signed.passport
    frame = Frame(standing)
    archive = Archive(_about(passport, standing), (_record(signed),))
    logo = read_logo(logo_png) if logo_png else None
    words = passport_words(passport.language)
    first = Page(archive, shaper, standing, language=passport.language, mirrored=words.paper.right_to_left)
    below = _draw_head(first, frame, signed, logo)
    pages = _laid_out(first, frame, passport, below)
    for index, placed in enumerate(pages):
        page = first
        if index:
            page = Page(archive, shaper, standing, language=passport.language, mirrored=words.paper.right_to_left)
        for one in placed[0 if index else 1 :]:
            one.block.draw(page, one.y)
        _draw_foot(page, frame, words, index + 1, len(pages))
        page.finish()
    return archive.data()


def _laid_out(page: Page, frame: Frame, passport: Passport, below: float) -> list[list[Placed]]:
    """The blocks of each page; the head of further ones names the person again."""
    top = 10.0
    again = _head_again(frame, passport)
    rows = list(PassportRows(page, frame.width, passport_words(passport.language)).blocks(passport))
    return paginate(rows, top, frame.foot - 2.0, again, below=max(0.0, below - top - again.height))


def _head_again(frame: Frame, passport: Passport) -> Block:
    words = passport_words(passport.language)

    def draw(page: Page, y: float) -> None:
        page.text(MARGIN, y + 6.6, words.paper.continued.format(title=words.title), styles.PASSPORT_KIND)
        page.text_ending(frame.end, y + 6.6, certificate_code(passport.id), styles.NUMBER, Direction.LEFT_TO_RIGHT)
        page.text(MARGIN, y + 12.0, _who(passport, named=True), styles.ANNEX_LINE)
        page.rule(MARGIN, y + 14.6, frame.width, 0.6, ACCENT)

    return Block(16.0, draw)


def _who(passport: Passport, *, named: bool = False) -> str:
    words = passport_words(passport.language)
    number = words.paper.employee_no.format(number=passport.employee_no) if passport.employee_no else ""
    name = isolate_own(passport.holder) if named else isolate_own(passport.holder_latin)
    return ".   ".join(filter(None, (name, number, words.as_of.format(day=date_words(passport.as_of, words.paper)))))


def _draw_head(page: Page, frame: Frame, signed: SignedPassport, logo: Logo | None) -> float:
    """Draw all above the sections; return where those begin."""
    passport, words = signed.passport, passport_words(signed.passport.language)
    modules = matrix(signed.qr_text, signed.qr_mask, WITHOUT_FACTS)
    side = min(SIDE_MM, len(modules) * MODULE_MM)
    left, bottom = page.place(frame.end - side, _TOP + side, side)
    page.draw(drawing(modules, left, bottom, side))
    code, key = certificate_code(passport.id), words.paper.key.format(key=in_fours(passport.issuer_key))
    page.text_ending(frame.end, _TOP + side + 5.0, code, styles.CODE, Direction.LEFT_TO_RIGHT)
    page.text_ending(frame.end, _TOP + side + 9.2, key, styles.KEY, Direction.LEFT_TO_RIGHT)
    room = frame.width - side - 10.0
    _draw_organisation(page, passport, logo, room)
    name = fit_heading(
        page,
        passport.holder,
        styles.PASSPORT_HOLDER,
        room,
        one=(30, 28, 26, 24, 22),
        two=(22, 20, 18),
        least=16,
    )
    page.text(MARGIN, _NAME_TOP, words.title, styles.PASSPORT_KIND)
    first = _NAME_TOP + 4.6 + name.style.size * POINT * CAPITAL
    with page.field("holder"):
        below = draw_lines(page, MARGIN, first, name, Direction.OWN)
    who = fit_line(page, _who(passport), styles.EMPLOYEE, room, 8.5)
    below = draw_lines(page, MARGIN, below + 6.9, who)
    rule = max(66.7, below + 6.2)
    draw_digest_rule(page, MARGIN, rule, frame.width, hashlib.sha256(signed.credential).digest())
    return rule + 4.6


def _draw_organisation(page: Page, passport: Passport, logo: Logo | None, room: float) -> None:
    start = MARGIN
    if logo:
        scale = min(_LOGO / logo.height, 3 * _LOGO / logo.width)
        width, height = logo.width * scale, logo.height * scale
        page.picture(MARGIN, _TOP + (_LOGO - height) / 2, width, height, logo.stream)
        start += width + 4.0
    name = fit_line(page, passport.organisation, styles.ORGANISATION, room - (start - MARGIN), 10.5, Direction.OWN)
    with page.field("organisation"):
        below = draw_lines(page, start, 18.0 if len(name.lines) < 3 else 15.6, name, Direction.OWN)
    draw_lines(page, start, below + 5.1, fit_line(page, passport.place, styles.PLACE, room - (start - MARGIN), 8.5))


def _draw_foot(page: Page, frame: Frame, words: PassportWords, number: int, pages: int) -> None:
    page.rule(MARGIN, frame.foot, frame.width, 0.1)
    width = page.text_ending(frame.end, frame.foot + 4.6, words.paper.page.format(page=number, pages=pages), styles.FOOT)
    summary: Fitted = fit_line(page, words.summary, styles.FOOT, frame.width - width - 6.0, 8.0)
    draw_lines(page, MARGIN, frame.foot + 4.6, summary)


def _record(signed: SignedPassport) -> Attachment:
    return Attachment(
        name=FILE_NAME,
        data=signed.credential,
        media_type="application/json",
        description="The signed record of all certificates (CLR 2.0)",
    )


def _about(passport: Passport, paper: Paper) -> About:
    title = passport_words(passport.language).title
    return About(
        title=f"{title}: {passport.holder}",
        author=passport.organisation,
        subject=title,
        language=passport.language,
        made=datetime.combine(passport.as_of, time(), UTC),
        identity=f"{passport.id} {paper.name}",
    )
