"""Whose signature a document bears, held against the pinned keys, else against the key it names itself.

A key that only the document names can tell that something was changed; it never says who signed.
"""

from __future__ import annotations

from enum import StrEnum

from supervisor_app.credentials import proof
from supervisor_app.credentials.keys import DID_KEY, read_did_key, read_multikey, verification_method
from supervisor_app.credentials.proof import Json
from supervisor_app.credentials.proof_problems import NotCovered, ProofProblem, UnknownProof
from supervisor_app.credentials.public_keys import is_ed25519
from supervisor_app.credentials.trust import TrustedIssuer, TrustStore
from supervisor_app.credentials.web_token import Token, token_holds
from supervisor_app.domain.frozen import dataclass

MOST_KEYS = 4
"""So many keys of one issuer are tried where the proof does not spell out which."""


class Signature(StrEnum):
    """How a signature came out; UNCHECKED where no key is at hand that could tell, or none could; ABSENT where there is none.

    UNCOVERED: parts of the document are left unsigned, whatever the signature says.
    """

    GENUINE = "genuine"
    BROKEN = "broken"
    UNCHECKED = "unchecked"
    ABSENT = "absent"
    UNCOVERED = "uncovered"


@dataclass(frozen=True, slots=True, kw_only=True)
class Seal:
    """How the signature came out, the pinned issuer it was held against, the key that was tried.

    `why` completes "It cannot be checked here: ..." where no key could tell, whoever signed.
    """

    signature: Signature
    issuer: TrustedIssuer | None = None
    key: bytes | None = None
    why: str = ""


def seal_of(document: Json, issuer: str, trust: TrustStore) -> Seal:
    """Try the pinned keys of the issuer on a document's proof; without any, the key that the proof itself names."""
    if "proof" not in document:
        return Seal(signature=Signature.ABSENT)
    pinned = trust.by_issuer(issuer)
    try:
        method = proof.proof_of(document).verification_method
    except UnknownProof as problem:
        return Seal(signature=Signature.UNCHECKED, issuer=next(iter(pinned), None), why=str(problem))
    except ProofProblem:
        return Seal(signature=Signature.BROKEN, issuer=next(iter(pinned), None))
    named = named_key(method)
    tried = tuple(trusted for trusted in pinned if trusted.public_key == named) or pinned[:MOST_KEYS]
    if not tried:
        return _own_seal(document, issuer, method, named)
    seals = []
    for trusted in tried:
        signature, why = _checked(document, issuer, method, trusted.public_key)
        if signature is Signature.GENUINE:
            return Seal(signature=signature, issuer=trusted, key=trusted.public_key)
        seals.append(Seal(signature=signature, issuer=trusted, key=trusted.public_key, why=why))
    return seals[0]


def token_seal(token: Token, issuer: str, trust: TrustStore) -> Seal:
    """Try the pinned keys of the issuer on a web token; without any, the key that the token brings."""
    pinned = trust.by_issuer(issuer)
    if token.refusal:
        return Seal(signature=Signature.UNCHECKED, issuer=next(iter(pinned), None), why=token.refusal)
    for trusted in pinned:
        if token_holds(token, trusted.public_key):
            return Seal(signature=Signature.GENUINE, issuer=trusted, key=trusted.public_key)
    if pinned:
        return Seal(signature=Signature.BROKEN, issuer=pinned[0], key=pinned[0].public_key)
    own = read_did_key(issuer) or token.own_key
    if own is None:
        return Seal(signature=Signature.UNCHECKED)
    return Seal(signature=Signature.GENUINE if token_holds(token, own) else Signature.BROKEN, key=own)


def named_key(method: str) -> bytes | None:
    """Return the Ed25519 key that a verification method spells out, as did:key or as its fragment; None for another."""
    name, _hash, fragment = method.partition("#")
    return read_did_key(name) if name.startswith(DID_KEY) else read_multikey(fragment)


def _own_seal(document: Json, issuer: str, method: str, named: bytes | None) -> Seal:
    if issuer.startswith(DID_KEY):
        named = read_did_key(issuer)
    elif not _belongs(method, issuer, named):
        return Seal(signature=Signature.BROKEN, key=named)
    if named is None:
        return Seal(signature=Signature.UNCHECKED)
    signature, why = _checked(document, issuer, method, named)
    return Seal(signature=signature, key=named, why=why)


def _checked(document: Json, issuer: str, method: str, key: bytes) -> tuple[Signature, str]:
    if not is_ed25519(key) or not _belongs(method, issuer, key):
        return Signature.BROKEN, ""
    try:
        proof.check(document, key)
    except UnknownProof as problem:
        return Signature.UNCHECKED, str(problem)
    except NotCovered:
        return Signature.UNCOVERED, ""
    except ProofProblem:
        return Signature.BROKEN, ""
    return Signature.GENUINE, ""


def _belongs(method: str, issuer: str, key: bytes | None) -> bool:
    """Whether a proof's verification method is the issuer's: its own name, or a did:key that spells exactly the key tried."""
    if issuer.startswith(DID_KEY):
        return method == verification_method(issuer) or method == issuer
    return method.partition("#")[0] == issuer or (
        method.startswith(DID_KEY) and key is not None and read_did_key(method.partition("#")[0]) == key
    )
