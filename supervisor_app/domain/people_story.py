"""What a person holds and what happened with them: records that say their state in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from supervisor_app.domain.dates import short_day

DUE_DAYS = 30


class HeldState(StrEnum):
    """How a certificate or sign-off stands on a day."""

    VALID = "valid"
    DUE = "due"
    ENDED = "ended"
    SIGNED = "signed"
    ON_HOLD = "on_hold"
    WITHDRAWN = "withdrawn"
    REPLACED = "replaced"
    DECLARED = "declared"
    WAITS = "waits"


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """Something a person holds, or held. `certificate_id` is "" for a passed sign-off that no certificate rests on yet."""

    competency: str
    title: str
    level: str
    state: HeldState
    words: str
    until: date | None = None
    certificate_id: str = ""
    number: str = ""
    declared_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryLine:
    """One thing that happened. `state` is "met", "not_met", "stopped", "added", "withdrawn", "certificate", "on_hold", "ended",
    "declared" or "left".

    `doubt` is "questioned" where it does not count, "waits" where it does not count yet; `words` then say why.
    """

    when: datetime
    state: str
    title: str
    words: str
    sign_off_id: str = ""
    certificate_id: str = ""
    doubt: str = ""


def held_state(until: date | None, today: date) -> HeldState:
    """Return how something valid until `until` (that day included, None for ever) stands on `today`."""
    if until is None or (until - today).days > DUE_DAYS:
        return HeldState.VALID
    return HeldState.DUE if until >= today else HeldState.ENDED


def validity_in_words(until: date | None, today: date) -> str:
    """Return how long something is valid: "Valid until 2 Dec 2027", "Ends on 27 Nov, in 4 days", "Ended on 3 May 2026"."""
    if until is None:
        return "Valid without an end"
    days = (until - today).days
    if days < 0:
        return f"Ended on {short_day(until)}"
    if days > DUE_DAYS:
        return f"Valid until {short_day(until)}"
    near = "today" if days == 0 else "tomorrow" if days == 1 else f"in {days} days"
    return f"Ends on {short_day(until)}, {near}"
