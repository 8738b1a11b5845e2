"""What each role may do, for what and when; and why not, in one plain sentence."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

from supervisor_app.domain.dates import day_in_words
from supervisor_app.domain.frozen import dataclass
from supervisor_app.domain.people import Role


class Right(StrEnum):
    """Something a member does for the site; the value follows "may not"."""

    ADMINISTER = "administer this site"
    OBSERVE = "observe or sign assessments"
    COUNTERSIGN = "countersign"
    ISSUE = "issue certificates"
    CERTIFICATES = "decide about certificates"
    REVOKE = "withdraw certificates"
    PUBLISH = "publish checklists"
    RECORD_PEOPLE = "record people"


RIGHTS: Mapping[Role, frozenset[Right]] = {
    Role.ADMIN: frozenset(Right),
    Role.ASSESSOR: frozenset({Right.OBSERVE, Right.COUNTERSIGN, Right.ISSUE, Right.CERTIFICATES, Right.RECORD_PEOPLE}),
    Role.TRAINEE: frozenset({Right.OBSERVE}),
    Role.QUALITY: frozenset({Right.PUBLISH, Right.COUNTERSIGN, Right.ISSUE, Right.CERTIFICATES, Right.REVOKE}),
    Role.MANAGER: frozenset({Right.RECORD_PEOPLE}),
    Role.AUDITOR: frozenset(),
}
ISSUING_ROLES = frozenset(role for role, rights in RIGHTS.items() if Right.ISSUE in rights)
"""Members who get the site's key, to issue certificates."""
ROLE_NAMES: Mapping[Role, str] = {
    Role.ADMIN: "An admin",
    Role.ASSESSOR: "An assessor",
    Role.TRAINEE: "A trainee assessor",
    Role.QUALITY: "Quality",
    Role.MANAGER: "A manager",
    Role.AUDITOR: "An auditor",
}

_FOR_ONESELF: Mapping[Right, str] = {
    Right.OBSERVE: "You cannot assess yourself.",
    Right.COUNTERSIGN: "You cannot countersign your own assessment.",
    Right.ISSUE: "You cannot issue a certificate to yourself.",
    Right.CERTIFICATES: "You cannot decide about your own certificate.",
    Right.REVOKE: "You cannot decide about your own certificate.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """What a member may do at one time. No competencies or teams means all; `since` and `until` are the first and last day.

    `worker_id` is who they are themselves on the list of people; `ended_on` the last day they act at all.
    """

    role: Role
    competencies: tuple[str, ...] = ()
    teams: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    ended_on: date | None = None
    worker_id: str = ""

    @property
    def has_days(self) -> bool:
        """Whether what it allows depends on the day."""
        return not (self.since is None and self.until is None and self.ended_on is None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """What somebody does on a day: `competency`, `team` and `worker_id` say about whom; None where it is about nobody."""

    right: Right
    day: date
    competency: str | None = None
    team: str | None = None
    worker_id: str = ""


def why_not(grant: Grant | None, deed: Deed, *, you: bool = True) -> str:
    """Return why the deed is not allowed, as a sentence to the member (or, without `you`, about the signer); "" where it is."""
    who, was, whose = ("You", "are", "Your") if you else ("The signer", "was", "The signer’s")
    if grant is None:
        return f"{who} {was} not a member of this site."
    return _out_of_time(grant, deed.day, who, whose) or _beyond(grant, deed, who, was)


def set_back(grant: Grant | None, day: date, seen: date, *, you: bool = True) -> str:
    """Return why a day that is named does not help where its laptop had already `seen` a later one; "" where it may be so.

    Only the end of an authorisation is looked at: what a clock that was set back could evade.
    """
    end = min((end for end in (grant.until, grant.ended_on) if end is not None), default=None) if grant else None
    if end is None or seen <= max(day, end):
        return ""
    ended = f"authorisation ended on {day_in_words(end)}"
    if you:
        return f"Your {ended}. The clock of this laptop says {day_in_words(day)}, but there are records of {day_in_words(seen)}."
    return f"The signer’s {ended}. It names {day_in_words(day)}, but its laptop had already seen {day_in_words(seen)}."


def who_may(right: Right) -> str:
    """Return the roles that have a right, in words: "an admin or an assessor"."""
    names = [name[0].lower() + name[1:] for role, name in ROLE_NAMES.items() if right in RIGHTS[role]]
    return " or ".join([", ".join(names[:-1]), names[-1]] if names[1:] else names)


def lapse(grant: Grant, day: date) -> str:
    """Return why somebody may do nothing at all on a day, as a sentence to them; "" where they may do what their role allows."""
    return _out_of_time(grant, day, "You", "Your")


def _out_of_time(grant: Grant, day: date, who: str, whose: str) -> str:
    if grant.ended_on is not None and day > grant.ended_on:
        return f"{who} stopped acting for this site on {day_in_words(grant.ended_on)}."
    if grant.until is not None and day > grant.until:
        return f"{whose} authorisation ended on {day_in_words(grant.until)}."
    if grant.since is not None and day < grant.since:
        return f"{whose} authorisation begins on {day_in_words(grant.since)}."
    return ""


def _beyond(grant: Grant, deed: Deed, who: str, was: str) -> str:
    """Say what the role or its scope leaves out."""
    if deed.right not in RIGHTS[grant.role]:
        return f"{ROLE_NAMES[grant.role]} may not {deed.right.value}."
    if deed.worker_id and deed.worker_id == grant.worker_id and deed.right in _FOR_ONESELF:
        return _FOR_ONESELF[deed.right] if who == "You" else "The signer is the person it is about."
    if grant.role is Role.ADMIN:
        return ""
    if deed.competency is not None and grant.competencies and deed.competency not in grant.competencies:
        return f"{who} {was} not authorised for this competency."
    if deed.team is not None and grant.teams and _plain(deed.team) not in {_plain(team) for team in grant.teams}:
        named = f"for the team {deed.team.strip()}" if deed.team.strip() else "for people without a team"
        return f"{who} {was} not authorised {named}."
    return ""


def _plain(team: str) -> str:
    return " ".join(team.casefold().split())
