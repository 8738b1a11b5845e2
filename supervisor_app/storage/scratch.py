"""A database to compare with: on the disk, seen by nobody, gone with its connection however the program ends."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager

from supervisor_app.storage import people_search, schema
from supervisor_app.storage.connection import Connection
from supervisor_app.storage.database import sorted_errors

_PRAGMAS = ("journal_mode=OFF", "synchronous=OFF", "cache_size=-49152", "temp_store=FILE", "trusted_schema=OFF")
FOR_LISTS = frozenset(
    {
        *("sign_off_waits", "sign_off_finished", "sign_off_amends", "sign_off_questioned"),
        *("certificate_questioned", "certificate_issued", "certificate_valid_until", "certificate_number"),
        *("certificate_ends", "certificate_ends_early", "certificate_withdrawn", "certificate_replaced"),
    }
)
"""Indexes of the two large tables that only pages look through: nobody pages here, and nothing that projects asks them."""


@contextmanager
def scratch_database() -> Iterator[Connection]:
    """Give an empty database with our tables, of any size in bounded memory.

    SQLite's own temporary file: deleted while it is open (Windows: by the system when it is closed), so that a killed check
    leaves nothing behind.
    """
    with sorted_errors(), closing(sqlite3.connect("", isolation_level=None, check_same_thread=False)) as driver:
        for pragma in _PRAGMAS:
            driver.execute(f"PRAGMA {pragma}").close()
        connection = Connection(driver)
        for statement in schema.statements(without=FOR_LISTS):
            connection.exec_driver_sql(statement)
        people_search.create_index(connection)
        driver.execute("BEGIN")
        yield connection
