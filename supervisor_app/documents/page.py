"""A page to draw on, in millimetres from the top and from the edge where reading starts; right-to-left pages are mirrored."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from enum import Enum
from math import cos, radians, sin
from typing import Protocol

from supervisor_app.documents.archive import Archive
from supervisor_app.documents.fonts import Typeface
from supervisor_app.documents.objects import Stream
from supervisor_app.documents.operators import rectangle, shown_run
from supervisor_app.documents.shaping import Line, Run, Shaper
from supervisor_app.documents.showing import number
from supervisor_app.domain.frozen import dataclass
from supervisor_app.domain.look import read_colour

MM = 72 / 25.4
"""Points in a millimetre."""

INK = "0 g"
GREY = "0.28 g"
ACCENT = "0.0549 0.2902 0.3529 rg"
WHITE = "1 g"
"""Fill colours in PDF syntax: black as DeviceGray prints with black toner only; secondary grey; petrol #0E4A5A."""


class Sized(Protocol):
    """Anything to draw on: width and height in millimetres."""

    @property
    def width(self) -> float:
        """Width in millimetres."""

    @property
    def height(self) -> float:
        """Height in millimetres."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A piece of paper of any size, in millimetres."""

    width: float
    height: float


class Paper(Enum):
    """The paper of a printer, lying or standing: width and height in millimetres."""

    A4 = (297.0, 210.0)
    LETTER = (279.4, 215.9)
    A4_PORTRAIT = (210.0, 297.0)
    LETTER_PORTRAIT = (215.9, 279.4)

    @property
    def width(self) -> float:
        """Width in millimetres."""
        return float(self.value[0])

    @property
    def height(self) -> float:
        """Height in millimetres."""
        return float(self.value[1])

    @property
    def standing(self) -> Paper:
        """The same paper upright."""
        return Paper((min(self.value), max(self.value)))

    @property
    def is_standing(self) -> bool:
        """Whether it is higher than wide."""
        return self.height > self.width


def fill_colour(accent: str) -> str:
    """Return "#RRGGBB" as a fill colour in PDF syntax; the house's accent for an empty text or what is no colour."""
    colour = read_colour(accent)
    if colour is None:
        return ACCENT
    return " ".join(number(part / 255, 4) for part in colour) + " rg"


class Direction(Enum):
    """Which way a text runs: as the page, as its own first letter says (names), or left to right (codes, keys)."""

    PAGE = "page"
    OWN = "own"
    LEFT_TO_RIGHT = "ltr"


@dataclass(frozen=True, slots=True)
class Style:
    """How a text looks: face, size in points, colour, and tracking in thousandths of the size."""

    typeface: Typeface
    size: float
    colour: str = INK
    tracking: float = 0.0


class Page:
    """Collects the drawing operators of one page. `x` counts from the starting edge, `y` from the top, both in millimetres."""

    def __init__(
        self,
        archive: Archive,
        shaper: Shaper,
        paper: Sized,
        *,
        language: str = "en",
        mirrored: bool = False,
        fields: bool = True,
        marks: str = "",
        accent: str = ACCENT,
    ) -> None:
        """`fields` False marks no fields. `marks` stands before the name of every field: "card3." tells the third card of a
        sheet from its neighbours. `accent` is the fill colour that stands wherever a style or a shape asks for ACCENT.
        """
        self.archive = archive
        self.shaper = shaper
        self.paper = paper
        self.language = language
        self.mirrored = mirrored
        self.fields = fields
        self.marks = marks
        self.accent = accent
        self._bases = {Direction.PAGE: int(mirrored), Direction.OWN: None, Direction.LEFT_TO_RIGHT: 0}
        self._operators: list[str] = []
        self._colour = ""

    def finish(self) -> None:
        """Add the page to its document."""
        content = "\n".join(self._operators).encode("ascii")
        self.archive.add_page((self.paper.width * MM, self.paper.height * MM), content)

    def shape(self, text: str, style: Style, direction: Direction = Direction.PAGE) -> Line:
        """Return the text shaped, in the page's direction unless said otherwise."""
        return self.shaper.line(text, style.typeface, base=self._bases[direction], language=self.language)

    def width(self, text: str, style: Style, direction: Direction = Direction.PAGE) -> float:
        """Return the width of a text in millimetres."""
        return line_width(self.shape(text, style, direction), style)

    def text(self, x: float, y: float, text: str, style: Style, direction: Direction = Direction.PAGE) -> float:
        """Draw a text on the baseline `y`, starting at `x`; return its width in millimetres."""
        line = self.shape(text, style, direction)
        width = line_width(line, style)
        self._draw(self._left(x, width), y, line, style)
        return width

    def text_rising(self, x: float, y: float, text: str, style: Style, degrees: float) -> None:
        """Draw a text that starts at `x` on the baseline `y` and rises to the right by so many degrees; never mirrored."""
        line = self.shape(text, style, Direction.OWN)
        self._set(style.colour)
        across, up = number(cos(radians(degrees)), 5), number(sin(radians(degrees)), 5)
        left, bottom = x * MM, (self.paper.height - y) * MM
        self._operators.append(f"q {across} {up} {number(-float(up), 5)} {across} {number(left)} {number(bottom)} cm")
        self._show(0.0, 0.0, line, style)
        self._operators.append("Q")

    def text_ending(self, x: float, y: float, text: str, style: Style, direction: Direction = Direction.PAGE) -> float:
        """Draw a text that ends at `x`; return its width in millimetres."""
        width = self.width(text, style, direction)
        return self.text(x - width, y, text, style, direction)

    def rule(self, x: float, y: float, length: float, thickness: float, colour: str = INK) -> None:
        """Draw a horizontal rule whose upper edge is at `y`."""
        self.box(x, y, length, thickness, colour)

    def box(self, x: float, y: float, width: float, height: float, colour: str = INK) -> None:
        """Fill a box whose upper edge is at `y`."""
        self.fill(rectangle(self._left(x, width) * MM, (self.paper.height - y - height) * MM, width * MM, height * MM), colour)

    def fill(self, path: str, colour: str = INK) -> None:
        """Fill a path given in PDF operators and points."""
        self._set(colour)
        self._operators.append(f"{path} f")

    def draw(self, operators: str) -> None:
        """Add drawing operators in points; what they set ends with them."""
        self._operators.append(f"q {operators} Q")

    def place(self, x: float, y: float, width: float) -> tuple[float, float]:
        """Return the left lower corner in points of something that starts at `x` and stands on `y`; never mirrored inside."""
        return self._left(x, width) * MM, (self.paper.height - y) * MM

    def picture(self, x: float, y: float, width: float, height: float, picture: Stream) -> None:
        """Draw a picture whose upper edge is at `y`; it is not mirrored."""
        left, bottom = self.place(x, y + height, width)
        name = self.archive.image(picture)
        self._operators.append(
            f"q {number(width * MM)} 0 0 {number(height * MM)} {number(left)} {number(bottom)} cm /{name} Do Q"
        )

    def part(self, size: Sized, *, language: str, mirrored: bool, accent: str = ACCENT, marks: str = "") -> Page:
        """Return a smaller page to draw on with its own language, side, colour and marks, for `lay`."""
        return Page(self.archive, self.shaper, size, language=language, mirrored=mirrored, marks=marks, accent=accent)

    def lay(self, part: Page, left: float, top: float) -> None:
        """Lay a part on this page with its left upper corner at a place; never mirrored."""
        x, y = left * MM, (self.paper.height - top - part.paper.height) * MM
        inside = "\n".join(part._operators)
        self._operators.append(f"q 1 0 0 1 {number(x)} {number(y)} cm\n{inside}\nQ")

    @contextmanager
    def field(self, name: str) -> Iterator[None]:
        """Mark what is drawn inside as the field `name`, so that a reader finds the visible text again."""
        if not self.fields:
            yield
            return
        self._operators.append(f"/Fact <</Field ({self.marks}{name})>> BDC")
        yield
        self._operators.append("EMC")

    def _left(self, x: float, width: float) -> float:
        return self.paper.width - x - width if self.mirrored else x

    def _set(self, colour: str) -> None:
        colour = self.accent if colour == ACCENT else colour
        if colour != self._colour:
            self._operators.append(colour)
            self._colour = colour

    def _draw(self, left: float, y: float, line: Line, style: Style) -> None:
        self._set(style.colour)
        self._show(left * MM, (self.paper.height - y) * MM, line, style)

    def _show(self, x: float, baseline: float, line: Line, style: Style) -> None:
        """The operators of a shaped line from a place in points, run by run in reading order."""
        places = []
        for run in line.runs:
            places.append(x)
            x += (run.width + style.tracking * run.glyph_count) * style.size / 1000
        for index in line.reading:
            self._operators.append(self._run(places[index], baseline, line.runs[index], style))

    def _run(self, x: float, y: float, run: Run, style: Style) -> str:
        font = self.archive.font(run.face)
        shown = " ".join(shown_run(run, font, style.size, style.tracking))
        return f"BT /{font.resource} {number(style.size)} Tf 1 0 0 1 {number(x)} {number(y)} Tm {shown} ET"


def line_width(line: Line, style: Style) -> float:
    """Return the width of a shaped line in millimetres."""
    glyphs = sum(run.glyph_count for run in line.runs) if style.tracking else 0
    return (line.width + glyphs * style.tracking) * style.size / 1000 / MM
