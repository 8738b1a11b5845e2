"""Certificates that are earned by holding others: offered the moment all are held and in force, issued by one signed act."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from supervisor_app.domain.certificate import IssuedCertificate, PrintedSignature
from supervisor_app.domain.people import Worker
from supervisor_app.domain.stacked_facts import build_stacked_facts
from supervisor_app.domain.stacking import Stack, stack_of
from supervisor_app.errors import UserError
from supervisor_app.ledger.keys import MemberKeys
from supervisor_app.services.certificate_making import ISSUED_BY, append_issued, as_kept, issue_signature, issuer_of
from supervisor_app.services.listed_certificates import standings
from supervisor_app.services.numbering import new_identity
from supervisor_app.services.opened_site import Site
from supervisor_app.services.rights import Right, require
from supervisor_app.services.session import Session
from supervisor_app.services.site import site_facts
from supervisor_app.services.stack_offers import parts_in_force
from supervisor_app.services.unlocking import issuer_key, unlock
from supervisor_app.storage import checklist_queries, people_queries
from supervisor_app.storage.checklist_queries import PublishedChecklist
from supervisor_app.storage.database import Connection

if TYPE_CHECKING:
    from supervisor_app.credentials.evidence_nodes import Statement

CONFIRM_MEANING = "I confirm that every certificate named here is held and in force."


def issue_stack(
    site: Site, session: Session, worker_id: str, competency: str, pin: str, signed_at: datetime
) -> IssuedCertificate:
    """Issue a certificate that stands on others: one act signed by the member, the credential signed by the organisation.

    NotAllowed for oneself, a wrong PIN, or a laptop without the issuer key; UserError where a part is missing, or where a
    certificate of it is in force already.
    """
    from supervisor_app.credentials.issuing import issue as make_credential

    require(site, session, Right.ISSUE, competency=competency, worker_id=worker_id)
    keys = unlock(site, session, pin)
    organisation_key = issuer_key(site, keys)
    with site.database.write() as connection:
        published, worker, stack = _case(connection, worker_id, competency, signed_at.date())
        facts = build_stacked_facts(
            published.checklist,
            published.digest,
            worker,
            stack,
            numbering=new_identity(site, connection, site_facts(site)),
            issuer=issuer_of(site),
            signatures=_printed(session, keys, signed_at),
        )
        made = make_credential(
            facts,
            published.checklist,
            _statement(site, session, keys),
            issuer_key=organisation_key,
            assessor_key=keys.ed25519,
            created=signed_at,
        )
        issued = as_kept(facts, made, worker, ())
        append_issued(site, connection, session, keys, issued, signed_at)
    return issued


def _printed(session: Session, keys: MemberKeys, signed_at: datetime) -> tuple[PrintedSignature, PrintedSignature]:
    """Return what is printed of the two signatures: that the parts are in force, and that the organisation issues."""
    from supervisor_app.domain.evidence import printed_signature  # not for showing offers

    issues = issue_signature(session, keys, signed_at)
    confirms = replace(issues, meaning=CONFIRM_MEANING)
    return printed_signature(confirms, "Confirmed by"), printed_signature(issues, ISSUED_BY)


def _statement(site: Site, session: Session, keys: MemberKeys) -> Statement:
    """Return who speaks for the parts; no sign-off is behind it, so it gets an id by lot."""
    from supervisor_app.credentials.evidence_nodes import Statement

    return Statement(
        sign_off_id=site.randomness(16).hex(),
        name=session.name,
        title=session.title,
        meaning=CONFIRM_MEANING,
        public_key=bytes.fromhex(keys.signing_public),
    )


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
