"""Who may act for the site, worked out from the set of authority entries: the same whatever the order they came in.

The facts are walked once in their total order (clock, origin, number). What reaches back (an approval, which holds for a whole
origin; a key or a station lost since last Monday) is noted and the walk begins anew; an accepted loss stays accepted, so it ends.
The root of trust is the genesis: the site's id is a digest of the founding station and of the founder's key.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from supervisor_app.domain.people import Member
from supervisor_app.domain.rights import Deed, Right
from supervisor_app.ledger.authority_facts import Fact, find_root, lines_of, origin_of
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
from supervisor_app.ledger.grants import changed, ended, first_granted
from supervisor_app.ledger.hindsight import Hindsight
from supervisor_app.ledger.issuer_endorsements import Issuer, endorsed
from supervisor_app.ledger.standing import Act, Granted, KeyStanding, Place, StationStanding, question, stamp_of, stricter


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


def judge(facts: Iterable[Fact]) -> Authority:
    """Return what a set of facts comes to, in any order and with duplicates."""
    ordered = sorted({fact.place: fact for fact in facts}.values(), key=lambda fact: fact.place)
    root = find_root(ordered)
    if root is None:
        return Authority()
    known = Hindsight(root, lines_of(ordered))
    while True:
        walk = _Walk(known)
        if walk.through(ordered):
            return walk.state
        if walk.struck:  # what a lost key or laptop approved is judged anew
            known.approvals.clear()


class _Walk:
    """One walk over the facts; `struck` once it learns of a loss that reaches back."""

    def __init__(self, known: Hindsight) -> None:
        self.known = known
        self.struck = False
        self.state = Authority(site=known.root.body.site, withdrawn=known.withdrawn)
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
            reason = self._why_not(fact)
            if reason:
                self.state.refused[fact.place[1:]] = reason
                continue
            self._signed[fact.key] = max(self._signed.get(fact.key, 0), fact.place[0])
            self._newest[fact.place[1]] = fact.place
            _TAKE[fact.kind](self, fact)
            if self._learned or self.struck:
                return False
        return True

    # Judging a fact

    def _why_not(self, fact: Fact) -> str:
        if fact is self.known.root or fact.place in self.known.losses or fact.place in self.known.approvals:
            return ""
        origin = fact.place[1]
        if origin not in self.state.stations:
            if self._approves_itself(fact):
                return ""
            self._skipped.add(origin)
            return "It was written on a laptop that was not approved."
        if self._is_founders_own(fact) or self._is_of_invitation(fact):
            return ""
        key = self.state.keys.get(fact.key)
        act = Act(
            place=fact.place, member=key.member if key else "", key=fact.key, deed=Deed(right=Right.ADMINISTER, day=fact.day)
        )
        granted = self.state.members.get(act.member, [])
        return question(act, self.state.stations.get(origin), self._lost(key), granted) or self._misfit(fact)

    def _lost(self, key: KeyStanding | None) -> KeyStanding | None:
        """The key as it is known to be lost by what comes later."""
        if key is None or key.ed25519 not in self.known.lost_keys:
            return key
        return replace(key, revoked_at=self.known.lost_keys[key.ed25519])

    def _is_founders_own(self, fact: Fact) -> bool:
        """The founder makes themself a member and gives themself the key of the genesis, on the founding station, once."""
        root = self.known.root
        if fact.place[1] != root.place[1] or fact.key != root.key:
            return False
        if fact.kind == "member.added":
            return not self.state.members
        return fact.kind == "key.added" and not self.state.keys and fact.body.ed25519 == root.key

    def _approves_itself(self, fact: Fact) -> bool:
        """A newcomer with an invitation, or with the keys of a recovery sheet, approves its own laptop."""
        if fact.kind != "station.approved" or fact.body.station != fact.place[1].hex() or fact.key in self.known.withdrawn:
            return False
        invitation = self.state.invitations.get(fact.key)
        if invitation is not None:
            return fact.key not in self.state.used and fact.place[0] <= stamp_of(invitation.until)
        key = self._lost(self.state.keys.get(fact.key))
        if key is None or key.station:
            return False
        act = Act(place=fact.place, member=key.member, key=fact.key, deed=Deed(right=Right.ADMINISTER, day=fact.day))
        here = StationStanding(origin=fact.place[1])
        return not question(act, here, key, self.state.members.get(key.member, []))

    def _is_of_invitation(self, fact: Fact) -> bool:
        """What an invitation's key may do on the laptop it approved: give that member their key there."""
        invitation = self.state.invitations.get(fact.key)
        if invitation is None or fact.key in self.known.withdrawn:
            return False
        mine = self.state.used.get(fact.key) == fact.place[1]
        if fact.kind == "station.approved":
            return mine and fact.body.station == fact.place[1].hex()
        fits = fact.kind == "key.added" and (fact.body.member, fact.body.station) == (invitation.member, fact.place[1].hex())
        return mine and fits and fact.place[0] <= stamp_of(invitation.until)

    def _misfit(self, fact: Fact) -> str:
        """Say why a fact by an admin says nothing here."""
        body = fact.body
        if fact.kind == "site.created" or (fact.kind == "issuer_key.created" and self.state.issuers):
            return "The site has this already."
        if isinstance(body, IssuerKeySucceeded):
            before = next((issuer for issuer in self.state.issuers if issuer.did == body.before), None)
            if before is None or not endorsed(before, body):
                return "The organisation’s key before it did not endorse it."
        if isinstance(body, KeyAdded) and body.ed25519 in self.state.keys:
            return "The key was given before."
        return ""

    # Taking a fact in

    def _approve(self, fact: Fact) -> None:
        body: StationApproved = fact.body
        origin = origin_of(body.station)
        if fact.key in self.state.invitations:
            self.state.used.setdefault(fact.key, origin)
        if origin in self.state.stations:
            return
        self.known.approvals[fact.place] = origin
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
        for origin in [one for one in self.state.stations if one == cut.origin or cut.origin in self.known.lines.get(one, ())]:
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
    "site.created": _Walk._nothing,
    "station.invited": _Walk._invite,
    "invitation.withdrawn": _Walk._withdraw,
    "station.approved": _Walk._approve,
    "station.retired": _Walk._retire,
    "station.revoked": _Walk._revoke_station,
    "member.added": _Walk._member_added,
    "member.changed": _Walk._member_changed,
    "member.ended": _Walk._member_ended,
    "key.added": _Walk._add_key,
    "key.revoked": _Walk._revoke_key,
    "issuer_key.created": _Walk._create_issuer,
    "issuer_key.succeeded": _Walk._succeed_issuer,
}
