"""Certificates made of others: all parts or none, never longer than the first to end, on hold with what they stand on."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supervisor_app.domain.certificate_life import LifeStanding, LifeState, Listed
from supervisor_app.domain.checklist import Checklist, Validity
from supervisor_app.domain.qualification import Clock
from supervisor_app.domain.stacking import Part, above, stack_ends, stack_of

DAY = date(2026, 11, 23)
STACKED = Checklist(
    competency="press-shop", code="PS-1", revision=1, title={"en": "Press shop"}, short_title={"en": "Press shop"},
    steps=(), requires=("brake", "loto", "crane"),
)  # fmt: skip
HOLDS = LifeStanding(state=LifeState.VALID, ends=None, clock=Clock.NONE, ends_why="")


def part(competency: str, ends: date | None = None) -> Part:
    number = competency.upper()
    return Part(
        competency=competency, certificate_id=f"urn:{competency}", number=number, title=competency, evaluated=DAY, ends=ends
    )


def state(kind: LifeState, listed: Listed | None) -> LifeStanding:
    return replace(HOLDS, state=kind, listed=listed, since=DAY)


@given(st.sets(st.sampled_from(["brake", "loto", "crane", "other"])))
def test_it_is_earned_by_all_and_by_nothing_less(held: set[str]):
    found = stack_of(STACKED, {name: part(name) for name in held})
    assert found.met is (set(STACKED.requires) <= held)
    assert [one.competency for one in found.held] == [name for name in STACKED.requires if name in held]
    assert set(found.missing) == set(STACKED.requires) - held


@given(st.lists(st.none() | st.dates(DAY, DAY + timedelta(days=2000)), min_size=1, max_size=4), st.sampled_from([None, 12]))
def test_it_never_holds_longer_than_what_it_stands_on(ends: list[date | None], months: int | None):
    until, rule = stack_ends(
        replace(STACKED, validity=Validity(months=months)), [part(f"p{n}", day) for n, day in enumerate(ends)], DAY
    )
    known = [day for day in ends if day]
    assert until is None or until <= min([*known, date.max])
    assert (until is None) is (not known and months is None)
    assert rule


@pytest.mark.parametrize(
    ("below", "held_back"),
    [
        (state(LifeState.WITHDRAWN, Listed.WITHDRAWN), True),
        (state(LifeState.SUSPENDED, Listed.ON_HOLD), True),
        (state(LifeState.EXPIRED, Listed.ON_HOLD), True),
        (state(LifeState.REPLACED, Listed.REPLACED), False),
        (state(LifeState.EXPIRED, None), False),
        (HOLDS, False),
    ],
)
def test_what_happens_below_is_felt_above(below: LifeStanding, held_back: bool):
    found = above(HOLDS, [("B-1", HOLDS), ("B-2", below)])
    assert (found.listed is Listed.ON_HOLD) is held_back
    if held_back:
        assert (found.state, found.since) == (LifeState.SUSPENDED, DAY)
        assert "B-2" in found.reason
    else:
        assert found == HOLDS


def test_what_does_not_hold_by_itself_stays_what_it_is():
    withdrawn = state(LifeState.WITHDRAWN, Listed.WITHDRAWN)
    assert above(withdrawn, [("B-1", state(LifeState.SUSPENDED, Listed.ON_HOLD))]) == withdrawn
