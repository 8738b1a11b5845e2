"""The rule of cover: enough, at risk, one, nobody; and what a cell of the chart shows."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supervisor_app.domain.cover import AHEAD_DAYS, ENOUGH, Cover, cover_of
from supervisor_app.domain.qualification import Held, HeldStatus
from supervisor_app.domain.skills_chart import Sign, chart_cell

DAY = date(2026, 11, 23)


@given(st.integers(0, 50), st.integers(0, 50))
def test_a_skill_is_short_exactly_below_the_target_and_at_risk_only_where_it_will_be(now: int, later: int) -> None:
    cover = cover_of(now, later)
    assert cover.short == (now < ENOUGH)
    assert (cover is Cover.AT_RISK) == (now >= ENOUGH > later)
    assert cover_of(now) is (Cover.COVERED if cover is Cover.AT_RISK else cover)


@pytest.mark.parametrize(
    ("days", "sign", "end"),
    [(AHEAD_DAYS, Sign.SOON, "21 Feb"), (AHEAD_DAYS + 1, Sign.HOLDS, "02/27"), (0, Sign.SOON, "23 Nov"), (None, Sign.HOLDS, "")],
)
def test_what_ends_within_ninety_days_shows_its_day_and_the_rest_its_month(days: int | None, sign: Sign, end: str) -> None:
    due = None if days is None else DAY + timedelta(days=days)
    held = Held(competency="x", status=HeldStatus.VALID, level="U", covers=True, due=due)
    cell = chart_cell(held, 3, 4, DAY)
    assert (cell.sign, cell.end, cell.level, cell.rank, cell.covers) == (sign, end, "U", 3, True)


@pytest.mark.parametrize("status", [one for one in HeldStatus if one not in (HeldStatus.VALID, HeldStatus.DUE_SOON)])
def test_what_does_not_hold_never_shows_as_cover(status: HeldStatus) -> None:
    cell = chart_cell(Held(competency="x", status=status, level="U"), 3, 4, DAY)
    assert not cell.covers
    assert cell.end == ""
    assert cell.sign not in (Sign.HOLDS, Sign.SOON)
