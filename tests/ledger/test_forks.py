"""Which branch of a fork stands follows from the set of acts, in any order, and comes to the same whoever holds which branch."""

from __future__ import annotations

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
from supervisor_app.ledger.authority import judge
from supervisor_app.ledger.authority_facts import Fact
from supervisor_app.ledger.bodies import KeyRevoked, StationApproved, StationRetired
from supervisor_app.ledger.contents import read_body
from supervisor_app.ledger.entry import Entry
from supervisor_app.ledger.envelope import decode_content
from supervisor_app.ledger.fork_bodies import Branch, ForkSettled, Parting
from supervisor_app.ledger.forks import is_proven
from supervisor_app.ledger.keys import MemberKeys, new_member_keys, new_station_key
from tests.ledger.rooted import Root, Writer, key_of, new_root
from tests.sites import START, seeded


class Site:
    """A founder's laptop whose chain parts, and a second laptop of another admin that nothing happened to."""

    def __init__(self) -> None:
        randomness = seeded(3)
        self.root: Root = new_root(randomness)
        self.ann, self.bob = self.root.founder, new_member_keys("bob", randomness)
        self.away = Writer(new_station_key(randomness), randomness)
        home = self.root.writer
        bob = Member(id="bob", name="Bob", title="", role=Role.ADMIN)
        self.common = [
            *self.root.entries,
            self.away.joined(self.root.site),
            home.act(self.ann, "station.approved", "", StationApproved(station=self.away.station.origin.hex())),
            home.act(self.ann, "member.added", "bob", bob),
            home.act(self.ann, "key.added", "bob", key_of(self.bob, self.away.station)),
        ]
        other = copy.copy(home)
        later = START + timedelta(hours=1)
        fired = Member(id="cat", name="Cat", title="", role=Role.ADMIN)
        self.first = [home.act(self.ann, "member.added", "cat", fired, later) for _ in range(2)]
        self.second = [
            other.act(self.ann, "key.revoked", "bob", KeyRevoked(key=self.bob.signing_public), later),
            other.act(self.ann, "station.retired", "", StationRetired(station=self.away.station.origin.hex()), later),
        ]

    @property
    def public(self) -> str:
        return self.root.writer.station.public

    def parting(self) -> Parting:
        before = self.common[-1]
        return Parting(
            station=before.origin.hex(),
            number=before.seq + 1,
            before=before.hash.hex(),
            branches=(branch_of(self.first[0]), branch_of(self.second[0])),
        )

    def settled(self, keep: Entry, by: MemberKeys, hours: int, at: Writer | None = None) -> Entry:
        body = ForkSettled(parting=self.parting(), keep=keep.hash.hex())
        return (at or self.away).act(by, "fork.settled", body.parting.station, body, START + timedelta(hours=hours))


def branch_of(entry: Entry) -> Branch:
    return Branch(
        kind=entry.kind,
        at=str(entry.at),
        digest=entry.content_digest.hex(),
        hash=entry.hash.hex(),
        sig=entry.sig.hex(),
    )


def facts(entries: Sequence[Entry]) -> list[Fact]:
    found = []
    for entry in entries:
        content = decode_content(entry.content or b"")
        key = content.signature.key if content.signature else ""
        place = (entry.at, entry.origin, entry.seq)
        found.append(Fact(place, entry.kind, content.about, key, START.date(), read_body(entry.kind, content.body)))
    return found


def kept(entries: Sequence[Entry]) -> set[bytes]:
    return {keep for keep, _ in judge(facts(entries)).settled.values()}


@pytest.fixture
def site() -> Site:
    return Site()


def test_the_laptops_own_hand_in_both_branches_is_proof_and_nothing_else_is(site: Site) -> None:
    parting = site.parting()
    one, other = parting.branches
    assert is_proven(parting, site.public)
    assert not is_proven(parting, site.away.station.public)
    assert not is_proven(msgspec.structs.replace(parting, branches=(one, one)), site.public)
    assert not is_proven(msgspec.structs.replace(parting, branches=(one,)), site.public)
    assert not is_proven(msgspec.structs.replace(parting, number=parting.number + 1), site.public)
    for change in ({"at": "7"}, {"at": "x"}, {"kind": "x"}, {"digest": "00"}, {"sig": one.sig}, {"hash": one.hash}):
        changed = msgspec.structs.replace(other, **change)
        assert not is_proven(msgspec.structs.replace(parting, branches=(one, changed)), site.public), change


def test_it_comes_to_the_same_whoever_holds_which_branch_even_where_one_takes_the_right_away(site: Site) -> None:
    act = site.settled(site.first[0], site.bob, 2)
    assert kept([*site.common, *site.first, act]) == {site.first[0].hash}
    assert kept([*site.common, *site.second, act]) == {site.first[0].hash}


def test_the_first_act_that_counts_wins(site: Site) -> None:
    early, late = site.settled(site.second[0], site.bob, 2), site.settled(site.first[0], site.bob, 3)
    state = judge(facts([*site.common, early, late]))
    assert {keep for keep, _ in state.settled.values()} == {site.second[0].hash}
    assert state.refused[late.origin, late.seq] == "It was decided before which branch stands."


def test_an_act_on_one_of_the_branches_of_nobody_or_of_no_branch_decides_nothing(site: Site) -> None:
    on_it = site.settled(site.first[0], site.ann, 2, site.root.writer)
    stranger = site.settled(site.first[0], new_member_keys("bob", seeded(8)), 2)
    neither = site.settled(replace(site.first[0], hash=bytes(32)), site.bob, 2)
    state = judge(facts([*site.common, *site.first, on_it, stranger, neither]))
    assert state.settled == {}
    assert [state.refused[act.origin, act.seq] for act in (on_it, stranger, neither)] == [
        "It was written on one of the branches itself.",
        "It is signed with a key that no admin gave to this member.",
        "It names none of the branches.",
    ]


def test_an_act_about_no_fork_decides_nothing_and_takes_nothing_from_others(site: Site) -> None:
    parting = msgspec.structs.replace(site.parting(), number=1, before="00" * 32)
    body = ForkSettled(parting=parting, keep=parting.branches[0].hash)
    false = site.away.act(site.bob, "fork.settled", "", body, START + timedelta(hours=2))
    true = site.settled(site.first[0], site.bob, 3)
    state = judge(facts([*site.common, false, true]))
    assert {keep for keep, _ in state.settled.values()} == {site.first[0].hash}
    assert state.refused[false.origin, false.seq] == "It does not prove that there are two branches."


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 2**32), choices=st.lists(st.tuples(st.booleans(), st.booleans(), st.integers(2, 9)), max_size=5))
def test_which_branch_stands_is_a_function_of_the_set(seed: int, choices: list[tuple[bool, bool, int]]) -> None:
    site = Site()
    keys = {True: site.bob, False: new_member_keys("cat", seeded(seed))}
    acts = [
        site.settled(site.first[0] if first else site.second[0], keys[may], hours)
        for first, may, hours in sorted(choices, key=lambda choice: choice[2])
    ]
    mixed = [*facts([*site.common, *acts]), *facts(acts)]
    Random(seed).shuffle(mixed)
    expected = [
        site.first[0].hash if first else site.second[0].hash for first, may, _ in sorted(choices, key=lambda c: c[2]) if may
    ]
    assert {keep for keep, _ in judge(mixed).settled.values()} == set(expected[:1])
    assert kept([*site.common, *site.first, *acts]) == kept([*site.common, *site.second, *acts]) == set(expected[:1])
