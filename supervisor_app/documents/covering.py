"""What lies on a page: which marked fields are open, not covered by anything laid over them, and where codes may stand."""

from __future__ import annotations

import ctypes
from bisect import bisect_left
from collections.abc import Mapping

import pypdfium2
import pypdfium2.raw as pdfium

from supervisor_app.domain.frozen import dataclass

_MAX_OBJECTS = 5_000
_NAME_BYTES = 128
_SMALLEST_CODE = 40.0  # points, 14 mm
CODE_MARK = ".code"
_MOST_SQUARES = 24
"""More than the cards on a sheet."""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a page, in points from its lower left corner."""

    left: float
    bottom: float
    right: float
    top: float

    def core(self) -> Box:
        """The middle of the box: neighbours may reach into the edges with their accents."""
        inset = (self.top - self.bottom) * 0.3
        return Box(self.left, self.bottom + inset, self.right, self.top - inset)

    @property
    def square(self) -> bool:
        """Whether it may hold a code that a phone can read."""
        side = self.right - self.left
        return side >= _SMALLEST_CODE and abs(side - (self.top - self.bottom)) <= side * 0.02

    @property
    def empty(self) -> bool:
        """Whether it has no room inside."""
        return self.right <= self.left or self.top <= self.bottom

    def meets(self, other: Box) -> bool:
        """Whether two boxes that are not empty share some room; first from below, where most end."""
        return other.top > self.bottom and self.top > other.bottom and self.right > other.left and other.right > self.left


@dataclass(frozen=True, slots=True)
class Laid:
    """What lies on a page: the names of the marked fields that nothing else touches, squares that may be codes, and those
    marked as the code of a card on a sheet, by their mark.
    """

    clear: frozenset[str]
    squares: tuple[Box, ...]
    codes: Mapping[str, Box]


def look_over(page: pypdfium2.PdfPage) -> Laid:
    """Return what lies on a page; nothing of one that holds far more than a certificate."""
    lines: list[tuple[str, Box]] = []
    others: list[Box] = []
    squares: list[Box] = []
    codes: dict[str, Box] = {}
    for count, item in enumerate(page.get_objects(max_depth=2)):
        if count >= _MAX_OBJECTS:
            return Laid(frozenset(), (), {})
        name, box = _field(item), Box(*item.get_bounds())
        if name.endswith(CODE_MARK) and box.square and len(codes) < _MOST_SQUARES:
            codes.setdefault(name, box)
            others.append(box)
        elif name:
            lines.append((name, box))
        elif item.type == pdfium.FPDF_PAGEOBJ_TEXT:
            others.append(box.core())
        else:
            others.append(box)
            if box.square and len(squares) < _MOST_SQUARES:
                squares.append(box)
    return Laid(frozenset(_open(lines, others + _notes(page))), tuple(squares), codes)


def _open(lines: list[tuple[str, Box]], others: list[Box]) -> set[str]:
    """Return the names of the lines that neither other things nor lines of another name touch."""
    cores = [(name, core) for name, core in ((name, box.core()) for name, box in lines) if not core.empty]
    boxes = sorted([*cores, *(("", box) for box in others if not box.empty)], key=lambda item: item[1].bottom)
    bottoms = [box.bottom for _, box in boxes]
    touched = {
        name
        for name, core in cores
        if any(other != name and core.meets(box) for other, box in boxes[: bisect_left(bottoms, core.top)])
    }
    return {name for name, _ in lines} - touched


def _field(item: pypdfium2.PdfObject) -> str:
    for index in range(pdfium.FPDFPageObj_CountMarks(item.raw)):
        mark = pdfium.FPDFPageObj_GetMark(item.raw, index)
        buffer = (ctypes.c_ushort * _NAME_BYTES)()
        length = ctypes.c_ulong()
        if pdfium.FPDFPageObjMark_GetParamStringValue(mark, b"Field", buffer, 2 * _NAME_BYTES, length) and length.value >= 2:
            return bytes(buffer)[: length.value - 2].decode("utf-16-le", "replace")
    return ""


def _notes(page: pypdfium2.PdfPage) -> list[Box]:
    """The places of annotations: stamps, notes, form fields."""
    boxes = []
    for index in range(min(pdfium.FPDFPage_GetAnnotCount(page.raw), _MAX_OBJECTS)):
        note = pdfium.FPDFPage_GetAnnot(page.raw, index)
        rectangle = pdfium.FS_RECTF()
        if pdfium.FPDFAnnot_GetRect(note, rectangle):
            boxes.append(Box(rectangle.left, rectangle.bottom, rectangle.right, rectangle.top))
        pdfium.FPDFPage_CloseAnnot(note)
    return boxes
