"""The key that backups are sealed for: its private half follows from a passphrase, only its public half lies on the laptop.

So a backup is sealed without asking anybody, and opens with nothing but the passphrase, on any laptop.
"""

from __future__ import annotations

import unicodedata

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hpke
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from supervisor_app.domain.frozen import dataclass
from supervisor_app.ledger.keys import KEY_BYTES, Randomness, Sealing

_SUITE = hpke.Suite(hpke.KEM.X25519, hpke.KDF.HKDF_SHA256, hpke.AEAD.CHACHA20_POLY1305)
_BOX = b"supervisor-app/backup/v1\x00"
_VERSION = "1"
_MOST_KIB, _MOST_PASSES, _MOST_LANES = 1024 * 1024, 16, 16
"""A backup may come from anywhere: it must not make the laptop work for hours or fill its memory."""


class WrongPassphrase(Exception):  # noqa: N818 - an expected answer
    """The passphrase is not the one these backups are sealed with."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BackupKey:
    """What backups are sealed for. `public` (X25519) and `salt` are bytes; `sealing` says how hard the passphrase is to try."""

    sealing: Sealing
    salt: bytes
    public: bytes

    def text(self) -> str:
        """Return it as one word, as settings and backups carry it."""
        hard = self.sealing
        parts = (_VERSION, hard.memory_kib, hard.passes, hard.lanes, self.salt.hex(), self.public.hex())
        return ":".join(str(part) for part in parts)


def backup_key(passphrase: str, sealing: Sealing, randomness: Randomness) -> BackupKey:
    """Return the key that follows from a new passphrase."""
    salt = randomness(16)
    public = _private(passphrase, salt, sealing).public_key().public_bytes_raw()
    return BackupKey(sealing=sealing, salt=salt, public=public)


def read_backup_key(text: str) -> BackupKey:
    """Return the key that a word names; ValueError where it names none."""
    version, memory, passes, lanes, salt, public = text.split(":")
    sealing = Sealing(memory_kib=int(memory), passes=int(passes), lanes=int(lanes))
    bounded = 8 <= sealing.memory_kib <= _MOST_KIB and 1 <= sealing.passes <= _MOST_PASSES and 1 <= sealing.lanes <= _MOST_LANES
    key = BackupKey(sealing=sealing, salt=bytes.fromhex(salt), public=bytes.fromhex(public))
    if version != _VERSION or not bounded or len(key.salt) != 16 or len(key.public) != KEY_BYTES:
        raise ValueError("not the key of a backup")
    return key


def seal_file_key(key: BackupKey, secret: bytes) -> bytes:
    """Seal the key that one backup's bytes are encrypted with (HPKE, RFC 9180)."""
    return _SUITE.encrypt(secret, X25519PublicKey.from_public_bytes(key.public), _BOX)


def open_file_key(key: BackupKey, box: bytes, passphrase: str) -> bytes:
    """Return the key that a backup's bytes are encrypted with; WrongPassphrase, or ValueError where the box is damaged."""
    private = _private(passphrase, key.salt, key.sealing)
    if private.public_key().public_bytes_raw() != key.public:
        raise WrongPassphrase
    try:
        return _SUITE.decrypt(box, private, _BOX)
    except InvalidTag as error:
        raise ValueError("the backup's key is damaged") from error


def _private(passphrase: str, salt: bytes, sealing: Sealing) -> X25519PrivateKey:
    kdf = Argon2id(salt=salt, length=KEY_BYTES, iterations=sealing.passes, lanes=sealing.lanes, memory_cost=sealing.memory_kib)
    return X25519PrivateKey.from_private_bytes(kdf.derive(unicodedata.normalize("NFC", passphrase.strip()).encode()))
