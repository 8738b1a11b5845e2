"""The head of page 1: logo, organisation and place, kind of document, digest rule; the line that marks a duplicate."""

from __future__ import annotations

from datetime import date

from supervisor_app.documents import styles
from supervisor_app.documents.digest_rule import draw_digest_rule
from supervisor_app.documents.fitting import draw_lines, fit_line
from supervisor_app.documents.frame import MARGIN, Frame
from supervisor_app.documents.logo import Logo
from supervisor_app.documents.page import Direction, Page
from supervisor_app.domain.certificate import CertificateFacts
from supervisor_app.domain.paper_words import PaperWords, second_words
from supervisor_app.domain.printed import date_words

_LOGO_TOP, _LOGO_HEIGHT, _LOGO_WIDTH = 14.1, 13.0, 40.0
_RULE_TOP = 31.1


def draw_head(page: Page, frame: Frame, facts: CertificateFacts, words: PaperWords, logo: Logo | None, digest: bytes) -> None:
    """Draw everything above the body; `digest` is the SHA-256 of the credential (32 bytes)."""
    start = MARGIN + (_draw_logo(page, logo) + 4.0 if logo else 0.0)
    second = second_words(facts)
    kind = page.text_ending(frame.end, 20.6 if second else 22.4, words.certificate, styles.KIND)
    if second:
        other = page.text_ending(frame.end, 26.2, second.certificate, styles.SECOND_KIND, Direction.OWN)
        kind = max(kind, other)
    room = frame.end - kind - 8.0 - start
    name = fit_line(page, facts.organisation, styles.ORGANISATION, room, 10.5, Direction.OWN)
    place = fit_line(page, facts.place, styles.PLACE, room, 8.5)
    heading = fit_line(page, facts.look.heading, styles.WORDING, room, 7.0, Direction.OWN)
    two, more = len(name.lines) > 1, bool(heading.lines)
    with page.field("organisation"):
        below = draw_lines(page, start, _first_line(two=two, more=more) - heading.height, name, Direction.OWN)
    below = draw_lines(page, start, below + (4.2 if more else 4.4 if two else 5.8), place)
    draw_lines(page, start, below + 4.2, heading, Direction.OWN)
    draw_digest_rule(page, MARGIN, _RULE_TOP, frame.width, digest)


def _first_line(*, two: bool, more: bool) -> float:
    """Where the organisation's name stands: higher where it takes two lines, or a line of wording follows."""
    if more:
        return 14.6 if two else 18.0
    return 17.6 if two else 19.4


def draw_duplicate(
    page: Page, frame: Frame, facts: CertificateFacts, words: PaperWords, duplicate: int, printed_on: date | None
) -> None:
    """Draw the line that marks a reprint, centred at 10 mm."""
    issued = date_words(facts.issued, words)
    if printed_on:
        text = words.duplicate.format(number=duplicate, printed=date_words(printed_on, words), issued=issued)
    else:
        text = words.duplicate_undated.format(number=duplicate, issued=issued)
    fitted = fit_line(page, text, styles.DUPLICATE, frame.width, 8.5)
    width = page.width(fitted.lines[0], fitted.style)
    draw_lines(page, MARGIN + (frame.width - width) / 2, 10.6, fitted)


def _draw_logo(page: Page, logo: Logo) -> float:
    scale = min(_LOGO_HEIGHT / logo.height, _LOGO_WIDTH / logo.width)
    width, height = logo.width * scale, logo.height * scale
    page.picture(MARGIN, _LOGO_TOP + (_LOGO_HEIGHT - height) / 2, width, height, logo.stream)
    return width
