"""The chart of a real site: what it shows is what the matrix shows, and it names nobody."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from supervisor_app.domain.skills_chart import Sign
from supervisor_app.errors import InputError, UserError
from supervisor_app.services.matrix import matrix
from supervisor_app.services.skills_chart import draw_chart, find_department, skills_chart
from tests.documents.test_certificate import text_of
from tests.services.founded import Founded, found, later, signed


@pytest.fixture
def at(tmp_path: Path) -> Iterator[Founded]:
    founded = found(tmp_path / "site")
    signed(founded, founded.ana)
    yield founded
    founded.site.close()


def test_each_foot_counts_what_the_matrix_counts_on_the_day_and_ninety_days_later(at: Founded) -> None:
    day = at.time().date()
    now, chart = matrix(at.site, day), skills_chart(at.site, day)
    assert [column.now for column in chart.columns] == [column.covered for column in now.columns]
    assert [column.later for column in chart.columns] == [1, 0]
    assert chart.whole
    assert {row.number for row in chart.rows} == {at.ana.employee_no, at.yusef.employee_no}
    assert sorted(row.covers for row in chart.rows) == [0, 1]
    later(at, days=365 * 4)
    ended = skills_chart(at.site, at.time().date())
    assert {cell.sign for row in ended.rows for cell in row.cells} == {Sign.EXPIRED, Sign.NEVER}


def test_names_of_people_are_on_no_sheet(at: Founded) -> None:
    chart = skills_chart(at.site, at.time().date())
    text = text_of(draw_chart(chart, "A4"))
    for person in (at.ana, at.yusef):
        assert person.employee_no in text
        for name in (person.given_name, person.family_name):
            assert name not in text


def test_a_search_and_a_department_choose_as_on_the_screen(at: Founded) -> None:
    day = at.time().date()
    chart = skills_chart(at.site, day, text=at.ana.employee_no)
    assert [row.number for row in chart.rows] == [at.ana.employee_no]
    assert not chart.whole
    assert chart.columns[0].on_chart == 1
    with pytest.raises(UserError, match="nobody and nothing"):
        skills_chart(at.site, day, text="nobody is called so")
    with pytest.raises(InputError, match="nobody here belongs to it"):
        find_department(at.site, "Moon base", day)
    assert find_department(at.site, " ", day) == ""


def test_what_was_worked_out_already_is_not_worked_out_again_unless_entries_came(at: Founded) -> None:
    day = at.time().date()
    marked = replace(matrix(at.site, day), rows=matrix(at.site, day).rows[:1])
    assert len(skills_chart(at.site, day, before=marked).rows) == 1
    signed(at, at.yusef)
    assert len(skills_chart(at.site, day, before=marked).rows) == 2
