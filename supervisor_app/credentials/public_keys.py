"""Public keys of issuers as bytes: an Ed25519 key by its 32 bytes, a P-256 or RSA key by its SubjectPublicKeyInfo (DER).

Badges are proven with Ed25519; the other two only appear in web tokens of other issuers.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping
from typing import TypeAlias

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

from supervisor_app.credentials.keys import multibase, read_multibase, read_multikey

Known: TypeAlias = "Ed25519PublicKey | ec.EllipticCurvePublicKey | rsa.RSAPublicKey"

ALGORITHMS = ("EdDSA", "ES256", "RS256")
ED25519_BYTES = 32
MIN_RSA, MAX_RSA = 2048, 8192
MAX_KEY_BYTES = 2000
_P256 = b"\x80\x24"  # multicodec p256-pub as a varint
_TEXT = re.compile(r"[A-Za-z0-9_-]{1,2000}")


def is_ed25519(public_key: bytes) -> bool:
    """Whether these are the bytes of an Ed25519 key."""
    return len(public_key) == ED25519_BYTES


def algorithm_of(public_key: bytes) -> str:
    """Return the one algorithm a key is used with: "EdDSA", "ES256" or "RS256", empty for bytes that are no key of ours."""
    key = _loaded(public_key)
    if isinstance(key, Ed25519PublicKey):
        return "EdDSA"
    return "" if key is None else "ES256" if isinstance(key, ec.EllipticCurvePublicKey) else "RS256"


def signature_holds(public_key: bytes, signature: bytes, data: bytes) -> bool:
    """Whether a JSON Web Signature (RFC 7518) over `data` is this key's."""
    key = _loaded(public_key)
    try:
        if isinstance(key, Ed25519PublicKey):
            key.verify(signature, data)
        elif isinstance(key, ec.EllipticCurvePublicKey):
            if len(signature) != 64:
                return False
            halves = (int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:], "big"))
            key.verify(encode_dss_signature(*halves), data, ec.ECDSA(hashes.SHA256()))
        elif isinstance(key, rsa.RSAPublicKey):
            key.verify(signature, data, padding.PKCS1v15(), hashes.SHA256())
        else:
            return False
    except InvalidSignature:
        return False
    return True


def key_from_jwk(jwk: Mapping[str, object]) -> bytes | None:
    """Return the public key of a JSON Web Key, None for a kind or size that is not believed here."""
    try:
        key = _from_jwk(jwk)
    except (ValueError, UnsupportedAlgorithm):
        return None
    return None if key is None else public_bytes(key)


def key_from_multikey(text: str) -> bytes | None:
    """Return the public key of a Multikey: Ed25519 ("z6Mk...") or P-256 ("zDn..."), None for another."""
    ed25519 = read_multikey(text)
    if ed25519 is not None:
        return ed25519
    data = read_multibase(text, 35)
    if data is None or data[:2] != _P256:
        return None
    try:
        return public_bytes(ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), data[2:]))
    except ValueError:
        return None


def key_words(public_key: bytes) -> str:
    """Return a key as a trust file holds it: a Multikey for Ed25519 and P-256, base64url of its DER for RSA."""
    if is_ed25519(public_key):
        return multibase(b"\xed\x01" + public_key)
    key = _loaded(public_key)
    if isinstance(key, ec.EllipticCurvePublicKey):
        point = key.public_bytes(serialization.Encoding.X962, serialization.PublicFormat.CompressedPoint)
        return multibase(_P256 + point)
    return base64.urlsafe_b64encode(public_key).decode().rstrip("=")


def read_key_words(text: str) -> bytes | None:
    """Return the public key that `key_words` wrote, None for anything else."""
    if text.startswith("z"):
        return key_from_multikey(text)
    if not _TEXT.fullmatch(text):
        return None
    data = _decoded(text)
    return data if _loaded(data) is not None and not is_ed25519(data) else None


def public_bytes(key: Known) -> bytes:
    """Return the bytes that stand for a key."""
    if isinstance(key, Ed25519PublicKey):
        return key.public_bytes_raw()
    return key.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)


def _loaded(public_key: bytes) -> Known | None:
    if is_ed25519(public_key):
        return Ed25519PublicKey.from_public_bytes(public_key)
    if len(public_key) > MAX_KEY_BYTES:
        return None
    try:
        return _believed(serialization.load_der_public_key(public_key))
    except (ValueError, UnsupportedAlgorithm):
        return None


def _believed(key: object) -> Known | None:
    if isinstance(key, ec.EllipticCurvePublicKey):
        return key if isinstance(key.curve, ec.SECP256R1) else None
    if isinstance(key, rsa.RSAPublicKey):
        return key if MIN_RSA <= key.key_size <= MAX_RSA else None
    return None


def _from_jwk(jwk: Mapping[str, object]) -> Known | None:
    match jwk:
        case {"kty": "OKP", "crv": "Ed25519", "x": str() as x}:
            return Ed25519PublicKey.from_public_bytes(_decoded(x))
        case {"kty": "EC", "crv": "P-256", "x": str() as x, "y": str() as y}:
            return ec.EllipticCurvePublicNumbers(_number(x), _number(y), ec.SECP256R1()).public_key()
        case {"kty": "RSA", "n": str() as n, "e": str() as e}:
            return _believed(rsa.RSAPublicNumbers(_number(e), _number(n)).public_key())
    return None


def _number(text: str) -> int:
    return int.from_bytes(_decoded(text), "big")


def _decoded(text: str) -> bytes:
    if not _TEXT.fullmatch(text):
        raise ValueError("not base64url")
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
