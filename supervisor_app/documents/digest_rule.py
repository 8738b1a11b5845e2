"""The ornament under the header line: 128 ticks whose lengths are the credential's SHA-256. It means nothing to a verifier."""

from __future__ import annotations

from supervisor_app.documents.page import ACCENT, Page

_HEIGHTS = (0.28, 0.50, 0.72, 1.0)
_TALLEST = 3.4
_TICK = 0.18


def draw_digest_rule(page: Page, x: float, y: float, length: float, digest: bytes) -> None:
    """Draw the rule from `x` with its upper edge at `y`; `digest` is 32 bytes, two bits a tick from the start."""
    page.rule(x, y, length, 0.6, ACCENT)
    pairs = [byte >> shift & 3 for byte in digest for shift in (6, 4, 2, 0)]
    gap = (length - _TICK) / (len(pairs) - 1)
    for place, pair in enumerate(pairs):
        page.box(x + place * gap, y + 0.6, _TICK, _TALLEST * _HEIGHTS[pair], ACCENT)
