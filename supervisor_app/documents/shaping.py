"""From a text to glyphs on a line: direction levels, one face per word, HarfBuzz for the rest. Lengths in 1/1000 of the size."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache

import uharfbuzz as hb

from supervisor_app.documents.bidi import base_level, levels, visual_order
from supervisor_app.documents.faces import Face
from supervisor_app.documents.fonts import FontBook, Typeface, is_invisible
from supervisor_app.documents.showing import Glyph, shown_glyphs
from supervisor_app.domain.frozen import dataclass

_WORDS = re.compile(r"\s+|\S+")
_BIDI_CONTROLS = frozenset("\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_MAX_CACHED = 5000


@dataclass(frozen=True, slots=True)
class Cluster:
    """The glyphs that stand for a few characters, and those characters in the order of the page.

    Right to left that is their order turned round: readers of PDFs expect it so, and turn whole lines back.
    """

    text: str
    glyphs: tuple[Glyph, ...]


@dataclass(frozen=True, slots=True)
class Run:
    """Glyphs of one face and direction in the order of the page, as clusters: glyphs that together stand for a text.

    `plain`: each glyph alone tells its text, `told` says which, and `shown` are the operators that show them at any size.
    """

    face: Face
    text: str
    clusters: tuple[Cluster, ...]
    right_to_left: bool
    width: float
    glyph_count: int
    plain: bool
    told: Mapping[int, str]
    shown: str


@dataclass(frozen=True, slots=True)
class Line:
    """A shaped line: its runs from left to right, the order in which they are read, and its width."""

    runs: tuple[Run, ...]
    reading: tuple[int, ...]
    width: float


class Shaper:
    """Shapes texts with the faces of a font book and remembers lines, so that labels are shaped once per process."""

    def __init__(self, book: FontBook) -> None:
        self.book = book
        self._lines: dict[tuple[str, Typeface, int | None, str], Line] = {}

    def line(self, text: str, typeface: Typeface, *, base: int | None = None, language: str = "en") -> Line:
        """Return the text as one shaped line. `base` is the direction, 0 left to right or 1; None takes the text's own."""
        key = (text, typeface, base, language)
        if key not in self._lines:
            if len(self._lines) >= _MAX_CACHED:
                self._lines.clear()
            self._lines[key] = self._shape(text, typeface, base, language)
        return self._lines[key]

    def _shape(self, text: str, typeface: Typeface, base: int | None, language: str) -> Line:
        text = self._printable(text, typeface, language)
        if base is None:
            base = base_level(text)
        found = levels(text, base)
        items = [item for item in _items(text, found, self._faces(text, typeface, language)) if item[0]]
        order = visual_order([level for _, level, _ in items])
        runs = tuple(_shape_run(items[i][0], items[i][2], bool(items[i][1] % 2), language) for i in order)
        reading = tuple(sorted(range(len(order)), key=order.__getitem__))
        return Line(runs, reading, sum(run.width for run in runs))

    def _printable(self, text: str, typeface: Typeface, language: str) -> str:
        """White space as spaces, controls left out; a character without a face in words ("[U+1F600]"), never an empty box."""
        text = "".join(" " if char.isspace() else char for char in text if char.isspace() or unicodedata.category(char) != "Cc")
        if text.isascii() or all(self.book.face_for(word, typeface, language) for word in text.split()):
            return text
        return "".join(
            char if is_invisible(char) or char == " " or self.book.face_for(char, typeface, language) else f"[U+{ord(char):04X}]"
            for char in text
        )

    def _faces(self, text: str, typeface: Typeface, language: str) -> list[Face]:
        """The face of each character: that of its word; a word no face has whole is split; spaces go with the word before."""
        faces: list[Face] = []
        for part in _WORDS.findall(text):
            face = self.book.face_for(part, typeface, language) if not part.isspace() else faces[-1] if faces else None
            faces += [face] * len(part) if face else self._by_character(part, typeface, language)
        return faces

    def _by_character(self, word: str, typeface: Typeface, language: str) -> list[Face]:
        faces: list[Face] = []
        for char in word:
            joined = faces and (is_invisible(char) or (unicodedata.combining(char) and faces[-1].glyph(char)))
            face = faces[-1] if joined else self.book.face_for(char, typeface, language)
            faces.append(face or self._house(typeface, language))
        return faces

    def _house(self, typeface: Typeface, language: str) -> Face:
        face = self.book.face_for(" ", typeface, language)
        if face is None:
            raise RuntimeError("The fonts of the program are not installed.")
        return face


def _items(text: str, found: list[int], faces: list[Face]) -> Iterator[tuple[str, int, Face]]:
    """Stretches of one level, face and script, in logical order, without direction controls."""
    start, script = 0, ""
    for index, char in enumerate(text):
        now = _script(char)
        differs = found[index] != found[start] or faces[index] is not faces[start] or bool(now and script and now != script)
        if differs:
            yield _without_controls(text[start:index]), found[start], faces[start]
            start, script = index, ""
        script = now or script
    if text:
        yield _without_controls(text[start:]), found[start], faces[start]


def _without_controls(text: str) -> str:
    return "".join(char for char in text if char not in _BIDI_CONTROLS)


@cache
def _script(char: str) -> str:
    """A letter's script as its Unicode name begins ("LATIN"); empty for what goes with any script."""
    if not char.isalpha():
        return ""
    return unicodedata.name(char, "").split(" ")[0]


def _shape_run(text: str, face: Face, right_to_left: bool, language: str) -> Run:
    clusters = shape_with(face, text, right_to_left=right_to_left, language=language)
    glyphs = [glyph for cluster in clusters for glyph in cluster.glyphs]
    told: dict[int, str] = {}
    single = len(glyphs) == len(clusters)
    alike = single and all(told.setdefault(cluster.glyphs[0].number, cluster.text) == cluster.text for cluster in clusters)
    plain = alike and not any(glyph.up for glyph in glyphs)
    shown = " ".join(shown_glyphs(face, glyphs)) if plain else ""
    width = sum(glyph.advance for glyph in glyphs)
    return Run(face, text, clusters, right_to_left, width, len(glyphs), plain, told, shown)


def shape_with(face: Face, text: str, *, right_to_left: bool, language: str) -> tuple[Cluster, ...]:
    """Return the clusters of a text of one script and direction in one face, from left to right."""
    buffer = hb.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    buffer.direction = "rtl" if right_to_left else "ltr"
    buffer.language = language
    hb.shape(face.font, buffer)
    infos = buffer.glyph_infos or []
    starts = sorted({info.cluster for info in infos})
    ends = dict(zip(starts, [*starts[1:], len(text)], strict=True))
    glyphs: dict[int, list[Glyph]] = {}
    for info, at in zip(infos, buffer.glyph_positions or [], strict=True):
        place = (face.scaled(at.x_advance), face.scaled(at.x_offset), face.scaled(at.y_offset))
        glyphs.setdefault(info.cluster, []).append(Glyph(info.codepoint, *place))
    step = -1 if right_to_left else 1
    return tuple(Cluster(text[start : ends[start]][::step], tuple(members)) for start, members in glyphs.items())
