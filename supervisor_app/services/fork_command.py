"""The command `forks`: which are open, what both sides hold, keeping a branch and bringing one back, without a window."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import tzinfo

from supervisor_app.domain.frozen import dataclass
from supervisor_app.errors import InputError
from supervisor_app.ledger.clock import moment_of
from supervisor_app.ledger.entry import Entry
from supervisor_app.services.aside_standing import people_in
from supervisor_app.services.bringing_back import bring_back
from supervisor_app.services.fork_settling import settle_fork
from supervisor_app.services.kept_branches import runs_of
from supervisor_app.services.ledger_fields import values_before
from supervisor_app.services.ledger_names import LedgerNames
from supervisor_app.services.ledger_words import words_of
from supervisor_app.services.left_branches import LeftBranch, left_branches
from supervisor_app.services.open_forks import BranchLine, OpenFork, open_forks, what_to_do
from supervisor_app.services.opened_site import Site
from supervisor_app.services.session import Session
from supervisor_app.services.sync_words import records
from supervisor_app.storage import fork_queries, ledger_store
from supervisor_app.storage.database import Connection
from supervisor_app.storage.fork_queries import ToldFork

SHOWN = 12
"""Digits by which a branch is told; any beginning that only one has will do."""
MOST_LISTED = 500
"""Records of a branch that are shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldForks:
    """The forks that are not over, and the branches whose records stand nowhere else."""

    forks: tuple[OpenFork, ...]
    left: tuple[LeftBranch, ...]

    @property
    def nothing_to_decide(self) -> bool:
        """Whether nobody has to decide anything."""
        return all(fork.chosen for fork in self.forks) and all(one.asked for one in self.left)

    def lines(self) -> list[str]:
        """Say it in words."""
        told = [line for fork in self.forks for line in _fork_lines(fork)]
        told += [line for one in self.left for line in _left_lines(one)]
        return told or ["There is no fork, and no branch whose records stand nowhere else."]


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldRecord:
    """A record of a branch: its number, when it was written (as RFC 3339), what it says."""

    number: int
    at: str
    says: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldBranch:
    """What this laptop holds or keeps of a branch, its first records; `more` counts those beyond."""

    branch: str
    stands: bool
    records: tuple[ToldRecord, ...]
    more: int

    def lines(self) -> list[str]:
        """Say it in words."""
        head = f"Branch {self.branch[:SHOWN]}{', which stands' if self.stands else ''}:"
        told = [f"  {one.number:>6}  {one.at[:16].replace('T', ' ')}  {one.says}" for one in self.records]
        rest = [f"  and {records(self.more)} more"] if self.more else []
        return [head, *(told or ["  Nothing of it lies on this laptop."]), *rest]


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldBranches:
    """The sides of a fork, beside each other."""

    branches: tuple[ToldBranch, ...]

    def lines(self) -> list[str]:
        """Say it in words."""
        return [line for branch in self.branches for line in branch.lines()]


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """What was decided about which branch (its hash); `records` of it stand again here at once."""

    branch: str
    sentence: str
    records: int = 0

    def lines(self) -> list[str]:
        """Say it in words."""
        return [self.sentence]


def tell(site: Site) -> ToldForks:
    """Return what is open."""
    return ToldForks(forks=open_forks(site), left=left_branches(site))


def show(site: Site, wanted: str) -> ToldBranches:
    """Return the records of all sides of the fork to which a branch belongs; InputError where there is none of that name."""
    zone = site.clock().tzinfo
    with site.database.read() as connection:
        fork, _ = _named(connection, wanted)
        return ToldBranches(branches=tuple(_told(connection, fork, one.hash, zone) for one in fork.branches))


def keep(site: Site, session: Session, pin: str, wanted: str) -> Decided:
    """Decide that a branch stands, as `settle_fork` does."""
    branch = _hash_of(site, wanted)
    settle_fork(site, session, pin, branch)
    return Decided(branch=branch, sentence=f"Branch {branch[:SHOWN]} stands. Sync, so that all laptops come to hold the same.")


def bring(site: Site, session: Session, pin: str, wanted: str) -> Decided:
    """Decide that the laptop of a branch will not come back, as `bring_back` does."""
    branch = _hash_of(site, wanted)
    count = bring_back(site, session, pin, branch)
    here = f"{records(count)} of branch {branch[:SHOWN]} {'stands' if count == 1 else 'stand'} again here."
    told = here if count else f"Branch {branch[:SHOWN]} is brought back: nothing of it is kept here that does not stand."
    return Decided(branch=branch, sentence=f"{told} Sync, so that all laptops come to hold the same.", records=count)


def _hash_of(site: Site, wanted: str) -> str:
    with site.database.read() as connection:
        return _named(connection, wanted)[1]


def _named(connection: Connection, wanted: str) -> tuple[ToldFork, str]:
    """Return the fork and the branch (its hash) of which these are the first digits."""
    told = fork_queries.told(connection)
    found = [(fork, one.hash) for fork in told for one in fork.branches if wanted and one.hash.startswith(wanted.lower())]
    if len(found) == 1:
        return found[0]
    problem = "more than one branch begins so." if found else "there is no such branch here."
    raise InputError(wanted, problem, "Name a branch as `supervisor-app forks list` tells it.")


def _told(connection: Connection, fork: ToldFork, branch: str, zone: tzinfo | None) -> ToldBranch:
    entries = _entries(connection, fork, branch)
    names = LedgerNames(connection, zone, people=people_in(entries))
    told = tuple(
        ToldRecord(
            number=entry.seq,
            at=moment_of(entry.at).astimezone(zone).isoformat(timespec="seconds"),
            says=_says(connection, entry, names),
        )
        for entry in entries[:MOST_LISTED]
    )
    return ToldBranch(branch=branch, stands=branch == fork.keep, records=told, more=max(0, len(entries) - MOST_LISTED))


def _says(connection: Connection, entry: Entry, names: LedgerNames) -> str:
    before = values_before(connection, entry)
    return words_of(entry.kind, entry.content, names, station=entry.origin.hex(), before=before).sentence


def _entries(connection: Connection, fork: ToldFork, branch: str) -> Sequence[Entry]:
    """Return what lies here of a branch: as part of the chain, or kept as proof."""
    origin, number, _ = fork.joint
    first = ledger_store.entry_at(connection, origin, number)
    if first is not None and first.hash.hex() == branch:
        return ledger_store.read_entries(connection, origin, number - 1, -1)
    return max(runs_of(connection, fork.joint, bytes.fromhex(branch)), key=len, default=())


def _fork_lines(fork: OpenFork) -> Iterator[str]:
    yield fork.title
    yield f"  {what_to_do(fork)}"
    for branch in fork.branches:
        stands = ", chosen" if branch.hash == fork.chosen else ""
        yield from _branch_lines(branch, f"{'held here' if branch.here else 'held by other laptops'}{stands}")


def _left_lines(left: LeftBranch) -> Iterable[str]:
    where = "kept here" if left.kept else "kept by other laptops"
    return [left.title, f"  {left.sentence}", *_branch_lines(left.branch, where)]


def _branch_lines(branch: BranchLine, where: str) -> Iterator[str]:
    what = f"{branch.kinds} by {branch.members}" if branch.kinds and branch.members else branch.kinds
    yield f"  {branch.hash[:SHOWN]}  {records(branch.records)}, {where}{': ' if what else ''}{what}"
    yield f"  {'':{SHOWN}}  {branch.since:%Y-%m-%d %H:%M} to {branch.until:%Y-%m-%d %H:%M}"
