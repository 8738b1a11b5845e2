"""The matrix says what a person's own page says, for every person and competency."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from supervisor_app.domain.decision import Outcome
from supervisor_app.domain.observation import Result
from supervisor_app.domain.qualification import HeldStatus
from supervisor_app.services.backup_records import Stopped
from supervisor_app.services.matrix import matrix
from supervisor_app.services.people import mark_left
from supervisor_app.services.signing import sign
from tests.services.founded import PIN, Founded, choice, found, later, observe, signed
from tests.services.holding import held_by


@pytest.fixture
def at(tmp_path: Path) -> Iterator[Founded]:
    founded = found(tmp_path / "site")
    yield founded
    founded.site.close()


def test_every_cell_agrees_with_the_qualification_of_that_person(at: Founded) -> None:
    signed(at, at.ana)
    later(at, days=1)
    signed(at, at.ana, "twice")
    sign(at.site, at.hannah, observe(at, at.yusef, critical=Result.NOT_MET), choice(at, Outcome.NOT_YET), PIN)
    day = at.time().date()
    table = matrix(at.site, day)
    assert {column.competency for column in table.columns} == {"forklift", "twice"}
    for row in table.rows:
        for column, cell in zip(table.columns, row.cells, strict=True):
            held = held_by(at.site, row.person.id, column.competency, day)
            assert held is not None
            assert (cell.status, cell.level, cell.due, cell.since) == (held.status, held.level, held.due, held.since)


def test_cover_counts_those_who_hold_it_on_the_day(at: Founded) -> None:
    signed(at, at.ana)
    day = at.time().date()
    covered = {column.competency: column.covered for column in matrix(at.site, day).columns}
    assert covered == {"forklift": 1, "twice": 0}
    ended = matrix(at.site, day.replace(year=day.year + 4))
    assert {column.covered for column in ended.columns} == {0}
    statuses = {row.person.id: row.cells[0].status for row in ended.rows}
    assert statuses == {at.ana.id: HeldStatus.EXPIRED, at.yusef.id: HeldStatus.NEVER}


def test_it_is_worked_out_anew_only_for_new_entries_or_another_day(at: Founded) -> None:
    signed(at, at.ana)
    day = at.time().date()
    first = matrix(at.site, day)
    assert matrix(at.site, day, before=first) is first
    assert matrix(at.site, day.replace(year=day.year + 1), before=first) is not first
    later(at, days=1)
    signed(at, at.yusef)
    assert matrix(at.site, day, before=first) == matrix(at.site, day) != first


def test_people_who_left_are_not_in_it(at: Founded) -> None:
    mark_left(at.site, at.hannah, at.ana.id, at.time().date())
    assert [row.person.id for row in matrix(at.site, at.time().date()).rows] == [at.yusef.id]


def test_it_tells_how_many_people_are_done_and_stops_when_it_is_asked_to(at: Founded) -> None:
    signed(at, at.ana)
    told: list[tuple[int, int, str]] = []
    matrix(at.site, at.time().date(), lambda *said: told.append(said))
    assert told == [(0, 2, "0 of 2 people"), (1, 2, "1 of 2 people")]
    for patience in range(3):  # at an attempt, before the first person, before the second
        asked = iter([False] * patience)
        with pytest.raises(Stopped):
            matrix(at.site, at.time().date(), cancelled=lambda asked=asked: next(asked, True))
