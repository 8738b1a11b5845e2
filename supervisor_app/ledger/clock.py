"""A hybrid logical clock in one whole number: milliseconds since 1970 << 16 | counter; it never goes back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

COUNTER_BITS = 16
MAX_STAMP = 2**62
"""No entry may be stamped later (the year 4199); keeps every sum inside SQLite's signed 64 bits."""
MAX_AHEAD_MS = 366 * 24 * 3600 * 1000
"""A stamp further ahead of our own clock than a year is a broken clock; ours does not follow it."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)


def tick(last: int, now: datetime) -> int:
    """Return the next stamp: our time, or one more than the latest stamp known where our clock lags behind it.

    Following what we have seen keeps cause before effect: whoever changes what they read wins over it, even with a slow clock.
    """
    ours = milliseconds(now) << COUNTER_BITS
    return max(ours, last + 1) if last < broken_from(now) else ours


def broken_from(now: datetime) -> int:
    """Return the stamp from which on a clock is broken, by ours."""
    return (milliseconds(now) + MAX_AHEAD_MS) << COUNTER_BITS


def milliseconds(moment: datetime) -> int:
    """Return whole milliseconds since 1970 of an aware time, never negative."""
    return max(0, (moment - _EPOCH) // _MILLISECOND)


def moment_of(stamp: int) -> datetime:
    """Return the time (UTC) that a stamp names."""
    return _EPOCH + (stamp >> COUNTER_BITS) * _MILLISECOND
