"""A site moves with whatever is wrong in its old place, is stopped at any step, moves back: nothing is lost or comes back."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from supervisor_app.domain.erasure import Scope
from supervisor_app.domain.people import PersonFields
from supervisor_app.ledger.sealing import KeyRing
from supervisor_app.services.content_keys import ring
from supervisor_app.services.erasing import erase, erasure_preview
from supervisor_app.services.opened_site import Site
from supervisor_app.services.people import add_worker
from supervisor_app.services.signing_in import list_members, sign_in
from supervisor_app.services.store_moving import Moved, follow_store, move_store
from supervisor_app.services.syncing import choose_shared, sync_now
from supervisor_app.services.unlocking import unlock
from supervisor_app.storage import remote_records, shared_copying
from supervisor_app.storage.shared_errors import SharedFileError, Trouble
from supervisor_app.storage.shared_file import SharedFile
from supervisor_app.storage.shared_lock import SharedLock
from supervisor_app.storage.shared_postgres import SharedDatabase
from tests.faults.simulator.crashing import Crash, Death
from tests.postgres import PASSWORD, PASSWORD_QUOTED, Server, postgres
from tests.services.database_sites import Pair
from tests.services.site_files import Files, photo
from tests.services.sync_sites import PATIENCE, add_people, closing, digest, found, heads, join, let_in

__all__ = ["postgres"]
EVERY = int(os.environ.get("MOVE_KILLS_EVERY", "3"))
"""1 for every step of a move; each takes about two seconds."""
NAME = "Schrödinger-Kowalska"


@pytest.fixture
def pair(tmp_path: Path, postgres: Server) -> Iterator[Pair]:
    """Two laptops on a file, with an evidence file; `url` is an empty database to move to."""
    (tmp_path / "drive").mkdir()
    a = found(tmp_path / "a")
    choose_shared(a, file_of(tmp_path), True, patience=PATIENCE)
    b = join(tmp_path / "b", file_of(tmp_path), seed=2)
    with closing(a, b):
        let_in(a, b)
        add_people(a, 30)
        add_people(b, 40, first=300)
        Files(b).name(Files(a).add(photo(1_500_000)))
        made = Pair(postgres, postgres.new_database(), a, b)
        made.sync(a, b, a)
        yield made


def file_of(folder: Path) -> Path:
    return folder / "drive" / "site.sqlite"


def quiet(*_: object) -> None:
    pass


def never() -> bool:
    return False


def move(site: Site, to: Path | str) -> Moved:
    session = sign_in(site, list_members(site)[0].id, "1234")
    return move_store(site, session, unlock(site, session, "1234"), str(to), quiet, never, patience=PATIENCE)


def change(path: Path, *statements: str) -> None:
    with contextlib.closing(sqlite3.connect(path)) as plain, plain:
        for statement in statements:
            plain.execute(statement)


def goes_on(pair: Pair, *, password: str = PASSWORD) -> None:
    """The other laptop follows where it has to; both end with the same."""
    for _ in range(3):
        with contextlib.suppress(SharedFileError):
            sync_now(pair.b, patience=PATIENCE)
            break
        follow_store(pair.b, quiet, never, password=password, patience=PATIENCE)
    for site in (pair.b, pair.a, pair.b):
        assert sync_now(site, patience=PATIENCE).clean
    assert heads(pair.a) == heads(pair.b)
    tables, others = digest(pair.a), digest(pair.b)
    assert {name for name in tables if tables[name] != others[name]} <= {"evidence"}  # named without records, see `site_files`
    assert Files(pair.b).kept == Files(pair.a).kept


DAMAGE = {
    "content": "UPDATE entry SET sealed = zeroblob(90) WHERE seq = 20 AND {b}",
    "signature": "UPDATE entry SET sig = zeroblob(64) WHERE seq = 20 AND {b}",
    "no entry": "UPDATE entry SET sig = 'text' WHERE seq = 20 AND {b}",
    "no text": "UPDATE entry SET kind = CAST(x'00ff' AS TEXT) WHERE seq = 20 AND {b}",
    "no number": "UPDATE entry SET seq = 'twenty' WHERE seq = 20 AND {b}",
    "deleted": "DELETE FROM entry WHERE seq = 20 AND {b}",
    "beyond the list": "UPDATE entry SET seq = 9000 WHERE seq = 20 AND {b}",
    "below it": "UPDATE entry SET seq = -7 WHERE seq = 20 AND {b}",
    "of nobody": "UPDATE entry SET origin = 'nobody' WHERE seq = 20 AND {b}",
    "a box": "UPDATE welcome SET box = x'00'",
    "a request": "INSERT INTO wanted VALUES ('nobody', 3)",
    "a file": "UPDATE blob SET sealed = 'text' WHERE part = 1",
}


@pytest.mark.parametrize("what", DAMAGE)
def test_a_store_with_a_damaged_row_moves_to_a_database_and_back_and_is_put_right_there(
    pair: Pair, tmp_path: Path, what: str
) -> None:
    """The row is one that the laptop which moves the site does not hold: it cannot put it right before."""
    add_people(pair.b, 20, first=900)
    sync_now(pair.b, patience=PATIENCE)
    ours = heads(pair.a)[pair.b.station.origin]
    statement = DAMAGE[what].replace("= 20", f"= {ours + 5}")
    change(file_of(tmp_path), statement.format(b=f"origin = x'{pair.b.station.origin.hex()}'"))
    moved = move(pair.a, pair.url)
    assert pair.sql("SELECT count(*) FROM entry") == [(moved.records,)]
    assert moved.left == (what in ("no entry", "no text", "no number", "below it", "of nobody", "a file"))
    assert len(moved.lines()) == 2 + bool(moved.left)
    back = move(pair.a, tmp_path / "drive" / "back.sqlite")
    assert back.records == moved.records
    goes_on(pair)


def test_a_row_set_aside_stays_set_aside_and_moves_as_it_lies(pair: Pair, tmp_path: Path) -> None:
    add_people(pair.b, 5, first=900)
    sync_now(pair.b, patience=PATIENCE)
    bad = heads(pair.b)[pair.b.station.origin] - 2
    where = f"origin = x'{pair.b.station.origin.hex()}' AND seq = {bad}"
    change(file_of(tmp_path), f"UPDATE entry SET sig = zeroblob(64) WHERE {where}")
    assert not sync_now(pair.a, patience=PATIENCE).clean
    move(pair.a, pair.url)
    where = f"origin = '\\x{pair.b.station.origin.hex()}' AND seq = {bad}"
    assert pair.sql(f"SELECT sig = decode(repeat('00', 64), 'hex') FROM entry WHERE {where}") == [(True,)]
    with pair.a.database.read() as connection:
        assert [item.seq for item in remote_records.in_quarantine(connection)] == [bad]
    goes_on(pair)
    assert pair.wrong() == []


def test_what_was_erased_since_does_not_come_back_with_a_move_back(pair: Pair, tmp_path: Path) -> None:
    session = sign_in(pair.a, list_members(pair.a)[0].id, "1234")
    worker = add_worker(pair.a, session, PersonFields(employee_no="17", family_name=NAME, job="welder"))
    pair.sync(pair.a, pair.b)
    move(pair.a, pair.url)
    goes_on(pair)
    shown = erasure_preview(pair.a, session, worker.id, Scope.EVERYTHING)
    erase(pair.a, session, shown, "the worker asked", "the worker, by letter", "1234")
    pair.sync(pair.a, pair.b)
    assert names_in(pair, file_of(tmp_path)) == 1  # the old place says so still: nobody may go there
    move(pair.a, file_of(tmp_path))
    assert names_in(pair, file_of(tmp_path)) == 0
    goes_on(pair)


def names_in(pair: Pair, path: Path) -> int:
    with pair.a.database.read() as connection:
        keys: KeyRing = ring(pair.a, connection)
    with contextlib.closing(sqlite3.connect(path)) as plain:
        rows = plain.execute("SELECT sealed, hash FROM entry WHERE sealed IS NOT NULL").fetchall()
    return sum(NAME.encode() in keys.open(entry_hash, sealed)[1] for sealed, entry_hash in rows)


def test_a_laptop_that_missed_two_moves_goes_after_the_site_place_by_place(pair: Pair, tmp_path: Path) -> None:
    add_people(pair.b, 4, first=900)
    last = tmp_path / "drive" / "last.sqlite"
    move(pair.a, pair.url)
    move(pair.a, last)
    with pytest.raises(SharedFileError) as caught:
        sync_now(pair.b, patience=PATIENCE)
    assert caught.value.moved_to.startswith("postgresql://")
    assert PASSWORD_QUOTED not in caught.value.moved_to
    follow_store(pair.b, quiet, never, password=PASSWORD, patience=PATIENCE)
    assert pair.b.settings.shared == str(last)
    goes_on(pair)


def test_places_that_send_each_other_around_are_not_followed_for_ever(pair: Pair, tmp_path: Path) -> None:
    move(pair.a, pair.url)
    pair.sql(f"INSERT INTO meta VALUES ('moved', convert_to('{file_of(tmp_path)}', 'UTF8'))")
    with pytest.raises(SharedFileError) as caught:
        follow_store(pair.b, quiet, never, password=PASSWORD, patience=PATIENCE)
    assert caught.value.trouble is Trouble.MOVED


# Killed at every step.


@pytest.fixture
def death(monkeypatch: pytest.MonkeyPatch) -> Death:
    """Dies before, in and after each transaction of the two places; a dead process gives no lock folder back."""
    made = Death()
    monkeypatch.setattr(shared_copying, "ROWS", 25)
    for store in (SharedFile, SharedDatabase):
        monkeypatch.setattr(store, "writing", counted(store.writing, made))
    release = SharedLock.release
    monkeypatch.setattr(SharedLock, "release", lambda lock: None if made.dead else release(lock))
    return made


def counted(transaction: Callable[..., Any], death: Death) -> Callable[..., Any]:
    @contextlib.contextmanager
    def steps(*args: Any) -> Iterator[Any]:
        death.step()
        with transaction(*args) as connection:
            yield connection
            death.step()  # not committed
        death.step()  # committed, and nobody has heard of it

    return steps


def test_a_move_killed_at_any_step_is_done_by_asking_again_and_the_site_is_in_one_place_at_any_time(
    pair: Pair, tmp_path: Path, death: Death
) -> None:
    places: list[Path | str] = [pair.url, file_of(tmp_path)]
    for steps in range(0, 200, EVERY):
        to = places[steps // EVERY % 2]
        add_people(pair.b, 1, first=1000 + steps)
        death.after(steps)
        try:
            move(pair.a, to)
            done = True
        except Crash:
            done = False
        was_there = death.steps <= steps
        death.after(-1)
        with contextlib.suppress(SharedFileError):  # whoever syncs now gets on, or is told where to go
            sync_now(pair.b, patience=PATIENCE)
        if not done:
            assert move(pair.a, to).records > 70
        goes_on(pair)
        if was_there:
            break
    assert steps > 25
