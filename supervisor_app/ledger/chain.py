"""The chain of one origin: append to its head, and check a run of entries from a known head."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from supervisor_app.domain.frozen import dataclass
from supervisor_app.ledger.clock import MAX_STAMP, tick
from supervisor_app.ledger.entry import NO_ENTRY, Entry, digest_content, hash_entry
from supervisor_app.ledger.keys import StationKey, signature_holds

MAX_KIND = 64
SALT_BYTES = 16


@dataclass(frozen=True, slots=True)
class Head:
    """The newest entry known of an origin: number, hash, stamp. Number 0 means that none is known yet."""

    origin: bytes
    seq: int = 0
    hash: bytes = NO_ENTRY
    at: int = 0


@dataclass(frozen=True, slots=True)
class ChainProblem:
    """The first entry of a run that cannot be accepted, and why (one of the words of `chain.WORDS`)."""

    origin: bytes
    seq: int
    reason: str


@dataclass(frozen=True, slots=True)
class ChainResult:
    """The entries that may be accepted, the head after them, and what stopped the run (None where nothing did)."""

    good: tuple[Entry, ...]
    head: Head
    problem: ChainProblem | None = None


WORDS: dict[str, str] = {
    "gap": "an entry before it is missing",
    "chain": "it does not follow the entry before it",
    "header": "its header is not one that a laptop writes",
    "hash": "its hash does not fit its header",
    "digest": "its content was changed",
    "clock": "its time goes back",
    "signature": "the signature of the laptop does not fit",
}
"""What each problem means, to follow "Entry 12 of Line 3 laptop: ..."."""


def head_after(entry: Entry) -> Head:
    """Return the head that an entry makes."""
    return Head(entry.origin, entry.seq, entry.hash, entry.at)


def next_entry(head: Head, station: StationKey, kind: str, content: bytes, *, latest: int, now: datetime, salt: bytes) -> Entry:
    """Return the signed entry that follows `head`; `latest` is the newest stamp known of any origin, `salt` 16 random bytes."""
    if head.origin != station.origin:
        raise ValueError("a station appends to its own origin only")
    at = max(tick(max(latest, head.at), now), head.at + 1)  # whatever a clock that was ahead has left: a chain never goes back
    return entry_at_stamp(head, station, kind, content, at=at, salt=salt)


def entry_at_stamp(head: Head, station: StationKey, kind: str, content: bytes, *, at: int, salt: bytes) -> Entry:
    """Return the signed entry that follows `head` with a stamp that was worked out already (later than the head's)."""
    digest = digest_content(salt, content)
    header_hash = hash_entry(head.origin, head.seq + 1, kind, at, head.hash, digest)
    return Entry(
        origin=head.origin,
        seq=head.seq + 1,
        kind=kind,
        at=at,
        prev=head.hash,
        content_digest=digest,
        hash=header_hash,
        sig=station.sign(header_hash),
        salt=salt,
        content=content,
    )


def check_run(head: Head, entries: Sequence[Entry], public: bytes, *, every_signature: bool = False) -> ChainResult:
    """Check entries that should follow `head`, signed by the station key `public`; the good prefix and the first problem.

    Each hash holds the one before it, so the newest signature vouches for the whole run: one check per run unless
    `every_signature` is asked for. Where it does not fit, the run is cut after the last entry whose own signature does.
    """
    good: list[Entry] = []
    problem = None
    at: Head | Entry = head  # an entry stands for the head that it makes
    for entry in entries:
        reason = _problem(at, entry)
        if not reason and every_signature and not signature_holds(public, entry.sig, entry.hash):
            reason = "signature"
        if reason:
            problem = ChainProblem(entry.origin, entry.seq, reason)
            break
        good.append(entry)
        at = entry
    if good and not every_signature and not signature_holds(public, good[-1].sig, good[-1].hash):
        good, problem = _cut(good, public)
    return ChainResult(tuple(good), head_after(good[-1]) if good else head, problem)


def _cut(run: list[Entry], public: bytes) -> tuple[list[Entry], ChainProblem]:
    """Return the run up to the last entry with a fitting signature, and the problem of the one after it."""
    kept = len(run) - 1
    while kept and not signature_holds(public, run[kept - 1].sig, run[kept - 1].hash):
        kept -= 1
    return run[:kept], ChainProblem(run[kept].origin, run[kept].seq, "signature")


def _problem(head: Head | Entry, entry: Entry) -> str:
    """Return the word for what is wrong with `entry` after `head`, "" where nothing is."""
    if entry.origin != head.origin or entry.seq != head.seq + 1:
        return "gap"
    if entry.prev != head.hash:
        return "chain"
    if not _is_well_formed(entry):
        return "header"
    if hash_entry(entry.origin, entry.seq, entry.kind, entry.at, entry.prev, entry.content_digest) != entry.hash:
        return "hash"
    if entry.at <= head.at and head.seq:
        return "clock"
    return _content_problem(entry)


def _is_well_formed(entry: Entry) -> bool:
    """Whether the header fields are of the types and sizes that a laptop writes: a damaged file may hand us anything."""
    kind, at = entry.kind, entry.at
    return (
        isinstance(kind, str)
        and isinstance(at, int)
        and type(entry.hash) is type(entry.content_digest) is type(entry.sig) is bytes
        and len(entry.hash) == len(entry.content_digest) == 32
        and len(entry.sig) == 64
        and kind.isascii()
        and 0 < len(kind) <= MAX_KIND
        and 0 <= at < MAX_STAMP
    )


def _content_problem(entry: Entry) -> str:
    """An erased content (None) leaves nothing to compare; what is there must have the digest that the header names."""
    if entry.content is None and entry.salt is None:
        return ""
    if not isinstance(entry.content, bytes) or not isinstance(entry.salt, bytes):
        return "digest"
    fits = len(entry.salt) == SALT_BYTES and digest_content(entry.salt, entry.content) == entry.content_digest
    return "" if fits else "digest"
