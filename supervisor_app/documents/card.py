"""The wallet card, CR80 (85.6 x 54 mm, ISO/IEC 7810 ID-1): one face with the whole code (PRINT, section 4, print-06)."""

from __future__ import annotations

from supervisor_app.documents import styles
from supervisor_app.documents.card_face import INDENT, SIGN, CardFace, fit_face
from supervisor_app.documents.completeness import check_complete
from supervisor_app.documents.fitting import draw_lines, fit_line
from supervisor_app.documents.level_sign import draw_level_sign
from supervisor_app.documents.logo import Logo
from supervisor_app.documents.page import Direction, Page, Sheet
from supervisor_app.documents.qr_code import SIDE_MM, drawing, matrix
from supervisor_app.domain.certificate import IssuedCertificate
from supervisor_app.domain.codes import certificate_code, in_fours
from supervisor_app.domain.paper_words import PaperWords
from supervisor_app.domain.printed import card_fields

CARD = Sheet(85.6, 54.0)
_LEFT, _TOP = 3.6, 3.4
_SYMBOL = CARD.width - 2.6 - SIDE_MM
_LOGO_HEIGHT, _LOGO_WIDTH = 5.1, 12.0
_KEY_DIGITS = 8


def draw_card(
    page: Page, issued: IssuedCertificate, words: PaperWords, logo: Logo | None = None, duplicate: int | None = None
) -> None:
    """Draw a certificate as a card on a page of the size CARD; InputError where its record lacks what its rule asks for."""
    check_complete(issued.facts)
    width = _draw_logo(page, logo) if logo else 0.0
    face = fit_face(page, issued, words, width)
    _draw_head(page, face, _LEFT + (width + 1.4 if width else 0.0))
    _draw_body(page, face, issued)
    _draw_until(page, issued, words)
    _draw_code(page, issued, words, duplicate)


def _draw_logo(page: Page, logo: Logo) -> float:
    scale = min(_LOGO_HEIGHT / logo.height, _LOGO_WIDTH / logo.width)
    width, height = logo.width * scale, logo.height * scale
    page.picture(_LEFT, _TOP + (_LOGO_HEIGHT - height) / 2, width, height, logo.stream)
    return width


def _draw_head(page: Page, face: CardFace, x: float) -> None:
    with page.field("organisation"):
        below = draw_lines(page, x, 5.7, face.organisation, Direction.OWN)
    draw_lines(page, x, below + 2.8, face.place)


def _draw_body(page: Page, face: CardFace, issued: IssuedCertificate) -> None:
    facts = issued.facts
    with page.field("holder"):
        draw_lines(page, _LEFT, face.name_at, face.name, Direction.OWN)
    draw_lines(page, _LEFT, face.employee_at, face.employee)
    with page.field("title"):
        draw_lines(page, _LEFT, face.title_at, face.title, Direction.OWN)
    sign = draw_level_sign(page, _LEFT, face.level_at - 2.5, facts.level, facts.level_rank, facts.level_count, side=SIGN)
    with page.field("level"):
        draw_lines(page, _LEFT + (sign + 1.3 if sign else 0.0), face.level_at, face.level)
    if face.limits.lines:
        top = face.limits_at - 2.6
        page.box(_LEFT, top, 0.65, face.limits_height + 3.7)
        with page.field("limits"):
            y = face.limits_at
            for line in face.limits.lines:
                page.text(_LEFT + INDENT, y, line, face.limits.style)
                y += face.limits_height / max(1, len(face.limits.lines) - 1)


def _draw_until(page: Page, issued: IssuedCertificate, words: PaperWords) -> None:
    page.text(_LEFT, 45.3, words.valid_until, styles.CARD_LABEL)
    until = fit_line(page, card_fields(issued.facts)["valid_until"], styles.CARD_DATE, _SYMBOL - _LEFT - 2.2, 9.0)
    with page.field("valid_until"):
        draw_lines(page, _LEFT, 50.1, until)


def _draw_code(page: Page, issued: IssuedCertificate, words: PaperWords, duplicate: int | None) -> None:
    facts = issued.facts
    left, bottom = page.place(_SYMBOL, _TOP + SIDE_MM, SIDE_MM)
    symbol = drawing(matrix(issued.qr_text, issued.qr_mask), left, bottom)
    if page.marks:  # on a sheet of several, so that a reader knows whose it is
        with page.field("code"):
            page.draw(symbol)
    else:
        page.draw(symbol)
    ltr = Direction.LEFT_TO_RIGHT
    page.text(_SYMBOL, 42.8, certificate_code(facts.credential_id), styles.CARD_CODE, ltr)
    with page.field("number"):
        draw_lines(page, _SYMBOL, 46.8, fit_line(page, facts.number, styles.CARD_NUMBER, SIDE_MM, 6.4, ltr), ltr)
    key = words.key.format(key=in_fours(facts.issuer_key[:_KEY_DIGITS]))
    width = page.text(_SYMBOL, 50.2, key, styles.CARD_KEY, ltr)
    if duplicate is not None:
        again = fit_line(page, words.card_duplicate.format(number=duplicate), styles.CARD_DUPLICATE, SIDE_MM - width - 1.5, 6.4)
        page.text_ending(_SYMBOL + SIDE_MM, 50.2, again.lines[0], again.style)
