"""Acts: sign-offs, certificates and their prints are sets; nothing in them is ever replaced."""

from __future__ import annotations

from supervisor_app.domain.certificate import IssuedCertificate
from supervisor_app.domain.certificate_life import last_day, life_facts
from supervisor_app.domain.decision import SignOff
from supervisor_app.domain.mastery import context_of, critical_failed
from supervisor_app.domain.names import fold
from supervisor_app.domain.rights import Right
from supervisor_app.ledger.bodies import AssessmentCountersigned, CertificatePrinted
from supervisor_app.ledger.entry import Entry
from supervisor_app.ledger.envelope import Content
from supervisor_app.storage import certificate_schema, schema
from supervisor_app.storage.certificate_queries import CERTIFICATE, printed_name
from supervisor_app.storage.projections.authority import judged
from supervisor_app.storage.projections.batch import TABLE_OF, Batch, iso, keep_any, keep_one, note_about, stamp, whole
from supervisor_app.storage.projections.files import name_file
from supervisor_app.storage.sign_off_queries import form_subject, utc_text

_COUNTERSIGNED = keep_any(schema.countersigned)
_SIGN_OFF = keep_one(schema.sign_off)
_CERTIFICATE = keep_one(certificate_schema.certificate)
_CERTIFIED = keep_any(certificate_schema.certified)
_STANDS_ON = keep_any(certificate_schema.stands_on)
_PRINTED = keep_any(certificate_schema.printed)
_WAITS = (
    "INSERT INTO to_print (certificate) SELECT ?1 WHERE NOT EXISTS (SELECT 1 FROM printed WHERE certificate = ?1) "
    "ON CONFLICT DO NOTHING"
)
TABLE_OF[_WAITS] = certificate_schema.to_print
_WAITS_NO_MORE = "DELETE FROM to_print WHERE certificate = ?"


def assessment_signed(batch: Batch, entry: Entry, content: Content, body: SignOff) -> None:
    """A sign-off, first or amending."""
    signed, by_trainee = judged(
        batch.judging, entry, content, Right.OBSERVE, competency=body.competency, team=body.team, worker=body.worker_id
    )
    row = (
        body.id,
        body.worker_id,
        body.worker_name,
        body.assessor_id,
        body.assessor_name,
        body.competency,
        body.checklist_digest,
        utc_text(body.finished),
        body.decision.outcome.value,
        body.judgement.value,
        body.level,
        body.amends,
        context_of(body),
        int(body.success),
        int(critical_failed(body)),
        *signed,
        int(kinder := body.kinder),
        int(kinder or by_trainee),
    )
    batch.add(_SIGN_OFF, (*row, *stamp(entry)))
    batch.signed.append((body.id, body.checklist_digest))
    note_about(batch, body.competency, entry)
    if body.context.form:
        note_about(batch, form_subject(body.context.form), entry)
    for one in body.observations:
        for file in one.evidence:
            name_file(batch, entry, file, record=body.id, worker=body.worker_id, step=one.step)


def assessment_countersigned(batch: Batch, entry: Entry, content: Content, body: AssessmentCountersigned) -> None:
    """Another member confirms a sign-off."""
    signed, _ = judged(
        batch.judging, entry, content, Right.COUNTERSIGN, competency=body.competency, team=body.team, worker=body.worker_id
    )
    batch.add(_COUNTERSIGNED, (body.sign_off, body.worker_id, body.competency, body.note, *signed, *stamp(entry)))


def certificate_issued(batch: Batch, entry: Entry, content: Content, body: IssuedCertificate) -> None:
    """A certificate and the sign-offs it rests on."""
    facts = body.facts
    signed, _ = judged(
        batch.judging, entry, content, Right.ISSUE, competency=facts.competency, team=body.team, worker=body.worker_id
    )
    row = (
        facts.credential_id,
        facts.number,
        body.worker_id,
        facts.holder,
        facts.employee_no,
        facts.competency,
        facts.title,
        facts.level,
        facts.issued.isoformat(),
        facts.valid_until.isoformat() if facts.valid_until else None,
        facts.checklist_digest,
        f"{fold(facts.holder)} {fold(f'{facts.holder_latin} {facts.number} {facts.employee_no}')} {fold(facts.title)}",
        *signed,
    )
    own = life_facts(body)
    derived = (iso(last_day(own, ())), None, None, "")
    last = (own.evaluated.isoformat(), own.valid_rule, whole(own.confirm_every_months), body.replaces)
    batch.add(_CERTIFICATE, (*row, *stamp(entry), *last, *derived))
    batch.issued |= {facts.credential_id, facts.checklist_digest}
    note_about(batch, facts.competency, entry)
    for sign_off in body.sign_offs:
        batch.add(_CERTIFIED, (sign_off, facts.credential_id))
    for below in facts.evidence.stands_on:
        batch.add(_STANDS_ON, (facts.credential_id, below.credential_id))
    batch.add(_WAITS, (facts.credential_id,))


def certificate_printed(batch: Batch, entry: Entry, content: Content, body: CertificatePrinted) -> None:
    """A certificate went to paper. Whichever of it and the certificate comes first, the paper is noted before either looks.

    Its cards are counted by themselves: a certificate of which there is only a card still waits for the printer.
    """
    batch.add(_PRINTED, (printed_name(body.certificate, body.product), whole(body.duplicate), *stamp(entry)))
    if body.product == CERTIFICATE:
        batch.add(_WAITS_NO_MORE, (body.certificate,))
