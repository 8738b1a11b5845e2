"""Invitations: a code short enough to type that opens the content keys of a site for a laptop which nobody knows yet.

The code is stretched with Argon2id, so that who finds the shared store cannot try codes against the boxes in it. What comes out
names the boxes and seals them: only who knows the code can have made them, so the newcomer knows whose site it joins.
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import field

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from supervisor_app.domain.frozen import dataclass
from supervisor_app.ledger.keys import KEY_BYTES, MemberKeys, Randomness, Sealing, cipher, stretch
from supervisor_app.ledger.sealing import KEY_ID_BYTES, BrokenSeal, ContentKey, unbox_key

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: nothing in it looks like something else; I, L and O are read as 1, 1 and 0."""
CODE_LENGTH, GROUP = 12, 4
STRETCHING = Sealing()
_READ_AS = str.maketrans("ILO", "110", " -")
_TAG = b"supervisor-app/invitation/v1\x00"


@dataclass(frozen=True, slots=True)
class Invited:
    """What a code opens: `recipient` names the boxes (64 hex digits), `secret` (32 bytes) opens them.

    For a recovery sheet `recipient` is its X25519 key, and `secret` the private half.
    """

    recipient: str
    secret: bytes = field(repr=False)
    sheet: bool = False

    @property
    def private(self) -> X25519PrivateKey:
        """What opens the content keys that were made after it: they are sealed for its public half."""
        return X25519PrivateKey.from_private_bytes(
            self.secret if self.sheet else hmac.digest(self.secret, _TAG + b"seal", "sha256")
        )

    @property
    def public(self) -> str:
        """That half (64 hex digits)."""
        return self.private.public_key().public_bytes_raw().hex()


def new_code(randomness: Randomness) -> str:
    """Return a new code of 60 random bits, "ABCD-EFGH-JKMN"."""
    letters = "".join(ALPHABET[byte % len(ALPHABET)] for byte in randomness(CODE_LENGTH))
    return "-".join(letters[start : start + GROUP] for start in range(0, CODE_LENGTH, GROUP))


def read_code(typed: str) -> str:
    """Return a code as it is stretched, whatever its case, spaces and dashes; "" where it is no code at all."""
    letters = typed.strip().upper().translate(_READ_AS)
    return letters if len(letters) == CODE_LENGTH and all(letter in ALPHABET for letter in letters) else ""


def invited_by(code: str, site: bytes, stretching: Sealing = STRETCHING) -> Invited:
    """Return what a code opens at a site (its id, 16 bytes); takes as long as a PIN does."""
    stretched = stretch(read_code(code), _TAG, site, stretching)
    name, secret = (hmac.digest(stretched, _TAG + purpose, hashlib.sha256) for purpose in (b"name", b"secret"))
    return Invited(name.hex(), secret)


def invitation_keys(invited: Invited, member: str) -> MemberKeys:
    """Return the keys that a code stands for: they let one laptop of the member in, and open the site's key for it."""
    signing = hmac.digest(invited.secret, _TAG + b"sign", hashlib.sha256)
    return MemberKeys(member, Ed25519PrivateKey.from_private_bytes(signing), invited.private)


def box_for(invited: Invited, key: ContentKey) -> bytes:
    """Seal a content key for whoever has the code; each invitation and key make one box, always the same."""
    own = hmac.digest(invited.secret, _TAG + key.id, hashlib.sha256)[:KEY_BYTES]
    return cipher(own).encrypt(bytes(12), key.secret, _TAG + key.id)


def unbox_for(invited: Invited, key_id: bytes, box: bytes, recipient: str = "") -> ContentKey:
    """Return the content key in a box for this invitation, or for its X25519 key (`recipient` says which). Raises BrokenSeal."""
    if invited.sheet or recipient == invited.public:
        return unbox_key(invited.private, key_id, box)
    own = hmac.digest(invited.secret, _TAG + key_id, hashlib.sha256)[:KEY_BYTES]
    try:
        key = ContentKey(cipher(own).decrypt(bytes(12), box, _TAG + key_id))
    except (InvalidTag, ValueError) as error:
        raise BrokenSeal from error
    if len(key_id) != KEY_ID_BYTES or key.id != key_id:
        raise BrokenSeal
    return key
