"""The command `certificate`: put on hold, lift, withdraw, end early or confirm, one or several; or only show."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from supervisor_app.domain.certificate_acts import LifeKind
from supervisor_app.domain.certificate_deciding import CANNOT_BE
from supervisor_app.domain.certificate_life import Listed
from supervisor_app.domain.dates import day_in_words
from supervisor_app.domain.frozen import dataclass
from supervisor_app.errors import UserError
from supervisor_app.services.certificate_deciding import Decision, choices, decide_several
from supervisor_app.services.certificate_standing import CertificateLife, lives_of
from supervisor_app.services.opened_site import Site
from supervisor_app.services.print_command import find_certificate
from supervisor_app.services.session import Session
from supervisor_app.services.typed_days import option_day

ACTS = {
    "suspend": LifeKind.SUSPENDED,
    "reinstate": LifeKind.REINSTATED,
    "revoke": LifeKind.REVOKED,
    "confirm": LifeKind.CONFIRMED,
    "end": LifeKind.TRIGGERED,
}
"""The words of the command, and the acts they are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldAct:
    """One act of a certificate's life as the command tells it; `questioned` says why it does not count."""

    act: str
    on: date
    until: date | None
    reason: str
    author: str
    signed: date
    questioned: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldCertificate:
    """Where a certificate stands, as the command tells it."""

    id: str
    number: str
    holder: str
    title: str
    state: str
    holds: bool
    since: date | None
    until: date | None
    reason: str
    ends: date | None
    ends_why: str
    confirm_by: date | None
    listed: Listed | None
    acts: tuple[ToldAct, ...]

    def lines(self) -> list[str]:
        """Say it in words."""
        since = f" since {day_in_words(self.since)}" if self.since else ""
        until = f", until {day_in_words(self.until)}" if self.until else ""
        why = f": {self.reason}" if self.reason else ""
        stated = f"{self.number}, {self.holder}, {self.title}: {self.state.replace('_', ' ')}{since}{until}{why}"
        by = [f"To be confirmed by {day_in_words(self.confirm_by)}."] if self.confirm_by and self.holds else []
        return [stated, *([self.ends_why] if self.ends_why else []), *by]


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """A certificate about which nothing was decided, and why."""

    number: str
    holder: str
    why_not: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldCertificates:
    """Where several certificates stand, and which were left out of what was decided."""

    certificates: tuple[ToldCertificate, ...]
    left_out: tuple[LeftOut, ...] = ()

    @property
    def hold(self) -> bool:
        """Whether all of them hold."""
        return all(one.holds for one in self.certificates)

    def lines(self) -> list[str]:
        """Say it in words, a line for each and more where there is more to say."""
        out = [f"{one.number}, {one.holder}: left out. {one.why_not}" for one in self.left_out]
        return [line for one in self.certificates for line in one.lines()] + out


def tell(site: Site, wanted: Sequence[str], today: date) -> ToldCertificates:
    """Return where certificates stand; InputError where one is not on this laptop."""
    lives = lives_of(site, _ids(site, wanted))
    return ToldCertificates(certificates=tuple(_told(life, today) for life in lives))


def act(
    site: Site,
    session: Session,
    wanted: Sequence[str],
    word: str,
    pin: str,
    signed_at: datetime,
    *,
    reason: str = "",
    on: str = "",
    until: str = "",
    where_possible: bool = False,
) -> ToldCertificates:
    """Sign the same about certificates, all or none, and return where they stand then; days as 2026-03-14.

    With `where_possible` those about which it cannot be decided are left out and told; UserError where none is left. Raises as
    services.certificate_deciding.decide_several.
    """
    ids, today = _ids(site, wanted), signed_at.date()
    first, last = option_day("--from", on) or today, option_day("--until", until)
    decision = Decision(kind=ACTS[word], on=first, until=last, reason=reason)
    left_out: tuple[LeftOut, ...] = ()
    if where_possible:
        chosen = [(one, one.problem(decision, today)) for one in choices(site, session, ids, decision.kind, today)]
        left_out = tuple(LeftOut(number=one.life.number, holder=one.life.holder, why_not=why) for one, why in chosen if why)
        ids = tuple(one.life.facts.id for one, why in chosen if not why)
        if not ids:
            reasons = " ".join(f"{one.number}: {one.why_not}" for one in left_out)
            raise UserError(f"None of them can be {CANNOT_BE[decision.kind]}. {reasons}", "Nothing was signed.")
    lives = decide_several(site, session, ids, decision, pin, signed_at)
    return ToldCertificates(certificates=tuple(_told(life, today) for life in lives), left_out=left_out)


def _ids(site: Site, wanted: Sequence[str]) -> tuple[str, ...]:
    """Return the ids of certificates, each once; InputError where one is not on this laptop."""
    return tuple(dict.fromkeys(find_certificate(site, one) for one in wanted))


def _told(life: CertificateLife, today: date) -> ToldCertificate:
    now = life.standing(today)
    return ToldCertificate(
        id=life.facts.id,
        number=life.number,
        holder=life.holder,
        title=life.title,
        state=now.state.value,
        holds=now.holds,
        since=now.since,
        until=now.until,
        reason=now.reason,
        ends=now.ends,
        ends_why=now.ends_why,
        confirm_by=life.confirm_by(today),
        listed=now.listed,
        acts=tuple(
            ToldAct(
                act=one.kind.value.partition(".")[2],
                on=one.on,
                until=one.until,
                reason=one.reason,
                author=one.author,
                signed=one.signed,
                questioned=one.questioned,
            )
            for one in life.acts
        ),
    )
