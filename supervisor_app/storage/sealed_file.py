"""A file of any size, sealed: a head that names its key, then chunks that cannot be changed, cut off or put in another order.

Layout: magic, length of the head (4 bytes), head (JSON), chunks of AES-256-GCM over CHUNK bytes each. The nonce is the chunk's
number, as the key is new for every file; the associated data are the head's digest and whether the chunk is the last one.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from cryptography.exceptions import InvalidTag

from supervisor_app.domain.frozen import dataclass
from supervisor_app.ledger.backup_keys import BackupKey, open_file_key, read_backup_key, seal_file_key
from supervisor_app.ledger.keys import KEY_BYTES, Randomness

MAGIC = b"sign-off backup 1\n"
CHUNK = 1024 * 1024
_TAG = 16
_MOST_HEAD = 64 * 1024


class DamagedSeal(ValueError):  # noqa: N818 - says what it is
    """The sealed file was changed or cut off, or is none."""


@dataclass(frozen=True, slots=True)
class Head:
    """For which key a file is sealed, the sealed key of its bytes, the digest that ties the chunks to it."""

    key: BackupKey
    box: bytes
    digest: bytes


def is_sealed(path: Path) -> bool:
    """Tell whether a file starts as a sealed one."""
    with path.open("rb") as file:
        return file.read(len(MAGIC)) == MAGIC


def seal(plain: Iterator[bytes], target: BinaryIO, key: BackupKey, randomness: Randomness) -> bytes:
    """Write chunks (each CHUNK bytes, the last one shorter) sealed for `key`; return the key of the bytes, to read back."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    secret = randomness(KEY_BYTES)
    text = json.dumps({"key": key.text(), "box": base64.b64encode(seal_file_key(key, secret)).decode()}).encode()
    target.write(MAGIC + len(text).to_bytes(4, "big") + text)
    cipher, digest = AESGCM(secret), hashlib.sha256(text).digest()
    number = 0
    for number, (chunk, last) in enumerate(_with_last(plain)):
        target.write(cipher.encrypt(number.to_bytes(12, "big"), chunk, digest + bytes([last])))
    return secret


def read_head(source: BinaryIO) -> Head:
    """Read the head of a sealed file; DamagedSeal where it has none."""
    if source.read(len(MAGIC)) != MAGIC:
        raise DamagedSeal("not a sealed backup")
    length = int.from_bytes(source.read(4), "big")
    if not 0 < length <= _MOST_HEAD:
        raise DamagedSeal("its head is damaged")
    text = source.read(length)
    try:
        head = json.loads(text)
        return Head(read_backup_key(head["key"]), base64.b64decode(head["box"], validate=True), hashlib.sha256(text).digest())
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise DamagedSeal("its head is damaged") from error


def open_with(head: Head, passphrase: str) -> bytes:
    """Return the key of the bytes; WrongPassphrase, or DamagedSeal."""
    try:
        return open_file_key(head.key, head.box, passphrase)
    except ValueError as error:
        raise DamagedSeal("its key is damaged") from error


def opened(source: BinaryIO, head: Head, secret: bytes) -> Iterator[bytes]:
    """Yield the plain chunks that follow the head; DamagedSeal at the first one that is not as it was written."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    cipher = AESGCM(secret)
    for number, (chunk, last) in enumerate(_with_last(iter(lambda: source.read(CHUNK + _TAG), b""))):
        try:
            yield cipher.decrypt(number.to_bytes(12, "big"), chunk, head.digest + bytes([last]))
        except (InvalidTag, ValueError) as error:
            raise DamagedSeal("it was changed or cut off") from error


def _with_last(chunks: Iterator[bytes]) -> Iterator[tuple[bytes, bool]]:
    """Yield each chunk with whether it is the last; of nothing, one empty chunk."""
    before = next(chunks, b"")
    for chunk in chunks:
        yield before, False
        before = chunk
    yield before, True
