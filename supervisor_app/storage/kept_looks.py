"""Whether a sync has to look at what was kept of branches: only where something changed since on which the answer hangs.

What is kept may be much, and most syncs change nothing about it: records of laptops of which nothing is kept take nothing away.
"""

from __future__ import annotations

import hashlib

from supervisor_app.storage.connection import Connection
from supervisor_app.storage.meta_values import put_value, value_of

_CHANGES, _LOOKED = "kept_changes", "kept_looked_at"
_PARTED = "SELECT 1 FROM branch LIMIT 1"
_HANGS_ON = (
    f"SELECT value FROM meta WHERE key = '{_CHANGES}'",  # noqa: S608 - our own name
    "SELECT h.origin, h.hash FROM head h WHERE EXISTS (SELECT 1 FROM quarantine q WHERE q.origin = h.origin) ORDER BY h.origin",
    "SELECT max(rowid) FROM authority",  # who is believed, what is decided: both only ever grow, but for a rebuild
    "SELECT max(rowid) FROM branch",
    "SELECT origin, state FROM own_origin ORDER BY origin",
)


def look_due(connection: Connection) -> str:
    """Return what is to be noted once all that is kept was looked at; "" where it was, or where no chain ever parted."""
    if connection.exec_driver_sql(_PARTED).first() is None:
        return ""
    running = hashlib.sha256()
    for statement in _HANGS_ON:
        running.update(repr([tuple(row) for row in connection.exec_driver_sql(statement)]).encode())
    return "" if value_of(connection, _LOOKED) == running.hexdigest() else running.hexdigest()


def note_looked(connection: Connection, due: str) -> None:
    """Note that all was looked at which `look_due` asked for; what changed since asks for another look."""
    put_value(connection, _LOOKED, due)


def note_kept_changed(connection: Connection) -> None:
    """Note that something else is kept than before."""
    put_value(connection, _CHANGES, str(int(value_of(connection, _CHANGES) or 0) + 1))


def forget_looked(connection: Connection) -> None:
    """Let all be looked at once: the tables are made anew, by other rules perhaps."""
    put_value(connection, _LOOKED, "")
