"""What members decide about certificates after issue: on hold, lifted, withdrawn, ended early, confirmed; one or several."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from supervisor_app.domain.certificate_deciding import (
    CANNOT_BE,
    MAX_REASON,
    MEANINGS,
    day_problem,
    needs_reason,
    obstacle,
)
from supervisor_app.domain.certificate_life import RIGHT_FOR, CertificateAct, LifeKind, LifeStanding
from supervisor_app.domain.frozen import dataclass
from supervisor_app.errors import InputError, NotAllowed, UserError
from supervisor_app.services.appending import append_acts
from supervisor_app.services.certificate_standing import CertificateLife, read_lives
from supervisor_app.services.opened_site import Site
from supervisor_app.services.rights import Permission, permissions, team_of
from supervisor_app.services.session import Session
from supervisor_app.services.unlocking import unlock
from supervisor_app.storage.database import Connection

MOST_AT_ONCE = 1000
"""Certificates in one decision."""
_MOST_NAMED = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What is decided: `on` is the first day (a confirmation: up to when the work was done), `until` the last day on hold."""

    kind: LifeKind
    on: date
    reason: str = ""
    until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One of several certificates about which something is to be decided, and whether the member may as it stands."""

    life: CertificateLife
    permission: Permission

    def problem(self, decision: Decision, today: date) -> str:
        """Return why this cannot be decided about it, as a sentence; "" where it can."""
        if not self.permission.allowed:
            return self.permission.why_not
        problem = day_problem(decision.kind, decision.on, decision.until, self.life.facts, today)
        return f"{problem[:1].upper()}{problem[1:]}." if problem else ""


def choices(site: Site, session: Session, certificate_ids: Sequence[str], kind: LifeKind, today: date) -> tuple[Choice, ...]:
    """Return for each of some certificates, once each and in their order, whether the member may decide this about it.

    UserError where one is not on this laptop, or where there are more than MOST_AT_ONCE.
    """
    with site.database.read() as connection:
        return _choices(site, session, connection, certificate_ids, kind, today)


def _choices(
    site: Site, session: Session, connection: Connection, certificate_ids: Sequence[str], kind: LifeKind, today: date
) -> tuple[Choice, ...]:
    ids = tuple(dict.fromkeys(certificate_ids))
    if len(ids) > MOST_AT_ONCE:
        raise UserError(f"{len(ids):,} certificates are too many at once.", f"Choose at most {MOST_AT_ONCE:,}.")
    lives = read_lives(connection, ids)
    if len(lives) < len(ids):
        which = "This certificate is" if len(ids) == 1 else "One of these certificates is"
        raise UserError(f"{which} not on this laptop.", "Sync, then look again.")
    return judged(site, session, connection, [lives[name] for name in ids], (kind,), today)[kind]


def decide(
    site: Site, session: Session, certificate_id: str, decision: Decision, pin: str, signed_at: datetime
) -> CertificateLife:
    """Sign what is decided about a certificate and return its life after it.

    NotAllowed for who may not or on a wrong PIN; UserError where the certificate is not here or does not stand so; InputError
    for a missing reason or days that make no sense.
    """
    return decide_several(site, session, (certificate_id,), decision, pin, signed_at)[0]


def decide_several(
    site: Site, session: Session, certificate_ids: Sequence[str], decision: Decision, pin: str, signed_at: datetime
) -> tuple[CertificateLife, ...]:
    """Sign the same about several certificates, each an act of its own, all of them or none; return their lives after it.

    Raises as `decide`, naming the certificates about which it cannot be decided: `choices` tells them before.
    """
    reason, today = decision.reason.strip(), signed_at.date()
    if len(reason) > MAX_REASON or (needs_reason(decision.kind) and not reason):
        raise InputError("Reason", f"needed, at most {MAX_REASON} characters.", "Say why, in your own words.")
    _refuse(choices(site, session, certificate_ids, decision.kind, today), decision, today)
    keys = unlock(site, session, pin)
    kind, meaning = decision.kind.value, MEANINGS[decision.kind]
    with site.database.write() as connection:
        now = _choices(site, session, connection, certificate_ids, decision.kind, today)
        _refuse(now, decision, today, hint="Look at it again; somebody may have decided meanwhile.")
        acts = [(one.life.facts.worker_id, _body(connection, one.life, decision, reason)) for one in now]
        append_acts(site, connection, session, keys, kind, acts, meaning=meaning, signed_at=signed_at)
        lives = read_lives(connection, tuple(one.life.facts.id for one in now))
    return tuple(lives[one.life.facts.id] for one in now)


def judged(
    site: Site,
    session: Session,
    connection: Connection,
    lives: Sequence[CertificateLife],
    kinds: Iterable[LifeKind],
    today: date,
) -> dict[LifeKind, tuple[Choice, ...]]:
    """Return for each kind of act and each certificate whether the member may, then whether it makes sense as it stands."""
    allowed = permissions(site, session, connection)

    def permission(kind: LifeKind, life: CertificateLife, now: LifeStanding) -> Permission:
        found = allowed(RIGHT_FOR[kind], life.facts.competency, life.facts.worker_id)
        problem = obstacle(kind, now, life.facts) if found.allowed else ""
        return Permission(False, problem) if problem else found

    standing = [(life, life.standing(today)) for life in lives]
    return {kind: tuple(Choice(life=life, permission=permission(kind, life, now)) for life, now in standing) for kind in kinds}


def _refuse(chosen: Sequence[Choice], decision: Decision, today: date, hint: str = "") -> None:
    """Raise where this cannot be decided about one of them."""
    refused = [(one, why) for one in chosen if (why := one.problem(decision, today))]
    if not refused:
        return
    first, why = refused[0]
    if len(chosen) > 1:
        named = " ".join(f"{one.life.number}: {why}" for one, why in refused[:_MOST_NAMED])
        words = f"{len(refused)} of {len(chosen)} cannot be {CANNOT_BE[decision.kind]}. {named}"
        raise NotAllowed(words, hint or "Nothing was signed. Leave those out, then decide again.")
    if first.permission.allowed:
        raise InputError("Day", f"{why[:1].lower()}{why[1:]}", "Choose another day.")
    raise NotAllowed(why, hint or first.permission.hint)


def _body(connection: Connection, life: CertificateLife, decision: Decision, reason: str) -> CertificateAct:
    return CertificateAct(
        certificate=life.facts.id,
        worker_id=life.facts.worker_id,
        competency=life.facts.competency,
        team=team_of(connection, life.facts.worker_id),
        on=decision.on,
        reason=reason,
        until=decision.until if decision.kind is LifeKind.SUSPENDED else None,
    )
