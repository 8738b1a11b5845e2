"""Whether one authority fact counts by what the walk knows when it comes to it, and why not."""

from __future__ import annotations

from dataclasses import replace

from supervisor_app.domain.frozen import dataclass
from supervisor_app.domain.rights import Deed, Right
from supervisor_app.ledger.authority_facts import Fact
from supervisor_app.ledger.authority_state import Authority
from supervisor_app.ledger.bodies import IssuerKeySucceeded, KeyAdded
from supervisor_app.ledger.hindsight import Hindsight
from supervisor_app.ledger.issuer_endorsements import endorsed
from supervisor_app.ledger.standing import NOT_APPROVED, SAID_BEFORE, Act, KeyStanding, StationStanding, question, stamp_of

NOT_OF_THE_BRANCH = "It is not of the branch whose records were brought back."


@dataclass(frozen=True, slots=True)
class Doubts:
    """Asked about each fact in turn: `known` is what earlier walks learned, `state` what this one has come to so far."""

    known: Hindsight
    state: Authority

    def why_not(self, fact: Fact) -> str:
        """Return why a fact does not count, "" where it does."""
        if fact.place in self.known.repeated:
            return SAID_BEFORE
        if fact is self.known.root or fact.place in self.known.losses or fact.place in self.known.approvals:
            return ""
        origin = fact.place[1]
        of = self.known.stand_ins.get(origin)
        if of is not None and (fact.kind, fact.place[0], fact.digest) not in of.headers:
            return NOT_OF_THE_BRANCH
        if origin not in self.state.stations:
            if self._approves_itself(fact):
                return ""
            return NOT_APPROVED
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
