"""What a list of people would change: a pure comparison of the rows of a file with the people who are recorded."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field, fields, replace
from datetime import date
from enum import StrEnum

from supervisor_app.domain.frozen import dataclass
from supervisor_app.domain.names import is_blank, isolated, number_key
from supervisor_app.domain.people import FIELD_WORDS, PersonFields, Worker, person_problem

Value = str | date
"""What one cell says about a person."""

LEFT_ON = "left_on"
"""The one thing a list can say about a person that is not in `PersonFields`: the day they left."""

_FIELDS = tuple(each.name for each in fields(PersonFields))


class RowKind(StrEnum):
    """What importing a row does."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    LEFT = "left"
    ERROR = "error"


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceRow:
    """One row of a list as it was read. `number` counts rows as a spreadsheet shows them (the heading is row 1).

    `values` holds the filled-in cells by field name: those of `PersonFields`, `left_on`, and `whole_name` where the list has the
    name in one column (beside its two parts). `problem` says what could not be read.
    """

    number: int
    values: Mapping[str, Value]
    problem: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportRow:
    """What would happen to one person. `number` is 0 for somebody who is recorded here but is not on the list.

    `fields` is the person as they would be recorded, None where the row cannot be used; `reason` is the end of a sentence about
    the row ("has no family name", "job was Welder"); `worker_id` is "" for a new person; `left_on` is the day to be recorded.
    """

    number: int
    kind: RowKind
    reason: str = ""
    fields: PersonFields | None = None
    worker_id: str = ""
    left_on: date | None = None
    comes_back: bool = False
    source: SourceRow | None = None

    @property
    def sentence(self) -> str:
        """The reason as a person reads it: "row 41 has no family name"."""
        return f"row {self.number} {self.reason}" if self.number else self.reason


@dataclass(slots=True)
class _Known:
    """The recorded people by number, the numbers on the list, and which of all these a row has spoken for already."""

    listed: frozenset[str]
    exact: dict[str, Worker] = field(default_factory=dict)
    bare: dict[str, list[Worker]] = field(default_factory=dict)
    taken: set[str] = field(default_factory=set)

    def find(self, number: str) -> Worker | None:
        """Return who has this number; without its leading zeros, its only owner who is not on the list."""
        key = number_key(number)
        if key in self.exact:
            return self.exact[key]
        owners = [owner for owner in self.bare.get(key, []) if number_key(owner.employee_no) not in self.listed]
        return owners[0] if len(owners) == 1 else None


def plan_import(
    existing: Iterable[Worker], rows: Sequence[SourceRow], *, today: date, whole_roster: bool = False
) -> tuple[ImportRow, ...]:
    """Return what importing `rows` would do, row by row, then who is missing from the list if it is the `whole_roster`.

    People are recognised by their number. An empty cell leaves what is recorded. Nobody is ever deleted: somebody who is missing
    from a whole roster, or has a last day on or before `today`, is proposed as left; somebody who left and is on a whole roster
    comes back.
    """
    people = tuple(existing)
    known = _index(people, frozenset(number_key(str(row.values.get("employee_no", ""))) for row in rows))
    planned = [_plan_row(row, known, today, whole_roster) for row in rows]
    if whole_roster:
        planned += [_missing(person, today) for person in people if person.id not in known.taken and person.left_on is None]
    return tuple(planned)


def _index(people: Iterable[Worker], listed: frozenset[str]) -> _Known:
    """Arrange people by number; somebody who is still here comes before somebody who left with the same number."""
    known = _Known(listed)
    for person in sorted(people, key=lambda each: (each.left_on is None, each.id)):
        key = number_key(person.employee_no)
        known.exact[key] = person
    for key, person in known.exact.items():
        if key.startswith("0"):
            known.bare.setdefault(key.lstrip("0"), []).append(person)
    return known


def _plan_row(row: SourceRow, known: _Known, today: date, whole_roster: bool) -> ImportRow:
    """Decide one row. A row that cannot be used speaks for its number too; else the next import would read it otherwise."""
    number = str(row.values.get("employee_no", ""))
    before = known.find(number)
    claim = before.id if before else number_key(number)
    after = _filled_in(row, before)
    problem = row.problem or _row_problem(row, after)
    if not problem and claim in known.taken:
        problem = f"repeats number {isolated(number)}"
    if not problem and before and _is_stranger(before, after):
        problem = f"has the number of {isolated(before.name)}, who left on {before.left_on:%Y-%m-%d}"
    if claim:
        known.taken.add(claim)
    if problem:
        return ImportRow(number=row.number, kind=RowKind.ERROR, reason=problem, source=row)
    return _compare(row, before, after, today, whole_roster)


def _is_stranger(before: Worker, after: PersonFields) -> bool:
    """Tell whether a number of somebody who left now comes with quite another name."""
    return before.left_on is not None and before.given_name != after.given_name and before.family_name != after.family_name


def _filled_in(row: SourceRow, before: Worker | None) -> PersonFields:
    """Return the person as they would be recorded: the filled-in cells over what is known; the number stays as it is known."""
    read = {name: value for name, value in row.values.items() if name in _FIELDS}
    values: dict[str, object] = {"employee_no": "", **read}
    if before:
        known = {name: getattr(before, name) for name in _FIELDS}
        same_name = _same(before.name, row.values.get("whole_name", ""))
        kept = {"employee_no", "given_name", "family_name"} if same_name else {"employee_no"}
        new = {name: value for name, value in read.items() if name not in kept and not _same(known[name], value)}
        values = {**known, **new}
    person = PersonFields(**values)  # type: ignore[arg-type]  # the names and types are those of PersonFields
    return person if person.family_name else replace(person, family_name=person.family_latin)


def _same(known: object, value: Value) -> bool:
    """Tell whether a cell says what is recorded; the two ways to encode an accent count as the same."""
    if isinstance(known, str) and isinstance(value, str):
        return unicodedata.normalize("NFC", known) == unicodedata.normalize("NFC", value)
    return known == value


def _row_problem(row: SourceRow, person: PersonFields) -> str:
    """Say what a row lacks; a row of a list needs both names unless the list has the whole name in one column."""
    if problem := person_problem(person):
        return problem
    if "whole_name" in row.values:
        return ""
    if is_blank(person.family_name):
        return "has no family name"
    return "has no given name" if is_blank(person.given_name + person.given_latin) else ""


def _compare(row: SourceRow, before: Worker | None, after: PersonFields, today: date, whole_roster: bool) -> ImportRow:
    """Return the kind of a usable row, with what differs as its reason."""
    reasons = _differences(before, after) if before else []
    was_left = before.left_on if before else None
    leaves = _last_day(row, today)
    back = whole_roster and was_left is not None and leaves is None
    if before is None:
        kind = RowKind.NEW
    elif reasons or back:
        kind = RowKind.CHANGED
    else:
        kind = RowKind.LEFT if leaves and not was_left else RowKind.UNCHANGED
    if leaves and not was_left:
        reasons.append(f"left on {leaves:%Y-%m-%d}")
    elif was_left and not leaves:
        reasons.append("is back" if back else f"stays marked as left on {was_left:%Y-%m-%d}")
    return ImportRow(
        number=row.number,
        kind=kind,
        reason=", ".join(reasons),
        fields=after,
        worker_id=before.id if before else "",
        left_on=None if was_left else leaves,
        comes_back=back,
        source=row,
    )


def _last_day(row: SourceRow, today: date) -> date | None:
    """Return the last day that a row gives, None where it gives none or one that lies ahead."""
    day = row.values.get(LEFT_ON)
    return day if isinstance(day, date) and day <= today else None


def _differences(before: PersonFields, after: PersonFields) -> list[str]:
    """Return one piece of a sentence for each field that would change."""
    found = []
    for name, word in FIELD_WORDS.items():
        old, new = getattr(before, name), getattr(after, name)
        if old != new:
            found.append(f"{word} was {isolated(str(old))}" if old else f"{word} is added")
    return found


def _missing(person: Worker, today: date) -> ImportRow:
    """Propose somebody who is not on the whole roster as left."""
    known = PersonFields(**{name: getattr(person, name) for name in _FIELDS})
    reason = f"{isolated(person.name)} is not on this list"
    return ImportRow(number=0, kind=RowKind.LEFT, reason=reason, fields=known, worker_id=person.id, left_on=today)


def count_kinds(rows: Iterable[ImportRow]) -> dict[RowKind, int]:
    """Return how many rows there are of each kind; every kind is named."""
    counts = dict.fromkeys(RowKind, 0)
    for row in rows:
        counts[row.kind] += 1
    return counts


def import_in_words(rows: Sequence[ImportRow], most: int = 3) -> str:
    """Return what the import would do in one sentence: "298 people are new, 1 row needs a look: row 41 has no family name".

    At most `most` rows that need a look are told.
    """
    counts = count_kinds(rows)
    said = [
        _people(counts[RowKind.NEW], "is new", "are new"),
        _people(counts[RowKind.CHANGED], "has changes", "have changes"),
        _people(counts[RowKind.LEFT], "has left", "have left"),
    ]
    parts = [part for part in said if part] or ["Nothing is new on this list" if rows else "The list is empty"]
    wrong = [row.sentence for row in rows if row.kind is RowKind.ERROR]
    if wrong:
        more = f" and {len(wrong) - most} more" if len(wrong) > most else ""
        which = f": {', '.join(wrong[:most])}{more}" if most else ""
        parts.append(f"{_count(len(wrong), 'row needs', 'rows need')} a look{which}")
    return ", ".join(parts) + "."


def _people(count: int, one: str, many: str) -> str:
    """Return "1 person is new" or "298 people are new", "" for nobody."""
    return _count(count, f"person {one}", f"people {many}") if count else ""


def _count(count: int, one: str, many: str) -> str:
    """Return a number with the word that goes with it."""
    return f"{count:,} {one if count == 1 else many}".replace(",", "\u202f")
