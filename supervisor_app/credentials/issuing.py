"""Making a certificate provable: the signed credential, its digest and the QR payload, from frozen facts and two keys."""

from __future__ import annotations

import hashlib
from datetime import datetime

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from supervisor_app.credentials.badge import Statement, build_credential
from supervisor_app.credentials.did_web import DID_WEB
from supervisor_app.credentials.endorsement import build_endorsement
from supervisor_app.credentials.keys import did_key, method_for
from supervisor_app.credentials.proof import Json, canonical_json, sign
from supervisor_app.credentials.qr_payload import QrPayload, encode
from supervisor_app.domain.certificate import CertificateFacts
from supervisor_app.domain.checklist import Checklist
from supervisor_app.domain.frozen import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuedCredential:
    """A signed credential: RFC 8785 bytes to store verbatim and attach, their SHA-256 (32 bytes), and what the QR says."""

    credential: bytes
    digest: bytes
    qr: QrPayload


def issue(
    facts: CertificateFacts,
    checklist: Checklist,
    statement: Statement,
    *,
    issuer_key: Ed25519PrivateKey,
    assessor_key: Ed25519PrivateKey | None = None,
    endorsement: Json | None = None,
    created: datetime,
) -> IssuedCredential:
    """Sign a certificate as the organisation, with the assessor's own endorsement inside.

    Give `assessor_key` where the assessor is the one who issues, else the `endorsement` made when they signed (or neither: the
    verdict then says that the assessor's own signature is not inside). `created` is aware. The same arguments give the same
    bytes. UserError where the facts cannot be signed or do not fit the QR symbol.
    """
    if assessor_key is not None:
        endorsement = build_endorsement(facts, statement, assessor_key, created)
    document = build_credential(facts, checklist, statement, endorsement, created)
    credential = sign_credential(document, issuer_key, created)
    digest = hashlib.sha256(credential).digest()
    return IssuedCredential(credential=credential, digest=digest, qr=encode(facts, digest, issuer_key))


def sign_credential(document: Json, issuer_key: Ed25519PrivateKey, created: datetime) -> bytes:
    """Return the document signed by the organisation as canonical JSON (RFC 8785).

    Its issuer must be this key's did:key, or a did:web, whose document then has to hold the key.
    """
    public_key = issuer_key.public_key().public_bytes_raw()
    issuer = document["issuer"]
    name = str(issuer["id"] if isinstance(issuer, dict) else issuer)
    if name != did_key(public_key) and not name.startswith(DID_WEB):
        raise ValueError("the credential names another issuer than the key that signs it")
    return canonical_json(sign(document, issuer_key, method_for(name, public_key), created))
