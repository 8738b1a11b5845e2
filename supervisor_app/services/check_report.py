"""What an audit found: a line for each check, and whether all of it is sound."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Check:
    """One line of the audit: what was looked at, whether it is sound, and the finding in words."""

    name: str
    sound: bool
    finding: str


@dataclass(frozen=True, slots=True)
class CheckReport:
    """The audit as a whole."""

    checks: tuple[Check, ...]

    @property
    def sound(self) -> bool:
        """Whether every check is sound."""
        return all(check.sound for check in self.checks)

    def lines(self) -> list[str]:
        """Return the report as text, one line per check and the verdict last."""
        marks = [f"{'ok ' if check.sound else 'NOT'}  {check.name}: {check.finding}" for check in self.checks]
        return [*marks, "All records are sound." if self.sound else "Some records are not sound; see the lines marked NOT."]
