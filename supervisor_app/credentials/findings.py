"""What the checks of one certificate found, before anybody judges: signatures tried, papers compared, records asked."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from enum import StrEnum
from typing import TypeAlias

from supervisor_app.credentials import proof
from supervisor_app.credentials.claims import (
    Claims,
    DocumentKind,
    NotABadge,
    claims_of_code,
    embedded_endorsements,
    endorsement_words,
    evidence_ids,
    read_claims,
)
from supervisor_app.credentials.did_web import document_address
from supervisor_app.credentials.endorsement import judged_words
from supervisor_app.credentials.json_form import MAX_INNER, inner_documents, is_far_too_large
from supervisor_app.credentials.keys import DID_KEY, key_id, read_did_key, verification_method
from supervisor_app.credentials.listed_status import Listed, SeenLists, addresses_of, look_up
from supervisor_app.credentials.phone_status import for_phones, newest
from supervisor_app.credentials.proof import Json, ProofProblem
from supervisor_app.credentials.public_keys import is_ed25519
from supervisor_app.credentials.qr_payload import QrClaims, proven_by
from supervisor_app.credentials.seals import Seal, Signature, seal_of, token_seal
from supervisor_app.credentials.trust import Authority, Register, Registered, TrustedIssuer, TrustStore
from supervisor_app.credentials.verdict import FieldComparison
from supervisor_app.credentials.web_token import NotAToken, Token, read_token
from supervisor_app.credentials.wording import level_words
from supervisor_app.domain.frozen import dataclass

_TOO_LARGE = "it holds far more than one record should; open the certificates inside it singly"
_Known: TypeAlias = "tuple[TrustStore, Register | None, SeenLists | None]"
"""What certificates are held against."""


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
    `registered` is what this site's records hold under its id; `register_as_of` is None where their age is unknown; `why`
    completes "It cannot be checked here: ..."; `listed` is what status lists of the issuer say; `inner` are the certificates
    that a record carries, `unread` how many of them could not be read; `asks` are web addresses that could tell more.
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
    why: str = ""
    listed: Listed | None = None
    inner: tuple[Findings, ...] = ()
    unread: int = 0
    asks: tuple[str, ...] = ()
    document: str = ""  # an endorsement's own canonical JSON: it may be kept with what it endorses

    @property
    def same_in_register(self) -> bool:
        """Whether the records hold the very same certificate, by its digest."""
        return self.registered is not None and self.registered.digest == self.claims.digest


def examine_credential(document: Json, trust: TrustStore, register: Register | None, lists: SeenLists | None = None) -> Findings:
    """Return what a credential's proof, endorsement, status lists and this site's records say. NotABadge where it is none."""
    claims = read_claims(document)
    if is_far_too_large(document):
        return _examined(document, claims, Seal(signature=Signature.UNCHECKED, why=_TOO_LARGE), (trust, register, lists))
    return _examined(document, claims, seal_of(document, claims.issuer, trust), (trust, register, lists))


def examine_token(token: Token, trust: TrustStore, register: Register | None, lists: SeenLists | None = None) -> Findings:
    """Return what a web token's signature and the credential inside say. NotABadge where it is no Open Badge."""
    claims = read_claims(token.document)
    return _examined(token.document, claims, token_seal(token, claims.issuer, trust), (trust, register, lists))


def _examined(document: Json, claims: Claims, seal: Seal, known: _Known) -> Findings:
    looks_inside = claims.kind is DocumentKind.RECORD and (seal.signature is Signature.GENUINE or not seal.why)
    looks_inside = looks_inside and seal.signature not in (Signature.BROKEN, Signature.UNCOVERED)
    inner, unread = _inner(document, known) if looks_inside else ((), 0)
    findings = Findings(
        claims=claims,
        signature=seal.signature,
        issuer=seal.issuer,
        key_id=key_id(seal.key) if seal.key else b"",
        word=_word(document, claims) if claims.kind is DocumentKind.BADGE else None,
        why=seal.why,
        listed=_listed(document, claims, seal, known),
        inner=inner,
        unread=unread,
        asks=_asks(document, claims, known[0]),
        document=proof.canonical_json(document).decode() if claims.kind is DocumentKind.ENDORSEMENT else "",
    )
    return with_records(findings, known[1])


def _listed(document: Json, claims: Claims, seal: Seal, known: _Known) -> Listed | None:
    """What status lists say: those that the certificate names, and those that the organisation made for phones."""
    trust, _register, lists = known
    pinned = trust.by_issuer(claims.issuer)
    signers = signers_of(trust, seal.issuer or next(iter(pinned), None))
    if seal.key and is_ed25519(seal.key):
        signers[claims.issuer] = (seal.key, *signers.get(claims.issuer, ()))
    keys = tuple(key for of_one in signers.values() for key in of_one)
    return newest(look_up(document, lists, signers), for_phones(claims.credential_id, lists, keys))


def signers_of(trust: TrustStore, issuer: TrustedIssuer | None) -> dict[str, tuple[bytes, ...]]:
    """Return the Ed25519 keys that speak for the organisation of an issuer, by the ids it issues under."""
    found: dict[str, tuple[bytes, ...]] = {}
    for one in trust.same_organisation(issuer) if issuer else ():
        if is_ed25519(one.public_key):
            found[one.issuer] = (*found.get(one.issuer, ()), one.public_key)
    return found


def _outlived(findings: Findings, registered: Registered | None, as_of: datetime | None) -> bool:
    """Whether this site's records, complete until `as_of`, know more of the certificate than a list that was made before."""
    if registered is None or registered.digest != findings.claims.digest or as_of is None or findings.listed is None:
        return False
    return findings.listed.known is None or findings.listed.known <= as_of


def _asks(document: Json, claims: Claims, trust: TrustStore) -> tuple[str, ...]:
    if any(trusted.own for trusted in trust.by_issuer(claims.issuer)):
        return ()  # what this site published is in its records
    address = "" if trust.by_issuer(claims.issuer) else document_address(claims.issuer)
    return (*([address] if address else ()), *addresses_of(document))


def _inner(document: Json, known: _Known) -> tuple[tuple[Findings, ...], int]:
    """Examine each certificate inside a record; records inside records are not followed."""
    found, unread = [], 0
    for item in inner_documents(document)[:MAX_INNER]:
        try:
            found.append(_examine_inner(item, known))
        except (NotABadge, NotAToken):
            unread += 1
    return tuple(found), unread


def _examine_inner(item: object, known: _Known) -> Findings:
    if isinstance(item, str):
        token = read_token(item)
        if inner_documents(token.document):
            raise NotABadge("a record inside a record")
        return examine_token(token, *known)
    if not isinstance(item, dict) or inner_documents(item):
        raise NotABadge("a record inside a record")
    return examine_credential(item, *known)


def examine_code(code: QrClaims, trust: TrustStore, register: Register | None, lists: SeenLists | None = None) -> Findings:
    """Return what a QR text's signature and this site's records say; every pinned key with its key id is tried."""
    candidates = trust.by_key_id(code.key_id)
    issuer = next((trusted for trusted in candidates if proven_by(code, trusted.public_key)), None)
    broken = Signature.BROKEN if candidates else Signature.UNCHECKED
    claims = claims_of_code(code)
    keys = [key for of_one in signers_of(trust, issuer).values() for key in of_one]
    findings = Findings(
        claims=claims,
        signature=Signature.GENUINE if issuer else broken,
        issuer=issuer or next(iter(candidates), None),
        key_id=code.key_id,
        listed=for_phones(claims.credential_id, lists, keys),
        asks=(code.status_address,) if issuer and not issuer.own and code.status_address else (),
    )
    return with_records(findings, register)


def code_agrees(code: QrClaims | None, findings: Findings) -> CodeFinding:
    """Return how the code on a paper goes with the credential attached to it: signed by the same key, with its digest."""
    if code is None:
        return CodeFinding.NOT_READ
    key = findings.issuer.public_key if findings.issuer else read_did_key(findings.claims.issuer)
    same = code.digest == findings.claims.digest and code.credential_id == findings.claims.credential_id
    return CodeFinding.AGREES if same and (key is None or proven_by(code, key)) else CodeFinding.DIFFERS


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


def _word(document: Json, claims: Claims) -> Word | None:
    """Return how the endorsement by the assessor named in the certificate came out, None where it names no assessor."""
    if claims.assessor_key is None:
        return Word.ABSENT if claims.assessor else None
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


def with_records(findings: Findings, register: Register | None) -> Findings:
    """Return findings with what this site's records add; nothing of them can be made better by it."""
    if register is None:
        return findings
    registered, as_of = register.by_id(findings.claims.credential_id), register.as_of
    return replace(
        findings,
        registered=registered,
        register_as_of=as_of,
        listed=None if _outlived(findings, registered, as_of) else findings.listed,
        authority=_authority(findings.claims, register),
        inner=tuple(with_records(inner, register) for inner in findings.inner),
    )
