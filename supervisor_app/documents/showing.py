"""Glyphs as the operators that show them: numbers, moves from the font's own advance to the shaped one, raised marks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from supervisor_app.documents.faces import Face
from supervisor_app.domain.frozen import dataclass


@dataclass(frozen=True, slots=True)
class Glyph:
    """One glyph: its number, shaped advance and offsets, in thousandths of the type size."""

    number: int
    advance: float
    right: float
    up: float


def number(value: float, digits: int = 3) -> str:
    """Return a number in PDF syntax, to a thousandth unless said otherwise."""
    written = f"{value:.{digits}f}".rstrip("0").rstrip(".")
    return "0" if written in ("", "-0") else written


def shown_glyphs(face: Face, glyphs: Iterable[Glyph], size: float = 1.0, tracking: float = 0.0) -> Iterator[str]:
    """Yield the operators that show glyphs; the size matters only to raised ones."""
    raised, parts = 0.0, _Parts()
    for glyph in glyphs:
        if glyph.up != raised:
            yield from parts.taken()
            raised = glyph.up
            yield f"{number(raised * size / 1000)} Ts"
        parts.move(-glyph.right)
        parts.show(glyph.number)
        parts.move(face.advance(glyph.number) - glyph.advance + glyph.right - tracking)
    yield from parts.taken()
    if raised:
        yield "0 Ts"


class _Parts:
    """The strings and moves of one TJ operator."""

    def __init__(self) -> None:
        self._done: list[str] = []
        self._glyphs = ""

    def show(self, glyph: int) -> None:
        self._glyphs += f"{glyph:04X}"

    def move(self, back: float) -> None:
        if abs(back) > 0.01:
            self._close()
            self._done.append(number(back))

    def taken(self) -> Iterator[str]:
        self._close()
        if any(part.startswith("<") for part in self._done):
            yield f"[{' '.join(self._done)}] TJ"
        self._done = []

    def _close(self) -> None:
        if self._glyphs:
            self._done.append(f"<{self._glyphs}>")
            self._glyphs = ""
