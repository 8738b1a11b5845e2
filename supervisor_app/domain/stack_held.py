"""How somebody stands on a day with what is made of others: whether its certificate holds, or which parts are missing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from supervisor_app.domain.certificate_acts import LifeState
from supervisor_app.domain.checklist import Checklist
from supervisor_app.domain.dates import day_in_words
from supervisor_app.domain.frozen import dataclass
from supervisor_app.domain.qualification import Clock, Held, HeldStatus

_STATUS = {
    LifeState.VALID: HeldStatus.VALID,
    LifeState.DUE_SOON: HeldStatus.DUE_SOON,
    LifeState.EXPIRED: HeldStatus.EXPIRED,
    LifeState.SUSPENDED: HeldStatus.SUSPENDED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnCertificate:
    """A certificate of somebody as it stands on a day, neither withdrawn nor replaced by then."""

    number: str
    level: str
    state: LifeState
    issued: date
    ends: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PartHeld:
    """One of the parts: its title, whether a certificate of it is in force, and how its holder stands with it otherwise."""

    competency: str
    title: str
    in_force: bool
    sentence: str


def stack_held(checklist: Checklist, own: OwnCertificate | None, parts: Sequence[PartHeld]) -> Held:
    """Return how somebody stands with a competency made of others; `parts` in the order it requires them.

    It is held by its certificate alone, and is as good as that: cover on a day when it is in force.
    """
    missing = [part for part in parts if not part.in_force]
    trace = tuple(f"{part.title}: {'held.' if part.in_force else part.sentence}" for part in parts)
    lacking = tuple(part.competency for part in missing)
    if own is not None and own.state in _STATUS:
        return replace(_certified(checklist, own, missing, trace), parts=checklist.requires, missing=lacking)
    held = len(parts) - len(missing)
    if not missing:
        sentence = f"All {len(parts)} parts are held: the certificate can be issued."
    else:
        named = ", ".join(part.title for part in missing)
        sentence = f"{held} of {len(parts)} parts are held. Missing: {named}."
    status = HeldStatus.NOT_YET if held else HeldStatus.NEVER
    return Held(
        competency=checklist.competency,
        status=status,
        sentence=sentence,
        trace=trace,
        parts=checklist.requires,
        missing=lacking,
    )


def _certified(checklist: Checklist, own: OwnCertificate, missing: Sequence[PartHeld], trace: tuple[str, ...]) -> Held:
    status = _STATUS[own.state]
    holds = status in (HeldStatus.VALID, HeldStatus.DUE_SOON)
    ends = day_in_words(own.ends) if own.ends else ""
    if status is HeldStatus.SUSPENDED:
        named = f": {', '.join(part.title for part in missing)} does not hold" if missing else ""
        sentence = f"Certificate {own.number} is on hold{named}."
    elif status is HeldStatus.EXPIRED:
        sentence = f"Certificate {own.number} ended on {ends}."
    else:
        sentence = f"Certificate {own.number} holds{f' until {ends}' if ends else ', without an end date'}."
    return Held(
        competency=checklist.competency,
        status=status,
        level=own.level,
        covers=holds,
        since=own.issued,
        due=own.ends,
        clock=Clock.VALIDITY if own.ends else Clock.NONE,
        sentence=sentence,
        trace=trace,
    )


def best_of(certificates: Mapping[str, Sequence[OwnCertificate]]) -> dict[str, OwnCertificate]:
    """Return of somebody's certificates by competency the one that stands best: one in force before others, then the longest."""
    order = (LifeState.VALID, LifeState.DUE_SOON, LifeState.SUSPENDED, LifeState.EXPIRED)

    def rank(one: OwnCertificate) -> tuple[bool, date, date]:
        return one.state in order[:2], one.ends or date.max, one.issued

    found = {name: [one for one in known if one.state in order] for name, known in certificates.items()}
    return {name: max(known, key=rank) for name, known in found.items() if known}
