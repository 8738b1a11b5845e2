"""Where two sides hold different rows of one laptop: a fork, a changed row, or only a wrong line in the list of heads."""

from __future__ import annotations

from supervisor_app.errors import StorageError
from supervisor_app.ledger.chain import Head, head_after
from supervisor_app.ledger.entry import Entry
from supervisor_app.ledger.sealing import open_or_bare
from supervisor_app.ledger.vectors import Fork, Vector, head_of
from supervisor_app.services.sync_doing import Doing
from supervisor_app.services.sync_mending import Compared, is_genuine, put_heads_right
from supervisor_app.storage import ledger_store, ledger_writing
from supervisor_app.storage.database import Connection
from supervisor_app.storage.remote_records import refuse
from supervisor_app.storage.shared_store import (
    SharedConnection,
    read_heads,
    read_run,
)

MOST_OF_A_BRANCH = 500
"""How many records of a branch are kept as its proof."""


def judge_joints(doing: Doing, theirs: Vector) -> None:
    """Look closer at every origin whose head there is not our entry of that number."""
    with doing.site.database.read() as local:
        ours = ledger_store.heads(local)
        held = [at for origin, at in theirs.items() if at.seq <= head_of(ours, origin).seq]
        joints = {at.origin: ledger_store.entry_at(local, at.origin, at.seq) for at in held}
    for origin, joint in joints.items():
        judged = origin in doing.forks or origin in doing.right_heads
        if joint is not None and joint.hash != theirs[origin].hash and not judged:
            must_judge(doing, origin, joint.seq)


def must_judge(doing: Doing, origin: bytes, seq: int) -> None:
    """The heads disagree at `seq`, which we hold: a fork, a row that is not the laptop's, or only the head there is wrong."""
    if _judge(doing, origin, seq):
        return
    with doing.site.database.read() as local, doing.shared.reading() as remote:
        ours, theirs = _both_at(doing, local, remote, origin, seq)
        same = ours is not None and theirs is not None and ours.hash == theirs.hash
        good = seq if same else _first_other_row(doing, local, remote, origin, seq) - 1
        last = ledger_store.entry_at(local, origin, good)
    doing.right_heads[origin] = head_after(last) if last else Head(origin)


def _judge(doing: Doing, origin: bytes, seq: int) -> bool:
    """Look at two sides that disagree at `seq`: return whether it is a fork, and keep the proof of it."""
    with doing.site.database.read() as local, doing.shared.reading() as remote:
        ours, theirs = _both_at(doing, local, remote, origin, seq)
        if ours is None or theirs is None or ours.hash == theirs.hash:
            return False
        first = ledger_store.entry_at(local, origin, 1)
        key = ledger_writing.station_public_key(first) if first else b""
        if not is_genuine(theirs, key):
            return False
        start = _where_it_parted(doing, local, remote, origin, seq, key)
        parted = must_have(local, origin, start)
        rows = read_run(remote, origin, start - 1, MOST_OF_A_BRANCH).entries
        branch = [open_or_bare(row, doing.keys.ring()) for row in rows]
    doing.forks[origin] = Fork(origin, start, parted.hash, branch[0].hash if branch else b"", parted.prev)
    if origin == doing.site.station.origin:
        return True  # theirs came first and is taken in: ours becomes the proof (services.succession)
    doing.refused += [refuse(entry, "fork", doing.now.isoformat()) for entry in branch]
    return True


def is_branch(doing: Doing, origin: bytes, compared: Compared) -> bool:
    """Keep the proof of rows that are not ours; return whether one of them is of the laptop's own hand, which is a fork."""
    rows = [row for _, row in sorted(compared.wrong.items()) if row is not None]
    if not rows:
        return False
    with doing.site.database.read() as local:
        key = ledger_writing.station_public_key(must_have(local, origin, 1))
        held = {row.seq: must_have(local, origin, row.seq) for row in rows}
        branch = [row for row in rows if row.hash != held[row.seq].hash and is_genuine(row, key)]
        if branch:
            ours = held[branch[0].seq]
            doing.forks[origin] = Fork(origin, ours.seq, ours.hash, branch[0].hash, ours.prev)
    reason = "fork" if branch else "changed"
    doing.refused += [refuse(row, reason, doing.now.isoformat()) for row in branch or rows]
    return bool(branch)


def must_have(local: Connection, origin: bytes, seq: int) -> Entry:
    """Return an entry that this laptop is known to hold; StorageError where it does not."""
    entry = ledger_store.entry_at(local, origin, seq)
    if entry is None:
        raise StorageError("A record of this laptop is missing.", "Check the records (Settings), and restore a backup.")
    return entry


def mend_heads(doing: Doing, theirs: Vector) -> Vector:
    """Write the heads that were found wrong, before anything is sent; return all heads as they are then."""
    if not doing.right_heads:
        return theirs
    with doing.shared.writing() as remote:
        doing.heads_mended = put_heads_right(remote, read_heads(remote), doing.shared.heads, doing.right_heads)
        return read_heads(remote)


def _both_at(
    doing: Doing, local: Connection, remote: SharedConnection, origin: bytes, seq: int
) -> tuple[Entry | None, Entry | None]:
    """Return our entry of a number and the one there."""
    theirs = read_run(remote, origin, seq - 1, 1).entries
    found = open_or_bare(theirs[0], doing.keys.ring()) if theirs and theirs[0].seq == seq else None
    return ledger_store.entry_at(local, origin, seq), found


def _first_other_row(doing: Doing, local: Connection, remote: SharedConnection, origin: bytes, seq: int) -> int:
    """Return the first number under which another row lies there, knowing that one does under `seq`; by halving."""
    same, other = 0, seq
    while other - same > 1:
        middle = (same + other) // 2
        ours, theirs = _both_at(doing, local, remote, origin, middle)
        if ours is not None and theirs is not None and ours.hash == theirs.hash:
            same = middle
        else:
            other = middle
    return other


def _where_it_parted(doing: Doing, local: Connection, remote: SharedConnection, origin: bytes, seq: int, public: bytes) -> int:
    """Return the number at which a chain parted, knowing that a row of the laptop's own hand under `seq` is another one.

    By halving. A row that is not of its hand, as somebody changed it, says nothing: the next one that is tells what it followed.
    """
    same, differs = 0, seq
    while differs - same > 1:
        at = middle = (same + differs) // 2
        ours, theirs = _both_at(doing, local, remote, origin, at)
        while at < differs and not (theirs is not None and is_genuine(theirs, public)):
            at += 1
            ours, theirs = _both_at(doing, local, remote, origin, at)
        if ours is None or theirs is None:
            return differs
        if ours.hash == theirs.hash:
            same = at
        elif ours.prev == theirs.prev:
            return at
        else:
            differs = middle
    return differs
