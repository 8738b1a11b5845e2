"""Reading people: one, many, by number or badge, and the rows of a list while somebody types."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from supervisor_app.domain.names import full_name, number_key
from supervisor_app.domain.people import PersonRow, Worker
from supervisor_app.storage.connection import Connection
from supervisor_app.storage.people_search import match_expression
from supervisor_app.storage.worker_columns import WORKER_COLUMNS, WORKER_DAYS

_CHUNK = 5_000
_DIGITS = 12
"""Digits up to which a number whose leading zeros were dropped is completed."""

_COLUMNS = ", ".join(f"w.{name}" for name in WORKER_COLUMNS)
_WORKER = f"SELECT {_COLUMNS} FROM worker w"  # noqa: S608 - our own column names, here and below
_ROW = (
    "SELECT w.id, w.given_name, w.family_name, w.given_latin, w.family_latin, w.employee_no, w.job, w.department, w.shift, "
    "w.badge, w.left_on IS NOT NULL, w.country FROM ({found}) f CROSS JOIN worker w ON w.id = f.id ORDER BY f.place"
)
_TYPED = _ROW.format(
    found="SELECT i.worker AS id, i.doc AS place FROM person_words p JOIN person_index i ON i.doc = p.rowid "
    "WHERE p.person_words MATCH ? AND i.gone <= ? LIMIT ? OFFSET ?"
)
_LISTED = _ROW.format(
    found="SELECT i.worker AS id, i.sort_key AS place FROM person_index i {here} ORDER BY i.sort_key, i.doc LIMIT ? OFFSET ?"
)
_NUMBERED = f"{_WORKER} JOIN person_index i ON i.worker = w.id WHERE i.number_key IN (SELECT value FROM json_each(?))"  # noqa: S608
_COUNTED = (
    "SELECT count(*) FROM person_words p JOIN person_index i ON i.doc = p.rowid WHERE p.person_words MATCH ? AND i.gone <= ?"
)
_SCRIPT_LETTERS = {"Hang": "[가-힣]", "Kana": "[ぁ-ヿ]", "Hani": "[一-鿿]"}


def _worker_of(row: Sequence[Any]) -> Worker:
    """Return the record of one row of the worker table."""
    values = dict(zip(WORKER_COLUMNS, row, strict=True))
    for name in WORKER_DAYS:
        values[name] = date.fromisoformat(values[name]) if values[name] else None
    return Worker(**values)


def _listed(row: Sequence[Any]) -> PersonRow:
    """Return what a list shows, from the columns of `_ROW`."""
    worker, given, family, given_latin, family_latin, number, job, department, shift, badge, left, country = row
    latin = f"{given_latin} {family_latin}".strip()
    name = full_name(given, family, country) or latin or number
    return PersonRow(worker, name, "" if latin == name else latin, number, job, department, shift, badge, bool(left))


def get_worker(connection: Connection, worker_id: str) -> Worker | None:
    """Return one person, None where nobody has this id."""
    row = connection.exec_driver_sql(f"{_WORKER} WHERE w.id = ?", (worker_id,)).first()
    return _worker_of(row) if row else None


def all_workers(connection: Connection) -> Iterator[Worker]:
    """Yield everybody, those who have left too, in no order."""
    for row in connection.exec_driver_sql(_WORKER):
        yield _worker_of(row)


def workers_with_number(connection: Connection, number: str) -> tuple[Worker, ...]:
    """Return who has this employee number; those who are still here first."""
    return _exactly(connection, "number_key", number)


def workers_with_badge(connection: Connection, badge: str) -> tuple[Worker, ...]:
    """Return who carries this badge; those who are still here first."""
    return _exactly(connection, "badge_key", badge)


def workers_with_numbers(connection: Connection, numbers: Iterable[str]) -> Iterator[Worker]:
    """Yield who has one of these employee numbers, also who has one of them with zeros before it."""
    keys: set[str] = set()
    for number in numbers:
        key = number_key(number)
        keys.update(key.zfill(digits) for digits in range(len(key), _DIGITS + 1) if key.isdigit())
        keys.add(key)
    ordered = sorted(keys - {""})
    for start in range(0, len(ordered), _CHUNK):
        asked = json.dumps(ordered[start : start + _CHUNK])
        yield from (_worker_of(row) for row in connection.exec_driver_sql(_NUMBERED, (asked,)))


def _exactly(connection: Connection, column: str, text: str) -> tuple[Worker, ...]:
    key = number_key(text)
    if not key:
        return ()
    statement = (
        f"{_WORKER} JOIN person_index i ON i.worker = w.id "
        f"WHERE i.{column} = ? AND i.{column} <> '' ORDER BY i.gone, w.id LIMIT 20"
    )
    return tuple(_worker_of(row) for row in connection.exec_driver_sql(statement, (key,)))


def list_workers(connection: Connection, *, include_left: bool, limit: int, offset: int) -> tuple[PersonRow, ...]:
    """Return a page of everybody in the order of names."""
    statement = _LISTED.format(here="" if include_left else "WHERE i.gone = 0")
    return tuple(_listed(row) for row in connection.exec_driver_sql(statement, (limit, offset)))


def find_workers(connection: Connection, text: str, *, include_left: bool, limit: int, offset: int) -> tuple[PersonRow, ...]:
    """Return a page of those in whom every word of `text` is found, in the order of the index; nothing is sorted or counted."""
    expression = match_expression(text)
    if not expression:
        return ()
    values = (expression, int(include_left), limit, offset)
    return tuple(_listed(row) for row in connection.exec_driver_sql(_TYPED, values))


def count_found(connection: Connection, text: str, *, include_left: bool) -> int:
    """Return in how many people `text` is found. Grows with their number: not for every keystroke."""
    expression = match_expression(text)
    return int(connection.exec_driver_sql(_COUNTED, (expression, int(include_left))).scalar_one()) if expression else 0


def count_workers(connection: Connection, *, include_left: bool = False) -> int:
    """Return how many people there are; a number that is kept, so it may be asked at any time."""
    statement = "SELECT coalesce(sum(people), 0) FROM person_count WHERE gone <= ?"
    return int(connection.exec_driver_sql(statement, (int(include_left),)).scalar_one())


def departments(connection: Connection) -> tuple[str, ...]:
    """Return the departments that people are in, by name."""
    statement = "SELECT DISTINCT department FROM worker WHERE department != '' ORDER BY department COLLATE NOCASE"
    return tuple(name for (name,) in connection.exec_driver_sql(statement))


def scripts_of_names(connection: Connection) -> frozenset[str]:
    """Return which of Hang, Kana and Hani (ISO 15924) some worker's name is written in; reads every name once."""
    columns = ", ".join(f"max(given_name || family_name GLOB '*{letters}*')" for letters in _SCRIPT_LETTERS.values())
    found = connection.exec_driver_sql(f"SELECT {columns} FROM worker").one()  # noqa: S608 - our own letters
    return frozenset(script for script, has in zip(_SCRIPT_LETTERS, found, strict=True) if has)
