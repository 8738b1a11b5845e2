"""The signed lists of a published folder: made anew where what they say changed or they grew old, else left as they lie."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from supervisor_app.credentials import cose, proof
from supervisor_app.credentials.bitstring import BITS, encoded_bits, sign_list
from supervisor_app.credentials.carriers import NotReadable, read_json
from supervisor_app.credentials.did_web import DID_WEB
from supervisor_app.credentials.keys import key_id
from supervisor_app.credentials.proof_problems import ProofProblem
from supervisor_app.credentials.status_list import EXTERNAL_AAD, StatusList, StatusRow, read_status, sign_status
from supervisor_app.domain.frozen import dataclass

RENEW_AFTER = timedelta(days=7)
"""A list older than that is made anew with the same content: who looks sees that somebody looks after it. Phones believe a list
for 30 days."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedList:
    """A list that certificates name: its address, their issuer's id, the bits of all of them and of those that do not hold."""

    address: str
    issuer: str
    known: frozenset[int]
    ended: frozenset[int]


def phone_list(before: bytes, rows: Iterable[StatusRow], key: Ed25519PrivateKey, today: date) -> bytes:
    """Return the list for phones: `before` as it is where it says the same and is not old, else a new one."""
    wanted = tuple(sorted(set(rows)))
    listed = own_phone_list(before, key.public_key().public_bytes_raw())
    if listed is not None and listed.rows == wanted and timedelta() <= today - listed.day < RENEW_AFTER:
        return before
    return sign_status(today, wanted, key)


def own_phone_list(data: bytes, public_key: bytes) -> StatusList | None:
    """Return a list for phones that this key signed, None for anything else."""
    try:
        listed = read_status(data)
    except cose.NotCose:
        return None
    ours = listed.envelope.key_id == key_id(public_key) and cose.holds(listed.envelope, public_key, EXTERNAL_AAD)
    return listed if ours else None


def bit_list(
    before: bytes,
    named: NamedList,
    key: Ed25519PrivateKey,
    now: datetime,
    *,
    own_keys: Iterable[bytes] = (),
    days: int = 0,
) -> bytes:
    """Return the list that certificates name: `before` as it is where it says the same and is not old, else a new one.

    A list may be used for so many `days` after it was made, 0 is without end.

    Bits of certificates that are not here any more (erased since) stay as one of `own_keys` signed them: their paper is still out
    there. A list is dated by the hour that runs.
    """
    public_key = key.public_key().public_bytes_raw()
    document, signer = _own_document(before, named.address, (public_key, *own_keys))
    bits = _bits(document)
    ended = named.ended | (bits - named.known)
    made = now.replace(minute=0, second=0, microsecond=0)
    if signer == public_key and bits == ended and _is_fresh(document, now) and _days_of(document) == days:
        return before
    web = named.issuer if named.issuer.startswith(DID_WEB) else ""
    until = made + timedelta(days=days) if days else None
    signed = sign_list(named.address, ended, key, made, issuer=web, until=until)
    return json.dumps(signed, ensure_ascii=False, indent=1).encode() + b"\n"


def _own_document(data: bytes, address: str, own_keys: Iterable[bytes]) -> tuple[proof.Json, bytes]:
    """Return a list and which of our keys signed it; nothing and b"" for any other file."""
    try:
        document = read_json(data)
    except NotReadable:
        return {}, b""
    if document.get("id") != address:
        return {}, b""
    signer = next((key for key in dict.fromkeys(own_keys) if _signed(document, key)), b"")
    return (document, signer) if signer else ({}, b"")


def _signed(document: proof.Json, public_key: bytes) -> bool:
    try:
        proof.check(document, public_key)
    except ProofProblem:
        return False
    return True


def _bits(document: Mapping[str, object]) -> frozenset[int]:
    from openbadgeslib.errors import LibOpenBadgesException
    from openbadgeslib.ob3.status import decode_encoded_list, set_indices

    subject = document.get("credentialSubject")
    packed = subject.get("encodedList") if isinstance(subject, dict) else None
    if packed == encoded_bits(()):
        return frozenset()
    try:
        return frozenset(index for index in set_indices(decode_encoded_list(str(packed))) if index < BITS)
    except (ValueError, LibOpenBadgesException):
        return frozenset()


def _days_of(document: Mapping[str, object]) -> int:
    """For how many days a list may be used, 0 without end, -1 where that cannot be read."""
    made, until = document.get("validFrom"), document.get("validUntil")
    if until is None:
        return 0
    try:
        return (datetime.fromisoformat(str(until)) - datetime.fromisoformat(str(made))).days
    except (ValueError, TypeError):
        return -1


def _is_fresh(document: Mapping[str, object], now: datetime) -> bool:
    made = document.get("validFrom")
    try:
        return isinstance(made, str) and timedelta() <= now - datetime.fromisoformat(made) < RENEW_AFTER
    except (ValueError, TypeError):
        return False
