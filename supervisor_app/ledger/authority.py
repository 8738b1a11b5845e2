"""Who may act for the site, worked out from the set of authority entries: the same whatever the order they came in.

The facts are walked once in their total order (clock, origin, number). What reaches back (an approval, which holds for a whole
origin; a key or a station lost since last Monday) is noted and the walk begins anew; an accepted loss stays accepted, so it ends.
The root of trust is the genesis: the site's id is a digest of the founding station and of the founder's key.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from supervisor_app.ledger.authority_facts import Fact, find_root, lines_of, repetitions
from supervisor_app.ledger.authority_state import Authority
from supervisor_app.ledger.authority_walk import Walk
from supervisor_app.ledger.forks import SETTLED, settle
from supervisor_app.ledger.hindsight import Hindsight
from supervisor_app.ledger.stand_ins import StandIn, stand_ins_of


def judge(facts: Iterable[Fact]) -> Authority:
    """Return what a set of facts comes to, in any order and with duplicates."""
    ordered = sorted({fact.place: fact for fact in facts}.values(), key=lambda fact: fact.place)
    about_forks = [fact for fact in ordered if fact.kind == SETTLED]
    others = [fact for fact in ordered if fact.kind != SETTLED] if about_forks else ordered
    stand_ins = stand_ins_of(others)
    state = _judged(others, stand_ins)
    if about_forks:
        settle(state, others, about_forks, stand_ins, _judged)
    return state


def _judged(ordered: Sequence[Fact], stand_ins: Mapping[bytes, StandIn]) -> Authority:
    root = find_root(ordered)
    if root is None:
        return Authority()
    lines = lines_of(ordered)
    known = Hindsight(root, lines, stand_ins, repetitions(ordered, lines))
    while True:
        walk = Walk(known)
        if walk.through(ordered):
            return walk.state
        if walk.struck:  # what a lost key or laptop approved is judged anew
            known.approvals.clear()
