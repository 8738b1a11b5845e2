"""Back with a printed sheet: the only admin forgot the PIN; every laptop is gone and only the shared file is left."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from supervisor_app.domain.people import Role
from supervisor_app.errors import InputError, NotAllowed
from supervisor_app.services.checking import check
from supervisor_app.services.join_requests import has_joined
from supervisor_app.services.lost_laptop import report_lost
from supervisor_app.services.membership import add_member
from supervisor_app.services.opened_site import Site
from supervisor_app.services.recovery import has_recovery_sheet, recover_pin, recover_site, save_recovery_sheet
from supervisor_app.services.session import Session
from supervisor_app.services.signing_in import list_members, sign_in
from supervisor_app.services.site import site_facts
from supervisor_app.services.syncing import choose_shared, sync_now
from supervisor_app.services.unlocking import issuer_key, unlock
from supervisor_app.storage import people_queries
from tests.services.open_door import close_door
from tests.services.sync_sites import PATIENCE, Clock, add_people, closing, digest, empty, found
from tests.sites import make_recovery_sheet

TIME = Clock()


@pytest.fixture
def a(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    close_door(monkeypatch)
    site = found(tmp_path / "a", clock=TIME)
    choose_shared(site, tmp_path / "site.db", True, patience=PATIENCE)
    add_people(site, 5)
    yield site
    site.close()


def admin(site: Site) -> Session:
    return sign_in(site, list_members(site)[0].id, "1234")


def test_the_only_admin_comes_back_with_a_new_pin(a: Site) -> None:
    session = admin(a)
    assert not has_recovery_sheet(a, session.member_id)
    sheet = make_recovery_sheet(a, session, "1234")
    assert has_recovery_sheet(a, session.member_id)
    assert len(sheet.code) == 39
    for _ in range(3):
        with pytest.raises(NotAllowed):
            sign_in(a, session.member_id, "9999")
    assert recover_pin(a, sheet.code.lower().replace("-", " "), "8642") == session
    again = sign_in(a, session.member_id, "8642")
    assert issuer_key(a, unlock(a, again, "8642"))
    with pytest.raises(NotAllowed):
        sign_in(a, session.member_id, "1234")
    assert check(a).sound


def test_with_every_laptop_gone_the_shared_file_and_the_sheet_bring_all_back(a: Site, tmp_path: Path) -> None:
    sheet = make_recovery_sheet(a, admin(a), "1234")
    sync_now(a, patience=PATIENCE)
    lost = a.station.origin.hex()
    with closing(b := empty(tmp_path / "b", 9, TIME)):
        choose_shared(b, tmp_path / "site.db", False, invitation=sheet.code, patience=PATIENCE)
        hannah = recover_site(b, sheet.code, "New laptop", "8642")
        assert has_joined(b)
        assert sign_in(b, hannah.member_id, "8642") == hannah
        assert issuer_key(b, unlock(b, hannah, "8642")).public_key().public_bytes_raw().hex() == site_facts(a).issuer_key
        with b.database.read() as connection:
            assert people_queries.count_workers(connection, include_left=True) == 5
        report = report_lost(b, hannah, "8642", lost, b.clock(), new_issuer_key=True)
        assert (report.keys, report.new_issuer_key) == (1, True)
        sync_now(b, patience=PATIENCE)
        assert check(b).sound
        with closing(c := empty(tmp_path / "c", 10, TIME)):  # the sheet also opens the content key that was made since
            choose_shared(c, tmp_path / "site.db", False, invitation=sheet.code, patience=PATIENCE)
            recover_site(c, sheet.code, "Third laptop", "8642")
            sync_now(c, patience=PATIENCE)
            sync_now(b, patience=PATIENCE)
            assert digest(b) | {"witness": ""} == digest(c) | {"witness": ""}  # the last checkpoints are still to be sent


def test_a_newer_sheet_takes_the_place_of_the_older(a: Site) -> None:
    old = make_recovery_sheet(a, admin(a), "1234")
    new = make_recovery_sheet(a, admin(a), "1234")
    with pytest.raises(NotAllowed, match="newer sheet"):
        recover_pin(a, old.code, "8642")
    assert recover_pin(a, new.code, "8642").role is Role.ADMIN


def test_a_mistyped_code_is_told_and_a_strange_one_too(a: Site) -> None:
    code = make_recovery_sheet(a, admin(a), "1234").code
    for wrong in (code[:-1], code[1] + code[0] + code[2:] if code[0] != code[1] else "", "1234", code.replace(code[0], "U", 1)):
        with pytest.raises(InputError, match="Code of the sheet"):
            recover_pin(a, wrong, "8642")


def test_the_sheet_of_who_is_no_admin_any_more_opens_nothing(a: Site) -> None:
    from dataclasses import replace

    from supervisor_app.services.membership import change_member

    session = admin(a)
    sheet = make_recovery_sheet(a, session, "1234")
    other = add_member(a, session, "Bo Quist", "", Role.ADMIN, "", "24680", own_pin="1234")
    bo = sign_in(a, other.id, "24680")
    change_member(a, bo, replace(list_members(a)[1], role=Role.ASSESSOR), "24680")
    with pytest.raises(NotAllowed, match="no admin"):
        recover_pin(a, sheet.code, "8642")


def test_only_an_admin_makes_a_sheet(a: Site) -> None:
    other = add_member(a, admin(a), "Bo Quist", "", Role.ASSESSOR, "", "24680", own_pin="1234")
    with pytest.raises(NotAllowed, match="may not administer"):
        make_recovery_sheet(a, sign_in(a, other.id, "24680"), "24680")


def test_the_sheet_is_a_file_for_its_owner_alone(a: Site, tmp_path: Path) -> None:
    from supervisor_app.documents.page import Paper

    save_recovery_sheet(a, make_recovery_sheet(a, admin(a), "1234"), tmp_path / "sheet.pdf", Paper.LETTER)
    assert (tmp_path / "sheet.pdf").read_bytes().startswith(b"%PDF")
    if os.name == "posix":
        assert (tmp_path / "sheet.pdf").stat().st_mode & 0o077 == 0


def test_the_code_lies_nowhere_on_the_disk(a: Site, tmp_path: Path) -> None:
    code = make_recovery_sheet(a, admin(a), "1234").code
    sync_now(a, patience=PATIENCE)
    forms = [form.encode() for form in (code, code.replace("-", ""), code.lower())]
    for path in [path for path in tmp_path.rglob("*") if path.is_file()]:
        assert not any(form in path.read_bytes() for form in forms)
