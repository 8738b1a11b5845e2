"""Issuing certificates: the signed act that makes one from a sign-off, and the one that replaces an older one by it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from supervisor_app.domain.certificate import CertificateFacts, IssuedCertificate
from supervisor_app.domain.certificate_deciding import MAX_REASON
from supervisor_app.domain.certificate_preset import detail_names, field_label, limits_with
from supervisor_app.domain.certifying import IssueDetails
from supervisor_app.domain.mastery import mastery
from supervisor_app.domain.unlooked import LOOK_AT_IT
from supervisor_app.errors import InputError, UserError
from supervisor_app.services.certificate_making import append_issued, as_kept, facts_of, issue_signature, statement_of
from supervisor_app.services.issue_cases import IssueCase, check_fields, check_not_issued, load_case
from supervisor_app.services.issue_offers import IssueOffer, held_up_words, offer_for
from supervisor_app.services.replacing import RENEWED, Replacing, replaceable, supersede
from supervisor_app.services.rights import Right, require
from supervisor_app.services.session import Session
from supervisor_app.services.site import Site
from supervisor_app.services.unlocking import issuer_key, unlock
from supervisor_app.services.withdrawing import require_standing
from supervisor_app.storage import certificate_queries


def issue(
    site: Site, session: Session, sign_off_id: str, details: IssueDetails, pin: str, signed_at: datetime, *, renews: str = ""
) -> IssuedCertificate:
    """Issue the certificate of a sign-off: one act signed by the member, the credential signed by the organisation.

    `renews` is the id of an older certificate of the same person and competency: it is replaced in the same transaction.
    NotAllowed for oneself, a wrong PIN, or a laptop without the issuer key; InputError naming the fields still missing;
    UserError where the mastery rule is not met, a critical miss waits to be looked at, there is a certificate already, or the
    older one cannot be replaced.
    """
    case = load_case(site, sign_off_id)
    require(site, session, Right.ISSUE, competency=case.sign_off.competency, worker_id=case.worker.id)
    if not case.sign_off.success or not mastery(case.checklist.mastery, case.attempts, signed_at.date()).met:
        raise UserError("The rule of this checklist is not met yet.", "The person's page says what is missing.")
    with site.database.read() as connection:
        held = held_up_words(connection, case.worker.id, case.sign_off.competency)
    if held:
        raise UserError(held, LOOK_AT_IT)
    replacing = replaceable(site, case, renews, RENEWED, signed_at.date()) if renews else None
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
    replacing = replaceable(site, case, certificate_id, reason.strip(), signed_at.date(), holding=True)
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


def _case_of(site: Site, certificate_id: str) -> tuple[IssueCase, CertificateFacts]:
    """Return what a certificate was made from, and what it says; UserError where it rests on no sign-off of its own."""
    with site.database.read() as connection:
        old = certificate_queries.get_certificate(connection, certificate_id)
    if old is None:
        raise UserError("This certificate is not on this laptop.", "Sync, then look again.")
    if not old.certificate.sign_offs:
        raise UserError("This certificate is made of others.", "Issue those anew; then it is offered again on Today.")
    return load_case(site, old.certificate.sign_offs[-1]), old.certificate.facts


def _issue(
    site: Site,
    session: Session,
    case: IssueCase,
    details: IssueDetails,
    pin: str,
    signed_at: datetime,
    replacing: Replacing | None,
) -> IssuedCertificate:
    from supervisor_app.credentials.issuing import issue as make_credential  # Today shows offers without loading credentials

    check_fields(case, details)
    keys = unlock(site, session, pin)
    organisation_key = issuer_key(site, keys)
    with site.database.write() as connection:
        require_standing(connection, case.sign_off.checklist_digest, signed_at.date())
        check_not_issued(connection, case.sign_off, replacing.id if replacing else "")
        facts = facts_of(site, connection, case, details, issue_signature(session, keys, signed_at))
        credential = make_credential(
            facts,
            case.checklist,
            statement_of(case, session, keys),
            issuer_key=organisation_key,
            assessor_key=keys.ed25519 if session.member_id == case.signature.member else None,
            created=signed_at,
        )
        issued = replace(as_kept(facts, credential, case.worker, (case.sign_off.id,)), replaces=replacing.id if replacing else "")
        append_issued(site, connection, session, keys, issued, signed_at)
        if replacing:
            supersede(site, connection, session, keys, issued, replacing, signed_at)
    return issued
