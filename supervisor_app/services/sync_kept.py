"""What a sync does with branches that were kept as proof here and nobody knows of: a chain may part more than once.

Where a laptop met two branches at different times, it never saw both beside each other on the shared file.
"""

from __future__ import annotations

from supervisor_app.ledger.entry import Entry
from supervisor_app.ledger.fork_bodies import Parting
from supervisor_app.ledger.forks import Joint
from supervisor_app.services.appending import append, writes_by_itself
from supervisor_app.services.bringing_back import bring_back_what_is_kept, not_standing
from supervisor_app.services.kept_branches import checked, entry_of, runs_of
from supervisor_app.services.sync_doing import Doing
from supervisor_app.services.sync_forks import KIND
from supervisor_app.storage import fork_queries, kept_looks, ledger_store, ledger_writing, remote_records
from supervisor_app.storage.database import Connection
from supervisor_app.storage.fork_queries import branch_here, branch_of


def look_at_kept(doing: Doing) -> None:
    """Settle what was kept here of branches, and write anew what an admin said to bring back; where a look is due."""
    with doing.site.database.read() as local:
        due = kept_looks.look_due(local)
    if due:
        _settle_kept(doing)
        doing.brought_back = bring_back_what_is_kept(doing.site)
        with doing.site.database.write() as local:
            kept_looks.note_looked(local, due)


def _settle_kept(doing: Doing) -> None:
    """Take in what follows on the end of a chain here, and tell of what parts from one: only where it stands nowhere else."""
    with doing.site.database.read() as local:
        if not fork_queries.told(local):  # where no chain ever parted nothing was kept of one
            return
        joints = {
            ((item.origin, item.seq, before), item.hash)
            for item, before in remote_records.kept_beside(local)
            if item.origin != doing.site.station.origin and entry_of(item).prev == before
        }
        found = [(joint, run) for joint, first in sorted(joints) if (run := _nowhere_else(local, joint, first))]
    for joint, run in found:
        with doing.site.database.write() as local:
            if not _take_in(local, joint, run):
                _tell(doing, local, joint, run)


def _nowhere_else(local: Connection, joint: Joint, first: bytes) -> tuple[Entry, ...]:
    """Return what is kept of an undecided branch, where some of it stands nowhere else; nothing else."""
    if fork_queries.settled(local, joint) is not None:
        return ()
    run = max(runs_of(local, joint, first), key=len, default=())
    return checked(local, joint, run) if not_standing(local, run) else ()


def _take_in(local: Connection, joint: Joint, run: tuple[Entry, ...]) -> bool:
    """Take in what follows on the end of a chain; False where something else is there."""
    end = ledger_store.heads(local)[joint[0]]
    if (end.seq + 1, end.hash) != joint[1:]:
        return False
    ledger_writing.insert_entries(local, run)
    remote_records.let_go_of_accepted(local, joint[0])
    return True


def _tell(doing: Doing, local: Connection, joint: Joint, run: tuple[Entry, ...]) -> None:
    """Write down how both branches begin, where nobody has."""
    ours = branch_here(local, joint[0], joint[1])
    told = {branch.hash for fork in fork_queries.told(local, joint[0]) for branch in fork.branches}
    if ours is None or {ours.hash, run[0].hash.hex()} <= told or not writes_by_itself(doing.site, local):
        return
    origin, number, before = joint
    body = Parting(station=origin.hex(), number=number, before=before.hex(), branches=(ours, branch_of(run)))
    append(doing.site, local, KIND, by="", about=body.station, body=body)
