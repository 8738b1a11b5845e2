"""Clocks wrong by years, ours or another laptop's: nothing is lost, and the Sync page says which to look at."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from supervisor_app.ledger.clock import moment_of
from supervisor_app.services.opened_site import Site
from supervisor_app.services.syncing import overview, sync_now
from supervisor_app.storage import ledger_store
from tests.services.sync_sites import PATIENCE, START, Clock, add_people, closing, join, let_in
from tests.services.test_syncing import Two, assert_same, two

__all__ = ["two"]
YEARS = timedelta(days=800)


def shift(site: Site, by: timedelta) -> None:
    site.clock.now += by  # type: ignore[attr-defined]


def sync(*sites: Site) -> None:
    for site in sites:
        assert sync_now(site, patience=PATIENCE).clean


def titles(site: Site) -> list[str]:
    return [remark.title for remark in overview(site).remarks]


def test_another_laptop_whose_clock_is_years_ahead_is_named(two: Two):
    let_in(two.a, two.b)
    shift(two.b, YEARS)
    add_people(two.b, 2)
    sync(two.b, two.a)
    [remark] = overview(two.a).remarks
    assert remark.title == "The clock of Bay 2 laptop or of this one is wrong"
    assert "Bay 2 laptop has records of 31 January 2029; the clock of this laptop says 23 November 2026." in remark.sentence
    add_people(two.a, 1, first=50)
    sync(two.a, two.b, two.a, two.b)
    assert_same(two.a, two.b)


def test_our_own_clock_put_right_after_years_ahead_breaks_nothing_and_is_said(two: Two):
    shift(two.b, YEARS)
    add_people(two.b, 2)
    sync(two.b, two.a)
    shift(two.b, -YEARS)
    add_people(two.b, 3, first=10)
    sync(two.b, two.a, two.b)
    assert_same(two.a, two.b)
    assert titles(two.b) == ["The clock of this laptop went back"]


def newest(site: Site) -> timedelta:
    """How far the newest record of a laptop is dated ahead of its clock."""
    with site.database.read() as connection:
        return moment_of(ledger_store.heads(connection)[site.station.origin].at) - site.clock()


def test_a_laptop_that_nobody_let_in_moves_nobodys_clock_and_calls_nobodys_wrong(two: Two, tmp_path: Path):
    """Whoever can write on the shared file can ask to join, dated as they like: signatures would seem to be of next year."""
    ahead = [join(tmp_path / f"x{seed}", two.shared, seed, clock=Clock(START + timedelta(days=300))) for seed in (8, 9)]
    with closing(*ahead):
        sync(*ahead, two.a)
        add_people(two.a, 1, first=70)
        assert newest(two.a) < timedelta(minutes=1)
        assert overview(two.a).remarks == ()


def test_our_own_clock_years_behind_is_told_by_all_the_others(two: Two, tmp_path: Path):
    c = join(tmp_path / "c", two.shared, seed=3, name="Gate office")
    with closing(c):
        let_in(two.a, two.b, c)
        shift(c, YEARS)
        shift(two.b, YEARS)
        add_people(c, 1)
        add_people(two.b, 1, first=60)
        sync(c, two.b, two.a)
        assert titles(two.a) == ["The clock of this laptop is wrong"]
        add_people(two.a, 2, first=80)
        sync(two.a, two.b, c, two.a, two.b, c, two.a)
        assert_same(two.a, two.b, c)


def test_a_clock_before_1970_and_one_in_the_year_9000_lose_nothing(two: Two):
    two.a.clock.now = two.a.clock.now.replace(year=1961)  # type: ignore[attr-defined]
    two.b.clock.now = two.b.clock.now.replace(year=4100)  # type: ignore[attr-defined]
    add_people(two.a, 2)
    add_people(two.b, 2, first=40)
    sync(two.a, two.b, two.a, two.b)
    assert_same(two.a, two.b)
    assert titles(two.a)


def test_clocks_hours_apart_need_no_word(two: Two):
    shift(two.b, timedelta(hours=5))
    add_people(two.b, 2)
    sync(two.b, two.a)
    assert titles(two.a) == titles(two.b) == []
