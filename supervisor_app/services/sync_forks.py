"""What a sync does with two branches of one chain: tell the others of them, and once an admin has decided, heal both sides.

Nothing is taken away before what stands is at hand, and nothing that is moved back is lost: it is kept whole as proof.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from supervisor_app.ledger.chain import Head, head_after
from supervisor_app.ledger.entry import Entry
from supervisor_app.ledger.fork_bodies import Parting
from supervisor_app.ledger.forks import is_genuine
from supervisor_app.ledger.sealing import open_entries
from supervisor_app.ledger.vectors import Fork, Span, Vector, head_of
from supervisor_app.services.appending import append, writes_by_itself
from supervisor_app.services.kept_branches import checked, entry_of, runs_of
from supervisor_app.services.opened_site import Site
from supervisor_app.services.succession import Parted
from supervisor_app.services.sync_doing import Doing
from supervisor_app.services.sync_parting import judge_joints, must_have
from supervisor_app.services.sync_pulling import pull
from supervisor_app.services.sync_pushing import PUSH_BATCH, push_one
from supervisor_app.storage import (
    erasing,
    fork_queries,
    ledger_store,
    ledger_writing,
    local_state,
    projections,
    remote_records,
    site_queries,
)
from supervisor_app.storage.database import Connection
from supervisor_app.storage.fork_queries import NotHere, branch_here, branch_of
from supervisor_app.storage.remote_records import refuse
from supervisor_app.storage.shared_store import drop_rows_from, put_head, read_heads, read_run

KIND = "fork.seen"
_READ = 500


def settle_forks(doing: Doing, theirs: Vector) -> Vector:
    """Let what stands by an admin's decision be here and there, and tell of what is not decided; between pulling and pushing.

    Return the heads there as they are then.
    """
    _take_from_proof(doing)
    judge_joints(doing, theirs)
    for fork in tuple(doing.forks.values()):
        joint = (fork.origin, fork.seq, fork.before)
        with doing.site.database.read() as local:
            keep = fork_queries.settled(local, joint)
            ours = _is_ours(doing.site, local, fork.origin)
        if keep is None and fork.origin != doing.site.station.origin:
            _tell(doing, fork)
        elif keep == fork.ours:
            _put_there(doing, fork)
        elif keep == fork.theirs and not ours:  # our own: services.succession writes anew what is moved back
            _take_from_there(doing, fork, theirs)
    with doing.shared.reading() as remote:
        return read_heads(remote) if doing.settled else theirs


def own_branch_to_leave(site: Site, forks: Iterable[Fork]) -> Parted | None:
    """Return which branch of an earlier origin of this laptop it has to leave, where another one stands and is at hand."""
    there = {(fork.origin, fork.seq, fork.before): fork.theirs for fork in forks}
    with site.database.read() as local:
        for item in fork_queries.not_here(local):
            if item.ours is None or not _is_ours(site, local, item.joint[0]):
                continue
            on_file = there.get(item.joint) == item.keep
            proof = () if on_file else _proof_of(local, item)
            if on_file or proof:
                return Parted(item.joint[0], item.joint[1] - 1, proof)
    return None


def is_parted(site: Site) -> bool:
    """Whether somebody has met, and proves, another branch of the origin that this laptop writes to."""
    with site.database.read() as local:
        return bool(fork_queries.told(local, site.station.origin))


def _is_ours(site: Site, local: Connection, origin: bytes) -> bool:
    return origin == site.station.origin or local_state.origin_mark(local, origin) is not None


def _tell(doing: Doing, fork: Fork) -> None:
    """Write down how both branches begin and what they hold, where nobody has told of one of them yet.

    Where somebody changed how one begins there, that is no proof: it waits until who holds that branch has put it right.
    """
    with doing.site.database.read() as local:
        known = {branch.hash for told in fork_queries.told(local, fork.origin) for branch in told.branches}
        if {fork.ours.hex(), fork.theirs.hex()} <= known or not writes_by_itself(doing.site, local):
            return
        ours = branch_here(local, fork.origin, fork.seq)
        known_as = site_queries.station(local, fork.origin)
    aside = [entry_of(item) for item in doing.refused if item.origin == fork.origin and item.reason == "fork"]
    theirs = [entry for entry in aside if entry.seq >= fork.seq]
    if ours is None or not theirs:
        return
    branches = (ours, branch_of(theirs))
    joint = (fork.origin, fork.seq, fork.before)
    if known_as is None or not all(is_genuine(joint, branch, known_as.ed25519) for branch in branches):
        return
    body = Parting(station=fork.origin.hex(), number=fork.seq, before=fork.before.hex(), branches=branches)
    with doing.site.database.write() as local:
        append(doing.site, local, KIND, by="", about=fork.origin.hex(), body=body)


def _put_there(doing: Doing, fork: Fork) -> None:
    """Let the shared file hold the branch that stands, which is ours; what lies there is kept here as proof first, all of it."""
    origin, after = fork.origin, fork.seq - 1
    if not _keep_what_lies_there(doing, origin, after):
        return
    with doing.site.database.read() as local:
        upto = head_of(ledger_store.heads(local), origin).seq
        last = must_have(local, origin, after) if after else None
    sealer = doing.keys.sealer()
    with doing.shared.writing() as remote:
        drop_rows_from(remote, origin, fork.seq)
        put_head(remote, head_after(last) if last else Head(origin))
        push_one(doing, remote, Span(origin, after, min(upto, after + PUSH_BATCH)), sealer)
        doing.keys.put_mailbox_right(remote)
    _is_settled(doing, origin)


def _keep_what_lies_there(doing: Doing, origin: bytes, after: int) -> bool:
    """Keep the other branch as proof; False where some of it cannot be read here: somebody else does it then."""
    while True:
        with doing.shared.reading() as remote:
            rows = read_run(remote, origin, after, _READ).entries
        opened = open_entries(rows, doing.keys.ring())
        if opened.stopped == "locked":
            return False
        with doing.site.database.write() as local:
            _move_aside(local, opened.entries, doing.now.isoformat())
        if len(rows) < _READ:
            return True
        after = rows[-1].seq


def _take_from_there(doing: Doing, fork: Fork, theirs: Vector) -> None:
    """Move our branch aside and take in the one that stands, which lies on the shared file."""
    with doing.site.database.write() as local:
        _move_back(local, fork.origin, fork.seq - 1, doing.now.isoformat())
    _is_settled(doing, fork.origin)
    pull(doing, (Span(fork.origin, fork.seq - 1, head_of(theirs, fork.origin).seq),))
    with doing.site.database.write() as local:
        remote_records.let_go_of_accepted(local, fork.origin)


def _is_settled(doing: Doing, origin: bytes) -> None:
    """What was found about a chain is over: it is no fork any more, and what stands is not refused."""
    doing.forks.pop(origin, None)
    doing.right_heads.pop(origin, None)
    doing.lost.pop(origin, None)
    doing.refused = [item for item in doing.refused if item.origin != origin]
    doing.settled.add(origin)


def _move_back(connection: Connection, origin: bytes, keep: int, seen: str) -> None:
    """Take the entries of an origin beyond a number out of the ledger, before others come in their place."""
    taken = ledger_writing.take_back_after(connection, origin, keep)
    if taken:
        _move_aside(connection, taken, seen)
        projections.rebuild(connection)


def _move_aside(connection: Connection, entries: Sequence[Entry], seen: str) -> None:
    """Keep entries as proof, all of them, without what was erased since."""
    remote_records.put_in_quarantine(connection, [refuse(entry, "fork", seen) for entry in entries], bounded=False)
    erasing.settle_quarantine(connection)


def _take_from_proof(doing: Doing) -> None:
    """Take in a branch that stands from what was kept as proof here, in the place of ours; not for a chain of our own."""
    with doing.site.database.read() as local:
        missing = [
            (item, entries)
            for item in fork_queries.not_here(local)
            if (item.ours is None or not _is_ours(doing.site, local, item.joint[0])) and (entries := _proof_of(local, item))
        ]
    for item, entries in missing:
        origin, number, _ = item.joint
        with doing.site.database.write() as local:
            _move_back(local, origin, number - 1, doing.now.isoformat())
            ledger_writing.insert_entries(local, entries)
            remote_records.let_go_of_accepted(local, origin)
        _is_settled(doing, origin)


def _proof_of(local: Connection, item: NotHere) -> tuple[Entry, ...]:
    """Return the branch that stands as far as it was kept as proof here; nothing where it was not."""
    run = max(runs_of(local, item.joint, item.keep), key=len, default=())
    return checked(local, item.joint, run)
