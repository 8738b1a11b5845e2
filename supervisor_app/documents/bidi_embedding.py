"""Explicit directions: embeddings, overrides and isolates of Unicode Standard Annex 9, rules P2 and X1 to X8."""

from __future__ import annotations

from collections.abc import Sequence

from supervisor_app.domain.frozen import dataclass

ISOLATES = ("LRI", "RLI", "FSI")
_EMBEDDINGS = {"RLE": "", "LRE": "", "RLO": "R", "LRO": "L"}
_MAX_DEPTH = 125


@dataclass(frozen=True, slots=True)
class _Embedding:
    level: int
    override: str
    isolate: bool


def explicit_levels(classes: Sequence[str], base: int) -> tuple[list[int], list[str]]:
    """Return the explicit level of each character, and its class after overrides."""
    stack = _Stack(base)
    found, types = [], list(classes)
    for index, kind in enumerate(classes):
        if kind in ISOLATES:
            found.append(stack.level)
            types[index] = stack.override or kind
            right = kind == "RLI" or (kind == "FSI" and first_strong(classes, index + 1, until_pdi=True) == 1)
            stack.isolate(right)
            continue
        if kind in _EMBEDDINGS:
            found.append(stack.level)
            stack.embed(kind[0] == "R", _EMBEDDINGS[kind])
            continue
        if kind == "PDI":
            stack.end_isolate()
        elif kind == "PDF":
            stack.end_embedding()
        found.append(base if kind == "B" else stack.level)
        if stack.override and kind not in ("BN", "PDF", "B"):
            types[index] = stack.override
    return found, types


class _Stack:
    """The directional status stack with its counters of what did not fit (X1)."""

    def __init__(self, base: int) -> None:
        self._entries = [_Embedding(base, "", False)]
        self._over_isolates = 0
        self._over_embeddings = 0
        self._isolates = 0

    @property
    def level(self) -> int:
        return self._entries[-1].level

    @property
    def override(self) -> str:
        return self._entries[-1].override

    def embed(self, right: bool, override: str) -> None:
        """X2 to X5."""
        if self._fits(right):
            self._entries.append(_Embedding(self._next(right), override, False))
        elif not self._over_isolates:
            self._over_embeddings += 1

    def isolate(self, right: bool) -> None:
        """X5a to X5c."""
        if self._fits(right):
            self._isolates += 1
            self._entries.append(_Embedding(self._next(right), "", True))
        else:
            self._over_isolates += 1

    def end_isolate(self) -> None:
        """X6a."""
        if self._over_isolates:
            self._over_isolates -= 1
        elif self._isolates:
            self._over_embeddings = 0
            while not self._entries.pop().isolate:
                pass
            self._isolates -= 1

    def end_embedding(self) -> None:
        """X7."""
        if self._over_isolates:
            return
        if self._over_embeddings:
            self._over_embeddings -= 1
        elif not self._entries[-1].isolate and len(self._entries) > 1:
            self._entries.pop()

    def _fits(self, right: bool) -> bool:
        return self._next(right) <= _MAX_DEPTH and not self._over_isolates and not self._over_embeddings

    def _next(self, right: bool) -> int:
        return self.level + 1 if (self.level % 2 == 0) == right else self.level + 2


def first_strong(classes: Sequence[str], start: int, *, until_pdi: bool = False) -> int | None:
    """Return the direction of the first strong letter outside isolates from `start` on (P2), None without one."""
    depth = 0
    for kind in classes[start:]:
        if kind in ISOLATES:
            depth += 1
        elif kind == "PDI":
            if depth == 0 and until_pdi:
                return None
            depth = max(0, depth - 1)
        elif depth == 0 and kind in ("L", "R", "AL"):
            return int(kind != "L")
        elif kind == "B" and not until_pdi:
            return None
    return None
