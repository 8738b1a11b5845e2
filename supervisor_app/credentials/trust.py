"""Whom this station believes: pinned issuer keys, and what its own records can add about a certificate.

A verdict rests on the pinned keys alone. Records can only take something away (withdrawn, another version) or say that they
know it too; they never make a certificate genuine.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from supervisor_app.credentials.keys import DID_KEY, key_id, key_id_words, read_did_key
from supervisor_app.credentials.public_keys import is_ed25519, key_from_jwk, key_words, read_key_words
from supervisor_app.credentials.succession import endorsed
from supervisor_app.domain.frozen import dataclass
from supervisor_app.errors import InputError

MAX_TRUST_BYTES = 1_000_000
MAX_NAME = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class TrustedIssuer:
    """An organisation whose key is pinned: its id (did:key or another URI), public key, name, since when known.

    The key is one of credentials.public_keys: 32 bytes of Ed25519, else DER, which only web tokens use. `own` marks the keys of
    this station's own site. `before` is the Ed25519 key that this one succeeds, with its signature for it (64 bytes), b"" for
    none or one that was not endorsed.
    """

    issuer: str
    public_key: bytes
    name: str
    since: date | None = None
    own: bool = False
    before: bytes = b""
    endorsement: bytes = b""

    @property
    def fingerprint(self) -> str:
        """The key in a few characters, as paper and screen show it; to be compared with what the issuer says."""
        return key_id_words(key_id(self.public_key))


@dataclass(frozen=True, slots=True)
class TrustStore:
    """The pinned issuers; several keys may belong to one organisation."""

    issuers: tuple[TrustedIssuer, ...] = ()

    def by_issuer(self, issuer: str) -> tuple[TrustedIssuer, ...]:
        """Return what is pinned for an issuer id."""
        return tuple(trusted for trusted in self.issuers if trusted.issuer == issuer)

    def by_key_id(self, identifier: bytes) -> tuple[TrustedIssuer, ...]:
        """Return every pinned Ed25519 key with this key id (8 bytes): eight bytes may clash, so each has to be tried."""
        return tuple(
            trusted for trusted in self.issuers if is_ed25519(trusted.public_key) and key_id(trusted.public_key) == identifier
        )

    def same_organisation(self, trusted: TrustedIssuer) -> tuple[TrustedIssuer, ...]:
        """Return what is pinned for the organisation of an issuer: by its id, its key, or a key that one of its keys signed for.

        Names say nothing here: anybody may call themselves anything.
        """
        keys = {trusted.public_key} | {other.public_key for other in self.issuers if _is_one(other, trusted)}
        while more := {key for other in self.issuers for key in _linked(other, keys)} - keys:
            keys |= more
        found = (other for other in self.issuers if _is_one(other, trusted) or other.public_key in keys)
        return tuple(dict.fromkeys((trusted, *found)))

    def with_issuers(self, issuers: Iterable[TrustedIssuer]) -> TrustStore:
        """Return a store that believes these as well."""
        return TrustStore((*self.issuers, *issuers))


def _is_one(other: TrustedIssuer, trusted: TrustedIssuer) -> bool:
    return other.issuer == trusted.issuer or (other.own and trusted.own)


def _linked(other: TrustedIssuer, keys: set[bytes]) -> set[bytes]:
    pair = {other.public_key, other.before} if other.before else set()
    return pair if pair & keys else set()


class Standing(StrEnum):
    """What this site's records say about a certificate they hold."""

    ISSUED = "issued"
    WITHDRAWN = "withdrawn"
    ON_HOLD = "on_hold"
    REPLACED = "replaced"
    ENDED = "ended"
    QUESTIONED = "questioned"


@dataclass(frozen=True, slots=True, kw_only=True)
class Registered:
    """A certificate in this site's records; `since` is the day its standing changed, `until` the last day on hold.

    `why` is a sentence: why it ended before the day on its paper, or why the records question it.
    """

    credential_id: str
    credential: bytes
    digest: bytes
    standing: Standing = Standing.ISSUED
    since: date | None = None
    until: date | None = None
    why: str = ""


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
    """Return the issuers of a trust file: {"issuers": [{"did" or "issuer", "key"?, "jwk"?, "name", "since"?, "before"?}]}.

    `key` is a Multikey (or base64url of an RSA key's DER), `jwk` a JSON Web Key; a did:key needs neither. `before` is
    {"key": Multikey, "endorsement": hex}: the key that this one succeeds, and its signature for it. InputError names the place
    and the reason.
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


def write_trust(issuers: Iterable[TrustedIssuer]) -> bytes:
    """Return issuers as a trust file, UTF-8, with a line feed at the end."""
    listed = [_written(trusted) for trusted in issuers]
    return json.dumps({"issuers": listed}, ensure_ascii=False, indent=1).encode() + b"\n"


def _written(trusted: TrustedIssuer) -> dict[str, object]:
    entry: dict[str, object] = {"did": trusted.issuer, "name": trusted.name}
    if not trusted.issuer.startswith(DID_KEY):
        entry["key"] = key_words(trusted.public_key)
    if trusted.since:
        entry["since"] = trusted.since.isoformat()
    if trusted.before:
        entry["before"] = {"key": key_words(trusted.before), "endorsement": trusted.endorsement.hex()}
    return entry


def _trusted(place: str, entry: object) -> TrustedIssuer:
    fields = entry if isinstance(entry, dict) else {}
    issuer, name = fields.get("did") or fields.get("issuer"), fields.get("name")
    if not isinstance(issuer, str) or not isinstance(name, str) or not 0 < len(name) <= MAX_NAME or not issuer.isprintable():
        raise InputError(place, "an issuer needs a name and a did.")
    public_key = _public_key(issuer, fields.get("key"), fields.get("jwk"))
    if public_key is None:
        raise InputError(place, "its key cannot be used here.", "Copy the whole did:key, from did:key:z6Mk to its end.")
    since = fields.get("since")
    try:
        day = date.fromisoformat(since) if isinstance(since, str) else None
    except ValueError as problem:
        raise InputError(place, f"“{str(since)[:20]}” is not a day.", "Write days as 2026-05-04.") from problem
    before, endorsement = _before(place, fields.get("before"), public_key)
    return TrustedIssuer(
        issuer=issuer,
        public_key=public_key,
        name=" ".join(name.split()),
        since=day,
        before=before,
        endorsement=endorsement,
    )


def _before(place: str, told: object, after: bytes) -> tuple[bytes, bytes]:
    if told is None:
        return b"", b""
    match told:
        case {"key": str() as words, "endorsement": str() as digits} if len(digits) == 128 and digits.isascii():
            before = read_key_words(words)
            try:
                endorsement = bytes.fromhex(digits)
            except ValueError:
                endorsement = b""
            if before and is_ed25519(before) and is_ed25519(after) and endorsed(before, after, endorsement):
                return before, endorsement
    raise InputError(place, "the key before did not sign for this one.", "Ask the issuer for their trust file anew.")


def _public_key(issuer: str, words: object, jwk: object) -> bytes | None:
    if issuer.startswith(DID_KEY):
        return read_did_key(issuer)
    if isinstance(words, str):
        return read_key_words(words)
    return key_from_jwk(jwk) if isinstance(jwk, dict) else None
