"""Rows of the shared file that are not what the laptop wrote: told from forks, and put right by whoever holds the good ones."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from supervisor_app.domain.frozen import dataclass
from supervisor_app.ledger.chain import Head, check_run
from supervisor_app.ledger.entry import Entry
from supervisor_app.ledger.keys import signature_holds
from supervisor_app.ledger.sealing import KeyRing, SealedEntry, open_entries, open_or_bare
from supervisor_app.ledger.vectors import Vector
from supervisor_app.storage.shared_store import SharedConnection, drop_rows, put_head


@dataclass(frozen=True, slots=True)
class Compared:
    """Our entries of one run against the rows there: numbers `missing` there, `wrong` ones with the rows (None: no entry)."""

    missing: frozenset[int]
    wrong: Mapping[int, Entry | None]


def compare(
    ours: Sequence[Entry], there: Mapping[int, SealedEntry | None], ring: KeyRing, was_given_out: Callable[[SealedEntry], bool]
) -> Compared:
    """Compare our entries with the rows that lie under their numbers; `ring` opens their contents.

    `was_given_out` tells whether the key that a row says it is sealed with exists at all.
    """
    missing = frozenset(entry.seq for entry in ours if entry.seq not in there)
    opened = {entry.seq: _opened(there[entry.seq], entry, ring, was_given_out) for entry in ours if entry.seq in there}
    wrong = {entry.seq: opened[entry.seq] for entry in ours if entry.seq in there and opened[entry.seq] != entry}
    return Compared(missing, wrong)


def _opened(row: SealedEntry | None, ours: Entry, ring: KeyRing, was_given_out: Callable[[SealedEntry], bool]) -> Entry | None:
    """Open a row to be compared with ours. A content that was erased here, or whose key we were not given, counts as ours.

    One that names a key which nobody was given does not: its seal was changed, and nobody could ever read it.
    """
    if row is None:
        return None
    entry = open_or_bare(row, ring)
    locked = row.sealed is not None and open_entries((row,), ring).stopped == "locked"
    unknown = locked and was_given_out(row)
    return replace(entry, salt=ours.salt, content=ours.content) if unknown or ours.content is None else entry


def is_genuine(entry: Entry, public: bytes) -> bool:
    """Whether the laptop with this key wrote this very entry, whatever it follows."""
    before = Head(entry.origin, entry.seq - 1, entry.prev)
    return check_run(before, (entry,), public).problem is None and signature_holds(public, entry.sig, entry.hash)


def take_out(remote: SharedConnection, origin: bytes, compared: Compared) -> None:
    """Take wrong rows out of the shared file, in the transaction that writes the good ones."""
    if compared.wrong:
        drop_rows(remote, origin, sorted(compared.wrong))


def put_heads_right(remote: SharedConnection, there: Vector, known: Vector, right: Vector) -> int:
    """Let the list of heads say what can really be had; return how many were put right.

    A head that ends before a damaged row makes every laptop that holds more put it back: a laptop that lacks it can do no more.
    Only heads that are still as `known` when they were judged are touched.
    """
    changed = [head for origin, head in right.items() if there.get(origin) == known.get(origin)]
    for head in changed:
        put_head(remote, head)
    return len(changed)
