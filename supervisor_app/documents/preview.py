"""Pictures of a PDF's pages, as they print: drawn at three times the size and scaled down, so that thin lines stay thin."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pypdfium2
import zxingcpp

from supervisor_app.credentials.carriers import row_by_row
from supervisor_app.documents.turns import PDFIUM
from supervisor_app.domain.frozen import dataclass
from supervisor_app.errors import InputError

if TYPE_CHECKING:
    from PIL.Image import Image

_OVERSAMPLING = 3
_MAX_WIDTH = 6000
_MAX_DRAWN = 12_000
READING_DPI = 200


@dataclass(frozen=True, slots=True)
class Picture:
    """A page as RGBA bytes, row by row from the top."""

    width: int
    height: int
    rgba: bytes


def render_page(pdf: bytes, page: int, width: int) -> Picture:
    """Return a page (from 0) `width` pixels wide. InputError where the file or the page cannot be drawn."""
    picture = page_image(pdf, page, width)
    return Picture(picture.width, picture.height, picture.convert("RGBA").tobytes())


def render_png(pdf: bytes, page: int, width: int) -> bytes:
    """Return a page (from 0) as PNG file, `width` pixels wide. InputError where it cannot be drawn."""
    target = io.BytesIO()
    page_image(pdf, page, width).save(target, "PNG")
    return target.getvalue()


def page_image(pdf: bytes, page: int, width: int) -> Image:
    """Return a page (from 0) as picture `width` pixels wide."""
    from PIL.Image import Resampling  # not for a process that only reads papers

    width = max(1, min(width, _MAX_WIDTH))
    with opened(pdf) as document:
        leaf = document[page]
        drawn = min(width * _OVERSAMPLING, _MAX_DRAWN)
        picture: Image = leaf.render(scale=drawn / leaf.get_width()).to_pil().convert("RGB")
    height = max(1, round(picture.height * width / picture.width))
    return picture.resize((width, height), Resampling.BOX if drawn == width * _OVERSAMPLING else Resampling.LANCZOS)


def page_count(pdf: bytes) -> int:
    """Return how many pages a file has. InputError where it cannot be opened."""
    with opened(pdf) as document:
        return len(document)


@contextmanager
def opened(pdf: bytes) -> Iterator[pypdfium2.PdfDocument]:
    """Open a file to draw from it, one thread at a time. InputError for whatever cannot be drawn inside."""
    with PDFIUM:
        try:
            document = pypdfium2.PdfDocument(pdf)
            try:
                yield document
            finally:
                document.close()
        except (pypdfium2.PdfiumError, IndexError, ValueError, ZeroDivisionError) as error:
            raise InputError("PDF", "this page cannot be drawn.", "Open the file in another program.") from error


def read_codes(picture: Image | memoryview) -> tuple[str, ...]:
    """Return the texts of the QR codes in a picture (or in its grey bytes, rows by columns), upright ones first found first."""
    found = zxingcpp.read_barcodes(
        picture if isinstance(picture, memoryview) else picture.convert("L"),
        formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode),
        try_rotate=False,
        try_downscale=False,
        try_invert=False,
    )
    return tuple(code.text for code in found)


def read_placed_codes(picture: memoryview) -> tuple[str, ...]:
    """Return the texts of all QR codes in grey bytes (rows by columns), row by row from the top, each from the left."""
    formats = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
    found = zxingcpp.read_barcodes(picture, formats=formats, try_rotate=False, try_downscale=False, try_invert=False)
    places = ((code.position, code.text) for code in found)
    return row_by_row((place.top_left.y, place.top_left.x, place.bottom_left.y, text) for place, text in places)


def read_back(pdf: bytes, dpi: int = READING_DPI) -> str:
    """Return the QR text as a scanner reads it from page 1; empty where there is none. InputError for an unreadable file."""
    with opened(pdf) as document:
        picture = document[0].render(scale=dpi / 72, grayscale=True).to_pil()
    return next(iter(read_codes(picture)), "")
