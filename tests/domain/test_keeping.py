"""Which backups are kept: laws that hold whatever was written when, and the plain case in numbers."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from supervisor_app.domain.keeping import FAR, Keeping, to_keep

NOW = datetime(2026, 11, 28, 17, 0, tzinfo=UTC)
MOMENTS = st.lists(st.datetimes(datetime(2024, 1, 1), datetime(2027, 6, 1), timezones=st.just(UTC)), max_size=120)
KEEPINGS = st.builds(Keeping, newest=st.integers(1, 12), days=st.integers(0, 40), months=st.integers(0, 15))


@given(MOMENTS, KEEPINGS)
def test_the_newest_is_always_kept_and_nothing_is_made_up(moments: list[datetime], keeping: Keeping) -> None:
    kept = to_keep(moments, NOW, keeping)
    assert kept <= set(moments)
    assert not moments or max(moments) in kept
    assert set(sorted(set(moments))[-keeping.newest :]) <= kept


@given(MOMENTS, KEEPINGS)
def test_keeping_twice_removes_no_more(moments: list[datetime], keeping: Keeping) -> None:
    kept = to_keep(moments, NOW, keeping)
    assert to_keep(kept, NOW, keeping) == kept


@given(MOMENTS, KEEPINGS)
def test_there_are_never_more_than_the_rule_names(moments: list[datetime], keeping: Keeping) -> None:
    assert len(to_keep(moments, NOW, keeping)) <= keeping.newest + keeping.days + keeping.months


@given(MOMENTS)
def test_every_one_of_the_last_thirty_days_keeps_its_last_backup(moments: list[datetime]) -> None:
    kept = to_keep(moments, NOW)
    for moment in moments:
        if NOW - timedelta(days=29) <= moment <= NOW:
            assert max(other for other in moments if other.date() == moment.date() and other <= NOW) in kept


def test_a_backup_an_hour_for_two_years_leaves_ten_thirty_and_twelve() -> None:
    hours = [NOW - timedelta(hours=count) for count in range(2 * 365 * 24)]
    kept = to_keep(hours, NOW, FAR)
    assert sorted(kept)[-10:] == sorted(hours)[-10:]
    assert len({moment.date() for moment in kept if moment > NOW - timedelta(days=30)}) == 30
    assert min(kept) == datetime(2025, 12, 31, 23, tzinfo=UTC)  # the last one of the twelfth month back
    assert len(kept) == 10 + 29 + 10  # the newest is also today's and November's last, and October's is among the days


def test_a_backup_from_the_future_crowds_out_no_day() -> None:
    future = [NOW + timedelta(days=365 * year) for year in range(1, 30)]
    assert NOW in to_keep([NOW, *future], NOW)
