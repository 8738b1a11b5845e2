"""Issuing certificates: the signed act that makes one from a sign-off, and the one that replaces an older one by it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from supervisor_app.domain.certificate import CertificateFacts, IssuedCertificate
from supervisor_app.domain.certificate_life import CertificateAct, LifeKind
from supervisor_app.domain.certificate_preset import detail_names, field_label, limits_with
from supervisor_app.domain.certifying import CertificateCase, IssueDetails, Issuer, build_facts, missing_fields
from supervisor_app.domain.checklist import Checklist
from supervisor_app.domain.decision import ActSignature, SignOff
from supervisor_app.domain.mastery import mastery
from supervisor_app.domain.people import Worker
from supervisor_app.domain.unlooked import LOOK_AT_IT
from supervisor_app.errors import InputError, UserError
from supervisor_app.ledger.acts import act_problem
from supervisor_app.ledger.keys import MemberKeys
from supervisor_app.services.appending import append_act
from supervisor_app.services.certificate_standing import read_life
from supervisor_app.services.issue_offers import IssueOffer, held_up_words, offer_for
from supervisor_app.services.numbering import new_identity
from supervisor_app.services.rights import Right, require
from supervisor_app.services.session import Session
from supervisor_app.services.site import Site, site_facts
from supervisor_app.services.site_look import digest_of, site_look
from supervisor_app.services.unlocking import issuer_key, unlock
from supervisor_app.services.withdrawing import require_standing
from supervisor_app.storage import certificate_queries, checklist_queries, ledger_store, people_queries, sign_off_queries
from supervisor_app.storage.database import Connection

if TYPE_CHECKING:
    from supervisor_app.credentials.badge import Statement
    from supervisor_app.credentials.issuing import IssuedCredential

ISSUE_MEANING = "I approve the issue of this certificate."
REPLACE_MEANING = "I replace this certificate by the new one."
RENEWED = "Renewed after a new sign-off."
MAX_REASON = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class _Replacing:
    """The certificate whose place the new one takes, its number, and why."""

    id: str
    number: str
    reason: str


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


def issue(
    site: Site, session: Session, sign_off_id: str, details: IssueDetails, pin: str, signed_at: datetime, *, renews: str = ""
) -> IssuedCertificate:
    """Issue the certificate of a sign-off: one act signed by the member, the credential signed by the organisation.

    `renews` is the id of an older certificate of the same person and competency: it is replaced in the same transaction.
    NotAllowed for oneself, a wrong PIN, or a laptop without the issuer key; InputError naming the fields still missing;
    UserError where the mastery rule is not met, a critical miss waits to be looked at, there is a certificate already, or the
    older one cannot be replaced.
    """
    case = _load(site, sign_off_id)
    require(site, session, Right.ISSUE, competency=case.sign_off.competency, worker_id=case.worker.id)
    if not case.sign_off.success or not mastery(case.checklist.mastery, case.attempts, signed_at.date()).met:
        raise UserError("The rule of this checklist is not met yet.", "The person's page says what is missing.")
    with site.database.read() as connection:
        held = held_up_words(connection, case.worker.id, case.sign_off.competency)
    if held:
        raise UserError(held, LOOK_AT_IT)
    replacing = _replaceable(site, case, renews, RENEWED, signed_at.date()) if renews else None
    return _issue(site, session, case, details, pin, signed_at, replacing)


def issue_anew(
    site: Site, session: Session, certificate_id: str, details: IssueDetails, reason: str, pin: str, signed_at: datetime
) -> IssuedCertificate:
    """Issue a certificate anew from the same sign-off, with corrected facts and a reason; it takes the place of the old one.

    The name comes from the list of people as it is now, the languages from the old certificate. Raises as `issue`, and InputError
    without a reason.
    """
    if not reason.strip() or len(reason) > MAX_REASON:
        raise InputError("Reason", f"needed, at most {MAX_REASON} characters.", "Say what was wrong on the old certificate.")
    case, facts = _case_of(site, certificate_id)
    require(site, session, Right.ISSUE, competency=case.sign_off.competency, worker_id=case.worker.id)
    replacing = _replaceable(site, case, certificate_id, reason.strip(), signed_at.date(), holding=True)
    details = replace(details, language=facts.language, second_language=facts.second_language)
    return _issue(site, session, case, details, pin, signed_at, replacing)


def form_anew(site: Site, certificate_id: str) -> tuple[IssueOffer, dict[str, str]]:
    """Return what is asked for to issue a certificate anew, and what the old one says for each field.

    UserError where the certificate, its sign-off or its checklist is not on this laptop.
    """
    case, facts = _case_of(site, certificate_id)
    printed = dict(facts.details)
    bounds = limits_with("", facts.details)
    values = {
        "training_date": facts.training_completed.isoformat() if facts.training_completed else "",
        "trainer": facts.trainer,
        "evaluated_on": facts.evaluated_on,
        "limits": facts.limits.removesuffix(bounds).removesuffix("; "),
    }
    for name in detail_names(case.checklist):
        values[name] = printed.get(field_label(case.checklist, name, facts.language), "")
    return offer_for(case.sign_off, case.checklist), values


def _case_of(site: Site, certificate_id: str) -> tuple[_Case, CertificateFacts]:
    """Return what a certificate was made from, and what it says; UserError where it rests on no sign-off of its own."""
    with site.database.read() as connection:
        old = certificate_queries.get_certificate(connection, certificate_id)
    if old is None:
        raise UserError("This certificate is not on this laptop.", "Sync, then look again.")
    if not old.certificate.sign_offs:
        raise UserError("This certificate is made of others.", "Issue those anew; then it is offered again on Today.")
    return _load(site, old.certificate.sign_offs[-1]), old.certificate.facts


def _replaceable(site: Site, case: _Case, certificate_id: str, reason: str, today: date, *, holding: bool = False) -> _Replacing:
    """UserError where a certificate may not be replaced: another person's, withdrawn, replaced, or (holding) not in force."""
    with site.database.read() as connection:
        life = read_life(connection, certificate_id)
    standing = life.standing(today) if life else None
    if life is None or standing is None:
        raise UserError("The older certificate is not on this laptop.", "Sync, then look again.")
    if (life.facts.worker_id, life.facts.competency) != (case.worker.id, case.sign_off.competency):
        raise UserError("The older certificate is about somebody or something else.", "Choose the one that is renewed.")
    if standing.final or (holding and not standing.holds):
        raise UserError(f"Certificate {life.number} cannot be replaced: it is {life.state_words(today)}.", "Make a new sign-off.")
    return _Replacing(id=certificate_id, number=life.number, reason=reason)


def _issue(
    site: Site,
    session: Session,
    case: _Case,
    details: IssueDetails,
    pin: str,
    signed_at: datetime,
    replacing: _Replacing | None,
) -> IssuedCertificate:
    from supervisor_app.credentials.issuing import issue as make_credential  # Today shows offers without loading credentials

    _check_fields(case, details)
    keys = unlock(site, session, pin)
    organisation_key = issuer_key(site, keys)
    with site.database.write() as connection:
        require_standing(connection, case.sign_off.checklist_digest, signed_at.date())
        _check_not_issued(connection, case.sign_off, replacing.id if replacing else "")
        facts = _facts(site, connection, case, details, _issue_signature(session, keys, signed_at))
        credential = make_credential(
            facts,
            case.checklist,
            _statement(case, session, keys),
            issuer_key=organisation_key,
            assessor_key=keys.ed25519 if session.member_id == case.signature.member else None,
            created=signed_at,
        )
        issued = replace(as_kept(facts, credential, case.worker, (case.sign_off.id,)), replaces=replacing.id if replacing else "")
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
        if replacing:
            _supersede(site, connection, session, keys, issued, replacing, signed_at)
    return issued


def _supersede(
    site: Site,
    connection: Connection,
    session: Session,
    keys: MemberKeys,
    issued: IssuedCertificate,
    replacing: _Replacing,
    signed_at: datetime,
) -> None:
    """Write that the new certificate takes the place of the old one, in the transaction that issues it."""
    body = CertificateAct(
        certificate=replacing.id,
        worker_id=issued.worker_id,
        competency=issued.facts.competency,
        team=issued.team,
        on=signed_at.date(),
        reason=replacing.reason,
        by=issued.facts.credential_id,
    )
    kind = LifeKind.SUPERSEDED.value
    append_act(
        site,
        connection,
        session,
        keys,
        kind,
        about=issued.worker_id,
        body=body,
        meaning=REPLACE_MEANING,
        signed_at=signed_at,
    )


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


def _check_fields(case: _Case, details: IssueDetails) -> None:
    """InputError naming what the preset and the checklist ask for and nobody filled in."""
    missing = missing_fields(case.checklist, case.sign_off, details)
    if missing:
        offer = offer_for(case.sign_off, case.checklist)
        words = dict(offer.labels)
        names = ", ".join(words[name] for name in missing)
        asked = f" ({offer.rule})" if offer.rule else ""
        raise InputError("Certificate", f"still missing: {names}{asked}.", "Fill them in, then issue.")


def _check_not_issued(connection: Connection, sign_off: SignOff, replacing: str) -> None:
    """UserError where another certificate rests on this sign-off than the one that is replaced now or was before."""
    for certificate_id in certificate_queries.certificates_of_sign_off(connection, sign_off.id):
        row = certificate_queries.certificate_row(connection, certificate_id)
        if certificate_id == replacing or (row is not None and (row.questioned or (replacing and row.replaced))):
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
        CertificateCase(worker=case.worker, checklist=case.checklist, sign_off=case.sign_off, details=details),
        numbering=new_identity(site, connection, organisation),
        issuer=Issuer(
            organisation=organisation.name,
            place=organisation.place,
            did=organisation.issuer_id,
            key_id=organisation.issuer_key_id,
            host=organisation.host,
            logo_digest=digest_of(organisation.logo_png),
            look=site_look(site).on_paper,
        ),
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
