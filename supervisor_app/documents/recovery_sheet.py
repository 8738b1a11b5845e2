"""The recovery sheet: one page for the safe, with the code in large groups and how to come back with it."""

from __future__ import annotations

from datetime import datetime

from supervisor_app.documents import styles
from supervisor_app.documents.archive import About, Archive
from supervisor_app.documents.fonts import FontBook
from supervisor_app.documents.frame import MARGIN, Frame
from supervisor_app.documents.page import ACCENT, Direction, Page, Paper, Style
from supervisor_app.documents.shaping import Shaper
from supervisor_app.documents.wrapping import wrapped
from supervisor_app.domain.dates import day_in_words
from supervisor_app.domain.frozen import dataclass

_WHO_HAS_IT = (
    "Whoever has this sheet can act as this admin. Keep it in a safe, not beside a laptop, and make no picture of it. "
    "Where it is lost, make a new one under Settings: this one then opens nothing any more."
)
_WAYS = (
    (
        "The PIN was forgotten",
        "On the laptop, where it asks for the PIN: choose “Forgot your PIN?”, type the code and a new PIN, then “Use the "
        "recovery sheet”.",
    ),
    (
        "Every laptop is gone",
        "Install the app, choose “Join a site that exists”, the shared file of the site, and “Use the recovery sheet”. "
        "The laptop takes a whole copy. Afterwards report the lost laptops under Settings.",
    ),
    (
        "A letter is unclear",
        "O is read as 0, I and L as 1. The last two signs are a check: a slip is noticed before anything happens.",
    ),
)
_CODE = styles.sized(styles.CODE, 27)
_PER_LINE = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class RecoveryPage:
    """What the sheet says; `code` in groups joined by dashes, `made` aware."""

    organisation: str
    place: str
    admin: str
    code: str
    made: datetime


def render_recovery_sheet(sheet: RecoveryPage, *, book: FontBook | None = None, paper: Paper = Paper.A4) -> bytes:
    """Return the sheet as a PDF of one page."""
    archive, frame = Archive(_about(sheet)), Frame(paper)
    page = Page(archive, Shaper(book or FontBook()), paper)
    page.text(MARGIN, 22.0, sheet.organisation, styles.ORGANISATION, Direction.OWN)
    page.text_ending(frame.end, 22.0, sheet.place, styles.PLACE, Direction.OWN)
    page.rule(MARGIN, 26.0, frame.width, 0.6, ACCENT)
    page.text(MARGIN, 38.0, "Recovery sheet", styles.KIND)
    page.text(MARGIN, 46.0, f"of {sheet.admin}, made on {day_in_words(sheet.made.date())}", styles.LEAD_IN, Direction.OWN)
    y = _paragraph(page, 55.0, _WHO_HAS_IT, styles.ANNEX_LINE, frame.width)
    y = _code(page, y + 16.0, sheet.code)
    for title, text in _WAYS:
        page.text(MARGIN, y, title, styles.SECTION)
        y = _paragraph(page, y + 5.4, text, styles.ANNEX_LINE, frame.width) + 4.6
    page.rule(MARGIN, frame.foot, frame.width, 0.1)
    page.text(MARGIN, frame.foot + 4.6, "This code was shown once, and is kept nowhere else.", styles.FOOT)
    page.finish()
    return archive.data()


def _code(page: Page, y: float, code: str) -> float:
    """Draw the groups, four to a line, each with its number above; return where to go on."""
    step = (page.paper.width - 2 * MARGIN) / _PER_LINE
    for place, group in enumerate(code.split("-")):
        x, line = MARGIN + place % _PER_LINE * step, y + place // _PER_LINE * 19.0
        page.text(x, line - 8.4, str(place + 1), styles.LABEL)
        page.text(x, line, group, _CODE, Direction.LEFT_TO_RIGHT)
        page.rule(x, line + 2.6, step - 12.0, 0.2)
    return y + (len(code.split("-")) - 1) // _PER_LINE * 19.0 + 16.0


def _paragraph(page: Page, y: float, text: str, style: Style, width: float) -> float:
    """Draw a text below `y`; return the baseline after it."""
    for line in wrapped(text, width, lambda part: page.width(part, style)):
        page.text(MARGIN, y, line, style)
        y += 5.0
    return y


def _about(sheet: RecoveryPage) -> About:
    return About(
        title=f"Recovery sheet: {sheet.organisation}",
        author=sheet.organisation,
        subject="A way back for an admin",
        language="en",
        made=sheet.made,
        identity=f"recovery sheet {sheet.made.isoformat()}",
    )
