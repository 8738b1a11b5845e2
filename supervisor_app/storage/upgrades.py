"""Steps that bring an older local database to this version: `UPGRADES[n]` leads from schema version n to n + 1."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sqlalchemy import Connection

UPGRADES: Mapping[int, Callable[[Connection], None]] = {}
"""Version 1 is the first; a step that changes what a projection holds ends with `projections.rebuild_in`."""
