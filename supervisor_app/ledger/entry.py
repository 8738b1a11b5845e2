"""One line of the ledger: the header that is chained and signed, and the content that hangs on it by a salted digest."""

from __future__ import annotations

import hashlib
import struct

from supervisor_app.domain.frozen import dataclass

ENTRY_TAG = b"supervisor-app/entry/v1\x00"
CONTENT_TAG = b"supervisor-app/content/v1\x00"
_HEADER = struct.Struct(">16sQQB")
NO_ENTRY = bytes(32)
"""`prev` of an origin's first entry."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A signed line. `origin` 16 bytes, `seq` from 1, `at` hybrid clock (milliseconds << 16 | counter), digests 32 bytes.

    `content` is RFC 8785 JSON, stored verbatim; `salt` (16 bytes) and `content` are None once erased.
    """

    origin: bytes
    seq: int
    kind: str
    at: int
    prev: bytes
    content_digest: bytes
    hash: bytes
    sig: bytes
    salt: bytes | None
    content: bytes | None


def digest_content(salt: bytes, content: bytes) -> bytes:
    """Return the digest that binds a content to its header: SHA-256(tag, 16-byte salt, content)."""
    return hashlib.sha256(CONTENT_TAG + salt + content).digest()


def hash_entry(origin: bytes, seq: int, kind: str, at: int, prev: bytes, content_digest: bytes) -> bytes:
    """Return the entry's hash: SHA-256 of the tag and the header fields in fixed order, lengths fixed or counted."""
    name = kind.encode("ascii")
    header = _HEADER.pack(origin, seq, at, len(name)) + name + prev + content_digest
    return hashlib.sha256(ENTRY_TAG + header).digest()
