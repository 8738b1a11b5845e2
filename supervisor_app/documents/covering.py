"""Which marked fields of a page lie open: not covered by a picture, a box, another text or a note laid over them."""

from __future__ import annotations

import ctypes
from bisect import bisect_left
from dataclasses import dataclass

import pypdfium2
import pypdfium2.raw as pdfium

_MAX_OBJECTS = 5_000
_NAME_BYTES = 128


@dataclass(frozen=True, slots=True)
class _Box:
    left: float
    bottom: float
    right: float
    top: float

    def joined(self, other: _Box) -> _Box:
        return _Box(
            min(self.left, other.left), min(self.bottom, other.bottom), max(self.right, other.right), max(self.top, other.top)
        )

    def core(self) -> _Box:
        """The middle of the box: neighbours may reach into the edges with their accents."""
        inset = (self.top - self.bottom) * 0.3
        return _Box(self.left, self.bottom + inset, self.right, self.top - inset)

    @property
    def empty(self) -> bool:
        return self.right <= self.left or self.top <= self.bottom

    def meets(self, other: _Box) -> bool:
        """Whether two boxes that are not empty share some room; first from below, where most end."""
        return other.top > self.bottom and self.top > other.bottom and self.right > other.left and other.right > self.left


def uncovered_fields(page: pypdfium2.PdfPage) -> set[str]:
    """Return the names of the marked fields that nothing else touches."""
    lines: list[tuple[str, _Box]] = []
    others: list[_Box] = []
    for count, item in enumerate(page.get_objects(max_depth=2)):
        if count >= _MAX_OBJECTS:
            return set()
        name, box = _field(item), _Box(*item.get_bounds())
        if name:
            lines.append((name, box))
        elif item.type == pdfium.FPDF_PAGEOBJ_TEXT:
            others.append(box.core())
        else:
            others.append(box)
    others += _notes(page)
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


def _notes(page: pypdfium2.PdfPage) -> list[_Box]:
    """The places of annotations: stamps, notes, form fields."""
    boxes = []
    for index in range(min(pdfium.FPDFPage_GetAnnotCount(page.raw), _MAX_OBJECTS)):
        note = pdfium.FPDFPage_GetAnnot(page.raw, index)
        rectangle = pdfium.FS_RECTF()
        if pdfium.FPDFAnnot_GetRect(note, rectangle):
            boxes.append(_Box(rectangle.left, rectangle.bottom, rectangle.right, rectangle.top))
        pdfium.FPDFPage_CloseAnnot(note)
    return boxes
