"""Records of a branch whose laptop is gone: an admin says so, and whoever keeps them writes them anew in its stead.

They keep their stamps, contents and personal signatures, under a stand-in (ledger.stand_ins). What counts already is left out,
and the laptop, should it come back, leaves out what was brought back: so nothing stands twice.
"""

from __future__ import annotations

from collections.abc import Iterable

from supervisor_app.domain.frozen import dataclass
from supervisor_app.errors import NotAllowed, UserError
from supervisor_app.ledger.bodies import StationJoined
from supervisor_app.ledger.chain import SALT_BYTES
from supervisor_app.ledger.entry import Entry
from supervisor_app.ledger.fork_bodies import BroughtBack
from supervisor_app.ledger.forks import Joint
from supervisor_app.ledger.keys import new_station_key
from supervisor_app.ledger.stand_ins import is_provable, proof_of
from supervisor_app.ledger.succession import NOT_WRITTEN_ANEW, written_anew
from supervisor_app.services import succession
from supervisor_app.services.appending import writes_by_itself
from supervisor_app.services.deciding import decide
from supervisor_app.services.kept_branches import checked, runs_of
from supervisor_app.services.opened_site import Site
from supervisor_app.services.rights import require_admin
from supervisor_app.services.session import Session
from supervisor_app.services.sync_forks import is_parted
from supervisor_app.services.unlocking import unlock
from supervisor_app.storage import fork_queries, ledger_writing, site_queries
from supervisor_app.storage.database import Connection
from supervisor_app.storage.questioned_queries import reason_at
from supervisor_app.storage.written_anew import counting

KIND = "fork.brought_back"
ONLY_ITS_LAPTOP = "Its own laptop alone can write so many records anew, with its next sync. All of them stay kept here as proof."


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What is kept here of a branch: how many records, and how many of them stand nowhere else in the ledger.

    `too_long` where these are more than one proof can carry: only their own laptop writes them anew.
    """

    records: int
    missing: int
    too_long: bool


def bring_back(site: Site, session: Session, pin: str, branch: str) -> int:
    """Decide that the laptop which wrote the branch beginning with the entry `branch` (its hash in hex) will not come back.

    Return how many of its records were written anew here and now; others that keep more of them do so with their next sync.
    Only an admin may, with their PIN: NotAllowed for anybody else; UserError for a branch that stands, or is not decided about,
    or is too long.
    """
    require_admin(site, session)
    keys = unlock(site, session, pin)
    with site.database.read() as connection:
        joint = _joint(connection, branch)
        if kept_of(connection, joint, bytes.fromhex(branch)).too_long:
            raise UserError("This branch is too long to be brought back.", ONLY_ITS_LAPTOP)
    if is_parted(site):
        succession.go_on(site, succession.FORKED)
    origin, number, before = joint
    body = BroughtBack(station=origin.hex(), number=number, before=before.hex(), branch=branch)
    with site.database.write() as connection:
        act = decide(site, connection, session, keys, KIND, about=body.station, body=body)
        if reason := reason_at(connection, act.origin, act.seq, ""):
            raise NotAllowed(
                f"That would bring nothing back. {reason}", "Look at the clock of this laptop, and ask another admin."
            )
        return _write_anew(site, connection, joint, bytes.fromhex(branch))


def bring_back_what_is_kept(site: Site) -> int:
    """Write anew what this laptop keeps of branches that an admin said to bring back; return how many records."""
    with site.database.read() as connection:
        wanted = fork_queries.brought_back(connection)
        if not any(_missing(connection, *one) for one in wanted) or not writes_by_itself(site, connection):
            return 0
    with site.database.write() as connection:
        return sum(_write_anew(site, connection, *one) for one in wanted)


def kept_of(connection: Connection, joint: Joint, branch: bytes) -> Kept:
    """Return what is kept here of a branch."""
    runs = [(run, not_standing(connection, run)) for run in runs_of(connection, joint, branch)]
    return Kept(
        records=len({entry.hash for run, _ in runs for entry in _contents(run)}),
        missing=len({entry.hash for _, missing in runs for entry in missing}),
        too_long=any(missing and not is_provable(run) for run, missing in runs),
    )


def _joint(connection: Connection, branch: str) -> Joint:
    for fork in fork_queries.told(connection):
        if fork.keep and fork.keep != branch and branch in {one.hash for one in fork.branches}:
            return fork.joint
    raise UserError("There is nothing to bring back.", "Look at the list again: a fork is decided about first.")


def _missing(connection: Connection, joint: Joint, branch: bytes) -> list[Entry]:
    return [entry for run in runs_of(connection, joint, branch) for entry in not_standing(connection, run)]


def not_standing(connection: Connection, run: Iterable[Entry]) -> list[Entry]:
    """Return those that have something to say which no entry that counts says."""
    entries = _contents(run)
    standing = counting(connection, entries)
    return [entry for entry in entries if entry.content_digest not in standing]


def _contents(run: Iterable[Entry]) -> list[Entry]:
    """Return those that have something to say anywhere else than in their own chain."""
    return [entry for entry in run if entry.content is not None and entry.kind not in NOT_WRITTEN_ANEW]


def _write_anew(site: Site, connection: Connection, joint: Joint, branch: bytes) -> int:
    """Write a stand-in for each run that is kept of a branch and fits into one, with what does not stand yet."""
    count = 0
    for kept in runs_of(connection, joint, branch):
        run = checked(connection, joint, kept)
        missing = not_standing(connection, run)
        if missing and is_provable(run):
            count += len(missing)
            _stand_in(site, connection, run, missing)
    return count


def _stand_in(site: Site, connection: Connection, run: tuple[Entry, ...], missing: list[Entry]) -> None:
    """Write one, with a key that nobody keeps: nothing is ever added to it."""
    named = site_queries.station(connection, run[0].origin)
    key = new_station_key(site.randomness)
    joined = StationJoined(
        name=f"{named.name} (brought back)" if named else "",
        ed25519=key.public,
        site=named.site if named else "",
        reason="brought back",
        branch=proof_of(run),
    )
    entries = written_anew(key, joined, "", missing, at=0, salt=site.randomness(SALT_BYTES))
    ledger_writing.append_signed(connection, entries)
