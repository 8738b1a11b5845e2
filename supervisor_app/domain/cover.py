"""How well a skill is covered by those who hold it: one rule for the screen, the chart on the wall and the command."""

from __future__ import annotations

from enum import StrEnum

ENOUGH = 2
"""So many who can stand in make a skill covered; with one it hangs on a single person."""
AHEAD_DAYS = 90
"""How far a chart on the wall looks ahead: what ends within this many days is marked, and cover is counted again then."""


class Cover(StrEnum):
    """How a skill stands on a day."""

    COVERED = "covered"
    AT_RISK = "at risk"
    ONE = "one only"
    NOBODY = "nobody"

    @property
    def short(self) -> bool:
        """Whether there are fewer than enough now."""
        return self in (Cover.ONE, Cover.NOBODY)


def cover_of(now: int, later: int | None = None) -> Cover:
    """Return how a skill stands with so many who cover it; `later` counts who still does then if nothing is done."""
    if now < ENOUGH:
        return Cover.ONE if now else Cover.NOBODY
    return Cover.AT_RISK if later is not None and later < ENOUGH else Cover.COVERED
