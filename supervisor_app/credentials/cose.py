"""COSE_Sign1 with Ed25519, as small as it gets: one integer-keyed map, a key id of eight bytes, our own external_aad.

Only the deterministic encoding is accepted: what does not encode back to the very same bytes is refused, which leaves no room for
trailing bytes, duplicate keys, other spellings or exotic types.
"""

from __future__ import annotations

from typing import TypeAlias

import cbor2
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from supervisor_app.credentials.keys import key_id
from supervisor_app.domain.frozen import dataclass

Payload: TypeAlias = dict[int, "bytes | str | int"]

_ALGORITHM, _KEY_ID = 1, 4
_EDDSA = -8
_PROTECTED = cbor2.dumps({_ALGORITHM: _EDDSA})
_MAX_DEPTH = 4


class NotCose(Exception):  # noqa: N818 - a finding about hostile input, never shown as it is
    """The bytes are not a COSE_Sign1 of the one form we write."""


@dataclass(frozen=True, slots=True)
class Envelope:
    """A COSE_Sign1 as read, not yet proven: whose key it claims (8 bytes), the bytes it is about, the signature."""

    key_id: bytes
    payload_bytes: bytes
    signature: bytes


@dataclass(frozen=True, slots=True)
class Signed(Envelope):
    """An envelope with one plain map inside: what it says."""

    payload: Payload


def sign(payload: Payload, key: Ed25519PrivateKey, external_aad: bytes) -> bytes:
    """Return the untagged COSE_Sign1 of the payload; the same payload and key give the same bytes."""
    return sign_bytes(cbor2.dumps(payload, canonical=True), key, external_aad)


def sign_bytes(body: bytes, key: Ed25519PrivateKey, external_aad: bytes) -> bytes:
    """Return the untagged COSE_Sign1 of a payload that is encoded already."""
    signature = key.sign(_to_be_signed(body, external_aad))
    header = {_KEY_ID: key_id(key.public_key().public_bytes_raw())}
    return cbor2.dumps([_PROTECTED, header, body, signature], canonical=True)


def read(data: bytes) -> Signed:
    """Return what a COSE_Sign1 says; raises NotCose for anything but the form that `sign` writes. The caller bounds the size."""
    envelope = read_envelope(data)
    payload = read_item(envelope.payload_bytes)
    if not isinstance(payload, dict) or not all(_plain(key, value) for key, value in payload.items()):
        raise NotCose("not a map of plain values")
    return Signed(envelope.key_id, envelope.payload_bytes, envelope.signature, payload)


def read_envelope(data: bytes) -> Envelope:
    """Return a COSE_Sign1 whatever its payload is; raises NotCose for another form. The caller bounds the size."""
    match read_item(data):
        case [bytes() as protected, {4: bytes() as identifier, **rest}, bytes() as body, bytes() as signature] if not rest:
            pass
        case _:
            raise NotCose("not a COSE_Sign1")
    if protected != _PROTECTED or len(identifier) != 8 or len(signature) != 64:
        raise NotCose("another algorithm or key")
    return Envelope(identifier, body, signature)


def holds(signed: Envelope, public_key: bytes, external_aad: bytes) -> bool:
    """Return whether the signature is this Ed25519 key's (32 bytes)."""
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(signed.signature, _to_be_signed(signed.payload_bytes, external_aad))
    except InvalidSignature:
        return False
    return True


def _to_be_signed(body: bytes, external_aad: bytes) -> bytes:
    return cbor2.dumps(["Signature1", _PROTECTED, external_aad, body], canonical=True)


def _plain(key: object, value: object) -> bool:
    return type(key) is int and type(value) in (bytes, str, int)


def read_item(data: bytes) -> object:
    """Return the one CBOR item in the bytes; raises NotCose where it is not in the deterministic encoding, or nested too deep."""
    try:
        value: object = cbor2.loads(data, max_depth=_MAX_DEPTH, allow_indefinite=False, allow_duplicate_keys=False)
        again = cbor2.dumps(value, canonical=True)
    except (cbor2.CBORError, ValueError, TypeError, OverflowError, RecursionError, MemoryError, ArithmeticError) as problem:
        raise NotCose("not CBOR") from problem
    if again != data:
        raise NotCose("not the deterministic encoding")
    return value
