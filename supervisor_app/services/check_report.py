"""What an audit found: a line for each check, and whether all of it is sound."""

from __future__ import annotations

from collections.abc import Sequence

from supervisor_app.domain.frozen import dataclass

MOST_NAMED = 20
"""Problems of one kind that are named one by one; the rest is counted."""


@dataclass(frozen=True, slots=True)
class Check:
    """One line of the audit: what was looked at, whether it is sound, and the finding in words.

    `looked` is False where it could not be looked at: then nothing speaks against it, and nothing for it.
    """

    name: str
    sound: bool
    finding: str
    looked: bool = True


@dataclass(frozen=True, slots=True)
class CheckReport:
    """The audit as a whole."""

    checks: tuple[Check, ...]

    @property
    def sound(self) -> bool:
        """Whether every check is sound."""
        return all(check.sound for check in self.checks)

    @property
    def whole(self) -> bool:
        """Whether everything was looked at that should be."""
        return all(check.looked for check in self.checks)

    def lines(self) -> list[str]:
        """Return the report as text, one line per check and the verdict last."""
        marks = [f"{_mark(check)}  {check.name}: {check.finding}" for check in self.checks]
        return [*marks, "All records are sound." if self.sound else "Some records are not sound; see the lines marked NOT."]


def _mark(check: Check) -> str:
    return "NOT" if not check.sound else "ok " if check.looked else "-- "


def named(problems: Sequence[str], count: int = 0) -> str:
    """Return problems one by one, the rest of `count` of them (at least those given) as a number."""
    more = max(count, len(problems)) - MOST_NAMED
    return "; ".join(problems[:MOST_NAMED]) + (f"; and {more} more" if more > 0 else "")
