"""The frozen facts of a certificate: everything its paper says, fixed at issue, so that the same record prints the same bytes."""

from __future__ import annotations

from datetime import date

from supervisor_app.domain.frozen import dataclass
from supervisor_app.domain.look import HOUSE_LOOK, PaperLook

REQUIRED_FIELDS: tuple[str, ...] = (
    "training_date",
    "trainer",
    "evaluation_date",
    "evaluator",
    "evaluated_on",
    "limits",
    "level",
    "machine",
    "procedure",
    "wps",
    "tool_serial",
)
"""The names that `Checklist.certificate_fields` may hold; besides these, any key of the checklist's context fields."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedSignature:
    """A signature as it prints: printed name, role, meaning, time with offset (RFC 3339), fingerprint of the key (hex)."""

    heading: str
    name: str
    title: str
    meaning: str
    signed: str
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceStep:
    """One row of the evidence annex; `result` is met, not_met or not_applicable."""

    number: int
    section: str
    text: str
    critical: bool
    standard: str
    result: str
    measured: str
    clause: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceAttempt:
    """One attempt of the mastery rule as the annex lists it."""

    number: int
    day: date
    assessor: str
    context: str
    success: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceSession:
    """A signed session that the rule counted: its sign-off (32 hex digits) and the hash of its ledger entry (hex)."""

    sign_off: str
    digest: str
    day: date
    assessor: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceShown:
    """A photo or file of the deciding session: the number of its step, SHA-256 of its bytes (hex), media type, bytes.

    `added` is the day on which it was added to the signed record, None for what was signed with it; then step 0 is all of it.
    """

    step: int
    digest: str
    media: str
    size: int
    added: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateBelow:
    """A certificate that another one stands on."""

    credential_id: str
    number: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Page 2: what was seen at the deciding assessment and how it was decided."""

    steps: tuple[EvidenceStep, ...]
    decision: str
    figures: tuple[tuple[str, str], ...]  # label, figure
    mastery: str
    attempts: tuple[EvidenceAttempt, ...]
    assessor_note: str
    worker_comment: str
    signatures: tuple[PrintedSignature, ...]
    digests: tuple[tuple[str, str], ...]  # what, SHA-256 in hex
    triggers: str
    sessions: tuple[EvidenceSession, ...] = ()
    shown: tuple[EvidenceShown, ...] = ()
    stands_on: tuple[CertificateBelow, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperConfirmation:
    """A confirmation signed in the app, as the paper lists it: up to which day the work was done, by whom, signed when."""

    day: date
    name: str
    title: str
    signed: date


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateFacts:
    """Everything a certificate says. Texts are in `language`; days are days; the credential's id is `urn:uuid:...`.

    `level_rank` of `level_count` draws the level sign (1 = lowest). `valid_rule` names the rule that decided the end date.
    """

    credential_id: str
    number: str
    language: str
    organisation: str
    place: str
    holder: str
    holder_latin: str
    employee_no: str
    title: str
    level: str
    level_name: str
    level_rank: int
    level_count: int
    level_scale: str
    limits: str
    limits_short: str
    evaluated_on: str
    assessed_against: str
    competency: str
    checklist_code: str
    checklist_revision: int
    checklist_digest: str
    training_completed: date | None
    trainer: str
    evaluated: date
    evaluator: str
    issued: date
    valid_until: date | None
    valid_rule: str
    signatures: tuple[PrintedSignature, ...]
    evidence: Evidence
    issuer_did: str
    issuer_key: str  # the 8-byte key id in hex
    logo_digest: str = ""
    host: str = ""  # host of the verify page, empty where the site has none
    confirm_every_months: int = 0  # it lapses without a confirmation in this time; 0 where none is asked for
    preset: str = ""  # the rule whose fields this certificate carries (domain.certificate_preset), "" for a plain one
    confirmed: tuple[PaperConfirmation, ...] = ()  # empty in the ledger; filled from the acts when it is printed
    details: tuple[tuple[str, str], ...] = ()  # label and value of the preset's fields that have no place of their own on page 1
    status_list: str = ""  # the address of the status list that tells whether it still holds, empty without a web address
    status_index: int = 0  # its bit in that list
    second_language: str = ""  # labels, title, level and limits stand in this language too, smaller; empty for one language
    second_title: str = ""
    second_level_name: str = ""
    second_limits: str = ""
    look: PaperLook = HOUSE_LOOK


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuedCertificate:
    """A certificate as it lies in the ledger: its facts, the signed credential (JSON bytes verbatim) and the QR text."""

    facts: CertificateFacts
    worker_id: str
    sign_offs: tuple[str, ...]
    credential: bytes
    qr_text: str
    qr_mask: int
    team: str = ""  # the holder's department then: who may issue for whom is judged by what the record itself says
    replaces: str = ""  # credential id of the certificate whose place it takes: renewed, or issued anew for a correction
