"""Data Integrity proofs: what is signed, signing it (eddsa-rdfc-2022), checking it (also eddsa-jcs-2022, Ed25519Signature2020).

Context validation, canonicalization with a work budget and the pinned contexts are openbadgeslib's; nothing is ever fetched.
A proof covers the RDF that a document expands to, so a document only counts as proven when it is also exactly the compacted
form of that RDF: an undefined term or a relative IRI would otherwise be left unsigned in silence.
Credentials of exactly our own shape take a short way to the same bytes. The library is imported where it is used: it costs a
quarter of a second that no window start should pay.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, TypeAlias

import rfc8785
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from supervisor_app.credentials.contexts import context_addresses
from supervisor_app.credentials.json_form import check_form, contexts_for, inner_documents, names_moving_context
from supervisor_app.credentials.keys import multibase, read_multibase
from supervisor_app.credentials.own_form import canonical_configuration, canonical_credential
from supervisor_app.credentials.proof_problems import NotCovered, ProofProblem, UnknownProof
from supervisor_app.domain.frozen import dataclass
from supervisor_app.errors import UserError

__all__ = [
    "Contexts",
    "Json",
    "NotCovered",
    "Proof",
    "ProofProblem",
    "UnknownProof",
    "canonical_json",
    "canonical_nquads",
    "check",
    "hash_data",
    "proof_of",
    "sign",
]

Json: TypeAlias = dict[str, Any]
"""A parsed JSON object."""

Contexts: TypeAlias = Mapping[str, Json]
"""Further JSON-LD contexts by URL, beside the pinned ones; only published test vectors need any."""

CRYPTOSUITE = "eddsa-rdfc-2022"
JCS = "eddsa-jcs-2022"
OLDER = "Ed25519Signature2020"
PURPOSE = "assertionMethod"
_NOT_PLAIN = re.compile(r'(?:":|[\[,])(?:-?\d+(?:\.\d|[eE][-+]?\d)|-?\d{16}|-?Infinity|NaN)|[\ud800-\udfff\ue000-\U0010ffff]')
"""A number behind a key, in a list or behind a comma that is not written in the same way everywhere, or a letter above U+D7FF."""
_MOVED = "it names a vocabulary without its version, and that has changed over the years"
MAX_BYTES = 256 * 1024
"""The largest credential in bytes of compact UTF-8 JSON that is signed or checked (the library's own bound)."""
MAX_RECORD_BYTES = 1_000_000
"""The largest record of our own shape, which takes the short way: a passport with some sixty certificates inside."""


@dataclass(frozen=True, slots=True)
class Proof:
    """The one proof of a document; texts as they stand there, empty where they are not texts."""

    verification_method: str
    created: str


def canonical_nquads(document: Json, contexts: Contexts | None = None) -> str:
    """Return the RDFC-1.0 canonical N-Quads of a JSON-LD document. ProofProblem where there are none within the budget."""
    from openbadgeslib.errors import LibOpenBadgesException
    from openbadgeslib.ob3 import ldp
    from openbadgeslib.ob3.contexts import document_loader

    try:
        return str(ldp._canonize(document, document_loader(contexts)))
    except LibOpenBadgesException as problem:
        raise ProofProblem(str(problem)) from problem


def hash_data(document: Json, contexts: Contexts | None = None) -> bytes:
    """Return the 64 bytes that are signed: SHA-256 of the proof configuration, then SHA-256 of the unsecured document.

    Both as canonical N-Quads, or as RFC 8785 JSON where the proof is an eddsa-jcs-2022 one. ProofProblem where that fails.
    """
    proof = _one_proof(document)
    configuration = {name: value for name, value in proof.items() if name != "proofValue"}
    unsecured = {name: value for name, value in document.items() if name != "proof"}
    if proof.get("cryptosuite") == JCS:
        return b"".join(hashlib.sha256(_plain_json(part)).digest() for part in (configuration, unsecured))
    configuration["@context"] = document.get("@context")
    parts = (canonical_nquads(configuration, contexts), canonical_nquads(unsecured, contexts))
    return b"".join(hashlib.sha256(part.encode()).digest() for part in parts)


def sign(
    document: Json, key: Ed25519PrivateKey, verification_method: str, created: datetime, contexts: Contexts | None = None
) -> Json:
    """Return the document with its proof, as an array of one; `created` is aware and kept to the second.

    Signing checks nothing but the form: UserError where the document holds anything that a proof would not cover.
    """
    proof: Json = {
        "type": "DataIntegrityProof",
        "cryptosuite": CRYPTOSUITE,
        "created": created.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "verificationMethod": verification_method,
        "proofPurpose": PURPOSE,
    }
    data = _short_hash_data(document, proof)
    most = MAX_RECORD_BYTES if inner_documents(document) else MAX_BYTES
    if data is not None and len(canonical_json(document)) < most - 1000:
        return {**document, "proof": [{**proof, "proofValue": multibase(key.sign(data))}]}
    return _sign_at_length(document, key, verification_method, created, contexts)


def check(document: Json, public_key: bytes, contexts: Contexts | None = None) -> None:
    """Return when the document is exactly what its proof signs with this Ed25519 key (32 bytes).

    UnknownProof where no key could tell, NotCovered where parts of it are left unsigned, else ProofProblem. Says nothing about
    dates or about whose key it is. Pinned contexts serve beside `contexts`; with those alone the form is not looked at.
    """
    proof = _one_proof(document)
    data = _short_hash_data(document, proof)
    if data is None:
        data = _long_hash_data(document, proof, contexts)
    signature = read_multibase(str(proof.get("proofValue")), 64)
    if signature is None:
        raise ProofProblem("no Ed25519 signature")
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(signature, data)
    except InvalidSignature as problem:
        if proof.get("cryptosuite") != JCS and "@context" in document and names_moving_context(document):
            raise UnknownProof(_MOVED) from problem
        raise ProofProblem("the signature does not match") from problem


def proof_of(document: Json) -> Proof:
    """Return the proof of a document as it stands, unchecked; ProofProblem unless there is exactly one of the kind we know."""
    proof = _one_proof(document)
    method, created = proof.get("verificationMethod"), proof.get("created")
    return Proof(method if isinstance(method, str) else "", created if isinstance(created, str) else "")


def canonical_json(document: Json) -> bytes:
    """Return the document as RFC 8785 canonical JSON: the bytes that are stored and whose SHA-256 is printed.

    Python's own encoder writes the same for all but fractions, large numbers and letters that UTF-16 orders in another way;
    whatever looks like one of those is left to `rfc8785`, which is ten times slower.
    """
    text = json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return rfc8785.dumps(document) if _NOT_PLAIN.search(text) else text.encode()


def _one_proof(document: Json) -> Json:
    found = document.get("proof")
    proofs = found if isinstance(found, list) else [found]
    if len(proofs) != 1 or not isinstance(proofs[0], dict):
        raise ProofProblem("not exactly one proof")
    proof: Json = proofs[0]
    kind, suite = proof.get("type"), proof.get("cryptosuite")
    if not (kind == "DataIntegrityProof" and suite in (CRYPTOSUITE, JCS)) and not (kind == OLDER and suite is None):
        named = next((name for name in (suite, kind) if isinstance(name, str)), "")
        raise UnknownProof(f"it is signed with {named[:60]}, which is not known here" if named else "its signature names no kind")
    if "domain" in proof or "challenge" in proof:
        raise UnknownProof("its signature was made for one place and one moment, not for everybody")
    return proof


def _plain_json(document: Json) -> bytes:
    try:
        return canonical_json(document)
    except (rfc8785.CanonicalizationError, UnicodeError) as problem:
        raise ProofProblem("not exact JSON") from problem


def _short_hash_data(document: Json, proof: Json) -> bytes | None:
    """Return what is signed for a document and proof of our own shape, None for any other."""
    lines = (canonical_configuration(proof), canonical_credential(document))
    if lines[0] is None or lines[1] is None:
        return None
    return b"".join(hashlib.sha256(part.encode()).digest() for part in lines if part is not None)


def _sign_at_length(
    document: Json, key: Ed25519PrivateKey, verification_method: str, created: datetime, contexts: Contexts | None
) -> Json:
    from openbadgeslib.errors import LibOpenBadgesException
    from openbadgeslib.ob3 import ldp

    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    moment = created.astimezone(UTC).replace(microsecond=0)
    try:
        more = contexts_for(document, contexts)
        signed = ldp.add_data_integrity_proof(document, pem, verification_method, created=moment, extra_contexts=more)
        if not contexts:
            check_form(signed, signed["proof"], more)
    except (LibOpenBadgesException, ProofProblem) as problem:
        raise UserError(
            "This certificate cannot be signed: its texts hold something that a signature would not cover.",
            f"Look at the texts for unusual characters. ({problem})",
        ) from problem
    return {**signed, "proof": [signed["proof"]]}


def _long_hash_data(document: Json, proof: Json, contexts: Contexts | None) -> bytes:
    """Return what is signed for any document, after the form of the proof and of the document was looked at."""
    from openbadgeslib.errors import LibOpenBadgesException
    from openbadgeslib.ob3 import ldp

    if len(_plain_json(document)) > MAX_BYTES:
        raise UnknownProof("it is larger than others' certificates that are checked here")
    try:
        ldp._require_within_size_cap(document)
        ldp._validate_proof(proof, PURPOSE)
    except LibOpenBadgesException as problem:
        raise ProofProblem(str(problem)) from problem
    if proof.get("cryptosuite") == JCS:
        _check_own_context(document, proof)
        return hash_data(document)
    more = contexts_for(document, contexts)
    try:
        if not contexts:
            check_form(document, proof, more)
    except NotCovered as problem:
        if names_moving_context(document):
            raise UnknownProof(_MOVED) from problem
        raise
    return hash_data(document, more)


def _check_own_context(document: Json, proof: Json) -> None:
    """A context inside an eddsa-jcs-2022 proof must be the start of the document's own (vc-di-eddsa 3.3.2)."""
    inside, around = context_addresses(proof), context_addresses(document)
    if inside and around[: len(inside)] != inside:
        raise ProofProblem("the proof speaks of another vocabulary than the document")
