"""Who may act about one thing cannot reach another by naming it: an act is held against the record that it names.

Written as a changed program would write them: the member's own key, on their own laptop, with whatever body they like.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from supervisor_app.domain.certificate_acts import ChecklistWithdrawn
from supervisor_app.domain.decision import SignOff
from supervisor_app.domain.people import Role
from supervisor_app.ledger.bodies import AssessmentCountersigned
from supervisor_app.services.appending import append_act
from supervisor_app.services.issuing import issue
from supervisor_app.services.membership import Scope, add_member
from supervisor_app.services.people_story import person_story
from supervisor_app.services.records import record_whole
from supervisor_app.services.session import Session
from supervisor_app.services.signing_in import session_of
from supervisor_app.services.unlocking import unlock
from supervisor_app.services.withdrawing import withdrawal_of
from supervisor_app.storage import sign_off_queries
from tests.services.founded import DETAILS, PIN, Founded, found, signed
from tests.services.life_acts import life_of

THEIRS = "1122"


@pytest.fixture
def at(tmp_path: Path) -> Iterator[Founded]:
    made = found(tmp_path / "site")
    yield made
    made.site.close()


def scoped(at: Founded, role: Role, competency: str = "twice", teams: tuple[str, ...] = ()) -> Session:
    """Add a member who may act for one competency only."""
    scope = Scope(competencies=(competency,), teams=teams)
    return session_of(add_member(at.site, at.hannah, f"Robin {role}", "", role, "", THEIRS, own_pin=PIN, scope=scope))


def write(at: Founded, who: Session, kind: str, about: str, body: object) -> None:
    keys = unlock(at.site, who, THEIRS)
    with at.site.database.write() as connection:
        append_act(at.site, connection, who, keys, kind, about=about, body=body, meaning="", signed_at=at.time())


def stands(at: Founded, record: SignOff) -> bool:
    with at.site.database.read() as connection:
        return record.id in [one.sign_off.id for one in sign_off_queries.history(connection, record.worker_id, record.competency)]


@pytest.mark.parametrize("lie", ["competency", "worker_id", "team"])
def test_a_correction_of_what_one_may_sign_hides_no_record_of_what_one_may_not(at: Founded, lie: str) -> None:
    record = signed(at, at.ana).sign_off
    mine = {"competency": "twice", "worker_id": at.yusef.id, "team": "Stores"}[lie]
    robin = scoped(at, Role.ASSESSOR, "twice" if lie == "competency" else "forklift", ("Stores",) if lie == "team" else ())
    forged = replace(record, id="f" * 32, amends=record.id, amend_reason="r", assessor_id=robin.member_id, **{lie: mine})  # type: ignore[arg-type]
    write(at, robin, "assessment.amended", forged.worker_id, forged)
    with at.site.database.read() as connection:
        line = sign_off_queries.line(connection, forged.id)
    assert line is not None
    assert line.questioned == ""  # the right to sign this one is there: what it says about the other one is the attack
    assert stands(at, record)
    assert record_whole(at.site, record.id).corrected_by is None
    assert [held.competency for held in person_story(at.site, at.ana.id, at.time().date()).holds].count("forklift") == 1


def test_who_may_publish_one_checklist_withdraws_no_other(at: Founded) -> None:
    certificate = issue(at.site, at.hannah, signed(at, at.ana).sign_off.id, DETAILS, PIN, at.time())
    robin, digest, today = scoped(at, Role.QUALITY), at.digests["forklift"], at.time().date()
    write(
        at, robin, "checklist.withdrawn", digest, ChecklistWithdrawn(checklist=digest, competency="twice", on=today, reason="r")
    )
    assert withdrawal_of(at.site, digest, today) is None
    life = life_of(at.site, certificate.facts.credential_id)
    assert life is not None
    assert life.standing(today).holds


def test_who_may_countersign_one_team_countersigns_no_other(at: Founded) -> None:
    trainee = session_of(add_member(at.site, at.hannah, "Robin Trainee", "", Role.TRAINEE, "", THEIRS, own_pin=PIN))
    record = replace(signed(at, at.ana).sign_off, id="e" * 32, assessor_id=trainee.member_id, team="Paint shop")
    write(at, trainee, "assessment.signed", record.worker_id, record)
    stores = scoped(at, Role.ASSESSOR, "forklift", ("Stores",))
    said = AssessmentCountersigned(sign_off=record.id, worker_id=record.worker_id, competency="forklift", team="Stores")
    write(at, stores, "assessment.countersigned", record.worker_id, said)
    assert not stands(at, record)
    assert record_whole(at.site, record.id).waits
