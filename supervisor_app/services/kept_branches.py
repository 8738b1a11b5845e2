"""Branches of a laptop's chain that were kept as proof here, read back from what was set aside."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import msgspec

from supervisor_app.domain.erasure import is_erasable
from supervisor_app.ledger.chain import Head, check_run
from supervisor_app.ledger.entry import Entry
from supervisor_app.ledger.forks import Joint
from supervisor_app.storage import ledger_store, ledger_writing, remote_records
from supervisor_app.storage.database import Connection
from supervisor_app.storage.remote_records import Refused


def entry_of(item: Refused) -> Entry:
    """Return the entry of a branch that was kept."""
    return msgspec.msgpack.decode(item.row, type=Entry)


def runs_of(local: Connection, joint: Joint, first: bytes) -> tuple[tuple[Entry, ...], ...]:
    """Return what is kept of the branch that begins with the entry `first` (its hash), as far as whole entries go.

    More than one run where it parted again beyond; none where it was not kept. They are not checked yet.
    """
    origin, number, before = joint
    if remote_records.from_quarantine(local, origin, number, first) is None:
        return ()
    following: defaultdict[bytes, list[Entry]] = defaultdict(list)
    for item in remote_records.proofs_of(local, origin, number):
        if item.reason == "fork" and (item.seq > number or item.hash == first):
            following[(entry := entry_of(item)).prev].append(entry)
    return tuple(_runs(following, before))


def checked(local: Connection, joint: Joint, run: tuple[Entry, ...]) -> tuple[Entry, ...]:
    """Return a run as far as it is the laptop's own hand, every signature looked at."""
    origin, number, before = joint
    first = ledger_store.entry_at(local, origin, 1)
    if first is None or not run:
        return ()
    key = ledger_writing.station_public_key(first)
    return check_run(Head(origin, number - 1, before), run, key, every_signature=True).good


def _runs(following: defaultdict[bytes, list[Entry]], before: bytes) -> Iterator[tuple[Entry, ...]]:
    open_ends = [[entry] for entry in _whole(following[before])]
    while open_ends:
        run = open_ends.pop()
        while len(more := _whole(following.get(run[-1].hash, []))) == 1:
            run += more
        if more:
            open_ends += [[*run, entry] for entry in more]
        else:
            yield tuple(run)


def _whole(entries: list[Entry]) -> list[Entry]:
    return [entry for entry in entries if entry.content is not None or is_erasable(entry.kind)]
