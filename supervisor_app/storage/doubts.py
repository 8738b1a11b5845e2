"""What does not seem right on the shared store, kept here until the next sync has put it right."""

from __future__ import annotations

import msgspec

from supervisor_app.storage.connection import Connection
from supervisor_app.storage.meta_values import put_value, value_of

_DOUBTS = "shared_doubts"
_STRUCTURES = "shared_structures_doubted"
MOST_RUNS = 500


class Doubts(msgspec.Struct, frozen=True):
    """Runs of records (origin in hex, after, up to) and evidence files (digests in hex) to be looked at and put right.

    `erased`: contents or files may lie there that were erased. `rest`: how many rows are still to be looked at, as something
    that is no sync changed the store. `store`: the id (hex) of the store that this is about.
    """

    store: str = ""
    runs: tuple[tuple[str, int, int], ...] = ()
    files: tuple[str, ...] = ()
    erased: bool = False
    rest: int = 0

    def __bool__(self) -> bool:
        return bool(self.runs or self.files or self.erased or self.rest)


def read_doubts(connection: Connection, store: str) -> Doubts:
    """Return what was noted about a store (id in hex)."""
    value = value_of(connection, _DOUBTS)
    found = msgspec.json.decode(value, type=Doubts) if value else Doubts()
    return found if found.store == store else Doubts(store)


def note_doubts(connection: Connection, doubts: Doubts) -> None:
    """Note what the next sync has to look at, in the place of what was noted before; nothing where there are no doubts."""
    put_value(connection, _DOUBTS, msgspec.json.encode(doubts).decode() if doubts else "")


def structures_doubted(connection: Connection, store: str) -> bool:
    """Whether an audit found the file of a store (id in hex) damaged, and no look at its structures found it whole since."""
    return bool(store) and value_of(connection, _STRUCTURES) == store


def note_structures(connection: Connection, store: str, *, doubted: bool) -> None:
    """Note whether the structures of a file are in doubt: a sync may never read the page that is damaged, and must say so."""
    put_value(connection, _STRUCTURES, store if doubted else "")
