"""Issuing certificates: what is on offer, what it still misses, and the signed act that makes one."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

from supervisor_app.domain.certificate import CertificateFacts, IssuedCertificate
from supervisor_app.domain.certifying import IssueDetails, Issuer, build_facts, missing_fields
from supervisor_app.domain.checklist import Checklist
from supervisor_app.domain.decision import ActSignature, SignOff
from supervisor_app.domain.mastery import mastery
from supervisor_app.domain.people import Worker
from supervisor_app.domain.texts import in_language
from supervisor_app.errors import InputError, UserError
from supervisor_app.ledger.acts import act_problem
from supervisor_app.ledger.keys import MemberKeys
from supervisor_app.services.appending import append_act
from supervisor_app.services.numbering import new_identity
from supervisor_app.services.rights import Right, require
from supervisor_app.services.session import Session
from supervisor_app.services.site import Site, site_facts
from supervisor_app.services.unlocking import issuer_key, unlock
from supervisor_app.storage import certificate_queries, checklist_queries, ledger_store, people_queries, sign_off_queries
from supervisor_app.storage.database import Connection

if TYPE_CHECKING:
    from supervisor_app.credentials.badge import Statement
    from supervisor_app.credentials.issuing import IssuedCredential

ISSUE_MEANING = "I approve the issue of this certificate."
OFFERED_DAYS = 90
"""A success not certified within these days is no longer offered on Today; it can still be issued from the person's page."""
MAX_OFFERS = 200

FIELD_WORDS = {
    "training_date": "day the training was completed",
    "trainer": "trainer",
    "evaluation_date": "day of the evaluation",
    "evaluator": "evaluator",
    "evaluated_on": "what it was evaluated on",
    "limits": "limits",
    "level": "level",
    "machine": "machine",
    "procedure": "procedure",
    "wps": "welding procedure (WPS)",
    "tool_serial": "serial number of the tool",
}
"""What a required certificate field is called on screen; the checklist's own context fields bring their own labels."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueOffer:
    """A certificate that can be issued now: the mastery rule is met. `missing` names what must be filled in first."""

    sign_off_id: str
    worker_id: str
    worker_name: str
    competency: str
    title: str
    evaluated: date
    assessor_id: str
    limits: str
    limits_short: str
    evaluated_on: str
    required: tuple[str, ...]
    missing: tuple[str, ...]
    labels: tuple[tuple[str, str], ...]  # field name, its words on screen


@dataclass(frozen=True, slots=True, kw_only=True)
class _Case:
    """Everything a certificate is made from, read in one snapshot."""

    sign_off: SignOff
    signature: ActSignature
    digest: str  # of the sign-off's entry, hex
    checklist: Checklist
    worker: Worker
    attempts: tuple[SignOff, ...]
    hashes: Mapping[str, str]  # of every attempt's entry by sign-off, hex


def offers(site: Site, today: date) -> tuple[IssueOffer, ...]:
    """Return the certificates that can be issued now, newest success first; a worker and competency at most once."""
    since = datetime.combine(today - timedelta(days=OFFERED_DAYS), time(), UTC)
    found: dict[tuple[str, str], IssueOffer | None] = {}
    with site.database.read() as connection:
        for line in sign_off_queries.uncertified(connection, since, MAX_OFFERS):
            key = (line.worker_id, line.competency)
            if key not in found:
                found[key] = _offer(connection, key, line.id, today)
    return tuple(offer for offer in found.values() if offer)


def _offer(connection: Connection, key: tuple[str, str], sign_off_id: str, today: date) -> IssueOffer | None:
    """Return the offer of a worker's newest uncertified success, None where a later one is certified or the rule is not met."""
    attempts = tuple(signed.sign_off for signed in sign_off_queries.history(connection, *key))
    newest = next((attempt for attempt in reversed(attempts) if attempt.success), None)
    if newest is None or newest.id != sign_off_id:
        return None
    checklist = checklist_queries.get_checklist(connection, newest.checklist_digest)
    if checklist is None or not mastery(checklist.mastery, attempts, today).met:
        return None
    return offer_for(newest, checklist)


def offer_for(sign_off: SignOff, checklist: Checklist) -> IssueOffer:
    """Return the offer that a successful sign-off makes, with what the checklist requires and what is still missing."""
    details = IssueDetails()
    labels = FIELD_WORDS | {field.key: in_language(field.label) for field in checklist.context}
    return IssueOffer(
        sign_off_id=sign_off.id,
        worker_id=sign_off.worker_id,
        worker_name=sign_off.worker_name,
        competency=sign_off.competency,
        title=in_language(checklist.short_title, sign_off.context.language),
        evaluated=sign_off.finished.date(),
        assessor_id=sign_off.assessor_id,
        limits=sign_off.limits,
        limits_short=sign_off.limits_short,
        evaluated_on=sign_off.context.machine,
        required=checklist.certificate_fields,
        missing=missing_fields(checklist, sign_off, details),
        labels=tuple((name, labels.get(name, name)) for name in checklist.certificate_fields),
    )


def issue(
    site: Site, session: Session, sign_off_id: str, details: IssueDetails, pin: str, signed_at: datetime
) -> IssuedCertificate:
    """Issue the certificate of a sign-off: one act signed by the member, the credential signed by the organisation.

    NotAllowed for oneself, a wrong PIN, or a laptop without the issuer key; InputError naming the fields still missing;
    UserError where the mastery rule is not met or there is a certificate already.
    """
    from supervisor_app.credentials.issuing import issue as make_credential  # Today shows offers without loading credentials

    case = _load(site, sign_off_id)
    _check(site, session, case, details, signed_at.date())
    keys = unlock(site, session, pin)
    organisation_key = issuer_key(site, keys)
    with site.database.write() as connection:
        _check_not_issued(connection, case.sign_off)
        facts = _facts(site, connection, case, details, _issue_signature(session, keys, signed_at))
        credential = make_credential(
            facts,
            case.checklist,
            _statement(case, session, keys),
            issuer_key=organisation_key,
            assessor_key=keys.ed25519 if session.member_id == case.signature.member else None,
            created=signed_at,
        )
        issued = _issued(facts, case, credential)
        append_act(
            site,
            connection,
            session,
            keys,
            "certificate.issued",
            about=case.worker.id,
            body=issued,
            meaning=ISSUE_MEANING,
            signed_at=signed_at,
        )
    return issued


def _load(site: Site, sign_off_id: str) -> _Case:
    with site.database.read() as connection:
        signed = sign_off_queries.get_sign_off(connection, sign_off_id)
        if signed is None:
            raise UserError("This sign-off is not on this laptop.", "Sync, then look again.")
        sign_off = signed.sign_off
        _check_signature(connection, sign_off_id)
        checklist = checklist_queries.get_checklist(connection, sign_off.checklist_digest)
        worker = people_queries.get_worker(connection, sign_off.worker_id)
        if checklist is None or worker is None:
            raise UserError("The checklist or the person of this sign-off is not on this laptop.", "Sync, then look again.")
        history = sign_off_queries.history(connection, sign_off.worker_id, sign_off.competency)
    return _Case(
        sign_off=sign_off,
        signature=signed.signature,
        digest=signed.hash.hex(),
        checklist=checklist,
        worker=worker,
        attempts=tuple(attempt.sign_off for attempt in history),
        hashes={attempt.sign_off.id: attempt.hash.hex() for attempt in history},
    )


def _check_signature(connection: Connection, sign_off_id: str) -> None:
    """UserError where the personal signature under a sign-off does not hold: tables are made without looking at each."""
    place = sign_off_queries.entry_of(connection, sign_off_id)
    entry = ledger_store.entry_at(connection, *place) if place else None
    if entry is None or entry.content is None or act_problem(entry.kind, entry.content):
        raise UserError(
            "The signature of this sign-off does not hold.", "Check all records under Settings; issue nothing from it."
        )


def _check(site: Site, session: Session, case: _Case, details: IssueDetails, today: date) -> None:
    require(site, session, Right.ISSUE, competency=case.sign_off.competency, worker_id=case.worker.id)
    if not case.sign_off.success or not mastery(case.checklist.mastery, case.attempts, today).met:
        raise UserError("The rule of this checklist is not met yet.", "The person's page says what is missing.")
    missing = missing_fields(case.checklist, case.sign_off, details)
    if missing:
        words = dict(offer_for(case.sign_off, case.checklist).labels)
        names = ", ".join(words[name] for name in missing)
        raise InputError("Certificate", f"still missing: {names}.", "Fill them in, then issue.")


def _check_not_issued(connection: Connection, sign_off: SignOff) -> None:
    for certificate_id in certificate_queries.certificates_of_sign_off(connection, sign_off.id):
        row = certificate_queries.certificate_row(connection, certificate_id)
        if row is not None and row.questioned:
            continue
        number = row.number if row else certificate_id
        raise UserError(f"This sign-off has its certificate already: {number}.", "Print it from Certificates.")


def _facts(
    site: Site, connection: Connection, case: _Case, details: IssueDetails, issue_signature: ActSignature
) -> CertificateFacts:
    from supervisor_app.domain.evidence import (  # not for showing offers
        build_evidence,
        counted_sessions,
        printed_signature,
        worker_mark,
    )

    organisation = site_facts(site)
    assessed = printed_signature(case.signature, "Assessed and signed by")
    approved = printed_signature(issue_signature, "Issued for the organisation by")
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
    )
    return build_facts(
        numbering=new_identity(site, connection, organisation),
        issuer=Issuer(
            organisation=organisation.name,
            place=organisation.place,
            did=organisation.issuer_did,
            key_id=organisation.issuer_key_id,
            host=organisation.host,
            logo_digest=hashlib.sha256(organisation.logo_png).hexdigest() if organisation.logo_png else "",
        ),
        worker=case.worker,
        checklist=case.checklist,
        sign_off=case.sign_off,
        details=details,
        signatures=(assessed, approved),
        evidence=evidence,
        issued=date.fromisoformat(issue_signature.signed[:10]),
    )


def _issue_signature(session: Session, keys: MemberKeys, signed_at: datetime) -> ActSignature:
    return ActSignature(
        member=session.member_id,
        name=session.name,
        title=session.title,
        meaning=ISSUE_MEANING,
        signed=signed_at.isoformat(timespec="seconds"),
        key=keys.signing_public,
    )


def _statement(case: _Case, session: Session, keys: MemberKeys) -> Statement:
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


def _issued(facts: CertificateFacts, case: _Case, credential: IssuedCredential) -> IssuedCertificate:
    """Return the certificate as the ledger keeps it; the mask is chosen once, so that every print has the same symbol."""
    from supervisor_app.documents.qr_code import best_mask

    digests = (("credential", credential.digest.hex()), *facts.evidence.digests)
    return IssuedCertificate(
        facts=replace(facts, evidence=replace(facts.evidence, digests=digests)),
        worker_id=case.worker.id,
        sign_offs=(case.sign_off.id,),
        credential=credential.credential,
        qr_text=credential.qr.text,
        qr_mask=best_mask(credential.qr.text),
        team=case.worker.department,
    )
