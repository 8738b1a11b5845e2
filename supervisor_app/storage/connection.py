"""A connection to a station's own SQLite file: Python's own driver, spoken to as SQLAlchemy speaks to its driver.

The local file is always SQLite and every statement on it is written out, so SQLAlchemy would only stand between: its import is a
third of the window's start. It defines the tables (`schema`) and carries the shared store, which may be PostgreSQL.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from supervisor_app.domain.observation import Draft

Row: TypeAlias = tuple[Any, ...]
"""One row, in the order of the statement's columns."""


class Rows:
    """What a statement returned, read once: by iteration or by one of the methods."""

    __slots__ = ("_cursor",)

    def __init__(self, cursor: sqlite3.Cursor) -> None:
        self._cursor = cursor

    def __iter__(self) -> Iterator[Row]:
        return self._cursor

    @property
    def rowcount(self) -> int:
        """How many rows a change touched."""
        return self._cursor.rowcount

    def all(self) -> list[Row]:
        """Return every row that is left."""
        return self._cursor.fetchall()

    def first(self) -> Row | None:
        """Return the first row, None where there is none; the rest is let go."""
        row: Row | None = self._cursor.fetchone()
        self._cursor.close()
        return row

    def one(self) -> Row:
        """Return the only row; LookupError where there are none or several."""
        rows = self._cursor.fetchmany(2)
        self._cursor.close()
        if len(rows) != 1:
            raise LookupError("not one row")
        return tuple(rows[0])

    def scalar(self) -> Any:  # noqa: ANN401 - as the column holds it
        """Return the first column of the first row, None where there is none."""
        row = self.first()
        return None if row is None else row[0]

    def scalar_one(self) -> Any:  # noqa: ANN401 - as the column holds it
        """Return the first column of the only row; LookupError where there are none or several."""
        return self.one()[0]

    def scalars(self) -> list[Any]:
        """Return the first column of every row."""
        return [row[0] for row in self._cursor]


class Connection:
    """One connection of the local database; `driver` is SQLite's own, for the paths where every microsecond counts.

    `known` is the last draft that was written or read, beside its bytes: where a row still holds these very bytes, whoever wrote
    it, nothing has to be decoded.
    """

    __slots__ = ("driver", "known")

    def __init__(self, driver: sqlite3.Connection) -> None:
        self.driver = driver
        self.known: tuple[bytes, Draft] | None = None

    def exec_driver_sql(self, statement: str, parameters: Row | Sequence[Row] = ()) -> Rows:
        """Run a statement with the values of its question marks; with a list of rows, once for each."""
        try:
            if isinstance(parameters, list):
                return Rows(self.driver.executemany(statement, parameters))
            return Rows(self.driver.execute(statement, parameters))
        except UnicodeDecodeError as error:
            raise _damaged() from error

    def close(self) -> None:
        """Close it."""
        self.driver.close()


def _damaged() -> sqlite3.DatabaseError:
    """Return what the driver would say if it could: SQLite's words quote a table's statement, of which damage made no text."""
    problem = sqlite3.DatabaseError("malformed database schema")
    problem.sqlite_errorcode = sqlite3.SQLITE_CORRUPT
    return problem
