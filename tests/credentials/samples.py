"""One certificate to try everything on: two fixed keys, a fixed time, the forklift certificate of the design pictures."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from supervisor_app.credentials.badge import Statement
from supervisor_app.credentials.issuing import IssuedCredential, issue
from supervisor_app.credentials.keys import did_key, key_id
from supervisor_app.credentials.trust import TrustedIssuer, TrustStore
from supervisor_app.domain.certificate import CertificateFacts, Evidence, EvidenceSession, EvidenceShown, EvidenceStep
from supervisor_app.domain.checklist import Alignment, Checklist

NOW = datetime(2026, 11, 23, 9, 12, tzinfo=UTC)
ISSUER_KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
ASSESSOR_KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(1, 33)))
STRANGER_KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(2, 34)))


def public(key: Ed25519PrivateKey) -> bytes:
    """The 32 bytes of a key's public half."""
    return key.public_key().public_bytes_raw()


ISSUER_DID = did_key(public(ISSUER_KEY))
NORTHGATE = TrustedIssuer(issuer=ISSUER_DID, public_key=public(ISSUER_KEY), name="Northgate Pressings", since=date(2026, 5, 4))
TRUST = TrustStore((NORTHGATE,))
CHECKLIST = Checklist(
    competency="forklift-operator-eval",
    code="FLT-01",
    revision=4,
    title={"en": "Counterbalance forklift"},
    short_title={"en": "Forklift"},
    steps=(),
    cut_percent=85,
    minimum_minutes=15,
    alignment=(
        Alignment(
            name="Powered industrial trucks, operator training",
            url="https://www.osha.gov/laws-regs/regulations/standardnumber/1910/1910.178#1910.178(l)",
            framework="29 CFR 1910",
            type="ext:Regulation",
            code="29 CFR 1910.178(l)",
        ),
        Alignment(
            name="forklift operator",
            url="http://data.europa.eu/esco/occupation/eeac6251-1974-42f5-91ed-513c6c883755",
            framework="ESCO",
            type="ext:Occupation",
            code="8344.1",
            note="ESCO 1.2.0",
        ),
    ),
)
STATEMENT = Statement(
    sign_off_id="5e" * 16,
    name="Hannah Weber",
    title="Assessor",
    meaning="I observed this and I judge it competent.",
    public_key=public(ASSESSOR_KEY),
)
EVIDENCE = Evidence(
    steps=tuple(
        EvidenceStep(
            number=number,
            section="Before driving",
            text=f"Shows a completed pre-use inspection, part {number}",
            critical=number % 2 == 0,
            standard="",
            result="met",
            measured="2.1 t",
            clause="",
        )
        for number in range(1, 6)
    ),
    decision="Competent",
    figures=(("Critical steps", "2 of 2 met"),),
    mastery="",
    attempts=(),
    assessor_note="",
    worker_comment="",
    signatures=(),
    digests=(),
    triggers="",
    sessions=(
        EvidenceSession(sign_off="5f" * 16, digest="cd" * 32, day=date(2026, 11, 20), assessor="Tom Reed"),
        EvidenceSession(sign_off="5e" * 16, digest="ef" * 32, day=date(2026, 11, 22), assessor="Hannah Weber"),
    ),
    shown=(
        EvidenceShown(step=2, digest="12" * 32, media="image/jpeg", size=81234),
        EvidenceShown(step=4, digest="34" * 32, media="application/pdf", size=4711),
    ),
)
FACTS = CertificateFacts(
    credential_id="urn:uuid:6f1c8f9e-3c1b-4b7d-9a52-0b7d6a1e2f30",
    number="NGP-A-000231",
    language="en",
    organisation="Northgate Pressings",
    place="Sheffield",
    holder="Hanna Gál",
    holder_latin="",
    employee_no="010105",
    title="Counterbalance forklift",
    level="U",
    level_name="unsupervised",
    level_rank=3,
    level_count=4,
    level_scale="I in training, L under supervision, U unsupervised, O trains others",
    limits="Up to 2.5 t, level floor, no ramps",
    limits_short="up to 2.5 t, no ramps",
    evaluated_on="Linde H25, unit 7",
    assessed_against="29 CFR 1910.178(l)",
    competency="forklift-operator-eval",
    checklist_code="FLT-01",
    checklist_revision=4,
    checklist_digest="ab" * 32,
    training_completed=date(2026, 11, 20),
    trainer="Tom Reed",
    evaluated=date(2026, 11, 22),
    evaluator="Hannah Weber",
    issued=date(2026, 11, 23),
    valid_until=date(2029, 11, 22),
    valid_rule="3-year limit, 29 CFR 1910.178(l)(4)(iii)",
    signatures=(),
    evidence=EVIDENCE,
    issuer_did=ISSUER_DID,
    issuer_key=key_id(public(ISSUER_KEY)).hex(),
    host="northgate.example",
    status_list="https://northgate.example/status/0123456789abcdef.json",
    status_index=4711,
)


def issued(**changes: object) -> IssuedCredential:
    """The sample certificate, with some of its facts changed."""
    facts = replace(FACTS, **changes)  # type: ignore[arg-type]
    return issue(facts, CHECKLIST, STATEMENT, issuer_key=ISSUER_KEY, assessor_key=ASSESSOR_KEY, created=NOW)
