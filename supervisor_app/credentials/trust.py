"""Whom this station believes: pinned issuer keys, and what its own records can add about a certificate.

A verdict rests on the pinned keys alone. Records can only take something away (withdrawn, another version) or say that they
know it too; they never make a certificate genuine.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from supervisor_app.credentials.keys import DID_KEY, key_id, read_did_key, read_multikey
from supervisor_app.errors import InputError

MAX_TRUST_BYTES = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class TrustedIssuer:
    """An organisation whose key is pinned: its id (did:key or another URI), Ed25519 key (32 bytes), name, since when known.

    `own` marks the keys of this station's own site.
    """

    issuer: str
    public_key: bytes
    name: str
    since: date | None = None
    own: bool = False


@dataclass(frozen=True, slots=True)
class TrustStore:
    """The pinned issuers; several keys may belong to one organisation."""

    issuers: tuple[TrustedIssuer, ...] = ()

    def by_issuer(self, issuer: str) -> tuple[TrustedIssuer, ...]:
        """Return what is pinned for an issuer id."""
        return tuple(trusted for trusted in self.issuers if trusted.issuer == issuer)

    def by_key_id(self, identifier: bytes) -> tuple[TrustedIssuer, ...]:
        """Return every pinned key with this key id (8 bytes): eight bytes may clash, so each has to be tried."""
        return tuple(trusted for trusted in self.issuers if key_id(trusted.public_key) == identifier)

    def with_issuers(self, issuers: Iterable[TrustedIssuer]) -> TrustStore:
        """Return a store that believes these as well."""
        return TrustStore((*self.issuers, *issuers))


class Standing(StrEnum):
    """What this site's records say about a certificate they hold."""

    ISSUED = "issued"
    WITHDRAWN = "withdrawn"
    ON_HOLD = "on_hold"
    REPLACED = "replaced"


@dataclass(frozen=True, slots=True, kw_only=True)
class Registered:
    """A certificate in this site's records; `since` is the day its standing changed."""

    credential_id: str
    credential: bytes
    digest: bytes
    standing: Standing = Standing.ISSUED
    since: date | None = None


class Authority(StrEnum):
    """What this site's records say about an assessor's key on a day."""

    AUTHORISED = "authorised"
    NOT_AUTHORISED = "not_authorised"
    UNKNOWN = "unknown"


class Register(Protocol):
    """This site's records, as far as verdicts ask them."""

    @property
    def as_of(self) -> datetime | None:
        """Until when these records are known to be complete, None where nobody can say."""

    def by_id(self, credential_id: str) -> Registered | None:
        """Return the certificate with this credential id."""

    def by_code(self, code: str) -> Registered | None:
        """Return the certificate whose printed code ("KN27S-Z91WS") this is."""

    def authority(self, public_key: bytes, day: date) -> Authority:
        """Return whether the member with this key (32 bytes) might sign on that day."""


def read_trust(name: str, data: bytes) -> TrustStore:
    """Return the issuers of a trust file: {"issuers": [{"did" or "issuer", "key"?, "name", "since"?}]}; `key` is a Multikey.

    InputError names the place and the reason.
    """
    if len(data) > MAX_TRUST_BYTES:
        raise InputError(name, "this trust file is larger than 1 MB.")
    try:
        content = json.loads(data)
        listed = content["issuers"] if isinstance(content, dict) else None
    except (ValueError, KeyError, RecursionError):
        listed = None
    if not isinstance(listed, list):
        raise InputError(name, "this is not a trust file.", 'It has to be JSON with a list named "issuers".')
    return TrustStore(tuple(_trusted(f"{name}, issuer {number}", entry) for number, entry in enumerate(listed, 1)))


def _trusted(place: str, entry: object) -> TrustedIssuer:
    fields = entry if isinstance(entry, dict) else {}
    issuer, key = fields.get("did") or fields.get("issuer"), fields.get("key")
    if not isinstance(issuer, str) or not isinstance(fields.get("name"), str):
        raise InputError(place, "an issuer needs a name and a did.")
    public_key = read_did_key(issuer) if issuer.startswith(DID_KEY) else read_multikey(key) if isinstance(key, str) else None
    if public_key is None:
        raise InputError(place, "its key is not an Ed25519 key.", "Copy the whole did:key, from did:key:z6Mk to its end.")
    since = fields.get("since")
    try:
        day = date.fromisoformat(since) if isinstance(since, str) else None
    except ValueError as problem:
        raise InputError(place, f"“{since}” is not a day.", "Write days as 2026-05-04.") from problem
    return TrustedIssuer(issuer=issuer, public_key=public_key, name=fields["name"], since=day)
