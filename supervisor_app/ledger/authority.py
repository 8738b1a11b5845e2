"""Who may act for the site, worked out from the set of authority entries: the same whatever the order they came in.

The facts are walked once in their total order (clock, origin, number). What reaches back (an approval, which holds for a whole
origin; a key or a station lost since last Monday) is noted and the walk begins anew; an accepted loss stays accepted, so it ends.
The root of trust is the genesis: the site's id is a digest of the founding station and of the founder's key.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import Any, TypeAlias

from supervisor_app.domain.dates import day_in_words
from supervisor_app.domain.people import Member, Role
from supervisor_app.domain.rights import Deed, Grant, Right, why_not
from supervisor_app.ledger.bodies import (
    IssuerKeyCreated,
    IssuerKeySucceeded,
    KeyAdded,
    KeyRevoked,
    MemberEnded,
    SiteCreated,
    StationApproved,
    StationInvited,
    StationJoined,
    StationRetired,
    StationRevoked,
)
from supervisor_app.ledger.clock import COUNTER_BITS, MAX_STAMP, milliseconds, moment_of
from supervisor_app.ledger.endorsements import endorsement_holds
from supervisor_app.ledger.keys import signature_holds

Place: TypeAlias = tuple[int, bytes, int]
"""Where an entry stands in the total order: clock, origin, number."""

SITE_TAG = b"supervisor-app/site/v1\x00"
SUCCESSION_TAG = b"supervisor-app/issuer-succession/v1\x00"

AUTHORITY_ACTS = frozenset(
    {
        "site.created",
        "station.invited",
        "station.approved",
        "station.retired",
        "station.revoked",
        "member.added",
        "member.changed",
        "member.ended",
        "key.added",
        "key.revoked",
        "issuer_key.created",
        "issuer_key.succeeded",
    }
)
AUTHORITY_KINDS = AUTHORITY_ACTS | {"station.joined"}
"""Kinds that say who may act; all but the newcomer's own request are acts of a member."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One authority entry whose personal signature holds. `key` is the signer's (hex, "" for station.joined), `day` as signed."""

    place: Place
    kind: str
    about: str
    key: str
    day: date
    body: Any  # the record that contents.KINDS names for the kind


@dataclass(frozen=True, slots=True, kw_only=True)
class StationStanding:
    """An origin that was approved. From `cut_at` (clock) on, and beyond entry `cut_seq`, it is not believed; None without end."""

    origin: bytes
    cut_at: int | None = None
    cut_seq: int | None = None
    cut_since: datetime | None = None
    lost: bool = False
    before: tuple[str, ...] = ()  # the origins (hex) of the same laptop that it goes on for

    def believes(self, place: Place) -> bool:
        """Whether an entry of this origin lies before the cut."""
        beyond = self.cut_seq is not None and place[2] > self.cut_seq
        return not beyond and (self.cut_at is None or place[0] < self.cut_at)


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyStanding:
    """A member's key: on which station (hex, "" for any), and from when on (clock) it signs no more."""

    member: str
    station: str
    ed25519: str
    x25519: str
    place: Place
    revoked_at: int | None = None


@dataclass(frozen=True, slots=True)
class Granted:
    """What a member may do from a place in the order on."""

    place: Place
    name: str
    title: str
    grant: Grant


@dataclass(frozen=True, slots=True)
class Issuer:
    """A key of the organisation; `before` is the did of the one that endorsed it, "" for the first."""

    did: str
    ed25519: str
    key_id: str
    before: str
    place: Place


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
    refused: dict[tuple[bytes, int], str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """What is judged: where it stands, who signed it with which key, and what was done."""

    place: Place
    member: str
    key: str
    deed: Deed


def site_id(origin: bytes, founder_key: str) -> str:
    """Return the id (32 hex digits) of the site that a founder (Ed25519, hex) founds on a station: nobody else can claim it."""
    return hashlib.sha256(SITE_TAG + origin + bytes.fromhex(founder_key)).digest()[:16].hex()


def succession_message(before: str, after: str) -> bytes:
    """Return what the old issuer key signs to endorse the new one (both Ed25519 in hex)."""
    return SUCCESSION_TAG + bytes.fromhex(before) + bytes.fromhex(after)


def question(act: Act, station: StationStanding | None, key: KeyStanding | None, granted: Iterable[Granted]) -> str:
    """Return why an act does not count, as a sentence about its signer, or "" where it does.

    `granted` are the grants of the signing member in their order.
    """
    if station is None:
        return "It was written on a laptop that was not approved."
    if not station.believes(act.place):
        return _beyond_words(station)
    if key is None or key.member != act.member:
        return "It is signed with a key that no admin gave to this member."
    if key.station and key.station not in (act.place[1].hex(), *station.before):
        return "It is signed with the key of another laptop."
    if key.revoked_at is not None and act.place[0] >= key.revoked_at:
        return f"It was signed after this key was revoked on {_day_words(key.revoked_at)}."
    return why_not(grant_at(granted, act.place), act.deed, you=False)


def grant_at(granted: Iterable[Granted], place: Place) -> Grant | None:
    """Return what was granted just before a place in the order; None before the first grant."""
    found = None
    for one in granted:
        if one.place >= place:
            break
        found = one.grant
    return found


def stamp_of(moment: datetime) -> int:
    """Return the first clock stamp of a moment."""
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return min(milliseconds(aware) << COUNTER_BITS, MAX_STAMP)


def judge(facts: Iterable[Fact]) -> Authority:
    """Return what a set of facts comes to, in any order and with duplicates."""
    ordered = sorted({fact.place: fact for fact in facts}.values(), key=lambda fact: fact.place)
    root = _root(ordered)
    if root is None:
        return Authority()
    known = _Known(root, _lines(ordered))
    while True:
        walk = _Walk(known)
        if walk.through(ordered):
            return walk.state
        if walk.struck:  # what a lost key or laptop approved is judged anew
            known.approvals.clear()


@dataclass(slots=True)
class _Known:
    """What the walks before have learned that reaches back: approvals (place -> origin), and what was lost, by which facts."""

    root: Fact
    lines: Mapping[bytes, tuple[bytes, ...]]
    approvals: dict[Place, bytes] = field(default_factory=dict)
    lost_keys: dict[str, int] = field(default_factory=dict)
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


def _lines(ordered: Iterable[Fact]) -> dict[bytes, tuple[bytes, ...]]:
    """Return for each origin that goes on for others which ones those are, the latest first: each endorsed the next."""
    joined: dict[bytes, StationJoined] = {}
    for fact in ordered:
        if fact.kind == "station.joined" and fact.place[2] == 1:
            joined.setdefault(fact.place[1], fact.body)
    before = {
        origin: earlier
        for origin, body in joined.items()
        if (known := joined.get(earlier := _origin(body.prev_origin))) and endorsement_holds(body, origin, known.ed25519)
    }
    lines: dict[bytes, tuple[bytes, ...]] = {}
    for origin in before:
        line: list[bytes] = []
        at = origin
        while at in before and before[at] not in (*line, origin):
            at = before[at]
            line.append(at)
        lines[origin] = tuple(line)
    return lines


def _root(ordered: Iterable[Fact]) -> Fact | None:
    """Return the first genesis whose site id fits its station and its founder's key, and that its station claims to belong to."""
    claims: dict[bytes, str] = {}
    for fact in ordered:
        if fact.kind == "station.joined" and fact.place[2] == 1:
            claims[fact.place[1]] = fact.body.site
    for fact in ordered:
        if fact.kind == "site.created" and isinstance(fact.body, SiteCreated):
            expected = site_id(fact.place[1], fact.key)
            if fact.body.site == expected == claims.get(fact.place[1]):
                return fact
    return None


class _Walk:
    """One walk over the facts; `struck` once it learns of a loss that reaches back."""

    def __init__(self, known: _Known) -> None:
        self.known = known
        self.struck = False
        self.state = Authority(site=known.root.body.site)
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
        if fact.kind != "station.approved" or fact.body.station != fact.place[1].hex():
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
        if invitation is None:
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
            if before is None or not _endorsed(before, body):
                return "The organisation’s key before it did not endorse it."
        if isinstance(body, KeyAdded) and body.ed25519 in self.state.keys:
            return "The key was given before."
        return ""

    # Taking a fact in

    def _approve(self, fact: Fact) -> None:
        body: StationApproved = fact.body
        origin = _origin(body.station)
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
            fact, StationStanding(origin=_origin(body.station), cut_at=fact.place[0] + 1, cut_since=moment_of(fact.place[0]))
        )

    def _revoke_station(self, fact: Fact) -> None:
        body: StationRevoked = fact.body
        cut = StationStanding(
            origin=_origin(body.station), cut_at=stamp_of(body.since), cut_seq=body.seq, cut_since=body.since, lost=True
        )
        self._cut(fact, cut)

    def _cut(self, fact: Fact, cut: StationStanding) -> None:
        """Believe a station less from now on; where that strikes what was taken in already, begin anew."""
        if fact.place in self.known.losses:
            return
        self.known.losses.add(fact.place)
        self.known.cuts[cut.origin] = _stricter(self.known.cuts.get(cut.origin), cut)
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
        grant = Grant(
            role=body.role,
            competencies=body.competencies,
            teams=body.teams,
            since=body.since,
            until=body.until,
            ended_on=body.ended_on,
            worker_id=body.worker_id,
        )
        self.state.members.setdefault(body.id, []).append(Granted(fact.place, body.name, body.title, grant))

    def _member_changed(self, fact: Fact) -> None:
        granted = self.state.members.get(fact.about)
        if not granted:
            self.state.refused[fact.place[1:]] = "There is no such member."
            return
        before, changes = granted[-1], fact.body
        granted.append(
            Granted(
                fact.place,
                _text(changes, "name", before.name),
                _text(changes, "title", before.title),
                _changed_grant(before.grant, changes),
            )
        )

    def _member_ended(self, fact: Fact) -> None:
        body: MemberEnded = fact.body
        granted = self.state.members.get(fact.about)
        if not granted:
            self.state.refused[fact.place[1:]] = "There is no such member."
            return
        last = granted[-1]
        granted.append(Granted(fact.place, last.name, last.title, replace(last.grant, ended_on=body.ended_on)))

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


def _stricter(one: StationStanding | None, other: StationStanding) -> StationStanding:
    """Return the cut that believes no more than either."""
    if one is None:
        return other
    first = one if (one.cut_at or 0) <= (other.cut_at or 0) else other
    numbers = [cut.cut_seq for cut in (one, other) if cut.cut_seq is not None]
    return replace(first, cut_seq=min(numbers, default=None), lost=one.lost or other.lost)


def _beyond_words(station: StationStanding) -> str:
    since = f" on {day_in_words(station.cut_since.date())}" if station.cut_since else ""
    why = "reported lost" if station.lost else "retired"
    return f"It was written on a laptop that was {why}{since}, after that or without anybody having seen it before."


def _endorsed(before: Issuer, body: IssuerKeySucceeded) -> bool:
    try:
        message = succession_message(before.ed25519, body.ed25519)
        return signature_holds(bytes.fromhex(before.ed25519), bytes.fromhex(body.endorsement), message)
    except ValueError:
        return False


def _changed_grant(before: Grant, changes: Mapping[str, str | None]) -> Grant:
    """Return a grant with the fields that differ; what cannot be read gives no rights."""
    role = changes.get("role")
    return Grant(
        role=before.role if role is None else _role(role),
        competencies=_split(changes["competencies"]) if "competencies" in changes else before.competencies,
        teams=_split(changes["teams"]) if "teams" in changes else before.teams,
        since=_day(changes["since"]) if "since" in changes else before.since,
        until=_day(changes["until"]) if "until" in changes else before.until,
        ended_on=before.ended_on,
        worker_id=_text(changes, "worker_id", before.worker_id),
    )


def _role(text: str) -> Role:
    try:
        return Role(text)
    except ValueError:  # what a newer version may call it gives no rights here
        return Role.AUDITOR


def _split(text: str | None) -> tuple[str, ...]:
    return tuple(line for line in (text or "").split("\n") if line)


def _text(changes: Mapping[str, str | None], name: str, before: str) -> str:
    return (changes[name] or "") if name in changes else before


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None


def _origin(station: str) -> bytes:
    try:
        return bytes.fromhex(station)
    except ValueError:
        return b""


def _day_words(stamp: int) -> str:
    return day_in_words(moment_of(stamp).date())
