"""A change that a clock far ahead overtakes: within a year nothing is overtaken, beyond it the change is refused in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest

from supervisor_app.domain.people import PersonFields, Role
from supervisor_app.domain.retention import RecordClass
from supervisor_app.errors import UserError
from supervisor_app.services.issuer_name import choose_issuer_name
from supervisor_app.services.list_validity import choose_list_days, list_days
from supervisor_app.services.lost_laptop import report_lost, retire_station
from supervisor_app.services.membership import add_member, change_member, end_member
from supervisor_app.services.people import (
    add_worker,
    change_worker,
    get_worker,
    mark_left,
    preview_import,
    run_import,
    search_people,
)
from supervisor_app.services.signing_in import list_members, sign_in
from supervisor_app.services.site import site_facts
from supervisor_app.services.site_changes import SiteChange, change_site, set_retention
from supervisor_app.services.succession import RESTORED, go_on
from supervisor_app.services.syncing import sync_now
from supervisor_app.ui.pages.import_words import result_words
from tests.services.sync_sites import PATIENCE, digest, heads, join, let_in
from tests.services.two_laptops import BO_PIN, TwoLaptops, two_laptops

AHEAD = timedelta(days=800)
WORDS = "Nothing was changed: it would not show. The same was set on .*Bay 2 laptop.* while its clock said 31 January 2029"


@dataclass
class Two(TwoLaptops):
    """Hannah's laptop, and Bo's, who is an admin too; one clock for both unless a test moves Bo's."""

    def ahead(self, by: timedelta, change: SiteChange) -> None:
        """Bo changes the site while the clock is ahead; then it is put right."""
        self.time.now += by
        change_site(self.b, self.bo, change)
        self.time.now -= by
        self.sync()


@pytest.fixture
def two(tmp_path: Path) -> Iterator[Two]:
    with two_laptops(tmp_path, Role.ADMIN) as made:
        yield Two(**vars(made))


def test_a_change_after_a_clock_that_was_months_ahead_is_taken(two: Two) -> None:
    two.ahead(timedelta(days=300), SiteChange(name="Ahead"))
    assert change_site(two.a, two.hannah, SiteChange(name="After")).name == "After"
    two.sync(two.a, two.b)
    assert site_facts(two.b).name == "After"


def test_a_broken_clock_does_not_keep_a_slow_one_from_following_the_others(two: Two, tmp_path: Path) -> None:
    """One laptop years ahead, one an hour ahead: whoever read what the latter wrote still comes after it."""
    c = join(tmp_path / "c", tmp_path / "site.db", 9, name="Gate office")
    try:
        let_in(two.a, c)
        c.clock.now += AHEAD  # type: ignore[attr-defined]
        sync_now(c, patience=PATIENCE)
        change_site(c, sign_in(c, list_members(c)[0].id, "1234"), SiteChange(place="Ahead"))
        two.sync(c, two.a)
        two.ahead(timedelta(hours=1), SiteChange(name="An hour ahead"))
        assert change_site(two.a, two.hannah, SiteChange(name="After")).name == "After"
    finally:
        c.close()


def test_a_change_that_would_not_show_is_refused_with_whose_laptop_which_day_and_what_helps(two: Two) -> None:
    two.ahead(AHEAD, SiteChange(name="Ahead"))
    before = heads(two.a)
    with pytest.raises(UserError, match=WORDS) as told:
        change_site(two.a, two.hannah, SiteChange(name="After", place="Hall 2"))
    assert "make this change on" in told.value.hint
    assert heads(two.a) == before
    assert change_site(two.a, two.hannah, SiteChange(place="Hall 2")).place == "Hall 2"


def test_on_the_laptop_that_was_ahead_the_change_shows_once_its_clock_is_right(two: Two) -> None:
    two.ahead(AHEAD, SiteChange(name="Ahead"))
    change_site(two.b, two.bo, SiteChange(name="After"))
    two.sync()
    assert site_facts(two.a).name == site_facts(two.b).name == "After"


def test_once_that_laptop_is_reported_lost_the_change_is_taken(two: Two) -> None:
    two.ahead(AHEAD, SiteChange(name="Ahead"))
    report_lost(two.a, two.hannah, "1234", two.b.station.origin.hex(), two.time())
    assert change_site(two.a, two.hannah, SiteChange(name="After")).name == "After"


def test_of_a_laptop_that_was_restored_since_it_says_to_report_it_lost(two: Two) -> None:
    two.ahead(AHEAD, SiteChange(name="Ahead"))
    go_on(two.b, RESTORED)
    two.sync()
    told_on = (
        (two.a, two.hannah, "restored or put away since: report it lost"),
        (two.b, two.bo, "on another one"),
    )
    for site, session, words in told_on:
        with pytest.raises(UserError, match=WORDS) as told:
            change_site(site, session, SiteChange(name="After"))
        assert words in told.value.hint
    report_lost(two.a, two.hannah, "1234", two.b.station.origin.hex(), two.time())
    assert change_site(two.a, two.hannah, SiteChange(name="After")).name == "After"


def test_once_that_laptop_is_put_away_the_change_is_taken(two: Two) -> None:
    two.ahead(AHEAD, SiteChange(name="Ahead"))
    retire_station(two.a, two.hannah, "1234", two.b.station.origin.hex())
    assert change_site(two.a, two.hannah, SiteChange(name="After")).name == "After"


def test_the_times_of_keeping_and_the_end_of_lists_say_it_too(two: Two) -> None:
    two.time.now += AHEAD
    set_retention(two.b, two.bo, {RecordClass.DRAFTS: 40})
    choose_list_days(two.b, two.bo, 90)
    two.time.now -= AHEAD
    two.sync()
    with pytest.raises(UserError, match=WORDS):
        set_retention(two.a, two.hannah, {RecordClass.DRAFTS: 50})
    with pytest.raises(UserError, match=WORDS):
        choose_list_days(two.a, two.hannah, 30)
    assert list_days(two.a) == 90


def test_so_do_facts_about_people_and_members(two: Two) -> None:
    ana = add_worker(two.a, two.hannah, PersonFields(employee_no="7", given_name="Ana", family_name="Silva"))
    two.sync()
    bo = next(member for member in list_members(two.a) if member.id == two.bo.member_id)
    two.time.now += AHEAD
    change_worker(two.b, two.bo, ana.id, PersonFields(employee_no="7", given_name="Anna", family_name="Silva"))
    mark_left(two.b, two.bo, ana.id, two.time().date())
    change_member(two.b, two.bo, replace(bo, title="Ahead"), BO_PIN)
    two.time.now -= AHEAD
    two.sync()
    assert get_worker(two.a, ana.id).given_name == "Anna"
    with pytest.raises(UserError, match=WORDS):
        change_worker(two.a, two.hannah, ana.id, PersonFields(employee_no="7", given_name="Ana Maria", family_name="Silva"))
    with pytest.raises(UserError, match=WORDS):
        mark_left(two.a, two.hannah, ana.id, None)
    now = next(member for member in list_members(two.a) if member.id == bo.id)
    assert now.title == "Ahead"
    with pytest.raises(UserError, match=WORDS):
        change_member(two.a, two.hannah, replace(now, title="After"), "1234")
    assert end_member(two.a, two.hannah, bo.id, two.time().date(), "1234").ended_on == two.time().date()
    two.sync()
    assert digest(two.a) | {"witness": ""} == digest(two.b) | {"witness": ""}


def test_an_imported_list_says_how_many_of_its_changes_do_not_show(two: Two) -> None:
    old = "Number,Given name,Family name,Job\n7,Ana,Kowalska,Welder\n8,Ben,Okafor,Welder\n"
    assert run_import(two.a, two.hannah, preview_import(two.a, old.encode(), "people.csv")).new == 2
    two.sync(two.a, two.b)
    (ana,) = search_people(two.b, "Kowalska").rows
    two.time.now += AHEAD
    fitter = PersonFields(employee_no="7", given_name="Ana", family_name="Kowalska", job="Fitter")
    change_worker(two.b, two.bo, ana.id, fitter)
    two.time.now -= AHEAD
    two.sync()
    new = old.replace("Welder", "Setter")
    result = run_import(two.a, two.hannah, preview_import(two.a, new.encode(), "people.csv"))
    assert (result.changed, result.overtaken) == (1, 1)
    assert get_worker(two.a, ana.id).job == "Fitter"
    assert result_words(result)[1].endswith("Change one by hand, and it says what helps.")


def test_the_name_that_certificates_are_issued_under_and_a_last_day_say_it_too(two: Two) -> None:
    change_site(two.a, two.hannah, SiteChange(host="verify.example.com"))
    cleo = add_member(two.a, two.hannah, "Cleo Marsh", "", Role.ASSESSOR, "", "", own_pin="1234")
    two.sync(two.a, two.b)
    today = two.time().date()
    two.time.now += AHEAD
    choose_issuer_name(two.b, two.bo, by_web=True)
    end_member(two.b, two.bo, cleo.id, today, BO_PIN)
    two.time.now -= AHEAD
    two.sync()
    with pytest.raises(UserError, match=WORDS):
        choose_issuer_name(two.a, two.hannah, by_web=False)
    with pytest.raises(UserError, match=WORDS):
        end_member(two.a, two.hannah, cleo.id, None, "1234")
