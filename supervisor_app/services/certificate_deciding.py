"""What a member decides about a certificate after its issue: on hold, lifted, withdrawn, ended early, confirmed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from supervisor_app.domain.certificate import IssuedCertificate
from supervisor_app.domain.certificate_deciding import MAX_REASON, MEANINGS, day_problem, needs_reason, obstacle
from supervisor_app.domain.certificate_life import RIGHT_FOR, CertificateAct, LifeKind, LifeStanding
from supervisor_app.domain.rights import Right
from supervisor_app.domain.texts import in_language
from supervisor_app.errors import InputError, NotAllowed, UserError
from supervisor_app.services.appending import append_act
from supervisor_app.services.certificate_standing import CertificateLife, read_life
from supervisor_app.services.opened_site import Site
from supervisor_app.services.rights import Permission, may, team_of
from supervisor_app.services.session import Session
from supervisor_app.services.unlocking import unlock
from supervisor_app.storage import certificate_life_queries, certificate_queries, checklist_queries
from supervisor_app.storage.database import Connection

RENEW, ANEW = "renew", "anew"
"""What may be done besides the acts: a new certificate from a new sign-off, or from the same one with corrected facts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What is decided: `on` is the first day (a confirmation: up to when the work was done), `until` the last day on hold."""

    kind: LifeKind
    on: date
    reason: str = ""
    until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateView:
    """A certificate whole: its record, its life on a day, who issued it, which one took its place, what the member may decide.

    `may` is by the value of a LifeKind, RENEW and ANEW; `triggers` are what the checklist says ends it early.
    """

    issued: IssuedCertificate
    life: CertificateLife
    now: LifeStanding
    today: date
    author: str
    successor: str
    may: Mapping[str, Permission]
    triggers: tuple[str, ...]


def certificate_view(site: Site, session: Session, certificate_id: str, today: date) -> CertificateView:
    """Return a certificate with everything about it; UserError where it is not on this laptop."""
    with site.database.read() as connection:
        signed = certificate_queries.get_certificate(connection, certificate_id)
        life = _must_have(connection, certificate_id)
        if signed is None:
            raise UserError("The record of this certificate was erased.", "Its number and days are still in the list.")
        now, facts = life.standing(today), signed.certificate.facts
        checklist = checklist_queries.get_checklist(connection, facts.checklist_digest)
        able = {kind.value: _permission(site, session, connection, life, kind, today) for kind in MEANINGS}
        issuing = may(
            site, session, Right.ISSUE, competency=facts.competency, worker_id=signed.certificate.worker_id, connection=connection
        )
    final = Permission(False, obstacle(LifeKind.SUSPENDED, now, life.facts)) if now.final else issuing
    ended = "" if now.holds else "It does not hold; a new sign-off makes a new certificate."
    return CertificateView(
        issued=signed.certificate,
        life=life,
        now=now,
        today=today,
        author=signed.signature.name,
        successor=now.successor,
        may={**able, RENEW: final, ANEW: Permission(False, ended) if ended and issuing.allowed else issuing},
        triggers=tuple(in_language(text) for text in checklist.validity.triggers) if checklist else (),
    )


def may_decide(site: Site, session: Session, certificate_id: str, kind: LifeKind, today: date) -> Permission:
    """Tell whether the member may decide this about a certificate as it stands, and if not why."""
    with site.database.read() as connection:
        life = read_life(connection, certificate_id)
        if life is None:
            return Permission(False, "This certificate is not on this laptop.", "Sync, then look again.")
        return _permission(site, session, connection, life, kind, today)


def decide(
    site: Site, session: Session, certificate_id: str, decision: Decision, pin: str, signed_at: datetime
) -> CertificateLife:
    """Sign what is decided about a certificate and return its life after it.

    NotAllowed for who may not or on a wrong PIN; UserError where the certificate is not here or does not stand so; InputError
    for a missing reason or days that make no sense.
    """
    reason, today = decision.reason.strip(), signed_at.date()
    if len(reason) > MAX_REASON or (needs_reason(decision.kind) and not reason):
        raise InputError("Reason", f"needed, at most {MAX_REASON} characters.", "Say why, in your own words.")
    with site.database.read() as connection:
        life = _must_have(connection, certificate_id)
        permission = _permission(site, session, connection, life, decision.kind, today)
    if not permission.allowed:
        raise NotAllowed(permission.why_not, permission.hint)
    if problem := day_problem(decision.kind, decision.on, decision.until, life.facts, today):
        raise InputError("Day", f"{problem}.", "Choose another day.")
    keys = unlock(site, session, pin)
    with site.database.write() as connection:
        now = _must_have(connection, certificate_id)
        if problem := obstacle(decision.kind, now.standing(today), now.facts):
            raise UserError(problem, "Look at the certificate again; somebody may have decided meanwhile.")
        body = CertificateAct(
            certificate=certificate_id,
            worker_id=life.facts.worker_id,
            competency=life.facts.competency,
            team=team_of(connection, life.facts.worker_id),
            on=decision.on,
            reason=reason,
            until=decision.until if decision.kind is LifeKind.SUSPENDED else None,
        )
        kind, about, meaning = decision.kind.value, life.facts.worker_id, MEANINGS[decision.kind]
        append_act(site, connection, session, keys, kind, about=about, body=body, meaning=meaning, signed_at=signed_at)
        return _must_have(connection, certificate_id)


def take_back_declared(site: Site, session: Session, declared_id: str, reason: str, pin: str, signed_at: datetime) -> None:
    """Take back the registration of somebody else's paper: it was wrong, or the paper does not hold any more."""
    if not reason.strip() or len(reason) > MAX_REASON:
        raise InputError("Reason", f"needed, at most {MAX_REASON} characters.", "Say why, in your own words.")
    with site.database.read() as connection:
        row = certificate_life_queries.declared_row(connection, declared_id)
    if row is None:
        raise UserError("This registration is not on this laptop.", "Sync, then look again.")
    kind = LifeKind.REVOKED
    permission = may(site, session, RIGHT_FOR[kind], competency=row.competency, worker_id=row.worker_id)
    if not permission.allowed:
        raise NotAllowed(permission.why_not, permission.hint)
    keys = unlock(site, session, pin)
    with site.database.write() as connection:
        body = CertificateAct(
            certificate=declared_id,
            worker_id=row.worker_id,
            competency=row.competency,
            team=team_of(connection, row.worker_id),
            on=signed_at.date(),
            reason=reason.strip(),
        )
        meaning = "I take back the registration of this paper."
        append_act(
            site, connection, session, keys, kind.value, about=row.worker_id, body=body, meaning=meaning, signed_at=signed_at
        )


def _must_have(connection: Connection, certificate_id: str) -> CertificateLife:
    life = read_life(connection, certificate_id)
    if life is None:
        raise UserError("This certificate is not on this laptop.", "Sync, then look again.")
    return life


def _permission(
    site: Site, session: Session, connection: Connection, life: CertificateLife, kind: LifeKind, today: date
) -> Permission:
    """Whether the member may, then whether it makes sense for the certificate as it stands."""
    facts = life.facts
    permission = may(
        site, session, RIGHT_FOR[kind], competency=facts.competency, worker_id=facts.worker_id, connection=connection
    )
    if not permission.allowed:
        return permission
    problem = obstacle(kind, life.standing(today), facts)
    return Permission(False, problem) if problem else permission
