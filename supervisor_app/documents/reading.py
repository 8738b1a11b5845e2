"""Reading a certificate back from a PDF that anyone may have touched: the attached record, the QR code, the visible fields.

Everything is bounded; what cannot be read is told in words. Nothing here decides whether a certificate is genuine.
"""

from __future__ import annotations

import functools
import io
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pikepdf
import pypdfium2

from supervisor_app.documents.covering import Box, look_over
from supervisor_app.documents.fonts import FontBook
from supervisor_app.documents.preview import read_codes
from supervisor_app.documents.turns import PDFIUM
from supervisor_app.documents.unpacking import bounded
from supervisor_app.documents.visible_text import visible_fields
from supervisor_app.domain.printed import FIELDS
from supervisor_app.errors import InputError

MAX_BYTES = 20_000_000
MAX_PAGES = 100
MAX_ATTACHMENTS = 20
MAX_CREDENTIAL = 1_000_000
MAX_CONTENT = 4_000_000
MAX_SIDE_POINTS = 2000.0
_CARD_POINTS = 300.0  # a card is 243 points wide; no page of a certificate is so small
_READING_DPI = (100, 150, 200, 300)
_SQUARE_DPI = 150
_QUIET = 0.1  # of a code's side around it: more than the four modules that readers need
_PAGES_WITH_FIELDS = 2


@dataclass(frozen=True, slots=True)
class PdfContents:
    """What a PDF holds: the attached credential (bytes as they are), the visible fields of the paper, the QR text, its pages.

    `fields` has the names of `domain.printed.FIELDS`; one that is missing, hidden or not shown by letters we know is left out.
    `card` says that the page has the size of a wallet card, which shows fewer of them.
    """

    credential: bytes | None
    fields: Mapping[str, str]
    qr_text: str
    pages: int
    card: bool = False


def read_certificate_pdf(data: bytes) -> PdfContents:
    """Read a PDF. InputError where it is too large, protected, damaged or not a PDF."""
    if len(data) > MAX_BYTES:
        raise InputError("PDF", "the file is larger than 20 MB.", "Choose the PDF of one certificate.")
    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            pages = len(pdf.pages)
            if not 1 <= pages <= MAX_PAGES:
                raise InputError("PDF", f"the file has {pages} pages.", "Choose the PDF of one certificate.")
            _check_contents(pdf)
            credential = _credential(pdf)
            fields: dict[str, str] = {}
            looked_at = 0
            for page in list(pdf.pages)[:_PAGES_WITH_FIELDS]:
                looked_at += 1
                fields = {**visible_fields(page, _language(pdf), _book()), **fields}
                if fields.keys() >= set(FIELDS):
                    break
    except pikepdf.PasswordError as error:
        raise InputError("PDF", "the file is protected by a password.", "Choose the file as it was issued.") from error
    except (pikepdf.PdfError, zlib.error, RecursionError, ValueError, TypeError, KeyError, AttributeError, IndexError) as error:
        raise InputError("PDF", "the file is damaged or not a PDF.", "Choose the file as it was issued.") from error
    with PDFIUM:
        qr_text, shown, card = _drawn(data, fields, looked_at)
    return PdfContents(credential, shown, qr_text, pages, card)


@functools.cache
def _book() -> FontBook:
    """The fonts that come with the program, opened once."""
    return FontBook(())


def _drawn(data: bytes, fields: Mapping[str, str], pages: int) -> tuple[str, dict[str, str], bool]:
    """What the drawn pages show: the QR text, the fields that nothing covers where they were read, whether it is a card."""
    try:
        document = pypdfium2.PdfDocument(data)
        try:
            first = document[0]
            if max(first.get_size()) > MAX_SIDE_POINTS:
                return "", {}, False
            others = (document[index] for index in range(1, min(pages, len(document))))
            laid = look_over(first)
            clear = laid.clear.union(*(look_over(page).clear for page in others))
            card = max(first.get_size()) <= _CARD_POINTS
            return _qr_text(first, laid.squares), {name: text for name, text in fields.items() if name in clear}, card
        finally:
            document.close()
    except pypdfium2.PdfiumError as error:
        raise InputError("PDF", "the first page cannot be drawn.", "Choose the file as it was issued.") from error


def _qr_text(page: pypdfium2.PdfPage, squares: Sequence[Box]) -> str:
    """Return the text of the code on a page: of a square where it may stand, which is quickly drawn, else of the whole page."""
    width, height = page.get_size()
    for box in squares:
        margin = (box.right - box.left) * _QUIET
        edges = (box.left - margin, box.bottom - margin, width - box.right - margin, height - box.top - margin)
        if text := _read(page, _SQUARE_DPI, tuple(max(0.0, edge) for edge in edges)):
            return text
    return next(filter(None, (_read(page, dpi) for dpi in _READING_DPI)), "")


def _read(page: pypdfium2.PdfPage, dpi: int, crop: tuple[float, ...] = (0.0, 0.0, 0.0, 0.0)) -> str:
    """Draw a page, less `crop` points at its left, bottom, right and top, and return the text of the first code on it."""
    width, height = page.get_size()
    if width - crop[0] - crop[2] < 1 or height - crop[1] - crop[3] < 1:
        return ""  # the page is turned or cut in a way that its things are not where they seem
    drawn = page.render(scale=dpi / 72, grayscale=True, crop=crop)
    return next(iter(read_codes(memoryview(drawn.buffer).cast("B", shape=[drawn.height, drawn.stride]))), "")


def _language(pdf: pikepdf.Pdf) -> str:
    return str(pdf.Root.get("/Lang", "en"))[:35]


def _check_contents(pdf: pikepdf.Pdf) -> None:
    """Refuse pages whose drawing would unpack to something huge."""
    for page in list(pdf.pages)[:_PAGES_WITH_FIELDS]:
        contents = page.obj.get("/Contents")
        streams = list(contents) if isinstance(contents, pikepdf.Array) else [contents] if contents is not None else []
        if sum(len(bounded(stream, MAX_CONTENT)) for stream in streams[:50]) > MAX_CONTENT or len(streams) > 50:
            raise InputError("PDF", "a page holds far more than a certificate.", "Choose the PDF of one certificate.")


def _credential(pdf: pikepdf.Pdf) -> bytes | None:
    """The attached credential: the file of that name, else the only attached JSON file."""
    names = list(pdf.attachments)
    if len(names) > MAX_ATTACHMENTS:
        raise InputError("PDF", f"{len(names)} files are attached.", "Choose the PDF of one certificate.")
    candidates = [name for name in names if name == "credential.json"] or [
        name for name in names if name.lower().endswith(".json")
    ]
    if len(candidates) > 1:
        raise InputError("PDF", f"{len(candidates)} records are attached.", "Choose the file as it was issued.")
    if not candidates:
        return None
    stream = pdf.attachments[candidates[0]].get_file().obj
    found = bounded(stream, MAX_CREDENTIAL)
    if len(found) > MAX_CREDENTIAL:
        raise InputError("PDF", "the attached record is larger than 1 MB.", "Choose the file as it was issued.")
    return found
