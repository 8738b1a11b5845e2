"""A server that goes back, by an older dump or as a whole: told, filled up again, and no erasure is undone."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from supervisor_app.domain.erasure import Scope
from supervisor_app.domain.people import PersonFields
from supervisor_app.ledger.sealing import KeyRing
from supervisor_app.services.content_keys import ring
from supervisor_app.services.erasing import erase, erasure_preview
from supervisor_app.services.people import add_worker
from supervisor_app.services.session import Session
from supervisor_app.services.signing_in import list_members, session_of
from tests.postgres import Server, running
from tests.postgres import missing as no_server
from tests.services.database_sites import Pair, pair_in
from tests.services.sync_sites import add_people

NAME = "Schrödinger-Kowalska"


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """One of its own: it is stopped and put back."""
    if why := no_server():
        pytest.skip(why)
    with running() as own:
        yield own


@pytest.fixture
def pair(server: Server, tmp_path: Path) -> Iterator[Pair]:
    with pair_in(server, tmp_path, people=20) as made:
        yield made


def admin(pair: Pair) -> Session:
    return session_of(list_members(pair.a)[0])


def names_there(pair: Pair) -> int:
    """In how many contents the name lies, opened with the keys of the site."""
    with pair.a.database.read() as connection:
        keys: KeyRing = ring(pair.a, connection)
    rows = pair.sql("SELECT sealed, hash FROM entry WHERE sealed IS NOT NULL")
    return sum(NAME.encode() in keys.open(bytes(hash_), bytes(sealed))[1] for sealed, hash_ in rows)  # type: ignore[call-overload]


def erase_worker(pair: Pair, worker: str) -> None:
    shown = erasure_preview(pair.a, admin(pair), worker, Scope.EVERYTHING)
    erase(pair.a, admin(pair), shown, "the worker asked", "the worker, by letter", "1234")


def dump_and_restore(pair: Pair) -> Callable[[], None]:
    copy = str(pair.server.folder / f"{pair.name}.dump")
    pair.server.run("pg_dump", "-Fc", "-f", copy, pair.url)
    return lambda: pair.server.run("pg_restore", "--clean", "--if-exists", "-d", pair.url, copy) and None


def only_the_rows(pair: Pair) -> Callable[[], None]:
    """As somebody does who empties the tables first, and lets the triggers rest meanwhile."""
    copy = str(pair.server.folder / f"{pair.name}.rows")
    pair.server.run("pg_dump", "-Fc", "--data-only", "-f", copy, pair.url)

    def restore() -> None:
        pair.sql("SET session_replication_role = replica; TRUNCATE entry, head, meta, welcome, blob, wanted, change_sign")
        pair.server.run("pg_restore", "--data-only", "--disable-triggers", "-d", pair.url, copy)

    return restore


def whole_server(pair: Pair) -> Callable[[], None]:
    """The folder of the server as it was: nothing in it says that it went back, but for the lists of heads."""
    server, copy = pair.server, pair.server.folder / f"{pair.name}.data"
    owner = server.data.stat()
    server.stop("fast")
    shutil.copytree(server.data, copy)
    server.start()

    def restore() -> None:
        server.stop("fast")
        shutil.rmtree(server.data)
        shutil.copytree(copy, server.data)
        for path in (server.data, *server.data.rglob("*")):
            shutil.chown(path, owner.st_uid, owner.st_gid)
        server.start()

    return restore


@pytest.mark.parametrize("way", [dump_and_restore, only_the_rows, whole_server])
def test_a_server_that_went_back_is_told_and_filled_again_and_what_was_erased_stays_away(
    pair: Pair, way: Callable[[Pair], Callable[[], None]]
) -> None:
    worker = add_worker(pair.a, admin(pair), PersonFields(employee_no="17", family_name=NAME, job="welder"))
    pair.sync()
    assert names_there(pair) == 1
    restore = way(pair)
    erase_worker(pair, worker.id)
    add_people(pair.a, 30, first=800)
    pair.sync(pair.a, pair.b, pair.a)
    assert names_there(pair) == 0
    restore()
    assert names_there(pair) == 1
    [report] = pair.sync(pair.b)
    assert report.healed > 30
    assert report.sentence.startswith("The shared database had gone back to a copy from ")
    assert names_there(pair) == 0
    pair.assert_whole()


def test_a_dump_that_was_changed_before_it_was_put_back_is_put_right(pair: Pair) -> None:
    """All heads are as they were: only the sign tells."""
    copy = pair.server.folder / f"{pair.name}.sql"
    pair.server.run("pg_dump", "--clean", "--if-exists", "-f", str(copy), pair.url)
    text = copy.read_text()
    copy.write_text(text.replace("\tworker.recorded\t", "\tworker.left\t", 7))
    pair.server.run("psql", "-q", "-v", "ON_ERROR_STOP=1", "-f", str(copy), pair.url)
    reports = pair.sync(pair.a)
    assert sum(len(report.remarks) for report in reports) > 0
    pair.assert_whole()
