"""Making a certificate: what it will say, who speaks for it, the record that the ledger keeps, and the act that issues it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from supervisor_app.domain.certificate import CertificateFacts, IssuedCertificate
from supervisor_app.domain.certificate_frame import Issuer
from supervisor_app.domain.certifying import CertificateCase, IssueDetails, build_facts
from supervisor_app.domain.decision import ActSignature
from supervisor_app.domain.people import Worker
from supervisor_app.ledger.keys import MemberKeys
from supervisor_app.services.appending import append_act
from supervisor_app.services.issue_cases import IssueCase
from supervisor_app.services.numbering import new_identity
from supervisor_app.services.session import Session
from supervisor_app.services.site import Site, site_facts
from supervisor_app.services.site_look import digest_of, site_look
from supervisor_app.storage import attachment_queries, sign_off_queries
from supervisor_app.storage.database import Connection

if TYPE_CHECKING:
    from supervisor_app.credentials.badge import Statement
    from supervisor_app.credentials.issuing import IssuedCredential

ISSUE_MEANING = "I approve the issue of this certificate."
ISSUED_BY = "Issued for the organisation by"
"""The heading over the signature of who issues."""


def issuer_of(site: Site) -> Issuer:
    """Return the organisation as certificates name it now."""
    facts = site_facts(site)
    return Issuer(
        organisation=facts.name,
        place=facts.place,
        did=facts.issuer_id,
        key_id=facts.issuer_key_id,
        host=facts.host,
        logo_digest=digest_of(facts.logo_png),
        look=site_look(site).on_paper,
    )


def facts_of(
    site: Site, connection: Connection, case: IssueCase, details: IssueDetails, issue_signature: ActSignature
) -> CertificateFacts:
    """Return everything a certificate will say, inside `site.database.write()`: its number is this laptop's next."""
    from supervisor_app.domain.evidence import (  # not for showing offers
        build_evidence,
        counted_sessions,
        printed_signature,
        shown_later,
        worker_mark,
    )

    assessed = printed_signature(case.signature, "Assessed and signed by")
    approved = printed_signature(issue_signature, ISSUED_BY)
    signed = sign_off_queries.countersignatures(connection, case.sign_off.id)[:1]
    confirmed = tuple(printed_signature(one, "Countersigned by") for one in signed)
    evidence = build_evidence(
        case.checklist,
        case.sign_off,
        attempts=case.attempts,
        signatures=(assessed, *confirmed, *worker_mark(case.sign_off), approved),
        digests=(("checklist", case.sign_off.checklist_digest), ("assessment", case.digest)),
        language=details.language,
        sessions=counted_sessions(case.checklist, case.sign_off, case.attempts, case.hashes),
        added=tuple(
            shown_later(case.checklist, line.step, line.file, date.fromisoformat(line.day))
            for line in attachment_queries.attached_to(connection, case.sign_off.id)
            if line.counts
        ),
    )
    return build_facts(
        CertificateCase(worker=case.worker, checklist=case.checklist, sign_off=case.sign_off, details=details),
        numbering=new_identity(site, connection, site_facts(site)),
        issuer=issuer_of(site),
        signatures=(assessed, approved),
        evidence=evidence,
        issued=date.fromisoformat(issue_signature.signed[:10]),
    )


def issue_signature(session: Session, keys: MemberKeys, signed_at: datetime) -> ActSignature:
    """Return who approves the issue, as the paper shows it."""
    return ActSignature(
        member=session.member_id,
        name=session.name,
        title=session.title,
        meaning=ISSUE_MEANING,
        signed=signed_at.isoformat(timespec="seconds"),
        key=keys.signing_public,
    )


def statement_of(case: IssueCase, session: Session, keys: MemberKeys) -> Statement:
    """Return who judged; an assessor who issues on another laptop than they signed on speaks with their key of this one."""
    from supervisor_app.credentials.badge import Statement

    key = keys.signing_public if session.member_id == case.signature.member else case.signature.key
    return Statement(
        sign_off_id=case.sign_off.id,
        name=case.signature.name,
        title=case.signature.title,
        meaning=case.signature.meaning,
        public_key=bytes.fromhex(key),
    )


def as_kept(
    facts: CertificateFacts, credential: IssuedCredential, worker: Worker, sign_offs: tuple[str, ...]
) -> IssuedCertificate:
    """Return the certificate as the ledger keeps it; the mask is chosen once, so that every print has the same symbol."""
    from supervisor_app.documents.qr_code import best_mask

    digests = (("credential", credential.digest.hex()), *facts.evidence.digests)
    return IssuedCertificate(
        facts=replace(facts, evidence=replace(facts.evidence, digests=digests)),
        worker_id=worker.id,
        sign_offs=sign_offs,
        credential=credential.credential,
        qr_text=credential.qr.text,
        qr_mask=best_mask(credential.qr.text),
        team=worker.department,
    )


def append_issued(
    site: Site, connection: Connection, session: Session, keys: MemberKeys, issued: IssuedCertificate, signed_at: datetime
) -> None:
    """Append the act that issues a certificate, inside `site.database.write()`."""
    append_act(
        site,
        connection,
        session,
        keys,
        "certificate.issued",
        about=issued.worker_id,
        body=issued,
        meaning=ISSUE_MEANING,
        signed_at=signed_at,
    )
