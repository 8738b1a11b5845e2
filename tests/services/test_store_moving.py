"""A site moves to another store with everything in it; the old one stays readable and sends the other laptops after it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection

from supervisor_app.domain.people import Role
from supervisor_app.errors import NotAllowed, StorageError
from supervisor_app.services import store_moving, syncing
from supervisor_app.services.membership import add_member
from supervisor_app.services.opened_site import Site
from supervisor_app.services.session import Session
from supervisor_app.services.signing_in import list_members, session_of, sign_in
from supervisor_app.services.store_moving import Moved, follow_store, make_store, move_store
from supervisor_app.services.syncing import choose_shared, history, sync_now
from supervisor_app.services.unlocking import unlock
from supervisor_app.settings import load_settings
from supervisor_app.storage import shared_copying
from supervisor_app.storage.shared_address import without_password
from supervisor_app.storage.shared_errors import SharedFileError, Trouble
from tests.postgres import PASSWORD_QUOTED, Server, postgres
from tests.services.site_files import Files, photo
from tests.services.sync_sites import PATIENCE, add_people, closing, found, heads, join

__all__ = ["postgres"]


@pytest.fixture
def shared(tmp_path: Path) -> Path:
    (tmp_path / "drive").mkdir()
    return tmp_path / "drive" / "site.sqlite"


@pytest.fixture
def a(tmp_path: Path, shared: Path) -> Iterator[Site]:
    site = found(tmp_path / "a")
    for size in (10, 3_000_000):
        Files(site).add(photo(size))
    with closing(site):
        choose_shared(site, shared, True, patience=PATIENCE)
        add_people(site, 120)
        sync_now(site, patience=PATIENCE)
        yield site


def admin(site: Site) -> Session:
    return sign_in(site, list_members(site)[0].id, "1234")


def quiet(*_: object) -> None:
    pass


def never() -> bool:
    return False


def move(site: Site, to: Path | str) -> Moved:
    session = admin(site)
    return move_store(site, session, unlock(site, session, "1234"), str(to), quiet, never, patience=PATIENCE)


def facts(path: Path, *statements: str) -> list[tuple[object, ...]]:
    plain = sqlite3.connect(path)
    rows = [row for statement in statements for row in plain.execute(statement)]
    plain.commit()
    plain.close()
    return rows


def test_a_site_moves_to_another_file_with_everything_and_the_old_one_is_marked(a: Site, shared: Path, tmp_path: Path):
    new = tmp_path / "drive" / "new.sqlite"
    moved = move(a, new)
    assert (moved.files, a.settings.shared) == (2, str(new))
    tables = " UNION ALL ".join(f"SELECT count(*) FROM {table}" for table in ("entry", "blob", "welcome"))
    assert facts(new, tables)[1:] == facts(shared, tables)[1:]
    assert (
        facts(new, "SELECT seq, sealed FROM entry ORDER BY seq")[:100]
        == facts(shared, "SELECT seq, sealed FROM entry ORDER BY seq")[:100]
    )
    assert facts(shared, "SELECT value FROM meta WHERE key = 'moved'") == [(str(new).encode(),)]
    assert facts(new, "SELECT value FROM meta WHERE key = 'moved'") == []
    assert sync_now(a, patience=PATIENCE).clean


def test_another_laptop_is_told_where_the_site_went_and_follows(a: Site, shared: Path, tmp_path: Path):
    b = join(tmp_path / "b", shared, seed=2)
    with closing(b):
        sync_now(b, patience=PATIENCE)
        new = tmp_path / "drive" / "new.sqlite"
        move(a, new)
        add_people(b, 3, first=700)
        with pytest.raises(SharedFileError) as caught:
            sync_now(b, patience=PATIENCE)
        assert (caught.value.trouble, caught.value.moved_to) == (Trouble.MOVED, str(new))
        assert "has moved to" in caught.value.message
        assert history(b)[0].moved_to == str(new)
        assert follow_store(b, quiet, never, patience=PATIENCE).clean
        assert b.settings.shared == str(new)
        sync_now(a, patience=PATIENCE)
        assert heads(a) == heads(b)
        with pytest.raises(SharedFileError) as caught:  # nor does anybody choose the old one by mistake
            choose_shared(b, shared, False, patience=PATIENCE)
        assert caught.value.trouble is Trouble.MOVED
        with pytest.raises(StorageError, match="did not move"):
            follow_store(b, quiet, never, patience=PATIENCE)


class Died(BaseException):
    """The program is gone."""


def test_a_laptop_that_died_while_it_followed_is_told_again_where_the_site_went(
    a: Site, shared: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    def die(*_: object) -> None:
        raise Died

    b = join(tmp_path / "b", shared, seed=2)
    with closing(b):
        move(a, tmp_path / "drive" / "new.sqlite")
        with monkeypatch.context() as patch:
            patch.setattr(syncing, "save_settings", die)  # the new store is chosen, its address is not kept yet
            with pytest.raises(Died):
                follow_store(b, quiet, never, patience=PATIENCE)
        b.settings = load_settings(b.folder)
        with pytest.raises(SharedFileError) as caught:
            sync_now(b, patience=PATIENCE)
        assert caught.value.trouble is Trouble.MOVED
        assert follow_store(b, quiet, never, patience=PATIENCE).clean


def test_a_site_moves_to_a_database_and_back_to_the_file_it_came_from(a: Site, shared: Path, tmp_path: Path, postgres: Server):
    url = postgres.new_database()
    b = join(tmp_path / "b", shared, seed=2)
    with closing(b):
        sync_now(b, patience=PATIENCE)
        moved = move(a, url)
        assert PASSWORD_QUOTED not in "".join(moved.lines())
        told = str(facts(shared, "SELECT value FROM meta WHERE key = 'moved'")[0][0])
        assert PASSWORD_QUOTED not in told
        from urllib.parse import unquote

        password = unquote(PASSWORD_QUOTED)
        assert follow_store(b, quiet, never, password=password, patience=PATIENCE).clean
        assert b.settings.shared == without_password(url)
        add_people(b, 70, first=800)
        sync_now(b, patience=PATIENCE)
        sync_now(a, patience=PATIENCE)
        moved = move(a, shared)
        assert moved.files == 2
        assert facts(shared, "SELECT value FROM meta WHERE key = 'moved'") == []
        with pytest.raises(SharedFileError) as caught:
            sync_now(b, patience=PATIENCE)
        assert caught.value.trouble is Trouble.MOVED
        assert follow_store(b, quiet, never, patience=PATIENCE).clean
        sync_now(a, patience=PATIENCE)
        assert heads(a) == heads(b)
        assert sync_now(a, patience=PATIENCE).clean


def test_a_move_that_was_interrupted_goes_on_and_nobody_uses_the_half_of_it(
    a: Site, shared: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    new = tmp_path / "drive" / "new.sqlite"
    monkeypatch.setattr(shared_copying, "ROWS", 20)
    calls: list[int] = []
    session = admin(a)
    keys = unlock(a, session, "1234")

    def stop() -> bool:
        calls.append(1)
        return len(calls) > 4

    with pytest.raises(SharedFileError):
        move_store(a, session, keys, str(new), quiet, stop, patience=PATIENCE)
    assert a.settings.shared == str(shared)
    assert sync_now(a, patience=PATIENCE).clean
    with pytest.raises(SharedFileError) as caught:
        choose_shared(a, new, False, patience=PATIENCE)
    assert caught.value.trouble is Trouble.MOVED
    assert move(a, new).files == 2
    assert sync_now(a, patience=PATIENCE).clean


def test_what_came_over_wrong_leaves_the_site_where_it_was(
    a: Site, shared: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    new = tmp_path / "drive" / "new.sqlite"
    real = store_moving.copy_lists

    def forgets_some(source: Connection, target: Connection) -> None:
        real(source, target)
        target.exec_driver_sql("DELETE FROM entry WHERE seq = 7")

    monkeypatch.setattr(store_moving, "copy_lists", forgets_some)
    with pytest.raises(StorageError, match="not what was there"):
        move(a, new)
    assert a.settings.shared == str(shared)
    assert facts(shared, "SELECT value FROM meta WHERE key = 'moved'") == []
    assert sync_now(a, patience=PATIENCE).clean


def test_a_store_in_use_another_site_and_the_same_place_are_refused(a: Site, shared: Path, tmp_path: Path):
    used, other = tmp_path / "drive" / "used.sqlite", tmp_path / "drive" / "other.sqlite"
    stranger, twin = found(tmp_path / "x", seed=9), join(tmp_path / "b", shared, seed=2)
    with closing(stranger, twin):
        choose_shared(stranger, other, True, patience=PATIENCE)
        choose_shared(twin, used, True, patience=PATIENCE)
        for to, expected in ((used, Trouble.EXISTS), (other, Trouble.OTHER_SITE)):
            with pytest.raises(SharedFileError) as caught:
                move(a, to)
            assert caught.value.trouble is expected
        with pytest.raises(StorageError, match="there already"):
            move(a, shared)
        assert a.settings.shared == str(shared)


def test_only_an_admin_moves_or_makes_a_store(a: Site, tmp_path: Path):
    session = admin(a)
    keys = unlock(a, session, "1234")
    other = session_of(add_member(a, session, "Bo Quist", "", Role.ASSESSOR, "", "", own_pin="1234"))
    for attempt in (
        lambda: move_store(a, other, keys, str(tmp_path / "n.sqlite"), quiet, never),
        lambda: make_store(a, other, keys, str(tmp_path / "n.sqlite"), quiet, never),
    ):
        with pytest.raises(NotAllowed):
            attempt()
