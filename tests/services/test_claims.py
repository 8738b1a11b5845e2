"""Two laptops sign under one number: both records are kept, listed, led to and told everywhere, and the tables agree."""

from __future__ import annotations

import json
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest

from supervisor_app.domain.erasure import Scope
from supervisor_app.services.appending import append, append_act
from supervisor_app.services.checking import check
from supervisor_app.services.erasing import erase, erasure_preview
from supervisor_app.services.ledger_filter import LedgerFilter, SubjectKind
from supervisor_app.services.ledger_finding import subject_named
from supervisor_app.services.ledger_page import ledger_lines
from supervisor_app.services.lost_laptop import report_lost
from supervisor_app.services.opened_site import Site
from supervisor_app.services.people_story import person_story
from supervisor_app.services.questioned_lines import QuestionedLine, questioned_lines
from supervisor_app.services.session import Session
from supervisor_app.services.subject_access import export_person
from supervisor_app.services.unlocking import unlock
from supervisor_app.storage import privacy_queries
from supervisor_app.storage.ledger_queries import END
from tests.ledger.samples import sign_off
from tests.services.sync_sites import digest
from tests.services.test_lost_laptop import Two, two

__all__ = ["two"]


def put(site: Site, session: Session, pin: str, identity: str, worker: str, minutes: int) -> None:
    """Sign a record under an id that is not drawn by lot."""
    now = site.clock()
    with site.database.write() as connection:
        keys = unlock(site, session, pin)
        body = sign_off(identity, worker=worker, minutes=minutes)
        append_act(site, connection, session, keys, "assessment.signed", about=worker, body=body, meaning="", signed_at=now)


@pytest.fixture
def contested(two: Two) -> Two:
    """Hannah signs r1 about w1; Bo signs another record about w2 under the same number."""
    with two.a.database.write() as connection:
        for worker, name in (("w1", "Ana"), ("w2", "Ben")):
            append(two.a, connection, "worker.recorded", by="", about=worker, body={"given_name": name})
    put(two.a, two.hannah, "1234", "r1", "w1", 0)
    two.time.now += timedelta(hours=1)
    put(two.b, two.bo, "24680", "r1", "w2", 1)
    two.sync()
    return two


def lines(site: Site) -> tuple[QuestionedLine, ...]:
    return questioned_lines(site)


def test_both_laptops_come_to_the_same_and_their_check_finds_them_sound(contested: Two) -> None:
    for site in (contested.a, contested.b):
        report = check(site)
        assert report.sound
        assert [one.finding[:25] for one in report.checks if one.name == "Numbers of records"] == ["1 signed more than once w"]
        assert len(lines(site)) == 2
        assert contested.reason(site, "r1") == next(line.reason for line in lines(site) if not line.beside)
    assert digest(contested.a) == digest(contested.b)


def test_each_of_them_is_led_to_and_both_are_seen(contested: Two) -> None:
    standing, other = sorted(lines(contested.a), key=lambda line: bool(line.beside))
    assert (standing.sign_off_id, standing.beside, other.sign_off_id) == ("r1", "", "")
    assert "by Bo Quist on 23 November 2026" in standing.reason
    assert "by Hannah Weber on 23 November 2026" in other.reason
    for kind, name in ((SubjectKind.CLAIM, other.beside), (SubjectKind.RECORD, "r1")):
        seen = ledger_lines(contested.a, LedgerFilter(subject=subject_named(contested.a, kind, name)), END)
        assert {line.by for line in seen} == {"Hannah Weber", "Bo Quist"}
        assert all(line.doubt.startswith("Another record was signed with the same record number") for line in seen)


def test_reporting_the_laptop_lost_settles_it(contested: Two) -> None:
    report = report_lost(
        contested.a, contested.hannah, "1234", contested.b.station.origin.hex(), contested.time() - timedelta(minutes=30)
    )
    assert report.questioned == 1
    assert contested.reason(contested.a, "r1") == ""
    (line,) = lines(contested.a)
    assert line.reason.endswith("Under its number stands the record signed by Hannah Weber on 23 November 2026.")
    assert check(contested.a).sound


def test_what_somebody_is_given_about_themselves_has_the_record_that_does_not_stand(contested: Two, tmp_path: Path) -> None:
    """The one about w2 stands nowhere in the tables; it is about them all the same."""
    export_person(contested.a, contested.hannah, "w2", tmp_path / "person.zip")
    with zipfile.ZipFile(tmp_path / "person.zip") as pack:
        everything = json.loads(pack.read("everything.json"))
    assert [entry["content"]["body"]["id"] for entry in everything["entries"] if entry["kind"] == "assessment.signed"] == ["r1"]


def test_each_person_sees_their_own_record_and_that_it_does_not_count(contested: Two) -> None:
    for worker in ("w1", "w2"):
        (line,) = person_story(contested.a, worker, contested.time().date()).history
        assert line.doubt == "questioned"
        assert "It does not count: another record was signed with the same record number" in line.words
        with contested.a.database.read() as connection:
            assert [one.id for one in privacy_queries.signed_records(connection, worker)] == ["r1"]


@pytest.mark.parametrize(("worker", "left"), [("w1", "w2"), ("w2", "w1")])
def test_an_erasure_of_one_leaves_the_other_standing_alone(contested: Two, worker: str, left: str) -> None:
    shown = erasure_preview(contested.a, contested.hannah, worker, Scope.EVERYTHING)
    erase(contested.a, contested.hannah, shown, "Asked.", "the worker", "1234")
    contested.sync(contested.a, contested.b, contested.a)
    for site in (contested.a, contested.b):
        with site.database.read() as connection:
            assert connection.exec_driver_sql("SELECT worker, questioned FROM sign_off WHERE id = 'r1'").all() == [(left, "")]
            assert connection.exec_driver_sql("SELECT count(*) FROM claim").scalar() == 0
        assert lines(site) == ()
        assert check(site).sound
    assert digest(contested.a) == digest(contested.b)
