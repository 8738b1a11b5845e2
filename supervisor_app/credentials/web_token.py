"""Credentials signed as a web token (JWT, RFC 7515): only EdDSA, ES256 and RS256, only with the key they were held against.

The algorithm is taken from the key, never from the token alone; a token that names a critical extension, no algorithm or one
with a shared secret is refused with its reason.
"""

from __future__ import annotations

import re
from typing import Any, TypeAlias

from supervisor_app.credentials.public_keys import ALGORITHMS, algorithm_of, key_from_jwk, signature_holds
from supervisor_app.domain.frozen import dataclass

Json: TypeAlias = dict[str, Any]

MAX_CHARACTERS = 400_000
_TOKEN = re.compile(r"([A-Za-z0-9_-]{2,20000})\.([A-Za-z0-9_-]{2,380000})\.([A-Za-z0-9_-]{0,2000})")


class NotAToken(Exception):  # noqa: N818 - a finding about hostile input; the text completes "it cannot be read: ..."
    """The text is not a compact web token with a credential inside."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """A web token as it stands, unproven: `signed` are the bytes under the signature, `document` the credential inside.

    `refusal` says why it is not looked at further, empty where its algorithm is one of ours; `own_key` is the key that the
    token itself brings (see credentials.public_keys), which proves nothing about who holds it.
    """

    algorithm: str
    refusal: str
    document: Json
    signed: bytes
    signature: bytes
    key_name: str = ""
    own_key: bytes | None = None


def looks_like_token(text: str) -> bool:
    """Whether a text is three parts of base64url with JSON at its beginning."""
    return text.startswith("eyJ") and len(text) <= MAX_CHARACTERS and _TOKEN.fullmatch(text) is not None


def read_token(text: str) -> Token:
    """Return a web token's parts; NotAToken where it is none, is damaged, or its claims contradict the credential inside."""
    from supervisor_app.credentials.carriers import NotReadable, read_json

    found = _TOKEN.fullmatch(text)
    if found is None:
        raise NotAToken("it is not a complete web token (JWT)")
    try:
        header, claims = (read_json(_decoded(part)) for part in found.groups()[:2])
        signature = _decoded(found[3])
    except (ValueError, NotReadable) as problem:
        raise NotAToken("it is a damaged web token (JWT)") from problem
    algorithm = header.get("alg")
    own = header.get("jwk")
    return Token(
        algorithm=algorithm if isinstance(algorithm, str) else "",
        refusal=_refusal(header),
        document=_credential(claims),
        signed=text.rpartition(".")[0].encode(),
        signature=signature,
        key_name=_text(header.get("kid")),
        own_key=key_from_jwk(own) if isinstance(own, dict) else None,
    )


def token_holds(token: Token, public_key: bytes) -> bool:
    """Whether the token was signed with this key by the algorithm that belongs to it."""
    return (
        not token.refusal
        and token.algorithm == algorithm_of(public_key)
        and signature_holds(public_key, token.signature, token.signed)
    )


def _refusal(header: Json) -> str:
    algorithm = header.get("alg")
    if not isinstance(algorithm, str) or algorithm not in ALGORITHMS:
        name = algorithm[:20] if isinstance(algorithm, str) and algorithm else "no algorithm"
        return f"its web token is signed with {name}; only {', '.join(ALGORITHMS)} are believed"
    if "crit" in header or header.get("b64") is False:
        return "its web token demands an extension that is not known here"
    return ""


def _credential(claims: Json) -> Json:
    """The credential of a token: its "vc" claim, or all claims where they are the credential. Both must say the same."""
    inside = claims.get("vc")
    document: Json = inside if isinstance(inside, dict) else {k: v for k, v in claims.items() if k not in _REGISTERED}
    issuer, subject = document.get("issuer"), document.get("credentialSubject")
    told = {
        "iss": issuer.get("id") if isinstance(issuer, dict) else issuer,
        "sub": subject.get("id") if isinstance(subject, dict) else None,
        "jti": document.get("id"),
    }
    for name, value in told.items():
        if name in claims and value is not None and claims[name] != value:
            raise NotAToken("it says one thing in its web token and another in the certificate inside")
    if "iss" in claims and told["iss"] is None:
        document = {**document, "issuer": claims["iss"]}
    return _with_times(document, claims)


_REGISTERED = frozenset({"iss", "sub", "jti", "nbf", "exp", "iat", "aud", "cnf", "nonce"})


def _with_times(document: Json, claims: Json) -> Json:
    """The dates of the token where the certificate inside is silent; the token is what is signed."""
    from datetime import UTC, datetime

    added: Json = {}
    for claim, names in (("nbf", ("validFrom", "issuanceDate")), ("exp", ("validUntil", "expirationDate"))):
        if claim in claims and not any(name in document for name in names):
            value = claims[claim]
            if not isinstance(value, int | float) or isinstance(value, bool) or not 0 <= value < 253_402_300_800:
                raise NotAToken("one of its dates does not exist")
            added[names[0]] = datetime.fromtimestamp(int(value), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return {**document, **added}


def _decoded(part: str) -> bytes:
    import base64

    return base64.b64decode(part.replace("-", "+").replace("_", "/") + "=" * (-len(part) % 4), validate=True)


def _text(value: object) -> str:
    return value[:400] if isinstance(value, str) else ""
