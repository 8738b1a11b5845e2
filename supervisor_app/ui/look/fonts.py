"""Fonts: IBM Plex from its packages, other scripts from the Noto packages that are installed, else from the system.

Plex Sans is one variable file. Qt gives its weights only through the font's own axis, so every font comes from `font()`;
a style sheet never names one.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

from PySide6.QtCore import QLoggingCategory
from PySide6.QtGui import QFont, QFontDatabase

from supervisor_app.paths import resource_path

SANS = "IBM Plex Sans"
MONO = "IBM Plex Mono"
SERIF = "IBM Plex Serif"
_ARABIC = "IBM Plex Sans Arabic"
_WEIGHT_AXIS = QFont.Tag.fromString("wght")
_STATIC_WEIGHTS = ("Regular", "Medium", "SemiBold")
_WANTED: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("fontpkg_ibm_plex_sans", ("IBMPlexSans[wdth,wght]",)),
    ("fontpkg_ibm_plex_mono", tuple(f"IBMPlexMono-{weight}" for weight in _STATIC_WEIGHTS)),
    ("fontpkg_ibm_plex_sans_arabic", tuple(f"IBMPlexSansArabic-{weight}" for weight in _STATIC_WEIGHTS)),
)
_SCRIPTS: tuple[tuple[str, str], ...] = (
    ("fontpkg_noto_sans_thai", "NotoSansThai*.ttf"),
    ("justmytype_intl_rtl", "ofl/notosanshebrew/*.ttf"),
    ("justmytype_intl_south_asia", "ofl/notosansdevanagari/*.ttf"),
    ("justmytype_intl_south_asia", "ofl/notosansbengali/*.ttf"),
    ("justmytype_intl_south_asia", "ofl/notosanstamil/*.ttf"),
)


def load_fonts() -> None:
    """Give the window its fonts. Quiet about scripts that Plex has no tables for: Qt says so and takes the next font anyway."""
    QLoggingCategory.setFilterRules("qt.text.font.db=false")
    for path in _wanted_files():
        QFontDatabase.addApplicationFont(str(path))


@functools.lru_cache(maxsize=128)
def font(size: int, weight: int = 400, *, mono: bool = False, serif: bool = False) -> QFont:
    """Return the font of `size` logical pixels and `weight` (400, 500, 600); unhinted, slightly closer from 24 px up."""
    made = QFont()
    made.setFamilies([SERIF, SANS] if serif else [MONO, SANS] if mono else _sans_families(weight))
    made.setPixelSize(size)
    made.setWeight(QFont.Weight(weight))
    if not mono and not serif:
        made.setVariableAxis(_WEIGHT_AXIS, weight)
    made.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    if size >= 24:
        made.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, -0.2)
    return made


def _sans_families(weight: int) -> list[str]:
    """Plex, then its Arabic. Qt takes a fallback by its family alone: the weight must be in the name."""
    name = {500: "Medium", 600: "SemiBold"}.get(weight, "")
    return [SANS, f"{_ARABIC} {name}", _ARABIC] if name else [SANS, _ARABIC]


def _wanted_files() -> Iterator[Path]:
    """The files of the faces the window uses, of the packages that are installed."""
    for package, names in _WANTED:
        folder = folder_of(package)
        yield from (folder / f"{name}.ttf" for name in names) if folder else ()
    for package, pattern in _SCRIPTS:
        folder = folder_of(package)
        yield from sorted(folder.glob(pattern)) if folder else ()
    yield from sorted(resource_path("fonts").glob("*.ttf"))


def folder_of(package: str) -> Path | None:
    """The folder with a font package's files, found without importing it; None where it is not installed."""
    spec = find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        return None
    root = Path(spec.submodule_search_locations[0])
    return root / "files" if (root / "files").is_dir() else root / "fonts"
