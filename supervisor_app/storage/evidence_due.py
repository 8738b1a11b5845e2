"""Which evidence files the next sync has to look at: a queue, so that a sync with nothing to do asks the disk for none of them.

A file gets in when an entry names it or an erasure takes it, and when it is found missing or spoiled here. It stays in until it
is here and in the shared store (or, erased, in neither), so what a crash left half done is done again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from supervisor_app.domain.frozen import dataclass
from supervisor_app.storage.connection import Connection
from supervisor_app.storage.driver import driver
from supervisor_app.storage.meta_values import put_value, value_of

DUE = "INSERT INTO evidence_due (digest, spoiled) VALUES (?, 0) ON CONFLICT DO NOTHING"
"""Puts a file in that an entry names or an erasure took."""
_FOUND = (
    "INSERT INTO evidence_due (digest, spoiled) VALUES (?, ?) ON CONFLICT(digest) DO UPDATE SET spoiled = excluded.spoiled "
    "WHERE spoiled <> excluded.spoiled"
)
_ALL = "INSERT INTO evidence_due (digest, spoiled) SELECT DISTINCT digest, 0 FROM {table} WHERE true ON CONFLICT DO NOTHING"
_SETTLE = (
    "DELETE FROM evidence_due WHERE digest = ? AND EXISTS (SELECT 1 FROM evidence e WHERE e.digest = evidence_due.digest) = ?"
)
_LOOKED = "evidence_looked_at"


@dataclass(frozen=True, slots=True)
class DueFiles:
    """Digests (hex) of files to be looked at: those that records name, each with whether it was found spoiled; `erased` ones.

    No record names an erased one; a draft may. `over` are those of which nothing is known any more.
    """

    named: dict[str, bool]
    erased: frozenset[str]
    over: frozenset[str]


def due_files(connection: Connection) -> DueFiles:
    """Return what is to be looked at; it takes as long as that is many, however many files there are."""
    rows: dict[str, bool] = {
        digest: bool(spoiled) for digest, spoiled in connection.exec_driver_sql("SELECT digest, spoiled FROM evidence_due")
    }
    named = {digest: spoiled for digest, spoiled in rows.items() if is_named(connection, digest)}
    unnamed = rows.keys() - named.keys()
    erased = {digest for digest in unnamed if _is_erased(connection, digest)}
    return DueFiles(named, frozenset(erased), frozenset(unnamed - erased))


def is_named(connection: Connection, digest: str) -> bool:
    """Return whether a signed record names a file."""
    return driver(connection).execute("SELECT 1 FROM evidence WHERE digest = ?", (digest,)).fetchone() is not None


def _is_erased(connection: Connection, digest: str) -> bool:
    return driver(connection).execute("SELECT 1 FROM erased_file WHERE digest = ?", (digest,)).fetchone() is not None


def note_due(connection: Connection, digests: Mapping[str, bool]) -> None:
    """Let files be looked at that are missing here, or (True) spoiled: what lies here is not what its name says."""
    connection.exec_driver_sql(_FOUND, [(digest, int(spoiled)) for digest, spoiled in sorted(digests.items())])


def is_due(connection: Connection, digest: str, *, spoiled: bool) -> bool:
    """Return whether a file is noted already, as spoiled or as missing."""
    statement = "SELECT 1 FROM evidence_due WHERE digest = ? AND spoiled = ?"
    return driver(connection).execute(statement, (digest, int(spoiled))).fetchone() is not None


def note_all_due(connection: Connection) -> None:
    """Let every file be looked at once: after a restore, where files went missing, where a store holds who knows what."""
    for table in ("evidence", "erased_file"):
        connection.exec_driver_sql(_ALL.format(table=table))


def note_erased_due(connection: Connection) -> None:
    """Let every file be looked at that was ever erased: it may lie in the shared store again."""
    connection.exec_driver_sql(_ALL.format(table="erased_file"))


def settle_due(connection: Connection, digests: Iterable[str], *, named: bool) -> None:
    """Let go of files that were looked at and are where they should be, unless records say another thing of them by now.

    Who looked found them `named` by a record, or by none: one that was erased meanwhile stays due.
    """
    connection.exec_driver_sql(_SETTLE, [(digest, int(named)) for digest in sorted(digests)])


def looked_at(connection: Connection) -> tuple[str, str]:
    """Return when files on this disk were looked at last in turn (ISO day, "" for never), and up to which digest (hex)."""
    day, digest = (value_of(connection, _LOOKED) or " ").split(" ")
    return day, digest


def note_looked_at(connection: Connection, day: str, digest: str) -> None:
    """Note up to which digest (hex) files were looked at on a day (ISO)."""
    put_value(connection, _LOOKED, f"{day} {digest}")
