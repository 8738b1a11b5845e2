"""Data Integrity proofs, cryptosuite eddsa-rdfc-2022: what is signed, signing it, checking it.

Context validation, canonicalization with a work budget and the pinned contexts are openbadgeslib's; nothing is ever fetched.
A proof covers the RDF that a document expands to, so a document only counts as proven when it is also exactly the compacted
form of that RDF: an undefined term or a relative IRI would otherwise be left unsigned in silence.
Credentials of exactly our own shape take a short way to the same bytes. The library is imported where it is used: it costs a
quarter of a second that no window start should pay.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, TypeAlias

import rfc8785
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from supervisor_app.credentials.keys import multibase, read_multibase
from supervisor_app.credentials.own_form import canonical_configuration, canonical_credential
from supervisor_app.errors import UserError

Json: TypeAlias = dict[str, Any]
"""A parsed JSON object."""

Contexts: TypeAlias = Mapping[str, Json]
"""Further JSON-LD contexts by URL, beside the pinned ones; only published test vectors need any."""

CRYPTOSUITE = "eddsa-rdfc-2022"
PURPOSE = "assertionMethod"
MAX_BYTES = 256 * 1024
"""The largest credential in bytes of compact UTF-8 JSON that is signed or checked (the library's own bound)."""


class ProofProblem(Exception):  # noqa: N818 - says why a proof does not hold; never shown as it is
    """The proof does not hold, or the document is not the form of what its proof signs."""


@dataclass(frozen=True, slots=True)
class Proof:
    """The one eddsa-rdfc-2022 proof of a document; texts as they stand there, empty where they are not texts."""

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
    """Return the 64 bytes that are signed: SHA-256 of the proof configuration, then SHA-256 of the unsecured document."""
    configuration = {name: value for name, value in _one_proof(document).items() if name != "proofValue"}
    configuration["@context"] = document.get("@context")
    unsecured = {name: value for name, value in document.items() if name != "proof"}
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
    if data is not None and len(canonical_json(document)) < MAX_BYTES - 1000:
        return {**document, "proof": [{**proof, "proofValue": multibase(key.sign(data))}]}
    return _sign_at_length(document, key, verification_method, created, contexts)


def check(document: Json, public_key: bytes, contexts: Contexts | None = None) -> None:
    """Return when the document is exactly what its eddsa-rdfc-2022 proof signs with this key (32 bytes); ProofProblem if not.

    Says nothing about dates or about whose key it is.
    """
    proof = _one_proof(document)
    data = _short_hash_data(document, proof)
    if data is None:
        _check_at_length(document, proof, public_key, contexts)
        return
    signature = read_multibase(str(proof.get("proofValue")), 64)
    if signature is None:
        raise ProofProblem("no Ed25519 signature")
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(signature, data)
    except InvalidSignature as problem:
        raise ProofProblem("the signature does not match") from problem


def proof_of(document: Json) -> Proof:
    """Return the proof of a document as it stands, unchecked; ProofProblem unless there is exactly one of the kind we know."""
    proof = _one_proof(document)
    method, created = proof.get("verificationMethod"), proof.get("created")
    return Proof(method if isinstance(method, str) else "", created if isinstance(created, str) else "")


def canonical_json(document: Json) -> bytes:
    """Return the document as RFC 8785 canonical JSON: the bytes that are stored and whose SHA-256 is printed."""
    return rfc8785.dumps(document)


def _one_proof(document: Json) -> Json:
    found = document.get("proof")
    proofs = found if isinstance(found, list) else [found]
    if len(proofs) != 1 or not isinstance(proofs[0], dict):
        raise ProofProblem("not exactly one proof")
    proof: Json = proofs[0]
    if proof.get("type") != "DataIntegrityProof" or proof.get("cryptosuite") != CRYPTOSUITE:
        raise ProofProblem("another kind of proof")
    return proof


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
        signed = ldp.add_data_integrity_proof(document, pem, verification_method, created=moment, extra_contexts=contexts)
        if not contexts:
            _check_form(signed, signed["proof"])
    except LibOpenBadgesException as problem:
        raise UserError(
            "This certificate cannot be signed: its texts hold something that a signature would not cover.",
            f"Look at the texts for unusual characters. ({problem})",
        ) from problem
    return {**signed, "proof": [signed["proof"]]}


def _check_at_length(document: Json, proof: Json, public_key: bytes, contexts: Contexts | None) -> None:
    from openbadgeslib.errors import LibOpenBadgesException
    from openbadgeslib.ob3 import ldp

    pem = Ed25519PublicKey.from_public_bytes(public_key).public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    try:
        if not contexts:
            _check_form(document, proof)
        ldp.verify_data_integrity_proof({**document, "proof": proof}, pem, extra_contexts=contexts)
    except LibOpenBadgesException as problem:
        raise ProofProblem(str(problem)) from problem


def _check_form(document: Json, proof: Json) -> None:
    """Refuse a document whose JSON says anything that its RDF does not, in the size and shape the library allows."""
    from openbadgeslib.ob3 import ldp
    from openbadgeslib.ob3.contexts import document_loader

    ldp._screen_structure(document, contexts=False)
    ldp._reject_unsigned_ldp_aliases(document)
    ldp._check_json_ld_form(document, proof, document_loader())
