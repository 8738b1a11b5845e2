"""A branch whose laptop is gone: an admin brings its records back, whoever keeps them writes them anew, nothing stands twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import permutations

import pytest

from supervisor_app.errors import NotAllowed, UserError
from supervisor_app.ledger import stand_ins
from supervisor_app.ledger.bodies import StationJoined
from supervisor_app.ledger.contents import encode_content
from supervisor_app.ledger.entry import digest_content
from supervisor_app.ledger.keys import new_station_key
from supervisor_app.ledger.stand_ins import proof_of
from supervisor_app.ledger.succession import written_anew
from supervisor_app.services.appending import append_act
from supervisor_app.services.bringing_back import bring_back
from supervisor_app.services.checking import check
from supervisor_app.services.fork_settling import settle_fork
from supervisor_app.services.kept_branches import runs_of
from supervisor_app.services.laptops import laptops
from supervisor_app.services.left_branches import left_branches
from supervisor_app.services.lost_laptop import report_lost
from supervisor_app.services.open_forks import open_forks
from supervisor_app.services.opened_site import Site
from supervisor_app.services.signing_in import list_members, sign_in
from supervisor_app.services.unlocking import unlock
from supervisor_app.storage import fork_queries, ledger_writing, projections, remote_records, sign_off_queries
from tests.ledger.samples import sign_off
from tests.services.sync_sites import Clock, digest, heads
from tests.services.test_fork_settling import FIRST, SECOND, Groups, expected, groups, people, rest, settle

__all__ = ["groups"]


def ask(site: Site) -> int:
    """Let the admin bring back the branch that does not stand."""
    with site.database.read() as connection:
        [fork] = fork_queries.told(connection)
    [lost] = [one.hash for one in fork.branches if one.hash != fork.keep]
    return bring_back(site, sign_in(site, list_members(site)[0].id, "1234"), "1234", lost)


def gone(groups: Groups, kept: range) -> tuple[Site, ...]:
    """Those that are left: the laptop whose branch does not stand is never seen again, the other copy comes last."""
    return groups.one, groups.two, groups.admin if kept is FIRST else groups.copy


@pytest.mark.parametrize("kept", [FIRST, SECOND])
@pytest.mark.parametrize("asks", ["one", "two"])
def test_records_whose_laptop_is_gone_come_back_on_every_laptop_once(groups: Groups, kept: range, asks: str) -> None:
    groups.sync(groups.one, groups.two)
    settle(groups.one, kept)
    left = gone(groups, kept)
    for _ in range(4):
        groups.sync(*left)
    assert {tuple(people(site)) for site in left} == {tuple(f"{number:06}" for number in kept)}, "they are lost to the user"
    ask(getattr(groups, asks))
    for _ in range(3):
        reports = groups.sync(*left)
    assert [report.sentence for report in reports if not report.clean] == []
    assert {tuple(people(site)) for site in left} == {tuple(expected())}
    assert all(digest(site) == digest(left[0]) for site in left)
    assert all(heads(site) == heads(left[0]) for site in left)
    assert twice(left[0]) == []
    assert all(check(site).sound for site in left)
    assert len(laptops(left[0])) == len({line.origin for line in laptops(left[0])}) == 3, "what stands in is no laptop"


def twice(site: Site) -> list[bytes]:
    """The contents that more than one entry has."""
    with site.database.read() as connection:
        rows = connection.exec_driver_sql("SELECT content_digest FROM entry GROUP BY content_digest HAVING count(*) > 1")
        return [row[0] for row in rows]


def settled(groups: Groups, kept: range = FIRST) -> tuple[Site, ...]:
    """One branch stands on the laptops that are left, the other one lies aside."""
    groups.sync(groups.one, groups.two)
    settle(groups.one, kept)
    left = gone(groups, kept)
    for _ in range(3):
        groups.sync(*left)
    return left


@pytest.mark.parametrize("order", list(permutations(range(4)))[::4])
def test_a_laptop_that_comes_back_after_all_writes_nothing_twice(groups: Groups, order: tuple[int, ...]) -> None:
    left = settled(groups)
    ask(groups.one)
    groups.sync(*left)
    rest(groups, tuple(groups.all[number] for number in order))
    assert {tuple(people(site)) for site in groups.all} == {tuple(expected())}
    assert all(digest(site) == digest(groups.one) for site in groups.all)
    assert all(heads(site) == heads(groups.one) for site in groups.all)
    assert twice(groups.one) == []


def test_of_a_laptop_that_was_back_before_nothing_is_brought_back(groups: Groups) -> None:
    settled(groups)
    rest(groups, groups.all)
    assert ask(groups.one) == 0
    rest(groups, groups.all)
    assert {tuple(people(site)) for site in groups.all} == {tuple(expected())}
    assert twice(groups.one) == []


def test_where_both_happen_apart_each_record_still_stands_once(groups: Groups) -> None:
    settled(groups)
    assert ask(groups.one) == len(SECOND)  # not synced yet
    groups.sync(groups.two, groups.copy, groups.two)
    rest(groups, groups.all)
    assert {tuple(people(site)) for site in groups.all} == {tuple(expected())}
    assert all(digest(site) == digest(groups.one) for site in groups.all)


def test_two_admins_who_bring_it_back_apart_come_to_the_same(groups: Groups) -> None:
    left = settled(groups)
    ask(groups.one)
    ask(groups.two)
    for _ in range(3):
        groups.sync(*left)
    assert {tuple(people(site)) for site in left} == {tuple(expected())}
    assert all(digest(site) == digest(left[0]) for site in left)


def test_a_sign_off_comes_back_with_its_signature_also_where_the_laptop_was_reported_lost(groups: Groups) -> None:
    session = sign_in(groups.copy, list_members(groups.copy)[0].id, "1234")
    keys, now = unlock(groups.copy, session, "1234"), groups.copy.clock()
    with groups.copy.database.write() as connection:
        body = replace(sign_off("s1"), assessor_id=session.member_id)
        append_act(groups.copy, connection, session, keys, "assessment.signed", about="w1", body=body, meaning="", signed_at=now)
    groups.sync(groups.copy, groups.two, groups.one)
    [fork] = open_forks(groups.one)
    admin = sign_in(groups.one, list_members(groups.one)[0].id, "1234")
    keep = next(branch.hash for branch in fork.branches if branch.here)
    settle_fork(groups.one, admin, "1234", keep)
    assert isinstance(groups.one.clock, Clock)
    groups.one.clock.now += timedelta(hours=1)  # since then nothing of it is believed
    report_lost(groups.one, admin, "1234", fork_origin(groups.one), groups.one.clock())
    for _ in range(3):
        groups.sync(groups.one, groups.two)
    assert counts(groups.one) is None
    ask(groups.two)
    for _ in range(3):
        groups.sync(groups.two, groups.one)
    assert [counts(site) for site in (groups.one, groups.two)] == ["", ""]
    assert digest(groups.one) == digest(groups.two)


def fork_origin(site: Site) -> str:
    with site.database.read() as connection:
        [fork] = fork_queries.told(connection)
    return fork.joint[0].hex()


def counts(site: Site) -> str | None:
    """Why the sign-off does not count, "" where it does, None where it is not there."""
    with site.database.read() as connection:
        line = sign_off_queries.line(connection, "s1")
    return line.questioned if line else None


def test_a_forged_stand_in_brings_nothing_in(groups: Groups) -> None:
    """It proves itself with the headers of the true branch, and says something else under one of its stamps."""
    left = settled(groups)
    with groups.one.database.read() as connection:
        [fork] = fork_queries.told(connection)
        lost = next(bytes.fromhex(one.hash) for one in fork.branches if one.hash != fork.keep)
        [run] = runs_of(connection, fork.joint, lost)
    body = {"employee_no": "666666", "given_name": "Not", "family_name": "Written"}
    content = encode_content(by="", about="66" * 16, body=body)
    forged = replace(run[1], content=content, content_digest=digest_content(bytes(16), content), salt=bytes(16))
    key = new_station_key(groups.one.randomness)
    joined = StationJoined(name="", ed25519=key.public, branch=proof_of(run))
    entries = written_anew(key, joined, "", [run[0], forged], at=0, salt=bytes(16))
    with groups.one.database.write() as connection:
        ledger_writing.append_signed(connection, entries)
    ask(groups.one)
    for _ in range(3):
        groups.sync(*left)
    for site in left:
        assert people(site) == expected()
        before = digest(site)
        with site.database.write() as connection:
            projections.rebuild(connection)
        assert digest(site) == before


def test_a_decision_that_turns_out_later_to_be_the_first_leaves_each_record_once(groups: Groups) -> None:
    groups.sync(groups.one, groups.two)
    settle(groups.one, SECOND)  # earlier, on a laptop that stays offline
    settle(groups.two, FIRST)
    groups.sync(groups.two, groups.admin, groups.two)
    ask(groups.two)
    groups.sync(groups.two, groups.admin)
    left = (groups.one, groups.two)
    for _ in range(4):
        groups.sync(*left)
    missing = {*expected()} - {*people(groups.one)}
    if missing:  # those of the branch that lies aside now
        ask(groups.one)
        for _ in range(3):
            groups.sync(*left)
    assert {tuple(people(site)) for site in left} == {tuple(expected())}
    assert all(digest(site) == digest(left[0]) for site in left)


def test_only_an_admin_brings_back_and_only_what_does_not_stand(groups: Groups) -> None:
    groups.sync(groups.one, groups.two)
    [fork] = open_forks(groups.one)
    session = sign_in(groups.one, list_members(groups.one)[0].id, "1234")
    with pytest.raises(UserError, match="nothing to bring back"):
        bring_back(groups.one, session, "1234", fork.branches[0].hash)
    settle_fork(groups.one, session, "1234", fork.branches[0].hash)
    with pytest.raises(UserError, match="nothing to bring back"):
        bring_back(groups.one, session, "1234", fork.branches[0].hash)
    with pytest.raises(NotAllowed):
        bring_back(groups.one, session, "9999", fork.branches[1].hash)
    assert people(groups.one) == [f"{number:06}" for number in FIRST]


def test_a_branch_too_long_for_a_proof_is_said_to_be_and_stays_kept_whole_while_syncs_go_on(
    groups: Groups, monkeypatch: pytest.MonkeyPatch
) -> None:
    left = settled(groups)
    with groups.one.database.read() as connection:
        kept = remote_records.in_quarantine(connection)
    with monkeypatch.context() as patched:
        patched.setattr(stand_ins, "MOST_BYTES", 100)
        with pytest.raises(UserError, match="too long to be brought back"):
            ask(groups.one)
        [branch] = left_branches(groups.one)
        assert "too long to be brought back" in branch.sentence
    assert ask(groups.admin) == 0  # who keeps nothing of it cannot know
    monkeypatch.setattr(stand_ins, "MOST_BYTES", 100)
    for _ in range(2):
        reports = groups.sync(groups.admin, *left)
    assert [report.sentence for report in reports if not report.clean] == []
    assert "too long to be brought back" in left_branches(groups.one)[0].sentence
    with groups.one.database.read() as connection:
        assert remote_records.in_quarantine(connection) == kept
    assert people(groups.one) == [f"{number:06}" for number in FIRST]
    rest(groups, groups.all)  # its own laptop needs no such proof
    assert {tuple(people(site)) for site in groups.all} == {tuple(expected())}
