"""Ed25519 keys by name: did:key and Multikey, the eight-byte key id, and how it is shown on paper and screen."""

from __future__ import annotations

import hashlib

DID_KEY = "did:key:"
_ED25519 = b"\xed\x01"  # multicodec ed25519-pub as a varint
_BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"


def did_key(public_key: bytes) -> str:
    """Return the did:key of an Ed25519 public key (32 bytes)."""
    return DID_KEY + multikey(public_key)


def multikey(public_key: bytes) -> str:
    """Return an Ed25519 public key (32 bytes) as Multikey: "z6Mk...", multibase base58btc of the tagged key."""
    if len(public_key) != 32:
        raise ValueError("an Ed25519 public key has 32 bytes")
    return multibase(_ED25519 + public_key)


def read_did_key(did: str) -> bytes | None:
    """Return the Ed25519 public key (32 bytes) that a did:key names, None for any other DID, key type or spelling."""
    return read_multikey(did.removeprefix(DID_KEY)) if did.startswith(DID_KEY) else None


def read_multikey(text: str) -> bytes | None:
    """Return the Ed25519 public key (32 bytes) of a Multikey, None for anything else."""
    data = read_multibase(text, 34)
    return data[2:] if data is not None and data[:2] == _ED25519 else None


def multibase(data: bytes) -> str:
    """Return bytes as multibase base58btc: "z" and the digits; leading zero bytes are leading ones."""
    number, digits = int.from_bytes(data, "big"), []
    while number:
        number, digit = divmod(number, 58)
        digits.append(_BASE58[digit])
    zeros = len(data) - len(data.lstrip(b"\x00"))
    return "z" + "1" * zeros + "".join(reversed(digits))


def read_multibase(text: str, length: int) -> bytes | None:
    """Return the `length` bytes of a multibase base58btc text, None for another length, alphabet or spelling."""
    if not text.startswith("z") or len(text) > 2 * length + 1:
        return None
    number = 0
    for letter in text[1:]:
        digit = _BASE58.find(letter)
        if digit < 0:
            return None
        number = number * 58 + digit
    if number.bit_length() > 8 * length:
        return None
    data = number.to_bytes(length, "big")
    return data if multibase(data) == text else None


def verification_method(did: str) -> str:
    """Return the one verification method of a did:key: its fragment repeats the key."""
    return f"{did}#{did.removeprefix(DID_KEY)}"


def method_for(issuer: str, public_key: bytes) -> str:
    """Return the verification method of an issuer's Ed25519 key: a did:key has the one, another id names the key behind "#"."""
    return verification_method(issuer) if issuer.startswith(DID_KEY) else f"{issuer}#{multikey(public_key)}"


def key_id(public_key: bytes) -> bytes:
    """Return the eight bytes that name a key in a QR payload: the start of its SHA-256."""
    return hashlib.sha256(public_key).digest()[:8]


def key_id_words(identifier: bytes | str) -> str:
    """Return a key id (bytes or hex) as it prints, in fours: "e922 55d5 ca0c a346"."""
    digits = identifier if isinstance(identifier, str) else identifier.hex()
    return " ".join(digits[start : start + 4] for start in range(0, len(digits), 4))
