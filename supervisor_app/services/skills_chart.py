"""The skills matrix on paper: the chart of the site, of one department or of what a search shows, drawn as PDF."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

from supervisor_app.domain.checklist import ILUO
from supervisor_app.domain.cover import AHEAD_DAYS
from supervisor_app.domain.names import initials_of
from supervisor_app.domain.people import PersonRow
from supervisor_app.domain.skills_chart import ChartColumn, ChartRow, SkillsChart, chart_cell
from supervisor_app.errors import InputError, UserError
from supervisor_app.services.backup_records import Cancelled, Progress
from supervisor_app.services.certificate_drawing import new_shaper
from supervisor_app.services.matrix import Matrix, MatrixColumn, MatrixRow, matrix, never_cancelled, quiet
from supervisor_app.services.matrix_choice import Shown, choose, cover_from, departments
from supervisor_app.services.site import Site, SiteFacts, site_facts

if TYPE_CHECKING:
    from supervisor_app.documents.shaping import Shaper

MOST_SHIFTS = 4
"""Cover is also counted by shift where there are two to so many of them; more would be groups, not shifts."""
_TRAINS = ILUO[-1].key


def skills_chart(
    site: Site,
    day: date,
    progress: Progress = quiet,
    cancelled: Cancelled = never_cancelled,
    *,
    text: str = "",
    department: str = "",
    before: Matrix | None = None,
) -> SkillsChart:
    """Return the chart of a day as the page Matrix shows it: with a search, of one department.

    `before` as in `matrix`: what was worked out already is not worked out again. UserError where there is nobody or nothing to
    show; Stopped where `cancelled`.
    """
    now = matrix(site, day, progress, cancelled, before=before)
    shown = choose(now, text, department)
    if not shown.rows or not shown.columns:
        raise UserError("There is nobody and nothing to print.", "Choose people or skills that the matrix has.")
    later = matrix(site, day + timedelta(days=AHEAD_DAYS), progress, cancelled)
    title = "Skills matrix: " + (", ".join(filter(None, (department, text.strip()))) or "everybody")
    return build_chart(site_facts(site), now, later, shown, title)


def find_department(site: Site, wanted: str, day: date) -> str:
    """Return the department that is called so, whatever its case; "" for an empty text. InputError where there is none."""
    if not wanted.strip():
        return ""
    known = departments(matrix(site, day))
    found = next((name for name in known if name.casefold() == wanted.strip().casefold()), None)
    if found is None:
        listed = ", ".join(known) or "none has been recorded"
        raise InputError(f"Department “{wanted}”", "nobody here belongs to it.", f"The departments are: {listed}.")
    return found


def build_chart(facts: SiteFacts, now: Matrix, later: Matrix, shown: Shown, title: str) -> SkillsChart:
    """Put the chart together from the matrix of a day and of 90 days later; people by department, shift and number."""
    every = sorted({row.person.shift for row in now.rows if row.person.shift}, key=str.casefold)
    shifts = tuple(every) if 1 < len(every) <= MOST_SHIFTS else ()
    ahead = {column.competency: column.covered for column in later.columns}
    columns = [now.columns[place] for place in shown.columns]
    rows = sorted((now.rows[place] for place in shown.rows), key=_by_team)
    return SkillsChart(
        organisation=facts.name,
        place=facts.place,
        title=title,
        as_of=now.day,
        cover_from=cover_from(now),
        levels=columns[0].levels,
        columns=tuple(
            ChartColumn(
                title=column.title,
                now=column.covered,
                later=ahead.get(column.competency, 0),
                shifts=tuple(_covered(now.rows, place, shift) for shift in shifts),
                on_chart=sum(row.cells[place].covers for row in rows),
            )
            for place, column in zip(shown.columns, columns, strict=True)
        ),
        rows=tuple(_row(row, shown.columns, columns, now.day) for row in rows),
        shifts=shifts,
        whole=len(rows) == len(now.rows),
    )


def draw_chart(chart: SkillsChart, paper: str, logo_png: bytes | None = None, *, shaper: Shaper | None = None) -> bytes:
    """Return the chart as PDF/A-3b on that paper, lying, on as many sheets as it takes."""
    from supervisor_app.documents.skills_chart import render_chart

    return render_chart(chart, paper=paper, logo_png=logo_png, shaper=shaper or new_shaper())


def file_stem(chart: SkillsChart) -> str:
    """Return the name of the chart's file without its ending."""
    return f"skills-matrix-{chart.as_of.isoformat()}-{chart.code}"


def _row(row: MatrixRow, places: Sequence[int], columns: Sequence[MatrixColumn], day: date) -> ChartRow:
    person, held = row.person, [row.cells[place] for place in places]
    return ChartRow(
        initials=initials_of(person.name, person.latin_name),
        number=person.employee_no,
        team=", ".join(filter(None, (person.department, person.shift))),
        cells=tuple(
            chart_cell(one, column.rank(one.level), len(column.levels), day) for one, column in zip(held, columns, strict=True)
        ),
        covers=sum(one.covers for one in held),
        trains=sum(
            one.holds and one.level == _TRAINS and len(column.levels) == len(ILUO)
            for one, column in zip(held, columns, strict=True)
        ),
    )


def _covered(rows: Sequence[MatrixRow], place: int, shift: str) -> int:
    return sum(row.cells[place].covers for row in rows if row.person.shift == shift)


def _by_team(row: MatrixRow) -> tuple[str, str, list[tuple[int, str]], str]:
    """By department and shift, then by number as people count: 9 before 10."""
    person: PersonRow = row.person
    number = [(int(part), "") if part.isdecimal() else (-1, part) for part in re.split(r"(\d+)", person.employee_no) if part]
    return person.department.casefold(), person.shift.casefold(), number, person.id
