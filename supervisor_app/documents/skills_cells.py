"""The cells of the skills chart, in black alone: level strokes with their letter, what ends, what ended, what is on hold."""

from __future__ import annotations

from supervisor_app.documents import styles
from supervisor_app.documents.fitting import CAPITAL, POINT
from supervisor_app.documents.page import MM, Direction, Page, Style
from supervisor_app.documents.showing import number
from supervisor_app.domain.skills_chart import ChartCell, Sign

SIDE = 4.9
"""The square of a sign, in millimetres."""
WIDTH = 15.4
"""A sign with what stands behind it."""
_HEAVY, _LIGHT, _GHOST = 0.85, 0.42, 0.1
_GAP = 0.8
_BOX = 9.6
_BOX_HEIGHT = 4.2


def draw_chart_cell(page: Page, x: float, y: float, cell: ChartCell) -> None:
    """Draw a cell that starts at `x`, its sign's upper edge at `y`; what stands alone is put in the middle."""
    after, line = x + SIDE + _GAP, y + SIDE / 2
    match cell.sign:
        case Sign.HOLDS:
            after = _level(page, x, y, cell)
            _word(page, after, line, cell.end, styles.CHART_END)
        case Sign.SOON:
            draw_black_box(page, _level(page, x, y, cell), line, cell.end, _BOX)
        case Sign.EXPIRED:
            _crossed(page, x, y)
            _word(page, after, line, "exp", styles.CHART_WORD)
        case Sign.ON_HOLD:
            _bars(page, _level(page, x, y, cell) + 0.4, y)
        case Sign.DECLARED:
            _word(page, x + (WIDTH - page.width("declared", styles.CHART_END)) / 2, line, "declared", styles.CHART_END)
        case Sign.BEGUN:
            _ring(page, x + WIDTH / 2, line, 0.9)
        case Sign.NEVER:
            page.box(x + WIDTH / 2 - 0.35, line - 0.35, 0.7, 0.7)


def draw_black_box(page: Page, x: float, middle: float, words: str, width: float) -> None:
    """Draw white words on a black box whose middle stands at `middle`."""
    page.box(x, middle - _BOX_HEIGHT / 2, width, _BOX_HEIGHT)
    style = styles.CHART_SOON
    while page.width(words, style) > width - 0.8 and style.size > 6.4:
        style = styles.sized(style, style.size - 0.2)
    _word(page, x + (width - page.width(words, style)) / 2, middle, words, style)


def draw_outline(page: Page, x: float, y: float, width: float, height: float, thickness: float) -> None:
    """Draw the four sides of a box, inside it."""
    page.box(x, y, width, thickness)
    page.box(x, y + height - thickness, width, thickness)
    page.box(x, y, thickness, height)
    page.box(x + width - thickness, y, thickness, height)


def _level(page: Page, x: float, y: float, cell: ChartCell) -> float:
    """The sign of a level, heavy where it counts as cover; return where what follows begins."""
    if cell.count == 4 and 1 <= cell.rank <= 4 and "ILUO"[cell.rank - 1] == cell.level:
        _strokes(page, x, y, cell.rank, _HEAVY if cell.covers else _LIGHT)
        style = styles.CHART_LETTER
        _word(page, x + (SIDE - page.width(cell.level, style)) / 2, y + SIDE / 2, cell.level, style)
    elif cell.count > 1:
        _segments(page, x, y, cell)
    elif cell.level:
        _tick(page, x, y, _HEAVY if cell.covers else _LIGHT)
    return x + SIDE + _GAP


def _segments(page: Page, x: float, y: float, cell: ChartCell) -> None:
    """Another scale: its letter, or the level's place where that is a word, over k of m filled segments."""
    words = cell.level if len(cell.level) <= 3 else str(cell.rank)
    _word(page, x, y + 1.3, words, styles.CHART_WORD if cell.covers else styles.CHART_END)
    step = SIDE / cell.count
    width = max(0.2, step - 0.25)
    for place in range(cell.count):
        if place < cell.rank:
            page.box(x + place * step, y + SIDE - 1.5, width, 1.5)
        else:
            draw_outline(page, x + place * step, y + SIDE - 1.5, width, 1.5, _GHOST)


def _strokes(page: Page, x: float, y: float, rank: int, stroke: float) -> None:
    """One side more for each level: start, bottom, end, top; the missing ones as a hairline."""
    far = SIDE - stroke
    sides = ((0.0, 0.0, stroke, SIDE), (0.0, far, SIDE, stroke), (far, 0.0, stroke, SIDE), (0.0, 0.0, SIDE, stroke))
    draw_outline(page, x, y, SIDE, SIDE, _GHOST)
    for left, top, width, height in sides[:rank]:
        page.box(x + left, y + top, width, height)


def _tick(page: Page, x: float, y: float, stroke: float) -> None:
    """Held, where there is no scale."""
    left, bottom = x * MM, (page.paper.height - y - SIDE) * MM
    page.draw(f"{number(MM)} 0 0 {number(MM)} {number(left)} {number(bottom)} cm 0 G {stroke} w 0.6 2.4 m 1.9 1.1 l 4.2 4 l S")


def _crossed(page: Page, x: float, y: float) -> None:
    left, bottom = x * MM, (page.paper.height - y - SIDE) * MM
    page.draw(
        f"{number(MM)} 0 0 {number(MM)} {number(left)} {number(bottom)} cm 0 G 0.3 w 0.15 0.15 4.6 4.6 re S "
        "0.45 w 0.15 0.15 m 4.75 4.75 l 0.15 4.75 m 4.75 0.15 l S"
    )


def _bars(page: Page, x: float, y: float) -> None:
    for place in range(2):
        page.box(x + place * 1.9, y + 0.4, 1.1, SIDE - 0.8)


def _ring(page: Page, x: float, y: float, radius: float) -> None:
    """A small open circle, as a round cap drawn twice: black, then white inside."""
    left, bottom = number(x * MM), number((page.paper.height - y) * MM)
    inner, outer = number((radius - 0.25) * 2 * MM), number(radius * 2 * MM)
    page.draw(f"1 J 0 G {outer} w {left} {bottom} m {left} {bottom} l S 1 G {inner} w {left} {bottom} m {left} {bottom} l S")


def _word(page: Page, x: float, middle: float, words: str, style: Style) -> None:
    """Draw words whose capitals stand around `middle`."""
    if words:
        page.text(x, middle + style.size * POINT * CAPITAL / 2, words, style, Direction.LEFT_TO_RIGHT)
