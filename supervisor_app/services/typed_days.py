"""Days as a person types them into a field or a command: read like those of lists, but never guessed."""

from __future__ import annotations

from datetime import date

from supervisor_app.domain.dates import MONTHS
from supervisor_app.errors import InputError
from supervisor_app.exchange.dates import both_ways, read_day

EXAMPLE = "14 Mar 2026"
"""The one way a day is written for an example: as the app itself writes days."""
OPTION_EXAMPLE = "2026-03-14"
"""The same in a command, where blanks would need quotes."""
_FIRST_YEAR = 1900


def typed_day(text: str) -> date | None:
    """Return the day that was typed, None for none and for 3/4/2026, which is another day on the other side of the ocean."""
    day = read_day(text)
    return None if day is None or day.year < _FIRST_YEAR or both_ways(text) else day


def option_day(option: str, text: str) -> date | None:
    """Return the day given to an option of a command, None for none; InputError where it is no day or could be two."""
    day = typed_day(text)
    if text and day is None:
        raise InputError(option, f"“{text[:40]}” is no day.", f"Write it like {OPTION_EXAMPLE}.")
    return day


def typed_day_problem(text: str) -> str:
    """Return what is wrong with a day that was typed and what to do, "" where it is one."""
    if typed_day(text):
        return ""
    days = both_ways(text)
    if days:
        first, second = (f"{day.day} {MONTHS[day.month - 1]}" for day in days)
        return f"Is this {first} or {second}? Write the month as a word, like {EXAMPLE}."
    return f"This is no day. Write it like {EXAMPLE}."
