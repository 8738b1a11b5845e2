"""What a certificate is made from: a sign-off with everything around it, and what keeps one from being made of it."""

from __future__ import annotations

from collections.abc import Mapping

from supervisor_app.domain.certifying import IssueDetails, missing_fields
from supervisor_app.domain.checklist import Checklist
from supervisor_app.domain.decision import ActSignature, SignOff
from supervisor_app.domain.frozen import dataclass
from supervisor_app.domain.people import Worker
from supervisor_app.errors import InputError, UserError
from supervisor_app.ledger.acts import act_problem
from supervisor_app.services.issue_offers import offer_for
from supervisor_app.services.site import Site
from supervisor_app.storage import certificate_queries, checklist_queries, ledger_store, people_queries, sign_off_queries
from supervisor_app.storage.database import Connection


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueCase:
    """Everything a certificate is made from, read in one snapshot."""

    sign_off: SignOff
    signature: ActSignature
    digest: str  # of the sign-off's entry, hex
    checklist: Checklist
    worker: Worker
    attempts: tuple[SignOff, ...]
    hashes: Mapping[str, str]  # of every attempt's entry by sign-off, hex


def load_case(site: Site, sign_off_id: str) -> IssueCase:
    """Return a sign-off with what it rests on; UserError where something of it is not here, or its signature does not hold."""
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
    return IssueCase(
        sign_off=sign_off,
        signature=signed.signature,
        digest=signed.hash.hex(),
        checklist=checklist,
        worker=worker,
        attempts=tuple(attempt.sign_off for attempt in history),
        hashes={attempt.sign_off.id: attempt.hash.hex() for attempt in history},
    )


def check_fields(case: IssueCase, details: IssueDetails) -> None:
    """InputError naming what the preset and the checklist ask for and nobody filled in."""
    missing = missing_fields(case.checklist, case.sign_off, details)
    if missing:
        offer = offer_for(case.sign_off, case.checklist)
        words = dict(offer.labels)
        names = ", ".join(words[name] for name in missing)
        asked = f" ({offer.rule})" if offer.rule else ""
        raise InputError("Certificate", f"still missing: {names}{asked}.", "Fill them in, then issue.")


def check_not_issued(connection: Connection, sign_off: SignOff, replacing: str) -> None:
    """UserError where another certificate rests on this sign-off than the one that is replaced now or was before."""
    for certificate_id in certificate_queries.certificates_of_sign_off(connection, sign_off.id):
        row = certificate_queries.certificate_row(connection, certificate_id)
        if certificate_id == replacing or (row is not None and (row.questioned or (replacing and row.replaced))):
            continue
        number = row.number if row else certificate_id
        raise UserError(f"This sign-off has its certificate already: {number}.", "Print it from Certificates.")


def _check_signature(connection: Connection, sign_off_id: str) -> None:
    """UserError where the personal signature under a sign-off does not hold: tables are made without looking at each."""
    place = sign_off_queries.entry_of(connection, sign_off_id)
    entry = ledger_store.entry_at(connection, *place) if place else None
    if entry is None or entry.content is None or act_problem(entry.kind, entry.content):
        raise UserError(
            "The signature of this sign-off does not hold.", "Check all records under Settings; issue nothing from it."
        )
