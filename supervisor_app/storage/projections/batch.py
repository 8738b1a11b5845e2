"""Rows that a batch of entries adds to the projections, collected by statement and written with one executemany each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from operator import itemgetter

from sqlalchemy import Table

from supervisor_app.ledger.canonical import MAX_INTEGER
from supervisor_app.ledger.entry import Entry
from supervisor_app.ledger.envelope import UnreadableContent
from supervisor_app.storage import schema
from supervisor_app.storage.authority_tables import Judging
from supervisor_app.storage.connection import Connection
from supervisor_app.storage.driver import Row, driver, run

STAMP = ("at", "origin", "seq")
_FIRST = itemgetter(0)


class Batch:
    """Collects rows, whose fields they touch and whom they concern; `write` sends them, in any order inside a statement.

    `judging` says whose entries and acts count.
    """

    def __init__(self, judging: Judging) -> None:
        self.judging = judging
        self._rows: defaultdict[str, list[Row]] = defaultdict(list)
        self.about = self._rows[_ABOUT]
        self.touched: defaultdict[str, set[str]] = defaultdict(set)
        self.concerned: set[str] = set()
        self.signed: list[tuple[str, str]] = []  # sign-offs: id, digest of the checklist
        self.issued: set[str] = set()  # credential ids, and digests of their checklists: acts about them may be here already
        self.acted: set[str] = set()  # credential ids, or digests of checklists, that acts are about
        self.met: dict[str, list[Row]] = {}  # by table, rows of records of which some met their id in the table

    def add(self, statement: str, row: Row) -> None:
        """Add one row for a statement."""
        self._rows[statement].append(row)

    def write(self, connection: Connection) -> None:
        """Send every row, one executemany per statement; in the order of its first column, which keeps to few pages of a tree."""
        plain = driver(connection)
        for statement, rows in self._rows.items():
            if len(rows) > 1:
                rows.sort(key=_FIRST)
            before = plain.total_changes
            run(connection, statement, rows)
            if statement in RECORDS and plain.total_changes - before < len(rows):
                self.met[RECORDS[statement].name] = rows

    def records(self) -> Iterator[tuple[str, list[Row]]]:
        """Yield the rows of records that go by an id, by table."""
        return ((RECORDS[statement].name, rows) for statement, rows in self._rows.items() if statement in RECORDS)

    def retract(self, connection: Connection) -> None:
        """Take away the rows that came from these entries; rows that others brought under the same key stay."""
        for statement, rows in self._rows.items():
            table = TABLE_OF.get(statement)
            if table is not None:
                names = [column.name for column in table.columns]
                by = [name for name in names if name in table.primary_key.columns or name in STAMP]
                where = " AND ".join(f"{name} = ?" for name in by)
                places = [names.index(name) for name in by]
                delete = f"DELETE FROM {table.name} WHERE {where}"  # noqa: S608 - our own names
                run(connection, delete, [tuple(row[place] for place in places) for row in rows])


RECORDS: dict[str, Table] = {}
"""The tables of records that go by an id of their own, by their insert: see `keep_one`."""
TABLE_OF: dict[str, Table] = {}
"""The table that an insert fills with whole rows, for `Batch.retract`; complete once the projectors are loaded."""


def whole(number: int) -> int:
    """Return a number that the database can hold; UnreadableContent for one that no laptop writes."""
    if abs(number) > MAX_INTEGER:
        raise UnreadableContent("a number in it is too large")
    return number


def iso(day: date | None) -> str | None:
    """Return a day as the tables keep it."""
    return day.isoformat() if day else None


def stamp(entry: Entry) -> tuple[int, bytes, int]:
    """Return what decides a conflict: clock, origin, number."""
    return entry.at, entry.origin, entry.seq


def note_about(batch: Batch, subject: str, entry: Entry) -> None:
    """Let an entry be found under one more subject than the one its content names."""
    batch.about.append((subject, entry.at, entry.origin, entry.seq))


def keep_first(table: Table) -> str:
    """Return the insert by which the row with the earliest stamp stays; columns in the table's order."""
    return _stamped(table, "<")


def keep_last(table: Table) -> str:
    """Return the insert by which the row with the latest stamp stays; columns in the table's order."""
    return _stamped(table, ">")


def keep_any(table: Table) -> str:
    """Return the insert for rows that are equal wherever their keys are."""
    return _known(table, f"{_insert(table)} ON CONFLICT DO NOTHING")


def keep_one(table: Table) -> str:
    """Return the insert for records that go by an id, the first column: the one that is there stays until `claims` has looked."""
    statement = keep_any(table)
    RECORDS[statement] = table
    return statement


def replace(table: Table) -> str:
    """Return the insert by which the new row stays: for rows derived from other projections."""
    return f"{_insert(table)} {_update(table)}"


def _stamped(table: Table, sign: str) -> str:
    new = ", ".join(f"excluded.{name}" for name in STAMP)
    old = ", ".join(f"{table.name}.{name}" for name in STAMP)
    return _known(table, f"{_insert(table)} {_update(table)} WHERE ({new}) {sign} ({old})")


def _known(table: Table, statement: str) -> str:
    TABLE_OF[statement] = table
    return statement


def _insert(table: Table) -> str:
    names = [column.name for column in table.columns]
    return f"INSERT INTO {table.name} ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})"  # noqa: S608 - our own names


def _update(table: Table) -> str:
    keys = [column.name for column in table.primary_key.columns]
    values = [column.name for column in table.columns if column.name not in keys]
    changes = ", ".join(f"{name} = excluded.{name}" for name in values)
    return f"ON CONFLICT({', '.join(keys)}) DO UPDATE SET {changes}"


_ABOUT = keep_any(schema.about)
