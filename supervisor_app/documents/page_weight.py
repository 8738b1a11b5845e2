"""What a page would take to be drawn, told without drawing it: pictures like halls, and drawings in drawings in drawings."""

from __future__ import annotations

import re
from typing import Any, TypeAlias

import pikepdf

from supervisor_app.documents.unpacking import bounded

_MAX_PIXELS = 40_000_000
"""Of one picture: A4 at 600 dpi has 35 million."""
_BYTES_A_PICTURE = 60_000_000
"""Of one picture unpacked: A4 in colour at 400 dpi has 46 million."""
_MAX = 1_000_000
"""Bytes of drawing with what it draws by name, as often as it does."""
_DEEPEST = 8
_MOST_THINGS = 200
_MOST_DRAWINGS = 2_000
_MOST_SEGMENTS = 5_000
"""Of one path, which PDFium fills in one go: a code of 85 modules has 3,700 at most."""
_PAINTED = re.compile(rb"(?<=\s)(?:S|s|[Ff]\*?|[Bb]\*?|n)(?=\s)")
_SEGMENT = re.compile(rb"(?<=[\s\d])(?:l|c|v|y|re)(?=\s)")
_INLINE = re.compile(rb"(?<![A-Za-z])BI(?![A-Za-z]).{0,400}?(?<![A-Za-z])ID(?![A-Za-z])", re.DOTALL)
_NUMBER = re.compile(rb"\d+")
Native: TypeAlias = Any
"""An object of pikepdf whose attributes are not typed."""


def too_heavy(page: pikepdf.Page, content: bytes) -> bool:
    """Whether drawing a page may take more room or time than any certificate; pikepdf's errors pass for a damaged page."""
    weights = _Weights()
    weight = weights.of(content, page.obj.get("/Resources", None), 0)
    notes = page.obj.get("/Annots", None)
    if notes is not None:
        weight += _MAX if len(notes) > _MOST_THINGS else sum(weights.note(note) for note in notes)
    return weight >= _MAX


class _Weights:
    """Weighs drawings in bytes, each once; _MAX is what is never drawn."""

    def __init__(self) -> None:
        self._known: dict[tuple[int, int], int] = {}

    def of(self, content: bytes, resources: Native, depth: int) -> int:
        """The bytes of a drawing with the heaviest of what it may draw by name, counted as often as it draws anything."""
        if _inline_is_huge(content) or _path_is_long(content):
            return _MAX
        if resources is None:
            return len(content)
        if _fills_with_drawings(resources):
            return _MAX
        things, fonts = resources.get("/XObject", {}), resources.get("/Font", {})
        if len(things) + len(fonts) > _MOST_THINGS:
            return _MAX
        thing = max((self._thing(thing, depth + 1) for _, thing in things.items()), default=0)
        letter = max((self._letter(font, depth + 1) for _, font in fonts.items()), default=0)
        return len(content) * (1 + letter) + content.count(b"Do") * thing

    def note(self, note: Native) -> int:
        """What an annotation shows, in whichever of its states."""
        shown = note.get("/AP", {}).get("/N", None)
        states = (
            [shown] if isinstance(shown, pikepdf.Stream) else [state for _, state in shown.items()] if shown is not None else []
        )
        return sum(self._thing(state, 1) for state in states)

    def _thing(self, thing: Native, depth: int) -> int:
        if str(thing.get("/Subtype", "")) == "/Image":
            mask = thing.get("/SMask", None)
            return _MAX if _huge(thing) or (mask is not None and _huge(mask)) else 0
        return self._drawing(thing, thing.get("/Resources", None), depth)

    def _letter(self, font: Native, depth: int) -> int:
        """The heaviest letter of a font whose letters are drawings."""
        if str(font.get("/Subtype", "")) != "/Type3":
            return 0
        letters, resources = font.get("/CharProcs", {}), font.get("/Resources", None)
        return max((self._drawing(letter, resources, depth) for _, letter in letters.items()), default=0)

    def _drawing(self, drawing: Native, resources: Native, depth: int) -> int:
        key = drawing.objgen
        if key not in self._known:
            if depth > _DEEPEST or len(self._known) >= _MOST_DRAWINGS:
                return _MAX
            self._known[key] = _MAX  # what draws itself has no end
            self._known[key] = min(_MAX, self.of(bounded(drawing, _MAX), resources, depth))
        return self._known[key]


def _fills_with_drawings(resources: Native) -> bool:
    """Whether it may fill with patterns and shadings or mask with drawings, which PDFium does in one go; certificates do not."""
    states = resources.get("/ExtGState", {})
    masked = any(isinstance(state.get("/SMask", None), pikepdf.Dictionary) for _, state in states.items())
    return masked or len(resources.get("/Pattern", {})) > 0 or len(resources.get("/Shading", {})) > 0


def _huge(picture: Native) -> bool:
    pixels = int(picture.get("/Width", 0)) * int(picture.get("/Height", 0))
    return pixels > _MAX_PIXELS or pixels * _channels(picture) > _BYTES_A_PICTURE


def _channels(picture: Native) -> int:
    """Bytes a pixel takes: one for grey or a palette, three for all else that is not said to be grey."""
    if int(picture.get("/BitsPerComponent", 8)) == 1:
        return 1
    space = picture.get("/ColorSpace", None)
    name = str(space[0]) if isinstance(space, pikepdf.Array) and len(space) else str(space)
    return 1 if name in ("/DeviceGray", "/CalGray", "/Indexed", "/Separation", "None") else 3


def _path_is_long(content: bytes) -> bool:
    """Whether one path has more segments than any of ours."""
    return any(len(_SEGMENT.findall(path)) > _MOST_SEGMENTS for path in _PAINTED.split(content) if len(path) > _MOST_SEGMENTS)


def _inline_is_huge(content: bytes) -> bool:
    """Whether a picture inside the drawing itself says a number with which it may be larger than the drawing could be."""
    return any(
        b"#" in head or any(int(number) > 2_000 for number in _NUMBER.findall(head[:400])) for head in _INLINE.findall(content)
    )
