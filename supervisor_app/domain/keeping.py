"""Which backups are kept: the newest ones, then one a day, then one a month. Pure; what is not kept may be removed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from supervisor_app.domain.frozen import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Keeping:
    """How many are kept: the `newest` ones whatever their age, the last one of each of `days` days and of `months` months."""

    newest: int = 10
    days: int = 30
    months: int = 12


FAR = Keeping()
"""On a drive of its own."""
NEAR = Keeping(newest=3, days=3, months=0)
"""In the data folder itself: enough against a slip or a damaged file; another disk is what helps against a broken laptop."""


def to_keep(moments: Iterable[datetime], now: datetime, keeping: Keeping = FAR) -> frozenset[datetime]:
    """Return those of `moments` (all aware, or all naive, as `now`) that are kept.

    What lies in the future (a clock that was wrong) counts among the newest only, so that it never crowds out a day's backup.
    """
    ordered = sorted(set(moments))
    kept = set(ordered[len(ordered) - keeping.newest :] if keeping.newest < len(ordered) else ordered)
    past = [moment for moment in ordered if moment <= now]
    first_day = now.date() - timedelta(days=keeping.days)
    first_month = now.year * 12 + now.month - keeping.months
    last_of_day = {moment.date(): moment for moment in past}
    last_of_month = {moment.year * 12 + moment.month: moment for moment in past}
    kept.update(moment for day, moment in last_of_day.items() if day > first_day)
    kept.update(moment for month, moment in last_of_month.items() if month > first_month)
    return frozenset(kept)
