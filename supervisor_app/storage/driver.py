"""SQLite's own connection under one of ours, for the two paths where every microsecond counts: append and project."""

from __future__ import annotations

import sqlite3

from supervisor_app.storage.connection import Connection, Row

__all__ = ["Row", "driver", "run"]


def driver(connection: Connection) -> sqlite3.Connection:
    """Return the sqlite3 connection under a connection of the local database."""
    return connection.driver


def run(connection: Connection, statement: str, rows: list[Row]) -> None:
    """Run a statement for all rows; a single one without the overhead of many."""
    if len(rows) == 1:
        connection.driver.execute(statement, rows[0])
    elif rows:
        connection.driver.executemany(statement, rows)
