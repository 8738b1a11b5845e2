"""What a credential says, read from its JSON into one flat record: for showing, comparing with the paper, judging dates.

Reads our own certificates completely and other issuers' Open Badges as far as they go. Nothing here is proven by being read.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import UTC, date, datetime
from enum import StrEnum

import rfc8785

from supervisor_app.credentials.achievement import EVALUATED, LIMITS
from supervisor_app.credentials.contexts import VC1, context_addresses
from supervisor_app.credentials.data_model import DATE_TIME, Malformed, check_data_model, is_credential, types_of
from supervisor_app.credentials.keys import read_did_key
from supervisor_app.credentials.proof import Json, canonical_json
from supervisor_app.credentials.qr_payload import QrClaims
from supervisor_app.credentials.wording import level_words
from supervisor_app.domain.frozen import dataclass

_BADGE_TYPES = frozenset({"AchievementCredential", "OpenBadgeCredential"})
_RECORD_TYPE, _ENDORSEMENT_TYPE = "ClrCredential", "EndorsementCredential"
MAX_TEXT = 4000
"""Longer texts are cut when read for showing; the proof covers them whole."""


class NotABadge(Exception):  # noqa: N818 - says why a document is no Open Badge; shown in a sentence of ours
    """The document is no Open Badges 3.0 credential of a form we can judge."""


class NotOurs(NotABadge):
    """The document is a verifiable credential that keeps to its data model, but speaks of something else than a competency."""


class DocumentKind(StrEnum):
    """What a credential is: about one achievement, a record that carries others inside (CLR), or somebody's word about one."""

    BADGE = "badge"
    RECORD = "record"
    ENDORSEMENT = "endorsement"


@dataclass(frozen=True, slots=True, kw_only=True)
class Claims:
    """The facts of a certificate as a credential or QR text states them; texts are empty and days None where it is silent.

    `digest` is the SHA-256 of the credential's canonical JSON (32 bytes); `level` is "U, unsupervised"; `assessor_key` is the
    Ed25519 key (32 bytes) of the assessor named as source; `starts` and `ends` are the instants of the credential itself;
    `short_form` marks what a QR text says: no number, limits in short, a title that may be cut.
    """

    credential_id: str
    digest: bytes
    issuer: str = ""
    organisation: str = ""
    holder: str = ""
    employee_no: str = ""
    title: str = ""
    level: str = ""
    level_key: str = ""
    level_name: str = ""
    limits: str = ""
    language: str = ""
    number: str = ""
    issued: date | None = None
    valid_until: date | None = None
    evaluated: date | None = None
    starts: datetime | None = None
    ends: datetime | None = None
    assessor: str = ""
    assessor_key: bytes | None = None
    short_form: bool = False
    subject: str = ""  # what an endorsement speaks of
    kind: DocumentKind = DocumentKind.BADGE


def read_claims(document: Json) -> Claims:
    """Return the facts of a badge, a record or an endorsement; NotABadge where it lacks what each has or its dates are odd.

    NotOurs where it is a well-formed credential of another kind.
    """
    kind = _kind(document)
    subject, profile, achievement = _nodes(document, kind)
    digest = _digest(document)
    starts, ends = _validity(document)
    if starts is None:
        raise NotABadge("it does not say from when it is valid")
    results, source = _values(subject, achievement), _one(subject.get("source"))
    level_key, level_name = _level(subject, achievement)
    awarded = _instant(document, "awardedDate")
    return Claims(
        credential_id=_text(document["id"]),
        digest=digest,
        issuer=_text(profile["id"]),
        organisation=_text(profile.get("name")),
        holder=_identity(subject, "name") or _text(subject.get("name")),
        employee_no=_identity(subject, "identifier"),
        title=_title(document, subject, achievement, kind),
        kind=kind,
        subject=_text(subject.get("id")) if kind is DocumentKind.ENDORSEMENT else "",
        level=level_words(level_key, level_name),
        level_key=level_key,
        level_name=level_name,
        language=_text(achievement.get("inLanguage")),
        limits=results.get(LIMITS, ""),
        number=_text(subject.get("licenseNumber")),
        issued=(awarded or starts).date(),
        valid_until=ends.date() if ends else None,
        evaluated=_day(results.get(EVALUATED, "")),
        starts=starts,
        ends=ends,
        assessor=_text(source.get("name")),
        assessor_key=read_did_key(_text(source.get("id"))),
    )


def _nodes(document: Json, kind: DocumentKind) -> tuple[Json, Json, Json]:
    """Return the subject, the issuer's profile and the achievement (empty where the kind has none); NotABadge without them."""
    subject, issuer = _one(document.get("credentialSubject")), document.get("issuer")
    profile = issuer if isinstance(issuer, dict) else {"id": issuer, "type": ["Profile"]}
    achievement = _one(subject.get("achievement"))
    if not _SUBJECT[kind] & types_of(subject) or "Profile" not in types_of(profile):
        raise NotABadge("its issuer or holder is not described")
    if kind is DocumentKind.BADGE and "Achievement" not in types_of(achievement):
        raise NotABadge("its issuer, holder or achievement is not described")
    if not _text(profile.get("id")) or not _text(document.get("id")):
        raise NotABadge("it does not name its issuer or itself")
    return subject, profile, achievement


def _kind(document: Json) -> DocumentKind:
    """What a document is; every credential is held to the data model before it is read."""
    if not is_credential(document):
        raise NotABadge("it is not an Open Badges 3.0 credential")
    try:
        check_data_model(document)
    except Malformed as problem:
        raise NotABadge(str(problem)) from problem
    types = types_of(document)
    if types & _BADGE_TYPES:
        return DocumentKind.BADGE
    if _RECORD_TYPE in types:
        return DocumentKind.RECORD
    if _ENDORSEMENT_TYPE in types:
        return DocumentKind.ENDORSEMENT
    raise NotOurs("it is a credential, but not about a competency")


_SUBJECT = {
    DocumentKind.BADGE: frozenset({"AchievementSubject"}),
    DocumentKind.RECORD: frozenset({"ClrSubject"}),
    DocumentKind.ENDORSEMENT: frozenset({"EndorsementSubject"}),
}


def _title(document: Json, subject: Json, achievement: Json, kind: DocumentKind) -> str:
    if kind is DocumentKind.ENDORSEMENT:
        return _text(subject.get("endorsementComment")) or _text(document.get("name"))
    return _text(achievement.get("name")) or _text(document.get("name"))


def _validity(document: Json) -> tuple[datetime | None, datetime | None]:
    """From when and until when, in the words of the data model that the document's first context names."""
    older = ("issuanceDate", "expirationDate")
    if context_addresses(document)[:1] != (VC1,):
        if any(name in document for name in older):
            raise NotABadge("it gives its dates in the words of another standard than its own")
        return _instant(document, "validFrom"), _instant(document, "validUntil")
    new = _instant(document, "validFrom"), _instant(document, "validUntil")
    old = _instant(document, older[0]), _instant(document, older[1])
    starts, ends = ([moment for moment in pair if moment] for pair in zip(new, old, strict=True))
    return max(starts, default=None), min(ends, default=None)


def claims_of_code(claims: QrClaims) -> Claims:
    """Return the facts that a QR text states, in the same record: its limits are in short, its title may end with "…"."""
    key, _comma, name = claims.level.partition(", ")
    return Claims(
        credential_id=claims.credential_id,
        digest=claims.digest,
        holder=claims.name,
        title=claims.title,
        level=claims.level,
        level_key=key,
        level_name=name,
        limits=claims.limits,
        issued=claims.issued,
        valid_until=claims.valid_until,
        short_form=True,
    )


def embedded_endorsements(document: Json) -> tuple[Json, ...]:
    """Return the EndorsementCredentials inside a credential, unproven."""
    return tuple(item for item in _objects(document.get("endorsement")) if _ENDORSEMENT_TYPE in types_of(item))


def endorsement_words(endorsement: Json) -> tuple[str, str, str]:
    """Return an endorsement's issuer, the node it speaks of, and its comment; empty where it is silent."""
    issuer, subject = endorsement.get("issuer"), _one(endorsement.get("credentialSubject"))
    name = issuer.get("id") if isinstance(issuer, dict) else issuer
    return _text(name), _text(subject.get("id")), _text(subject.get("endorsementComment"))


def evidence_ids(document: Json) -> frozenset[str]:
    """Return the ids of a credential's evidence."""
    return frozenset(_text(item.get("id")) for item in _objects(document.get("evidence")))


def _digest(document: Json) -> bytes:
    try:
        return hashlib.sha256(canonical_json(document)).digest()
    except (rfc8785.CanonicalizationError, UnicodeError) as problem:
        raise NotABadge("it holds a number or a text that JSON cannot hold exactly") from problem


def _values(subject: Json, achievement: Json) -> dict[str, str]:
    """Return the values of the results by result type."""
    kinds = {_text(item.get("id")): _text(item.get("resultType")) for item in _objects(achievement.get("resultDescription"))}
    results = _objects(subject.get("result"))
    return {kinds.get(_text(result.get("resultDescription")), ""): _text(result.get("value")) for result in results}


def _level(subject: Json, achievement: Json) -> tuple[str, str]:
    """Return the key ("U") and name ("unsupervised") of the rubric level that was achieved."""
    levels = {
        _text(level.get("id")): level
        for description in _objects(achievement.get("resultDescription"))
        for level in _objects(description.get("rubricCriterionLevel"))
    }
    for result in _objects(subject.get("result")):
        achieved = levels.get(_text(result.get("achievedLevel")))
        if achieved:
            key, name = _text(achieved.get("level")), _text(achieved.get("name"))
            return key, "" if name == key else name
    return "", ""


def _identity(subject: Json, kind: str) -> str:
    for identity in _objects(subject.get("identifier")):
        if identity.get("identityType") == kind and identity.get("hashed") is False:
            return _text(identity.get("identityHash"))
    return ""


def _instant(document: Json, name: str) -> datetime | None:
    text = document.get(name)
    if text is None:
        return None
    if not isinstance(text, str) or not DATE_TIME.fullmatch(text):
        raise NotABadge("one of its dates is not a full date with time and zone")
    try:
        return datetime.fromisoformat(text).astimezone(UTC)
    except (ValueError, OverflowError) as problem:
        raise NotABadge("one of its dates does not exist") from problem


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _text(value: object) -> str:
    return value[:MAX_TEXT] if isinstance(value, str) else ""


def _one(value: object) -> Json:
    """Return an object, or the only object of an array; nothing where there are several, so that none is overlooked."""
    objects = list(_objects(value))
    return objects[0] if len(objects) == 1 else {}


def _objects(value: object) -> Iterator[Json]:
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, dict):
            yield item
