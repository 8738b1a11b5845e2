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

    @property
    def verdict(self) -> str:
        """What came of it, in a few words; of what was not looked at it says nothing good."""
        if not self.sound:
            return "Some records are not sound"
        if self.whole:
            return "All records are sound"
        return "What was looked at is sound" if any(check.looked for check in self.checks) else "Nothing could be looked at"

    @property
    def not_looked_at(self) -> str:
        """What could not be looked at beside the rest, as a sentence; empty where all was."""
        names = [check.name for check in self.checks if not check.looked]
        return f"Not looked at: {', '.join(names)}." if 0 < len(names) < len(self.checks) else ""

    def lines(self) -> list[str]:
        """Return the report as text, one line per check and the verdict last."""
        marks = [f"{_mark(check)}  {check.name}: {check.finding}" for check in self.checks]
        verdict = f"{self.verdict}{'' if self.sound else '; see the lines marked NOT'}."
        return [*marks, f"{verdict} {self.not_looked_at}".rstrip()]


def _mark(check: Check) -> str:
    return "NOT" if not check.sound else "ok " if check.looked else "-- "


def named(problems: Sequence[str], count: int = 0) -> str:
    """Return problems one by one, the rest of `count` of them (at least those given) as a number."""
    more = max(count, len(problems)) - MOST_NAMED
    return "; ".join(problems[:MOST_NAMED]) + (f"; and {more} more" if more > 0 else "")
