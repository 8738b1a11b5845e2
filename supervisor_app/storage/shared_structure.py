"""Whether the tables of a shared database are as we make them, and their rows can be read: the twin of SQLite's own check."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import Connection, Table, UniqueConstraint
from sqlalchemy.dialects import postgresql

from supervisor_app.storage.shared_tables import shared_metadata

_POSTGRES = postgresql.dialect()  # type: ignore[no-untyped-call]


def fit_in(connection: Connection) -> None:
    """Let the server plan an insert into each table: its error where a column, its type or the key is not what we make."""
    for table in shared_metadata.sorted_tables:
        connection.exec_driver_sql(f"EXPLAIN {_insert_of_nothing(table)}")


def read_through(connection: Connection, reading: Callable[[], None]) -> None:
    """Let the server read every row to its last byte: its error where one cannot be read any more.

    It may take minutes for a table: `reading` is called before each.
    """
    for table in shared_metadata.sorted_tables:
        reading()
        connection.exec_driver_sql(f"SELECT count(sha256(convert_to(CAST(one AS text), 'UTF8'))) FROM {table.name} AS one")  # noqa: S608 - our own names


def _insert_of_nothing(table: Table) -> str:
    columns = [column for column in table.columns if column.name != "pos"]
    values = ", ".join(f"CAST(NULL AS {column.type.compile(_POSTGRES)})" for column in columns)
    unique = next((one for one in table.constraints if isinstance(one, UniqueConstraint)), table.primary_key)
    key = ", ".join(column.name for column in unique.columns)
    names = ", ".join(column.name for column in columns)
    same = f"SELECT {values} UNION ALL SELECT {names} FROM {table.name}"  # noqa: S608 - our own names
    return f"INSERT INTO {table.name} ({names}) {same} ON CONFLICT ({key}) DO NOTHING"
