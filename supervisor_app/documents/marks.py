"""The marks of results: met a disc with a tick, not met a crossed square, not applicable a dash, critical a flag. Ink only."""

from __future__ import annotations

from supervisor_app.documents.page import Page
from supervisor_app.documents.showing import number

_ROUND = 0.5523  # control points of a circle's quarter

RESULT_WIDTH = 3.2
FLAG_WIDTH = 2.6


def draw_result(page: Page, x: float, y: float, result: str) -> None:
    """Draw the mark of a result (met, not_met, not_applicable) on the baseline `y`; it is 3.2 mm wide and never mirrored."""
    left, bottom = page.place(x, y, RESULT_WIDTH)
    drawing = {"met": _met, "not_met": _not_met}.get(result, _dash)
    page.draw(f"2.8346 0 0 2.8346 {number(left)} {number(bottom - 1)} cm {drawing()}")


def draw_flag(page: Page, x: float, y: float) -> None:
    """Draw the flag of a critical step on the baseline `y`, 2.6 mm wide."""
    left, bottom = page.place(x, y, FLAG_WIDTH)
    flip = "-2.8346 0 0 2.8346" if page.mirrored else "2.8346 0 0 2.8346"
    start = left + FLAG_WIDTH * 72 / 25.4 if page.mirrored else left
    page.draw(f"{flip} {number(start)} {number(bottom)} cm 0 g 0.2 -0.3 0.34 3.1 re 0.54 2.8 m 2.6 2.02 l 0.54 1.24 l h f")


def _met() -> str:
    return f"0 g {_disc(1.6, 1.5, 1.5)} f 1 G 0.42 w 1 J 1 j 0.92 1.5 m 1.42 0.98 l 2.3 2.02 l S"


def _not_met() -> str:
    return "0 G 0.34 w 0 J 0.27 0.2 2.66 2.66 re S 0.3 w 0.75 0.68 m 2.45 2.38 l 0.75 2.38 m 2.45 0.68 l S"


def _dash() -> str:
    return "0 g 0.25 1.33 2.6 0.38 re f"


def _disc(x: float, y: float, radius: float) -> str:
    points = [
        ((1, 0), (1, _ROUND), (_ROUND, 1), (0, 1)),
        ((0, 1), (-_ROUND, 1), (-1, _ROUND), (-1, 0)),
        ((-1, 0), (-1, -_ROUND), (-_ROUND, -1), (0, -1)),
        ((0, -1), (_ROUND, -1), (1, -_ROUND), (1, 0)),
    ]
    curves = " ".join(
        " ".join(f"{number(x + px * radius)} {number(y + py * radius)}" for px, py in quarter[1:]) + " c" for quarter in points
    )
    return f"{number(x + radius)} {number(y)} m {curves}"
