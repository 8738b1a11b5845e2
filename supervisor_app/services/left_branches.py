"""Branches that an admin decided against, as they are shown: what of them stands nowhere else, and what becomes of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import tzinfo

from supervisor_app.domain.dates import day_in_words
from supervisor_app.domain.frozen import dataclass
from supervisor_app.ledger.clock import moment_of
from supervisor_app.ledger.entry import NO_ENTRY, Entry
from supervisor_app.ledger.fork_bodies import Branch
from supervisor_app.ledger.succession import NOT_WRITTEN_ANEW
from supervisor_app.services.bringing_back import ONLY_ITS_LAPTOP, Kept, kept_of
from supervisor_app.services.open_forks import SOME_LAPTOP, BranchLine, branch_line, open_forks, what_to_do
from supervisor_app.services.opened_site import Site
from supervisor_app.services.sync_records import Remark
from supervisor_app.services.sync_words import records
from supervisor_app.storage import fork_queries, member_queries, site_queries
from supervisor_app.storage.database import Connection
from supervisor_app.storage.fork_queries import ToldFork
from supervisor_app.storage.written_anew import counting


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftBranch:
    """A branch that does not stand, with records that stand nowhere else, as far as this laptop can tell.

    `number` is the first of `station` that differs. `kept` counts what is kept of it here (0 where only other laptops keep it),
    `missing` those of them that stand nowhere else: `too_long` where they cannot be brought back. `asked` tells who brought it
    back and when, empty where nobody did.
    """

    station: str
    number: int
    branch: BranchLine
    kept: int
    missing: int
    too_long: bool
    asked: str

    @property
    def title(self) -> str:
        """What it is, in a line."""
        return f"Another branch of {self.station}, from record {self.number:,} on"

    @property
    def sentence(self) -> str:
        """What becomes of it."""
        if self.too_long:
            stand = f"{records(self.missing)} of it stand nowhere else."
            return f"It does not stand. {stand} It is too long to be brought back. {ONLY_ITS_LAPTOP}"
        if self.asked:
            return f"{self.asked} It comes with the next sync of a laptop that keeps it."
        one = self.missing == 1
        told = f"{records(self.missing)} of it {'stands' if one else 'stand'} nowhere else."
        told = told if self.kept else "Other laptops keep it."
        anew = f"Its laptop writes {'it' if one else 'them'} anew with its next sync."
        return f"It does not stand. {told} {anew} Where that laptop will not come back, an admin brings the branch back."


def left_branches(site: Site) -> tuple[LeftBranch, ...]:
    """Return them, in the order of their forks; those of which everything stands are over."""
    zone = site.clock().tzinfo
    with site.database.read() as connection:
        decided = [fork for fork in fork_queries.told(connection) if fork.keep]
        if not decided:
            return ()
        laptops = {one.id: one.name for one in site_queries.stations(connection)}
        names = {one.id: one.name for one in member_queries.members(connection)}
        asked = {branch: _asked_words(by, at, names, zone) for branch, by, at in fork_queries.who_brought_back(connection)}
        found: list[LeftBranch] = []
        for fork in decided:
            for branch, kept in _left_of(connection, fork):
                found.append(
                    LeftBranch(
                        station=laptops.get(fork.joint[0].hex(), SOME_LAPTOP),
                        number=fork.joint[1],
                        branch=branch_line(branch, names, zone, here=bool(kept.records)),
                        kept=kept.records,
                        missing=kept.missing,
                        too_long=kept.too_long,
                        asked=asked.get(branch.hash, ""),
                    )
                )
    return tuple(found)


def fork_remarks(site: Site) -> tuple[Remark, ...]:
    """Say which forks are open, and which branches do not stand, for the Sync page."""
    where = "The branches lie side by side under Set aside."
    opened = [Remark(title=fork.title, sentence=f"{what_to_do(fork)} {where}") for fork in open_forks(site)]
    left = [Remark(title=one.title, sentence=f"{one.sentence} It lies under Set aside.") for one in left_branches(site)]
    return (*opened, *left)


def _left_of(connection: Connection, fork: ToldFork) -> Iterator[tuple[Branch, Kept]]:
    for branch in fork.branches:
        if branch.hash == fork.keep:
            continue
        kept = kept_of(connection, fork.joint, bytes.fromhex(branch.hash))
        if kept.missing or not (kept.records or _is_over(connection, fork, branch)):
            yield branch, kept


def _is_over(connection: Connection, fork: ToldFork, branch: Branch) -> bool:
    """Whether a branch that is not kept here has nothing to write anew, or its first record was, and the others with it."""
    if branch.kinds and branch.kinds.keys() <= NOT_WRITTEN_ANEW:
        return True
    first = Entry(
        origin=fork.joint[0],
        seq=fork.joint[1],
        kind=branch.kind,
        at=int(branch.at),
        prev=NO_ENTRY,
        content_digest=bytes.fromhex(branch.digest),
        hash=bytes.fromhex(branch.hash),
        sig=b"",
        salt=None,
        content=None,
    )
    return bool(counting(connection, (first,)))


def _asked_words(by: str, at: int, names: Mapping[str, str], zone: tzinfo | None) -> str:
    return f"{names.get(by, 'An admin')} brought it back on {day_in_words(moment_of(at).astimezone(zone).date())}."
