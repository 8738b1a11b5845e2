"""The hybrid clock: never back, cause before effect, not dragged away by a broken clock."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from supervisor_app.ledger.clock import COUNTER_BITS, MAX_STAMP, milliseconds, moment_of, tick

NOW = datetime(2026, 3, 14, 9, 12, 0, 123000, tzinfo=UTC)
MOMENTS = st.datetimes(datetime(1971, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))


@given(st.lists(MOMENTS, max_size=20))
def test_our_stamps_always_rise_even_when_the_clock_is_set_back_within_a_year(moments: list[datetime]) -> None:
    last = 0
    for moment in moments:
        moment = NOW + (moment - NOW) % timedelta(days=300)
        stamp = tick(last, moment)
        assert last < stamp < MAX_STAMP
        last = stamp


def test_a_stamp_names_its_time_to_the_millisecond() -> None:
    assert moment_of(tick(0, NOW)) == NOW


def test_a_slow_clock_follows_what_it_has_seen() -> None:
    seen = tick(0, NOW + timedelta(days=3))
    assert tick(seen, NOW) == seen + 1


def test_a_clock_more_than_a_year_ahead_is_not_followed() -> None:
    broken = tick(0, NOW + timedelta(days=400))
    assert tick(broken, NOW) == milliseconds(NOW) << COUNTER_BITS


def test_a_clock_before_1970_counts_as_1970() -> None:
    assert tick(0, datetime(1969, 1, 1, tzinfo=UTC)) == 1
