"""The type sizes and faces of the certificate (PRINT, section 2). Nothing under 6.4 pt, nothing to act on under 8.5 pt."""

from __future__ import annotations

from dataclasses import replace

from supervisor_app.documents.fonts import MEDIUM, MONO, REGULAR, SANS, SEMIBOLD, SERIF, Typeface
from supervisor_app.documents.page import ACCENT, GREY, Style

_SANS = Typeface(SANS, REGULAR)
_SANS_MEDIUM = Typeface(SANS, MEDIUM)
_SANS_BOLD = Typeface(SANS, SEMIBOLD)
_SERIF_MEDIUM = Typeface(SERIF, MEDIUM)
_SERIF_BOLD = Typeface(SERIF, SEMIBOLD)
_MONO = Typeface(MONO, REGULAR)
_MONO_MEDIUM = Typeface(MONO, MEDIUM)

ORGANISATION = Style(_SERIF_BOLD, 14)
PLACE = Style(_SANS, 9.5, GREY)
KIND = Style(_SERIF_MEDIUM, 19, ACCENT)
LEAD_IN = Style(_SANS, 11, GREY)
HOLDER = Style(_SERIF_MEDIUM, 36)
EMPLOYEE = Style(_SANS, 10, GREY)
TITLE = Style(_SERIF_BOLD, 22)
LEVEL = Style(_SANS_BOLD, 12.5)
SCALE = Style(_SANS, 9, GREY)
LIMITS_LABEL = Style(_SANS_BOLD, 8.8)
LIMITS = Style(_SANS_MEDIUM, 11.5)
EVALUATED_ON = Style(_SANS, 9, GREY)
AGAINST_LABEL = Style(_SANS_MEDIUM, 9, GREY)
AGAINST = Style(_SANS, 9.6)
LABEL = Style(_SANS_MEDIUM, 8.5, GREY)
DATE = Style(_SANS_BOLD, 13.5)
DETAIL = Style(_SANS, 8.8, GREY)
NUMBER = Style(_MONO_MEDIUM, 11.5)
SIGNER = Style(_SERIF_BOLD, 13)
ROLE = Style(_SANS, 9.2, GREY)
MEANING = Style(_SANS, 9.4)
KEY = Style(_MONO, 7.6, GREY)
SCAN = Style(_SANS_BOLD, 8.5)
CODE = Style(_MONO_MEDIUM, 11.5)
ISSUER_KEY = Style(_MONO, 8.6)
FOOT = Style(_SANS, 8.5, GREY)
DUPLICATE = Style(_SANS_BOLD, 9, tracking=40)

ANNEX = Style(_SERIF_BOLD, 15, ACCENT)
ANNEX_LINE = Style(_SANS, 9.8)
HEADING = Style(_SANS_MEDIUM, 8.5, GREY)
SECTION = Style(_SANS_BOLD, 9.2, ACCENT)
ANNEX_CELL = Style(_SANS, 9.2)
CELL = Style(_SANS, 8.6)
CELL_BOLD = Style(_SANS_BOLD, 8.6)
CELL_GREY = Style(_SANS, 8.6, GREY)
CLAUSE = Style(_SANS, 7.8, GREY)
ANNEX_CELL_GREY = Style(_SANS, 9.2, GREY)
FIGURE = Style(_SANS_BOLD, 8.8)
DECISION = Style(_SERIF_BOLD, 13.5)
DIGEST = Style(_MONO, 7.8)
SMALL_KEY = Style(_MONO, 7.4, GREY)
TRIGGERS = Style(_SANS, 8.8)

CARD_ORGANISATION = Style(_SANS_BOLD, 7.6)
CARD_PLACE = Style(_SANS, 6.6, GREY)
CARD_HOLDER = Style(_SERIF_BOLD, 12.5)
CARD_EMPLOYEE = Style(_SANS, 7.4, GREY)
CARD_TITLE = Style(_SANS_BOLD, 9)
CARD_LEVEL = Style(_SANS_MEDIUM, 8)
CARD_LIMITS = Style(_SANS_MEDIUM, 8)
CARD_LABEL = Style(_SANS, 7.4, GREY)
CARD_DATE = Style(_SANS_BOLD, 12.5)
CARD_CODE = Style(_MONO_MEDIUM, 8.6)
CARD_NUMBER = Style(_MONO, 7.4)
CARD_KEY = Style(_MONO, 6.7, GREY)
CARD_DUPLICATE = Style(_SANS_BOLD, 7.0, tracking=30)


def sized(style: Style, size: float) -> Style:
    """Return the style at another size in points."""
    return replace(style, size=size)
