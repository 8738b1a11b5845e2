"""A certificate whole, as its page shows it: record, life, what the member may decide about it; and several at a glance."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date

from supervisor_app.domain.certificate import IssuedCertificate
from supervisor_app.domain.certificate_deciding import MEANINGS, obstacle
from supervisor_app.domain.certificate_life import LifeKind, LifeStanding, LifeState
from supervisor_app.domain.frozen import dataclass
from supervisor_app.domain.rights import Right
from supervisor_app.domain.texts import in_language
from supervisor_app.errors import UserError
from supervisor_app.services.certificate_deciding import Choice, judged
from supervisor_app.services.certificate_standing import CertificateLife, must_have, read_lives
from supervisor_app.services.opened_site import Site
from supervisor_app.services.rights import Permission, may
from supervisor_app.services.session import Session
from supervisor_app.storage import certificate_queries, checklist_queries

RENEW, ANEW = "renew", "anew"
"""What may be done besides the acts: a new certificate from a new sign-off, or from the same one with corrected facts."""


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
        life = must_have(connection, certificate_id)
        if signed is None:
            raise UserError("The record of this certificate was erased.", "Its number and days are still in the list.")
        now, facts = life.standing(today), signed.certificate.facts
        checklist = checklist_queries.get_checklist(connection, facts.checklist_digest)
        able = {kind.value: one.permission for kind, (one,) in judged(site, session, connection, [life], MEANINGS, today).items()}
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Possible:
    """About how many of several certificates something may be decided; `why_not` is the commonest reason where about none."""

    number: int
    of: int
    why_not: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SeveralView:
    """Several certificates at a glance: those of them that are here, whose, how many in which state, what may be decided."""

    ids: tuple[str, ...]
    people: int
    states: tuple[tuple[LifeState, int], ...]
    may: Mapping[LifeKind, Possible]


def several_view(site: Site, session: Session, certificate_ids: Sequence[str], today: date) -> SeveralView:
    """Return several certificates at a glance; what is not on this laptop (any more) is left out."""
    with site.database.read() as connection:
        lives = read_lives(connection, tuple(dict.fromkeys(certificate_ids)))
        ids = tuple(name for name in dict.fromkeys(certificate_ids) if name in lives)
        choices = judged(site, session, connection, [lives[name] for name in ids], MEANINGS, today)
    states = Counter(lives[name].standing(today).state for name in ids)
    return SeveralView(
        ids=ids,
        people=len({lives[name].facts.worker_id for name in ids}),
        states=tuple((state, states[state]) for state in LifeState if states[state]),
        may={kind: _possible(chosen) for kind, chosen in choices.items()},
    )


def _possible(chosen: Sequence[Choice]) -> Possible:
    reasons = Counter(one.permission.why_not for one in chosen if not one.permission.allowed)
    number = len(chosen) - reasons.total()
    return Possible(number=number, of=len(chosen), why_not=reasons.most_common(1)[0][0] if reasons and not number else "")
