"""Contents as they lie in a shared store: sealed with a content key of the site, so that a lost stick shows not one name.

A sealed content stands where the salt and the content of an entry stand on a laptop. Its bytes are either

    0      1
    1-8    id of the content key
    9-20   nonce: the first 12 bytes of HMAC-SHA256(nonce key, hash of the entry)
    21-    ChaCha20-Poly1305 (RFC 8439) of salt (16 bytes) and content, tag at the end; additional data: bytes 0-8 and the hash

or, written by a laptop that was not given a content key yet and sealed for the mailbox of one,

    0      2
    1-8    id of the content key that opens the mailbox
    9-     HPKE in base mode (RFC 9180: X25519, HKDF-SHA256, ChaCha20-Poly1305); info: tag, bytes 0-8 and the hash

The hash of an entry holds its origin, its number and the salted digest of its content: one nonce never meets two contents, and
the same entry sealed on two laptops is the same bytes. What a content key (32 random bytes) is used for comes from HKDF-Expand
(RFC 5869) of it: its id, the key of the cipher, the key of the nonces, the private key of the mailbox.
"""

from __future__ import annotations

import hashlib
import hmac
import struct
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple, Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from supervisor_app.domain.frozen import dataclass
from supervisor_app.ledger.chain import SALT_BYTES
from supervisor_app.ledger.entry import Entry
from supervisor_app.ledger.keys import KEY_BYTES, Randomness, open_box, seal_for

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

KEY_ID_BYTES, NONCE_BYTES, TAG_BYTES = 8, 12, 16
WITH_KEY, FOR_MAILBOX = b"\x01", b"\x02"
_START = 1 + KEY_ID_BYTES
_BODY = _START + NONCE_BYTES
MAX_OVERHEAD = 128
"""A sealed content is longer than its content by at most so many bytes."""
_MAILBOX_TAG = b"supervisor-app/mailbox/v1\x00"
_BLOB_TAG = b"supervisor-app/blob/v1\x00"
_BOX_TAG = b"supervisor-app/content-key/v1\x00"


class NoKey(Exception):  # noqa: N818 - an expected answer
    """A content is sealed with a key that this laptop was not given."""


class BrokenSeal(Exception):  # noqa: N818 - an expected answer
    """A sealed content was changed, or belongs to another entry."""


class Sealer(Protocol):
    """What contents are sealed with on the way into a shared store."""

    def seal(self, entry_hash: bytes, salt: bytes, content: bytes) -> bytes:
        """Return the sealed content of the entry with that hash."""


class SealedEntry(NamedTuple):
    """An entry as a shared store holds it: the header as it is, the content sealed; `sealed` is None once erased.

    A tuple, as rows are: a first pull makes a million of them.
    """

    origin: bytes
    seq: int
    kind: str
    at: int
    prev: bytes
    content_digest: bytes
    hash: bytes
    sig: bytes
    sealed: bytes | None


@dataclass(frozen=True, slots=True)
class Mailbox:
    """Where a laptop without a content key puts what only those with the key may read: key id (8 bytes), X25519 key (hex)."""

    key_id: bytes
    public: str

    def seal(self, entry_hash: bytes, salt: bytes, content: bytes) -> bytes:
        """Seal for whoever holds the content key."""
        start = FOR_MAILBOX + self.key_id
        return start + seal_for(self.public, salt + content, _MAILBOX_TAG + start + entry_hash)


@dataclass(frozen=True)
class ContentKey:
    """One content key of the site; everything else about it follows from its 32 secret bytes."""

    secret: bytes = field(repr=False)

    @cached_property
    def id(self) -> bytes:
        """What the key is called (8 bytes); says nothing about it."""
        return self._derived(b"id", KEY_ID_BYTES)

    @cached_property
    def mailbox(self) -> Mailbox:
        """The mailbox that this key opens."""
        return Mailbox(self.id, self._private.public_key().public_bytes_raw().hex())

    def seal(self, entry_hash: bytes, salt: bytes, content: bytes) -> bytes:
        """Seal a content; the same bytes at every call."""
        nonce = hmac.digest(self._nonce_key, entry_hash, hashlib.sha256)[:NONCE_BYTES]
        return self._start + nonce + self._cipher.encrypt(nonce, salt + content, self._start + entry_hash)

    def open(self, name: bytes, sealed: bytes) -> bytes:
        """Return what was sealed under a name with this key or for its mailbox. Raises BrokenSeal."""
        try:
            if sealed[0] == WITH_KEY[0]:
                return self._cipher.decrypt(sealed[_START:_BODY], sealed[_BODY:], self._start + name)
            return open_box(self._private, sealed[_START:], _MAILBOX_TAG + sealed[:_START] + name)
        except (InvalidTag, ValueError) as error:
            raise BrokenSeal from error

    @cached_property
    def _start(self) -> bytes:
        return WITH_KEY + self.id

    @cached_property
    def _cipher(self) -> ChaCha20Poly1305:
        from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305  # for a sync, not for the window's start

        return ChaCha20Poly1305(self._derived(b"contents", KEY_BYTES))

    @cached_property
    def _nonce_key(self) -> bytes:
        return self._derived(b"nonces", KEY_BYTES)

    @cached_property
    def _private(self) -> X25519PrivateKey:
        return X25519PrivateKey.from_private_bytes(self._derived(b"mailbox", KEY_BYTES))

    def _derived(self, purpose: bytes, length: int) -> bytes:
        """Return HKDF-Expand (RFC 5869) of the secret, one block: `length` up to 32 bytes."""
        return hmac.digest(self.secret, _BOX_TAG + purpose + b"\x01", hashlib.sha256)[:length]


def new_content_key(randomness: Randomness) -> ContentKey:
    """Make a content key."""
    return ContentKey(randomness(KEY_BYTES))


def blob_name(digest: bytes, part: int, parts: int) -> bytes:
    """Return the name (32 bytes) under which a part of a file is sealed: none that an entry can have, whatever is in the file."""
    return hashlib.sha256(_BLOB_TAG + struct.pack(">32sII", digest, part, parts)).digest()


def box_key(key: ContentKey, recipient: str) -> bytes:
    """Seal a content key for the holder of an X25519 key (hex)."""
    return seal_for(recipient, key.secret, _BOX_TAG + key.id)


def unbox_key(private: X25519PrivateKey, key_id: bytes, box: bytes) -> ContentKey:
    """Return the content key in a box; BrokenSeal where it was sealed for somebody else or holds another key than it says."""
    try:
        key = ContentKey(open_box(private, box, _BOX_TAG + key_id))
    except ValueError as error:
        raise BrokenSeal from error
    if len(key.secret) != KEY_BYTES or key.id != key_id:
        raise BrokenSeal
    return key


@dataclass(frozen=True, slots=True)
class KeyRing:
    """The content keys that this laptop was given, by id; `newest` seals (None where it must use the mailbox)."""

    keys: Mapping[bytes, ContentKey]
    newest: ContentKey | None = None

    def open(self, entry_hash: bytes, sealed: bytes) -> tuple[bytes, bytes]:
        """Return the salt (16 bytes) and the content. Raises NoKey, and BrokenSeal where it was changed."""
        plain = self.open_blob(entry_hash, sealed)
        if len(plain) < SALT_BYTES:
            raise BrokenSeal
        return plain[:SALT_BYTES], plain[SALT_BYTES:]

    def open_blob(self, name: bytes, sealed: bytes) -> bytes:
        """Return what was sealed under a name (32 bytes): the hash of an entry, or `blob_name`. Raises NoKey and BrokenSeal."""
        if len(sealed) < _BODY or sealed[:1] not in (WITH_KEY, FOR_MAILBOX):
            raise BrokenSeal
        key = self.keys.get(sealed[1:_START])
        if key is None:
            raise NoKey
        return key.open(name, sealed)


@dataclass(frozen=True, slots=True)
class Opened:
    """A run of entries with their contents open, and why it ends before the last: "" (it does not), "locked" or "seal"."""

    entries: tuple[Entry, ...]
    stopped: str = ""


def key_of(entry: SealedEntry) -> bytes:
    """Return the id of the content key that a content says it is sealed with; empty where there is none."""
    return entry.sealed[1:_START] if entry.sealed is not None else b""


def is_for_mailbox(entry: SealedEntry) -> bool:
    """Return whether a content was sealed by a laptop that had no content key."""
    return entry.sealed is not None and entry.sealed[:1] == FOR_MAILBOX


def seal_entries(entries: Iterable[Entry], sealer: Sealer) -> list[SealedEntry]:
    """Return entries as a shared store holds them."""
    return [
        SealedEntry(
            origin=entry.origin,
            seq=entry.seq,
            kind=entry.kind,
            at=entry.at,
            prev=entry.prev,
            content_digest=entry.content_digest,
            hash=entry.hash,
            sig=entry.sig,
            sealed=None if entry.salt is None or entry.content is None else sealer.seal(entry.hash, entry.salt, entry.content),
        )
        for entry in entries
    ]


def open_entries(entries: Sequence[SealedEntry], ring: KeyRing) -> Opened:
    """Open the contents of a run, up to the first that cannot be opened."""
    opened: list[Entry] = []
    for entry in entries:
        if entry.sealed is None:
            opened.append(_with_content(entry, None, None))
            continue
        try:
            plain = ring.open_blob(entry.hash, entry.sealed)
        except NoKey:
            return Opened(tuple(opened), "locked")
        except BrokenSeal:
            return Opened(tuple(opened), "seal")
        if len(plain) < SALT_BYTES:
            return Opened(tuple(opened), "seal")
        opened.append(_with_content(entry, plain[:SALT_BYTES], plain[SALT_BYTES:]))
    return Opened(tuple(opened))


def open_or_bare(entry: SealedEntry, ring: KeyRing) -> Entry:
    """Return an entry, without its content where that cannot be opened: the header alone proves who wrote it."""
    opened = open_entries((entry,), ring).entries
    return opened[0] if opened else _with_content(entry, None, None)


def _with_content(entry: SealedEntry, salt: bytes | None, content: bytes | None) -> Entry:
    return Entry(
        origin=entry.origin,
        seq=entry.seq,
        kind=entry.kind,
        at=entry.at,
        prev=entry.prev,
        content_digest=entry.content_digest,
        hash=entry.hash,
        sig=entry.sig,
        salt=salt,
        content=content,
    )
