"""Passports for tests: the sample certificate several times over, as different people's work, in one signed record."""

from __future__ import annotations

import json
import uuid
from dataclasses import replace
from datetime import date

from supervisor_app.credentials.issuing import issue
from supervisor_app.credentials.passport import SignedRecord, sign_passport
from supervisor_app.credentials.proof import Json
from supervisor_app.domain.certificate import EvidenceSession
from supervisor_app.domain.passport import Passport
from tests.credentials.samples import ASSESSOR_KEY, CHECKLIST, FACTS, ISSUER_DID, ISSUER_KEY, NOW, STATEMENT

PASSPORT = Passport(
    id=f"urn:uuid:{uuid.UUID(int=77)}",
    organisation="Northgate Pressings",
    place="Sheffield",
    host="northgate.example",
    logo_digest="",
    issuer_did=ISSUER_DID,
    issuer_key=FACTS.issuer_key,
    holder="Hanna Gál",
    holder_latin="",
    employee_no="010105",
    worker_id="1" * 32,
    as_of=date(2026, 11, 23),
    held=(),
    stacked=(),
    in_progress=(),
    next_step=None,
    standing=(),
)


def badge_of(number: int, /, **changes: object) -> Json:
    """The sample certificate as the `number`-th one of the same person, for another competency."""
    mine = EvidenceSession(sign_off=f"{number:02x}" * 16, digest="ef" * 32, day=date(2026, 11, 22), assessor="Hannah Weber")
    facts = replace(
        FACTS,
        evidence=replace(FACTS.evidence, sessions=(mine,)),
        credential_id=f"urn:uuid:{uuid.UUID(int=1000 + number)}",
        checklist_digest=f"{number:02x}" * 32,
        status_index=number,
        **changes,  # type: ignore[arg-type]
    )
    statement = replace(STATEMENT, sign_off_id=f"{number:02x}" * 16)
    made = issue(facts, CHECKLIST, statement, issuer_key=ISSUER_KEY, assessor_key=ASSESSOR_KEY, created=NOW)
    badge: Json = json.loads(made.credential)
    return badge


def passport_of(*badges: Json) -> SignedRecord:
    """The signed record of these certificates, of three of them where none are given."""
    return sign_passport(PASSPORT, badges or [badge_of(number) for number in range(3)], ISSUER_KEY, NOW)
