"""An invitation lets one laptop of its member in, with the shared file and the code alone, and nobody else."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from supervisor_app.domain.people import Role
from supervisor_app.errors import InputError, NotAllowed
from supervisor_app.services.checking import check
from supervisor_app.services.inviting import (
    VALID,
    NewInvitation,
    invitation_file,
    invitations,
    invite,
    join_by_invitation,
    read_invitation_file,
    withdraw,
)
from supervisor_app.services.join_requests import JoinState, join_state, pending
from supervisor_app.services.joining import approve_station
from supervisor_app.services.membership import add_member
from supervisor_app.services.opened_site import Site
from supervisor_app.services.session import Session
from supervisor_app.services.signing_in import list_members, sign_in
from supervisor_app.services.site import site_facts
from supervisor_app.services.syncing import choose_shared, sync_now
from supervisor_app.services.unlocking import issuer_key, unlock
from tests.services.open_door import close_door
from tests.services.sync_sites import PATIENCE, add_people, closing, digest, empty, found


@pytest.fixture
def a(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    close_door(monkeypatch)
    site = found(tmp_path / "a")
    choose_shared(site, tmp_path / "site.db", True, patience=PATIENCE)
    add_people(site, 5)
    yield site
    site.close()


def admin(site: Site) -> Session:
    return sign_in(site, list_members(site)[0].id, "1234")


def invited(site: Site, role: Role = Role.ASSESSOR, valid: timedelta = VALID) -> NewInvitation:
    bo = add_member(site, admin(site), "Bo Quist", "", role, "", "", own_pin="1234")
    made = invite(site, admin(site), "1234", bo.id, valid=valid)
    sync_now(site, patience=PATIENCE)
    return made


def newcomer(folder: Path, code: str, seed: int = 5) -> Site:
    site = empty(folder, seed)
    choose_shared(site, folder.parent / "site.db", False, invitation=code, patience=PATIENCE)
    return site


def test_with_file_and_code_alone_a_laptop_joins_and_issues_and_all_hold_the_same(a: Site, tmp_path: Path) -> None:
    made = invited(a)
    with closing(b := newcomer(tmp_path / "b", made.code.lower().replace("-", " "))):
        bo = join_by_invitation(b, made.code, "Bay 2 laptop", "24680")
        assert (bo.name, join_state(b)) == ("Bo Quist", JoinState.JOINED)
        assert sign_in(b, bo.member_id, "24680") == bo
        assert issuer_key(b, unlock(b, bo, "24680")).public_key().public_bytes_raw().hex() == site_facts(a).issuer_key
        sync_now(b, patience=PATIENCE)
        sync_now(a, patience=PATIENCE)
        assert pending(a) == ()
        assert digest(a) == digest(b)
        (line,) = invitations(a)
        assert (line.member_name, line.used_by, line.over) == ("Bo Quist", "Bay 2 laptop", True)
        for site in (a, b):
            assert check(site).sound


def test_who_may_not_issue_gets_no_issuer_key(a: Site, tmp_path: Path) -> None:
    made = invited(a, Role.TRAINEE)
    with closing(b := newcomer(tmp_path / "b", made.code)):
        bo = join_by_invitation(b, made.code, "Bay 2 laptop", "24680")
        with pytest.raises(NotAllowed, match="cannot issue"):
            issuer_key(b, unlock(b, bo, "24680"))


def test_a_code_is_good_once(a: Site, tmp_path: Path) -> None:
    made = invited(a)
    with closing(b := newcomer(tmp_path / "b", made.code), c := newcomer(tmp_path / "c", made.code, seed=6)):
        join_by_invitation(b, made.code, "Bay 2 laptop", "24680")
        sync_now(b, patience=PATIENCE)
        sync_now(c, patience=PATIENCE)
        with pytest.raises(NotAllowed, match="used already"):
            join_by_invitation(c, made.code, "Bay 3 laptop", "24680")


def test_of_two_who_use_a_code_at_once_only_one_is_in(a: Site, tmp_path: Path) -> None:
    made = invited(a)
    with closing(b := newcomer(tmp_path / "b", made.code), c := newcomer(tmp_path / "c", made.code, seed=6)):
        join_by_invitation(b, made.code, "Bay 2 laptop", "24680")
        join_by_invitation(c, made.code, "Bay 3 laptop", "24680")
        for site in (b, c, a, b, c):
            sync_now(site, patience=PATIENCE)
        tables = [digest(site) | {"witness": ""} for site in (a, b, c)]  # of their checkpoints the last are still to be sent
        assert tables[0] == tables[1] == tables[2]
        assert sorted(join_state(site).name for site in (b, c)) == ["JOINED", "WAITING"]


def test_a_code_ends(a: Site, tmp_path: Path) -> None:
    made = invited(a, valid=timedelta(hours=-1))
    with closing(b := newcomer(tmp_path / "b", made.code)), pytest.raises(NotAllowed, match="good until 23 November 2026"):
        join_by_invitation(b, made.code, "Bay 2 laptop", "24680")


def test_a_withdrawn_code_lets_nobody_in_and_opens_nothing(a: Site, tmp_path: Path) -> None:
    made = invited(a)
    (line,) = invitations(a)
    with closing(late := newcomer(tmp_path / "late", made.code)):  # took the records while the code was good
        withdraw(a, admin(a), "1234", line.key)
        sync_now(a, patience=PATIENCE)
        (line,) = invitations(a)
        assert (line.over, line.withdrawn, line.used_by) == (True, True, "")
        with closing(c := newcomer(tmp_path / "c", made.code, seed=6)):
            assert list_members(c) == ()
        assert sync_now(late, patience=PATIENCE).locked > 0  # and reads nothing of what came since
        join_by_invitation(late, made.code, "Bay 2 laptop", "24680")  # what it says of itself here
        sync_now(late, patience=PATIENCE)
        sync_now(a, patience=PATIENCE)
        (asking,) = pending(a)  # is no more than a request to everybody else
        assert asking.station_name == "Bay 2 laptop"
    with pytest.raises(NotAllowed, match="withdrawn already"):
        withdraw(a, admin(a), "1234", line.key)


def test_who_came_before_it_was_known_waits_for_an_admin_and_all_agree(a: Site, tmp_path: Path) -> None:
    made = invited(a)
    with closing(b := newcomer(tmp_path / "b", made.code)):
        bo = join_by_invitation(b, made.code, "Bay 2 laptop", "24680")
        add_member(a, admin(a), "Cleo Vance", "", Role.MANAGER, "", "", own_pin="1234")
        withdraw(a, admin(a), "1234", invitations(a)[0].key)
        for site in (b, a, b, a):
            sync_now(site, patience=PATIENCE)
        (asking,) = pending(a)
        approve_station(a, admin(a), "1234", asking.station, bo.member_id)
        for site in (a, b, a, b):
            sync_now(site, patience=PATIENCE)
        assert join_state(b) is JoinState.JOINED
        assert digest(a) | {"witness": ""} == digest(b) | {"witness": ""}
        for site in (a, b):
            assert check(site).sound


def test_what_a_laptop_came_with_is_not_withdrawn(a: Site, tmp_path: Path) -> None:
    made = invited(a)
    with closing(b := newcomer(tmp_path / "b", made.code)):
        join_by_invitation(b, made.code, "Bay 2 laptop", "24680")
        sync_now(b, patience=PATIENCE)
    sync_now(a, patience=PATIENCE)
    with pytest.raises(NotAllowed, match="A laptop came with this invitation"):
        withdraw(a, admin(a), "1234", invitations(a)[0].key)
    with closing(c := newcomer(tmp_path / "c", made.code, seed=6)):
        assert list_members(c) == ()  # nor does its code open the shared file any more


def test_an_older_copy_of_the_file_reads_nothing_that_is_written_after_its_code_was_withdrawn(a: Site, tmp_path: Path) -> None:
    first, second = invited(a), invited(a)
    sync_now(a, patience=PATIENCE)
    shutil.copy(tmp_path / "site.db", tmp_path / "copy.db")
    withdraw(a, admin(a), "1234", next(line.key for line in invitations(a) if line.until == first.until))
    add_people(a, 3, first=900)
    sync_now(a, patience=PATIENCE)
    with closing(thief := empty(tmp_path / "thief", seed=8)):
        choose_shared(thief, tmp_path / "copy.db", False, invitation=first.code, patience=PATIENCE)
        assert list_members(thief) != ()  # what was written until then: that cannot be taken back
        shutil.copy(tmp_path / "site.db", tmp_path / "copy.db")
        assert sync_now(thief, invitation=first.code, patience=PATIENCE).locked > 0
        with thief.database.read() as connection:
            assert connection.exec_driver_sql("SELECT count(*) FROM worker WHERE employee_no >= '000900'").scalar_one() == 0
    with closing(b := newcomer(tmp_path / "b", second.code)), b.database.read() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM worker WHERE employee_no >= '000900'").scalar_one() == 3


def test_other_open_invitations_stay_good(a: Site, tmp_path: Path) -> None:
    first, second = invited(a), invited(a)
    key = next(line.key for line in invitations(a) if line.until == first.until)
    withdraw(a, admin(a), "1234", key)
    add_people(a, 3, first=900)
    sync_now(a, patience=PATIENCE)
    with closing(b := newcomer(tmp_path / "b", second.code)):
        assert join_by_invitation(b, second.code, "Bay 2 laptop", "24680").name == "Bo Quist"
        for site in (b, a, b):
            sync_now(site, patience=PATIENCE)
        assert digest(a) | {"witness": ""} == digest(b) | {"witness": ""}


def test_without_the_code_nothing_is_read(a: Site, tmp_path: Path) -> None:
    made = invited(a)
    wrong = ("2" if made.code[0] == "1" else "1") + made.code[1:]
    with closing(b := newcomer(tmp_path / "b", wrong)):
        assert list_members(b) == ()


def test_only_an_admin_invites_and_with_the_right_pin(a: Site) -> None:
    bo = add_member(a, admin(a), "Bo Quist", "", Role.ASSESSOR, "", "24680", own_pin="1234")
    with pytest.raises(NotAllowed, match="An assessor may not administer"):
        invite(a, sign_in(a, bo.id, "24680"), "24680", bo.id)
    with pytest.raises(NotAllowed, match="not right"):
        invite(a, admin(a), "0000", bo.id)


def test_an_invitation_goes_through_a_file(a: Site) -> None:
    made = invited(a)
    data = invitation_file(made, site_facts(a).name)
    assert read_invitation_file("invitation.txt", data) == made.code
    for broken in (b"", data.replace(b"supervisor-app", b"another app"), data + made.code.encode(), b"\xff" * 100):
        with pytest.raises(InputError, match=r"invitation\.txt"):
            read_invitation_file("invitation.txt", broken)
