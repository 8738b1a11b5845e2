"""Entries kept as proof whose content was erased: about whom they were, so that one which comes to stand is no riddle.

What stands by an admin's decision may have been proof here when its worker was erased. Without that note its content would be
missing on every laptop for ever: nobody has it, and no entry could name why.
"""

from __future__ import annotations

from dataclasses import fields
from typing import Any

import msgspec

from supervisor_app.ledger.entry import Entry
from supervisor_app.storage.connection import Connection

_FIELDS = tuple(field.name for field in fields(Entry))
_ACCEPTED = (
    "SELECT q.row, e.origin, e.seq FROM quarantine q JOIN entry e ON e.origin = q.origin AND e.seq = q.seq AND e.hash = q.hash "
    "WHERE q.origin = ? AND e.content IS NULL"
)
_EXPLAIN = "INSERT INTO erased_here (origin, seq, worker, there) VALUES (?, ?, ?, 0) ON CONFLICT DO NOTHING"


class _About(msgspec.Struct):
    worker: str = ""


def without_content(entry: Entry, worker: str) -> bytes:
    """Return an entry as it is kept once its content was erased with a worker's records: MessagePack, which reads as an Entry."""
    kept: dict[str, Any] = {name: getattr(entry, name) for name in _FIELDS}
    return msgspec.msgpack.encode({**kept, "salt": None, "content": None, "worker": worker})


def explain_accepted(connection: Connection, origin: bytes) -> None:
    """Note of an origin's kept entries that are part of the ledger by now, and were erased here before, that they were.

    To be called before they are let go of; the laptop's next sync names them to the others.
    """
    for row, *place in connection.exec_driver_sql(_ACCEPTED, (origin,)).all():
        if row and (worker := msgspec.msgpack.decode(row, type=_About).worker):
            connection.exec_driver_sql(_EXPLAIN, (*place, worker))
