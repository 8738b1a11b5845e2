"""What is due to go and what stays, for any day: the later of leaving and the end of the qualification starts the clock."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supervisor_app.domain.erasure import Scope
from supervisor_app.domain.retention import STANDARD, Due, RecordClass, SignedRecord, due_of, kept_until, record_start, rule_of

TODAY = date(2026, 11, 28)
FACTS, RECORDS = rule_of(STANDARD, RecordClass.FACTS), rule_of(STANDARD, RecordClass.RECORDS)


def due(left: date | None, *ends: date | None, facts_gone: bool = False, today: date = TODAY) -> Due | None:
    records = [SignedRecord(f"r{number}", end) for number, end in enumerate(ends)]
    return due_of("w", STANDARD, left=left, records=records, facts_gone=facts_gone, today=today)


def test_nothing_is_due_about_somebody_who_works_here_and_holds_what_they_hold() -> None:
    assert due(None, date(2027, 1, 1), None) is None


def test_the_name_is_due_two_years_after_leaving_and_the_records_stay_five() -> None:
    found = due(date(2024, 11, 1), None)
    assert found is not None
    assert (found.scope, found.records) == (Scope.FACTS, ())
    assert found.since == date(2026, 11, 1)
    assert "1 signed record must stay" in found.words


def test_everything_is_due_when_the_time_of_all_is_over() -> None:
    found = due(date(2021, 11, 1), date(2020, 1, 1), None)
    assert found is not None
    assert found.scope is Scope.EVERYTHING


def test_records_of_a_qualification_that_ended_long_ago_are_due_though_the_person_works_here() -> None:
    found = due(None, date(2021, 1, 1), date(2028, 1, 1))
    assert found is not None
    assert (found.scope, found.records) == (Scope.RECORDS, ("r0",))


def test_a_record_on_which_something_valid_rests_is_never_due() -> None:
    assert record_start(date(2015, 1, 1), date(2027, 1, 1), TODAY) is None
    assert record_start(date(2015, 1, 1), date(2020, 1, 1), TODAY) == date(2020, 1, 1)


@pytest.mark.parametrize(("day", "expected"), [(date(2026, 11, 1), None), (date(2026, 11, 2), Scope.FACTS)])
def test_the_last_day_is_still_kept(day: date, expected: Scope | None) -> None:
    found = due(date(2024, 11, 1), None, today=day)
    assert (found.scope if found else None) == expected


DAYS = st.dates(date(1990, 1, 1), date(2060, 1, 1))


@given(st.none() | DAYS, st.lists(st.none() | DAYS, max_size=4), st.booleans(), DAYS)
def test_what_is_due_stays_due_and_only_what_is_over_goes(
    left: date | None, ends: list[date | None], facts_gone: bool, today: date
) -> None:
    found = due(left, *ends, facts_gone=facts_gone, today=today)
    if found is None:
        return
    assert found.since < today
    for number, end in enumerate(ends):
        gone = found.scope is Scope.EVERYTHING or f"r{number}" in found.records
        if gone:
            assert end is None or end <= today
            last = kept_until(RECORDS, record_start(left, end, today))
            assert last is not None
            assert last < today
    if found.scope is not Scope.RECORDS and not facts_gone:
        assert left is not None
        assert kept_until(FACTS, left) < today  # type: ignore[operator]
