"""Which entries stand in the ledger under another number: written anew, with the same kind, stamp and content."""

from __future__ import annotations

from collections.abc import Iterable

from supervisor_app.ledger.entry import Entry
from supervisor_app.storage.connection import Connection
from supervisor_app.storage.driver import driver

_BELIEVED = (
    "SELECT 1 FROM standing t WHERE t.origin = e.origin AND (t.listed = 1 OR (t.cut_at IS NULL OR e.at < t.cut_at) "
    "AND (t.cut_seq IS NULL OR e.seq <= t.cut_seq))"
)
"""What was brought back once is not written again, also where its laptop was lost before it wrote that."""
_COUNTS = f"SELECT 1 FROM entry e WHERE e.kind = ? AND e.at = ? AND e.content_digest = ? AND EXISTS ({_BELIEVED}) LIMIT 1"  # noqa: S608
_IS_HERE = (
    "SELECT 1 FROM entry e WHERE e.kind = ? AND e.at = ? AND e.content_digest = ? AND NOT EXISTS (SELECT 1 FROM station s "
    "WHERE s.origin = e.origin AND s.stands_for <> '' "
    "AND NOT EXISTS (SELECT 1 FROM standing t WHERE t.origin = e.origin)) LIMIT 1"
)


def counting(connection: Connection, entries: Iterable[Entry]) -> frozenset[bytes]:
    """Return the content digests of those that an entry of a laptop that is believed says too: nothing is lost of them."""
    return _found(connection, _COUNTS, entries)


def said_here(connection: Connection, entries: Iterable[Entry]) -> frozenset[bytes]:
    """Return the content digests of those that any entry here says, also of a laptop not believed yet; not of such a stand-in."""
    return _found(connection, _IS_HERE, entries)


def _found(connection: Connection, statement: str, entries: Iterable[Entry]) -> frozenset[bytes]:
    plain = driver(connection)
    asked = ((entry.content_digest, (entry.kind, entry.at, entry.content_digest)) for entry in entries)
    return frozenset(digest for digest, values in asked if plain.execute(statement, values).fetchone())
