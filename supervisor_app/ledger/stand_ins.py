"""Stand-ins: origins under which the records of a branch are written anew for a laptop that will not do it itself.

Anybody may write one, as it proves itself: its first entry carries the headers of the branch, hashed as that laptop did and
signed by its key, and only entries of just these kinds, stamps and contents count under it. Whether it counts an admin decides.
"""

from __future__ import annotations

import base64
import binascii
import struct
from collections.abc import Iterable, Sequence
from typing import TypeAlias

from supervisor_app.domain.frozen import dataclass
from supervisor_app.ledger.authority_facts import Fact, origin_of
from supervisor_app.ledger.canonical import MAX_BYTES
from supervisor_app.ledger.chain import MAX_KIND
from supervisor_app.ledger.clock import MAX_STAMP
from supervisor_app.ledger.entry import Entry, hash_entry
from supervisor_app.ledger.fork_bodies import BranchProof
from supervisor_app.ledger.keys import signature_holds

Header: TypeAlias = tuple[str, int, bytes]
"""What stays of an entry that is written anew: kind, stamp, digest of the content."""
_PACKED = struct.Struct(">HQ32s")
_IN_TEXT = _PACKED.size * 4 // 3
_MOST_OF_A_KIND = 6
"""Bytes that a letter of a kind may take in a content."""
MOST_BYTES = MAX_BYTES - 64 * 1024
"""Of headers and kinds in a proof: beside it a content says how the laptop is called. About 73,000 records."""


@dataclass(frozen=True, slots=True)
class StandIn:
    """What an origin stands in for: of which laptop (its origin), the branch (hash of its first entry), and what that held."""

    station: bytes
    branch: bytes
    headers: frozenset[Header]


def is_provable(run: Sequence[Entry]) -> bool:
    """Whether a proof of a run fits into the content of one entry."""
    kinds = {entry.kind for entry in run}
    size = len(run) * _IN_TEXT + sum(len(kind) * _MOST_OF_A_KIND + len('"",') for kind in kinds)
    return size <= MOST_BYTES and all(kind.isprintable() for kind in kinds)


def proof_of(run: Sequence[Entry]) -> BranchProof:
    """Return the proof of a run of checked entries of one chain, which are at least one, and provable."""
    kinds = tuple(dict.fromkeys(entry.kind for entry in run))
    packed = b"".join(_PACKED.pack(kinds.index(entry.kind), entry.at, entry.content_digest) for entry in run)
    return BranchProof(
        station=run[0].origin.hex(),
        number=run[0].seq,
        before=run[0].prev.hex(),
        kinds=kinds,
        headers=base64.b64encode(packed).decode(),
        sig=run[-1].sig.hex(),
    )


def headers_of(proof: BranchProof) -> tuple[Header, ...]:
    """Return the headers that a proof holds; ValueError where they are none."""
    try:
        packed = base64.b64decode(proof.headers, validate=True)
        rows = [(proof.kinds[kind], at, digest) for kind, at, digest in _PACKED.iter_unpack(packed)]
    except (binascii.Error, struct.error, IndexError) as error:
        raise ValueError("no headers of a branch") from error
    if not rows or any(not kind.isascii() or len(kind) > MAX_KIND or at >= MAX_STAMP for kind, at, _ in rows):
        raise ValueError("no headers that a laptop writes")
    return tuple(rows)


def read_proof(proof: BranchProof, public: str) -> StandIn | None:
    """Return what a proof proves, knowing the key (Ed25519, hex) of the laptop that it names; None where that did not sign it."""
    try:
        headers, station, at = headers_of(proof), bytes.fromhex(proof.station), bytes.fromhex(proof.before)
        first = b""
        for seq, (kind, stamp, digest) in enumerate(headers, proof.number):
            at = hash_entry(station, seq, kind, stamp, at, digest)
            first = first or at
        if not signature_holds(bytes.fromhex(public), bytes.fromhex(proof.sig), at):
            return None
    except (ValueError, struct.error):
        return None
    return StandIn(station, first, frozenset(headers))


def stand_ins_of(facts: Iterable[Fact]) -> dict[bytes, StandIn]:
    """Return what each origin stands in for that proves it, of all facts."""
    joined = {fact.place[1]: fact.body for fact in facts if fact.kind == "station.joined" and fact.place[2] == 1}
    found = {}
    for origin, body in joined.items():
        known = joined.get(origin_of(body.branch.station)) if body.branch is not None else None
        if known is not None and known.branch is None and (proven := read_proof(body.branch, known.ed25519)) is not None:
            found[origin] = proven
    return found
