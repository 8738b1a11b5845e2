"""The QR symbol: byte and numeric segments, the mask chosen once at issue and kept in the record, drawn as one vector path.

Version 13 with error correction Q where it fits, else M; longer texts version 16 M (PRINT, section 3).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import qrcode
from qrcode.constants import ERROR_CORRECT_M, ERROR_CORRECT_Q
from qrcode.util import MODE_8BIT_BYTE, MODE_ALPHA_NUM, MODE_NUMBER, BitBuffer, QRData

from supervisor_app.documents.page import MM
from supervisor_app.documents.showing import number

Matrix = Sequence[Sequence[bool]]
"""Rows of dark modules, without the quiet zone."""

SIDE_MM = 35.05
"""The side of a certificate's symbol: 69 modules of 0.508 mm, 81 of 0.433 mm."""
QUIET_MODULES = 4


class Fit(NamedTuple):
    """Which symbol a text takes: version (13 or 16) and error correction level ("Q" or "M")."""

    version: int
    level: str


_LEVELS = {"Q": ERROR_CORRECT_Q, "M": ERROR_CORRECT_M}
_CHOICES = (Fit(13, "Q"), Fit(13, "M"), Fit(16, "M"))
WITHOUT_FACTS = (Fit(12, "Q"), *_CHOICES)
"""The symbols of a code that names only a person and a digest: the passport's."""
SHEET_CODE = (Fit(2, "Q"),)
"""The symbol of a sheet's number: the skills chart's."""
FORM_CODE = (Fit(4, "M"),)
"""The symbol of a form that leads back to its checklist: the blank checklist's."""
_BITS = {
    Fit(2, "Q"): 22 * 8,
    Fit(4, "M"): 64 * 8,
    Fit(12, "Q"): 206 * 8,
    Fit(13, "Q"): 244 * 8,
    Fit(13, "M"): 334 * 8,
    Fit(16, "M"): 453 * 8,
}  # data bits, ISO/IEC 18004 table 7


def fits(text: str, choices: Sequence[Fit] = _CHOICES) -> Fit | None:
    """Return the smallest of our symbols that holds the text, None if none does."""
    return _fit(_segments(text), choices)


def matrix(text: str, mask: int, choices: Sequence[Fit] = _CHOICES) -> Matrix:
    """Return the modules of a text with a mask (0 to 7). ValueError if the text fits none of our symbols."""
    symbol = _symbol(text, mask, choices)
    symbol.make(fit=False)
    rows: Matrix = symbol.modules
    return rows


def best_mask(text: str, choices: Sequence[Fit] = _CHOICES) -> int:
    """Return the mask that scores best (ISO/IEC 18004, 7.8.3); worked out once, at issue, and stored in the record.

    ValueError if the text fits none of our symbols.
    """
    return int(_symbol(text, None, choices).best_mask_pattern())


def _symbol(text: str, mask: int | None, choices: Sequence[Fit] = _CHOICES) -> qrcode.QRCode:
    segments = _segments(text)
    fit = _fit(segments, choices)
    if fit is None:
        raise ValueError("The text is too long for the QR code.")
    symbol = qrcode.QRCode(version=fit.version, error_correction=_LEVELS[fit.level], border=0, mask_pattern=mask)
    for segment in segments:
        symbol.add_data(segment, optimize=0)
    return symbol


def _fit(segments: Sequence[QRData], choices: Sequence[Fit]) -> Fit | None:
    bits = sum(_segment_bits(segment) for segment in segments)
    return next((choice for choice in choices if bits <= _BITS[choice]), None)


MODULE_MM = 0.508
"""A module of 6 dots at 300 dpi; 81 modules (version 16) share the side of 69 instead and have 0.433."""


def drawing(modules: Matrix, left: float, bottom: float, side_mm: float = SIDE_MM) -> str:
    """Return the operators that draw the symbol with its left lower corner at a place in points.

    All dark modules are one path, one rectangle per run of a row, so that no seams show between them.
    """
    step = number(side_mm * MM / len(modules), 5)
    top = len(modules) - 1
    runs = (f"{start} {top - row} {length} 1 re" for row, cells in enumerate(modules) for start, length in _runs(cells))
    return f"0 g {step} 0 0 {step} {number(left)} {number(bottom)} cm\n" + "\n".join(runs) + "\nf"


def _runs(cells: Sequence[bool]) -> Iterator[tuple[int, int]]:
    start = None
    for place, dark in enumerate([*cells, False]):
        if dark and start is None:
            start = place
        elif not dark and start is not None:
            yield start, place - start
            start = None


_THREE_DIGITS = tuple(f"{number:010b}" for number in range(1000))


class _Digits(QRData):  # type: ignore[misc]
    """A numeric segment that writes all its bits at once; bit by bit it would cost as much as the rest of the symbol."""

    def write(self, buffer: BitBuffer) -> None:
        """Append three digits as 10 bits, the last two or one as 7 or 4."""
        whole = len(self.data) // 3 * 3
        rest = self.data[whole:]
        bits = "".join(_THREE_DIGITS[int(self.data[start : start + 3])] for start in range(0, whole, 3))
        if rest:
            bits += f"{int(rest):0{(4, 7)[len(rest) - 1]}b}"
        bits = "".join(f"{byte:08b}" for byte in buffer.buffer)[: buffer.length] + bits
        padded = bits.ljust((len(bits) + 7) // 8 * 8, "0")
        buffer.buffer = [int(padded[start : start + 8], 2) for start in range(0, len(padded), 8)]
        buffer.length = len(bits)


def _segments(text: str) -> list[QRData]:
    """A link's prefix as bytes (or letters), the digits behind it as numbers."""
    prefix = text.rstrip("0123456789")
    tail = text[len(prefix) :]
    segments = []
    if prefix:
        simple = all(char in "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:" for char in prefix)
        segments.append(QRData(prefix.encode(), mode=MODE_ALPHA_NUM if simple else MODE_8BIT_BYTE, check_data=False))
    if tail:
        segments.append(_Digits(tail.encode(), mode=MODE_NUMBER, check_data=False))
    return segments


def _segment_bits(segment: QRData) -> int:
    """The length of a segment in bits with its head, for versions 10 to 26; smaller ones need two bits less."""
    count = len(segment.data)
    if segment.mode == MODE_NUMBER:
        return 4 + 12 + count // 3 * 10 + (0, 4, 7)[count % 3]
    if segment.mode == MODE_ALPHA_NUM:
        return 4 + 11 + count // 2 * 11 + count % 2 * 6
    return 4 + 16 + count * 8
