"""What a walk over the authority facts learned that reaches back, for the walk that begins anew: approvals and losses."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from supervisor_app.ledger.authority_facts import Fact
from supervisor_app.ledger.stand_ins import StandIn
from supervisor_app.ledger.standing import Place, StationStanding, stricter


@dataclass(slots=True)
class Hindsight:
    """What the walks before have learned that reaches back: approvals (place -> origins), and what was lost, by which facts."""

    root: Fact
    lines: Mapping[bytes, tuple[bytes, ...]]
    stand_ins: Mapping[bytes, StandIn] = field(default_factory=dict)
    repeated: frozenset[Place] = frozenset()
    approvals: dict[Place, tuple[bytes, ...]] = field(default_factory=dict)
    lost_keys: dict[str, int] = field(default_factory=dict)
    withdrawn: set[str] = field(default_factory=set)  # keys of invitations
    cuts: dict[bytes, StationStanding] = field(default_factory=dict)
    losses: set[Place] = field(default_factory=set)

    def approved(self) -> set[bytes]:
        """The origins that are approved by what is known so far; with an origin those that go on for it.

        For a laptop that was lost none goes on but those that were reported with it. What stands in needs an approval of its own,
        and that of the laptop.
        """
        found = {self.root.place[1]}.union(*self.approvals.values())
        going_on = (origin for origin, line in self.lines.items() if found.intersection(line) and self._may_go_on(origin, line))
        found.update(going_on)
        return {one for one in found if one not in self.stand_ins or self.stand_ins[one].station in found}

    def standing(self, origin: bytes) -> StationStanding:
        """How far an approved origin is believed."""
        cut, of = self.cuts.get(origin), self.stand_ins.get(origin)
        if of is not None and of.station in self.cuts:  # when that laptop was gone its stamps tell, its numbers are others here
            cut = stricter(cut, replace(self.cuts[of.station], origin=origin, cut_seq=None))
        line = (of.station, *self.lines.get(of.station, ())) if of else self.lines.get(origin, ())
        return replace(cut or StationStanding(origin=origin), before=tuple(one.hex() for one in line), listed=of is not None)

    def depends_on(self, origin: bytes, other: bytes) -> bool:
        """Whether how far an origin is believed follows from what becomes of another one."""
        of = self.stand_ins.get(origin)
        return other in (origin, of.station if of else b"") or other in self.lines.get(origin, ())

    def _may_go_on(self, origin: bytes, line: Iterable[bytes]) -> bool:
        return origin in self.cuts or not any(one in self.cuts and self.cuts[one].lost for one in line)
