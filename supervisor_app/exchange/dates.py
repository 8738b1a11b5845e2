"""Days as lists of people write them: ISO, day or month first, two-digit years, names of months in English and German."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january januar jänner",
            "feb february februar",
            "mar march märz mär mrz",
            "apr april",
            "may mai",
            "jun june juni",
            "jul july juli",
            "aug august",
            "sep sept september",
            "oct october okt oktober",
            "nov november",
            "dec december dez dezember",
        ),
        start=1,
    )
    for name in names.split()
}
_YEAR_FIRST = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})日?(?:[T ].{0,30})?")
_COMPACT = re.compile(r"((?:19|20)\d\d)(\d\d)(\d\d)")
_YEAR_LAST = re.compile(r"(\d{1,2})\s*([-/.])\s*(\d{1,2})\s*\2\s*(\d{4}|\d{2})(?: .{0,20})?")
_DAY_MONTH_NAME = re.compile(r"(\d{1,2})\.?[ -]\s*([^\W\d]{3,9})\.?,?[ -]\s*(\d{4}|\d{2})")
_MONTH_NAME_DAY = re.compile(r"([^\W\d]{3,9})\.? (\d{1,2}),? (\d{4})")
_TURN_OF_CENTURY = 70


def month_comes_first(values: Iterable[str]) -> bool:
    """Tell whether a column writes 8/16/2020: a second number is above 12 and no first one is. Points mean day first."""
    pairs = [(int(found[1]), int(found[3])) for value in values if (found := _YEAR_LAST.fullmatch(value)) and found[2] != "."]
    return any(second > 12 for _, second in pairs) and not any(first > 12 for first, _ in pairs)


def read_day(text: str, *, month_first: bool = False) -> date | None:
    """Return the day that `text` means, None when it means none; `month_first` decides 8/9/2020 (see `month_comes_first`)."""
    text = text[:60].strip()
    if found := _YEAR_FIRST.fullmatch(text) or _COMPACT.fullmatch(text):
        return _day(int(found[1]), int(found[2]), int(found[3]))
    if found := _YEAR_LAST.fullmatch(text):
        first, second = int(found[1]), int(found[3])
        month, day = (first, second) if month_first and found[2] != "." else (second, first)
        return _day(_whole_year(found[4]), month, day)
    if found := _DAY_MONTH_NAME.fullmatch(text):
        return _day(_whole_year(found[3]), _MONTHS.get(found[2].casefold(), 0), int(found[1]))
    if found := _MONTH_NAME_DAY.fullmatch(text):
        return _day(int(found[3]), _MONTHS.get(found[1].casefold(), 0), int(found[2]))
    return None


def both_ways(text: str) -> tuple[date, date] | None:
    """Return the two days that 3/4/2026 can mean, the day first and the month first; None for what has one meaning.

    Points and a year in front mean the same everywhere; slashes and dashes do not.
    """
    found = _YEAR_LAST.fullmatch(text[:60].strip())
    if not found or found[2] == "." or found[1].zfill(2) == found[3].zfill(2):
        return None
    year, one, other = _whole_year(found[4]), int(found[1]), int(found[3])
    day_first, month_first = _day(year, other, one), _day(year, one, other)
    return (day_first, month_first) if day_first and month_first else None


def _whole_year(text: str) -> int:
    """Return a year of four digits; 70 to 99 are of the last century."""
    year = int(text)
    return year if year > 99 else year + (1900 if year >= _TURN_OF_CENTURY else 2000)


def _day(year: int, month: int, day: int) -> date | None:
    """Return the day, None where the calendar has none."""
    try:
        return date(year, month, day)
    except ValueError:
        return None
