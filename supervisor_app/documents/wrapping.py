"""Breaking a text into lines: at spaces, between East Asian characters, inside a word only where it is wider than the line."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

_PARTS = re.compile(r"\S+\s*|\s+")
_CLOSING = frozenset("、。，．：；！？）］｝」』】〉》〕・ー々ぁぃぅぇぉっゃゅょァィゥェォッャュョ")
_OPENING = frozenset("（［｛「『【〈《〔")

Measure = Callable[[str], float]
"""Returns the width of a text."""


def wrapped(text: str, width: float, measure: Measure) -> tuple[str, ...]:
    """Return the text as lines no wider than `width`; nothing is lost but the space at a break. An empty text has no lines."""
    lines: list[str] = []
    current = ""
    for piece in (piece for part in _PARTS.findall(text.strip()) for piece in _pieces(part)):
        if current and measure((current + piece).rstrip()) > width:
            lines.append(current.rstrip())
            current = ""
        current += piece
        while measure(current.rstrip()) > width and len(current.rstrip()) > 1:
            head = _fitting(current, width, measure)
            lines.append(current[:head])
            current = current[head:]
    if current.strip():
        lines.append(current.rstrip())
    return tuple(lines)


def breaks_inside_words(text: str, lines: tuple[str, ...]) -> bool:
    """Whether some line had to break inside a word."""
    words = [piece.strip() for part in _PARTS.findall(text.strip()) for piece in _pieces(part)]
    starts = {0}
    length = 0
    for word in words:
        length += len("".join(word.split()))
        starts.add(length)
    done = 0
    for line in lines:
        done += len("".join(line.split()))
        if done not in starts:
            return True
    return False


def _pieces(part: str) -> list[str]:
    """A word with its spaces; an East Asian one by characters, closing signs kept with what stands before."""
    if not any(unicodedata.east_asian_width(char) in "WF" for char in part):
        return [part]
    pieces: list[str] = []
    for char in part:
        wide = unicodedata.east_asian_width(char) in "WF"
        before = pieces[-1][-1] if pieces else ""
        joined = not before or char in _CLOSING or before in _OPENING or char.isspace() or bool(unicodedata.combining(char))
        if pieces and (joined or not (wide or unicodedata.east_asian_width(before) in "WF")):
            pieces[-1] += char
        else:
            pieces.append(char)
    return pieces


def _fitting(word: str, width: float, measure: Measure) -> int:
    """How many characters of a word fit a line, at least one; combining marks stay with their letter."""
    low, high = 1, len(word)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if measure(word[:middle]) <= width else (low, middle - 1)
    while low > 1 and low < len(word) and unicodedata.combining(word[low]):
        low -= 1
    return low
