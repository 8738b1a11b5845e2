"""Which face prints a word: the house faces first, then a face of the word's script from a package, then the system's fonts.

A word never mixes faces: the first face that has all its characters prints it (PRINT, section 5).
"""

from __future__ import annotations

import importlib.util
import os
import sys
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from supervisor_app.documents.faces import Face, FaceSource
from supervisor_app.paths import resource_path

SERIF, SANS, MONO = "serif", "sans", "mono"
REGULAR, MEDIUM, SEMIBOLD = 400, 500, 600

_STYLE_NAMES = {REGULAR: "Regular", MEDIUM: "Medium", SEMIBOLD: "SemiBold"}
_HOUSE = {
    SERIF: ("fontpkg_ibm_plex_serif", "files/IBMPlexSerif-{style}.ttf"),
    SANS: ("fontpkg_ibm_plex_sans_condensed", "files/IBMPlexSansCondensed-{style}.ttf"),
    MONO: ("fontpkg_ibm_plex_mono", "files/IBMPlexMono-{style}.ttf"),
}
_ARABIC = ("fontpkg_ibm_plex_sans_arabic", "files/IBMPlexSansArabic-{style}.ttf")
_NOTO_SERIF = ("fontpkg_noto_serif", "files/NotoSerif[wdth,wght].ttf")
_NOTO_SANS = ("fontpkg_noto_sans", "files/NotoSans[wdth,wght].ttf")
_SCRIPTS = (
    ("fontpkg_noto_sans_thai", "files/NotoSansThai[wdth,wght].ttf"),
    ("justmytype_intl_rtl", "fonts/ofl/notosanshebrew/NotoSansHebrew[wdth,wght].ttf"),
    ("justmytype_intl_south_asia", "fonts/ofl/notosansdevanagari/NotoSansDevanagari[wdth,wght].ttf"),
    ("justmytype_intl_south_asia", "fonts/ofl/notosansbengali/NotoSansBengali[wdth,wght].ttf"),
    ("justmytype_intl_south_asia", "fonts/ofl/notosanstamil/NotoSansTamil[wdth,wght].ttf"),
    ("justmytype_intl_south_asia", "fonts/ofl/notosanstelugu/NotoSansTelugu[wdth,wght].ttf"),
    ("justmytype_intl_rtl", "fonts/ofl/notosansarabic/NotoSansArabic[wdth,wght].ttf"),
)
_SHIPPED = ("NotoSansGeorgian-Regular.ttf", "NotoSansArmenian-Regular.ttf")
_EAST_ASIAN = {
    tag: ("justmytype_intl_cjk", f"fonts/ofl/notosans{tag}/NotoSans{tag.upper()}[wght].ttf") for tag in ("sc", "tc", "jp", "kr")
}
_EAST_ASIAN_FIRST = {"ja": "jp", "ko": "kr", "zh-hant": "tc", "zh-tw": "tc", "zh-hk": "tc"}
_CONDENSED = 85  # percent: Noto Sans beside Plex Sans Condensed
_MAX_SYSTEM_FONTS = 3000


class Typeface(NamedTuple):
    """What a text asks for: a family (serif, sans, mono) and a weight (400, 500, 600)."""

    family: str
    weight: int = REGULAR


class FontBook:
    """Finds and keeps opened faces; make one per process and hand it on. Nothing is opened before it is needed."""

    def __init__(self, system_folders: Sequence[Path] | None = None) -> None:
        """`system_folders` are searched last; None takes those of this system, an empty tuple none."""
        self._folders = tuple(system_font_folders() if system_folders is None else system_folders)
        self._faces: dict[FaceSource, Face] = {}
        self._words: dict[tuple[str, Typeface, str], Face | None] = {}
        self._sources: dict[tuple[Typeface, tuple[str, ...]], tuple[FaceSource, ...]] = {}
        self._all: tuple[FaceSource, ...] | None = None
        self._named: dict[str, Face] = {}
        self._system: tuple[FaceSource, ...] | None = None

    def face_for(self, word: str, typeface: Typeface, language: str = "en") -> Face | None:
        """Return the first face that has every character of the word; None if there is none."""
        key = (word, typeface, language)
        if key not in self._words:
            if len(self._words) > 20_000:
                self._words.clear()
            self._words[key] = next((face for face in self._candidates(word, typeface, language) if covers(face, word)), None)
        return self._words[key]

    def named(self, name: str) -> Face | None:
        """Return the packaged face that the PDF calls `name`, None if there is none."""
        if name in self._named:
            return self._named[name]
        stem = name.split("-")[0]
        if self._all is None:
            typefaces = (Typeface(family, weight) for family in _HOUSE for weight in _STYLE_NAMES)
            found = (source for typeface in typefaces for source in self._packaged(typeface, tuple(_EAST_ASIAN)))
            self._all = tuple(dict.fromkeys(found))
        sources = (source for source in self._all if source.path.name.startswith(stem))
        face = next((face for face in map(self._open, sources) if face.name == name), None)
        if face is not None:  # names that are not ours are not kept: a paper may have any number of them
            self._named[name] = face
        return face

    def missing(self, text: str) -> tuple[str, ...]:
        """Return the characters of the text that no face has, each once, in order; to be told before printing."""
        visible = (char for char in dict.fromkeys(text) if not is_invisible(char) and not char.isspace())
        return tuple(char for char in visible if self.face_for(char, Typeface(SANS)) is None)

    def _candidates(self, word: str, typeface: Typeface, language: str) -> Iterator[Face]:
        for source in self._packaged(typeface, _east_asian_order(word, language)):
            yield self._open(source)
        if word.isascii():
            return
        if self._system is None:
            self._system = tuple(_system_sources(self._folders))
        for source in self._system:
            yield self._open(source)

    def _packaged(self, typeface: Typeface, east_asian: tuple[str, ...]) -> tuple[FaceSource, ...]:
        key = (typeface, east_asian)
        if key not in self._sources:
            self._sources[key] = tuple(packaged_sources(typeface, east_asian))
        return self._sources[key]

    def _open(self, source: FaceSource) -> Face:
        if source not in self._faces:
            self._faces[source] = Face(source)
        return self._faces[source]


def covers(face: Face, word: str) -> bool:
    """Whether a face has every visible character of a word, composed or decomposed."""
    return any(
        all(is_invisible(char) or face.glyph(char) for char in form)
        for form in dict.fromkeys((word, unicodedata.normalize("NFC", word), unicodedata.normalize("NFD", word)))
    )


def is_invisible(char: str) -> bool:
    """Whether a character prints nothing by itself: controls, joiners, direction marks, variation selectors."""
    return unicodedata.category(char) in ("Cc", "Cf") or "\ufe00" <= char <= "\ufe0f"


def packaged_sources(typeface: Typeface, east_asian: Sequence[str]) -> Iterator[FaceSource]:
    """Yield the faces that come with the program, best first."""
    style = _STYLE_NAMES[typeface.weight]
    order = [_HOUSE[typeface.family], _ARABIC, *([_NOTO_SERIF] if typeface.family == SERIF else []), _NOTO_SANS, *_SCRIPTS]
    for package, name in order:
        width = _CONDENSED if (package, name) == _NOTO_SANS and typeface.family == SANS else 100
        yield from _in_package(package, name.format(style=style), typeface.weight, width)
    for name in _SHIPPED:
        yield FaceSource(resource_path("fonts", name))
    for tag in east_asian:
        yield from _in_package(*_EAST_ASIAN[tag], typeface.weight, 100)


def system_font_folders() -> tuple[Path, ...]:
    """Return the folders where this system keeps fonts; they need not exist."""
    if sys.platform == "win32":
        return (Path(os.environ.get("WINDIR", r"C:\Windows")) / "Fonts",)
    if sys.platform == "darwin":
        return (Path("/System/Library/Fonts"), Path("/Library/Fonts"), Path.home() / "Library" / "Fonts")
    return (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), Path.home() / ".local" / "share" / "fonts")


@cache
def _package_folders(package: str) -> tuple[Path, ...]:
    """Where an installed package lies; empty where it is not installed."""
    found = importlib.util.find_spec(package)
    return tuple(map(Path, found.submodule_search_locations or ())) if found else ()


def _in_package(package: str, name: str, weight: int, width: int) -> Iterator[FaceSource]:
    for folder in _package_folders(package):
        path = folder / name
        if path.is_file():
            yield FaceSource(path, weight, width)


def _east_asian_order(word: str, language: str) -> tuple[str, ...]:
    """The East Asian faces, the one of the language first; kana ask for Japanese forms."""
    first = _EAST_ASIAN_FIRST.get(language.lower()) or _EAST_ASIAN_FIRST.get(language.split("-")[0].lower(), "sc")
    if any("\u3040" <= char <= "\u30ff" for char in word):
        first = "jp"
    return (first, *(tag for tag in _EAST_ASIAN if tag != first))


def _system_sources(folders: Sequence[Path]) -> Iterator[FaceSource]:
    """The system's upright regular faces in a fixed order, at most 3000."""
    files = (path for folder in folders if folder.is_dir() for path in folder.rglob("*.[to]tf"))
    plain = (
        path for path in files if not any(part in path.stem.lower() for part in ("bold", "italic", "oblique", "light", "mono"))
    )
    for path in sorted(plain, key=lambda path: (not path.name.startswith("Noto"), path.name))[:_MAX_SYSTEM_FONTS]:
        yield FaceSource(path)
