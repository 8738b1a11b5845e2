"""Which people and skills of the matrix are in sight: by a search, by a department. The screen and the paper choose alike."""

from __future__ import annotations

from collections.abc import Sequence

from supervisor_app.domain.cover import ENOUGH
from supervisor_app.domain.frozen import dataclass
from supervisor_app.domain.names import fold
from supervisor_app.domain.people import PersonRow
from supervisor_app.services.matrix import Matrix


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """Which rows and columns of the matrix are in sight, by their places."""

    rows: tuple[int, ...]
    columns: tuple[int, ...]


def departments(matrix: Matrix) -> tuple[str, ...]:
    """Return the departments of everybody in the matrix, sorted."""
    return tuple(sorted({row.person.department for row in matrix.rows if row.person.department}, key=str.casefold))


def choose(matrix: Matrix, text: str, department: str = "") -> Shown:
    """Return what a search shows: people whose name, number or place has every word; where nobody has, skills that have."""
    every = tuple(range(len(matrix.columns)))
    there = tuple(place for place, row in enumerate(matrix.rows) if not department or row.person.department == department)
    words = fold(text).split()
    if not words:
        return Shown(rows=there, columns=every)
    people = tuple(place for place in there if _holds(_text_of(matrix.rows[place].person), words))
    if people:
        return Shown(rows=people, columns=every)
    skills = tuple(place for place in every if _holds(fold(f"{matrix.columns[place].title} {matrix.columns[place].code}"), words))
    return Shown(rows=there if skills else (), columns=skills or every)


def cover_from(matrix: Matrix) -> str:
    """Return the level from which somebody counts as cover, "" where that is not the same for all."""
    levels = {column.cover_from for column in matrix.columns}
    return levels.pop() if len(levels) == 1 else ""


def cover_rule(matrix: Matrix) -> str:
    """Return from which level somebody counts, where it is the same for all: "from level U, target 2"."""
    level = cover_from(matrix)
    return f"{f'from level {level}' if level else 'by each rule'}, target {ENOUGH}"


def _text_of(person: PersonRow) -> str:
    return fold(" ".join((person.name, person.latin_name, person.employee_no, person.department, person.job, person.shift)))


def _holds(text: str, words: Sequence[str]) -> bool:
    return all(word in text for word in words)
