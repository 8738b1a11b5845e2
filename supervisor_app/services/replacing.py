"""A new certificate in the place of an older one: whether that may be, and the act that says it, in the same transaction."""

from __future__ import annotations

from datetime import date, datetime

from supervisor_app.domain.certificate import IssuedCertificate
from supervisor_app.domain.certificate_life import CertificateAct, LifeKind
from supervisor_app.domain.frozen import dataclass
from supervisor_app.errors import UserError
from supervisor_app.ledger.keys import MemberKeys
from supervisor_app.services.appending import append_act
from supervisor_app.services.certificate_standing import read_life
from supervisor_app.services.issue_cases import IssueCase
from supervisor_app.services.session import Session
from supervisor_app.services.site import Site
from supervisor_app.storage.database import Connection

REPLACE_MEANING = "I replace this certificate by the new one."
RENEWED = "Renewed after a new sign-off."


@dataclass(frozen=True, slots=True, kw_only=True)
class Replacing:
    """The certificate whose place the new one takes, its number, and why."""

    id: str
    number: str
    reason: str


def replaceable(
    site: Site, case: IssueCase, certificate_id: str, reason: str, today: date, *, holding: bool = False
) -> Replacing:
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
    return Replacing(id=certificate_id, number=life.number, reason=reason)


def supersede(
    site: Site,
    connection: Connection,
    session: Session,
    keys: MemberKeys,
    issued: IssuedCertificate,
    replacing: Replacing,
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
