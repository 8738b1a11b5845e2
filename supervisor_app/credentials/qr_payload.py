"""What the QR symbol holds: a link whose fragment, never sent to a host, is the signed short form of a certificate.

Text: `https://<host>/c#<digits>`; a site without a web address prints `SIGNOFF:<digits>`. The digits are base 10 of 0x01 and a
COSE_Sign1 over {1: credential id, 2: name, 3: title, 4: level, 5: issued, 6: last day, 7: SHA-256 of the credential's canonical
JSON, 8: the limits in short}. Days count from 1970-01-01; the id is the 16 bytes of its UUID; 6 and 8 may be absent.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from supervisor_app.credentials import cose
from supervisor_app.credentials.status_list import STATUS_NAME
from supervisor_app.credentials.wording import level_words, plain
from supervisor_app.domain.frozen import dataclass
from supervisor_app.errors import UserError

if TYPE_CHECKING:
    from supervisor_app.domain.certificate import CertificateFacts

EXTERNAL_AAD = b"supervisor-app/qr/v1"
PREFIX_WITHOUT_HOST = "SIGNOFF:"
MAX_DIGITS = 1600
"""No symbol we print holds more; longer texts are refused unread."""

VERSION = 13
LARGER_VERSION = 16
_DATA_BYTES = {(13, "Q"): 244, (13, "M"): 334, (16, "M"): 453}
CORRECTIONS = {13: ("Q", "M"), 16: ("M",)}
_WIDE = 1.6
_TITLE_BEFORE_LIMITS = 20
"""Letters that a title keeps at least where its end gives way to the limits."""
_EPOCH = date(1970, 1, 1)
_FORM = 0x01
_UUID = "urn:uuid:"
_TEXT = re.compile(r"(?:(https?)://([^\s#]{1,255})/c/?#|SIGNOFF:)?([0-9]{20,1600})", re.IGNORECASE | re.ASCII)
_MAX_DAY = (date.max - _EPOCH).days


class NotACode(Exception):  # noqa: N818 - a finding about hostile input, never shown as it is
    """The text is not one of our QR texts."""


@dataclass(frozen=True, slots=True)
class QrPayload:
    """A QR text and what had to give way: symbol version, error correction ("Q" or "M"), limits left out, the title as held."""

    text: str
    version: int
    error_correction: str
    dropped_limits: bool
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class QrClaims:
    """What a QR text says, unproven until `proven_by` agrees; `digest` is 32 bytes, `key_id` 8.

    `status_address` is where the list for phones lies beside the page that the link names, "" without an https link.
    """

    credential_id: str
    name: str
    title: str
    level: str
    issued: date
    valid_until: date | None
    digest: bytes
    limits: str
    key_id: bytes
    signed: cose.Signed
    status_address: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShortForm:
    """What a symbol is to say; texts as they are, `level` as it is shown ("U, unsupervised")."""

    credential_id: str
    host: str
    holder: str
    title: str
    issued: date
    level: str = ""
    valid_until: date | None = None
    limits: str = ""


def short_form(facts: CertificateFacts) -> ShortForm:
    """Return what the symbol of a certificate says."""
    return ShortForm(
        credential_id=facts.credential_id,
        host=facts.host,
        holder=facts.holder,
        title=facts.title,
        issued=facts.issued,
        level=level_words(plain(facts.level), plain(facts.level_name)),
        valid_until=facts.valid_until,
        limits=facts.limits_short,
    )


def encode(facts: CertificateFacts, digest: bytes, issuer_key: Ed25519PrivateKey) -> QrPayload:
    """Return the QR text of a certificate, see `encode_short`."""
    return encode_short(short_form(facts), digest, issuer_key)


def encode_short(short: ShortForm, digest: bytes, issuer_key: Ed25519PrivateKey) -> QrPayload:
    """Return the QR text of a certificate, as large as has to be: error correction Q, else M, else the end of a long title cut at
    a word with "…", else without limits, else a title cut further, at last a larger symbol. Texts in other scripts than Latin
    take the larger symbol first and stay whole. Who stands at a gate must see the limits; the end of a title is bound by the
    digest as well. UserError where even that is too small. Same arguments, same text.
    """
    prefix = f"https://{short.host}/c#" if short.host else PREFIX_WITHOUT_HOST
    for version, limits, title in _attempts(short):
        text = prefix + _digits(_payload(short, digest, title, limits), issuer_key)
        for correction in CORRECTIONS[version]:
            if len(text) - len(prefix) <= digits_that_fit(version, correction, len(prefix.encode())):
                return QrPayload(text, version, correction, bool(plain(short.limits)) and not limits, title)
    raise UserError(
        "The name or the address of the verify page is too long for the QR symbol.",
        "Use a shorter address for the verify page, or a shorter form of the name.",
    )


def digits_that_fit(version: int, correction: str, prefix: int) -> int:
    """Return how many digits follow a byte-mode prefix (its bytes) in a symbol of this version and error correction."""
    bits = 8 * _DATA_BYTES[version, correction] - (4 + 16 + 8 * prefix) - (4 + 12)
    threes, rest = divmod(bits, 10)
    return 3 * threes + (2 if rest >= 7 else 1 if rest >= 4 else 0)


def decode(text: str) -> QrClaims:
    """Return what a scanned or pasted text claims. NotACode for anything else, quickly however long or twisted it is."""
    if len(text) > MAX_DIGITS + 300:
        raise NotACode("too long")
    found = _TEXT.fullmatch(text.strip())
    if found is None or found[3].startswith("0"):
        raise NotACode("not a link to a certificate")
    number = int(found[3])
    data = number.to_bytes((number.bit_length() + 7) // 8, "big")
    if data[0] != _FORM:
        raise NotACode("another form")
    try:
        claims = _claims(cose.read(data[1:]))
    except cose.NotCose as problem:
        raise NotACode(str(problem)) from problem
    secure = found[1] is not None and found[1].lower() == "https"
    return replace(claims, status_address=f"https://{found[2]}/{STATUS_NAME}") if secure else claims


def proven_by(claims: QrClaims, public_key: bytes) -> bool:
    """Return whether the QR text was signed with this Ed25519 public key (32 bytes)."""
    return cose.holds(claims.signed, public_key, EXTERNAL_AAD)


def _attempts(short: ShortForm) -> Iterator[tuple[int, str, str]]:
    title, limits = plain(short.title), plain(short.limits)
    shorter = list(_shorter(title))
    yield VERSION, limits, title
    if _is_wide(short.holder + title + limits):
        yield LARGER_VERSION, limits, title
    if limits:
        for words in shorter:
            if len(words) > _TITLE_BEFORE_LIMITS:
                yield VERSION, limits, words
    yield VERSION, "", title
    for words in shorter:
        yield VERSION, "", words
    for words in (title, *shorter):
        yield LARGER_VERSION, "", words


def _is_wide(text: str) -> bool:
    """Whether most of a text is in a script whose letters take two bytes or more: cutting it would leave little to read."""
    return len(text.encode()) > _WIDE * len(text)


def _shorter(title: str) -> Iterator[str]:
    """Yield the title cut after ever fewer words, then, where its first word is all that is left, after fewer letters."""
    words = title.split()
    for count in range(len(words) - 1, 0, -1):
        yield " ".join(words[:count]).rstrip(",;:") + "…"
    first = words[0] if words else ""
    for length in range(len(first) - 1, 3, -1):
        yield first[:length] + "…"


def _payload(short: ShortForm, digest: bytes, title: str, limits: str) -> cose.Payload:
    payload: cose.Payload = {
        1: uuid.UUID(short.credential_id).bytes if short.credential_id.startswith(_UUID) else short.credential_id,
        2: plain(short.holder),
        3: title,
        4: short.level,
        5: (short.issued - _EPOCH).days,
        7: digest,
    }
    if short.valid_until:
        payload[6] = (short.valid_until - _EPOCH).days
    if limits:
        payload[8] = limits
    return payload


def _digits(payload: cose.Payload, issuer_key: Ed25519PrivateKey) -> str:
    return str(int.from_bytes(bytes([_FORM]) + cose.sign(payload, issuer_key, EXTERNAL_AAD), "big"))


def _claims(signed: cose.Signed) -> QrClaims:
    match signed.payload:
        case {
            1: bytes() | str() as name,
            2: str() as holder,
            3: str() as title,
            4: str() as level,
            5: issued,
            7: bytes() as digest,
        }:
            until, limits = signed.payload.get(6), signed.payload.get(8, "")
        case _:
            raise NotACode("something is missing")
    if not set(signed.payload) <= set(range(1, 9)) or len(digest) != 32 or not isinstance(limits, str):
        raise NotACode("something else is inside")
    return QrClaims(
        credential_id=_credential_id(name),
        name=holder,
        title=title,
        level=level,
        issued=_day(issued),
        valid_until=None if until is None else _day(until),
        digest=digest,
        limits=limits,
        key_id=signed.key_id,
        signed=signed,
    )


def _credential_id(name: bytes | str) -> str:
    if isinstance(name, str):
        return name
    if len(name) != 16:
        raise NotACode("no credential id")
    return _UUID + str(uuid.UUID(bytes=name))


def _day(count: object) -> date:
    if type(count) is not int or not -_MAX_DAY < count <= _MAX_DAY or count < (date.min - _EPOCH).days:
        raise NotACode("no day")
    return _EPOCH + timedelta(days=count)
