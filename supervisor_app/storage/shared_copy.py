"""Many entries into PostgreSQL at once: COPY in binary form, which takes a fraction of what as many inserts take."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection

from supervisor_app.ledger.sealing import SealedEntry

LEAST = 50
"""Fewer rows than this are inserted: COPY is not worth its own steps then."""
COLUMNS = ("origin", "seq", "kind", "at", "prev", "content_digest", "hash", "sig", "sealed")
_TYPES = ("bytea", "int8", "text", "int8", "bytea", "bytea", "bytea", "bytea", "bytea")
_COPY = f"COPY entry ({', '.join(COLUMNS)}) FROM STDIN (FORMAT BINARY)"


def copied(connection: Connection, entries: Sequence[SealedEntry]) -> bool:
    """Add entries by COPY and return whether that was possible: where one is there already nothing is added."""
    from psycopg.errors import UniqueViolation

    driver: Any = connection.connection.driver_connection
    cursor = driver.cursor()
    cursor.execute("SAVEPOINT before_copy")
    try:
        with cursor.copy(_COPY) as copy:
            copy.set_types(_TYPES)
            for item in entries:
                copy.write_row(
                    (
                        item.origin,
                        item.seq,
                        item.kind,
                        item.at,
                        item.prev,
                        item.content_digest,
                        item.hash,
                        item.sig,
                        item.sealed,
                    )
                )
    except UniqueViolation:
        cursor.execute("ROLLBACK TO SAVEPOINT before_copy")
        return False
    cursor.execute("RELEASE SAVEPOINT before_copy")
    return True
