"""The version of the local file, and the steps that bring an older one to it: `UPGRADES[n]` leads from version n to n + 1."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from supervisor_app.storage.connection import Connection

APPLICATION_ID = 0x53414C31
"""Marks our local files ("SAL1"): SQLite's application_id."""
SCHEMA_VERSION = 1
"""To be raised for a changed table, and for a changed rule that a projection uses (its upgrade step then only rebuilds)."""
UPGRADES: Mapping[int, Callable[[Connection], None]] = {}
"""Version 1 is the first; a step that changes what a projection holds ends with `projections.rebuild_in`."""
