"""A page at a printer's resolution, in strips from the top: what lies in memory stays small however fine the printer is."""

from __future__ import annotations

from collections.abc import Iterator

from supervisor_app.documents.preview import opened
from supervisor_app.domain.frozen import dataclass

POINTS = 72.0
STRIP_BYTES = 8_000_000
"""About what one strip may take."""


@dataclass(frozen=True, slots=True)
class PageSize:
    """A page in points."""

    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Strip:
    """Rows of a page from `top` on: grey bytes, or BGRx with four bytes each; `stride` bytes in a row."""

    top: int
    width: int
    height: int
    stride: int
    grey: bool
    data: bytes


def page_sizes(pdf: bytes) -> tuple[PageSize, ...]:
    """Return the size of every page. InputError where the file cannot be opened."""
    with opened(pdf) as document:
        return tuple(PageSize(*document[page].get_size()) for page in range(len(document)))


def page_strips(pdf: bytes, page: int, dpi: int, *, grey: bool = False) -> Iterator[Strip]:
    """Yield a page (from 0) in strips that fit together without a seam. InputError where it cannot be drawn."""
    scale = dpi / POINTS
    top = 0
    while True:
        with opened(pdf) as document:
            leaf = document[page]
            width, height = (_pixels(side * scale) for side in leaf.get_size())
            rows = max(16, STRIP_BYTES // (width * (1 if grey else 4)))
            below = max(0, height - top - rows)
            crop = (0, _cut(below, scale), 0, _cut(top, scale))
            bitmap = leaf.render(scale=scale, crop=crop, grayscale=grey, prefer_bgrx=not grey, draw_annots=False)
            strip = Strip(top, bitmap.width, bitmap.height, bitmap.stride, grey, bytes(bitmap.buffer))
            bitmap.close()
        yield strip
        top += strip.height
        if top >= height:
            return


def _pixels(length: float) -> int:
    """Whole pixels, as PDFium's binding rounds them."""
    return -int(-length // 1)


def _cut(pixels: int, scale: float) -> float:
    """The points that cut exactly so many pixels, in spite of rounding up."""
    return (pixels - 0.5) / scale if pixels else 0.0
