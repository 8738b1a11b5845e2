"""Version vectors and the sync plan: what two ledgers must exchange, worked out from nothing but their heads."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

from supervisor_app.domain.frozen import dataclass
from supervisor_app.ledger.chain import Head

Vector: TypeAlias = Mapping[bytes, Head]
"""Origin (16 bytes) -> head. As chains have no gaps, it says exactly which entries a ledger holds."""


@dataclass(frozen=True, slots=True)
class Span:
    """The entries of one origin with `after` < seq <= `upto`."""

    origin: bytes
    after: int
    upto: int

    @property
    def count(self) -> int:
        """How many entries it spans."""
        return self.upto - self.after


@dataclass(frozen=True, slots=True)
class Fork:
    """Two entries claim one number of one origin: `ours` and `theirs` are the hashes at `seq`.

    `before` is the hash of the entry before it, empty where only heads were compared: the branches may have parted earlier.
    """

    origin: bytes
    seq: int
    ours: bytes
    theirs: bytes
    before: bytes = b""


@dataclass(frozen=True, slots=True)
class Plan:
    """What one sync has to do. `lost` is what the other side once held and holds no more (its heads went down).

    `forks` are only those that show in the heads; a fork below a head shows when the spans are read (see services.sync_parting).
    """

    pulls: tuple[Span, ...] = ()
    pushes: tuple[Span, ...] = ()
    lost: tuple[Span, ...] = ()
    forks: tuple[Fork, ...] = ()


def plan_sync(ours: Vector, theirs: Vector, seen: Vector) -> Plan:
    """Return what to pull, what to push and what went missing there; `seen` is what we last saw the other side hold.

    Spans are ordered by origin, so that two stations with the same vectors make the same plan.
    """
    pulls, pushes, lost, forks = [], [], [], []
    for origin in sorted(ours.keys() | theirs.keys() | seen.keys()):
        mine, other, before = (head_of(vector, origin) for vector in (ours, theirs, seen))
        if other.seq < before.seq:
            lost.append(Span(origin, other.seq, before.seq))
        if mine.seq < other.seq:
            pulls.append(Span(origin, mine.seq, other.seq))
        elif other.seq < mine.seq:
            pushes.append(Span(origin, other.seq, mine.seq))
        elif mine.hash != other.hash:
            forks.append(Fork(origin, mine.seq, mine.hash, other.hash))
    return Plan(tuple(pulls), tuple(pushes), tuple(lost), tuple(forks))


def head_of(vector: Vector, origin: bytes) -> Head:
    """Return the head of an origin, number 0 where the ledger holds nothing of it."""
    return vector.get(origin) or Head(origin)


def count_missing(vector: Vector, other: Vector, origin: bytes) -> int:
    """Return how many entries of `origin` `vector` holds that `other` does not."""
    return max(0, head_of(vector, origin).seq - head_of(other, origin).seq)
