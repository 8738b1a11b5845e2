"""The version of the local file, and the steps that bring an older one to it: `UPGRADES[n]` leads from version n to n + 1."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from supervisor_app.storage.connection import Connection

APPLICATION_ID = 0x53414C31
"""Marks our local files ("SAL1"): SQLite's application_id."""
SCHEMA_VERSION = 7
"""To be raised for a changed table, and for a changed rule that a projection uses (its upgrade step then only rebuilds)."""


def remake_projections(connection: Connection, progress: Callable[[int, int], None] | None = None) -> None:
    """Make every projected table anew as this version has it, and fill them from the entries; local tables that are new come too.

    `progress(done, total)` counts entries.

    Then what an older version did not know to belong to an erased record goes too.
    """
    from supervisor_app.storage import (  # an upgrade is rare: not for the window's start
        erasing,
        evidence_due,
        forged,
        projections,
        schema,
    )

    for statement in schema.statements(schema.local_tables(), if_not_exists=True):
        connection.exec_driver_sql(statement)
    for table in schema.PROJECTIONS:
        connection.exec_driver_sql(f"DROP TABLE IF EXISTS {table.name}")
    for statement in schema.statements(schema.PROJECTIONS):
        connection.exec_driver_sql(statement)
    forged.note_all_forged(connection)
    projections.rebuild(connection, progress)
    evidence_due.note_erased_due(connection)
    erasing.settle(connection, projections.erasures.all_erased(connection))


def _left_to_the_last(connection: Connection) -> None:
    """Nothing by itself: the last step makes every projected table anew, and once is enough."""


UPGRADES: Mapping[int, Callable[[Connection], None]] = {
    **dict.fromkeys(range(1, SCHEMA_VERSION - 1), _left_to_the_last),
    SCHEMA_VERSION - 1: remake_projections,
}
"""Version 1 was the first; 2 has what happened to certificates after their issue, 3 forks and which branch stands,
4 passports and endorsements that were handed out, 5 finds records by their paper form,
6 what was added to records after signing, 7 which evidence files a sync has to look at, what stands in for a branch whose
laptop is gone, and which of several records under one id stands."""
