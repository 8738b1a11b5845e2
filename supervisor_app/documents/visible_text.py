"""The text that a page really shows in its marked fields: read from glyph numbers, not from what the file says beside them.

A PDF may claim another text (ToUnicode, ActualText) than its glyphs draw. Where the font is one of ours, the claimed text is
shaped again and must give the same glyphs of the same size; else the letters of the glyphs themselves count.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import pikepdf
import uharfbuzz as hb

from supervisor_app.documents.faces import Face
from supervisor_app.documents.fonts import FontBook
from supervisor_app.documents.shaping import shape_with
from supervisor_app.documents.unpacking import bounded

_OPERATORS = "BDC BMC EMC BT ET Tf Tm Tj TJ ' \""  # what a page draws besides is not text
_MAX_OPERATORS = 60_000
_MAX_FIELD = 5_000
_MAX_TABLE = 2_000_000
_MAX_PROGRAM = 8_000_000
Operands: TypeAlias = Any
"""What pikepdf hands over with an operator."""
Native: TypeAlias = Any
"""An object of pikepdf or HarfBuzz whose attributes are not typed."""
_CHARACTER = re.compile(rb"<([0-9A-Fa-f]{4})> <([0-9A-Fa-f]*)>")


@dataclass
class _Run:
    """What one text object shows: claimed text, glyphs, font."""

    claimed: str = ""
    glyphs: list[int] = field(default_factory=list)
    font: str = ""
    baseline: float = 0.0


@dataclass
class _Font:
    """A font of the page: what its file claims, and our own face of that name."""

    texts: dict[int, str]
    face: Face | None
    embedded: Any
    composite: bool


def visible_fields(page: pikepdf.Page, language: str, book: FontBook | None = None) -> dict[str, str]:
    """Return the visible text of each marked field of a page, wrapped lines joined; fields that are not there are left out."""
    reader = _Reader(_Fonts(page, book or FontBook(())))
    for instruction in pikepdf.parse_content_stream(page, _OPERATORS)[:_MAX_OPERATORS]:
        reader.take(str(instruction.operator), instruction.operands)
    return {name: _joined(runs, reader.fonts, language)[:_MAX_FIELD] for name, runs in reader.fields.items()}


class _Reader:
    """Follows a page's operators and gathers the runs of each field."""

    def __init__(self, fonts: _Fonts) -> None:
        self.fonts = fonts
        self.fields: dict[str, list[_Run]] = {}
        self._marks: list[tuple[str, str | None]] = []
        self._run = _Run()

    def take(self, operator: str, operands: Operands) -> None:
        """Follow one operator."""
        match operator:
            case "BDC":
                self._open(operands)
            case "BMC":
                self._marks.append(("", None))
            case "EMC" if self._marks:
                self._marks.pop()
            case "BT":
                self._run = _Run()
            case "Tf":
                self._run.font = str(operands[0])
            case "Tm":
                self._run.baseline = float(operands[5])
            case "Tj" | "'" | '"':
                self._show([operands[-1]])
            case "TJ":
                self._show(list(operands[0]))
            case "ET":
                self._close()

    def _open(self, operands: Operands) -> None:
        properties = operands[1] if len(operands) > 1 else None
        name, actual = "", None
        if isinstance(properties, pikepdf.Dictionary):
            name = str(properties.get("/Field", "")) if str(operands[0]) == "/Fact" else ""
            actual = str(properties["/ActualText"]) if "/ActualText" in properties else None
        if actual is not None:
            self._run.claimed += actual
        self._marks.append((name, actual))

    def _show(self, parts: list[Any]) -> None:
        if not any(name for name, _ in self._marks):
            return  # text of no field; most of a page is
        font = self.fonts.get(self._run.font)
        claimed_beside = any(actual is not None for _, actual in self._marks)
        for part in parts:
            if not isinstance(part, pikepdf.String):
                continue
            codes = _codes(bytes(part), font)
            self._run.glyphs += codes
            if not claimed_beside:
                self._run.claimed += "".join(font.texts.get(code, "\ufffd") if font else chr(code) for code in codes)

    def _close(self) -> None:
        name = next((name for name, _ in reversed(self._marks) if name), "")
        if name:
            self.fields.setdefault(name, []).append(self._run)
        self._run = _Run()


def _codes(shown: bytes, font: _Font | None) -> list[int]:
    if font is None or not font.composite:
        return list(shown)
    return [int.from_bytes(shown[at : at + 2], "big") for at in range(0, len(shown) - 1, 2)]


def _joined(runs: list[_Run], fonts: _Fonts, language: str) -> str:
    text, baseline = "", None
    for run in runs:
        shown = _shown(run, fonts.get(run.font), language)
        if baseline is not None and baseline != run.baseline and text and unicodedata.east_asian_width(text[-1]) not in "WF":
            text += " "
        text, baseline = text + shown, run.baseline
    return text


def _shown(run: _Run, font: _Font | None, language: str) -> str:
    """The text of a run in reading order: the claimed one where its glyphs prove it, else what the glyphs say."""
    leftward = any(unicodedata.bidirectional(char) in ("R", "AL") for char in run.claimed)
    claimed = run.claimed[::-1] if leftward else run.claimed
    if font is None or font.face is None:
        return claimed
    if not _same_shapes(font, run.glyphs):
        return "\ufffd" * max(1, len(run.glyphs))
    directions = (leftward,) if leftward or not _turnable(claimed) else (False, True)
    for right_to_left in directions:
        reading = claimed[::-1] if right_to_left and not leftward else claimed
        clusters = shape_with(font.face, reading, right_to_left=right_to_left, language=language)
        if [glyph.number for cluster in clusters for glyph in cluster.glyphs] == run.glyphs:
            return reading
    letters = "".join(font.face.character(glyph) for glyph in run.glyphs)
    return letters[::-1] if leftward else letters


def _turnable(text: str) -> bool:
    """Whether a run without letters may stand in a right-to-left line (punctuation, spaces)."""
    return not any(unicodedata.bidirectional(char) in ("L", "EN") for char in text)


def _same_shapes(font: _Font, glyphs: list[int]) -> bool:
    """Whether the embedded glyphs have the measures of ours; a changed outline nearly always changes them."""
    if font.face is None or font.embedded is None:
        return False
    ours, theirs = font.face.font, font.embedded
    return all(_measures(ours, glyph) == _measures(theirs, glyph) for glyph in set(glyphs))


def _measures(font: Native, glyph: int) -> tuple[int, ...]:
    box = font.get_glyph_extents(glyph)
    edges = (box.x_bearing, box.y_bearing, box.width, box.height) if box else (0, 0, 0, 0)
    return (*edges, font.get_glyph_h_advance(glyph))


class _Fonts:
    """The fonts of a page, each read when a field first shows text in it."""

    def __init__(self, page: pikepdf.Page, book: FontBook) -> None:
        resources = page.obj.get("/Resources", pikepdf.Dictionary())
        fonts = resources.get("/Font", pikepdf.Dictionary())
        self._entries = {str(name): entry for name, entry in list(fonts.items())[:60]}
        self._book = book
        self._read: dict[str, _Font] = {}

    def get(self, name: str) -> _Font | None:
        """Return the font of that name, None where the page has none."""
        if name not in self._read and name in self._entries:
            self._read[name] = _font(self._entries[name], self._book)
        return self._read.get(name)


def _font(entry: Native, book: FontBook) -> _Font:
    composite = str(entry.get("/Subtype", "")) == "/Type0"
    texts = dict(_texts(entry)) if "/ToUnicode" in entry else {}
    if not composite:
        return _Font(texts or {code: chr(code) for code in range(256)}, None, None, False)
    name = str(entry.get("/BaseFont", "")).split("+")[-1].lstrip("/")
    face = book.named(name)
    descriptor = entry.DescendantFonts[0].get("/FontDescriptor", pikepdf.Dictionary())
    program = descriptor.get("/FontFile2", descriptor.get("/FontFile3"))
    embedded = hb.Font(hb.Face(bounded(program, _MAX_PROGRAM))) if face and program is not None else None
    return _Font(texts, face, embedded, True)


def _texts(entry: Native) -> Iterator[tuple[int, str]]:
    for code, text in _CHARACTER.findall(bounded(entry.ToUnicode, _MAX_TABLE)):
        yield int(code, 16), bytes.fromhex(text.decode()).decode("utf-16-be", "replace")
