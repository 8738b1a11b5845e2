"""The other laptops on which a member can sign: what is decided about them here reaches those with their next sync."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from supervisor_app.domain.people import Role
from supervisor_app.services.laptops import elsewhere
from supervisor_app.services.lost_laptop import report_lost, retire_station
from supervisor_app.services.membership import end_member, give_pin
from supervisor_app.services.succession import RESTORED, go_on
from supervisor_app.services.syncing import sync_now
from tests.services.sync_sites import PATIENCE
from tests.services.two_laptops import BO_PIN, TwoLaptops, two_laptops


@pytest.fixture
def two(tmp_path: Path) -> Iterator[TwoLaptops]:
    with two_laptops(tmp_path, Role.ADMIN) as made:
        yield made


def test_a_laptop_of_theirs_is_named_with_when_it_was_heard_of_last_and_who_else_signs_there(two: TwoLaptops) -> None:
    two.time.now += timedelta(days=20)
    (place,) = elsewhere(two.a, two.bo.member_id)
    assert (place.line.name, place.line.heard, place.others) == ("Bay 2 laptop", "Not seen since 23 November", ())
    assert elsewhere(two.a, two.hannah.member_id) == ()
    give_pin(two.b, two.bo, two.hannah.member_id, "8642", BO_PIN)
    for site in (two.b, two.a):
        sync_now(site, patience=PATIENCE)
    (place,) = elsewhere(two.a, two.bo.member_id)
    assert place.others == ("Hannah Weber",)


def test_a_laptop_that_writes_no_more_is_not_named_and_one_that_was_restored_is(two: TwoLaptops) -> None:
    go_on(two.b, RESTORED)
    for site in (two.b, two.a):
        sync_now(site, patience=PATIENCE)
    (place,) = elsewhere(two.a, two.bo.member_id)
    assert place.line.origin == two.b.station.origin.hex()
    retire_station(two.a, two.hannah, "1234", place.line.origin)
    assert elsewhere(two.a, two.bo.member_id) == ()


def test_after_their_last_day_the_laptop_is_still_named_until_it_is_reported_lost(two: TwoLaptops) -> None:
    end_member(two.a, two.hannah, two.bo.member_id, two.time().date(), "1234")
    assert [place.line.name for place in elsewhere(two.a, two.bo.member_id)] == ["Bay 2 laptop"]
    report_lost(two.a, two.hannah, "1234", two.b.station.origin.hex(), two.time())
    assert elsewhere(two.a, two.bo.member_id) == ()
