"""One laptop under a new origin: after a backup was restored or its disk copied, the old numbers are nobody's to use any more.

The old key endorses the new one, so that whoever trusted the old origin trusts the new one by the set of entries alone. What the
old origin wrote and could not keep is written anew with its own stamp, salt and content: only number and signature differ.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import msgspec.structs
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from supervisor_app.ledger.bodies import StationJoined
from supervisor_app.ledger.chain import Head, entry_at_stamp, head_after
from supervisor_app.ledger.contents import encode_content
from supervisor_app.ledger.endorsements import successor_message
from supervisor_app.ledger.entry import Entry
from supervisor_app.ledger.keys import KEY_BYTES, Randomness, StationKey

NOT_WRITTEN_ANEW = frozenset({"station.joined", "checkpoint"})
"""Kinds that speak about the old origin's own chain: true there, wrong anywhere else."""


def successor_of(station: StationKey, randomness: Randomness) -> StationKey:
    """Return the same installation under a new origin with a new signing key; what was sealed for it and every PIN stay."""
    return replace(station, origin=randomness(16), private=Ed25519PrivateKey.from_private_bytes(randomness(KEY_BYTES)))


def endorsed(before: StationKey, after: StationKey, joined: StationJoined) -> StationJoined:
    """Return the first record of a successor with the signature of the key before it."""
    message = successor_message(before.origin, after.origin, bytes.fromhex(after.public))
    return msgspec.structs.replace(joined, prev_origin=before.origin.hex(), endorsement=before.sign(message).hex())


def written_anew(
    station: StationKey, joined: StationJoined, by: str, entries: Sequence[Entry], *, at: int, salt: bytes
) -> list[Entry]:
    """Return the first entries of a successor: that it goes on, then `entries` of the origin before, signed by the new key.

    They keep their stamps, so that whoever changed the same field since still wins; the first one is stamped just before them, or
    `at` where there are none. Erased contents have nothing to be written anew.
    """
    content = encode_content(by=by, about=station.origin.hex(), body=joined)
    again = [(entry, entry.salt, entry.content) for entry in entries if entry.kind not in NOT_WRITTEN_ANEW]
    kept = [(entry, salt, text) for entry, salt, text in again if salt is not None and text is not None]
    first = kept[0][0].at - 1 if kept else at
    made = [entry_at_stamp(Head(station.origin), station, "station.joined", content, at=first, salt=salt)]
    for entry, old_salt, text in kept:
        made.append(entry_at_stamp(head_after(made[-1]), station, entry.kind, text, at=entry.at, salt=old_salt))
    return made
