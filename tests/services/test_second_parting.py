"""A chain that parts twice, and nobody ever saw the second two branches beside each other on the shared file."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass

import pytest

from supervisor_app.services.bringing_back import bring_back
from supervisor_app.services.checking import check
from supervisor_app.services.fork_settling import settle_fork
from supervisor_app.services.open_forks import OpenFork, open_forks
from supervisor_app.services.opened_site import Site
from supervisor_app.services.session import Session
from supervisor_app.services.signing_in import list_members, sign_in
from tests.services.sync_sites import add_people, digest, heads
from tests.services.test_fork_settling import FIRST, SECOND, Groups, groups, people, reopened

__all__ = ["groups"]

BURNT, THIRD = range(400, 401), range(300, 302)
"""Employee numbers of who is recorded by a copy of the copy, which burns, and of those (more) that the copy records meanwhile."""


def admin_on(site: Site) -> Session:
    return sign_in(site, list_members(site)[0].id, "1234")


def numbers(*ranges: range) -> list[str]:
    return [f"{number:06}" for which in ranges for number in which]


@dataclass
class Twice:
    """`one` holds the branch of the admin's laptop, and keeps of the copy's what went on after a copy of the copy."""

    groups: Groups
    copy: Site

    @property
    def one(self) -> Site:
        return self.groups.one

    @property
    def left(self) -> tuple[Site, ...]:
        return self.groups.one, self.groups.two, self.copy, self.groups.admin

    def keep_the_copy(self) -> None:
        """Let the admin decide on `one` for the branch that it does not hold, and the laptops hear of it."""
        [fork] = open_forks(self.one)
        keep = next(branch.hash for branch in fork.branches if not branch.here)
        settle_fork(self.one, admin_on(self.one), "1234", keep)
        self.groups.sync(self.one)


@pytest.fixture
def twice(groups: Groups) -> Iterator[Twice]:
    """The file goes back once more: what a copy of the copy wrote was met by `one` alone, beside its own branch."""
    before = groups.folder / "second.sqlite"
    shutil.copy(groups.shared, before)
    groups.copy.close()
    shutil.copytree(groups.folder / "copy", groups.folder / "burnt")
    with ExitStack() as stack:
        burnt = stack.enter_context(closing(reopened(groups.folder / "burnt", 7)))
        copy = stack.enter_context(closing(reopened(groups.folder / "copy", 8)))
        add_people(burnt, len(BURNT), BURNT[0])
        groups.sync(burnt, groups.one)
        shutil.copy(before, groups.shared)
        yield Twice(groups, copy)


def second_parting(twice: Twice) -> OpenFork:
    """The copy went on as well, its branch stands, and `one` finds that what it keeps parts from it."""
    add_people(twice.copy, len(THIRD), THIRD[0])
    twice.groups.sync(twice.copy, twice.groups.two, twice.one)
    [first] = open_forks(twice.one)
    twice.keep_the_copy()
    [fork] = open_forks(twice.one)
    assert fork.number == first.number + len(SECOND)
    return fork


def test_the_second_parting_is_told_to_everybody_though_nobody_saw_both_branches_beside_each_other(twice: Twice) -> None:
    told = second_parting(twice)
    assert sorted((branch.records, branch.here) for branch in told.branches) == [(len(BURNT), False), (len(THIRD), True)]
    twice.groups.sync(twice.groups.two, twice.copy)
    for site in (twice.groups.two, twice.copy):
        [fork] = open_forks(site)
        assert (fork.number, {branch.hash for branch in fork.branches}) == (told.number, {one.hash for one in told.branches})
    assert people(twice.one) == numbers(SECOND, THIRD), "nobody has decided"


@pytest.mark.parametrize("keeps_burnt", [False, True])
def test_whichever_branch_of_the_second_parting_is_kept_every_record_stands_once_on_all_laptops(
    twice: Twice, keeps_burnt: bool
) -> None:
    fork = second_parting(twice)
    burnt, copied = sorted(fork.branches, key=lambda branch: branch.here)
    settle_fork(twice.one, admin_on(twice.one), "1234", (burnt if keeps_burnt else copied).hash)
    if not keeps_burnt:
        assert bring_back(twice.one, admin_on(twice.one), "1234", burnt.hash) == len(BURNT)
    for _ in range(4):
        reports = twice.groups.sync(*twice.left)
    assert [report.sentence for report in reports if not report.clean] == []
    assert {tuple(people(site)) for site in twice.left} == {tuple(numbers(FIRST, SECOND, THIRD, BURNT))}
    assert all(digest(site) == digest(twice.one) for site in twice.left)
    assert all(heads(site) == heads(twice.one) for site in twice.left)
    assert all(open_forks(site) == () for site in twice.left)
    assert all(check(site).sound for site in twice.left)


def test_what_is_kept_and_follows_on_what_stands_comes_with_it_and_is_no_parting(twice: Twice) -> None:
    twice.groups.sync(twice.one, twice.groups.two)
    twice.keep_the_copy()
    for _ in range(3):
        twice.groups.sync(twice.one, twice.groups.two, twice.groups.admin)
    for site in (twice.one, twice.groups.two, twice.groups.admin):
        assert open_forks(site) == ()
        assert people(site) == numbers(FIRST, SECOND, BURNT)
