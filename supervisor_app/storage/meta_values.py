"""The table `meta` of a laptop's own file: single values by name, which belong to no other table."""

from __future__ import annotations

from supervisor_app.storage.connection import Connection

_PUT = "INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT(key) DO UPDATE SET value = excluded.value"


def value_of(connection: Connection, key: str) -> str:
    """Return a value, "" where there is none."""
    found = connection.exec_driver_sql("SELECT value FROM meta WHERE key = ?", (key,)).scalar()
    return "" if found is None else str(found)


def put_value(connection: Connection, key: str, value: str) -> None:
    """Keep a value in the place of the one before; an empty one is none."""
    if value:
        connection.exec_driver_sql(_PUT, (key, value))
    else:
        connection.exec_driver_sql("DELETE FROM meta WHERE key = ?", (key,))
