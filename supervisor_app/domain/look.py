"""How an organisation wants its papers to look: accent colour, wording of its own, a picture beside the issuer's name."""

from __future__ import annotations

import re

from supervisor_app.domain.frozen import dataclass

LEAST_CONTRAST = 4.5
"""What text on white needs (WCAG 2, AA); a lighter accent could not be read."""
MAX_WORDING = 160
"""Characters of a line of own wording: one line of small print on the paper."""
_COLOUR = re.compile(r"#[0-9A-Fa-f]{6}")


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperLook:
    """What a certificate keeps of the site's look. `accent` is "#RRGGBB", empty for the house's; `mark_digest` the SHA-256 of
    the picture beside the issuer's name (a decoration, never a signature), empty for none.
    """

    accent: str = ""
    heading: str = ""
    footer: str = ""
    mark_digest: str = ""


HOUSE_LOOK = PaperLook()
"""The look of a site that set none."""


def read_colour(text: str) -> tuple[int, int, int] | None:
    """Return red, green and blue (0 to 255) of "#RRGGBB", None for anything else."""
    if not _COLOUR.fullmatch(text):
        return None
    return int(text[1:3], 16), int(text[3:5], 16), int(text[5:7], 16)


def contrast_with_white(colour: tuple[int, int, int]) -> float:
    """Return the contrast of a colour with white, 1 to 21 (WCAG 2.2, relative luminance)."""
    red, green, blue = (_linear(part / 255) for part in colour)
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)


def accent_problem(text: str) -> str:
    """Return why a text is no accent colour, as the end of a sentence; "" where it is one, or empty."""
    if not text:
        return ""
    colour = read_colour(text)
    if colour is None:
        return "is no colour like #0E4A5A"
    found = contrast_with_white(colour)
    if found < LEAST_CONTRAST:
        return f"is too light to be read on white: its contrast is {found:.1f}, and {LEAST_CONTRAST} is needed"
    return ""
