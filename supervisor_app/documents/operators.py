"""Drawing operators as text: numbers, rectangles, and runs of glyphs with their adjustments and their text beside them."""

from __future__ import annotations

from collections.abc import Iterator

from supervisor_app.documents.embedding import EmbeddedFont
from supervisor_app.documents.shaping import Run
from supervisor_app.documents.showing import Glyph, number, shown_glyphs


def rectangle(x: float, y: float, width: float, height: float) -> str:
    """Return a rectangle as path operator, in points."""
    return f"{number(x)} {number(y)} {number(width)} {number(height)} re"


def shown_run(run: Run, font: EmbeddedFont, size: float, tracking: float) -> Iterator[str]:
    """Yield the operators that show a run, noting its glyphs in the font.

    Where glyphs do not tell its text, /ActualText does: for a left-to-right run as a whole, so that it is read exactly; for a
    right-to-left one by cluster, because readers turn the order of the page round themselves.
    """
    if run.plain and not tracking and font.take_all(run.told):
        yield run.shown
        return
    told = [font.take(cluster) for cluster in run.clusters]
    if not run.right_to_left:
        glyphs = [glyph for cluster in run.clusters for glyph in cluster.glyphs]
        shown = " ".join(shown_glyphs(run.face, glyphs, size, tracking))
        yield shown if all(told) else _beside(run.text, shown)
        return
    pending: list[Glyph] = []
    for cluster, tells in zip(run.clusters, told, strict=True):
        if tells:
            pending += cluster.glyphs
            continue
        yield from shown_glyphs(run.face, pending, size, tracking)
        pending = []
        yield _beside(cluster.text, " ".join(shown_glyphs(run.face, list(cluster.glyphs), size, tracking)))
    yield from shown_glyphs(run.face, pending, size, tracking)


def _beside(text: str, shown: str) -> str:
    return f"/Span <</ActualText <FEFF{text.encode('utf-16-be', 'replace').hex().upper()}>>> BDC {shown} EMC"
