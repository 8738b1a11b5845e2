"""A server in trouble, before a sync or in the middle of it: said in its own words, nothing is lost, all goes on after."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import subprocess
import threading
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from types import SimpleNamespace

import pytest
from sqlalchemy import Engine

from supervisor_app.services import sync_process, sync_pushing
from supervisor_app.services.opened_site import Site
from supervisor_app.services.sync_process import EXIT_NOT_DONE, run_sync, sync_in_process, worker_command
from supervisor_app.services.syncing import choose_shared, make_anew, sync_now
from supervisor_app.storage import shared_postgres, shared_session
from supervisor_app.storage.shared_errors import SharedFileError, Trouble
from supervisor_app.storage.shared_lock import Patience
from tests.postgres import PASSWORD_QUOTED, Server, postgres
from tests.services.database_sites import Pair, one_pair, pair, pair_in, use
from tests.services.sync_sites import PATIENCE, Clock, add_people, closing, found
from tests.services.test_sync_trouble import page_says

__all__ = ["one_pair", "pair", "postgres"]


def refused(site: Site, progress: Callable[[int, int, str], None] = lambda *_: None) -> tuple[Trouble, str]:
    """Sync, which fails; return as what, and everything that is said of it."""
    with pytest.raises(SharedFileError) as caught:
        sync_now(site, progress, patience=PATIENCE)
    said = f"{caught.value.message} {caught.value.hint}"
    assert "shared file" not in said
    assert "safe on this laptop" in said
    assert page_says(site).startswith(caught.value.message.rstrip("."))
    return caught.value.trouble, said


# Before it begins.


def test_a_user_without_rights_is_told_which_and_how_to_get_them(pair: Pair) -> None:
    pair.sql("DROP ROLE IF EXISTS guest")
    pair.sql("CREATE ROLE guest LOGIN PASSWORD 'g'")
    use(pair.a, pair.server.url(pair.name, "guest", "g"))
    trouble, said = refused(pair.a)
    assert trouble is Trouble.NO_RIGHT
    assert "supervisor-app store prepare ADDRESS --for USER" in said
    pair.sql(f"REVOKE CONNECT ON DATABASE {pair.name} FROM PUBLIC")
    assert refused(pair.a)[0] is Trouble.NO_RIGHT


def test_a_missing_database_is_told_whatever_language_the_server_speaks(pair: Pair) -> None:
    assert shared_session._refused_after_the_password(pair.url + "_none") is Trouble.NO_DATABASE
    assert shared_session._refused_after_the_password(pair.url) is Trouble.NO_RIGHT
    assert shared_session._refused_after_the_password(pair.url.replace(PASSWORD_QUOTED, "x")) is Trouble.PASSWORD


def test_a_server_that_has_no_room_for_another_connection_is_busy(pair: Pair) -> None:
    pair.sql(f"ALTER DATABASE {pair.name} CONNECTION LIMIT 0")
    pair.sql("DROP ROLE IF EXISTS many")
    pair.sql("CREATE ROLE many LOGIN PASSWORD 'm'")
    use(pair.a, pair.server.url(pair.name, "many", "m"))
    assert refused(pair.a) == (
        Trouble.BUSY,
        "The server with the shared database is busy. Everything is safe on this laptop. It is tried again by itself.",
    )


@pytest.mark.parametrize("encoding", ["SQL_ASCII", "LATIN1"])
def test_a_database_that_keeps_its_texts_in_another_way_is_as_good(postgres: Server, tmp_path: Path, encoding: str) -> None:
    name = f"in_{encoding.lower()}"
    postgres.sql(f"CREATE DATABASE {name} ENCODING '{encoding}' TEMPLATE template0 LC_COLLATE 'C' LC_CTYPE 'C'")
    site = found(tmp_path / "a")
    with closing(site):
        choose_shared(site, postgres.url(name), True, patience=PATIENCE)
        add_people(site, 80)
        assert sync_now(site, patience=PATIENCE).clean
        other = Pair(postgres, postgres.url(name), site, site)
        assert other.wrong() == []
        postgres.sql("UPDATE entry SET kind = 'worker.left' WHERE seq = 40", name)
        assert sync_now(site, patience=PATIENCE).remarks
        assert other.wrong() == []


def test_a_short_time_for_statements_on_the_server_is_not_ours(pair: Pair) -> None:
    pair.sql(f"ALTER DATABASE {pair.name} SET statement_timeout = '1s'")
    pair.sql(f"ALTER DATABASE {pair.name} SET lock_timeout = '1s'")
    with pair.opened() as database, database.reading() as connection:
        told = [connection.exec_driver_sql(f"SHOW {name}").scalar() for name in ("statement_timeout", "lock_timeout")]
        alive = [connection.exec_driver_sql(f"SHOW tcp_keepalives_{name}").scalar() for name in ("idle", "interval", "count")]
    assert told == ["5min", "15s"]
    assert alive == ["10", "5", "3"]


def test_the_options_in_an_address_stand(pair: Pair) -> None:
    with pair.opened(f"{pair.url}?options=-c%20work_mem%3D7MB") as database, database.reading() as connection:
        assert connection.exec_driver_sql("SHOW work_mem").scalar() == "7MB"


# In the middle of it.


@pytest.fixture
def sessions(monkeypatch: pytest.MonkeyPatch) -> list[Engine]:
    """The sessions of the syncs, so that a test can do to one what a pool does."""
    made: list[Engine] = []
    real = shared_session._engine
    monkeypatch.setattr(shared_session, "_engine", lambda session: made.append(real(session)) or made[-1])
    monkeypatch.setattr(sync_pushing, "PUSH_BATCH", 50)
    return made


class Middle:
    """Does something after the first batch."""

    def __init__(self, does: Callable[[], object]) -> None:
        self.does = does
        self.done = False

    def __call__(self, done: int, total: int, words: str) -> None:
        if words == "Sending records" and not self.done:
            self.done = True
            self.does()


def test_a_session_that_lost_its_lock_writes_nothing_more(pair: Pair, sessions: list[Engine]) -> None:
    add_people(pair.a, 170, first=500)
    there = []

    def lose() -> None:
        with sessions[-1].connect() as connection:
            connection.exec_driver_sql("SELECT pg_advisory_unlock_all()")  # as a pool does that hands the session on
        there.extend(pair.sql("SELECT count(*) FROM entry"))

    trouble, said = refused(pair.a, Middle(lose))
    assert trouble is Trouble.LOCK_LOST
    assert "pool of connections" in said
    assert pair.sql("SELECT count(*) FROM entry") == there
    pair.assert_whole()


def test_a_pool_that_gives_each_transaction_another_session_writes_nothing(pair: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two sessions in turn, as a pool of transactions has them: the lock lies in one, the writing comes to the other."""
    import psycopg

    real = shared_session._engine

    def mixed(session: psycopg.Connection[object]) -> Engine:
        return real(psycopg.connect(pair.url))

    add_people(pair.a, 1)
    there = pair.sql("SELECT count(*) FROM entry")
    with monkeypatch.context() as pool:
        pool.setattr(shared_session, "_engine", mixed)
        assert refused(pair.a)[0] is Trouble.LOCK_LOST
    assert pair.sql("SELECT count(*) FROM entry") == there


@pytest.mark.parametrize(
    ("how", "expected"),
    [
        ("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'supervisor-app'", Trouble.UNREACHABLE),
        ("REVOKE INSERT ON entry FROM laptops", Trouble.READ_ONLY),
        ("DROP TABLE entry", Trouble.DAMAGED),
    ],
)
def test_what_happens_to_the_server_in_the_middle_is_said_and_loses_nothing(
    pair: Pair, sessions: list[Engine], how: str, expected: Trouble
) -> None:
    pair.sql("DROP ROLE IF EXISTS laptops")
    pair.sql("CREATE ROLE laptops LOGIN PASSWORD 'l'")
    pair.sql("GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO laptops")
    pair.sql("GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO laptops")
    add_people(pair.a, 170, first=500)
    use(pair.a, pair.server.url(pair.name, "laptops", "l"))
    assert refused(pair.a, Middle(lambda: pair.sql(how)))[0] is expected
    use(pair.a, pair.url)
    if expected is Trouble.DAMAGED:
        make_anew(pair.a, patience=PATIENCE)
    pair.assert_whole()
    pair.sql("DROP OWNED BY laptops")


def test_a_step_that_the_server_stops_is_said_as_busy(pair: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    import psycopg

    monkeypatch.setitem(shared_session._SETTINGS, "lock_timeout", "0")
    monkeypatch.setitem(shared_session._SETTINGS, "statement_timeout", "300ms")
    add_people(pair.a, 1)
    with psycopg.connect(pair.url) as other:
        other.execute("LOCK TABLE head IN SHARE MODE")
        assert refused(pair.a)[0] is Trouble.BUSY
    pair.assert_whole()


# The network.


class Line:
    """The network between a laptop and the server; it can be cut, or hang."""

    def __init__(self, port: int) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self._to = port
        self._pairs: list[tuple[socket.socket, socket.socket]] = []
        self.hangs = threading.Event()
        self.hangs_at = b""  # what it carries as the last thing but for nothing
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                near, _ = self._listener.accept()
                far = socket.create_connection(("127.0.0.1", self._to))
                self._pairs.append((near, far))
                for one, other in ((near, far), (far, near)):
                    threading.Thread(target=self._carry, args=(one, other), daemon=True).start()

    def _carry(self, one: socket.socket, other: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while data := one.recv(65536):
                if self.hangs_at and self.hangs_at in data:
                    self.hangs.set()
                if not self.hangs.is_set():
                    other.sendall(data)

    def cut(self) -> None:
        for ends in self._pairs:
            for one in ends:
                one.shutdown(socket.SHUT_RDWR)

    def end(self) -> None:
        self._listener.close()
        for ends in self._pairs:
            for one in ends:
                with contextlib.suppress(OSError):  # gone already
                    one.shutdown(socket.SHUT_RDWR)  # one that a thread reads would stay open else
                one.close()


@pytest.fixture
def lonely(postgres: Server, tmp_path: Path) -> Iterator[Pair]:
    """A pair of a test's own: it closes a laptop."""
    with pair_in(postgres, tmp_path) as made:
        yield made


@pytest.fixture
def line(pair: Pair) -> Iterator[Line]:
    made = Line(pair.server.port)
    use(pair.a, pair.url.replace(f":{pair.server.port}/", f":{made.port}/"))
    yield made
    made.end()


def test_a_network_that_goes_in_the_middle_is_said_and_the_server_gives_the_lock_back(
    pair: Pair, line: Line, sessions: list[Engine]
) -> None:
    add_people(pair.a, 170, first=500)
    trouble, said = refused(pair.a, Middle(line.cut))
    assert trouble is Trouble.UNREACHABLE
    assert "does not answer" in said
    use(pair.a, pair.url)
    pair.assert_whole()


def test_a_network_that_hangs_ends_the_sync_of_the_window(lonely: Pair) -> None:
    line = Line(lonely.server.port)
    use(lonely.a, lonely.url.replace(f":{lonely.server.port}/", f":{line.port}/"))
    lonely.a.close()
    line.hangs.set()
    with pytest.raises(SharedFileError) as caught:
        sync_in_process(lonely.a.folder, lambda *_: None, lambda: False, deadline=4.0)
    assert caught.value.trouble is Trouble.UNREACHABLE
    line.end()


def test_a_server_that_hangs_while_it_is_made_new_ends_the_command_and_all_or_nothing_was_done(
    lonely: Pair, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    lonely.sql("DROP TABLE wanted")
    line = Line(lonely.server.port)
    line.hangs_at = b"CREATE SCHEMA"
    use(lonely.a, lonely.url.replace(f":{lonely.server.port}/", f":{line.port}/"))
    lonely.a.close()
    seconds = count(10.0, 10.0)  # they fly once it hangs, and stand still before
    clock = SimpleNamespace(monotonic=lambda: next(seconds) if line.hangs.is_set() else 0.0)
    monkeypatch.setattr(sync_process, "time", clock)
    done = run_sync(lonely.a.folder, None, as_json=True, clock=Clock(), randomness=os.urandom, anew=True)
    assert done == EXIT_NOT_DONE
    said = [json.loads(text) for text in capsys.readouterr().out.splitlines()]
    assert said[-1]["trouble"] == Trouble.UNREACHABLE.value
    assert "shared file" not in said[-1]["problem"]
    line.end()
    assert lonely.sql("SELECT 1 FROM pg_namespace WHERE nspname LIKE 'damaged_%'") == []
    assert make_anew(lonely.b, patience=Patience(look_every=0.05, give_up_after=60.0)).clean


def test_a_laptop_that_vanished_with_the_lock_does_not_hold_it_for_ever(
    pair: Pair, line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The server hears nothing of it any more, and no end of the connection either."""
    monkeypatch.setitem(shared_session._SETTINGS, "idle_session_timeout", "500ms")
    patience = Patience(look_every=0.05, give_up_after=60.0)
    waited = []
    with shared_postgres.open_database(pair.a.settings.shared, PATIENCE, lambda: None):
        line.hangs.set()
        with shared_postgres.open_database(pair.url, patience, lambda: waited.append(1)):
            assert waited


def test_a_laptop_killed_in_the_middle_loses_nothing_and_leaves_no_lock(lonely: Pair) -> None:
    add_people(lonely.a, 6000, first=1000)
    lonely.a.close()
    worker = subprocess.Popen(worker_command(lonely.a.folder), stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    try:
        assert worker.stdout is not None
        assert worker.stdout.readline()  # the first batch is there
        os.kill(worker.pid, signal.SIGKILL)
    finally:
        worker.communicate()
    assert 0 < int(str(lonely.sql("SELECT count(*) FROM entry")[0][0])) < 6150
    assert sync_now(lonely.b, patience=PATIENCE).clean


# The server's disk.


@pytest.fixture
def small(postgres: Server) -> Iterator[Path]:
    """A disk of the server's that is nearly full."""
    at = postgres.folder / "small"
    at.mkdir(exist_ok=True)
    done = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=16m,mode=777", "tmpfs", str(at)], capture_output=True, check=False)
    if done.returncode:
        pytest.skip(f"a tmpfs cannot be mounted here: {done.stderr.decode().strip()}")
    space = at / "space"
    space.mkdir()
    owner = (postgres.data).stat()
    os.chown(space, owner.st_uid, owner.st_gid)
    yield space
    subprocess.run(["umount", "-l", str(at)], check=True)


def fill(postgres: Server) -> None:
    while True:
        postgres.sql("INSERT INTO filler SELECT repeat(md5(i::text), 30) FROM generate_series(1, 250) AS i", "on_small")


def test_a_full_disk_of_the_server_is_said_and_all_goes_there_once_there_is_room(
    postgres: Server, tmp_path: Path, small: Path
) -> None:
    import psycopg

    postgres.sql(f"CREATE TABLESPACE small LOCATION '{small}'")
    postgres.sql("CREATE DATABASE on_small TABLESPACE small")
    try:
        site = found(tmp_path / "a")
        with closing(site):
            choose_shared(site, postgres.url("on_small"), True, patience=PATIENCE)
            postgres.sql("CREATE TABLE filler (words text)", "on_small")
            with pytest.raises(psycopg.errors.DiskFull):
                fill(postgres)
            add_people(site, 3000)
            assert refused(site) == (
                Trouble.FULL,
                "The server with the shared database is full. Everything is safe on this laptop. "
                "Ask who looks after it to make room.",
            )
            postgres.sql("DROP TABLE filler", "on_small")
            postgres.sql("CHECKPOINT")
            assert sync_now(site, patience=PATIENCE).clean
            assert postgres.sql("SELECT count(*) > 3000 FROM entry", "on_small") == [(True,)]
    finally:
        postgres.sql("DROP DATABASE on_small WITH (FORCE)")
        postgres.sql("DROP TABLESPACE small")
