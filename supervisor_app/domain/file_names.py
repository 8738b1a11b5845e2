"""Names that a file may have on every system: no path, no device of Windows, no sign that one of them refuses."""

from __future__ import annotations

MAX_STEM = 80
_DEVICES = frozenset({"CON", "PRN", "AUX", "NUL", *(f"{name}{place}" for name in ("COM", "LPT") for place in range(10))})


def safe_stem(text: str) -> str:
    """Return a file name without its ending: ASCII letters, digits, "-" and "_" of the text, all else as "_"; never empty."""
    stem = "".join(letter if letter.isascii() and (letter.isalnum() or letter in "-_") else "_" for letter in text)[:MAX_STEM]
    return f"{stem}_" if not stem or stem.upper() in _DEVICES else stem


def distinct(stems: list[str]) -> list[str]:
    """Return the names with "-2", "-3" behind those that are there already; upper and lower case are the same name."""
    taken: set[str] = set()
    named = []
    for stem in stems:
        name, more = stem, 2
        while name.lower() in taken:
            name, more = f"{stem}-{more}", more + 1
        taken.add(name.lower())
        named.append(name)
    return named
