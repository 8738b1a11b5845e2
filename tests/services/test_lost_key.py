"""The key of a laptop is gone: the records stay, what nobody else has reaches the others, and nothing is opened without it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from supervisor_app.domain.people import Role
from supervisor_app.errors import KeyLost, NotAllowed, StorageError, UserError
from supervisor_app.services import lost_key
from supervisor_app.services.backing_up import back_up
from supervisor_app.services.checking import check
from supervisor_app.services.join_requests import has_joined, pending
from supervisor_app.services.joining import approve_station, ask_to_join
from supervisor_app.services.lost_key import go_on_with_new_key
from supervisor_app.services.lost_laptop import retire_station
from supervisor_app.services.opened_site import Site, open_site
from supervisor_app.services.recovery import recover_site
from supervisor_app.services.restoring import restore
from supervisor_app.services.signing_in import list_members, sign_in
from supervisor_app.services.syncing import choose_shared
from supervisor_app.services.way_in import WayIn, may_go_without, records_of, take_records, who_comes
from supervisor_app.storage.key_files import FILE_NAME, NEXT_NAME
from tests.services.sync_sites import PATIENCE, add_people, digest, found
from tests.services.two_laptops import BO_PIN, TwoLaptops, two_laptops
from tests.sites import LIGHT, make_recovery_sheet, seeded

OF_JOINING = {"about", "authority", "content_box", "deed", "field", "member_key", "said", "sealed_box", "standing", "station"}
"""The tables in which a laptop that comes in is found."""


@pytest.fixture
def two(tmp_path: Path) -> Iterator[TwoLaptops]:
    with two_laptops(tmp_path, Role.ADMIN) as made:
        yield made


def renewed(site: Site, seed: int = 77) -> Site:
    """Close a site, lose its key, and open it with a new one."""
    site.close()
    (site.folder / FILE_NAME).write_bytes(b"")
    go_on_with_new_key(site.folder, clock=site.clock, randomness=seeded(seed))
    again = open_site(site.folder, clock=site.clock, randomness=seeded(seed + 1))
    again.sealing = LIGHT
    return again


def test_what_the_others_do_not_have_reaches_them_once_an_admin_lets_the_laptop_in_again(two: TwoLaptops) -> None:
    add_people(two.b, 3)
    before = digest(two.b)
    with closing(renewed(two.b)) as b:
        assert not has_joined(b)
        assert digest(b) == before
        with pytest.raises(NotAllowed):
            sign_in(b, two.bo.member_id, BO_PIN)
        choose_shared(b, b.settings.shared, False, patience=PATIENCE)  # as the window does before it asks for a name
        ask_to_join(b, "Bo Quist", "Bay 2 laptop", "864213")
        two.sync(b, two.a)
        (asking,) = pending(two.a)
        approve_station(two.a, two.hannah, "1234", asking.station, two.bo.member_id)
        two.sync(two.a, b, two.a, b)
        assert has_joined(b)
        assert sign_in(b, two.bo.member_id, "864213").role is Role.ADMIN
        assert digest(two.a) | {"witness": ""} == digest(b) | {"witness": ""}
        for site in (two.a, b):
            assert check(site).sound


def test_the_sheet_opens_a_single_laptop_without_any_shared_store(tmp_path: Path) -> None:
    site = found(tmp_path / "a")
    add_people(site, 2)
    hannah = sign_in(site, list_members(site)[0].id, "1234")
    code = make_recovery_sheet(site, hannah, "1234").code
    before, old = digest(site), site.station.origin
    with closing(renewed(site)) as again:
        assert may_go_without(again, WayIn.SHEET, "")
        assert who_comes(again, WayIn.SHEET, code).name == "Hannah Weber"
        session = recover_site(again, code, "Bay 4 laptop", "864213")
        assert has_joined(again)
        assert {name for name, one in digest(again).items() if one != before[name]} <= OF_JOINING
        retire_station(again, session, "864213", old.hex())
        sheet = make_recovery_sheet(again, session, "864213")  # the site's own keys are in reach again
        assert sheet.code != code
        assert check(again).sound


def test_a_backup_without_the_key_is_opened_by_the_sheet_too(tmp_path: Path) -> None:
    site = found(tmp_path / "a")
    add_people(site, 2)
    code = make_recovery_sheet(site, sign_in(site, list_members(site)[0].id, "1234"), "1234").code
    report = back_up(site.folder, clock=site.clock, randomness=site.randomness)
    site.close()
    never, nothing = (lambda: False), (lambda *_: None)
    restore(Path(report.path), tmp_path / "b", clock=site.clock, randomness=seeded(5), progress=nothing, cancelled=never)
    with closing(open_site(tmp_path / "b", clock=site.clock, randomness=seeded(6))) as again:
        again.sealing = LIGHT
        recover_site(again, code, "New laptop", "864213")
        assert has_joined(again)
        assert check(again).sound


def test_only_the_sheet_does_without_the_store_and_only_without_the_one_that_was_in_use(two: TwoLaptops) -> None:
    with closing(renewed(two.b)) as b:
        used = b.settings.shared
        assert may_go_without(b, WayIn.SHEET, used)
        assert not may_go_without(b, WayIn.SHEET, "another.db")
        assert not any(may_go_without(b, way, used) for way in (WayIn.ASK, WayIn.INVITATION))


def test_who_stops_the_look_into_the_store_is_not_taken_on_without_it(two: TwoLaptops) -> None:
    code = make_recovery_sheet(two.a, two.hannah, "1234").code
    two.sync()
    with closing(renewed(two.b)) as b:
        Path(b.settings.shared).rename(Path(b.settings.shared).with_suffix(".away"))
        asked = (b, b.settings.shared, WayIn.SHEET, code, lambda *_: None)
        with pytest.raises(UserError):
            take_records(*asked, lambda: True)
        found = take_records(*asked, lambda: False)
        assert found is not None
        assert found.name == "Hannah Weber"


def test_a_key_that_is_there_is_never_replaced(tmp_path: Path) -> None:
    site = found(tmp_path / "a")
    site.close()
    before = (site.folder / FILE_NAME).read_bytes()
    with pytest.raises(StorageError, match="is there"):
        go_on_with_new_key(site.folder, clock=site.clock, randomness=seeded(3))
    assert (site.folder / FILE_NAME).read_bytes() == before
    with pytest.raises(StorageError, match="no records"):
        go_on_with_new_key(tmp_path / "nothing", clock=site.clock, randomness=seeded(3))


@pytest.mark.parametrize("step", ["before the old one is put aside", "before the new one is there"])
def test_killed_in_between_the_key_is_still_lost_and_it_is_done_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    site = found(tmp_path / "a")
    add_people(site, 2)
    site.close()
    for name in (FILE_NAME, NEXT_NAME):
        (site.folder / name).write_bytes(b"{")
    where = (Path, "replace") if step.startswith("before the old") else (lost_key, "save_station_key")
    with monkeypatch.context() as killed:
        killed.setattr(*where, _dies)
        with pytest.raises(_Killed):
            go_on_with_new_key(site.folder, clock=site.clock, randomness=seeded(3))
    with pytest.raises(KeyLost):
        open_site(site.folder, clock=site.clock, randomness=seeded(3))
    go_on_with_new_key(site.folder, clock=site.clock, randomness=seeded(3))
    with closing(open_site(site.folder, clock=site.clock, randomness=seeded(3))) as again:
        assert records_of(again)
    assert {path.name for path in site.folder.glob("set-aside-*/*")} == {FILE_NAME, NEXT_NAME}


def test_a_draft_stays_and_what_only_the_old_key_opened_is_gone(two: TwoLaptops) -> None:
    draft = "INSERT INTO draft (id, saved, body) VALUES ('d1', '2026-11-23', x'7b7d')"
    with two.b.database.write() as connection:
        connection.exec_driver_sql(draft)
    with closing(renewed(two.b)) as b, b.database.read() as connection:
        tables = ("draft", "sealed_member_key", "own_box")
        assert [connection.exec_driver_sql(f"SELECT count(*) FROM {name}").scalar() for name in tables] == [1, 0, 0]


class _Killed(BaseException):
    pass


def _dies(*_: object, **__: object) -> None:
    raise _Killed
