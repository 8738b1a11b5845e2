"""Drawing operators as text: numbers, rectangles, and runs of glyphs with their adjustments and their text beside them."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from supervisor_app.documents.shaping import Cluster, Glyph, Run


def number(value: float, digits: int = 3) -> str:
    """Return a number in PDF syntax, to a thousandth unless said otherwise."""
    written = f"{value:.{digits}f}".rstrip("0").rstrip(".")
    return "0" if written in ("", "-0") else written


def rectangle(x: float, y: float, width: float, height: float) -> str:
    """Return a rectangle as path operator, in points."""
    return f"{number(x)} {number(y)} {number(width)} {number(height)} re"


def shown_run(run: Run, take: Callable[[Cluster], bool], size: float, tracking: float) -> Iterator[str]:
    """Yield the operators that show a run. `take` notes a cluster and says whether its glyph alone tells its text.

    Where glyphs do not tell it, /ActualText does: for a left-to-right run as a whole, so that it is read exactly; for a
    right-to-left one by cluster, because readers turn the order of the page round themselves.
    """
    told = [take(cluster) for cluster in run.clusters]
    if not run.right_to_left:
        glyphs = [glyph for cluster in run.clusters for glyph in cluster.glyphs]
        shown = " ".join(_shown(run, glyphs, size, tracking))
        yield shown if all(told) else _beside(run.text, shown)
        return
    pending: list[Glyph] = []
    for cluster, tells in zip(run.clusters, told, strict=True):
        if tells:
            pending += cluster.glyphs
            continue
        yield from _shown(run, pending, size, tracking)
        pending = []
        yield _beside(cluster.text, " ".join(_shown(run, list(cluster.glyphs), size, tracking)))
    yield from _shown(run, pending, size, tracking)


def _beside(text: str, shown: str) -> str:
    return f"/Span <</ActualText <FEFF{text.encode('utf-16-be', 'replace').hex().upper()}>>> BDC {shown} EMC"


def _shown(run: Run, glyphs: list[Glyph], size: float, tracking: float) -> Iterator[str]:
    """Show glyphs: moved from the font's own advance to the shaped one, raised where marks stand higher."""
    raised, parts = 0.0, _Parts()
    for glyph in glyphs:
        if glyph.up != raised:
            yield from parts.taken()
            raised = glyph.up
            yield f"{number(raised * size / 1000)} Ts"
        parts.move(-glyph.right)
        parts.show(glyph.number)
        parts.move(run.face.advance(glyph.number) - glyph.advance + glyph.right - tracking)
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
