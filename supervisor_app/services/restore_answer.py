"""Who answers for a restore: it sets the records of this laptop aside, so an admin says with their PIN that it is meant.

Where no admin has a PIN on this laptop, anybody with one may: a laptop must not be shut off from its own backups. Where nobody
has one, or the records cannot be read at all, there is nothing to protect and nobody to ask.
"""

from __future__ import annotations

from dataclasses import field
from pathlib import Path

from supervisor_app.domain.frozen import dataclass
from supervisor_app.domain.people import Member, Role
from supervisor_app.errors import NotAllowed, StorageError
from supervisor_app.ledger.keys import Randomness
from supervisor_app.services.backup_opening import records_here
from supervisor_app.services.opened_site import Clock, open_site
from supervisor_app.services.unlocking import unlock_member
from supervisor_app.storage import member_keys, member_queries


@dataclass(frozen=True, slots=True)
class Answer:
    """A member of the records that are here now (name or id), and their PIN on this laptop."""

    member: str
    pin: str = field(repr=False)


def who_may_answer(folder: Path) -> tuple[Member, ...]:
    """Return the members of the records in a folder who may answer for a restore into it, by name; none where nobody has to."""
    with records_here(folder) as connection:
        if connection is None:
            return ()
        here = member_keys.members_with_keys(connection)
        members = [one for one in member_queries.members(connection) if one.id in here and one.ended_on is None]
    return tuple([one for one in members if one.role is Role.ADMIN] or members)


def answer_for(folder: Path, answer: Answer | None, *, clock: Clock, randomness: Randomness) -> None:
    """Check who answers for a restore into a folder. NotAllowed where somebody has to and does not, or on a wrong PIN."""
    able = who_may_answer(folder)
    if not able:
        return
    names = " or ".join(one.name for one in able[:3])
    if answer is None:
        raise NotAllowed("A site is in this folder already.", f"Name who answers for it, with their PIN: {names}.")
    wanted = answer.member.strip().casefold()
    member = next((one for one in able if wanted in (one.id, one.name.casefold())), None)
    if member is None:
        raise NotAllowed("This member does not answer for a restore here.", f"Name one who does: {names}.")
    try:
        site = open_site(folder, clock=clock, randomness=randomness)
    except StorageError:
        return  # with the key of the laptop gone no PIN can be checked, and nothing here can be used either
    try:
        unlock_member(site, member.id, answer.pin)
    finally:
        site.close()
