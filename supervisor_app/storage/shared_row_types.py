"""What the rows of a shared store have to be: types and lengths, as a shared file can hold anything."""

from __future__ import annotations

from typing import TypeGuard

from supervisor_app.ledger.canonical import MAX_BYTES
from supervisor_app.ledger.chain import MAX_KIND
from supervisor_app.ledger.clock import MAX_STAMP
from supervisor_app.ledger.sealing import MAX_OVERHEAD

ORIGIN_BYTES, HASH_BYTES, SIG_BYTES, ID_BYTES, KEY_BYTES = 16, 32, 64, 16, 32


def is_entry(row: tuple[object, ...]) -> bool:
    """Whether a row has the types and lengths of an entry."""
    origin, seq, kind, at, prev, content_digest, hash_, sig, sealed = row
    return (
        is_bytes(origin, ORIGIN_BYTES)
        and is_bytes(prev, HASH_BYTES)
        and is_bytes(content_digest, HASH_BYTES)
        and is_bytes(hash_, HASH_BYTES)
        and is_bytes(sig, SIG_BYTES)
        and is_number(seq)
        and is_number(at)
        and isinstance(kind, str)
        and len(kind) <= MAX_KIND
        and (sealed is None or (isinstance(sealed, bytes) and len(sealed) <= MAX_BYTES + MAX_OVERHEAD))
    )


def is_head(origin: object, seq: object, hash_: object) -> bool:
    """Whether a row has the types and lengths of a head."""
    return is_bytes(origin, ORIGIN_BYTES) and is_number(seq) and is_bytes(hash_, HASH_BYTES)


def is_bytes(value: object, length: int) -> TypeGuard[bytes]:
    """Whether a value is so many bytes."""
    return isinstance(value, bytes) and len(value) == length


def is_number(value: object) -> TypeGuard[int]:
    """Whether a value can be the number or the stamp of an entry."""
    return isinstance(value, int) and 0 < value < MAX_STAMP
