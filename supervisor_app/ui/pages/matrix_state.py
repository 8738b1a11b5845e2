"""What the matrix shows: a face for each cell, the sentence about one of them, who is found. No Qt."""

from __future__ import annotations

from datetime import date

from supervisor_app.domain.cover import Cover, cover_of
from supervisor_app.domain.dates import day_in_words, short_day
from supervisor_app.domain.frozen import dataclass
from supervisor_app.domain.names import isolated
from supervisor_app.domain.qualification import Held, HeldStatus
from supervisor_app.services.matrix import Matrix, MatrixColumn
from supervisor_app.services.matrix_choice import Shown
from supervisor_app.ui.widgets.matrix_cells import DOT, CellFace, CellKind
from supervisor_app.ui.widgets.matrix_cover import CoverFace
from supervisor_app.ui.widgets.status_shape import StatusShape

_COVER_SHAPES = {Cover.COVERED: StatusShape.MET, Cover.ONE: StatusShape.SOON, Cover.NOBODY: StatusShape.NOT_MET}
_SHAPES = {
    HeldStatus.VALID: StatusShape.MET,
    HeldStatus.DUE_SOON: StatusShape.SOON,
    HeldStatus.EXPIRED: StatusShape.NOT_MET,
    HeldStatus.NOT_YET: StatusShape.NOT_SEEN,
    HeldStatus.NEVER: StatusShape.INFO,
    HeldStatus.SUSPENDED: StatusShape.PAUSED,
    HeldStatus.DECLARED: StatusShape.INFO,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """The reading line: whom and what, how they stand, why."""

    shape: StatusShape
    title: str
    standing: str
    why: str
    worker_id: str
    competency: str


def face_of(held: Held, column: MatrixColumn) -> CellFace:
    """Return how a cell looks."""
    rank, count = column.rank(held.level), len(column.levels) or 4
    match held.status:
        case HeldStatus.VALID:
            return CellFace(CellKind.LEVEL, rank, count, held.covers)
        case HeldStatus.DUE_SOON:
            day = short_day(held.due).rsplit(" ", 1)[0] if held.due else ""
            return CellFace(CellKind.SOON, rank, count, held.covers, day)
        case HeldStatus.EXPIRED:
            return CellFace(CellKind.EXPIRED, word="expired")
        case HeldStatus.NOT_YET:
            return CellFace(CellKind.BEGUN, word=_begun(held))
        case HeldStatus.NEVER:
            return DOT
        case HeldStatus.SUSPENDED:
            return CellFace(CellKind.ON_HOLD, word="on hold")
        case HeldStatus.DECLARED:
            return CellFace(CellKind.DECLARED, word="declared")


def kinds(found: Matrix) -> frozenset[CellKind]:
    """Return what kinds of cells there are."""
    faces = {(cell.status, place): cell for row in found.rows for place, cell in enumerate(row.cells)}
    return frozenset(face_of(cell, found.columns[place]).kind for (_, place), cell in faces.items())


def _begun(held: Held) -> str:
    if held.parts:
        return f"{len(held.parts) - len(held.missing)} of {len(held.parts)}"
    boxes = held.mastery.boxes if held.mastery else ()
    filled = sum(box.filled for box in boxes)
    return f"{filled} of {len(boxes)}" if filled and len(boxes) > 1 else "not yet"


def standing_words(held: Held, column: MatrixColumn) -> str:
    """Return how somebody stands, short: "level U until 9 December 2026, counts as cover"."""
    level = f"level {held.level}" if held.level else "signed off"
    match held.status:
        case HeldStatus.VALID | HeldStatus.DUE_SOON:
            until = f" until {day_in_words(held.due)}" if held.due else ", no end date"
            cover = "counts as cover" if held.covers else f"cover counts from {column.cover_from}"
            return f"{level}{until}, {cover}"
        case HeldStatus.EXPIRED:
            return f"expired on {day_in_words(held.due)}" if held.due else "expired"
        case HeldStatus.NOT_YET:
            return f"{len(held.parts) - len(held.missing)} of {len(held.parts)} parts held" if held.parts else "not yet competent"
        case HeldStatus.NEVER:
            return "no part of it held" if held.parts else "never assessed"
        case HeldStatus.SUSPENDED:
            return f"{level}, on hold"
        case HeldStatus.DECLARED:
            return (
                f"declared until {day_in_words(held.due)}, does not count as cover"
                if held.due
                else "declared, does not count as cover"
            )


def reading(matrix: Matrix, row: int, column: int) -> Reading:
    """Return the sentence about one cell."""
    person, skill = matrix.rows[row].person, matrix.columns[column]
    held = matrix.rows[row].cells[column]
    return Reading(
        shape=_SHAPES[held.status],
        title=f"{isolated(person.name)}, {skill.title}",
        standing=standing_words(held, skill),
        why=_why(held),
        worker_id=person.id,
        competency=next(iter(held.missing), "") if held.parts else skill.competency,
    )


def _why(held: Held) -> str:
    """Return what decides how somebody stands, and since when; of what is made of others also how they stand with its parts."""
    if held.parts:
        return " ".join((held.sentence, *held.trace))
    if held.status is HeldStatus.NEVER:
        return "No assessment of this skill is recorded."
    if held.status is HeldStatus.DECLARED:
        return held.sentence
    if held.since is None:
        return " ".join(held.trace)
    return f"{held.sentence} Met on {day_in_words(held.since)}."


def covers(matrix: Matrix, shown: Shown) -> tuple[CoverFace, ...]:
    """Return the cover of each skill in sight, of the whole site whoever is in sight."""
    return tuple(_cover(matrix.columns[column].covered) for column in shown.columns)


def _cover(count: int) -> CoverFace:
    cover = cover_of(count)
    return CoverFace(count, cover.value, _COVER_SHAPES[cover])


def sentence(matrix: Matrix, today: date) -> str:
    """Return the state of the whole: "Every skill is covered.", "2 skills hang on one person, 1 on nobody."."""
    if not matrix.rows or not matrix.columns:
        return "Who holds what, and who can stand in."
    counts = [column.covered for column in matrix.columns]
    one, nobody = sum(count == 1 for count in counts), sum(count == 0 for count in counts)
    when = "" if matrix.day == today else f"On {short_day(matrix.day)}: "
    if not one and not nobody:
        return f"{when}Every skill is covered."
    hang = f"{one} {'skill hangs' if one == 1 else 'skills hang'} on one person" if one else ""
    bare = f"{nobody} {'skill has' if nobody == 1 else 'skills have'} nobody" if nobody else ""
    return f"{when}{', '.join(part for part in (hang, bare) if part)}."


def first_cell(matrix: Matrix) -> tuple[int, int]:
    """Return where to begin: the first cell that ends soon or ended, else the first that says anything."""
    calling = (HeldStatus.EXPIRED, HeldStatus.DUE_SOON)
    cells = [
        (held.status not in calling, row, column)
        for row, line in enumerate(matrix.rows)
        for column, held in enumerate(line.cells)
        if held.status is not HeldStatus.NEVER
    ]
    return min(cells)[1:] if cells else (0, 0)
