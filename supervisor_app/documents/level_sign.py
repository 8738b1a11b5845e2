"""The sign of a level: ILUO strokes on a square, other scales as filled segments. Always beside its letter or words."""

from __future__ import annotations

from supervisor_app.documents.page import ACCENT, INK, Page

SIDE = 6.2
_STROKE = 0.85
_GHOST = 0.1


def draw_level_sign(page: Page, x: float, y: float, level: str, rank: int, count: int) -> float:
    """Draw the sign with its upper edge at `y`; return its width in millimetres, 0 where there is no scale."""
    if count == 4 and 1 <= rank <= 4 and "ILUO"[rank - 1] == level:
        _strokes(page, x, y, rank)
        return SIDE
    if count > 1:
        return _segments(page, x, y, rank, count)
    return 0.0


def _strokes(page: Page, x: float, y: float, rank: int) -> None:
    """One side more for each level: start, bottom, end, top; the missing ones as a hairline."""
    far = SIDE - _STROKE
    sides = ((0, 0, _STROKE, SIDE), (0, far, SIDE, _STROKE), (far, 0, _STROKE, SIDE), (0, 0, SIDE, _STROKE))
    ghosts = ((0, 0, _GHOST, SIDE), (0, SIDE - _GHOST, SIDE, _GHOST), (SIDE - _GHOST, 0, _GHOST, SIDE), (0, 0, SIDE, _GHOST))
    for place, (side, ghost) in enumerate(zip(sides, ghosts, strict=True)):
        left, top, width, height = side if place < rank else ghost
        page.box(x + left, y + top, width, height, ACCENT if place < rank else INK)


def _segments(page: Page, x: float, y: float, rank: int, count: int) -> float:
    shown = min(count, 10)
    filled = max(1, round(rank * shown / count))
    width, gap, height = 1.6, 0.5, 4.6
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
