"""Forks that laptops hold differently, as they are shown: the branches side by side, who can settle it, what becomes of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, tzinfo

from supervisor_app.domain.frozen import dataclass
from supervisor_app.domain.people import Role
from supervisor_app.ledger.clock import moment_of
from supervisor_app.ledger.fork_bodies import Branch
from supervisor_app.services.opened_site import Site
from supervisor_app.services.sync_words import joined, kinds_words
from supervisor_app.storage import fork_queries, member_queries, site_queries
from supervisor_app.storage.database import Connection
from supervisor_app.storage.fork_queries import ToldFork, branch_here

_SOMEBODY = "somebody this site does not know"
SOME_LAPTOP = "a laptop not known yet"


@dataclass(frozen=True, slots=True, kw_only=True)
class BranchLine:
    """One branch: `hash` (hex) names it, `here` where this laptop holds it; what it holds, who wrote it, from when until when."""

    hash: str
    here: bool
    records: int
    kinds: str
    members: str
    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenFork:
    """Branches of one laptop's records of which no admin has chosen one yet, or where what was chosen is not here yet.

    `chosen` is the hash of that one, empty while nobody has chosen. `admins` are the names of those who can.
    """

    station: str
    number: int
    branches: tuple[BranchLine, ...]
    chosen: str
    admins: tuple[str, ...]

    @property
    def title(self) -> str:
        """What it is, in a line."""
        many = "Two" if len(self.branches) == 2 else f"{len(self.branches):,}"
        return f"{many} branches of {self.station}, from record {self.number:,} on"


def open_forks(site: Site) -> tuple[OpenFork, ...]:
    """Return the forks that are not over for this laptop."""
    zone = site.clock().tzinfo
    with site.database.read() as connection:
        waiting = {item.joint for item in fork_queries.not_here(connection)}
        found = [fork for fork in fork_queries.told(connection) if not fork.keep or fork.joint in waiting]
        if not found:
            return ()
        laptops = {one.id: one.name for one in site_queries.stations(connection)}
        members = member_queries.members(connection)
        names = {one.id: one.name for one in members}
        admins = tuple(one.name for one in members if one.role is Role.ADMIN and one.ended_on is None)
        return tuple(
            OpenFork(
                station=laptops.get(fork.joint[0].hex(), SOME_LAPTOP),
                number=fork.joint[1],
                branches=tuple(_lines(connection, fork, names, zone)),
                chosen=fork.keep,
                admins=admins,
            )
            for fork in found
        )


def what_to_do(fork: OpenFork) -> str:
    """Return what becomes of a fork, and who can settle it."""
    if fork.chosen:
        return "An admin chose the one that stands. It comes with the next sync after a laptop that holds it."
    who = joined(fork.admins) if fork.admins else "an admin of the site"
    why = "Two copies of its data folder were used, and laptops hold different records of it."
    return f"{why} {who[:1].upper()}{who[1:]} can settle it."


def _lines(connection: Connection, fork: ToldFork, names: Mapping[str, str], zone: tzinfo | None) -> Iterable[BranchLine]:
    ours = branch_here(connection, fork.joint[0], fork.joint[1])
    for told in fork.branches:
        here = ours is not None and ours.hash == told.hash
        yield branch_line(ours if ours is not None and here else told, names, zone, here=here)


def branch_line(branch: Branch, names: Mapping[str, str], zone: tzinfo | None, *, here: bool) -> BranchLine:
    """Return a branch as it is shown; `names` are those of the members."""
    until = moment_of(int(branch.until or branch.at))
    return BranchLine(
        hash=branch.hash,
        here=here,
        records=sum(branch.kinds.values()),
        kinds=kinds_words(branch.kinds),
        members=joined([names.get(member, _SOMEBODY) for member in branch.members]),
        since=moment_of(int(branch.at)).astimezone(zone),
        until=until.astimezone(zone),
    )
