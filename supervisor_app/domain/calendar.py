"""Months and days: the same day so many months later, kept inside the month."""

from __future__ import annotations

import calendar
from datetime import date

DUE_SOON_DAYS = 30
"""So many days before its end a qualification, or a certificate, is due soon."""


def add_months(day: date, months: int) -> date:
    """Return the same day of the month `months` later (or earlier), the month's last day where it is shorter."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def months_in_words(months: int) -> str:
    """Return a length of time as people say it: whole years as years ("3-year"), the rest as months ("18-month")."""
    return f"{months // 12}-year" if months % 12 == 0 else f"{months}-month"


def months_counted(months: int) -> str:
    """Return a length of time by itself: "6 months", "month"."""
    return "month" if months == 1 else f"{months} months"
