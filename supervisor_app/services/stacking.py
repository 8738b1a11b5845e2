"""Certificates that are earned by holding others: offered the moment all are held and in force, issued by one signed act."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from supervisor_app.domain.certificate import (
    CertificateBelow,
    CertificateFacts,
    Evidence,
    EvidenceStep,
    IssuedCertificate,
    PrintedSignature,
)
from supervisor_app.domain.dates import day_in_words
from supervisor_app.domain.people import Worker
from supervisor_app.domain.stacking import Stack, stack_ends, stack_of
from supervisor_app.domain.texts import in_language
from supervisor_app.errors import UserError
from supervisor_app.services.appending import append_act
from supervisor_app.services.issuing import ISSUE_MEANING, as_kept
from supervisor_app.services.listed_certificates import standings
from supervisor_app.services.numbering import new_identity
from supervisor_app.services.opened_site import Site
from supervisor_app.services.rights import Right, require
from supervisor_app.services.session import Session
from supervisor_app.services.site import site_facts
from supervisor_app.services.site_look import digest_of, site_look
from supervisor_app.services.stack_offers import parts_in_force
from supervisor_app.services.unlocking import issuer_key, unlock
from supervisor_app.storage import checklist_queries, people_queries
from supervisor_app.storage.checklist_queries import PublishedChecklist
from supervisor_app.storage.database import Connection

CONFIRM_MEANING = "I confirm that every certificate named here is held and in force."
LIMITS = "Within the limits of the certificates it stands on"
LIMITS_SHORT = "limits of its parts"


def issue_stack(
    site: Site, session: Session, worker_id: str, competency: str, pin: str, signed_at: datetime
) -> IssuedCertificate:
    """Issue a certificate that stands on others: one act signed by the member, the credential signed by the organisation.

    NotAllowed for oneself, a wrong PIN, or a laptop without the issuer key; UserError where a part is missing, or where a
    certificate of it is in force already.
    """
    from supervisor_app.credentials.evidence_nodes import Statement
    from supervisor_app.credentials.issuing import issue as make_credential

    require(site, session, Right.ISSUE, competency=competency, worker_id=worker_id)
    keys = unlock(site, session, pin)
    organisation_key = issuer_key(site, keys)
    with site.database.write() as connection:
        published, worker, stack = _case(connection, worker_id, competency, signed_at.date())
        mark = PrintedSignature(
            heading="Confirmed by",
            name=session.name,
            title=session.title,
            meaning=CONFIRM_MEANING,
            signed=signed_at.isoformat(timespec="seconds"),
            key=keys.signing_public[:16],
        )
        facts = _facts(site, connection, published, worker, stack, mark)
        statement = Statement(
            sign_off_id=site.randomness(16).hex(),
            name=session.name,
            title=session.title,
            meaning=CONFIRM_MEANING,
            public_key=bytes.fromhex(keys.signing_public),
        )
        made = make_credential(
            facts,
            published.checklist,
            statement,
            issuer_key=organisation_key,
            assessor_key=keys.ed25519,
            created=signed_at,
        )
        issued = as_kept(facts, made, worker, ())
        append_act(
            site,
            connection,
            session,
            keys,
            "certificate.issued",
            about=worker_id,
            body=issued,
            meaning=ISSUE_MEANING,
            signed_at=signed_at,
        )
    return issued


def _case(connection: Connection, worker_id: str, competency: str, today: date) -> tuple[PublishedChecklist, Worker, Stack]:
    published = checklist_queries.current_checklist(connection, competency)
    worker = people_queries.get_worker(connection, worker_id)
    if published is None or not published.checklist.requires or worker is None:
        raise UserError("The competency or the person is not on this laptop.", "Sync, then look again.")
    in_force = parts_in_force(connection, worker_id, today)
    held = standings(connection, [part.certificate_id for part in in_force.values()], today)  # what they stand on, too
    in_force = {name: part for name, part in in_force.items() if held[part.certificate_id].holds}
    stack = stack_of(published.checklist, in_force)
    if not stack.met:
        raise UserError(
            f"{len(stack.missing)} of the {len(published.checklist.requires)} certificates it stands on are not in force.",
            "The person's page says what is held.",
        )
    if competency in in_force:
        raise UserError(f"There is a certificate in force already: {in_force[competency].number}.", "Print it from Certificates.")
    return published, worker, stack


def _facts(
    site: Site, connection: Connection, published: PublishedChecklist, worker: Worker, stack: Stack, mark: PrintedSignature
) -> CertificateFacts:
    checklist, organisation = published.checklist, site_facts(site)
    day = date.fromisoformat(mark.signed[:10])
    until, rule = stack_ends(checklist, stack.held, day)
    identity = new_identity(site, connection, organisation)
    keys = [level.key for level in checklist.levels]
    rank = keys.index(checklist.cover_from) if checklist.cover_from in keys else len(keys) - 1
    return CertificateFacts(
        credential_id=identity.credential_id,
        number=identity.number,
        status_list=identity.status_list,
        status_index=identity.status_index,
        language="en",
        organisation=organisation.name,
        place=organisation.place,
        issuer_did=organisation.issuer_id,
        issuer_key=organisation.issuer_key_id,
        host=organisation.host,
        logo_digest=digest_of(organisation.logo_png),
        look=site_look(site).on_paper,
        holder=worker.name,
        holder_latin=worker.latin_name if worker.latin_name != worker.name else "",
        employee_no=worker.employee_no,
        title=in_language(checklist.title),
        level=keys[rank],
        level_name=in_language(checklist.levels[rank].label),
        level_rank=rank + 1,
        level_count=len(keys),
        level_scale=", ".join(f"{level.key} {in_language(level.label)}" for level in checklist.levels),
        limits=LIMITS,
        limits_short=LIMITS_SHORT,
        evaluated_on="",
        assessed_against=in_language(checklist.assessed_against or {}),
        competency=checklist.competency,
        checklist_code=checklist.code,
        checklist_revision=checklist.revision,
        checklist_digest=published.digest,
        training_completed=None,
        trainer="",
        evaluated=day,
        evaluator=mark.name,
        issued=day,
        valid_until=until,
        valid_rule=rule,
        signatures=(mark, replace(mark, heading="Issued for the organisation by", meaning=ISSUE_MEANING)),
        evidence=_evidence(published, stack, mark),
    )


def _evidence(published: PublishedChecklist, stack: Stack, mark: PrintedSignature) -> Evidence:
    """Page 2: one line for each certificate it stands on."""
    return Evidence(
        steps=tuple(
            EvidenceStep(
                number=number,
                section="Certificates held",
                text=part.title,
                critical=True,
                standard=f"certificate {part.number}",
                result="met",
                measured="in force",
                clause="",
                note=f"until {day_in_words(part.ends)}" if part.ends else "",
            )
            for number, part in enumerate(stack.held, 1)
        ),
        decision="Earned by holding others",
        figures=(("Certificates in force", f"{len(stack.held)} of {len(stack.held)}"),),
        mastery=in_language(published.checklist.mastery.text or {}),
        attempts=(),
        assessor_note="",
        worker_comment="",
        signatures=(mark,),
        digests=(("checklist", published.digest),),
        triggers="; ".join(in_language(trigger) for trigger in published.checklist.validity.triggers),
        stands_on=tuple(
            CertificateBelow(credential_id=part.certificate_id, number=part.number, title=part.title) for part in stack.held
        ),
    )
