"""Files that went with the records that named them, and those that something still names."""

from __future__ import annotations

from collections.abc import Collection, Iterable

import msgspec

from supervisor_app.domain.drafting import Undo
from supervisor_app.domain.observation import Draft
from supervisor_app.storage.connection import Connection
from supervisor_app.storage.driver import driver, run
from supervisor_app.storage.evidence_due import DUE, is_named


def note_erased_files(connection: Connection, digests: Iterable[str]) -> None:
    """Note files that went with what named them; who removes them looks whether somebody else's record still names them."""
    rows = [(digest,) for digest in digests]
    run(connection, "INSERT INTO erased_file (digest) VALUES (?) ON CONFLICT DO NOTHING", list(rows))
    run(connection, DUE, list(rows))  # the shared store has to let go of them


def erased_files(connection: Connection) -> frozenset[str]:
    """Return the digests (hex) of files that must be nowhere any more: erased, and named by nothing that is left."""
    erased = {row[0] for row in driver(connection).execute("SELECT digest FROM erased_file")}
    return frozenset(erased - still_named(connection, erased))


def still_named(connection: Connection, digests: Collection[str]) -> set[str]:
    """Return which of some files (digests in hex) a signed record or a draft of this laptop names."""
    named = {digest for digest in digests if is_named(connection, digest)}
    return named | (_named_by_drafts(connection) & set(digests) if len(named) < len(digests) else set())


def _named_by_drafts(connection: Connection) -> set[str]:
    named: set[str] = set()
    for (body,) in driver(connection).execute("SELECT body FROM draft").fetchall():
        named |= draft_files(connection, msgspec.json.decode(body, type=Draft))
    return named


def draft_files(connection: Connection, draft: Draft) -> set[str]:
    """Return the digests (hex) of the files of a draft, those that undo would bring back as well."""
    found = {file.digest for one in draft.observations for file in one.evidence}
    for (body,) in driver(connection).execute("SELECT body FROM draft_undo WHERE draft = ?", (draft.id,)).fetchall():
        before = msgspec.json.decode(body, type=Undo).before
        found |= {file.digest for file in before.evidence} if before else set()
    return found
