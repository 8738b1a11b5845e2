"""Laptops whose request to join was declined here: nobody on this laptop is asked for them again. No other one hears of it."""

from __future__ import annotations

import msgspec

from supervisor_app.storage.connection import Connection
from supervisor_app.storage.meta_values import put_value, value_of

MOST = 1_000
"""How many are remembered; the oldest is forgotten first, and asks again."""
_DECLINED = "requests_declined"


def declined(connection: Connection) -> tuple[str, ...]:
    """Return their origins in hex, the one declined last at the end."""
    value = value_of(connection, _DECLINED)
    return msgspec.json.decode(value, type=tuple[str, ...]) if value else ()


def decline(connection: Connection, station: str) -> None:
    """Remember one (its origin in hex)."""
    others = [one for one in declined(connection) if one != station]
    put_value(connection, _DECLINED, msgspec.json.encode([*others, station][-MOST:]).decode())
