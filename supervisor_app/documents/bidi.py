"""Embedding levels of mixed left-to-right and right-to-left text: Unicode Standard Annex 9, brackets and isolates included.

Levels are worked out before shaping; HarfBuzz mirrors brackets itself. Names of rules (X5a, W4, N0 ...) are the annex's.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence

from supervisor_app.documents.bidi_embedding import ISOLATES, explicit_levels, first_strong

_REMOVED = frozenset({"LRE", "RLE", "LRO", "RLO", "PDF", "BN"})  # X9
_NEUTRAL = frozenset({"B", "S", "WS", "ON", "LRI", "RLI", "FSI", "PDI"})
_ODD_PAIRS = {"(": ")", "[": "]", "{": "}", "\u298d": "\u2990", "\u298f": "\u298e"}
_SAME_BRACKET = {"\u2329": "\u3008", "\u232a": "\u3009"}


def base_level(text: str) -> int:
    """Return 1 for a text whose first strong letter outside isolates runs right to left, else 0 (P2, P3)."""
    return first_strong(_classes(text), 0) or 0


def levels(text: str, base: int | None = None) -> list[int]:
    """Return the level of each character of one paragraph; odd runs right to left. `base` 0 or 1, None finds it."""
    classes = _classes(text)
    if base is None:
        base = first_strong(classes, 0) or 0
    if not base and not any(kind in ("R", "AL", "AN", "RLE", "RLO", "RLI", "LRE", "LRO", "LRI", "FSI") for kind in classes):
        return [0] * len(text)
    explicit, types = explicit_levels(classes, base)
    found = list(explicit)
    for sequence in _isolating_runs(classes, explicit):
        kinds = _resolve(text, classes, types, explicit, sequence, base)
        for index, kind in zip(sequence, kinds, strict=True):
            found[index] += _implicit(explicit[index], kind)
    _reset_trailing(classes, found, base)
    for index, kind in enumerate(classes):
        if kind in _REMOVED:
            found[index] = found[index - 1] if index else base
    return found


def visual_order(run_levels: Sequence[int]) -> list[int]:
    """Return the indices of runs in the order of the page, left to right (L2)."""
    order = list(range(len(run_levels)))
    for level in range(max(run_levels, default=0), 0, -1):
        start = 0
        while start < len(order):
            end = start
            while end < len(order) and run_levels[order[end]] >= level:
                end += 1
            order[start:end] = reversed(order[start:end])
            start = end + 1
    return order


def _classes(text: str) -> list[str]:
    return [unicodedata.bidirectional(char) or "L" for char in text]


def _isolating_runs(classes: list[str], found: list[int]) -> list[list[int]]:
    """Rule BD13: level runs without removed characters, joined across matching isolates."""
    sequences: list[list[int]] = []
    open_isolates: list[list[int] | None] = []
    current: list[int] | None = None
    for index, kind in enumerate(classes):
        if kind in _REMOVED:
            continue
        if kind == "PDI" and open_isolates:
            current = open_isolates.pop()
        elif current is not None and found[current[-1]] != found[index]:
            current = None
        if current is None or found[current[-1]] != found[index]:
            current = []
            sequences.append(current)
        current.append(index)
        if kind in ISOLATES:
            open_isolates.append(current)
            current = None
        if kind == "B":
            open_isolates.clear()
            current = None
    return sequences


def _implicit(level: int, kind: str) -> int:
    """Rules I1 and I2: how much a resolved kind adds to its level."""
    if level % 2:
        return int(kind in ("L", "EN", "AN"))
    return {"R": 1, "AN": 2, "EN": 2}.get(kind, 0)


def _resolve(text: str, classes: list[str], types: list[str], found: list[int], run: list[int], base: int) -> list[str]:
    """Rules W1 to N2 for one isolating run sequence; `found` are the explicit levels."""
    level = found[run[0]]
    before = next((found[i] for i in range(run[0] - 1, -1, -1) if classes[i] not in _REMOVED), base)
    unmatched = classes[run[-1]] in ISOLATES
    after = next((found[i] for i in range(run[-1] + 1, len(classes)) if classes[i] not in _REMOVED), base)
    sos = "R" if max(level, before) % 2 else "L"
    eos = "R" if max(level, base if unmatched else after) % 2 else "L"
    kinds = _weak([types[i] for i in run], sos)
    embedding = "R" if level % 2 else "L"
    _brackets(text, classes, types, kinds, run, embedding, sos)
    _neutrals(kinds, embedding, sos, eos)
    return kinds


def _weak(kinds: list[str], sos: str) -> list[str]:
    last = sos
    for i, kind in enumerate(kinds):  # W1
        if kind == "NSM":
            kinds[i] = "ON" if last in (*ISOLATES, "PDI") else last
        last = kinds[i]
    strong = sos
    for i, kind in enumerate(kinds):  # W2, W3
        if kind in ("L", "R", "AL"):
            strong = kind
        if kind == "EN" and strong == "AL":
            kinds[i] = "AN"
    kinds = ["R" if kind == "AL" else kind for kind in kinds]
    for i in range(1, len(kinds) - 1):  # W4
        around = kinds[i - 1] if kinds[i - 1] == kinds[i + 1] else ""
        if (kinds[i] == "ES" and around == "EN") or (kinds[i] == "CS" and around in ("EN", "AN")):
            kinds[i] = around
    _terminators(kinds)
    strong = sos
    for i, kind in enumerate(kinds):  # W7
        if kind in ("L", "R"):
            strong = kind
        elif kind == "EN" and strong == "L":
            kinds[i] = "L"
    return kinds


def _terminators(kinds: list[str]) -> None:
    """W5 (terminators beside European numbers), W6 (what is left becomes neutral)."""
    for order in (range(len(kinds)), range(len(kinds) - 1, -1, -1)):
        previous = ""
        for i in order:
            if kinds[i] == "ET" and previous == "EN":
                kinds[i] = "EN"
            previous = kinds[i]
    for i, kind in enumerate(kinds):
        if kind in ("ES", "ET", "CS"):
            kinds[i] = "ON"


def _brackets(
    text: str, classes: list[str], types: list[str], kinds: list[str], run: list[int], embedding: str, sos: str
) -> None:
    """Rule N0: a bracket pair takes the direction of what it holds, or of what stands before it."""
    for opening, closing in _pairs(text, run, kinds):
        inside = {_strong(kind) for kind in kinds[opening + 1 : closing]} - {""}
        if embedding in inside:
            direction = embedding
        elif inside:
            context = next((_strong(kinds[i]) for i in range(opening - 1, -1, -1) if _strong(kinds[i])), sos)
            direction = context if context != embedding else embedding
        else:
            continue
        for place in (opening, closing):
            kinds[place] = direction
            for following in range(place + 1, len(run)):
                if classes[run[following]] != "NSM" or types[run[following]] != "NSM":
                    break
                kinds[following] = direction


def _pairs(text: str, run: list[int], kinds: list[str]) -> list[tuple[int, int]]:
    """Rule BD16: the bracket pairs of a run, by opening place; a stack of at most 63."""
    stack: list[tuple[str, int]] = []
    pairs: list[tuple[int, int]] = []
    for place, index in enumerate(run):
        char = text[index]
        if kinds[place] != "ON" or not unicodedata.mirrored(char):
            continue
        category = unicodedata.category(char)
        if category == "Ps":
            if len(stack) == 63:
                return []
            closing = _ODD_PAIRS.get(char) or chr(ord(char) + 1)
            stack.append((_SAME_BRACKET.get(closing, closing), place))
        elif category == "Pe":
            wanted = _SAME_BRACKET.get(char, char)
            for depth in range(len(stack) - 1, -1, -1):
                if stack[depth][0] == wanted:
                    pairs.append((stack[depth][1], place))
                    del stack[depth:]
                    break
    return sorted(pairs)


def _strong(kind: str) -> str:
    return "R" if kind in ("R", "EN", "AN") else kind if kind == "L" else ""


def _neutrals(kinds: list[str], embedding: str, sos: str, eos: str) -> None:
    """Rules N1 and N2: neutrals between two of one direction take it, else the embedding's."""
    start = 0
    while start < len(kinds):
        if kinds[start] not in _NEUTRAL:
            start += 1
            continue
        end = start
        while end < len(kinds) and kinds[end] in _NEUTRAL:
            end += 1
        before = _strong(kinds[start - 1]) if start else sos
        after = _strong(kinds[end]) if end < len(kinds) else eos
        kinds[start:end] = [before if before == after else embedding] * (end - start)
        start = end


def _reset_trailing(classes: Iterable[str], found: list[int], base: int) -> None:
    """Rule L1: separators, and white space before them and at the end, take the paragraph's level."""
    trailing = True
    for index, kind in reversed(list(enumerate(classes))):
        if kind in ("B", "S"):
            trailing = True
        elif kind not in ("WS", "LRI", "RLI", "FSI", "PDI") and kind not in _REMOVED:
            trailing = False
        if trailing:
            found[index] = base
