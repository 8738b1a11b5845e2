"""Our own place in a Bitstring Status List (W3C, 1.0): which list and bit a new certificate gets, and the list itself.

Laptops are offline and nobody hands out numbers, so a place is worked out: every laptop has lists of its own, and the bit follows
from the number that the certificate's entry gets in the laptop's ledger, which is never used twice. A permutation with a secret
of the laptop hides the order: who reads a list learns neither how many certificates there are nor which one came when.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import hmac
import re
from collections.abc import Iterable
from datetime import datetime

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from supervisor_app.credentials.keys import did_key, method_for
from supervisor_app.credentials.listed_status import ENTRY, LIST
from supervisor_app.credentials.proof import Json, sign
from supervisor_app.credentials.wording import moment
from supervisor_app.domain.frozen import dataclass

BITS = 1 << 18
"""Bits of one list: twice the least that the standard allows (16 KiB), so that a laptop's second list is far away."""
PURPOSE = "revocation"
FOLDER = "status"
_HALF = 9
_ROUNDS = 6
_HOST = re.compile(r"[A-Za-z0-9.-]{1,200}(?::[0-9]{1,5})?(?:/[A-Za-z0-9._~-]{1,60}){0,6}")


@dataclass(frozen=True, slots=True)
class StatusPlace:
    """Where a certificate's status stands: the https address of the list, and the bit in it (0 is the leftmost)."""

    address: str
    index: int


def place_for(*, host: str, origin: bytes, number: int, secret: bytes, issuer: str) -> StatusPlace | None:
    """Return the place of the certificate whose ledger entry is `number` (from 1) of `origin`; None without a web address.

    A list has one laptop, one issuer (a list only counts when the certificate's own issuer signed it) and one address, so each
    of them gives it another name. `secret` is the laptop's own and stays there.
    """
    if not _HOST.fullmatch(host):
        return None
    volume, rest = divmod(number, BITS)
    parts = (b"supervisor-app/status-list/v1", origin, str(volume).encode(), issuer.encode(), host.encode())
    name = hashlib.sha256(b"\x00".join(parts)).hexdigest()[:16]
    return StatusPlace(f"https://{host}/{FOLDER}/{name}.json", _permuted(rest, secret + volume.to_bytes(4, "big")))


def status_entry(place: StatusPlace) -> Json:
    """Return the `credentialStatus` of a certificate."""
    return {
        "id": f"{place.address}#{place.index}",
        "type": ENTRY,
        "statusPurpose": PURPOSE,
        "statusListIndex": str(place.index),
        "statusListCredential": place.address,
    }


def file_of(address: str) -> str:
    """Return the name of a list's file in the published folder, from its address: "status/0f1e….json"; "" for another's."""
    found = re.fullmatch(rf"https://.*/({FOLDER}/[0-9a-f]{{16}}\.json)", address)
    return found[1] if found else ""


def sign_list(
    address: str,
    ended: Iterable[int],
    key: Ed25519PrivateKey,
    made: datetime,
    issuer: str = "",
    *,
    until: datetime | None = None,
) -> Json:
    """Return the signed list credential at an address: `ended` are the bits of certificates that do not hold now.

    What is on hold counts among them: OB 3.0 leaves room for one status only (its schema takes an object, no array), and who
    cannot tell the two apart must refuse. Two bits a place with messages would fit, but whoever knows only the bits takes such a
    list for none, and accepts what was withdrawn.

    `made` is aware; after `until` (aware) nobody may use the list, None is without end. `issuer` is a did:web whose document
    holds the key, "" for the key's own did:key. The same arguments give the same bytes.
    """
    public_key = key.public_key().public_bytes_raw()
    did = issuer or did_key(public_key)
    document: Json = {
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "id": address,
        "type": ["VerifiableCredential", LIST],
        "issuer": did,
        "validFrom": moment(made),
        **({"validUntil": moment(until)} if until else {}),
        "credentialSubject": {
            "id": f"{address}#list",
            "type": "BitstringStatusList",
            "statusPurpose": PURPOSE,
            "encodedList": encoded_bits(ended),
        },
    }
    return sign(document, key, method_for(did, public_key), made)


def encoded_bits(ended: Iterable[int]) -> str:
    """Return the bits of a list as the standard packs them: GZIP (without a time in it), base64url with the multibase sign u."""
    bits = bytearray(BITS // 8)
    for index in ended:
        bits[index // 8] |= 0x80 >> (index % 8)
    return "u" + base64.urlsafe_b64encode(gzip.compress(bytes(bits), mtime=0)).decode().rstrip("=")


def _permuted(number: int, secret: bytes) -> int:
    """Return another number below BITS, a different one for every number (a Feistel network over two halves of 9 bits)."""
    left, right = number >> _HALF, number & (1 << _HALF) - 1
    for turn in range(_ROUNDS):
        mixed = hmac.digest(secret, bytes([turn]) + right.to_bytes(2, "big"), "sha256")
        left, right = right, left ^ int.from_bytes(mixed[:2], "big") & (1 << _HALF) - 1
    return left << _HALF | right
