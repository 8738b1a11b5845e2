"""A skills passport as a ClrCredential (CLR 2.0): the record of all the signed certificates of one person, signed once more.

The certificates stand inside byte for byte as they were issued, each with its own proof; the passport only says that these are
the ones in force on a day. Nothing of them is repeated outside.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from supervisor_app.credentials.issuing import sign_credential
from supervisor_app.credentials.proof import Json
from supervisor_app.credentials.qr_payload import QrPayload, ShortForm, encode_short
from supervisor_app.credentials.shapes import RECORD_CONTEXTS
from supervisor_app.credentials.wording import moment, plain
from supervisor_app.domain.frozen import dataclass
from supervisor_app.domain.passport import Passport
from supervisor_app.domain.passport_words import passport_words
from supervisor_app.errors import UserError

TITLE = "Skills passport"


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedRecord:
    """The signed record: RFC 8785 bytes, their SHA-256 (32 bytes), and what its code says."""

    credential: bytes
    digest: bytes
    qr: QrPayload


def sign_passport(
    passport: Passport, badges: Sequence[Json], key: Ed25519PrivateKey, created: datetime, *, words: Sequence[Json] = ()
) -> SignedRecord:
    """Return the signed record of a passport with its certificates inside, in their order; `created` is aware.

    `words` are signed endorsements of them by others, which follow behind.

    The same arguments give the same bytes. UserError where there is no certificate to put into it.
    """
    if not badges:
        raise UserError("There is no certificate in force to put into a passport.", "Issue a certificate first.")
    credential = sign_credential(_document(passport, [*badges, *words], created), key, created)
    digest = hashlib.sha256(credential).digest()
    title = passport_words(passport.language).title
    short = ShortForm(credential_id=passport.id, host=passport.host, holder=passport.holder, title=title, issued=passport.as_of)
    return SignedRecord(credential=credential, digest=digest, qr=encode_short(short, digest, key))


def _document(passport: Passport, badges: Sequence[Json], created: datetime) -> Json:
    identities = [("name", passport.holder), ("identifier", passport.employee_no)]
    return {
        "@context": list(RECORD_CONTEXTS),
        "id": passport.id,
        "type": ["VerifiableCredential", "ClrCredential"],
        "name": f"{TITLE} of {plain(passport.holder)}",
        "issuer": {"id": passport.issuer_did, "type": ["Profile"], "name": plain(passport.organisation)},
        "validFrom": moment(created),
        "credentialSubject": {
            "id": f"{passport.id}#holder",
            "type": ["ClrSubject"],
            "identifier": [
                {"type": "IdentityObject", "hashed": False, "identityHash": plain(value), "identityType": kind}
                for kind, value in identities
                if plain(value)
            ],
            "verifiableCredential": list(badges),
        },
    }
