"""The sign of a level: ILUO strokes on a square, other scales as filled segments. Always beside its letter or words."""

from __future__ import annotations

from supervisor_app.documents.page import ACCENT, INK, Page

SIDE = 6.2
_STROKE = 0.85
_GHOST = 0.1


def draw_level_sign(page: Page, x: float, y: float, level: str, rank: int, count: int, *, side: float = SIDE) -> float:
    """Draw the sign `side` mm high with its upper edge at `y`; return its width in millimetres, 0 where there is no scale."""
    if count == 4 and 1 <= rank <= 4 and "ILUO"[rank - 1] == level:
        _strokes(page, x, y, rank, side)
        return side
    if count > 1:
        return _segments(page, x, y, rank, count, side / SIDE)
    return 0.0


def _strokes(page: Page, x: float, y: float, rank: int, side: float) -> None:
    """One side more for each level: start, bottom, end, top; the missing ones as a hairline."""
    stroke = _STROKE * side / SIDE
    far = side - stroke
    sides = ((0, 0, stroke, side), (0, far, side, stroke), (far, 0, stroke, side), (0, 0, side, stroke))
    ghosts = ((0, 0, _GHOST, side), (0, side - _GHOST, side, _GHOST), (side - _GHOST, 0, _GHOST, side), (0, 0, side, _GHOST))
    for place, (stroked, ghost) in enumerate(zip(sides, ghosts, strict=True)):
        left, top, width, height = stroked if place < rank else ghost
        page.box(x + left, y + top, width, height, ACCENT if place < rank else INK)


def _segments(page: Page, x: float, y: float, rank: int, count: int, scale: float) -> float:
    shown = min(count, 10)
    filled = max(1, round(rank * shown / count))
    width, gap, height = 1.6 * scale, 0.5 * scale, 4.6 * scale
    for place in range(shown):
        left = x + place * (width + gap)
        if place < filled:
            page.box(left, y, width, height, ACCENT)
        else:
            _outline(page, left, y, width, height)
    return shown * (width + gap) - gap


def _outline(page: Page, x: float, y: float, width: float, height: float) -> None:
    page.box(x, y, width, _GHOST)
    page.box(x, y + height - _GHOST, width, _GHOST)
    page.box(x, y, _GHOST, height)
    page.box(x + width - _GHOST, y, _GHOST, height)
