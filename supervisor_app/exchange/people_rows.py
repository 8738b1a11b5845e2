"""From a table to rows about people: headings found, columns mapped, cells read as names, numbers and days."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from supervisor_app.domain.frozen import dataclass
from supervisor_app.domain.name_splitting import split_name
from supervisor_app.domain.names import isolated, text_problem
from supervisor_app.domain.people_import import SourceRow, Value
from supervisor_app.errors import InputError
from supervisor_app.exchange.dates import month_comes_first, read_day
from supervisor_app.exchange.people_headers import COLUMN_WORDS, IGNORE, find_heading_row, map_columns
from supervisor_app.exchange.table import Table, TableRow

_DAYS = ("hired", "left_on")
_ABOUT_A_PERSON = frozenset({"given_name", "family_name", "whole_name", "given_latin", "family_latin", "whole_latin"})


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleTable:
    """A list of people as it was read: its headings, the rows below them, and what each column was taken for."""

    name: str
    encoding: str
    headings: tuple[str, ...]
    rows: tuple[TableRow, ...]
    mapping: tuple[str, ...]


def find_people(table: Table) -> PeopleTable:
    """Return the list of people in `table`, its columns mapped by their headings; raise InputError when it is empty."""
    if not table.rows:
        raise InputError(table.name, "There is nothing in it.", "Choose a list with one person per row.")
    at = find_heading_row(table.rows)
    rows = table.rows[at + 1 :]
    width = max((len(row.cells) for row in table.rows[at:]), default=0)
    headings = tuple(table.rows[at].cell(column) for column in range(width))
    filled = [any(row.cell(column) for row in rows) for column in range(width)]
    mapping = map_columns(headings, filled)
    return PeopleTable(name=table.name, encoding=table.encoding, headings=headings, rows=rows, mapping=mapping)


def check_mapping(mapping: Sequence[str], width: int) -> str:
    """Return what a mapping still lacks as a full sentence, "" when people can be read with it."""
    named = [column for column in mapping if column != IGNORE]
    twice = next((column for column in named if named.count(column) > 1), None)
    if len(mapping) != width or any(column not in COLUMN_WORDS for column in mapping):
        return "The columns do not fit this list."
    if twice:
        return f"Two columns are taken for “{COLUMN_WORDS[twice]}”. Leave one of them out."
    if "employee_no" not in named:
        return "Say which column has the number: people are recognised by it."
    return "" if _ABOUT_A_PERSON & set(named) else "Say which column has the name."


def read_people(people: PeopleTable, mapping: Sequence[str]) -> tuple[SourceRow, ...]:
    """Return what each row says about a person, by `mapping` (one field or `IGNORE` per column)."""
    columns = [(index, column) for index, column in enumerate(mapping) if column != IGNORE]
    month_first = {
        index: month_comes_first(row.cell(index) for row in people.rows) for index, column in columns if column in _DAYS
    }
    return tuple(_read_row(row, columns, month_first) for row in people.rows)


def _read_row(row: TableRow, columns: Sequence[tuple[int, str]], month_first: Mapping[int, bool]) -> SourceRow:
    """Read one row; blank cells say nothing, an unreadable day is the row's problem."""
    values: dict[str, Value] = {}
    problem = ""
    for index, column in columns:
        text = row.cell(index)
        if not text:
            continue
        if column not in _DAYS:
            values[column] = text
        elif (day := read_day(text, month_first=month_first[index])) is not None:
            values[column] = day
        else:
            problem = problem or f"has a {COLUMN_WORDS[column].lower()} that is no day: {_quoted(text)}"
    return SourceRow(number=row.number, values=_names(values), problem=problem)


def _quoted(text: str) -> str:
    """Return a cell as it may be repeated in a sentence: short, and only if nothing in it is hidden."""
    return f"“{isolated(text[:30])}”" if not text_problem(text[:30]) else "it holds hidden signs"


def _names(values: dict[str, Value]) -> dict[str, Value]:
    """Return the values with whole names split into parts and a middle name put behind the given name."""
    country = str(values.get("country", ""))
    for whole, given, family in (("whole_name", "given_name", "family_name"), ("whole_latin", "given_latin", "family_latin")):
        if whole in values:
            parts = zip((given, family), split_name(str(values[whole]), country), strict=True)
            values = {**{name: part for name, part in parts if part}, **values}
    middle = values.pop("middle_name", "")
    if middle:
        values["given_name"] = f"{values.get('given_name', '')} {middle}".strip()
    values.pop("whole_latin", None)
    return values
