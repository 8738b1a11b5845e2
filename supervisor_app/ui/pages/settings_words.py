"""What the settings say, decided without widgets: what a role may do, who waits for whom, when the laptop locks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from supervisor_app.domain.names import isolated
from supervisor_app.domain.people import Role
from supervisor_app.services.joining import Pending
from supervisor_app.services.members import MemberLine
from supervisor_app.services.session import Session

ROLE_WORDS = {
    Role.ASSESSOR: ("Assessor", "Observes, signs and issues certificates."),
    Role.QUALITY: ("Quality", "As an assessor, and publishes checklists."),
    Role.ADMIN: ("Admin", "Everything, and decides who may act."),
    Role.MANAGER: ("Manager", "Observes and keeps the list of people. Issues no certificates."),
    Role.AUDITOR: ("Auditor", "Reads everything and changes nothing."),
    Role.TRAINEE: ("Assessor in training", "Observes while learning it. Issues no certificates."),
}
"""What a role is called and what it may do, in a sentence."""
OFFERED_ROLES = (Role.ASSESSOR, Role.QUALITY, Role.ADMIN, Role.MANAGER, Role.AUDITOR)
LOCK_MINUTES = (2, 5, 10, 30, 0)
"""After how many minutes without hands the app locks; 0 never."""


@dataclass(frozen=True, slots=True)
class WaitingWords:
    """A notice about keys that wait: what, what to do, and what the button says."""

    message: str
    hint: str
    action: str


def role_line(role: Role, title: str) -> str:
    """Return title and role in one line, the role once."""
    word = ROLE_WORDS[role][0]
    return word if not title or title.casefold() == word.casefold() else f"{title}, {word.lower()}"


def laptops_line(line: MemberLine) -> str:
    """Return on which laptops a member has a PIN, in words."""
    if not line.laptops:
        return "No PIN on any laptop yet"
    return f"PIN on {', '.join(line.laptops)}"


def lock_options(minutes: int) -> tuple[tuple[str, str], ...]:
    """Return the choices for the lock as (key, words); a number of minutes that is set otherwise replaces the nearest one."""
    offered = list(LOCK_MINUTES)
    if minutes not in offered:
        nearest = min((one for one in offered if one), key=lambda one: abs(one - minutes))
        offered[offered.index(nearest)] = minutes
    return tuple((str(one), f"{one} min" if one else "Never") for one in offered)


def own_waiting(waiting: Sequence[Pending], session: Session) -> Pending | None:
    """Return the key of who is signed in on this laptop, while it waits for an admin."""
    return next((one for one in waiting if one.here and one.member.id == session.member_id), None)


def to_approve(waiting: Sequence[Pending], session: Session) -> tuple[Pending, ...]:
    """Return the keys that who is signed in may approve: those of others, for an admin."""
    if session.role is not Role.ADMIN:
        return ()
    own = own_waiting(waiting, session)
    return tuple(one for one in waiting if one is not own)


def waiting_words(waiting: Sequence[Pending], session: Session) -> WaitingWords | None:
    """Return what the Sync page says about keys that wait, None when nobody waits for this person, nor they for others."""
    approve = to_approve(waiting, session)
    if len(approve) == 1:
        one = approve[0]
        asks = f"{isolated(one.member.name)} asks to issue certificates on {isolated(one.station_name)}."
        return WaitingWords(asks, "Compare the numbers by voice, then approve.", "Look at it")
    if approve:
        return WaitingWords(f"{len(approve)} laptops ask to issue certificates.", "Compare the numbers by voice.", "Look at them")
    if own_waiting(waiting, session):
        what = "You cannot issue certificates on this laptop yet."
        return WaitingWords(what, "An admin approves it on theirs. Read the numbers out to them.", "Show the numbers")
    return None


def why_not_admin(session: Session, members: Sequence[MemberLine]) -> str:
    """Return why the site cannot be changed by who is signed in, with whom to ask; empty for an admin."""
    if session.role is Role.ADMIN:
        return ""
    admins = [line.member.name for line in members if line.member.role is Role.ADMIN]
    return f"Only an admin changes this. Ask {' or '.join(isolated(name) for name in admins) or 'an admin of the site'}."
