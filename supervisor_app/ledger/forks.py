"""Forks: two branches of one laptop's chain, the proof of each, and which of them stands for everybody by an admin's act.

Branches part after one entry and are told apart by the hashes of the entries that claim the next number. That a laptop's own key
signed both is proof that nobody else can make. Two groups of laptops may each hold one branch, and with it other facts: so the
act is judged by what both hold, as if nothing had been written beyond the partings. It comes to the same on either side.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeAlias

from supervisor_app.domain.rights import Deed, Right
from supervisor_app.ledger.authority_facts import Fact, origin_of
from supervisor_app.ledger.authority_state import Authority
from supervisor_app.ledger.chain import MAX_KIND
from supervisor_app.ledger.clock import MAX_STAMP
from supervisor_app.ledger.entry import hash_entry
from supervisor_app.ledger.fork_bodies import Branch, ForkSettled, Parting
from supervisor_app.ledger.keys import signature_holds
from supervisor_app.ledger.stand_ins import StandIn
from supervisor_app.ledger.standing import Act, question

Joint: TypeAlias = tuple[bytes, int, bytes]
"""Where branches part: origin, the first number that differs, the hash of the entry before it."""
Judge: TypeAlias = Callable[[Sequence[Fact], Mapping[bytes, StandIn]], Authority]
"""Works out what facts come to, with what stands in for which branch, without what is decided about forks."""
SETTLED = "fork.settled"
ORIGIN_BYTES, HASH_BYTES = 16, 32


def joint_of(parting: Parting) -> Joint:
    """Return where branches part; ValueError for what names no place."""
    return bytes.fromhex(parting.station), parting.number, bytes.fromhex(parting.before)


def is_proven(parting: Parting, public: str) -> bool:
    """Whether the laptop with this key (Ed25519, hex) signed all the branches: two of them at least, none of them twice."""
    try:
        joint = joint_of(parting)
    except ValueError:
        return False
    different = len({branch.hash for branch in parting.branches}) == len(parting.branches) > 1
    return different and all(is_genuine(joint, branch, public) for branch in parting.branches)


def is_genuine(joint: Joint, branch: Branch, public: str) -> bool:
    """Whether a branch begins with an entry of that number which the laptop with this key (Ed25519, hex) signed."""
    origin, number, before = joint
    try:
        key, digest, at = bytes.fromhex(public), bytes.fromhex(branch.digest), int(branch.at)
        if (len(origin), len(before), len(digest)) != (ORIGIN_BYTES, HASH_BYTES, HASH_BYTES):
            return False
        if not (0 < number < MAX_STAMP and 0 <= at < MAX_STAMP and len(branch.kind) <= MAX_KIND):
            return False
        named = hash_entry(origin, number, branch.kind, at, before, digest)
        return named.hex() == branch.hash and signature_holds(key, bytes.fromhex(branch.sig), named)
    except ValueError:
        return False


def settle(
    state: Authority, ordered: Sequence[Fact], acts: Iterable[Fact], stand_ins: Mapping[bytes, StandIn], judge: Judge
) -> None:
    """Add to what the facts (in their order, without these `acts`) come to which branches stand, and which acts do not count.

    Of several acts about one parting the first in the order that counts wins. Nothing stands in for a branch that stands itself.
    """
    keys = _station_keys(ordered)
    proven = {act.place: joint_of(act.body.parting) for act in acts if _proves(act, keys)}
    parted: dict[bytes, int] = {}
    for origin, number, _ in proven.values():
        parted[origin] = min(number, parted.get(origin, number))
    aside = {origin for origin, of in stand_ins.items() if of.station in parted}
    held = [fact for fact in ordered if fact.kind == "station.joined" or not _is_beyond(fact, parted)]
    common = judge([fact for fact in held if fact.place[1] not in aside], {}) if parted else state
    for act in acts:
        joint, body = proven.get(act.place), act.body
        if joint is None:
            reason = "It does not prove that there are two branches."
        elif _is_beyond(act, parted):
            reason = "It was written on one of the branches itself."
        elif body.keep not in {branch.hash for branch in body.parting.branches}:
            reason = "It names none of the branches."
        else:
            reason = _question(common, act)
        if not reason and joint in state.settled:
            reason = "It was decided before which branch stands."
        if reason or joint is None:
            state.refused[act.place[1:]] = reason
        else:
            state.settled[joint] = (bytes.fromhex(body.keep), act.place)
    standing = {keep for keep, _ in state.settled.values()}
    for origin in [one for one in aside if stand_ins[one].branch in standing]:
        state.stations.pop(origin, None)


def _station_keys(ordered: Iterable[Fact]) -> Mapping[bytes, str]:
    return {fact.place[1]: fact.body.ed25519 for fact in ordered if fact.kind == "station.joined" and fact.place[2] == 1}


def _proves(act: Fact, keys: Mapping[bytes, str]) -> bool:
    body: ForkSettled = act.body
    return is_proven(body.parting, keys.get(origin_of(body.parting.station), ""))


def _is_beyond(fact: Fact, parted: Mapping[bytes, int]) -> bool:
    """Whether only those hold a fact who hold one of the branches."""
    _, origin, number = fact.place
    return origin in parted and number >= parted[origin]


def _question(common: Authority, act: Fact) -> str:
    key = common.keys.get(act.key)
    member = key.member if key else ""
    signed = Act(place=act.place, member=member, key=act.key, deed=Deed(right=Right.ADMINISTER, day=act.day))
    return question(signed, common.stations.get(act.place[1]), key, common.members.get(member, []))
