"""What the authority facts come to: laptops, keys, members, invitations, the organisation's keys, and settled forks."""

from __future__ import annotations

from dataclasses import dataclass, field

from supervisor_app.ledger.bodies import StationInvited
from supervisor_app.ledger.issuer_endorsements import Issuer
from supervisor_app.ledger.standing import Granted, KeyStanding, Place, StationStanding


@dataclass(slots=True)
class Authority:
    """What the facts come to. `refused` says for each fact that does not count why not, by (origin, number)."""

    site: str = ""
    stations: dict[bytes, StationStanding] = field(default_factory=dict)
    keys: dict[str, KeyStanding] = field(default_factory=dict)
    members: dict[str, list[Granted]] = field(default_factory=dict)
    issuers: list[Issuer] = field(default_factory=list)
    invitations: dict[str, StationInvited] = field(default_factory=dict)
    used: dict[str, bytes] = field(default_factory=dict)  # invitation key -> the origin it approved
    withdrawn: set[str] = field(default_factory=set)  # invitation keys
    refused: dict[tuple[bytes, int], str] = field(default_factory=dict)
    settled: dict[tuple[bytes, int, bytes], tuple[bytes, Place]] = field(default_factory=dict)  # ledger.forks.Joint -> hash, act
