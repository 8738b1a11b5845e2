"""Where certificates stand: their own record and the acts about them, read together, for pages and for who decides."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from supervisor_app.domain.certificate_life import (
    LifeFacts,
    LifeKind,
    LifeStanding,
    LifeState,
    Listed,
    SignedAct,
    counting,
    next_confirmation,
    standing,
)
from supervisor_app.domain.dates import day_in_words
from supervisor_app.domain.frozen import dataclass
from supervisor_app.domain.stacking import MOST_FLOORS, above
from supervisor_app.errors import UserError
from supervisor_app.services.opened_site import Site
from supervisor_app.storage import certificate_life_queries, certificate_queries
from supervisor_app.storage.database import Connection

STATE_WORDS = {
    LifeState.VALID: "in force",
    LifeState.DUE_SOON: "in force",
    LifeState.EXPIRED: "expired",
    LifeState.SUSPENDED: "on hold",
    LifeState.WITHDRAWN: "withdrawn",
    LifeState.REPLACED: "replaced",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateLife:
    """A certificate with every act about it, questioned ones too; `questioned` says why its issue does not count ("")."""

    number: str
    holder: str
    title: str
    questioned: str
    facts: LifeFacts
    acts: tuple[SignedAct, ...]
    parts: tuple[CertificateLife, ...] = ()  # what it stands on

    def standing(self, day: date) -> LifeStanding:
        """Return where it stands on a day: on hold while something that it stands on does not hold."""
        return above(standing(self.facts, self.acts, day), ((part.number, part._counting(day)) for part in self.parts))

    def _counting(self, day: date) -> LifeStanding:
        """Where it stands for what stands on it: one that does not count is as good as on hold."""
        now = self.standing(day)
        return replace(now, listed=Listed.ON_HOLD, since=self.facts.evaluated) if self.questioned else now

    def state_words(self, day: date) -> str:
        """Return its state with the day since when: "withdrawn since 3 June 2026"."""
        now = self.standing(day)
        since = f" since {day_in_words(now.since)}" if now.since else ""
        return f"{STATE_WORDS[now.state]}{since}"

    def confirmations(self) -> tuple[SignedAct, ...]:
        """Return the confirmations that count, by the day they reach to; of two for one day the first that was signed."""
        found = {act.on: act for act in reversed(counting(self.facts, self.acts)) if act.kind is LifeKind.CONFIRMED}
        return tuple(found[day] for day in sorted(found))

    def confirm_by(self, day: date) -> date | None:
        """Return the day by which the next confirmation has to be there, None where none is asked for."""
        return next_confirmation(self.facts, self.acts, day)


def read_life(connection: Connection, certificate_id: str) -> CertificateLife | None:
    """Return a certificate's life by its credential id, None where it is not here."""
    return read_lives(connection, (certificate_id,)).get(certificate_id)


def must_have(connection: Connection, certificate_id: str) -> CertificateLife:
    """Return a certificate's life; UserError where this laptop does not have it."""
    life = read_life(connection, certificate_id)
    if life is None:
        raise UserError("This certificate is not on this laptop.", "Sync, then look again.")
    return life


def read_lives(connection: Connection, certificate_ids: tuple[str, ...], depth: int = 0) -> dict[str, CertificateLife]:
    """Return the lives of certificates by their credential ids, with those they stand on; those not here are left out.

    `depth` counts the floors below, so that no record can send this round for ever.
    """
    below = certificate_queries.stands_on(connection, certificate_ids) if depth < MOST_FLOORS else {}
    parts = read_lives(connection, tuple(sorted(set().union(*below.values()))), depth + 1) if below else {}
    facts = certificate_life_queries.life_facts_of(connection, certificate_ids)
    acts = certificate_life_queries.acts_about(connection, {name for one in facts for name in (one.id, one.checklist_digest)})
    lives = {}
    for one in facts:
        row = certificate_queries.certificate_row(connection, one.id)
        if row is not None:
            about = (*acts.get(one.id, ()), *acts.get(one.checklist_digest, ()))
            lives[one.id] = CertificateLife(
                number=row.number,
                holder=row.holder,
                title=row.title,
                questioned=row.questioned,
                facts=one,
                acts=about,
                parts=tuple(parts[name] for name in below.get(one.id, ()) if name in parts),
            )
    return lives


def lives_of(site: Site, certificate_ids: Sequence[str]) -> tuple[CertificateLife, ...]:
    """Return the lives of certificates, in their order; UserError where this laptop does not have one of them."""
    with site.database.read() as connection:
        lives = read_lives(connection, tuple(certificate_ids))
    if any(name not in lives for name in certificate_ids):
        raise UserError("One of these certificates is not on this laptop.", "Sync, then look again.")
    return tuple(lives[name] for name in certificate_ids)
