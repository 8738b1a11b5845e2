"""The clock of an assessment: how long was observed, in all and without a break."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from supervisor_app.domain.checklist import Checklist
from supervisor_app.domain.observation import Run


def run_lengths(runs: Iterable[Run], now: datetime) -> tuple[timedelta, ...]:
    """Return the length of each run, the running one up to `now`; a clock that was set back counts nothing, not less."""
    return tuple(max((run.ended or now) - run.started, timedelta(0)) for run in runs)


def total_time(runs: Iterable[Run], now: datetime) -> timedelta:
    """Return the time observed in all, pauses left out."""
    return sum(run_lengths(runs, now), timedelta(0))


def counted_time(checklist: Checklist, runs: Iterable[Run], now: datetime) -> timedelta:
    """Return the time that the checklist's minimum is held against: the longest run where it asks for one without a break."""
    lengths = run_lengths(runs, now)
    return max(lengths, default=timedelta(0)) if checklist.continuous else sum(lengths, timedelta(0))
