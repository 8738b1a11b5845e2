"""What one page of a PDF shows to an eye: its open marked fields and its codes, apart for each card of a sheet."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from dataclasses import field

import pikepdf
import pypdfium2

from supervisor_app.documents.covering import CODE_MARK, Box, look_over
from supervisor_app.documents.fonts import FontBook
from supervisor_app.documents.page_weight import too_heavy
from supervisor_app.documents.patience import Patience, draw_grey
from supervisor_app.documents.preview import read_codes, read_placed_codes
from supervisor_app.documents.turns import PDFIUM
from supervisor_app.documents.unpacking import bounded
from supervisor_app.documents.visible_text import visible_fields
from supervisor_app.domain.frozen import dataclass
from supervisor_app.errors import InputError

MAX_CONTENT = 400_000
"""Bytes of drawing on one page: a sheet of cards has 175,000."""
MAX_SIDE_POINTS = 2000.0
_CARD_POINTS = 300.0  # a card is 243 points wide; no page of a certificate is so small
_READING_DPI = (100, 150, 200, 300)
_FURTHER_DPI = (150, 200)
_SQUARE_DPI = 150
_WHOLE = (0.0, 0.0, 0.0, 0.0)
_QUIET = 0.1  # of a code's side around it: more than the four modules that readers need
_SQUARES_READ = 4
_STROKES_OF_A_CODE = 300
"""A drawn code has over a thousand rectangles or lines; the tables of an annex have fewer than this."""
CARD_MARK = "card"
"""Fields of the cards on a sheet are marked `card1.holder`, `card2.holder`, ... from the left upper corner, row by row."""


@dataclass(frozen=True, slots=True)
class ShownPaper:
    """What one paper shows: the open fields, the text of its code; `page` counts from 1, `card` on its sheet, 0 for none.

    `small` says that the page has the size of a wallet card. `continues`: nothing here begins a paper of its own.
    """

    page: int
    fields: Mapping[str, str]
    qr_text: str
    card: int = 0
    small: bool = False
    in_vain: bool = False
    """Whether the whole page was searched for a code, and none was found."""

    @property
    def continues(self) -> bool:
        """Whether it can only belong to a paper that began before."""
        return not self.qr_text and not self.card and "holder" not in self.fields


class TooMuch(InputError):  # noqa: N818 - a finding
    """A page that holds far more than a certificate: it is not looked at."""

    def __init__(self) -> None:
        super().__init__("PDF", "a page holds far more than a certificate.", "Choose the PDF of one certificate.")


def shown_on(data: bytes, pdf: pikepdf.Pdf, index: int, *, most: int, patience: Patience) -> tuple[tuple[ShownPaper, ...], int]:
    """Return what a page (from 0) of a file shows, and what it cost in bytes of drawing, at most `most`: of a page that nothing
    is looked for on an eighth of them.

    TooMuch where it holds far more, InputError where it cannot be drawn, OutOfPatience where that takes too long. pikepdf's
    errors pass for a damaged page.
    """
    page = pdf.pages[index]
    content = _content(page, min(most, MAX_CONTENT))
    fields = visible_fields(page, _language(pdf), _book()) if b"/Fact" in content else {}
    if index and not fields and not _may_hold_a_code(content):
        return (), len(content) // 8
    if too_heavy(page, content):
        raise TooMuch
    with PDFIUM:
        drawn = _drawn(data, index, patience)
    shown = {name: text for name, text in fields.items() if name in drawn.clear}
    return _papers(index + 1, shown, drawn), len(content)


@dataclass(frozen=True, slots=True)
class _Drawn:
    """What a drawn page shows: the fields that nothing covers, codes row by row, those marked as a card's by their mark."""

    clear: frozenset[str] = frozenset()
    codes: tuple[str, ...] = ()
    marked: Mapping[str, str] = field(default_factory=dict)
    small: bool = False
    in_vain: bool = False


def _papers(page: int, fields: Mapping[str, str], drawn: _Drawn) -> tuple[ShownPaper, ...]:
    """One paper, or each card of a sheet with its code; codes that no card owns are papers of their own."""
    cards: dict[int, dict[str, str]] = {}
    for name, text in fields.items():
        mark, _, told = name.partition(".")
        if card := _card(mark):
            cards.setdefault(card, {})[told] = text
    codes = {_card(mark.removesuffix(CODE_MARK)): text for mark, text in drawn.marked.items()}
    if not cards and not codes and len(drawn.codes) < 2:
        code = drawn.codes[0] if drawn.codes else ""
        return (ShownPaper(page, fields, code, small=drawn.small, in_vain=drawn.in_vain),)
    owned = {card for card in (*cards, *codes) if card}
    sheet = [ShownPaper(page, cards.get(card, {}), codes.get(card, ""), card) for card in sorted(owned)]
    others = [code for code in drawn.codes if code not in codes.values()]
    return (*sheet, *(ShownPaper(page, {}, code, place) for place, code in enumerate(others, max(owned, default=0) + 1)))


def _card(mark: str) -> int:
    """The number of the card that a mark names, 0 for none."""
    number = mark.removeprefix(CARD_MARK)
    return int(number) if number != mark and number.isdecimal() and len(number) <= 3 else 0


@functools.cache
def _book() -> FontBook:
    """The fonts that come with the program, opened once."""
    return FontBook(())


def _language(pdf: pikepdf.Pdf) -> str:
    return str(pdf.Root.get("/Lang", "en"))[:35]


def _content(page: pikepdf.Page, most: int) -> bytes:
    """The drawing of a page; one that would unpack to something huge is refused."""
    contents = page.obj.get("/Contents")
    streams = list(contents) if isinstance(contents, pikepdf.Array) else [contents] if contents is not None else []
    unpacked = [bounded(stream, most) for stream in streams[:50]]
    if sum(map(len, unpacked)) > most or len(streams) > 50:
        raise TooMuch
    return b"\n".join(unpacked)


def _may_hold_a_code(content: bytes) -> bool:
    """Whether a page draws a picture, or so many strokes that a code may be among them."""
    return b" Do" in content or content.count(b" re") + content.count(b" l") > _STROKES_OF_A_CODE


def _drawn(data: bytes, index: int, patience: Patience) -> _Drawn:
    try:
        document = pypdfium2.PdfDocument(data)
        try:
            return _looked_at(document[index], _FURTHER_DPI if index else _READING_DPI, patience)
        finally:
            document.close()
    except pypdfium2.PdfiumError as error:
        which = "first page" if index == 0 else f"page {index + 1}"
        raise InputError("PDF", f"the {which} cannot be drawn.", "Choose the file as it was issued.") from error


def _looked_at(page: pypdfium2.PdfPage, dpis: Sequence[int], patience: Patience) -> _Drawn:
    if max(page.get_size()) > MAX_SIDE_POINTS:
        return _Drawn()
    laid = look_over(page)
    small = max(page.get_size()) <= _CARD_POINTS
    marked = {mark: _in_square(page, box, patience) for mark, box in laid.codes.items()}
    if len(laid.squares) > 1:
        codes = _every_code(page, len(laid.squares) + len(marked), patience)
    elif marked and not laid.squares:
        codes = ()
    else:
        codes = tuple(filter(None, (_qr_text(page, laid.squares, dpis, patience),)))
    return _Drawn(laid.clear, codes, marked, small, in_vain=not codes and not marked)


def _every_code(page: pypdfium2.PdfPage, squares: int, patience: Patience) -> tuple[str, ...]:
    """All codes of a page, row by row; finer where fewer are read than there are squares to hold one."""
    best: tuple[str, ...] = ()
    for dpi in _READING_DPI[1:]:
        found = read_placed_codes(draw_grey(page, dpi, _WHOLE, patience))
        best = max(best, found, key=len)
        if len(best) >= squares:
            break
    return best


def _qr_text(page: pypdfium2.PdfPage, squares: Sequence[Box], dpis: Sequence[int], patience: Patience) -> str:
    """Return the text of the code on a page: of a square where it may stand, which is quickly drawn, else of the whole page."""
    found = (_in_square(page, box, patience) for box in squares[:_SQUARES_READ])
    return next(filter(None, found), "") or next(filter(None, (_read(page, dpi, _WHOLE, patience) for dpi in dpis)), "")


def _in_square(page: pypdfium2.PdfPage, box: Box, patience: Patience) -> str:
    """Return the text of the code in a square, drawn with nothing but its margin."""
    width, height = page.get_size()
    margin = (box.right - box.left) * _QUIET
    edges = (box.left - margin, box.bottom - margin, width - box.right - margin, height - box.top - margin)
    return _read(page, _SQUARE_DPI, tuple(max(0.0, edge) for edge in edges), patience)


def _read(page: pypdfium2.PdfPage, dpi: int, crop: tuple[float, ...], patience: Patience) -> str:
    """Draw a page, less `crop` points at its left, bottom, right and top, and return the text of the first code on it."""
    width, height = page.get_size()
    if width - crop[0] - crop[2] < 1 or height - crop[1] - crop[3] < 1:
        return ""  # the page is turned or cut in a way that its things are not where they seem
    return next(iter(read_codes(draw_grey(page, dpi, crop, patience))), "")
