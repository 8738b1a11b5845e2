"""Open Badges of versions 0.5 to 2.0: recognised and explained, never judged.

Their proof is a page on the issuer's web site (hosted), or a signature whose key only such a page names (signed). Nothing here
asks a web site, so such a badge stays unproven; the reader is told which kind it is and where its proof would be.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

from supervisor_app.domain.frozen import dataclass

Json: TypeAlias = dict[str, Any]

MAX_TEXT = 300
_PARTS = {
    "BadgeClass": "the description of a badge",
    "Issuer": "the description of an issuer",
    "Profile": "the description of an issuer",
    "RevocationList": "a list of withdrawn badges",
    "CryptographicKey": "a key",
    "Criteria": "a text of criteria",
    "Endorsement": "an endorsement of version 2.0",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class OlderBadge:
    """What an older badge says of itself: its version ("2.0"), how it would be proven ("hosted", "signed"), and facts."""

    version: str
    proof: str
    title: str = ""
    holder: str = ""
    issuer: str = ""
    issued: str = ""
    page: str = ""


def read_older_badge(document: Json) -> OlderBadge | None:
    """Return what an assertion of an older version says, None where the document is none."""
    if not _is_assertion(document):
        return None
    badge = document.get("badge")
    badge = badge if isinstance(badge, dict) else {"name": badge}
    issuer = badge.get("issuer")
    issuer = issuer if isinstance(issuer, dict) else {"name": issuer}
    verification = document.get("verification") or document.get("verify") or {}
    how = verification.get("type") if isinstance(verification, dict) else verification
    signed = isinstance(how, str) and how.lower().startswith("signed")
    page = verification.get("url") if isinstance(verification, dict) else None
    return OlderBadge(
        version=_version(document),
        proof="signed" if signed else "hosted",
        title=_text(badge.get("name")),
        holder=_recipient(document.get("recipient")),
        issuer=_text(issuer.get("name")) or _text(issuer.get("id")),
        issued=_text(document.get("issuedOn")) or _text(document.get("issued_on")),
        page=_text(page) or _text(document.get("id")),
    )


def part_words(document: Json) -> str:
    """Return what a document of the older standards is, where it is no certificate of anybody: "the description of a badge"."""
    names = document.get("type")
    for name in names if isinstance(names, list) else [names]:
        if isinstance(name, str) and name in _PARTS and "VerifiableCredential" not in str(names):
            return _PARTS[name]
    if {"criteria", "issuer"} <= document.keys() and "recipient" not in document:
        return _PARTS["BadgeClass"]
    return ""


def _is_assertion(document: Json) -> bool:
    names = document.get("type")
    types = names if isinstance(names, list) else [names]
    old_context = "openbadges" in str(document.get("@context", ""))[:200]
    return ("Assertion" in types and (old_context or "badge" in document)) or (
        "badge" in document and "recipient" in document and "credentialSubject" not in document
    )


def _version(document: Json) -> str:
    context = str(document.get("@context", ""))[:200]
    if "openbadges/v2" in context:
        return "2.0"
    if "openbadges/v1" in context:
        return "1.1"
    return "1.0" if "verify" in document else "0.5"


def _recipient(found: object) -> str:
    if isinstance(found, Mapping):
        return "" if found.get("hashed") in (True, "true") else _text(found.get("identity"))
    text = _text(found)
    return "" if text.startswith(("sha1$", "sha256$")) else text


def _text(value: object) -> str:
    return value[:MAX_TEXT] if isinstance(value, str) else ""
