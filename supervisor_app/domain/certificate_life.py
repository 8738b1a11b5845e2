"""The life of a certificate after its issue: where it stands on a day, by one pure function of the set of signed acts.

A certificate is frozen; what happens to it are acts, each with a reason and a signature. Order of arrival does not matter: acts
are put in their total order (clock, origin, number), and an act that is questioned, or names another certificate, says nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from supervisor_app.domain.calendar import DUE_SOON_DAYS, add_months
from supervisor_app.domain.certificate import IssuedCertificate
from supervisor_app.domain.certificate_acts import (
    CERTIFICATE_ACTS,
    RIGHT_FOR,
    CertificateAct,
    ChecklistWithdrawn,
    LifeKind,
    LifeState,
    Listed,
    SignedAct,
)
from supervisor_app.domain.dates import day_in_words
from supervisor_app.domain.frozen import dataclass
from supervisor_app.domain.qualification import Clock

__all__ = [
    "CERTIFICATE_ACTS", "RIGHT_FOR", "CertificateAct", "ChecklistWithdrawn", "LifeFacts", "LifeKind", "LifeStanding", "LifeState",
    "Listed", "SignedAct", "counting", "decided_on", "hold_spans", "holds_of", "last_day", "life_facts",
    "next_confirmation", "standing",
]  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class LifeFacts:
    """What the frozen record says of its own end: the last day by its validity with the rule that set it, and its continuity.

    `confirm_every_months` 0 means that it needs no confirmation; the first span runs from `evaluated`.
    """

    id: str
    worker_id: str
    competency: str
    checklist_digest: str
    evaluated: date
    valid_until: date | None
    valid_rule: str = ""
    confirm_every_months: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class LifeStanding:
    """Where a certificate stands, since when, and why.

    `since` is the day the state began, None while it simply holds. `reason`, `author` and `signed` are those of the act that
    decided, empty where a date did. `until` is the last day on hold. `ends` is the last day by the earliest clock, `clock` names
    that clock, `ends_why` says it in a sentence and `end_fact` without its verb ("20 November 2027, 1-year limit"). `acts` are
    those that count, oldest first; `listed` is for status lists.
    """

    state: LifeState
    ends: date | None
    clock: Clock
    ends_why: str
    end_fact: str = ""
    since: date | None = None
    until: date | None = None
    reason: str = ""
    author: str = ""
    signed: date | None = None
    successor: str = ""
    listed: Listed | None = None
    acts: tuple[SignedAct, ...] = ()

    @property
    def holds(self) -> bool:
        """Whether the certificate holds on the day."""
        return self.state in (LifeState.VALID, LifeState.DUE_SOON)

    @property
    def final(self) -> bool:
        """Whether nothing can bring it back."""
        return self.state in (LifeState.WITHDRAWN, LifeState.REPLACED)


@dataclass(frozen=True, slots=True)
class _End:
    """One clock that runs out: the last day it allows, which clock, the sentence, its day and reason, and the act behind it."""

    last: date
    clock: Clock
    why: str
    fact: str = ""
    act: SignedAct | None = None


def life_facts(issued: IssuedCertificate) -> LifeFacts:
    """Return what an issued certificate says of its own end."""
    facts = issued.facts
    return LifeFacts(
        id=facts.credential_id,
        worker_id=issued.worker_id,
        competency=facts.competency,
        checklist_digest=facts.checklist_digest,
        evaluated=facts.evaluated,
        valid_until=facts.valid_until,
        valid_rule=facts.valid_rule,
        confirm_every_months=facts.confirm_every_months,
    )


def standing(facts: LifeFacts, acts: Iterable[SignedAct], today: date) -> LifeStanding:
    """Return where a certificate stands on a day, from the set of acts in any order, duplicates and foreign ones among them.

    Withdrawn is final; then replaced, expired, on hold. Acts that begin after `today` say nothing yet.
    """
    ordered = counting(facts, acts)
    end = min(_ends(facts, ordered, today), key=lambda one: (one.last, one.clock), default=_End(date.max, Clock.NONE, ""))
    decided = (
        _decided(ordered, today)
        or (_expired(end) if today > end.last else _held(ordered, today))
        or _Decided(_running(end, today))
    )
    act = decided.act
    return LifeStanding(
        state=decided.state,
        ends=end.last if end.clock is not Clock.NONE else None,
        clock=end.clock,
        ends_why=end.why,
        end_fact=end.fact,
        since=decided.since,
        until=decided.until,
        reason=act.reason if act else "",
        author=act.author if act else "",
        signed=act.signed if act else None,
        successor=act.by if act and decided.state is LifeState.REPLACED else "",
        listed=decided.listed,
        acts=ordered,
    )


def counting(facts: LifeFacts, acts: Iterable[SignedAct]) -> tuple[SignedAct, ...]:
    """Return the acts that say something about this certificate, once each, in their total order.

    The same signature again says nothing: whoever has a laptop could lay an act into its chain once more.
    """
    found = {act.place: act for act in acts if not act.questioned and _names(facts, act)}
    ordered = [found[place] for place in sorted(found)]
    first = {act.sig: act.place for act in reversed(ordered)}
    return tuple(act for act in ordered if not act.sig or first[act.sig] == act.place)


def next_confirmation(facts: LifeFacts, acts: Iterable[SignedAct], today: date) -> date | None:
    """Return the day by which the next confirmation has to be there; None where none is asked for."""
    if not facts.confirm_every_months:
        return None
    return _continuity(facts, counting(facts, acts), today).last


def last_day(facts: LifeFacts, acts: Iterable[SignedAct]) -> date | None:
    """Return the last day by the earliest of its clocks as known now, None without end."""
    return min((end.last for end in _ends(facts, counting(facts, acts), date.max)), default=None)


def decided_on(facts: LifeFacts, acts: Iterable[SignedAct], kind: LifeKind) -> SignedAct | None:
    """Return the act that withdrew (REVOKED) or replaced (SUPERSEDED) it, the earliest of several; None where none did."""
    return _earliest(counting(facts, acts), kind)


def holds_of(facts: LifeFacts, acts: Iterable[SignedAct]) -> tuple[tuple[SignedAct, date | None], ...]:
    """Return every suspension with the last day it keeps as known now (None open), oldest first."""
    ordered = counting(facts, acts)
    return tuple((act, _lifted(act, ordered, date.max)) for act in ordered if act.kind is LifeKind.SUSPENDED)


def hold_spans(facts: LifeFacts, acts: Iterable[SignedAct]) -> tuple[tuple[date, date | None], ...]:
    """Return the spans on hold as known now (first and last day, None open), oldest act first; some may be empty."""
    return tuple((act.on, last) for act, last in holds_of(facts, acts))


def _names(facts: LifeFacts, act: SignedAct) -> bool:
    if act.kind is LifeKind.CHECKLIST_WITHDRAWN:
        return (act.subject, act.competency) == (facts.checklist_digest, facts.competency)
    return (act.subject, act.worker_id, act.competency) == (facts.id, facts.worker_id, facts.competency)


@dataclass(frozen=True, slots=True)
class _Decided:
    """A state with what decided it."""

    state: LifeState
    since: date | None = None
    act: SignedAct | None = None
    listed: Listed | None = None
    until: date | None = None


def _decided(ordered: Sequence[SignedAct], today: date) -> _Decided | None:
    """Return what an act decided for good: withdrawn before replaced, the earliest day first."""
    for kind, state, listed in (
        (LifeKind.REVOKED, LifeState.WITHDRAWN, Listed.WITHDRAWN),
        (LifeKind.SUPERSEDED, LifeState.REPLACED, Listed.REPLACED),
    ):
        act = _earliest(ordered, kind)
        if act is not None and act.on <= today:
            return _Decided(state, act.on, act, listed)
    return None


def _earliest(ordered: Sequence[SignedAct], kind: LifeKind) -> SignedAct | None:
    return min((act for act in ordered if act.kind is kind), key=lambda one: (one.on, one.place), default=None)


def _expired(end: _End) -> _Decided:
    """Return the state after the end; what its own paper does not show has to be on the list."""
    unseen = end.clock is not Clock.VALIDITY
    return _Decided(LifeState.EXPIRED, end.last + timedelta(days=1), end.act, Listed.ON_HOLD if unseen else None)


def _held(ordered: Sequence[SignedAct], today: date) -> _Decided | None:
    """Return the hold that is on: the one that ends last, the newest of equal ones; `since` is the first of those that are on."""
    holds = [(act, _lifted(act, ordered, today)) for act in ordered if act.kind is LifeKind.SUSPENDED and act.on <= today]
    on = [(act, last) for act, last in holds if last is None or today <= last]
    if not on:
        return None
    act, last = max(on, key=lambda one: (one[1] or date.max, one[0].place))
    return _Decided(LifeState.SUSPENDED, min(one.on for one, _ in on), act, Listed.ON_HOLD, last)


def _lifted(act: SignedAct, ordered: Sequence[SignedAct], today: date) -> date | None:
    """Return the last day that a suspension keeps: its own, or the day before somebody lifted it; None while it is open."""
    lifts = (_before(one.on) for one in ordered if one.kind is LifeKind.REINSTATED and one.place > act.place and one.on <= today)
    days = [*lifts, *([act.until] if act.until else [])]
    return min(days, default=None)


def _running(end: _End, today: date) -> LifeState:
    soon = end.last - today <= timedelta(days=DUE_SOON_DAYS)
    return LifeState.DUE_SOON if soon else LifeState.VALID


def _ends(facts: LifeFacts, ordered: Sequence[SignedAct], today: date) -> list[_End]:
    """Return every clock that runs against the certificate."""
    ends: list[_End] = []
    if facts.valid_until is not None:
        ends.append(_validity(facts.valid_until, facts.valid_rule, today))
    if facts.confirm_every_months:
        ends.append(_continuity(facts, ordered, today))
    ends += [_end_by(act) for act in ordered if _is_ending(facts, act) and act.on <= today]
    return ends


def _validity(last: date, rule: str, today: date) -> _End:
    day, verb = day_in_words(last), "Ended" if today > last else "Ends"
    why = f"{verb} on {day}: {rule}." if rule else f"{verb} on {day}."
    return _End(last, Clock.VALIDITY, why, f"{day}, {rule}" if rule else day)


def _is_ending(facts: LifeFacts, act: SignedAct) -> bool:
    """Whether an event ends the certificate: what happened before the evaluation was known to who evaluated."""
    return act.kind is LifeKind.CHECKLIST_WITHDRAWN or (act.kind is LifeKind.TRIGGERED and act.on >= facts.evaluated)


_ENDING = {LifeKind.TRIGGERED: Clock.TRIGGER, LifeKind.CHECKLIST_WITHDRAWN: Clock.REVISION}


def _end_by(act: SignedAct) -> _End:
    """Return the end that an event makes: the day before it is the last one."""
    what = "the checklist’s revision was withdrawn" if act.kind is LifeKind.CHECKLIST_WITHDRAWN else "a new evaluation is needed"
    fact = f"{day_in_words(act.on)}, {what}: {act.reason}"
    return _End(_before(act.on), _ENDING[act.kind], f"Ended on {fact}", fact, act)


def _continuity(facts: LifeFacts, ordered: Sequence[SignedAct], today: date) -> _End:
    """Walk from confirmation to confirmation; the first gap that is too long ends it, and a later one cannot heal it."""
    months, last = facts.confirm_every_months, facts.evaluated
    due = _later(last, months)
    for day in sorted(act.on for act in ordered if act.kind is LifeKind.CONFIRMED):
        if day > min(due, today):
            break
        if day > last:
            last, due = day, _later(day, months)
    verb = "Lapsed" if today > due else "Lapses"
    fact = f"{day_in_words(due)} without a confirmation: {months} months since {day_in_words(last)}"
    return _End(due, Clock.CONTINUITY, f"{verb} on {fact}.", fact)


def _before(day: date) -> date:
    """Return the day before, kept inside the calendar: a record may carry any day."""
    return day - timedelta(days=1) if day > date.min else day


def _later(day: date, months: int) -> date:
    """Return the day so many months later, kept inside the calendar."""
    try:
        return add_months(day, months)
    except (ValueError, OverflowError):
        return date.max
