"""Days and times in words, the same on every system whatever its locale."""

from __future__ import annotations

from datetime import date, datetime

MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def day_in_words(day: date) -> str:
    """Return a day as people write it: "2 December 2026"."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def short_day(day: date) -> str:
    """Return a day in short: "14 Dec 2023"."""
    return f"{day.day} {MONTHS[day.month - 1][:3]} {day.year}"


def moment_in_words(moment: datetime, now: datetime) -> str:
    """Return a past moment as people say it: "today at 16:20", "on Friday at 16:20", "on 2 December 2026 at 16:20"."""
    ago = (now.date() - moment.date()).days
    if ago == 0:
        return f"today at {moment:%H:%M}"
    day = WEEKDAYS[moment.weekday()] if 0 < ago < 7 else day_in_words(moment.date())
    return f"on {day} at {moment:%H:%M}"
