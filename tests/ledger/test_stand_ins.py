"""What stands in for a branch whose laptop is gone: it proves itself, an admin lets it in, and it says nothing but the branch."""

from __future__ import annotations

import base64
import copy
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from random import Random

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from supervisor_app.domain.people import Member, Role
from supervisor_app.ledger import stand_ins
from supervisor_app.ledger.authority import judge
from supervisor_app.ledger.authority_doubts import NOT_OF_THE_BRANCH
from supervisor_app.ledger.authority_facts import Fact
from supervisor_app.ledger.authority_state import Authority
from supervisor_app.ledger.bodies import KeyRevoked, StationApproved, StationJoined, StationRevoked
from supervisor_app.ledger.contents import encode_content, read_body
from supervisor_app.ledger.entry import Entry
from supervisor_app.ledger.envelope import decode_content
from supervisor_app.ledger.fork_bodies import Branch, BroughtBack, ForkSettled, Parting
from supervisor_app.ledger.keys import MemberKeys, StationKey, new_member_keys, new_station_key
from supervisor_app.ledger.stand_ins import is_provable, proof_of, read_proof
from supervisor_app.ledger.succession import endorsed, written_anew
from tests.ledger.rooted import Root, Writer, key_of, new_root
from tests.sites import START, seeded


class Site:
    """A founder's laptop, that of another admin, and one whose chain parted: `first` stands, the laptop of `second` is gone."""

    def __init__(self) -> None:
        self.randomness = seeded(7)
        self.root: Root = new_root(self.randomness)
        self.ann, self.bob = self.root.founder, new_member_keys("bob", self.randomness)
        self.home, self.away = self.root.writer, Writer(new_station_key(self.randomness), self.randomness)
        bob = Member(id="bob", name="Bob", title="", role=Role.ADMIN)
        self.common = [
            *self.root.entries,
            self.away.joined(self.root.site),
            self.home.act(self.ann, "station.approved", "", StationApproved(station=self.origin.hex())),
            self.home.act(self.ann, "member.added", "bob", bob),
            self.home.act(self.ann, "key.added", "bob", key_of(self.bob, self.away.station)),
        ]
        self.other, later = copy.copy(self.away), START + timedelta(hours=1)
        self.first = [self.away.act(self.bob, "member.added", "cat", member("cat"), later) for _ in range(2)]
        self.second = [self.other.act(self.bob, "member.added", name, member(name), later) for name in ("dan", "eve", "fay")]
        self.stand_in = self.written()

    @property
    def origin(self) -> bytes:
        return self.away.station.origin

    def written(self, run: Sequence[Entry] | None = None, saying: Sequence[Entry] | None = None) -> list[Entry]:
        """A stand-in for a run, that says some entries."""
        run = self.second if run is None else run
        key = new_station_key(self.randomness)
        joined = StationJoined(name="Laptop", ed25519=key.public, site=self.root.site, branch=proof_of(run))
        return written_anew(key, joined, "", run if saying is None else saying, at=0, salt=bytes(16))

    def settled(self, keep: Entry, hours: int = 2) -> Entry:
        one, other = (branch_of(entry) for entry in (self.first[0], self.second[0]))
        station, number, before = self.origin.hex(), self.first[0].seq, self.first[0].prev.hex()
        parting = Parting(station=station, number=number, before=before, branches=(one, other))
        body = ForkSettled(parting=parting, keep=keep.hash.hex())
        return self.home.act(self.ann, "fork.settled", station, body, START + timedelta(hours=hours))

    def brought_back(self, by: MemberKeys, hours: int = 3, writer: Writer | None = None) -> Entry:
        lost = self.second[0]
        body = BroughtBack(station=self.origin.hex(), number=lost.seq, before=lost.prev.hex(), branch=lost.hash.hex())
        return (writer or self.home).act(by, "fork.brought_back", body.station, body, START + timedelta(hours=hours))


def member(name: str) -> Member:
    return Member(id=name, name=name.title(), title="", role=Role.ASSESSOR)


def branch_of(entry: Entry) -> Branch:
    digest, sig = entry.content_digest.hex(), entry.sig.hex()
    return Branch(kind=entry.kind, at=str(entry.at), digest=digest, hash=entry.hash.hex(), sig=sig)


def facts(entries: Sequence[Entry]) -> list[Fact]:
    found = []
    for entry in entries:
        content = decode_content(entry.content or b"")
        key, place = content.signature.key if content.signature else "", (entry.at, entry.origin, entry.seq)
        body = read_body(entry.kind, content.body)
        found.append(Fact(place, entry.kind, content.about, key, START.date(), body, entry.content_digest))
    return found


def come_to(*entries: Entry) -> Authority:
    return judge(facts(entries))


@pytest.fixture
def site() -> Site:
    return Site()


def test_the_last_signature_of_the_laptop_proves_all_of_its_branch_and_no_other_word(site: Site) -> None:
    proof = proof_of(site.second)
    proven = read_proof(proof, site.away.station.public)
    assert proven is not None
    assert (proven.station, proven.branch) == (site.origin, site.second[0].hash)
    assert proven.headers == {(one.kind, one.at, one.content_digest) for one in site.second}
    assert read_proof(proof, site.home.station.public) is None
    packed = bytearray(base64.b64decode(proof.headers))
    packed[50] ^= 1
    for change in (
        {"number": proof.number + 1},
        {"number": -1},
        {"before": "00" * 32},
        {"station": site.home.station.origin.hex()},
        {"kinds": ("member.ended",)},
        {"kinds": ()},
        {"kinds": ("\u00e9",)},
        {"headers": base64.b64encode(packed).decode()},
        {"headers": base64.b64encode(base64.b64decode(proof.headers)[:-42]).decode()},
        {"headers": "AAAA"},
        {"headers": ""},
        {"sig": site.first[-1].sig.hex()},
        {"sig": "x"},
    ):
        assert read_proof(msgspec.structs.replace(proof, **change), site.away.station.public) is None, change


def test_it_counts_once_an_admin_brings_the_branch_back_and_signs_with_the_keys_of_the_laptop_that_is_gone(site: Site) -> None:
    settled, act = site.settled(site.first[0]), site.brought_back(site.ann)
    waiting = come_to(*site.common, *site.first, settled, *site.stand_in)
    assert site.stand_in[0].origin not in waiting.stations
    assert not {"dan", "eve", "fay"} & waiting.members.keys()
    state = come_to(*site.common, *site.first, settled, act, *site.stand_in)
    standing = state.stations[site.stand_in[0].origin]
    assert standing.listed
    assert standing.before == (site.origin.hex(),)
    assert {"cat", "dan", "eve", "fay"} <= state.members.keys()


def test_who_is_no_admin_brings_nothing_back(site: Site) -> None:
    thief = new_member_keys("bob", seeded(9))
    act = site.brought_back(thief)
    state = come_to(*site.common, *site.first, site.settled(site.first[0]), act, *site.stand_in)
    assert site.stand_in[0].origin not in state.stations
    assert state.refused[act.origin, act.seq]


def test_nothing_is_said_in_a_stand_in_that_the_branch_did_not_hold(site: Site) -> None:
    """The laptop's own acts of other places, and those of others, do not count under it."""
    more = [*site.second, replace(site.first[0], at=site.second[-1].at + 1), replace(site.common[-1], at=site.second[-1].at + 2)]
    smuggled = site.written(saying=more)
    state = come_to(*site.common, site.settled(site.first[0]), site.brought_back(site.ann), *smuggled)
    assert {"dan", "eve", "fay"} <= state.members.keys()
    assert "cat" not in state.members
    assert {state.refused[one.origin, one.seq] for one in smuggled[-2:]} == {NOT_OF_THE_BRANCH}


def test_an_unproven_one_a_stand_in_for_a_stand_in_and_what_goes_on_for_one_are_not_let_in(site: Site) -> None:
    settled, act = site.settled(site.first[0]), site.brought_back(site.ann)
    forged = replace(site.second[0], content_digest=bytes(32))
    unproven = site.written([forged], [])
    key = new_station_key(site.randomness)
    joined = StationJoined(name="", ed25519=key.public, site=site.root.site, branch=proof_of(site.second))
    known = written_anew(key, joined, "", site.second, at=0, salt=bytes(16))
    after = new_station_key(site.randomness)
    heir = going_on(key, after, site)
    second_hand = site.written(known[1:])
    state = come_to(*site.common, *site.first, settled, act, *known, *unproven, heir, *second_hand)
    assert known[0].origin in state.stations
    assert not {unproven[0].origin, heir.origin, second_hand[0].origin} & state.stations.keys()


def going_on(before: StationKey, after: StationKey, site: Site) -> Entry:
    joined = endorsed(before, after, StationJoined(name="", ed25519=after.public, site=site.root.site))
    return Writer(after, site.randomness).write("station.joined", encode_content(by="", about="", body=joined))


def test_nothing_stands_in_for_a_branch_that_stands(site: Site) -> None:
    """An earlier decision may turn up after the other branch was brought back."""
    early, late = site.settled(site.second[0], 2), site.settled(site.first[0], 4)
    act = site.brought_back(site.ann, 5)
    assert site.stand_in[0].origin in come_to(*site.common, late, act, *site.stand_in).stations
    assert site.stand_in[0].origin not in come_to(*site.common, late, early, act, *site.stand_in).stations


def test_what_a_lost_laptop_wrote_before_it_was_lost_comes_back_and_nothing_since(site: Site) -> None:
    since = START + timedelta(minutes=90)
    body = StationRevoked(station=site.origin.hex(), since=since, seq=site.first[-1].seq)
    lost = site.home.act(site.ann, "station.revoked", body.station, body, START + timedelta(hours=2))
    state = come_to(*site.common, *site.first, lost, site.settled(site.first[0]), site.brought_back(site.ann), *site.stand_in)
    standing = state.stations[site.stand_in[0].origin]
    assert standing.lost
    assert standing.cut_seq is None, "numbers are others there"
    assert {"dan", "eve", "fay"} <= state.members.keys()
    early = msgspec.structs.replace(body, since=START)
    sooner = site.home.act(site.ann, "station.revoked", body.station, early, START + timedelta(hours=3))
    state = come_to(
        *site.common, *site.first, lost, sooner, site.settled(site.first[0]), site.brought_back(site.ann), *site.stand_in
    )
    assert not {"dan", "eve", "fay"} & state.members.keys()


def test_a_branch_that_takes_the_right_to_decide_away_does_not_undo_the_decision_by_coming_back(site: Site) -> None:
    other = copy.copy(site.away)
    other.head = replace(other.head, seq=site.first[0].seq - 1, hash=site.first[0].prev, at=site.common[-4].at)
    later = START + timedelta(hours=1)
    site.second = [other.act(site.bob, "key.revoked", "ann", KeyRevoked(key=site.ann.signing_public), later)]
    settled, act = site.settled(site.first[0]), site.brought_back(site.ann)
    state = come_to(*site.common, *site.first, settled, act, *site.written())
    assert {keep for keep, _ in state.settled.values()} == {site.first[0].hash}


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 2**32), kept=st.booleans(), asked=st.booleans(), twice=st.booleans())
def test_who_may_act_comes_to_the_same_in_any_order_whichever_branch_was_kept(
    seed: int, kept: bool, asked: bool, twice: bool
) -> None:
    site = Site()
    if kept:
        site.first, site.second = site.second, site.first
        site.stand_in = site.written()
    entries = [*site.common, *site.first, site.settled(site.first[0]), *site.stand_in]
    entries += [site.brought_back(site.ann)] if asked else []
    entries += site.written(saying=site.second[1:]) if twice else []
    mixed = [*facts(entries), *facts(entries)]
    Random(seed).shuffle(mixed)
    state = judge(mixed)
    assert state == judge(facts(entries))
    held = {name for one in (site.first, *([site.second] if asked else [])) for name in named(one)}
    assert set(state.members) == held | {"ann", "bob"}


def named(entries: Sequence[Entry]) -> set[str]:
    return {decode_content(entry.content or b"").about for entry in entries}


def test_what_is_said_to_fit_into_a_proof_fits_into_an_entry_and_one_record_more_is_not_said_to() -> None:
    [entry, *_] = Site().second
    most = stand_ins.MOST_BYTES // 56
    assert most > 70_000
    kinds = {kind: replace(entry, kind=kind) for kind in ("worker.recorded", "\\" * 64, '"' * 64)}
    run = [*kinds.values(), *[entry] * (most - 30)]
    assert is_provable(run)
    joined = StationJoined(name="L" * 200, ed25519="", branch=proof_of(run))
    assert len(encode_content(by="", about="", body=joined)) > stand_ins.MOST_BYTES * 0.99
    assert not is_provable([entry] * (most + 1))
    assert not is_provable([replace(entry, kind="\n")])
