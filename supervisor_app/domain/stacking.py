"""Certificates made of others: earned by holding all that a competency requires, and only as good as what they stand on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from supervisor_app.domain.calendar import add_months
from supervisor_app.domain.certificate_acts import LifeState, Listed
from supervisor_app.domain.checklist import Checklist
from supervisor_app.domain.frozen import dataclass

if TYPE_CHECKING:
    from supervisor_app.domain.certificate_life import LifeStanding  # Today shows offers without it

MOST_FLOORS = 4
"""So far down it is looked what a certificate stands on that itself stands on others."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A certificate in force that another one may stand on; `ends` is its last day by the earliest of its clocks."""

    competency: str
    certificate_id: str
    number: str
    title: str
    evaluated: date
    ends: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Stack:
    """How far somebody has come with a competency made of others: the parts held, in the order required, and what is missing."""

    held: tuple[Part, ...]
    missing: tuple[str, ...]

    @property
    def met(self) -> bool:
        """Whether it is earned."""
        return bool(self.held) and not self.missing


def stack_of(checklist: Checklist, in_force: Mapping[str, Part]) -> Stack:
    """Return where somebody stands with what a checklist requires; `in_force` are their certificates by competency."""
    held = tuple(in_force[name] for name in checklist.requires if name in in_force)
    return Stack(held=held, missing=tuple(name for name in checklist.requires if name not in in_force))


def stack_ends(checklist: Checklist, parts: Sequence[Part], issued: date) -> tuple[date | None, str]:
    """Return the last day of a certificate made of others and the rule that decides: never later than its first part to end."""
    ends = [(part.ends, f"ends with {part.title}, {part.number}") for part in parts if part.ends is not None]
    if checklist.validity.months:
        words = f"{checklist.validity.months}-month limit"
        ends.append((add_months(issued, checklist.validity.months), ", ".join(filter(None, (words, checklist.validity.clause)))))
    return min(ends, default=(None, "no end date"))


def above(standing: LifeStanding, below: Iterable[tuple[str, LifeStanding]]) -> LifeStanding:
    """Return where a certificate stands that stands on others (number, standing): on hold while one of them does not hold.

    A part that was replaced is no trouble: the holder has a newer one. What ended by its own last day ended this one as well.
    """
    if not standing.holds:
        return standing
    bad = [(number, one) for number, one in below if one.listed not in (None, Listed.REPLACED)]
    if not bad:
        return standing
    number, worst = min(bad, key=lambda one: (one[1].since or date.min, one[0]))
    reason = f"It stands on certificate {number}, which does not hold."
    return replace(standing, state=LifeState.SUSPENDED, listed=Listed.ON_HOLD, since=worst.since, reason=reason)
