"""The code of a printed recovery sheet: long enough that nobody guesses it, in groups with a check against slips of the pen.

From the code alone come the keys of an admin (Argon2id, then HKDF): whoever holds the sheet is that admin, so it lies in a safe.
"""

from __future__ import annotations

import hashlib

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand

from supervisor_app.ledger.keys import KEY_BYTES, MemberKeys, Randomness, Sealing, stretch

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: I, L and O are read as 1, 1 and 0."""
SECRET_LETTERS, CHECK_LETTERS, GROUP = 30, 2, 4
"""150 random bits and 10 of a checksum: eight groups of four."""
STRETCHING = Sealing()
_READ_AS = str.maketrans("ILO", "110", " -\u2010\u2011\u2012\u2013\u00a0\t\n")
_TAG = b"supervisor-app/recovery-sheet/v1\x00"


def new_recovery_code(randomness: Randomness) -> str:
    """Return a new code in groups: "ABCD-EFGH-...", 150 random bits."""
    secret = "".join(ALPHABET[byte % len(ALPHABET)] for byte in randomness(SECRET_LETTERS))
    return in_groups(secret + _check(secret))


def in_groups(letters: str) -> str:
    """Return the letters of a code in groups of four."""
    return "-".join(letters[start : start + GROUP] for start in range(0, len(letters), GROUP))


def read_recovery_code(typed: str) -> str:
    """Return the letters of a code, whatever its case, spaces and dashes; "" where it is none or was mistyped."""
    letters = _letters(typed)
    return letters if is_recovery_code(typed) and letters.endswith(_check(letters[:SECRET_LETTERS])) else ""


def is_recovery_code(typed: str) -> bool:
    """Whether a text has the length and the letters of a recovery code, right or mistyped."""
    letters = _letters(typed)
    return len(letters) == SECRET_LETTERS + CHECK_LETTERS and all(letter in ALPHABET for letter in letters)


def recovery_keys(code: str, site: bytes, member: str, stretching: Sealing = STRETCHING) -> MemberKeys:
    """Return the keys of a sheet at a site (its id, 16 bytes); takes as long as a PIN does."""
    stretched = stretch(_letters(code), _TAG, site, stretching)
    signing, sealing = (
        HKDFExpand(algorithm=hashes.SHA256(), length=KEY_BYTES, info=_TAG + purpose).derive(stretched)
        for purpose in (b"sign", b"seal")
    )
    return MemberKeys(member, Ed25519PrivateKey.from_private_bytes(signing), X25519PrivateKey.from_private_bytes(sealing))


def _letters(typed: str) -> str:
    return typed.strip().upper().translate(_READ_AS)


def _check(secret: str) -> str:
    """Return two letters that any one wrong letter, and nearly every swap of two, changes."""
    number = int.from_bytes(hashlib.sha256(_TAG + secret.encode()).digest()[:2], "big") % len(ALPHABET) ** CHECK_LETTERS
    return ALPHABET[number // len(ALPHABET)] + ALPHABET[number % len(ALPHABET)]
