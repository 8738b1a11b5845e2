"""What a walk over the authority facts learned that reaches back, for the walk that begins anew: approvals and losses."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from supervisor_app.ledger.authority_facts import Fact
from supervisor_app.ledger.standing import Place, StationStanding


@dataclass(slots=True)
class Hindsight:
    """What the walks before have learned that reaches back: approvals (place -> origin), and what was lost, by which facts."""

    root: Fact
    lines: Mapping[bytes, tuple[bytes, ...]]
    approvals: dict[Place, bytes] = field(default_factory=dict)
    lost_keys: dict[str, int] = field(default_factory=dict)
    withdrawn: set[str] = field(default_factory=set)  # keys of invitations
    cuts: dict[bytes, StationStanding] = field(default_factory=dict)
    losses: set[Place] = field(default_factory=set)

    def approved(self) -> set[bytes]:
        """The origins that are approved by what is known so far; with an origin those that go on for it.

        For a laptop that was lost none goes on but those that were reported with it.
        """
        found = {self.root.place[1], *self.approvals.values()}
        going_on = (origin for origin, line in self.lines.items() if found.intersection(line) and self._may_go_on(origin, line))
        return found.union(going_on)

    def standing(self, origin: bytes) -> StationStanding:
        """How far an approved origin is believed."""
        cut = self.cuts.get(origin, StationStanding(origin=origin))
        return replace(cut, before=tuple(one.hex() for one in self.lines.get(origin, ())))

    def _may_go_on(self, origin: bytes, line: Iterable[bytes]) -> bool:
        return origin in self.cuts or not any(one in self.cuts and self.cuts[one].lost for one in line)
