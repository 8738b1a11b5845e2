"""Keys: a station's, a member's, the issuer's; sealed with a PIN and a station secret, or for one member by HPKE."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import field
from typing import TYPE_CHECKING

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives import hpke
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from supervisor_app.domain.frozen import dataclass

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

Randomness = Callable[[int], bytes]

KEY_BYTES = 32
ISSUER_BOX = b"supervisor-app/issuer-key/v1\x00"
_MEMBER_BOX = b"supervisor-app/member-keys/v1\x00"
_SUITE = hpke.Suite(hpke.KEM.X25519, hpke.KDF.HKDF_SHA256, hpke.AEAD.CHACHA20_POLY1305)


class WrongPin(Exception):  # noqa: N818 - an expected answer
    """The PIN (or the station secret) does not open the sealed keys."""


@dataclass(frozen=True, slots=True)
class StationKey:
    """This installation's identity: origin (16 bytes), signing key, and the secret (32 bytes) that every PIN is mixed with.

    `sealing` opens what is sealed for this installation: the content keys of the site.
    """

    origin: bytes
    private: Ed25519PrivateKey
    secret: bytes = field(repr=False)
    sealing: X25519PrivateKey

    @property
    def public(self) -> str:
        """The public key in hex."""
        return self.private.public_key().public_bytes_raw().hex()

    @property
    def sealing_public(self) -> str:
        """The X25519 public key in hex."""
        return self.sealing.public_key().public_bytes_raw().hex()

    def sign(self, data: bytes) -> bytes:
        """Return the Ed25519 signature (64 bytes) of `data`."""
        return self.private.sign(data)


@dataclass(frozen=True, slots=True)
class MemberKeys:
    """A member's private keys on this station, open: `ed25519` signs acts, `x25519` opens what is sealed for the member."""

    member: str
    ed25519: Ed25519PrivateKey
    x25519: X25519PrivateKey

    @property
    def signing_public(self) -> str:
        """The Ed25519 public key in hex."""
        return self.ed25519.public_key().public_bytes_raw().hex()

    @property
    def sealing_public(self) -> str:
        """The X25519 public key in hex."""
        return self.x25519.public_key().public_bytes_raw().hex()


@dataclass(frozen=True, slots=True, kw_only=True)
class Sealing:
    """How hard a PIN is to try: Argon2id's memory (KiB), passes and lanes. The default is RFC 9106's second choice (64 MiB)."""

    memory_kib: int = 64 * 1024
    passes: int = 3
    lanes: int = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedMemberKeys:
    """A member's keys at rest; bytes in hex. Opens with the PIN and the secret of the station it was sealed on."""

    member: str
    ed25519: str
    x25519: str
    sealing: Sealing
    salt: str
    nonce: str
    box: str


def new_station_key(randomness: Randomness) -> StationKey:
    """Make the identity of a new installation."""
    origin, signing = randomness(16), Ed25519PrivateKey.from_private_bytes(randomness(KEY_BYTES))
    return StationKey(origin, signing, randomness(KEY_BYTES), X25519PrivateKey.from_private_bytes(randomness(KEY_BYTES)))


def new_member_keys(member: str, randomness: Randomness) -> MemberKeys:
    """Make a member's keys for one station."""
    signing = Ed25519PrivateKey.from_private_bytes(randomness(KEY_BYTES))
    return MemberKeys(member, signing, X25519PrivateKey.from_private_bytes(randomness(KEY_BYTES)))


def seal_member_keys(keys: MemberKeys, pin: str, secret: bytes, sealing: Sealing, randomness: Randomness) -> SealedMemberKeys:
    """Seal a member's keys under Argon2id(PIN, station secret)."""
    salt, nonce = randomness(16), randomness(12)
    plain = keys.ed25519.private_bytes_raw() + keys.x25519.private_bytes_raw()
    wrap = cipher(stretch(pin, secret, salt, sealing))
    return SealedMemberKeys(
        member=keys.member,
        ed25519=keys.signing_public,
        x25519=keys.sealing_public,
        sealing=sealing,
        salt=salt.hex(),
        nonce=nonce.hex(),
        box=wrap.encrypt(nonce, plain, _MEMBER_BOX + keys.member.encode()).hex(),
    )


def open_member_keys(sealed: SealedMemberKeys, pin: str, secret: bytes) -> MemberKeys:
    """Open a member's keys; WrongPin where the PIN or the station secret is not the one they were sealed with."""
    wrap = cipher(stretch(pin, secret, bytes.fromhex(sealed.salt), sealed.sealing))
    try:
        plain = wrap.decrypt(bytes.fromhex(sealed.nonce), bytes.fromhex(sealed.box), _MEMBER_BOX + sealed.member.encode())
    except InvalidTag as error:
        raise WrongPin from error
    signing = Ed25519PrivateKey.from_private_bytes(plain[:KEY_BYTES])
    return MemberKeys(sealed.member, signing, X25519PrivateKey.from_private_bytes(plain[KEY_BYTES:]))


def seal_for(public: str, plain: bytes, purpose: bytes) -> bytes:
    """Seal `plain` for the holder of an X25519 public key (hex) by HPKE (RFC 9180); `purpose` must match when opening."""
    return _SUITE.encrypt(plain, X25519PublicKey.from_public_bytes(bytes.fromhex(public)), purpose)


def open_sealed(keys: MemberKeys, box: bytes, purpose: bytes) -> bytes:
    """Open what was sealed for this member; ValueError where it was sealed for somebody else or is damaged."""
    return open_box(keys.x25519, box, purpose)


def open_box(private: X25519PrivateKey, box: bytes, purpose: bytes) -> bytes:
    """Open what was sealed for an X25519 key; ValueError where it was sealed for another one or is damaged."""
    try:
        return _SUITE.decrypt(box, private, purpose)
    except InvalidTag as error:
        raise ValueError("the box was sealed for another key or is damaged") from error


def signature_holds(public: bytes, signature: bytes, data: bytes) -> bool:
    """Return whether `signature` is by the Ed25519 key `public` (32 bytes) over `data`; malformed ones simply do not hold."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, data)
    except (InvalidSignature, ValueError):
        return False
    return True


def cipher(key: bytes) -> ChaCha20Poly1305:
    """Return ChaCha20-Poly1305 under a key of 32 bytes."""
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305  # for a PIN, not for the window's start

    return ChaCha20Poly1305(key)


def stretch(pin: str, secret: bytes, salt: bytes, sealing: Sealing) -> bytes:
    """Return the key (32 bytes) that Argon2id makes of what a person types."""
    kdf = Argon2id(
        salt=salt,
        length=KEY_BYTES,
        iterations=sealing.passes,
        lanes=sealing.lanes,
        memory_cost=sealing.memory_kib,
        secret=secret,
    )
    return kdf.derive(unicodedata.normalize("NFC", pin).encode())
