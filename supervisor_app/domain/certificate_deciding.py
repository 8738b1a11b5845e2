"""What may be decided about a certificate as it stands, why not, and what then happens: in plain words, before anybody signs."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from supervisor_app.domain.certificate_life import LifeFacts, LifeKind, LifeStanding, LifeState
from supervisor_app.domain.dates import day_in_words

MAX_REASON = 1000
FARTHEST = timedelta(days=366)
"""A hold may begin this long from now."""

MEANINGS: Mapping[LifeKind, str] = {
    LifeKind.SUSPENDED: "I put this certificate on hold.",
    LifeKind.REINSTATED: "I lift the hold on this certificate.",
    LifeKind.REVOKED: "I withdraw this certificate for good.",
    LifeKind.CONFIRMED: "I confirm that the holder kept doing this work.",
    LifeKind.TRIGGERED: "I end this certificate; a new evaluation is needed.",
}
"""What a member signs, by the kind of act."""

CANNOT_BE: Mapping[LifeKind, str] = {
    LifeKind.SUSPENDED: "put on hold",
    LifeKind.REINSTATED: "taken off hold",
    LifeKind.REVOKED: "withdrawn",
    LifeKind.CONFIRMED: "confirmed",
    LifeKind.TRIGGERED: "ended early",
}
"""What several cannot be where an act makes no sense for them: "3 of 14 cannot be confirmed"."""

_REACH = "The other laptops know after their next sync, phones once it is published."


def obstacle(kind: LifeKind, now: LifeStanding, facts: LifeFacts) -> str:
    """Return why an act makes no sense for a certificate as it stands, as a sentence; "" where it does."""
    if now.state is LifeState.WITHDRAWN:
        return "It is withdrawn; that is final."
    if kind is LifeKind.REVOKED:
        return ""
    if now.state is LifeState.REPLACED:
        return "It was replaced; look at the newer certificate."
    if kind is LifeKind.REINSTATED:
        return "" if now.state is LifeState.SUSPENDED else "It is not on hold."
    if kind is LifeKind.CONFIRMED and not facts.confirm_every_months:
        return "Its end does not depend on confirmations."
    if now.state is LifeState.EXPIRED:
        return "It has ended. A new sign-off makes a new certificate."
    return ""


def day_problem(kind: LifeKind, on: date, until: date | None, facts: LifeFacts, today: date) -> str:
    """Return what is wrong with the days of an act, in lower-case words; "" where nothing is."""
    if on < facts.evaluated:
        return "the day lies before the evaluation"
    if kind is LifeKind.SUSPENDED:
        if on > today + FARTHEST:
            return "the first day is more than a year away"
        return "the last day lies before the first" if until is not None and until < max(on, today) else ""
    return "the day has not come yet" if on > today else ""


def needs_reason(kind: LifeKind) -> bool:
    """Whether an act needs a reason: all but a confirmation, whose meaning says it."""
    return kind is not LifeKind.CONFIRMED


def consequence(kind: LifeKind, facts: LifeFacts, on: date, until: date | None, today: date) -> str:
    """Return what will happen once an act is signed, in plain sentences."""
    day = "today" if on == today else day_in_words(on)
    if kind is LifeKind.SUSPENDED:
        again = f"It holds again by itself on {day_in_words(until + timedelta(days=1))}." if until else ""
        lifted = again or "It stays so until somebody lifts it."
        return f"From {day} it does not hold, whatever its paper says. {lifted} {_REACH}"
    if kind is LifeKind.REINSTATED:
        return f"It holds again from today. {_REACH}"
    if kind is LifeKind.REVOKED:
        return f"It never holds again, and nobody can take that back. Ask for the paper and destroy it. {_REACH}"
    if kind is LifeKind.TRIGGERED:
        return f"It ends on {day}. The holder needs a new sign-off before doing this work alone. {_REACH}"
    months = facts.confirm_every_months
    return f"It holds {months} months from {day}, but not beyond its last day. Sign the row on the paper as well."
