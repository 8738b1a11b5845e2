"""Who may record nobody changes nobody: a changed program on the laptop of a trainee or auditor renames nobody and is named."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest

from supervisor_app.domain.people import PersonFields, Role
from supervisor_app.ledger.standing import NOBODY_RECORDS
from supervisor_app.services.appending import append
from supervisor_app.services.checking import check
from supervisor_app.services.membership import change_member
from supervisor_app.services.people import add_worker, get_worker
from supervisor_app.services.questioned import questioned
from supervisor_app.services.signing_in import list_members
from supervisor_app.services.syncing import sync_now
from supervisor_app.storage import ledger_writing, projections
from tests.services.sync_sites import PATIENCE, digest
from tests.services.two_laptops import TwoLaptops, two_laptops


@dataclass
class Two(TwoLaptops):
    """Hannah's laptop, and that of Bo, whose role the test says."""

    worker: str

    def rename(self) -> None:
        """Bo's program writes as if anybody had changed the worker, under whatever name."""
        with self.b.database.write() as connection:
            for by in (self.bo.member_id, self.hannah.member_id, ""):
                append(self.b, connection, "worker.recorded", by=by, about=self.worker, body={"given_name": "X", "badge": "7"})
            append(self.b, connection, "worker.left", by=self.bo.member_id, about=self.worker, body={"left_on": "2026-11-01"})

    def change(self, role: Role) -> None:
        bo = next(one for one in list_members(self.a) if one.id == self.bo.member_id)
        change_member(self.a, self.hannah, replace(bo, role=role), "1234")


def make(tmp_path: Path, role: Role) -> Iterator[Two]:
    with two_laptops(tmp_path, role) as made:
        worker = add_worker(made.a, made.hannah, PersonFields(employee_no="1", given_name="Ana", family_name="Kowalska"))
        made.sync(made.a, made.b)
        yield Two(**vars(made), worker=worker.id)


@pytest.fixture(params=[Role.TRAINEE, Role.AUDITOR, Role.QUALITY])
def weak(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Two]:
    yield from make(tmp_path, request.param)


@pytest.fixture
def manager(tmp_path: Path) -> Iterator[Two]:
    yield from make(tmp_path, Role.MANAGER)


def test_who_may_record_nobody_changes_nobody_and_is_named(weak: Two) -> None:
    weak.b.clock.now += timedelta(days=800)  # type: ignore[attr-defined] - a stamp that no other laptop would ever reach
    weak.rename()
    weak.b.clock.now -= timedelta(days=800)  # type: ignore[attr-defined]
    weak.sync()
    found = get_worker(weak.a, weak.worker)
    assert (found.given_name, found.badge, found.left_on) == ("Ana", "", None)
    assert {line.reason for line in questioned(weak.a)} == {NOBODY_RECORDS}
    assert digest(weak.a) == digest(weak.b)
    assert check(weak.a).sound


def test_who_may_record_people_does(manager: Two) -> None:
    manager.rename()
    manager.sync()
    assert get_worker(manager.a, manager.worker).given_name == "X"
    assert questioned(manager.a) == ()


def test_a_name_that_would_turn_or_fill_the_page_is_shown_without_what_does_it(manager: Two) -> None:
    with manager.b.database.write() as connection:
        body = {"given_name": "Ana\u202eakslawoK\x1b[2J", "family_name": "K" * 1_000_000, "badge": "7\n8"}
        append(manager.b, connection, "worker.recorded", by=manager.bo.member_id, about=manager.worker, body={"given_name": "x"})
        content = msgspec.json.encode({"v": 1, "by": manager.bo.member_id, "about": manager.worker, "body": body})
        station, now = manager.b.station, manager.b.clock()
        ledger_writing.append(connection, station, "worker.recorded", content, now=now, salt=bytes(16))
    manager.sync()
    shown = get_worker(manager.a, manager.worker)
    assert (shown.given_name, shown.family_name, shown.badge) == ("AnaakslawoK[2J", "K" * 200, "78")


def test_a_role_that_was_taken_before_the_change_is_known_on_both_sides_takes_the_change_back(manager: Two) -> None:
    manager.change(Role.AUDITOR)
    manager.rename()  # on a laptop that has not heard of it, a moment later
    sync_now(manager.b, patience=PATIENCE)
    assert get_worker(manager.b, manager.worker).given_name == "X"
    manager.sync()
    for site in (manager.a, manager.b):
        assert get_worker(site, manager.worker).given_name == "Ana"
        with site.database.write() as connection:
            before = projections.digest(connection)
            projections.rebuild(connection)
            assert projections.digest(connection) == before
    assert digest(manager.a) == digest(manager.b)
