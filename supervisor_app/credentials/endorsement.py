"""The assessor's own word inside a certificate: an EndorsementCredential signed with the key of the person who watched.

It names the sign-off it speaks of and repeats what was judged. A reader works the same sentence out from the certificate around
it: an organisation cannot put another level, limit or name around the assessor's signature.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from supervisor_app.credentials.keys import did_key, verification_method
from supervisor_app.credentials.proof import Json, sign
from supervisor_app.credentials.shapes import CONTEXTS
from supervisor_app.credentials.wording import derived_urn, level_words, moment, plain, sign_off_urn

if TYPE_CHECKING:
    from supervisor_app.credentials.badge import Statement
    from supervisor_app.domain.certificate import CertificateFacts


def build_endorsement(facts: CertificateFacts, statement: Statement, key: Ed25519PrivateKey, created: datetime) -> Json:
    """Return the signed EndorsementCredential of the assessor; `key` must be the private half of `statement.public_key`."""
    public_key = key.public_key().public_bytes_raw()
    if public_key != statement.public_key:
        raise ValueError("the statement names another key than the one that signs it")
    did = did_key(public_key)
    judged = judged_words(
        holder=facts.holder,
        employee_no=facts.employee_no,
        title=facts.title,
        level=level_words(facts.level, facts.level_name),
        limits=facts.limits,
        evaluated=facts.evaluated,
    )
    document: Json = {
        "@context": list(CONTEXTS),
        "id": derived_urn("endorsement", facts.credential_id, statement.sign_off_id, did),
        "type": ["VerifiableCredential", "EndorsementCredential"],
        "name": f"Judged by {plain(statement.name)}",
        "issuer": did,
        "validFrom": moment(created),
        "credentialSubject": {
            "id": sign_off_urn(statement.sign_off_id),
            "type": ["EndorsementSubject"],
            "endorsementComment": f"{plain(statement.meaning)} {judged}".strip(),
        },
    }
    return sign(document, key, verification_method(did), created)


def judged_words(*, holder: str, employee_no: str, title: str, level: str, limits: str, evaluated: date | None) -> str:
    """Return what was judged as one sentence that the certificate's own facts give again, word for word."""
    parts = [
        f"Holder: {plain(holder)}",
        f"Employee no.: {plain(employee_no) or 'none'}",
        f"Competency: {plain(title)}",
        f"Level: {plain(level) or 'none'}",
        f"Limits: {plain(limits) or 'none'}",
        f"Evaluated: {evaluated.isoformat() if evaluated else 'not stated'}",
    ]
    return "[" + " | ".join(parts) + "]"
