"""Embedded fonts: glyph numbers written straight into the page, with the subset, widths and texts a reader needs.

Composite fonts with Identity-H: the number in the page is the font's own glyph number, so that the bytes of a document
do not depend on what was printed before. Widths are the font's own advances (PDF/A compares them).
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from supervisor_app.documents.faces import Face
from supervisor_app.documents.objects import Array, Entries, Stream, Value
from supervisor_app.documents.shaping import Cluster

_UNTOLD = ""


class EmbeddedFont:
    """A face as one document uses it: which glyphs, and which text each stands for."""

    def __init__(self, face: Face, resource: str) -> None:
        self.face = face
        self.resource = resource
        self._texts: dict[int, str] = {}

    def take_all(self, told: Mapping[int, str]) -> bool:
        """Note glyphs that each stand for a text; return whether all of them alone tell it."""
        tells = True
        for number, text in told.items():
            known = self._texts.get(number, _UNTOLD)
            if known == _UNTOLD:
                self._texts[number] = text
            elif known != text:
                tells = False
        return tells

    def take(self, cluster: Cluster) -> bool:
        """Note the glyphs of a cluster; return whether the glyph alone tells its text (else the page says it beside it)."""
        if len(cluster.glyphs) > 1:
            for glyph in cluster.glyphs:
                self._texts.setdefault(glyph.number, _UNTOLD)
            return False
        number = cluster.glyphs[0].number
        if self._texts.get(number, _UNTOLD) == _UNTOLD:
            self._texts[number] = cluster.text
        return self._texts[number] == cluster.text

    def entries(self) -> Entries:
        """Return the font's objects."""
        glyphs = sorted(self._texts)
        data = self.face.subset(glyphs)
        tag = "".join(chr(65 + byte % 26) for byte in hashlib.sha256(repr(glyphs).encode()).digest()[:6])
        name = f"/{tag}+{self.face.name}"
        widths = " ".join(f"{glyph} [{_number(self.face.advance(glyph))}]" for glyph in glyphs)
        descendant = Entries(
            {
                "Type": "/Font",
                "Subtype": "/CIDFontType0" if self.face.is_compact else "/CIDFontType2",
                "BaseFont": name,
                "CIDSystemInfo": "<< /Registry (Adobe) /Ordering (Identity) /Supplement 0 >>",
                "CIDToGIDMap": None if self.face.is_compact else "/Identity",
                "DW": 1000,
                "W": f"[{widths}]",
                "FontDescriptor": self._descriptor(name, data),
            }
        )
        return Entries(
            {
                "Type": "/Font",
                "Subtype": "/Type0",
                "BaseFont": name,
                "Encoding": "/Identity-H",
                "DescendantFonts": Array([descendant]),
                "ToUnicode": Stream(to_unicode(self._texts)),
            }
        )

    def _descriptor(self, name: str, data: bytes) -> Entries:
        metrics = self.face.metrics()
        program: dict[str, Value] = (
            {"FontFile3": Stream(data, {"Subtype": "/OpenType"})}
            if self.face.is_compact
            else {"FontFile2": Stream(data, {"Length1": len(data)})}
        )
        return Entries(
            {
                "Type": "/FontDescriptor",
                "FontName": name,
                "Flags": 4,
                "FontBBox": "[{} {} {} {}]".format(*metrics.box),
                "ItalicAngle": 0,
                "Ascent": metrics.ascent,
                "Descent": metrics.descent,
                "CapHeight": metrics.ascent,
                "StemV": 80,
                **program,
            }
        )


def to_unicode(texts: dict[int, str]) -> bytes:
    """Return the character map from glyph numbers to texts (glyphs without a text of their own are left out)."""
    lines = [
        f"<{glyph:04X}> <{text.encode('utf-16-be', 'replace').hex().upper()}>" for glyph, text in sorted(texts.items()) if text
    ]
    blocks = [lines[start : start + 100] for start in range(0, len(lines), 100)]
    body = "\n".join(f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks)
    return (
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
        "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
        "1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n"
        f"{body}\nendcmap\nCMapName currentdict /CMap defineresource pop\nend\nend"
    ).encode()


def _number(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")
