"""How long a file of anybody's is worked on in vain, and drawing its pages no longer than that."""

from __future__ import annotations

import math
import time
from collections.abc import Callable

import pypdfium2
import pypdfium2.raw as pdfium

SECONDS = 0.8
"""Of work in vain. The last step that was begun is ended: a page to read, a picture to look through."""


class OutOfPatience(Exception):  # noqa: N818 - no fault, an end
    """So much work was done in vain that the rest stays undone."""


class Patience:
    """Spent by work, given anew by what was worth it. `clock` counts the seconds of work of this thread."""

    def __init__(self, clock: Callable[[], float] = time.thread_time, seconds: float = SECONDS) -> None:
        self._clock, self._seconds = clock, seconds
        self._until = clock() + seconds

    @property
    def spent(self) -> bool:
        """Whether the work in vain has taken as long as it may."""
        return self._clock() > self._until

    def renew(self) -> None:
        """Begin anew: something was found."""
        self._until = self._clock() + self._seconds


def draw_grey(page: pypdfium2.PdfPage, dpi: int, crop: tuple[float, ...], patience: Patience) -> memoryview:
    """Return a page, less `crop` points at its left, bottom, right and top, as grey bytes, rows by columns.

    OutOfPatience where that takes too long: PDFium asks between the things on a page whether to go on (fpdf_progressive.h).
    """
    if patience.spent:
        raise OutOfPatience
    scale = dpi / 72
    width, height = (math.ceil(side * scale) for side in page.get_size())
    left, bottom, right, top = (math.ceil(points * scale) for points in crop)
    target = pypdfium2.PdfBitmap.new_native(width - left - right, height - bottom - top, pdfium.FPDFBitmap_Gray)
    target.fill_rect((255, 255, 255, 255), 0, 0, target.width, target.height)
    pause = pdfium.IFSDK_PAUSE(version=1)
    pypdfium2.internal.set_callback(pause, "NeedToPauseNow", lambda _: patience.spent)
    flags = pdfium.FPDF_GRAYSCALE | pdfium.FPDF_ANNOT
    state = pdfium.FPDF_RenderPageBitmap_Start(target, page, -left, -top, width, height, 0, flags, pause)
    pdfium.FPDF_RenderPage_Close(page)
    if state == pdfium.FPDF_RENDER_TOBECONTINUED:
        raise OutOfPatience
    return memoryview(target.buffer).cast("B", shape=[target.height, target.stride])
