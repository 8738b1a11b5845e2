"""A page as SVG: the same drawing calls, with every glyph as its outline, so that it looks alike wherever it is opened."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import uharfbuzz as hb

from supervisor_app.documents.archive import About, Archive
from supervisor_app.documents.faces import Face
from supervisor_app.documents.page import ACCENT, GREY, INK, MM, WHITE, Page, Sheet, Style
from supervisor_app.documents.shaping import Line, Run, Shaper
from supervisor_app.documents.showing import number

_COLOURS = {INK: "#000000", GREY: "#474747", ACCENT: "#0E4A5A", WHITE: "#FFFFFF"}
_NOWHEN = datetime(2000, 1, 1, tzinfo=UTC)


class SvgPage(Page):
    """A page whose texts and boxes become an SVG picture; other operators are not drawn."""

    def __init__(self, shaper: Shaper, sheet: Sheet, *, language: str = "en", mirrored: bool = False) -> None:
        about = About(title="", author="", subject="", language=language, made=_NOWHEN, identity="")
        super().__init__(Archive(about), shaper, sheet, language=language, mirrored=mirrored, fields=False)
        self._shapes: list[str] = []

    def svg(self, title: str, description: str) -> str:
        """Return the picture, with what it says for whoever cannot see it."""
        width, height = number(self.paper.width), number(self.paper.height)
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}mm" height="{height}mm" viewBox="0 0 {width} {height}" '
            f'role="img" aria-label={quoteattr(title)}>'
            f"<title>{escape(title)}</title><desc>{escape(description)}</desc>{''.join(self._shapes)}</svg>\n"
        )

    def box(self, x: float, y: float, width: float, height: float, colour: str = INK) -> None:
        """Fill a box whose upper edge is at `y`."""
        left = self._left(x, width)
        places = f'x="{number(left)}" y="{number(y)}" width="{number(width)}" height="{number(height)}"'
        self._shapes.append(f'<rect {places} fill="{_COLOURS[colour]}"/>')

    def _draw(self, left: float, y: float, line: Line, style: Style) -> None:
        outlines = []
        x = 0.0
        for run in line.runs:
            outlines.append(_outline(run, x, style))
            x += run.width + style.tracking * run.glyph_count
        scale = style.size / 1000 / MM
        place = f"translate({number(left)} {number(y)}) scale({scale:.6f} {-scale:.6f})"
        self._shapes.append(f'<path transform="{place}" fill="{_COLOURS[style.colour]}" d="{"".join(outlines)}"/>')


def _outline(run: Run, start: float, style: Style) -> str:
    """Return the outlines of a run as a path, in thousandths of the type size, upwards."""
    parts, x = [], start
    for cluster in run.clusters:
        for glyph in cluster.glyphs:
            parts.append(_Pen(run.face, x + glyph.right, glyph.up).drawn(glyph.number))
            x += glyph.advance + style.tracking
    return "".join(parts)


class _Pen:
    """Takes a glyph's outline from HarfBuzz and writes it as path commands at a place."""

    def __init__(self, face: Face, right: float, up: float) -> None:
        self._face, self._right, self._up = face, right, up
        self._commands: list[str] = []

    def drawn(self, glyph: int) -> str:
        """Return the path of a glyph."""
        self._face.font.draw_glyph(glyph, _draw_funcs(), self)
        return "".join(self._commands)

    def add(self, command: str, *places: float) -> None:
        """Note a command with its places in font units."""
        numbers = [
            number(self._face.scaled(place) + (self._right if index % 2 == 0 else self._up), 1)
            for index, place in enumerate(places)
        ]
        self._commands.append(command + " ".join(numbers))


@cache
def _draw_funcs() -> Any:  # noqa: ANN401 - HarfBuzz has no types
    funcs = hb.DrawFuncs()
    funcs.set_move_to_func(lambda x, y, pen: pen.add("M", x, y))
    funcs.set_line_to_func(lambda x, y, pen: pen.add("L", x, y))
    funcs.set_quadratic_to_func(lambda a, b, x, y, pen: pen.add("Q", a, b, x, y))
    funcs.set_cubic_to_func(lambda a, b, c, d, x, y, pen: pen.add("C", a, b, c, d, x, y))
    funcs.set_close_path_func(lambda pen: pen.add("Z"))
    return funcs
