"""Acts whose personal signature does not fit: whoever wrote them had the laptop but not the member's PIN. They count nowhere.

A signature is a function of its entry alone, and looking at one takes longer than all else about it: it is looked at once, when
the entry comes in, and what does not fit is noted. So a rebuild need not look at a million signatures again; an audit does.
Who may act is worked out from signatures that fit in any case (`projections.authority.read_fact`).
"""

from __future__ import annotations

from collections.abc import Iterable

from supervisor_app.ledger.acts import act_problem
from supervisor_app.ledger.authority_facts import AUTHORITY_KINDS
from supervisor_app.ledger.contents import ACT_KINDS
from supervisor_app.ledger.entry import Entry
from supervisor_app.ledger.envelope import UnreadableContent
from supervisor_app.storage import ledger_store
from supervisor_app.storage.connection import Connection
from supervisor_app.storage.driver import driver, run

REASON = "Its personal signature does not fit: whoever wrote it did not have the PIN of the member whom it names."
_LOOKED_AT = ACT_KINDS - AUTHORITY_KINDS
_IS_FORGED = "SELECT 1 FROM forged_act WHERE origin = ? AND seq = ?"
_NOTE = "INSERT INTO forged_act (origin, seq) VALUES (?, ?) ON CONFLICT DO NOTHING"


def note_forged(connection: Connection, entries: Iterable[Entry]) -> None:
    """Look at the personal signatures of some entries, before they are projected, and note which do not fit."""
    run(connection, _NOTE, [(entry.origin, entry.seq) for entry in entries if is_forged(entry)])


def note_all_forged(connection: Connection) -> None:
    """Look at the personal signatures of all entries."""
    for chunk in ledger_store.chunks(connection):
        note_forged(connection, chunk)


def is_forged(entry: Entry) -> bool:
    """Whether an act carries a signature that does not fit it; one that says nothing to this version is not looked at."""
    if entry.kind not in _LOOKED_AT or entry.content is None:
        return False
    try:
        return bool(act_problem(entry.kind, entry.content))
    except UnreadableContent:
        return False


class ForgedActs:
    """Answers whether an act is signed by nobody: where none is, and that is the rule, after one look for all."""

    def __init__(self, connection: Connection) -> None:
        self._plain = driver(connection)
        self._some = self._plain.execute("SELECT 1 FROM forged_act LIMIT 1").fetchone() is not None

    def __contains__(self, place: tuple[bytes, int]) -> bool:
        return self._some and self._plain.execute(_IS_FORGED, place).fetchone() is not None


def forget_after(connection: Connection, origin: bytes, seq: int) -> None:
    """Forget what was noted of entries beyond a number that are taken out of the ledger: others may come in their place."""
    run(connection, "DELETE FROM forged_act WHERE origin = ? AND seq > ?", [(origin, seq)])
