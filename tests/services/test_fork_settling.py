"""A fork that two groups of laptops hold differently: told, settled by an admin's act, healed on every side, nothing lost."""

from __future__ import annotations

import random
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from itertools import permutations
from pathlib import Path

import pytest

from supervisor_app.domain.erasure import Scope
from supervisor_app.errors import NotAllowed, UserError
from supervisor_app.services.erasing import erase, erasure_preview
from supervisor_app.services.fork_settling import settle_fork
from supervisor_app.services.open_forks import open_forks
from supervisor_app.services.opened_site import Site, open_site
from supervisor_app.services.signing_in import list_members, sign_in
from supervisor_app.services.sync_records import SyncReport
from supervisor_app.services.syncing import choose_shared, sync_now
from supervisor_app.storage import remote_records
from supervisor_app.storage.ledger_queries import Asked, walk
from tests.services.sync_sites import LIGHT, PATIENCE, Clock, add_people, digest, found, heads, join, let_in

FIRST, SECOND = range(100, 102), range(200, 203)
"""Employee numbers of the people in the branch of the laptop, and in the one of its copy."""


@dataclass
class Groups:
    """The admin's laptop and its copy, a laptop that holds the branch of each, one file; which branch lies there, tests say."""

    folder: Path
    shared: Path
    admin: Site
    copy: Site
    one: Site
    two: Site

    def sync(self, *sites: Site) -> list[SyncReport]:
        return [sync_now(site, patience=PATIENCE) for site in sites]

    @property
    def all(self) -> tuple[Site, ...]:
        return self.admin, self.copy, self.one, self.two


@pytest.fixture
def groups(tmp_path: Path) -> Iterator[Groups]:
    """The file went back to an older copy between the two branches; it holds the second one."""
    shared = tmp_path / "site.sqlite"
    admin = found(tmp_path / "admin")
    choose_shared(admin, shared, True, patience=PATIENCE)
    one, two = (join(tmp_path / name, shared, seed=seed, name=f"Laptop {name}") for seed, name in ((2, "one"), (3, "two")))
    let_in(admin, one, two)
    for site in (admin, one, two) * 2:
        sync_now(site, patience=PATIENCE)
    before = tmp_path / "before.sqlite"
    shutil.copy(shared, before)
    admin.close()
    shutil.copytree(tmp_path / "admin", tmp_path / "copy")
    admin, copy = (reopened(tmp_path / name, seed) for seed, name in ((5, "admin"), (6, "copy")))
    made = Groups(tmp_path, shared, admin, copy, one, two)
    add_people(admin, len(FIRST), FIRST[0])
    made.sync(admin, one)
    shutil.copy(before, shared)
    add_people(copy, len(SECOND), SECOND[0])
    made.sync(copy, two)
    yield made
    for site in made.all:
        site.close()


def reopened(folder: Path, seed: int) -> Site:
    site = open_site(folder, clock=Clock(), randomness=random.Random(seed).randbytes, state=folder.with_name(f"state-{seed}"))
    site.sealing = LIGHT
    return site


def people(site: Site) -> list[str]:
    with site.database.read() as connection:
        return [row[0] for row in connection.exec_driver_sql("SELECT employee_no FROM worker ORDER BY employee_no")]


def settle(site: Site, which: range) -> None:
    """Let the admin keep the branch that begins with the first of some people."""
    [fork] = open_forks(site)
    keep = next(branch for branch in fork.branches if branch.records == len(which))
    settle_fork(site, sign_in(site, list_members(site)[0].id, "1234"), "1234", keep.hash)


def expected() -> list[str]:
    return [f"{number:06}" for number in (*FIRST, *SECOND)]


def rest(groups: Groups, order: tuple[Site, ...]) -> None:
    for _ in range(4):
        reports = groups.sync(*order)
    assert [report.sentence for report in reports if not report.clean] == []


def test_a_fork_is_told_to_everybody_with_what_both_branches_hold(groups: Groups) -> None:
    [report] = groups.sync(groups.one)
    assert report.forks
    groups.sync(groups.two)
    for site in (groups.one, groups.two):
        [fork] = open_forks(site)
        assert sorted(branch.records for branch in fork.branches) == [len(FIRST), len(SECOND)]
        assert [branch.records for branch in fork.branches if branch.here] == [len(FIRST if site is groups.one else SECOND)]
        assert fork.admins == ("Hannah Weber",)
        assert all(branch.kinds for branch in fork.branches)
    groups.sync(*groups.all)
    assert people(groups.one) != people(groups.two), "nobody has decided"


def told(site: Site) -> int:
    with site.database.read() as connection:
        return int(connection.exec_driver_sql("SELECT count(*) FROM entry WHERE kind = 'fork.seen'").scalar_one())


def change(groups: Groups, column: str, before_the_end: int) -> None:
    """Change a row of the second branch by hand, counted from the last one."""
    origin, value = groups.admin.station.origin, {"hash": "randomblob(32)", "at": "at + 1", "sig": "randomblob(64)"}[column]
    with closing(sqlite3.connect(groups.shared)) as plain, plain:
        last = "(SELECT max(seq) FROM entry WHERE origin = ?1)"
        plain.execute(f"UPDATE entry SET {column} = {value} WHERE origin = ?1 AND seq = {last} - ?2", (origin, before_the_end))


@pytest.mark.parametrize("column", ["hash", "at", "sig"])
@pytest.mark.parametrize("back", [1, 2, 3])
def test_rows_changed_before_the_parting_are_not_taken_for_it(groups: Groups, column: str, back: int) -> None:
    for one in range(back):
        change(groups, column, len(SECOND) + one)
    groups.sync(groups.one)
    [fork] = open_forks(groups.one)
    assert sorted(branch.records for branch in fork.branches) == [len(FIRST), len(SECOND)]
    assert told(groups.one) == 1
    groups.sync(groups.one, groups.one)
    assert told(groups.one) == 1


@pytest.mark.parametrize("column", ["hash", "at", "sig"])
def test_a_branch_whose_beginning_was_changed_is_told_once_it_was_put_right(groups: Groups, column: str) -> None:
    """What proves nothing is not written down, with each sync once more."""
    change(groups, column, len(SECOND) - 1)
    for _ in range(3):
        [report] = groups.sync(groups.one)
        assert not report.clean
    assert (told(groups.one), open_forks(groups.one)) == (0, ())
    for _ in range(4):
        groups.sync(groups.one, groups.two, groups.copy, groups.admin)
    assert len(open_forks(groups.one)) == 1
    assert told(groups.one) == 1


@pytest.mark.parametrize("kept", [FIRST, SECOND])
def test_the_branch_that_an_admin_keeps_stands_everywhere_and_nothing_is_lost(groups: Groups, kept: range) -> None:
    groups.sync(groups.one, groups.two)
    settle(groups.two, kept)
    rest(groups, groups.all)
    assert {tuple(people(site)) for site in groups.all} == {tuple(expected())}
    assert all(digest(site) == digest(groups.one) for site in groups.all)
    assert all(heads(site) == heads(groups.one) for site in groups.all)
    assert all(open_forks(site) == () for site in groups.all)
    assert len({site.station.origin for site in groups.all}) == 4


@pytest.mark.parametrize("kept", [FIRST, SECOND])
@pytest.mark.parametrize("order", list(permutations(range(4)))[::5])
def test_the_order_in_which_laptops_hear_of_it_does_not_matter(groups: Groups, kept: range, order: tuple[int, ...]) -> None:
    groups.sync(groups.one, groups.two)
    settle(groups.one, kept)
    rest(groups, tuple(groups.all[number] for number in order))
    assert {tuple(people(site)) for site in groups.all} == {tuple(expected())}
    assert all(digest(site) == digest(groups.one) for site in groups.all)


def test_a_branch_that_only_its_own_laptop_still_keeps_comes_back_from_there_and_the_laptop_goes_on_once(groups: Groups) -> None:
    groups.sync(groups.one, groups.two)
    groups.sync(groups.admin)  # finds the other branch there, and keeps its own as proof
    settle(groups.two, FIRST)
    left = (groups.admin, groups.copy, groups.two)
    rest(groups, left)
    origins = [site.station.origin for site in left]
    rest(groups, left)
    assert [site.station.origin for site in left] == origins
    assert {tuple(people(site)) for site in left} == {tuple(expected())}
    assert all(heads(site) == heads(groups.two) for site in left)


def test_what_was_written_anew_before_its_branch_came_to_stand_is_shown_once(groups: Groups) -> None:
    groups.sync(groups.admin, groups.one, groups.two)  # the file holds the copy's branch: this laptop writes its own anew
    settle(groups.one, FIRST)
    rest(groups, groups.all)
    for site in groups.all:
        with site.database.read() as connection:
            assert len(connection.exec_driver_sql("SELECT 1 FROM entry GROUP BY content_digest HAVING count(*) > 1").all()) == 2
            for (worker,) in connection.exec_driver_sql("SELECT id FROM worker").all():
                assert len(list(walk(connection, Asked(subjects=(worker,))))) == 1


@pytest.mark.parametrize("order", list(permutations(range(4)))[::5])
def test_an_erasure_in_one_branch_takes_nothing_that_lies_in_its_place_in_the_other(
    groups: Groups, order: tuple[int, ...]
) -> None:
    session = sign_in(groups.admin, list_members(groups.admin)[0].id, "1234")
    with groups.admin.database.read() as connection:
        statement = "SELECT id FROM worker WHERE employee_no = ?"
        worker = connection.exec_driver_sql(statement, (f"{FIRST[0]:06}",)).scalar_one()
    shown = erasure_preview(groups.admin, session, worker, Scope.EVERYTHING)
    erase(groups.admin, session, shown, "They asked for it.", "the worker", "1234")
    groups.sync(groups.one)
    settle(groups.one, SECOND)
    rest(groups, tuple(groups.all[number] for number in order))
    for site in groups.all:
        assert [one for one in people(site) if one] == expected()[1:]
        assert digest(site) == digest(groups.one)


def test_of_two_admins_who_decide_apart_the_first_wins_on_all_laptops(groups: Groups) -> None:
    groups.sync(groups.one, groups.two)
    settle(groups.one, FIRST)
    settle(groups.two, SECOND)
    rest(groups, groups.all)
    assert {tuple(people(site)) for site in groups.all} == {tuple(expected())}
    assert all(digest(site) == digest(groups.one) for site in groups.all)


def test_a_decision_that_turns_out_later_to_be_the_first_takes_its_branch_back_from_what_was_kept(groups: Groups) -> None:
    groups.sync(groups.one, groups.two)
    settle(groups.one, FIRST)  # earlier, on a laptop that stays offline
    settle(groups.two, SECOND)
    groups.sync(groups.two, groups.admin, groups.copy, groups.two)
    rest(groups, groups.all)
    assert {tuple(people(site)) for site in groups.all} == {tuple(expected())}
    assert all(digest(site) == digest(groups.one) for site in groups.all)


def test_what_is_moved_back_is_kept_whole_also_where_only_the_file_had_it(groups: Groups) -> None:
    groups.sync(groups.one)
    settle(groups.one, FIRST)
    groups.sync(groups.one)
    with groups.one.database.read() as connection:
        kept = [item for item in remote_records.in_quarantine(connection) if item.reason == "fork"]
    assert len(kept) >= len(SECOND)
    assert all(item.row for item in kept)


def test_only_an_admin_settles_and_only_once(groups: Groups) -> None:
    groups.sync(groups.one)
    [fork] = open_forks(groups.one)
    session = sign_in(groups.one, list_members(groups.one)[0].id, "1234")
    with pytest.raises(NotAllowed):
        settle_fork(groups.one, session, "9999", fork.branches[0].hash)
    settle_fork(groups.one, session, "1234", fork.branches[0].hash)
    with pytest.raises(UserError, match="decided already"):
        settle_fork(groups.one, session, "1234", fork.branches[1].hash)
