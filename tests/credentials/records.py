"""Records of badges (CLR 2.0) for tests: an outer signature around whole signed credentials."""

from __future__ import annotations

import uuid
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from supervisor_app.credentials import proof
from supervisor_app.credentials.contexts import VC2, more_contexts
from supervisor_app.credentials.keys import multibase, verification_method
from supervisor_app.credentials.proof import Json
from supervisor_app.credentials.shapes import CLR
from tests.credentials.samples import ISSUER_DID, ISSUER_KEY, NOW
from tests.credentials.test_proof import minimal

OB = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"


def small_badge(number: int, evidence: int = 0) -> Json:
    """Return a signed badge of another shape than our certificates, with as many nodes as wanted."""
    achievement = {
        "id": f"urn:uuid:{uuid.UUID(int=number + 1000)}",
        "type": ["Achievement"],
        "name": f"Badge {number}",
        "description": "x",
        "criteria": {"narrative": "x"},
    }
    nodes = [{"id": f"urn:x:{number}-{place}", "type": ["Evidence"]} for place in range(evidence)]
    subject = {**minimal()["credentialSubject"], "achievement": achievement}
    document = minimal(credentialSubject=subject, **({"evidence": nodes} if nodes else {}))
    document["id"] = f"urn:uuid:{uuid.UUID(int=number + 1)}"
    return proof.sign(document, ISSUER_KEY, verification_method(ISSUER_DID), NOW)


def record(*inside: Json | str, key: Ed25519PrivateKey = ISSUER_KEY, **more: Any) -> Json:
    """Return a signed record with the credentials inside; its form is not looked at when it is signed."""
    document: Json = {
        "@context": [VC2, CLR, OB],
        "id": "urn:uuid:6f1c8f9e-3c1b-4b7d-9a52-0b7d6a1e2f99",
        "type": ["VerifiableCredential", "ClrCredential"],
        "name": "Passport",
        "issuer": {"id": ISSUER_DID, "type": ["Profile"], "name": "Northgate Pressings"},
        "validFrom": "2026-11-23T09:12:00Z",
        "credentialSubject": {
            "id": "urn:uuid:6f1c8f9e-3c1b-4b7d-9a52-0b7d6a1e2f98",
            "type": ["ClrSubject"],
            "verifiableCredential": list(inside),
        },
        **more,
    }
    embedded = {
        "type": "DataIntegrityProof",
        "cryptosuite": proof.CRYPTOSUITE,
        "created": "2026-11-23T09:12:00Z",
        "proofPurpose": proof.PURPOSE,
        "verificationMethod": verification_method(ISSUER_DID),
    }
    whole = {**document, "proof": [embedded]}
    value = multibase(key.sign(proof.hash_data(whole, more_contexts())))
    return {**whole, "proof": [{**embedded, "proofValue": value}]}
