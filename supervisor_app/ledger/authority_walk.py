"""One walk over the authority facts in their order: each that counts is taken in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from supervisor_app.domain.people import Member
from supervisor_app.ledger.authority_doubts import Doubts
from supervisor_app.ledger.authority_facts import Fact, origin_of
from supervisor_app.ledger.authority_state import Authority
from supervisor_app.ledger.bodies import (
    InvitationWithdrawn,
    IssuerKeyCreated,
    IssuerKeySucceeded,
    KeyAdded,
    KeyRevoked,
    MemberEnded,
    StationApproved,
    StationInvited,
    StationRetired,
    StationRevoked,
)
from supervisor_app.ledger.clock import moment_of
from supervisor_app.ledger.fork_bodies import BroughtBack
from supervisor_app.ledger.grants import changed, ended, first_granted
from supervisor_app.ledger.hindsight import Hindsight
from supervisor_app.ledger.issuer_endorsements import Issuer
from supervisor_app.ledger.standing import Granted, KeyStanding, Place, StationStanding, stamp_of, stricter


class Walk:
    """One walk over the facts; `struck` once it learns of a loss that reaches back."""

    def __init__(self, known: Hindsight) -> None:
        self.known = known
        self.struck = False
        self.state = Authority(site=known.root.body.site, withdrawn=known.withdrawn)
        self._doubts = Doubts(known, self.state)
        self._skipped: set[bytes] = set()
        self._signed: dict[str, int] = {}  # key -> clock of the newest fact it signed that counts
        self._newest: dict[bytes, Place] = {}  # origin -> place of the newest fact that counts
        self._learned = False

    def through(self, ordered: Iterable[Fact]) -> bool:
        """Walk to the end; False where the walk must begin anew with what it has learned."""
        self._let_in()
        for fact in ordered:
            if fact.kind == "station.joined":
                continue
            reason = self._doubts.why_not(fact)
            if reason:
                if fact.place[1] not in self.state.stations:
                    self._skipped.add(fact.place[1])
                self.state.refused[fact.place[1:]] = reason
                continue
            self._signed[fact.key] = max(self._signed.get(fact.key, 0), fact.place[0])
            self._newest[fact.place[1]] = fact.place
            _TAKE[fact.kind](self, fact)
            if self._learned or self.struck:
                return False
        return True

    def _approve(self, fact: Fact) -> None:
        body: StationApproved = fact.body
        origin = origin_of(body.station)
        if fact.key in self.state.invitations:
            self.state.used.setdefault(fact.key, origin)
        self._believe(fact, (origin,))

    def _bring_back(self, fact: Fact) -> None:
        """Believe whatever stands in for a branch."""
        body: BroughtBack = fact.body
        branch = origin_of(body.branch)
        self._believe(fact, tuple(sorted(one for one, of in self.known.stand_ins.items() if of.branch == branch)))

    def _believe(self, fact: Fact, origins: tuple[bytes, ...]) -> None:
        if not self.state.stations.keys() >= set(origins):
            self.known.approvals[fact.place] = origins
            self._learned = bool(self._let_in() & self._skipped)

    def _let_in(self) -> set[bytes]:
        """Believe the origins that are approved, each as far as is known; return those that were not before."""
        new = self.known.approved() - self.state.stations.keys()
        for origin in new:
            self.state.stations[origin] = self.known.standing(origin)
        return new

    def _retire(self, fact: Fact) -> None:
        body: StationRetired = fact.body
        self._cut(
            fact, StationStanding(origin=origin_of(body.station), cut_at=fact.place[0] + 1, cut_since=moment_of(fact.place[0]))
        )

    def _revoke_station(self, fact: Fact) -> None:
        body: StationRevoked = fact.body
        cut = StationStanding(
            origin=origin_of(body.station), cut_at=stamp_of(body.since), cut_seq=body.seq, cut_since=body.since, lost=True
        )
        self._cut(fact, cut)

    def _cut(self, fact: Fact, cut: StationStanding) -> None:
        """Believe a station less from now on; where that strikes what was taken in already, begin anew."""
        if fact.place in self.known.losses:
            return
        self.known.losses.add(fact.place)
        self.known.cuts[cut.origin] = stricter(self.known.cuts.get(cut.origin), cut)
        approved = self.known.approved()
        for origin in [one for one in self.state.stations if self.known.depends_on(one, cut.origin)]:
            standing = self.known.standing(origin)
            newest = self._newest.get(origin)
            self.struck |= newest is not None and (origin not in approved or not standing.believes(newest))
            if origin in approved:
                self.state.stations[origin] = standing
            else:
                del self.state.stations[origin]

    def _member_added(self, fact: Fact) -> None:
        body: Member = fact.body
        self.state.members.setdefault(body.id, []).append(first_granted(fact.place, body))

    def _member_changed(self, fact: Fact) -> None:
        if granted := self._granted_to(fact):
            granted.append(changed(fact.place, granted[-1], fact.body))

    def _member_ended(self, fact: Fact) -> None:
        body: MemberEnded = fact.body
        if granted := self._granted_to(fact):
            granted.append(ended(fact.place, granted[-1], body.ended_on))

    def _granted_to(self, fact: Fact) -> list[Granted] | None:
        """What the member was granted whom a fact is about; a fact about nobody is refused."""
        granted = self.state.members.get(fact.about)
        if not granted:
            self.state.refused[fact.place[1:]] = "There is no such member."
        return granted

    def _add_key(self, fact: Fact) -> None:
        body: KeyAdded = fact.body
        key = KeyStanding(member=body.member, station=body.station, ed25519=body.ed25519, x25519=body.x25519, place=fact.place)
        lost = self.known.lost_keys.get(body.ed25519)
        self.state.keys[body.ed25519] = replace(key, revoked_at=lost)

    def _revoke_key(self, fact: Fact) -> None:
        if fact.place in self.known.losses:
            return
        self.known.losses.add(fact.place)
        body: KeyRevoked = fact.body
        since = fact.place[0] if body.since is None else stamp_of(body.since)
        known = self.known.lost_keys.get(body.key)
        if known is not None and known <= since:
            return
        self.known.lost_keys[body.key] = since
        if body.key in self.state.keys:
            self.state.keys[body.key] = replace(self.state.keys[body.key], revoked_at=since)
        self.struck = self._signed.get(body.key, -1) >= since

    def _invite(self, fact: Fact) -> None:
        body: StationInvited = fact.body
        self.state.invitations.setdefault(body.key, body)

    def _withdraw(self, fact: Fact) -> None:
        """Let nobody in by an invitation; where somebody came with it, begin anew without them."""
        if fact.place in self.known.losses:
            return
        self.known.losses.add(fact.place)
        body: InvitationWithdrawn = fact.body
        self.known.withdrawn.add(body.key)
        self.struck = body.key in self.state.used

    def _create_issuer(self, fact: Fact) -> None:
        body: IssuerKeyCreated = fact.body
        self.state.issuers.append(Issuer(body.did, body.ed25519, body.key_id, "", fact.place))

    def _succeed_issuer(self, fact: Fact) -> None:
        body: IssuerKeySucceeded = fact.body
        self.state.issuers.append(Issuer(body.did, body.ed25519, body.key_id, body.before, fact.place))

    def _nothing(self, fact: Fact) -> None:
        """The genesis itself says nothing more here."""


_TAKE: Mapping[str, Any] = {
    "site.created": Walk._nothing,
    "station.invited": Walk._invite,
    "invitation.withdrawn": Walk._withdraw,
    "station.approved": Walk._approve,
    "station.retired": Walk._retire,
    "station.revoked": Walk._revoke_station,
    "fork.brought_back": Walk._bring_back,
    "member.added": Walk._member_added,
    "member.changed": Walk._member_changed,
    "member.ended": Walk._member_ended,
    "key.added": Walk._add_key,
    "key.revoked": Walk._revoke_key,
    "issuer_key.created": Walk._create_issuer,
    "issuer_key.succeeded": Walk._succeed_issuer,
}
