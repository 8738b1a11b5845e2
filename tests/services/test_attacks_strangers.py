"""Laptops that only ask to join: whoever may write to the shared file makes any number of them, with any number of records."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from supervisor_app.domain.people import Role
from supervisor_app.services import sync_pulling, sync_strangers
from supervisor_app.services.inviting import invite, join_by_invitation
from supervisor_app.services.join_requests import has_joined, pending
from supervisor_app.services.membership import add_member
from supervisor_app.services.opened_site import Site
from supervisor_app.services.signing_in import list_members, sign_in
from supervisor_app.services.sync_overview import overview
from supervisor_app.services.sync_records import NOT_ALL, SyncReport
from supervisor_app.services.syncing import choose_shared, sync_now
from supervisor_app.storage import remote_records, strangers
from tests.services.sync_sites import PATIENCE, add_people, approve, closing, empty, heads, join
from tests.services.test_syncing import change
from tests.services.two_let_in import Two, shared, two

__all__ = ["shared", "two"]


@pytest.fixture(autouse=True)
def small_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sync_strangers, "MOST_RECORDS", 20)
    monkeypatch.setattr(sync_strangers, "MOST_LAPTOPS", 3)
    monkeypatch.setattr(sync_strangers, "MOST_LOOKS", 4)
    monkeypatch.setattr(sync_pulling, "PULL_BATCH", 7)


def asking(two: Two, folder: Path, seed: int, records: int = 0) -> Site:
    """A laptop that asks, and whatever it writes without being let in, on the shared file."""
    site = join(folder / f"asks {seed}", two.shared, seed, name=f"Asks {seed}")
    add_people(site, records, first=seed * 1000)
    two.sync(site)
    return site


@pytest.fixture
def crowd(shared: Two, tmp_path: Path) -> Iterator[Two]:
    """More laptops ask than there is room for, each with more than is taken."""
    crowd = [asking(shared, tmp_path, seed, 30) for seed in range(10, 18)]
    with closing(*crowd):
        yield shared


def held(site: Site, origin: bytes) -> int:
    return heads(site).get(origin, 0)


def told(report: SyncReport) -> list[str]:
    return [remark.title for remark in report.remarks if remark.title.startswith(NOT_ALL)]


def standing(site: Site) -> list[str]:
    return [remark.title for remark in overview(site).remarks if remark.title.startswith(NOT_ALL)]


def test_of_a_laptop_that_only_asks_no_more_is_taken_than_a_bound_and_that_is_told_once_and_stands(
    shared: Two, tmp_path: Path
) -> None:
    stranger = asking(shared, tmp_path, 3, 60)
    with closing(stranger):
        origin = stranger.station.origin
        report = sync_now(shared.a, patience=PATIENCE)
        assert held(shared.a, origin) == 20
        assert told(report) == [f"{NOT_ALL} of 1 laptop that was not let in"] == standing(shared.a)
        before = shared.shared.read_bytes()
        again = sync_now(shared.a, patience=PATIENCE)
        assert (again.moved, told(again), standing(shared.a)) == (False, [], told(report))
        assert shared.shared.read_bytes() == before


def test_what_was_not_taken_comes_once_the_laptop_is_let_in_on_every_laptop(shared: Two, tmp_path: Path) -> None:
    newcomer = asking(shared, tmp_path, 3, 60)
    with closing(newcomer):
        shared.sync(shared.a, shared.b)
        assert held(shared.b, newcomer.station.origin) == 20
        approve(shared.a)
        shared.sync(shared.a, shared.b, newcomer, shared.a, shared.b)
        assert heads(shared.a) == heads(shared.b) == heads(newcomer)
        assert (standing(shared.a), standing(shared.b)) == ([], [])


def test_the_bytes_of_a_laptop_that_only_asks_are_bounded_too(
    shared: Two, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sync_strangers, "MOST_BYTES", 2_000)
    newcomer = asking(shared, tmp_path, 3, 15)
    with closing(newcomer):
        origin = newcomer.station.origin
        shared.sync(shared.a)
        with shared.a.database.read() as connection:
            assert 2_000 <= strangers.bytes_of(connection, origin) < 2_400
        assert 1 < held(shared.a, origin) < 16
        approve(shared.a)
        shared.sync(shared.a, shared.b)
        assert held(shared.b, origin) == 16


def test_a_site_is_pulled_whole_however_many_ask_and_wherever_their_records_lie(crowd: Two, tmp_path: Path) -> None:
    add_people(crowd.a, 50)
    add_people(crowd.b, 50, first=500)
    crowd.sync(crowd.a, crowd.b, crowd.a)
    late = empty(tmp_path / "late", 5)
    with closing(late):
        choose_shared(late, crowd.shared, False, patience=PATIENCE)
        for _ in range(4):  # a few laptops are looked at in each sync
            crowd.sync(late)
        for site in (crowd.a, crowd.b):
            assert held(late, site.station.origin) == held(site, site.station.origin)


def test_only_so_many_laptops_that_ask_are_taken_and_another_one_once_there_is_a_place(crowd: Two) -> None:
    for _ in range(4):
        crowd.sync(crowd.a)
    assert len(pending(crowd.a)) == 3
    assert standing(crowd.a) == [f"{NOT_ALL} of 8 laptops that were not let in"]
    approve(crowd.a)
    for _ in range(4):
        crowd.sync(crowd.a)
    assert len(pending(crowd.a)) == 3
    for _ in range(2):
        approve(crowd.a)
        for _ in range(4):
            crowd.sync(crowd.a)
    assert (pending(crowd.a), standing(crowd.a)) == ((), [])


def test_with_an_invitation_a_laptop_is_let_in_however_many_ask(crowd: Two, tmp_path: Path) -> None:
    for _ in range(4):
        crowd.sync(crowd.a, crowd.b)
    hannah = sign_in(crowd.a, list_members(crowd.a)[0].id, "1234")
    bo = add_member(crowd.a, hannah, "Bo Quist", "", Role.ASSESSOR, "", "", own_pin="1234")
    made = invite(crowd.a, hannah, "1234", bo.id)
    crowd.sync(crowd.a)
    invited = empty(tmp_path / "invited", 6)
    with closing(invited):
        choose_shared(invited, crowd.shared, False, invitation=made.code, patience=PATIENCE)
        for _ in range(4):
            crowd.sync(invited)
        join_by_invitation(invited, made.code, "Bo's laptop", "24680")
        add_people(invited, 30, first=9000)
        crowd.sync(invited, crowd.a, crowd.b)
        assert has_joined(invited)
        origin = invited.station.origin
        assert held(crowd.a, origin) == held(crowd.b, origin) == held(invited, origin)


def test_who_was_turned_away_is_not_looked_at_again_and_nothing_is_remembered_of_what_is_on_the_file(
    crowd: Two, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(4):
        crowd.sync(crowd.a)

    def looked(*_: object) -> None:
        raise AssertionError

    monkeypatch.setattr(sync_pulling, "read_run", looked)
    assert not sync_now(crowd.a, patience=PATIENCE).moved
    with crowd.a.database.read() as connection:
        seen = remote_records.read_seen(connection, remote_records.chosen_store(connection)[0])
    assert seen.keys() == heads(crowd.a).keys()


def test_heads_that_somebody_invented_are_no_burden(shared: Two) -> None:
    row = "INSERT INTO head (origin, seq, hash, mark) VALUES (randomblob(16), 700000, randomblob(32), 0)"
    change(shared.shared, *[row] * 40)
    for _ in range(12):
        shared.sync(shared.a)
    assert heads(shared.a).keys() == {shared.a.station.origin, shared.b.station.origin}
    assert not sync_now(shared.a, patience=PATIENCE).moved
