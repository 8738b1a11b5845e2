"""An organisation's word about somebody else's credential or achievement: an EndorsementCredential (Open Badges 3.0)."""

from __future__ import annotations

from datetime import datetime

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from supervisor_app.credentials.issuing import sign_credential
from supervisor_app.credentials.keys import did_key
from supervisor_app.credentials.proof import Json
from supervisor_app.credentials.shapes import CONTEXTS
from supervisor_app.credentials.wording import moment, plain
from supervisor_app.domain.frozen import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class OutsideWord:
    """What is endorsed (the id of a credential or achievement, and its title), by which organisation, in which words."""

    id: str  # of the endorsement itself: urn:uuid:...
    subject: str
    title: str
    organisation: str
    comment: str
    issuer: str = ""  # the organisation's did:web where it goes by one, "" for the key's own did:key


def sign_word(word: OutsideWord, key: Ed25519PrivateKey, created: datetime) -> bytes:
    """Return the signed endorsement as canonical JSON (RFC 8785); `created` is aware. The same arguments give the same bytes.

    UserError where the subject's id cannot be signed: it must be a full address or URN.
    """
    did = word.issuer or did_key(key.public_key().public_bytes_raw())
    document: Json = {
        "@context": list(CONTEXTS),
        "id": word.id,
        "type": ["VerifiableCredential", "EndorsementCredential"],
        "name": f"Endorsement of {plain(word.title) or word.subject}",
        "issuer": {"id": did, "type": ["Profile"], "name": plain(word.organisation)},
        "validFrom": moment(created),
        "credentialSubject": {
            "id": word.subject,
            "type": ["EndorsementSubject"],
            "endorsementComment": plain(word.comment),
        },
    }
    return sign_credential(document, key, created)
