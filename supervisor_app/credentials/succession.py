"""Whether an old key of an organisation signed for the new one: how a history of keys proves itself to strangers."""

from __future__ import annotations

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

TAG = b"supervisor-app/issuer-succession/v1\x00"
"""What is signed begins so, then both keys follow; the same as `ledger.issuer_endorsements.succession_message`."""


def endorsed(before: bytes, after: bytes, endorsement: bytes) -> bool:
    """Whether `endorsement` (64 bytes) is the signature of the Ed25519 key `before` for the key `after` (32 bytes each)."""
    try:
        Ed25519PublicKey.from_public_bytes(before).verify(endorsement, TAG + before + after)
    except (InvalidSignature, ValueError):
        return False
    return True
