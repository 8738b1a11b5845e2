"""Files of several that cannot be taken: said with their names, while the others are."""

from __future__ import annotations

from supervisor_app.domain.frozen import dataclass
from supervisor_app.errors import InputError


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """A file that cannot be taken, and why, as a sentence."""

    name: str
    why: str


def left_for(name: str, problem: InputError) -> Left:
    """Return a file that cannot be read as what it should be."""
    return Left(name=name, why=f"{problem.reason[:1].upper()}{problem.reason[1:]}")
