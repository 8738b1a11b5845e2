"""Records with believable values, for tests of the ledger and of what is derived from it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from supervisor_app.domain.certificate import CertificateFacts, Evidence, IssuedCertificate
from supervisor_app.domain.checklist import Checklist, Quantity, Step, StepKind
from supervisor_app.domain.decision import Decision, Judgement, Outcome, Reason, ReasonState, SignOff
from supervisor_app.domain.observation import Context, Observation, Result, Run

FINISHED = datetime(2026, 3, 14, 9, 40, tzinfo=UTC)
CHECKLIST = Checklist(
    competency="forklift",
    code="FL-01",
    revision=3,
    title={"en": "Counterbalance forklift", "de": "Gabelstapler"},
    short_title={"en": "Forklift"},
    steps=(
        Step(key="s01", number=1, kind=StepKind.TICK, text={"en": "Look behind"}, section={"en": "Before"}, critical=True),
        Step(
            key="s02",
            number=2,
            kind=StepKind.MEASUREMENT,
            text={"en": "Measure the gap"},
            section={"en": "Before"},
            quantities=(Quantity(key="gap", label={"en": "gap"}, unit="mm", minimum=Decimal("0.5"), maximum=Decimal("1.50")),),
        ),
    ),
)


def sign_off(identity: str, *, worker: str = "w1", success: bool = True, amends: str = "", minutes: int = 0) -> SignOff:
    """Return a sign-off finished `minutes` after FINISHED."""
    outcome, judgement = (Outcome.COMPETENT, Judgement.COMPETENT) if success else (Outcome.NOT_YET, Judgement.NOT_YET)
    return SignOff(
        id=identity,
        worker_id=worker,
        worker_name="Rabina Thapa",
        employee_no="010105",
        assessor_id="ann",
        assessor_name="Ann Lee",
        assessor_title="Supervisor",
        competency="forklift",
        checklist_digest="ab" * 32,
        checklist_revision=3,
        context=Context(machine="FL 7", fields={"load": "1.2 t"}),
        started=FINISHED - timedelta(minutes=20),
        finished=FINISHED + timedelta(minutes=minutes),
        runs=(Run(started=FINISHED - timedelta(minutes=20), ended=FINISHED),),
        observations=(
            Observation(step="s01", result=Result.MET, at=FINISHED, order=1),
            Observation(step="s02", result=Result.MET, at=FINISHED, order=2, values={"gap": (Decimal("0.80"),)}),
        ),
        decision=Decision(
            outcome=outcome,
            sentence="Competent.",
            reasons=(Reason(rule="critical", state=ReasonState.PASSED, text="All critical steps were met.", figure="1 of 1"),),
            met=1,
            counted=1,
            critical_met=1,
            critical_total=1,
        ),
        judgement=judgement,
        level="U",
        amends=amends,
    )


def issued_certificate(
    identity: str,
    *,
    number: str = "NW-2026-A0001",
    worker: str = "w1",
    until: date | None = date(2029, 3, 13),
    credential: bytes = b"{}",
    confirm: int = 0,
) -> IssuedCertificate:
    """Return a certificate that rests on sign-off s1."""
    facts = CertificateFacts(
        credential_id=identity,
        number=number,
        language="en",
        organisation="Nordwerk",
        place="Hall 2",
        holder="Łucja Øst",
        holder_latin="Lucja Ost",
        employee_no="010105",
        title="Counterbalance forklift",
        level="U",
        level_name="unsupervised",
        level_rank=3,
        level_count=4,
        level_scale="ILUO",
        limits="up to 2.5 t",
        limits_short="up to 2.5 t",
        evaluated_on="FL 7",
        assessed_against="",
        competency="forklift",
        checklist_code="FL-01",
        checklist_revision=3,
        checklist_digest="ab" * 32,
        training_completed=None,
        trainer="",
        evaluated=date(2026, 3, 14),
        evaluator="Ann Lee",
        issued=date(2026, 3, 14),
        valid_until=until,
        valid_rule="36 months",
        signatures=(),
        evidence=Evidence(
            steps=(),
            decision="",
            figures=(),
            mastery="",
            attempts=(),
            assessor_note="",
            worker_comment="",
            signatures=(),
            digests=(),
            triggers="",
        ),
        issuer_did="did:key:z",
        issuer_key="00" * 8,
        confirm_every_months=confirm,
    )
    return IssuedCertificate(facts=facts, worker_id=worker, sign_offs=("s1",), credential=credential, qr_text="x", qr_mask=0)
