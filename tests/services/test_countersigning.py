"""A trainee's sign-off counts once another authorised member has countersigned it; nobody countersigns their own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from supervisor_app.domain.certifying import IssueDetails
from supervisor_app.domain.decision import Outcome
from supervisor_app.domain.observation import Result
from supervisor_app.domain.people import Role
from supervisor_app.errors import NotAllowed, UserError
from supervisor_app.services.checking import check
from supervisor_app.services.countersigning import countersign
from supervisor_app.services.issue_offers import offers
from supervisor_app.services.issuing import issue
from supervisor_app.services.membership import add_member, change_member
from supervisor_app.services.rights import Right, lapsed, may
from supervisor_app.services.signing import sign, signed_result
from supervisor_app.services.signing_in import list_members, sign_in
from supervisor_app.services.waiting import may_countersign, waiting_sign_offs
from tests.services.founded import PIN, SECOND_PIN, Founded, choice, found, observe


@pytest.fixture
def at(tmp_path: Path) -> Iterator[Founded]:
    founded = found(tmp_path / "site")
    yield founded
    founded.site.close()


def by_trainee(at: Founded) -> Founded:
    """The same site with a trainee at the laptop."""
    member = add_member(at.site, at.hannah, "Tim New", "", Role.TRAINEE, "", "7777", own_pin=PIN)
    return replace(at, hannah=sign_in(at.site, member.id, "7777"))


def test_a_trainees_sign_off_waits_and_counts_once_it_is_countersigned(at: Founded) -> None:
    tim = by_trainee(at)
    result = sign(at.site, tim.hannah, observe(tim, at.ana), choice(tim), "7777")
    assert (result.counts, result.offer) == (False, None)
    assert offers(at.site, at.time().date()) == ()
    (line,) = waiting_sign_offs(at.site)
    assert line.id == result.sign_off.id
    with pytest.raises(NotAllowed, match="signed this one yourself"):
        countersign(at.site, tim.hannah, line.id, "7777", at.time())
    confirmed = countersign(at.site, at.hannah, line.id, PIN, at.time(), "I watched the second half.")
    assert not confirmed.waits
    assert waiting_sign_offs(at.site) == ()
    assert [offer.sign_off_id for offer in offers(at.site, at.time().date())] == [line.id]
    with pytest.raises(UserError, match="does not wait"):
        countersign(at.site, at.hannah, line.id, PIN, at.time())
    assert check(at.site).sound


def test_who_is_assessed_cannot_countersign(at: Founded) -> None:
    tim = by_trainee(at)
    sign(at.site, tim.hannah, observe(tim, at.yusef), choice(tim), "7777")
    (line,) = waiting_sign_offs(at.site)
    permission = may_countersign(at.site, at.marco, line)  # Marco is Yusef
    assert (permission.allowed, permission.why_not) == (False, "You cannot countersign your own assessment.")
    with pytest.raises(NotAllowed):
        countersign(at.site, at.marco, line.id, SECOND_PIN, at.time())


def test_rights_say_why_not_and_a_lapsed_assessor_cannot_sign(at: Founded) -> None:
    draft = observe(replace(at, hannah=at.marco), at.ana)
    marco = next(member for member in list_members(at.site) if member.id == at.marco.member_id)
    assert may(at.site, at.marco, Right.OBSERVE, competency="forklift", worker_id=at.ana.id).allowed
    assert not may(at.site, at.marco, Right.PUBLISH).allowed
    yesterday = at.time().date() - timedelta(days=1)
    change_member(at.site, at.hannah, replace(marco, until=yesterday), PIN)
    assert lapsed(at.site, at.marco) == "Your authorisation ended on 22 November 2026."
    with pytest.raises(NotAllowed, match="Your authorisation ended on 22 November 2026"):
        sign(at.site, at.marco, draft, choice(at), SECOND_PIN)


def test_the_scope_says_which_competencies_and_teams(at: Founded) -> None:
    marco = next(member for member in list_members(at.site) if member.id == at.marco.member_id)
    change_member(at.site, at.hannah, replace(marco, competencies=("twice",), teams=("Paint shop",)), PIN)
    assert may(at.site, at.marco, Right.OBSERVE, competency="forklift").why_not == "You are not authorised for this competency."
    why = may(at.site, at.marco, Right.OBSERVE, competency="twice", worker_id=at.ana.id).why_not
    assert why == "You are not authorised for people without a team."


def test_a_critical_miss_that_a_trainee_saw_holds_a_certificate_up_until_somebody_looked_at_it(at: Founded) -> None:
    good = sign(at.site, at.hannah, observe(at, at.ana), choice(at), PIN)
    assert good.offer is not None
    tim = by_trainee(at)
    draft = observe(tim, at.ana, critical=Result.NOT_MET)
    miss = sign(at.site, tim.hannah, draft, choice(tim, Outcome.NOT_YET), "7777")
    today = at.time().date()
    assert offers(at.site, today) == ()
    held = signed_result(at.site, good.sign_off.id, today)
    assert (held.offer, held.mastery.met) == (None, True)
    assert held.held.startswith("Tim New saw a critical step missed")
    with pytest.raises(UserError, match="nobody has looked at it"):
        issue(at.site, at.hannah, good.sign_off.id, IssueDetails(), PIN, at.time())
    again = sign(at.site, at.hannah, observe(at, at.ana), choice(at), PIN)  # a later success is no look at it
    assert again.offer is None
    countersign(at.site, at.hannah, miss.sign_off.id, PIN, at.time())
    assert signed_result(at.site, again.sign_off.id, today).held == ""
    assert [offer.sign_off_id for offer in offers(at.site, today)] == [again.sign_off.id]


def test_a_trainees_success_and_a_miss_in_another_competency_hold_nothing_up(at: Founded) -> None:
    tim = by_trainee(at)
    sign(at.site, tim.hannah, observe(tim, at.ana), choice(tim), "7777")
    sign(at.site, tim.hannah, observe(tim, at.yusef, critical=Result.NOT_MET), choice(tim, Outcome.NOT_YET), "7777")
    assert sign(at.site, at.hannah, observe(at, at.ana), choice(at), PIN).offer is not None
