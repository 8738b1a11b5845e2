"""One face of a font: its glyphs, measures and subsets, read by HarfBuzz. Variable fonts are set to one weight."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from pathlib import Path
from typing import Any

import uharfbuzz as hb

from supervisor_app.domain.frozen import dataclass


@dataclass(frozen=True, slots=True)
class FaceSource:
    """Where a face lies: a TrueType or OpenType file, and the weight (400 to 700) and width (percent) to set where it varies."""

    path: Path
    weight: int = 400
    width: int = 100


class Face:
    """An opened face. Lengths are thousandths of the type size unless said otherwise."""

    def __init__(self, source: FaceSource) -> None:
        self.source = source
        self._face = hb.Face(hb.Blob.from_file_path(str(source.path)))
        self.units_per_em = int(self._face.upem)
        self.font: Any = hb.Font(self._face)
        axes = {axis.tag for axis in self._face.axis_infos}
        self._variation = {tag: float(value) for tag, value in (("wght", source.weight), ("wdth", source.width)) if tag in axes}
        if self._variation:
            self.font.set_variations(self._variation)
        self._scale = 1000 / self.units_per_em
        self._advances: dict[int, float] = {}
        self._characters: dict[int, str] | None = None

    @cached_property
    def name(self) -> str:
        """The name the PDF shows for the font, from the file's own name."""
        stem = "".join(char for char in self.source.path.stem.split("[")[0] if char.isascii() and (char.isalnum() or char == "-"))
        return "-".join([stem, *(f"{value:.0f}" for value in self._variation.values())])

    @property
    def is_compact(self) -> bool:
        """Whether the outlines are PostScript (CFF) rather than TrueType."""
        return "CFF " in self._face.table_tags

    def glyph(self, char: str) -> int:
        """Return the glyph number of a character, 0 where the face has none."""
        return int(self.font.get_nominal_glyph(ord(char)) or 0)

    def character(self, glyph: int) -> str:
        """Return a character that a glyph draws by itself, U+FFFD where there is none."""
        if self._characters is None:
            self._characters = {}
            for code in self._face.unicodes:
                self._characters.setdefault(int(self.font.get_nominal_glyph(code) or 0), chr(code))
        return self._characters.get(glyph, "\ufffd")

    def advance(self, glyph: int) -> float:
        """Return the font's own advance of a glyph, before kerning."""
        if glyph not in self._advances:
            self._advances[glyph] = self.font.get_glyph_h_advance(glyph) * self._scale
        return self._advances[glyph]

    def scaled(self, units: float) -> float:
        """Return a length in font units as thousandths of the type size."""
        return units * self._scale

    def metrics(self) -> FaceMetrics:
        """Return the measures a PDF font descriptor asks for."""
        extents = self.font.get_font_extents("ltr")
        head = self._face.reference_table("head").data
        box = [int.from_bytes(head[at : at + 2], "big", signed=True) for at in (36, 38, 40, 42)]
        return FaceMetrics(
            ascent=round(self.scaled(extents.ascender)),
            descent=round(self.scaled(extents.descender)),
            box=tuple(round(self.scaled(edge)) for edge in box),
        )

    def subset(self, glyphs: Iterable[int]) -> bytes:
        """Return a font file with only these glyphs under their own numbers, without hints, layout and names."""
        wanted = hb.SubsetInput()
        wanted.glyph_set.update(glyphs)
        wanted.flags = hb.SubsetFlags.RETAIN_GIDS | hb.SubsetFlags.NO_HINTING | hb.SubsetFlags.NO_LAYOUT_CLOSURE
        wanted.drop_table_tag_set.update(_DROPPED)
        if self._variation:
            wanted.pin_all_axes_to_default(self._face)
            for tag, value in self._variation.items():
                wanted.pin_axis_location(self._face, tag, value)
        return bytes(hb.subset(self._face, wanted).blob.data)


@dataclass(frozen=True, slots=True)
class FaceMetrics:
    """Ascent, descent and bounding box (left, bottom, right, top) in thousandths of the type size."""

    ascent: int
    descent: int
    box: tuple[int, ...]


_LAYOUT_TABLES = "GSUB GPOS GDEF BASE STAT name OS/2 post cmap kern DSIG gasp VORG vhea vmtx meta HVAR MVAR avar"
_DROPPED = tuple(int.from_bytes(tag.encode().ljust(4), "big") for tag in _LAYOUT_TABLES.split())
