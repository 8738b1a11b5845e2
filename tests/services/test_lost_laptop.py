"""A laptop is lost: what it wrote since is questioned, nothing new from it is believed, and the others read on without it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest

from supervisor_app.domain.erasure import Scope
from supervisor_app.domain.people import Role
from supervisor_app.errors import NotAllowed, UserError
from supervisor_app.services.appending import append, append_act
from supervisor_app.services.checking import check
from supervisor_app.services.erasing import erase, erasure_preview
from supervisor_app.services.join_requests import pending
from supervisor_app.services.joining import approve_station, ask_to_join
from supervisor_app.services.laptops import Standing, laptops
from supervisor_app.services.lost_laptop import report_lost, retire_station, written_since
from supervisor_app.services.membership import add_member, change_member
from supervisor_app.services.opened_site import Site
from supervisor_app.services.questioned import count_questioned, questioned
from supervisor_app.services.rights import Right, lapsed, may
from supervisor_app.services.signing_in import list_members, sign_in
from supervisor_app.services.site import site_facts
from supervisor_app.services.syncing import choose_shared, sync_now
from supervisor_app.services.unlocking import issuer_key, unlock
from supervisor_app.storage import people_queries, sign_off_queries
from tests.ledger.samples import sign_off
from tests.services.open_door import close_door
from tests.services.sync_sites import PATIENCE, Clock, closing, digest, empty, found, rename
from tests.services.two_laptops import BO_PIN, TwoLaptops, two_laptops


@dataclass
class Two(TwoLaptops):
    """Hannah's laptop and Bo's, which will be lost."""

    def sign(self, identity: str) -> None:
        """Bo signs somebody off on the laptop that will be lost."""
        now = self.time()
        with self.b.database.write() as connection:
            body = sign_off(identity)
            keys = unlock(self.b, self.bo, "24680")
            append_act(self.b, connection, self.bo, keys, "assessment.signed", about="w1", body=body, meaning="", signed_at=now)

    def reason(self, site: Site, identity: str) -> str | None:
        with site.database.read() as connection:
            line = sign_off_queries.line(connection, identity)
        return line.questioned if line else None


@pytest.fixture
def two(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Two]:
    close_door(monkeypatch)
    with two_laptops(tmp_path, Role.ASSESSOR) as made:
        yield Two(**vars(made))


def test_what_a_lost_laptop_wrote_before_stays_and_what_it_wrote_since_is_questioned(two: Two) -> None:
    two.sign("before")
    two.time.now += timedelta(hours=1)
    since = two.time()
    two.time.now += timedelta(hours=1)
    two.sign("after")
    two.sync()
    before = site_facts(two.a).issuer_did
    report = report_lost(two.a, two.hannah, "1234", two.b.station.origin.hex(), since, new_issuer_key=True)
    assert (report.station_name, report.keys, report.questioned) == ("Bay 2 laptop", 1, 1)
    assert site_facts(two.a).issuer_did != before
    assert two.reason(two.a, "before") == ""
    assert "reported lost" in (two.reason(two.a, "after") or "")
    (line,) = questioned(two.a)
    assert (line.kind, line.subject, line.member) == ("assessment.signed", "after", two.bo.member_id)
    assert count_questioned(two.a) == 1
    assert issuer_key(two.a, unlock(two.a, two.hannah, "1234"))
    assert check(two.a).sound


def test_before_it_is_reported_one_sees_how_much_it_wrote_since(two: Two) -> None:
    two.sign("before")
    two.time.now += timedelta(hours=1)
    since = two.time()
    two.sign("after")
    two.sync()
    assert written_since(two.a, two.b.station.origin.hex(), since) == 1
    assert [(line.name, line.here, line.standing) for line in laptops(two.a)][1] == ("Bay 2 laptop", False, Standing.APPROVED)
    report_lost(two.a, two.hannah, "1234", two.b.station.origin.hex(), since)
    lost = laptops(two.a)[1]
    assert (lost.standing, lost.ended) == (Standing.LOST, since.date())


def test_what_a_thief_writes_later_is_kept_and_believed_by_nobody(two: Two) -> None:
    two.sync()
    report_lost(two.a, two.hannah, "1234", two.b.station.origin.hex(), two.time())
    two.sync(two.a)
    with two.b.database.write() as connection:
        append(two.b, connection, "worker.recorded", by="", about="thief", body={"employee_no": "9", "given_name": "Thief"})
    two.sign("forged")
    two.sync(two.b, two.a)
    with two.a.database.read() as connection:
        assert people_queries.get_worker(connection, "thief") is None
    assert "reported lost" in (two.reason(two.a, "forged") or "")
    assert check(two.a).sound


def test_the_lost_laptop_reads_nothing_new(two: Two) -> None:
    two.sync()
    report_lost(two.a, two.hannah, "1234", two.b.station.origin.hex(), two.time())
    with two.a.database.write() as connection:
        append(two.a, connection, "worker.recorded", by="", about="new", body={"employee_no": "8", "given_name": "New"})
    two.sync(two.a, two.b)
    with two.b.database.read() as connection:
        assert people_queries.get_worker(connection, "new") is None


def test_only_an_admin_reports_a_laptop_and_never_their_own_nor_twice(two: Two) -> None:
    theirs, own = two.b.station.origin.hex(), two.a.station.origin.hex()
    with pytest.raises(NotAllowed, match="may not administer"):
        report_lost(two.b, two.bo, "24680", own, two.time())
    with pytest.raises(NotAllowed, match="you sit at"):
        report_lost(two.a, two.hannah, "1234", own, two.time())
    with pytest.raises(NotAllowed, match="not right"):
        report_lost(two.a, two.hannah, "0000", theirs, two.time())
    with pytest.raises(UserError, match="still to come"):
        report_lost(two.a, two.hannah, "1234", theirs, two.time() + timedelta(days=1))
    report_lost(two.a, two.hannah, "1234", theirs, two.time())
    with pytest.raises(UserError, match="already"):
        report_lost(two.a, two.hannah, "1234", theirs, two.time())


def test_a_laptop_put_away_keeps_what_it_wrote_and_says_why_it_signs_no_more(two: Two) -> None:
    two.sign("before")
    two.sync()
    retire_station(two.a, two.hannah, "1234", two.b.station.origin.hex())
    two.sync(two.a, two.b)
    assert two.reason(two.b, "before") == ""
    two.sign("after")
    two.sync(two.b, two.a)
    assert "retired" in (two.reason(two.a, "after") or "")
    assert digest(two.a) | {"witness": ""} == digest(two.b) | {"witness": ""}
    with pytest.raises(UserError, match="does not write"):
        retire_station(two.a, two.hannah, "1234", two.b.station.origin.hex())


def test_a_clock_that_was_set_back_does_not_let_somebody_sign_on(two: Two) -> None:
    """Bo's time ends and his laptop saw later days: with its clock set back nothing is offered, what is forced does not count."""
    end = two.time().date()
    bo = next(member for member in list_members(two.a) if member.id == two.bo.member_id)
    change_member(two.a, two.hannah, replace(bo, until=end), "1234")
    two.sync()
    assert may(two.b, two.bo, Right.OBSERVE).allowed
    two.time.now += timedelta(days=4)
    rename(two.a, "w1", "Nia")
    two.sync()
    two.time.now -= timedelta(days=4)
    permission = may(two.b, two.bo, Right.OBSERVE)
    assert "The clock of this laptop says" in permission.why_not
    assert "Set the clock" in permission.hint
    assert permission.why_not == lapsed(two.b, two.bo)
    two.sign("s1")
    two.sync()
    assert "had already seen" in (two.reason(two.a, "s1") or "")
    assert two.reason(two.a, "s1") == two.reason(two.b, "s1")


def test_an_erasure_reaches_what_a_lost_laptop_wrote_and_nobody_believes(two: Two) -> None:
    """Whether it came before the erasure or after it: the content is gone on every laptop of the site."""
    with two.a.database.write() as connection:
        body = {"employee_no": "9", "given_name": "Zanele", "family_name": "Dube"}
        append(two.a, connection, "worker.recorded", by=two.hannah.member_id, about="w9", body=body)
    two.sync()
    two.time.now += timedelta(hours=2)
    report_lost(two.a, two.hannah, "1234", two.b.station.origin.hex(), two.time() - timedelta(hours=1))
    rename(two.b, "w9", "Zanele from before")
    two.sync(two.b, two.a)
    erase(two.a, two.hannah, erasure_preview(two.a, two.hannah, "w9", Scope.EVERYTHING), "Asked.", "the worker", "1234")
    rename(two.b, "w9", "Zanele from after")
    two.sync(two.b, two.a)
    with two.a.database.read() as connection:
        rows = connection.exec_driver_sql("SELECT content FROM entry WHERE instr(content, 'Zanele') > 0").all()
        theirs = connection.exec_driver_sql("SELECT count(*) FROM entry WHERE content IS NULL").scalar()
    assert (rows, theirs) == ([], 3)
    assert b"Zanele" not in (two.a.folder / "records.sqlite").read_bytes()
    assert check(two.a).sound


def test_nobody_reports_the_laptop_lost_since_before_it_let_in_their_own(tmp_path: Path) -> None:
    """Else nobody would belong to the site any more: what let them in would be the word of a lost laptop."""
    time = Clock()
    a, b = found(tmp_path / "a", clock=time), empty(tmp_path / "b", 4, time)
    with closing(a, b):
        choose_shared(a, tmp_path / "site.db", True, patience=PATIENCE)
        hannah = sign_in(a, list_members(a)[0].id, "1234")
        bo = add_member(a, hannah, "Bo Quist", "", Role.ADMIN, "", "", own_pin="1234")
        time.now += timedelta(days=1)
        between = time()
        time.now += timedelta(days=1)
        choose_shared(b, tmp_path / "site.db", False, patience=PATIENCE)
        ask_to_join(b, "Bo Quist", "Bay 2 laptop", BO_PIN)
        for site in (b, a):
            sync_now(site, patience=PATIENCE)
        approve_station(a, hannah, "1234", pending(a)[0].station, bo.id)
        for site in (a, b):
            sync_now(site, patience=PATIENCE)
        session, before = sign_in(b, bo.id, BO_PIN), digest(b)
        with pytest.raises(UserError, match="no admin yourself"):
            report_lost(b, session, BO_PIN, a.station.origin.hex(), between)
        assert digest(b) == before
        report_lost(b, session, BO_PIN, a.station.origin.hex(), time())
        assert may(b, session, Right.ADMINISTER).allowed


def test_on_a_laptop_whose_approval_counts_no_more_nothing_is_signed(two: Two) -> None:
    """A third admin knows better than who let it in."""
    with two.b.database.write() as connection:
        connection.exec_driver_sql("DELETE FROM standing WHERE origin = ?", (two.b.station.origin,))
    answer = may(two.b, two.bo, Right.OBSERVE)
    assert (answer.allowed, answer.why_not) == (False, "This laptop does not belong to the site any more.")
