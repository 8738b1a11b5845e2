"""What the checks of one certificate found, before anybody judges: signatures tried, papers compared, records asked."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from supervisor_app.credentials import proof
from supervisor_app.credentials.badge import level_words
from supervisor_app.credentials.claims import (
    Claims,
    claims_of_code,
    embedded_endorsements,
    endorsement_words,
    evidence_ids,
    read_claims,
)
from supervisor_app.credentials.endorsement import judged_words
from supervisor_app.credentials.keys import DID_KEY, key_id, read_did_key, verification_method
from supervisor_app.credentials.proof import Json, ProofProblem
from supervisor_app.credentials.qr_payload import QrClaims, proven_by
from supervisor_app.credentials.trust import Authority, Register, Registered, TrustedIssuer, TrustStore
from supervisor_app.credentials.verdict import FieldComparison


class Signature(StrEnum):
    """How a signature came out; UNCHECKED where no key is at hand that could tell."""

    GENUINE = "genuine"
    BROKEN = "broken"
    UNCHECKED = "unchecked"


class Word(StrEnum):
    """How the assessor's own endorsement came out: OTHER says something else than the certificate around it."""

    GENUINE = "genuine"
    ABSENT = "absent"
    BROKEN = "broken"
    OTHER = "other"


class CodeFinding(StrEnum):
    """How the QR code on a paper goes with the record inside it."""

    AGREES = "agrees"
    DIFFERS = "differs"
    NOT_READ = "not_read"
    NO_PAPER = "no_paper"


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """Everything found about one certificate. `issuer` is the pinned key it is held against, None for an unknown issuer;
    `registered` is what this site's records hold under its id; `register_as_of` is None where their age is unknown.
    """

    claims: Claims
    signature: Signature
    issuer: TrustedIssuer | None = None
    key_id: bytes = b""
    word: Word | None = None
    authority: Authority = Authority.UNKNOWN
    paper: tuple[FieldComparison, ...] = ()
    code: CodeFinding = CodeFinding.NO_PAPER
    registered: Registered | None = None
    register_as_of: datetime | None = None

    @property
    def same_in_register(self) -> bool:
        """Whether the records hold the very same certificate, by its digest."""
        return self.registered is not None and self.registered.digest == self.claims.digest


def examine_credential(document: Json, trust: TrustStore, register: Register | None) -> Findings:
    """Return what a credential's proof, endorsement and this site's records say. NotABadge where it is no Open Badge."""
    claims = read_claims(document)
    signature, issuer = _signature(document, claims, trust)
    findings = Findings(
        claims=claims,
        signature=signature,
        issuer=issuer,
        key_id=_key_id(claims, issuer),
        word=_word(document, claims),
        authority=_authority(claims, register),
    )
    return _with_records(findings, register)


def examine_code(code: QrClaims, trust: TrustStore, register: Register | None) -> Findings:
    """Return what a QR text's signature and this site's records say; every pinned key with its key id is tried."""
    candidates = trust.by_key_id(code.key_id)
    issuer = next((trusted for trusted in candidates if proven_by(code, trusted.public_key)), None)
    broken = Signature.BROKEN if candidates else Signature.UNCHECKED
    claims = claims_of_code(code)
    findings = Findings(
        claims=claims,
        signature=Signature.GENUINE if issuer else broken,
        issuer=issuer or next(iter(candidates), None),
        key_id=code.key_id,
    )
    return _with_records(findings, register)


def code_agrees(code: QrClaims | None, findings: Findings) -> CodeFinding:
    """Return how the code on a paper goes with the credential attached to it: signed by the same key, with its digest."""
    if code is None:
        return CodeFinding.NOT_READ
    key = findings.issuer.public_key if findings.issuer else read_did_key(findings.claims.issuer)
    same = code.digest == findings.claims.digest and code.credential_id == findings.claims.credential_id
    return CodeFinding.AGREES if same and (key is None or proven_by(code, key)) else CodeFinding.DIFFERS


def _signature(document: Json, claims: Claims, trust: TrustStore) -> tuple[Signature, TrustedIssuer | None]:
    """Try the pinned keys of the issuer; a did:key nobody pinned still tells whether something was changed."""
    pinned = trust.by_issuer(claims.issuer)
    for trusted in pinned:
        if _holds(document, claims.issuer, trusted.public_key):
            return Signature.GENUINE, trusted
    if pinned:
        return Signature.BROKEN, pinned[0]
    own_key = read_did_key(claims.issuer)
    if own_key is None:
        return Signature.UNCHECKED, None
    return (Signature.GENUINE if _holds(document, claims.issuer, own_key) else Signature.BROKEN), None


def _holds(document: Json, issuer: str, public_key: bytes) -> bool:
    """Whether the proof holds with this key and names a verification method that belongs to the issuer."""
    try:
        method = proof.proof_of(document).verification_method
        belongs = method == verification_method(issuer) if issuer.startswith(DID_KEY) else method.partition("#")[0] == issuer
        if belongs:
            proof.check(document, public_key)
    except ProofProblem:
        return False
    return belongs


def _word(document: Json, claims: Claims) -> Word:
    """Return how the endorsement by the assessor named in the certificate came out."""
    if claims.assessor_key is None:
        return Word.ABSENT
    for endorsement in embedded_endorsements(document):
        issuer, about, comment = endorsement_words(endorsement)
        if read_did_key(issuer) != claims.assessor_key:
            continue
        if not _holds(endorsement, issuer, claims.assessor_key):
            return Word.BROKEN
        return Word.GENUINE if about in evidence_ids(document) and comment.endswith(_judged(claims)) else Word.OTHER
    return Word.ABSENT


def _judged(claims: Claims) -> str:
    return judged_words(
        holder=claims.holder,
        employee_no=claims.employee_no,
        title=claims.title,
        level=level_words(claims.level_key, claims.level_name),
        limits=claims.limits,
        evaluated=claims.evaluated,
    )


def _authority(claims: Claims, register: Register | None) -> Authority:
    day: date | None = claims.evaluated or claims.issued
    if register is None or claims.assessor_key is None or day is None:
        return Authority.UNKNOWN
    return register.authority(claims.assessor_key, day)


def _with_records(findings: Findings, register: Register | None) -> Findings:
    if register is None:
        return findings
    registered = register.by_id(findings.claims.credential_id)
    return replace(findings, registered=registered, register_as_of=register.as_of)


def _key_id(claims: Claims, issuer: TrustedIssuer | None) -> bytes:
    key = issuer.public_key if issuer else read_did_key(claims.issuer)
    return key_id(key) if key else b""
