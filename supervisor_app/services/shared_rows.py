"""Rows of the shared store, held against their own chain and against the records of this laptop: what is wrong with which."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field
from typing import NamedTuple

from supervisor_app.domain.erasure import is_erasable
from supervisor_app.domain.frozen import dataclass
from supervisor_app.ledger.chain import Head, check_run, head_after
from supervisor_app.ledger.entry import Entry
from supervisor_app.ledger.sealing import KeyRing, SealedEntry, key_of, open_entries, open_or_bare

KEPT = 500
"""Numbers that are kept of what was found; the rest is counted."""
MISSING, OTHER, SEAL, HEADER, CONTENT = "missing", "other", "seal", "header", "digest"


class Fault(NamedTuple):
    """A row that is not what it should be: its number, why, and whether this laptop holds the good record."""

    seq: int
    reason: str
    held: bool


@dataclass(slots=True)
class Numbers:
    """Numbers of records: how many, and the first of them."""

    count: int = 0
    kept: list[int] = field(default_factory=list)

    def add(self, seq: int) -> None:
        """Count one."""
        self.count += 1
        if len(self.kept) < KEPT:
            self.kept.append(seq)


@dataclass(slots=True)
class ChainAudit:
    """The walk over one laptop's rows: `at` is the last one looked at, its hash empty where that one was no good.

    `locked` contents could not be opened here, `emptied` ones are gone there and not here, `back` ones are there though they
    were erased.
    """

    origin: bytes
    at: Head
    good: int = 0
    faults: list[Fault] = field(default_factory=list)
    faulty: int = 0
    locked: int = 0
    emptied: Numbers = field(default_factory=Numbers)
    back: Numbers = field(default_factory=Numbers)

    def add_fault(self, seq: int, reason: str, *, held: bool) -> None:
        """Keep what is wrong with a row."""
        self.faulty += 1
        if len(self.faults) < KEPT:
            self.faults.append(Fault(seq, reason, held))


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Rows of one laptop up to a number, by number (None: no record at all), and our own records among them.

    `gone` are the numbers of those whose content was erased here for good. `public` is the key that the laptop signs with,
    `given` the ids of all content keys that were ever handed out.
    """

    upto: int
    rows: Mapping[int, SealedEntry | None]
    ours: Mapping[int, Entry]
    gone: frozenset[int]
    ring: KeyRing
    public: bytes
    given: frozenset[bytes]


def look_at(audit: ChainAudit, batch: Batch) -> None:
    """Check the rows that follow `audit.at` and go on to the end of the batch."""
    if not _all_good(audit, batch):
        for seq in range(audit.at.seq + 1, batch.upto + 1):
            _look_at_one(audit, batch, seq)
    for seq, row in batch.rows.items():
        mine = batch.ours.get(seq)
        if row is not None and mine is not None and row.hash == mine.hash:
            if row.sealed is None and mine.content is not None:
                audit.emptied.add(seq)
            elif row.sealed is not None and seq in batch.gone:
                audit.back.add(seq)


def _all_good(audit: ChainAudit, batch: Batch) -> bool:
    """The quick way through rows of which nothing is wrong: one chain, and one signature where we hold the same records."""
    rows = [row for _, row in sorted(batch.rows.items()) if row is not None]
    if not audit.at.hash or len(rows) != batch.upto - audit.at.seq:
        return False
    opened = open_entries(rows, batch.ring)
    same = all(_is_ours(row, batch.ours.get(row.seq)) for row in rows)
    if opened.stopped or not (same or all(_may_be_so(entry) for entry in opened.entries)):
        return False
    checked = check_run(audit.at, opened.entries, batch.public, every_signature=not same)
    if checked.problem is not None or any(row.seq in batch.ours and not _is_ours(row, batch.ours[row.seq]) for row in rows):
        return False
    audit.at, audit.good = checked.head, audit.good + len(rows)
    return True


def _look_at_one(audit: ChainAudit, batch: Batch, seq: int) -> None:
    before, row, mine = audit.at, batch.rows.get(seq), batch.ours.get(seq)
    audit.at = Head(audit.origin, seq, b"")  # what follows is believed about this one, unless it is good
    if row is None:
        audit.add_fault(seq, HEADER if seq in batch.rows else MISSING, held=mine is not None)
        return
    entry = open_or_bare(row, batch.ring)
    anchor = before if before.hash else Head(audit.origin, seq - 1, row.prev)
    checked = check_run(anchor, (entry,), batch.public, every_signature=True)
    reason = checked.problem.reason if checked.problem else _seal_problem(audit, row, batch) or _other(row, mine)
    if not reason and not _may_be_so(entry) and row.sealed is None and mine is None:
        reason = CONTENT
    if reason:
        audit.add_fault(seq, reason, held=mine is not None)
    else:
        audit.at, audit.good = head_after(entry), audit.good + 1


def _seal_problem(audit: ChainAudit, row: SealedEntry, batch: Batch) -> str:
    """Whether a seal was broken; one whose key we were not given is counted, unless nobody was ever given it."""
    stopped = open_entries((row,), batch.ring).stopped
    if stopped == "locked" and key_of(row) in batch.given:
        audit.locked += 1
        return ""
    return SEAL if stopped else ""


def _other(row: SealedEntry, mine: Entry | None) -> str:
    return "" if mine is None or _is_ours(row, mine) else OTHER


def _is_ours(row: SealedEntry, mine: Entry | None) -> bool:
    """Whether it is the same record; what hangs on the hash is the same then, but for the signature."""
    return mine is not None and row.hash == mine.hash and row.sig == mine.sig


def _may_be_so(entry: Entry) -> bool:
    """What runs the site is never erased: its content was taken away where there is none."""
    return entry.content is not None or is_erasable(entry.kind)


def runs_of(numbers: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Yield numbers in order as runs (after, up to)."""
    start = last = 0
    for number in numbers:
        if last and number == last + 1:
            last = number
            continue
        if last:
            yield start - 1, last
        start = last = number
    if last:
        yield start - 1, last
