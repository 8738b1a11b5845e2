"""Who may act is a function of the set of entries; what is lost reaches back, and what a lost key did falls with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from supervisor_app.domain.people import Member, Role
from supervisor_app.domain.rights import Deed, Grant, Right, set_back
from supervisor_app.ledger.authority import judge
from supervisor_app.ledger.authority_facts import AUTHORITY_KINDS, Fact, site_id
from supervisor_app.ledger.authority_state import Authority
from supervisor_app.ledger.bodies import (
    InvitationWithdrawn,
    IssuerKeyCreated,
    IssuerKeySucceeded,
    KeyRevoked,
    MemberEnded,
    SiteCreated,
    StationApproved,
    StationInvited,
    StationJoined,
    StationRetired,
    StationRevoked,
)
from supervisor_app.ledger.clock import milliseconds
from supervisor_app.ledger.contents import KINDS
from supervisor_app.ledger.issuer_endorsements import succession_message
from supervisor_app.ledger.keys import MemberKeys, StationKey, new_member_keys, new_station_key
from supervisor_app.ledger.standing import Act, question
from tests.ledger.rooted import key_of
from tests.sites import START, seeded

RANDOM = seeded(11)
HOME, AWAY, THIRD = (new_station_key(RANDOM) for _ in range(3))
ANN, BOB, CAT = (new_member_keys(name, RANDOM) for name in ("ann", "bob", "cat"))
SHEET = new_member_keys("ann", RANDOM)
CODE = new_member_keys("code", RANDOM)
SITE = site_id(HOME.origin, ANN.signing_public)


class Story:
    """Facts in the order they are told, an hour apart unless said otherwise; every origin numbers its own."""

    def __init__(self) -> None:
        self.facts: list[Fact] = []
        self._seqs: dict[bytes, int] = {}
        self.tell(HOME, None, "station.joined", "s", StationJoined(name="Home", ed25519="", site=SITE))
        self.tell(HOME, ANN, "site.created", SITE, SiteCreated(site=SITE, name="Nordwerk"))
        self.tell(HOME, ANN, "member.added", "ann", Member(id="ann", name="Ann", title="", role=Role.ADMIN))
        self.tell(HOME, ANN, "key.added", "ann", key_of(ANN, HOME))

    def tell(
        self, at: StationKey, by: MemberKeys | None, kind: str, about: str, body: Any, *, hours: float | None = None
    ) -> Fact:
        seq = self._seqs[at.origin] = self._seqs.get(at.origin, 0) + 1
        moment = START + timedelta(hours=len(self.facts) if hours is None else hours)
        place = (milliseconds(moment) << 16, at.origin, seq)
        fact = Fact(place, kind, about, by.signing_public if by else "", moment.date(), body)
        self.facts.append(fact)
        return fact

    def let_in(self, station: StationKey, keys: MemberKeys, role: Role = Role.ASSESSOR, by: MemberKeys = ANN) -> None:
        """A laptop asks, an admin lets it in and gives its member their keys there."""
        self.tell(station, None, "station.joined", "s", StationJoined(name="Away", ed25519="", site=SITE))
        self.tell(HOME, by, "member.added", keys.member, Member(id=keys.member, name="", title="", role=role))
        self.tell(HOME, by, "station.approved", "s", StationApproved(station=station.origin.hex()))
        self.tell(HOME, by, "key.added", keys.member, key_of(keys, station))

    @property
    def hours(self) -> int:
        return len(self.facts)

    def judged(self) -> Authority:
        return judge(self.facts)

    def why_not(self, station: StationKey, keys: MemberKeys, hours: float, right: Right = Right.OBSERVE, **deed: Any) -> str:
        """Return why an act at that hour does not count."""
        moment = START + timedelta(hours=hours)
        act = Act(
            place=(milliseconds(moment) << 16, station.origin, deed.pop("seq", 1)),
            member=keys.member,
            key=keys.signing_public,
            deed=Deed(right=right, day=deed.pop("day", moment.date()), **deed),
        )
        state = self.judged()
        granted = state.members.get(keys.member, [])
        return question(act, state.stations.get(station.origin), state.keys.get(keys.signing_public), granted)


@pytest.fixture
def story() -> Story:
    return Story()


def test_the_founder_is_an_admin_and_nobody_else_is_anybody(story: Story) -> None:
    assert story.why_not(HOME, ANN, 9, Right.ADMINISTER) == ""
    assert story.why_not(HOME, BOB, 9) == "It is signed with a key that no admin gave to this member."
    assert story.why_not(AWAY, ANN, 9) == "It was written on a laptop that was not approved."


def test_without_a_genesis_nobody_may_do_anything() -> None:
    assert judge([]) == Authority()
    assert judge(Story().facts[2:]) == Authority()


def test_a_genesis_whose_id_is_not_its_founders_founds_nothing(story: Story) -> None:
    """Another station cannot claim the site by an earlier genesis: the id names who founded it where."""
    story.tell(AWAY, None, "station.joined", "s", StationJoined(name="Rogue", ed25519="", site=SITE), hours=-5)
    story.tell(AWAY, BOB, "site.created", SITE, SiteCreated(site=SITE, name="Mine"), hours=-4)
    other = site_id(AWAY.origin, BOB.signing_public)
    story.tell(AWAY, BOB, "site.created", other, SiteCreated(site=other, name="Mine"), hours=-3)
    state = story.judged()
    assert state.site == SITE
    assert set(state.stations) == {HOME.origin}


def test_an_approval_holds_for_all_that_the_laptop_ever_wrote(story: Story) -> None:
    story.let_in(AWAY, BOB, Role.ADMIN)
    story.tell(AWAY, BOB, "member.added", "cat", Member(id="cat", name="", title="", role=Role.ASSESSOR))
    state = story.judged()
    assert "cat" in state.members
    assert state.stations[AWAY.origin].believes((0, AWAY.origin, 1))


def test_who_is_no_admin_decides_nothing(story: Story) -> None:
    story.let_in(AWAY, BOB, Role.ASSESSOR)
    fact = story.tell(AWAY, BOB, "member.changed", "bob", {"role": "admin"})
    state = story.judged()
    assert state.members["bob"][-1].grant.role is Role.ASSESSOR
    assert state.refused[fact.place[1:]] == "An assessor may not administer this site."


def test_a_role_counts_from_when_it_was_given(story: Story) -> None:
    story.let_in(AWAY, BOB, Role.AUDITOR)
    before = story.hours
    story.tell(HOME, ANN, "member.changed", "bob", {"role": "assessor"})
    assert story.why_not(AWAY, BOB, before - 0.5) == "An auditor may not observe or sign assessments."
    assert story.why_not(AWAY, BOB, before + 0.5) == ""
    assert story.why_not(AWAY, BOB, before + 0.5, Right.PUBLISH) == "An assessor may not publish checklists."


def test_the_scope_and_the_days_are_kept_to(story: Story) -> None:
    story.let_in(AWAY, BOB)
    changes = {"competencies": "forklift\ncrane", "teams": "Paint shop", "since": "2026-03-14", "until": "2026-03-20"}
    story.tell(HOME, ANN, "member.changed", "bob", changes)
    now = story.hours + 1

    def why(**deed: Any) -> str:
        return story.why_not(AWAY, BOB, now, **deed)

    assert why(competency="crane", team=" paint  SHOP") == ""
    assert why(competency="welding", team="Paint shop") == "The signer was not authorised for this competency."
    assert why(competency="crane", team="Stamping") == "The signer was not authorised for the team Stamping."
    assert why(competency="crane", team="") == "The signer was not authorised for people without a team."
    assert why(day=date(2026, 3, 20)) == ""
    assert why(day=date(2026, 3, 21)) == "The signer’s authorisation ended on 20 March 2026."
    assert why(day=date(2026, 3, 13)) == "The signer’s authorisation begins on 14 March 2026."


def test_nobody_judges_themself_not_even_an_admin(story: Story) -> None:
    story.tell(HOME, ANN, "member.changed", "ann", {"worker_id": "w1"})
    now = story.hours + 1
    for right in (Right.OBSERVE, Right.ISSUE, Right.COUNTERSIGN):
        assert story.why_not(HOME, ANN, now, right, worker_id="w1") == "The signer is the person it is about."
        assert story.why_not(HOME, ANN, now, right, worker_id="w2") == ""


def test_who_ended_acts_no_more_after_their_last_day_and_may_be_taken_back(story: Story) -> None:
    story.let_in(AWAY, BOB)
    story.tell(HOME, ANN, "member.ended", "bob", MemberEnded(ended_on=START.date()))
    now = story.hours + 1
    assert story.why_not(AWAY, BOB, now, day=START.date()) == ""
    tomorrow = START.date() + timedelta(days=1)
    assert story.why_not(AWAY, BOB, now, day=tomorrow) == "The signer stopped acting for this site on 14 March 2026."
    story.tell(HOME, ANN, "member.ended", "bob", MemberEnded())
    assert story.why_not(AWAY, BOB, story.hours + 1, day=tomorrow) == ""


def test_a_clock_set_back_does_not_outlive_an_authorisation(story: Story) -> None:
    story.let_in(AWAY, BOB)
    story.tell(HOME, ANN, "member.changed", "bob", {"until": "2026-03-20"})
    days = 24
    seen_on_22nd = story.hours + 8 * days
    assert story.why_not(AWAY, BOB, seen_on_22nd, day=date(2026, 3, 19)) == (
        "The signer’s authorisation ended on 20 March 2026. "
        "It names 19 March 2026, but its laptop had already seen 21 March 2026."
    )
    assert story.why_not(AWAY, BOB, story.hours + 6 * days, day=date(2026, 3, 20)) == ""  # clocks and zones may be a day apart
    assert story.why_not(AWAY, BOB, seen_on_22nd, day=date(2026, 3, 22)) == "The signer’s authorisation ended on 20 March 2026."
    story.tell(HOME, ANN, "member.changed", "bob", {"until": None})
    assert story.why_not(AWAY, BOB, seen_on_22nd, day=date(2026, 3, 19)) == ""  # a clock that is behind harms nobody else


def test_an_admin_whose_time_is_over_decides_nothing_under_an_earlier_day(story: Story) -> None:
    story.let_in(AWAY, BOB, Role.ADMIN)
    story.tell(HOME, ANN, "member.ended", "bob", MemberEnded(ended_on=START.date()))
    late = story.tell(AWAY, BOB, "member.changed", "bob", {"role": "quality"}, hours=80)
    story.facts[-1] = replace(late, day=START.date())
    state = story.judged()
    assert "already seen" in state.refused[late.place[1:]]
    assert state.members["bob"][-1].grant.role is Role.ADMIN


@given(
    ended=st.dates(date(2026, 1, 1), date(2026, 12, 31)), named=st.dates(date(2026, 1, 1), date(2026, 12, 31)), seen=st.dates()
)
def test_the_day_that_was_seen_matters_only_beyond_the_end_and_beyond_the_day_that_is_named(
    ended: date, named: date, seen: date
) -> None:
    grant = Grant(role=Role.ASSESSOR, until=ended)
    assert bool(set_back(grant, named, seen)) == (seen > ended and seen > named)
    assert set_back(replace(grant, until=None), named, seen) == ""


def test_a_key_taken_back_now_leaves_what_it_signed_before(story: Story) -> None:
    story.let_in(AWAY, BOB)
    at = story.hours
    story.tell(HOME, ANN, "key.revoked", "bob", KeyRevoked(key=BOB.signing_public))
    assert story.why_not(AWAY, BOB, at - 0.5) == ""
    assert story.why_not(AWAY, BOB, at + 0.5) == "It was signed after this key was revoked on 14 March 2026."


def test_a_key_lost_since_last_week_takes_with_it_what_it_decided_since(story: Story) -> None:
    story.let_in(AWAY, BOB, Role.ADMIN)
    honest = story.hours
    story.tell(AWAY, BOB, "member.added", "dan", Member(id="dan", name="", title="", role=Role.ASSESSOR))
    lost = story.hours
    story.tell(AWAY, BOB, "member.added", "eve", Member(id="eve", name="", title="", role=Role.ADMIN))
    story.tell(THIRD, None, "station.joined", "s", StationJoined(name="Rogue", ed25519="", site=SITE))
    story.tell(AWAY, BOB, "station.approved", "s", StationApproved(station=THIRD.origin.hex()))
    story.tell(AWAY, BOB, "key.added", "cat", key_of(CAT, THIRD))
    assert THIRD.origin in story.judged().stations
    since = START + timedelta(hours=(honest + lost) / 2)
    story.tell(HOME, ANN, "key.revoked", "bob", KeyRevoked(key=BOB.signing_public, since=since))
    state = story.judged()
    assert "dan" in state.members
    assert "eve" not in state.members
    assert THIRD.origin not in state.stations
    assert CAT.signing_public not in state.keys


def test_a_lost_laptop_is_not_believed_after_the_day_nor_beyond_what_was_seen(story: Story) -> None:
    story.let_in(AWAY, BOB)
    since = START + timedelta(hours=story.hours)
    body = StationRevoked(station=AWAY.origin.hex(), since=since, seq=5)
    story.tell(HOME, ANN, "station.revoked", "s", body)
    before, after = story.hours - 3, story.hours + 3
    assert story.why_not(AWAY, BOB, before, seq=5) == ""
    assert "reported lost" in story.why_not(AWAY, BOB, after, seq=5)
    assert "reported lost" in story.why_not(AWAY, BOB, before, seq=6)


def test_a_laptop_put_away_is_believed_until_then(story: Story) -> None:
    story.let_in(AWAY, BOB)
    at = story.hours
    story.tell(HOME, ANN, "station.retired", "s", StationRetired(station=AWAY.origin.hex()))
    assert story.why_not(AWAY, BOB, at - 0.5, seq=900) == ""
    assert "retired on 14 March 2026" in story.why_not(AWAY, BOB, at + 0.5)


def test_of_two_admins_who_revoke_each_other_the_first_wins(story: Story) -> None:
    story.let_in(AWAY, BOB, Role.ADMIN)
    story.tell(HOME, ANN, "key.revoked", "bob", KeyRevoked(key=BOB.signing_public, since=START))
    answer = story.tell(AWAY, BOB, "key.revoked", "ann", KeyRevoked(key=ANN.signing_public, since=START))
    state = story.judged()
    assert state.keys[ANN.signing_public].revoked_at is None
    assert answer.place[1:] in state.refused


def test_an_invitation_lets_one_laptop_of_its_member_in_once_and_in_time(story: Story) -> None:
    story.tell(HOME, ANN, "member.added", "bob", Member(id="bob", name="", title="", role=Role.ASSESSOR))
    until = START + timedelta(hours=20)
    story.tell(HOME, ANN, "station.invited", "bob", StationInvited(key=CODE.signing_public, member="bob", until=until))

    def come(station: StationKey, keys: MemberKeys, hours: float | None = None) -> None:
        story.tell(station, None, "station.joined", "s", StationJoined(name="", ed25519="", site=SITE), hours=hours)
        story.tell(station, CODE, "station.approved", "s", StationApproved(station=station.origin.hex()), hours=hours)
        story.tell(station, CODE, "key.added", keys.member, key_of(keys, station), hours=hours)

    come(AWAY, BOB)
    come(THIRD, CAT)
    state = story.judged()
    assert AWAY.origin in state.stations
    assert THIRD.origin not in state.stations
    assert state.keys[BOB.signing_public].member == "bob"
    assert CAT.signing_public not in state.keys
    late = Story()
    late.tell(HOME, ANN, "member.added", "bob", Member(id="bob", name="", title="", role=Role.ASSESSOR))
    late.tell(HOME, ANN, "station.invited", "bob", StationInvited(key=CODE.signing_public, member="bob", until=until))
    story = late
    come(AWAY, BOB, hours=21)
    assert set(late.judged().stations) == {HOME.origin}


def test_an_invitation_gives_its_own_members_key_and_decides_nothing_else(story: Story) -> None:
    story.let_in(THIRD, CAT, Role.ADMIN)
    story.tell(HOME, ANN, "member.added", "bob", Member(id="bob", name="", title="", role=Role.ASSESSOR))
    until = START + timedelta(hours=90)
    story.tell(HOME, ANN, "station.invited", "bob", StationInvited(key=CODE.signing_public, member="bob", until=until))
    story.tell(AWAY, None, "station.joined", "s", StationJoined(name="", ed25519="", site=SITE))
    story.tell(AWAY, CODE, "station.approved", "s", StationApproved(station=AWAY.origin.hex()))
    for body in (key_of(new_member_keys("cat", RANDOM), AWAY), key_of(BOB, THIRD)):
        refused = story.tell(AWAY, CODE, "key.added", body.member, body)
        assert refused.place[1:] in story.judged().refused
    promoted = story.tell(AWAY, CODE, "member.changed", "bob", {"role": "admin"})
    assert promoted.place[1:] in story.judged().refused


def invitation_story() -> Story:
    """Bob's laptop comes with an invitation, and Bob lets somebody in: all that hangs on it."""
    story = Story()
    story.tell(HOME, ANN, "member.added", "bob", Member(id="bob", name="", title="", role=Role.ADMIN))
    until = START + timedelta(hours=90)
    story.tell(HOME, ANN, "station.invited", "bob", StationInvited(key=CODE.signing_public, member="bob", until=until))
    story.tell(AWAY, None, "station.joined", "s", StationJoined(name="", ed25519="", site=SITE))
    story.tell(AWAY, CODE, "station.approved", "s", StationApproved(station=AWAY.origin.hex()))
    story.tell(AWAY, CODE, "key.added", "bob", key_of(BOB, AWAY))
    story.tell(AWAY, BOB, "member.added", "cat", Member(id="cat", name="", title="", role=Role.ASSESSOR))
    return story


@pytest.mark.parametrize("hours", [5.5, 20], ids=["told before it was used", "told after"])
def test_a_withdrawn_invitation_lets_nobody_in_whatever_the_clock_of_who_came_with_it(hours: float) -> None:
    story = invitation_story()
    assert {"bob", "cat"} <= story.judged().members.keys()
    story.tell(HOME, ANN, "invitation.withdrawn", "bob", InvitationWithdrawn(key=CODE.signing_public), hours=hours)
    state = story.judged()
    assert set(state.stations) == {HOME.origin}
    assert BOB.signing_public not in state.keys
    assert "cat" not in state.members
    assert state.withdrawn == {CODE.signing_public}


def test_an_admin_lets_a_laptop_in_that_came_with_a_withdrawn_invitation() -> None:
    story = invitation_story()
    story.tell(HOME, ANN, "invitation.withdrawn", "bob", InvitationWithdrawn(key=CODE.signing_public))
    story.tell(HOME, ANN, "station.approved", "s", StationApproved(station=AWAY.origin.hex()))
    story.tell(HOME, ANN, "key.added", "bob", key_of(BOB, AWAY))
    state = story.judged()
    assert AWAY.origin in state.stations
    assert state.keys[BOB.signing_public].member == "bob"


def test_only_an_admin_withdraws_an_invitation() -> None:
    story = invitation_story()
    story.let_in(THIRD, CAT, Role.ASSESSOR)
    refused = story.tell(THIRD, CAT, "invitation.withdrawn", "bob", InvitationWithdrawn(key=CODE.signing_public))
    state = story.judged()
    assert AWAY.origin in state.stations
    assert state.refused[refused.place[1:]] == "An assessor may not administer this site."


def test_a_recovery_sheet_lets_a_new_laptop_in_when_all_others_are_gone(story: Story) -> None:
    story.tell(HOME, ANN, "key.added", "ann", key_of(SHEET, None))
    story.tell(AWAY, None, "station.joined", "s", StationJoined(name="", ed25519="", site=SITE))
    story.tell(AWAY, SHEET, "station.approved", "s", StationApproved(station=AWAY.origin.hex()))
    fresh = new_member_keys("ann", RANDOM)
    story.tell(AWAY, SHEET, "key.added", "ann", key_of(fresh, AWAY))
    assert story.why_not(AWAY, fresh, story.hours + 1, Right.ADMINISTER) == ""


def test_an_ordinary_key_never_lets_its_own_new_laptop_in(story: Story) -> None:
    story.tell(AWAY, None, "station.joined", "s", StationJoined(name="", ed25519="", site=SITE))
    story.tell(AWAY, ANN, "station.approved", "s", StationApproved(station=AWAY.origin.hex()))
    assert set(story.judged().stations) == {HOME.origin}


def test_a_new_issuer_key_needs_the_old_ones_endorsement(story: Story) -> None:
    old, new = new_member_keys("", RANDOM), new_member_keys("", RANDOM)
    story.tell(HOME, ANN, "issuer_key.created", "i", IssuerKeyCreated(did="old", ed25519=old.signing_public, key_id="00"))
    message = succession_message(old.signing_public, new.signing_public)
    good = IssuerKeySucceeded(
        did="new", ed25519=new.signing_public, key_id="01", before="old", endorsement=old.ed25519.sign(message).hex()
    )
    forged = IssuerKeySucceeded(
        did="bad", ed25519=new.signing_public, key_id="02", before="old", endorsement=new.ed25519.sign(message).hex()
    )
    second = IssuerKeyCreated(did="other", ed25519=new.signing_public, key_id="03")
    story.tell(HOME, ANN, "issuer_key.succeeded", "i", forged)
    story.tell(HOME, ANN, "issuer_key.created", "i", second)
    story.tell(HOME, ANN, "issuer_key.succeeded", "i", good)
    assert [issuer.did for issuer in story.judged().issuers] == ["old", "new"]


# The law

STATIONS, KEYS = (HOME, AWAY, THIRD), (ANN, BOB, CAT, SHEET, CODE)
WHERE, WHO, WHEN = st.integers(0, 2), st.sampled_from(KEYS), st.integers(-2, 12)
MOMENTS = WHEN.map(lambda hours: START + timedelta(hours=hours))
MEMBER_IDS = st.sampled_from(["ann", "bob", "cat"])
TOLD: st.SearchStrategy[tuple[str, str, Any]] = st.one_of(
    st.builds(lambda at: ("station.joined", "s", StationJoined(name="", ed25519="", site=SITE)), WHERE),
    st.builds(lambda at: ("station.approved", "s", StationApproved(station=STATIONS[at].origin.hex())), WHERE),
    st.builds(lambda at: ("station.retired", "s", StationRetired(station=STATIONS[at].origin.hex())), WHERE),
    st.builds(
        lambda at, since, seq: ("station.revoked", "s", StationRevoked(station=STATIONS[at].origin.hex(), since=since, seq=seq)),
        WHERE,
        MOMENTS,
        st.integers(0, 5),
    ),
    st.builds(
        lambda who, until: ("station.invited", who, StationInvited(key=CODE.signing_public, member=who, until=until)),
        MEMBER_IDS,
        MOMENTS,
    ),
    st.builds(lambda who: ("invitation.withdrawn", who, InvitationWithdrawn(key=CODE.signing_public)), MEMBER_IDS),
    st.builds(lambda who, at: ("key.added", "k", key_of(who, STATIONS[at] if at else None)), WHO, WHERE),
    st.builds(lambda who, since: ("key.revoked", "k", KeyRevoked(key=who.signing_public, since=since)), WHO, st.none() | MOMENTS),
    st.builds(
        lambda who, role: ("member.added", who, Member(id=who, name="", title="", role=role)), MEMBER_IDS, st.sampled_from(Role)
    ),
    st.builds(lambda who, role: ("member.changed", who, {"role": role}), MEMBER_IDS, st.sampled_from(["admin", "auditor", "?"])),
)
STORIES = st.lists(st.tuples(WHERE, WHO, WHEN, TOLD), max_size=14)


@settings(max_examples=300, deadline=None)
@given(STORIES, st.randoms(use_true_random=False))
def test_any_order_and_any_duplicates_come_to_the_same(told: Sequence[Any], random: Random) -> None:
    story = Story()
    for at, by, hours, (kind, about, body) in told:
        story.tell(STATIONS[at], None if kind == "station.joined" else by, kind, about, body, hours=hours)
    shuffled = story.facts + random.choices(story.facts, k=5)
    random.shuffle(shuffled)
    assert judge(shuffled) == story.judged()


def test_every_authority_kind_has_a_body() -> None:
    assert set(KINDS) >= AUTHORITY_KINDS
