"""Laptops that were not let in: how much of what they wrote is here, and of which of them not everything was taken."""

from __future__ import annotations

from collections.abc import Iterable

from supervisor_app.ledger.chain import Head
from supervisor_app.ledger.vectors import Vector
from supervisor_app.storage import remote_records
from supervisor_app.storage.connection import Connection
from supervisor_app.storage.meta_values import put_value, value_of

MOST_RECORDS = 5_000
MOST_BYTES = 16 * 1024 * 1024
"""What is taken from one of them: more than a person writes in the weeks before an admin finds time."""
MOST_LAPTOPS = 64
"""Of how many: a gigabyte at most comes of it."""
_LET_IN = "SELECT origin FROM standing UNION SELECT origin FROM own_origin"
_KEPT_OUT = "kept_out"


def let_in(connection: Connection) -> frozenset[bytes]:
    """Return the origins of the laptops that were let in, also those that were lost since, and of this one before."""
    return frozenset(connection.exec_driver_sql(_LET_IN).scalars())


def is_let_in(connection: Connection, origin: bytes) -> bool:
    """Return whether a laptop was let in, or was this one before."""
    statement = f"SELECT 1 WHERE ? IN ({_LET_IN})"
    return connection.exec_driver_sql(statement, (origin,)).first() is not None


def count_strangers(connection: Connection, but: Iterable[bytes]) -> int:
    """Return of how many laptops that were not let in there is something here, but for some origins."""
    rows = connection.exec_driver_sql(f"SELECT origin FROM head WHERE origin NOT IN ({_LET_IN})")  # noqa: S608 - our own names
    return len(set(rows.scalars()) - set(but))


def bytes_of(connection: Connection, origin: bytes) -> int:
    """Return how many bytes the contents of an origin take here."""
    statement = "SELECT coalesce(sum(length(content)), 0) FROM entry WHERE origin = ?"
    return int(connection.exec_driver_sql(statement, (origin,)).scalar_one())


def kept_out(connection: Connection) -> int:
    """Return of how many laptops that were not let in the last sync left something on the shared store."""
    return int(value_of(connection, _KEPT_OUT) or 0)


def note_kept_out(connection: Connection, laptops: int) -> None:
    """Note it in the place of what was noted before."""
    put_value(connection, _KEPT_OUT, str(laptops))


def turned_away(connection: Connection, store: str) -> dict[bytes, Head]:
    """Return the heads of strangers that were looked at when there was no room for them."""
    return remote_records.read_seen(connection, _away(store))


def turn_away(connection: Connection, store: str, heads: Vector) -> None:
    """Note the heads of strangers that were looked at and for whom there was no room."""
    remote_records.write_seen(connection, _away(store), heads)


def _away(store: str) -> str:
    return f"{store} turned away"
