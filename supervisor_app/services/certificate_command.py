"""The command `certificate`: put on hold, lift, withdraw, end early or confirm by number, printed code or id; or only show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from supervisor_app.domain.certificate_acts import LifeKind
from supervisor_app.domain.certificate_life import Listed
from supervisor_app.domain.dates import day_in_words
from supervisor_app.errors import InputError
from supervisor_app.services.certificate_deciding import Decision, decide
from supervisor_app.services.certificate_standing import CertificateLife, life_of
from supervisor_app.services.opened_site import Site
from supervisor_app.services.print_command import find_certificate
from supervisor_app.services.session import Session

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


def tell(site: Site, wanted: str, today: date) -> ToldCertificate:
    """Return where a certificate stands; InputError where it is not on this laptop."""
    name = find_certificate(site, wanted)
    life = life_of(site, name)
    if life is None:
        raise InputError(wanted, "this laptop has no certificate with this number or code.", "Sync, then look again.")
    return _told(life, today)


def act(
    site: Site,
    session: Session,
    wanted: str,
    word: str,
    pin: str,
    signed_at: datetime,
    *,
    reason: str = "",
    on: str = "",
    until: str = "",
) -> ToldCertificate:
    """Sign what is decided about a certificate and return where it stands then; days as 2026-12-31.

    Raises as services.certificate_deciding.decide.
    """
    name, today = find_certificate(site, wanted), signed_at.date()
    first, last = _day("--from", on) or today, _day("--until", until)
    decision = Decision(kind=ACTS[word], on=first, until=last, reason=reason)
    return _told(decide(site, session, name, decision, pin, signed_at), today)


def _day(option: str, text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as problem:
        raise InputError(option, f"“{text[:40]}” is no day.", "Write it like 2026-12-31.") from problem


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
