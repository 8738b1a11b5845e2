"""The driver's own connection under an SQLAlchemy one, for the two paths where every microsecond counts: append and project.

The transaction stays SQLAlchemy's (`Database.write`); only the statements go straight to SQLite: an append costs a third less.
What the driver refuses is sorted by `storage.errors` like everything else.
"""

from __future__ import annotations

import sqlite3
from typing import Any, TypeAlias, cast

from sqlalchemy import Connection

Row: TypeAlias = tuple[Any, ...]


def driver(connection: Connection) -> sqlite3.Connection:
    """Return the sqlite3 connection that an SQLAlchemy connection of the local database holds."""
    return cast(sqlite3.Connection, connection.connection.driver_connection)


def run(connection: Connection, statement: str, rows: list[Row]) -> None:
    """Run a statement for all rows; a single one without the overhead of many."""
    if len(rows) == 1:
        driver(connection).execute(statement, rows[0])
    elif rows:
        driver(connection).executemany(statement, rows)
