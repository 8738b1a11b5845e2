"""A second member: who may, what it does, and that nothing overrides a safety stop."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from supervisor_app.domain.decision import Judgement, Outcome
from supervisor_app.domain.observation import Result
from supervisor_app.domain.people import Role
from supervisor_app.errors import InputError, NotAllowed, UserError
from supervisor_app.services.certificate_drawing import paper_named, render_pdf
from supervisor_app.services.checking import check
from supervisor_app.services.countersigning import COUNTERSIGN_MEANING
from supervisor_app.services.issuing import issue
from supervisor_app.services.membership import add_member
from supervisor_app.services.observing import safety_stop
from supervisor_app.services.records import record_whole
from supervisor_app.services.second_member import countersign_as, second_members
from supervisor_app.services.signing import SignedResult, sign, signed_result
from supervisor_app.services.signing_in import session_of
from supervisor_app.services.waiting import waiting_for
from tests.services.founded import DETAILS, PIN, SECOND_PIN, Founded, as_role, choice, found, observe

WHY = "The horn was broken; she called out instead."


@pytest.fixture
def at(tmp_path: Path) -> Iterator[Founded]:
    founded = found(tmp_path / "site")
    yield founded
    founded.site.close()


def kinder(at: Founded, **changes: object) -> SignedResult:
    """Hannah judges Ana competent although a critical step was missed."""
    draft_id = observe(at, at.ana, critical=Result.NOT_MET)
    facts: dict[str, object] = {"judgement": Judgement.COMPETENT, "judgement_reason": WHY, "level": "U"}
    return sign(at.site, at.hannah, draft_id, choice(at, Outcome.NOT_YET, **(facts | changes)), PIN)


def test_a_kinder_judgement_is_written_and_counts_for_nothing_until_somebody_else_countersigns(at: Founded) -> None:
    result = kinder(at)
    assert not result.counts
    assert not result.mastery.met
    assert result.offer is None
    with pytest.raises(Exception, match="rule of this checklist is not met"):
        issue(at.site, at.hannah, result.sign_off.id, DETAILS, PIN, at.time())
    after = countersign_as(at.site, at.marco.member_id, result.sign_off.id, SECOND_PIN, at.time(), "Looked at the truck")
    assert after.counts
    assert after.mastery.met
    assert after.offer is not None
    whole = record_whole(at.site, result.sign_off.id)
    assert [(one.name, one.meaning) for one in whole.confirmed_by] == [("Marco Rossi", COUNTERSIGN_MEANING)]
    assert not whole.waits
    assert check(at.site).sound


def test_a_kinder_judgement_needs_a_reason(at: Founded) -> None:
    with pytest.raises(InputError, match="differs from the rules"):
        kinder(at, judgement_reason=" ")


def test_nothing_overrides_a_safety_stop(at: Founded) -> None:
    draft_id = observe(at, at.ana)
    safety_stop(at.site, draft_id, "Raised forks over a person")
    with pytest.raises(NotAllowed, match="stopped for safety"):
        sign(at.site, at.hannah, draft_id, choice(at, judgement_reason=WHY), PIN)


def test_neither_the_assessor_nor_the_person_nor_somebody_without_the_right_may(at: Founded) -> None:
    result = kinder(at)
    ana = session_of(add_member(at.site, at.hannah, "Ana Kowalska", "", Role.ASSESSOR, at.ana.id, "9753", own_pin=PIN))
    auditor = as_role(at, Role.AUDITOR)
    for member, pin in ((at.hannah, PIN), (ana, "9753"), (auditor, "0000")):
        with pytest.raises(NotAllowed):
            countersign_as(at.site, member.member_id, result.sign_off.id, pin, at.time())
    able = second_members(at.site, result.sign_off.id)
    assert [member.name for member in able.members] == ["Marco Rossi"]
    assert not signed_result(at.site, result.sign_off.id, at.time().date()).counts


def test_a_wrong_pin_writes_nothing_and_the_second_time_there_is_nothing_to_countersign(at: Founded) -> None:
    result = kinder(at)
    with pytest.raises(NotAllowed, match="not right"):
        countersign_as(at.site, at.marco.member_id, result.sign_off.id, "0000", at.time())
    countersign_as(at.site, at.marco.member_id, result.sign_off.id, SECOND_PIN, at.time())
    with pytest.raises(UserError, match="does not wait"):
        countersign_as(at.site, at.marco.member_id, result.sign_off.id, SECOND_PIN, at.time())


def test_today_shows_what_waits_to_those_who_may(at: Founded) -> None:
    result = kinder(at)
    assert [line.sign_off_id for line in waiting_for(at.site, at.marco)] == [result.sign_off.id]
    assert waiting_for(at.site, at.hannah) == ()
    countersign_as(at.site, at.marco.member_id, result.sign_off.id, SECOND_PIN, at.time())
    assert waiting_for(at.site, at.marco) == ()


def test_where_nobody_else_has_a_pin_it_says_what_to_do(at: Founded) -> None:
    draft_id = observe(at, at.yusef, critical=Result.NOT_MET)  # Marco is Yusef on the list of people
    chosen = choice(at, Outcome.NOT_YET, judgement=Judgement.COMPETENT, judgement_reason=WHY, level="U")
    result = sign(at.site, at.hannah, draft_id, chosen, PIN)
    able = second_members(at.site, result.sign_off.id)
    assert able.members == ()
    assert "another laptop" in able.why_none


def test_the_certificate_says_why_it_was_judged_kinder_and_who_countersigned(at: Founded) -> None:
    result = kinder(at)
    countersign_as(at.site, at.marco.member_id, result.sign_off.id, SECOND_PIN, at.time())
    issued = issue(at.site, at.hannah, result.sign_off.id, DETAILS, PIN, at.time())
    evidence = issued.facts.evidence
    assert evidence is not None
    assert ("Kinder than the rules, because", WHY) in evidence.figures
    assert [one.heading for one in evidence.signatures if one.name == "Marco Rossi"] == ["Countersigned by"]
    assert render_pdf(at.site, issued.facts.credential_id, paper_named("A4")).startswith(b"%PDF")
