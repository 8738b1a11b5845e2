"""Stopping a long drawing between two papers."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

Drawn: TypeAlias = Callable[[int], bool]
"""Told after each paper how many are drawn; returns whether to go on."""


class Stopped(Exception):  # noqa: N818 - somebody stopped it, nothing went wrong
    """Drawing was stopped; nothing was made."""


def go_on(count: int) -> bool:
    """Return that drawing goes on."""
    return True
