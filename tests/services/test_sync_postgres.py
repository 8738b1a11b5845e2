"""The same sync over PostgreSQL: the same records, the same troubles in words, nothing lost when the server goes."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from supervisor_app.errors import StorageError
from supervisor_app.services import sync_pushing
from supervisor_app.services.checking_shared import check_shared
from supervisor_app.services.opened_site import Site
from supervisor_app.services.sync_overview import overview
from supervisor_app.services.syncing import choose_shared, history, sync_now
from supervisor_app.settings import FILE_NAME
from supervisor_app.storage.shared_errors import SharedFileError, Trouble
from supervisor_app.storage.shared_lock import Patience
from tests.postgres import PASSWORD, PASSWORD_QUOTED, Server, postgres
from tests.services.sync_sites import PATIENCE, add_people, closing, digest, empty, found, heads, join

__all__ = ["postgres"]


@pytest.fixture
def url(postgres: Server) -> str:
    return postgres.new_database()


@pytest.fixture
def a(tmp_path: Path, url: str) -> Iterator[Site]:
    site = found(tmp_path / "a")
    with closing(site):
        choose_shared(site, url, True, patience=PATIENCE)
        yield site


def trouble(site: Site, **wanted: object) -> SharedFileError:
    with pytest.raises(SharedFileError) as caught:
        sync_now(site, patience=PATIENCE)
    problem = caught.value
    assert problem.hint
    assert "shared file" not in str(problem)
    assert PASSWORD not in str(problem)
    assert PASSWORD_QUOTED not in str(problem)
    return problem


def test_two_laptops_end_with_the_same_records(a: Site, url: str, tmp_path: Path):
    add_people(a, 300)
    sync_now(a, patience=PATIENCE)
    b = join(tmp_path / "b", url, seed=2)
    with closing(b):
        add_people(b, 5, first=500)
        assert sync_now(b, patience=PATIENCE).clean
        report = sync_now(a, patience=PATIENCE)
        assert report.clean
        assert heads(a) == heads(b)
        assert digest(a) == digest(b)
        assert not sync_now(b, patience=PATIENCE).moved


def test_an_audit_finds_what_was_changed_in_the_database_and_the_next_sync_puts_it_right(a: Site, url: str, postgres: Server):
    add_people(a, 300)
    sync_now(a, patience=PATIENCE)
    name = url.rsplit("/", 1)[1]

    def bad() -> list[str]:
        checks = check_shared(a, lambda *_: None, lambda: False, patience=PATIENCE)
        assert not any("hared file" in f"{line.name} {line.finding}" for line in checks)
        return [line.finding for line in checks if not line.sound]

    assert bad() == []
    postgres.sql("UPDATE entry SET kind = 'worker.left' WHERE seq = 40", name)
    postgres.sql("DELETE FROM entry WHERE seq = 200", name)
    postgres.sql("UPDATE entry SET sealed = NULL WHERE seq = 90", name)
    changed, emptied = bad()
    assert changed.startswith("record 40: its hash does not fit")
    assert "record 200: it is missing" in changed
    assert "were taken away. The next sync of this laptop" in emptied
    sync_now(a, patience=PATIENCE)
    assert bad() == []


def test_no_name_is_in_the_database(a: Site, url: str, postgres: Server):
    add_people(a, 20)
    sync_now(a, patience=PATIENCE)
    name = url.rsplit("/", 1)[1]
    for table in ("meta", "entry", "head", "welcome", "blob"):
        rows = postgres.sql(f"SELECT convert_to(t::text, 'UTF8') FROM {table} t", name)
        text = b"".join(bytes(row[0]) for row in rows)  # type: ignore[arg-type]
        assert b"Ozola".hex().encode() not in text
        assert b"Ozola" not in text


def test_many_records_go_by_copy_and_a_row_that_is_there_already_stays(a: Site, url: str, postgres: Server):
    add_people(a, 200)
    name = url.rsplit("/", 1)[1]
    seq = heads(a)[a.station.origin]
    sync_now(a, patience=PATIENCE)
    postgres.sql(f"UPDATE head SET seq = {seq - 150}, hash = (SELECT hash FROM entry WHERE seq = {seq - 150})", name)
    sync_now(a, patience=PATIENCE)
    assert postgres.sql("SELECT seq FROM head", name) == [(seq,)]
    assert postgres.sql("SELECT count(*) FROM entry", name) == [(seq,)]
    assert not sync_now(a, patience=PATIENCE).moved


def test_records_that_the_database_lost_are_put_back(a: Site, url: str, postgres: Server):
    add_people(a, 120)
    sync_now(a, patience=PATIENCE)
    name = url.rsplit("/", 1)[1]
    postgres.sql("DELETE FROM entry WHERE seq > 20", name)
    postgres.sql("UPDATE head SET seq = 20, hash = (SELECT hash FROM entry WHERE seq = 20)", name)
    report = sync_now(a, patience=PATIENCE)
    assert report.healed > 100
    assert "shared file" not in report.sentence + report.healed_words
    assert not sync_now(a, patience=PATIENCE).moved


def test_one_laptop_at_a_time(a: Site, url: str, postgres: Server):
    import psycopg

    from supervisor_app.storage.shared_session import LOCK

    with psycopg.connect(url) as other:
        other.execute("SELECT pg_advisory_lock(%s)", (LOCK,))
        problem = trouble(a)
    assert problem.trouble is Trouble.LOCKED
    assert "shared database" in problem.message
    assert sync_now(a, patience=PATIENCE).clean


def test_a_wrong_password_a_missing_database_and_a_server_that_is_away_are_said(a: Site, url: str, postgres: Server):
    for address, expected in (
        (url.replace(PASSWORD_QUOTED, "wrong"), Trouble.PASSWORD),
        (url.replace(":" + PASSWORD_QUOTED, ""), Trouble.PASSWORD),
        (url + "_none", Trouble.NO_DATABASE),
        (url.replace(str(postgres.port), "1"), Trouble.UNREACHABLE),
        ("postgresql://127.0.0.1/site?nonsense=1", Trouble.ADDRESS),
    ):
        a.settings = replace(a.settings, shared=address, shared_secret="")
        assert trouble(a).trouble is expected, address


def test_a_database_that_is_none_of_ours_or_newer_or_of_another_site_is_refused(
    a: Site, url: str, postgres: Server, tmp_path: Path
):
    plain = postgres.new_database()
    stranger = found(tmp_path / "x", seed=99)
    with closing(stranger):
        for site, address, expected in ((a, plain, Trouble.NOT_SHARED), (stranger, url, Trouble.OTHER_SITE)):
            with pytest.raises(SharedFileError) as caught:
                choose_shared(site, address, False, patience=PATIENCE)
            assert caught.value.trouble is expected
            assert "database" in caught.value.message
        assert stranger.settings.shared == ""
    with pytest.raises(SharedFileError) as caught:
        choose_shared(a, url, True, patience=PATIENCE)
    assert caught.value.trouble is Trouble.EXISTS
    postgres.sql("UPDATE meta SET value = '\\x00000002' WHERE key = 'version'", url.rsplit("/", 1)[1])
    problem = trouble(a)
    assert problem.trouble is Trouble.NEWER
    assert "version 2" in problem.message


def test_a_user_who_may_only_read_is_told_so(a: Site, url: str, postgres: Server):
    name = url.rsplit("/", 1)[1]
    postgres.sql("DROP ROLE IF EXISTS reader")
    postgres.sql("CREATE ROLE reader LOGIN PASSWORD 'r'")
    postgres.sql("GRANT SELECT ON ALL TABLES IN SCHEMA public TO reader", name)
    a.settings = replace(a.settings, shared=postgres.url(name, "reader", "r"))
    assert sync_now(a, patience=PATIENCE).clean
    add_people(a, 1)
    assert trouble(a).trouble is Trouble.READ_ONLY
    postgres.sql("DROP OWNED BY reader", name)


def test_tables_changed_by_hand_are_damage_not_a_crash(a: Site, url: str, postgres: Server):
    postgres.sql("ALTER TABLE entry DROP COLUMN sealed", url.rsplit("/", 1)[1])
    add_people(a, 1)
    problem = trouble(a)
    assert problem.trouble is Trouble.DAMAGED
    assert "Make it new from this laptop" in problem.hint


def test_a_missing_database_is_made_where_the_user_may(tmp_path: Path, postgres: Server):
    site = found(tmp_path / "a")
    with closing(site):
        choose_shared(site, postgres.url("made_by_the_command"), True, patience=PATIENCE)
        assert sync_now(site, patience=PATIENCE).clean


@pytest.mark.parametrize("how", ["restart", "kill"])
def test_a_server_that_goes_down_in_the_middle_of_a_push_loses_nothing(
    a: Site, url: str, postgres: Server, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, how: str
):
    monkeypatch.setattr(sync_pushing, "PUSH_BATCH", 50)
    add_people(a, 300)
    calls = []

    def progress(done: int, total: int, words: str) -> None:
        calls.append(done)
        if len(calls) == 3:
            if how == "restart":
                postgres.restart()
            else:
                postgres.kill()

    with pytest.raises(SharedFileError) as caught:
        sync_now(a, progress, patience=PATIENCE)
    assert caught.value.trouble is Trouble.UNREACHABLE
    if how == "kill":
        assert trouble(a).trouble is Trouble.UNREACHABLE
        postgres.start()
    report = sync_now(a, patience=PATIENCE)
    assert report.clean
    b = join(tmp_path / "b", url, seed=2)
    with closing(b):
        assert heads(b).items() >= heads(a).items()


def test_a_server_killed_at_any_moment_of_two_syncs_at_once_loses_nothing(a: Site, url: str, postgres: Server, tmp_path: Path):
    b = join(tmp_path / "b", url, seed=2)
    real = Patience(look_every=0.02)
    with closing(b):
        for round_ in range(3):
            for site, first in ((a, 1000 * round_), (b, 1000 * round_ + 500)):
                add_people(site, 150, first=first)
            killer = threading.Timer(0.03 + 0.05 * round_, postgres.kill)
            threads = [threading.Thread(target=_quietly, args=(site, real)) for site in (a, b)]
            for thread in (*threads, killer):
                thread.start()
            for thread in (*threads, killer):
                thread.join()
            postgres.start()
        for site in (a, b, a):
            assert sync_now(site, patience=PATIENCE).clean
        assert heads(a) == heads(b)
        assert digest(a) == digest(b)


def _quietly(site: Site, patience: Patience) -> None:
    import contextlib

    with contextlib.suppress(SharedFileError):
        sync_now(site, patience=patience)


def test_a_sync_that_was_killed_gives_the_lock_back(a: Site, url: str, postgres: Server):
    add_people(a, 1)
    postgres.sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'supervisor-app'")
    assert sync_now(a, patience=PATIENCE).clean


def test_the_password_is_nowhere_on_the_disk_in_the_clear_and_nowhere_shown(a: Site, url: str, tmp_path: Path):
    add_people(a, 1)
    a.settings = replace(a.settings, shared=url.replace("127.0.0.1:", "127.0.0.1:1"))
    with pytest.raises((SharedFileError, StorageError)):
        sync_now(a, patience=PATIENCE)
    a.settings = replace(a.settings, shared=url)
    sync_now(a, patience=PATIENCE)
    view = overview(a)
    told = repr(view) + repr(history(a))
    assert PASSWORD_QUOTED not in told
    assert "shared file" not in view.state.sentence
    a.database.close()
    for path in (tmp_path / "a").rglob("*"):
        if path.is_file():
            assert PASSWORD_QUOTED.encode() not in path.read_bytes(), path
    assert (tmp_path / "a" / FILE_NAME).stat().st_mode & 0o077 == 0


def test_a_password_file_or_a_service_keeps_the_password_out_of_the_address(
    postgres: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    url = postgres.new_database()
    name = url.rsplit("/", 1)[1]
    secret = tmp_path / "passwords"
    secret.write_text(f"127.0.0.1:{postgres.port}:*:signoff:{PASSWORD}\n")
    secret.chmod(0o600)
    monkeypatch.setenv("PGPASSFILE", str(secret))
    services = tmp_path / "services"
    services.write_text(f"[site]\nhost=127.0.0.1\nport={postgres.port}\ndbname={name}\nuser=signoff\n")
    monkeypatch.setenv("PGSERVICEFILE", str(services))
    site = found(tmp_path / "a")
    with closing(site):
        choose_shared(site, "postgresql:///?service=site", True, patience=PATIENCE)
        assert sync_now(site, patience=PATIENCE).clean


def test_without_the_driver_it_is_said_what_is_missing(a: Site, monkeypatch: pytest.MonkeyPatch):
    import sys

    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(StorageError, match="cannot use a shared database yet") as caught:
        sync_now(a, patience=PATIENCE)
    assert "postgres" in caught.value.hint


def test_a_new_laptop_adopts_the_site_of_a_database(a: Site, url: str, tmp_path: Path):
    add_people(a, 60)
    sync_now(a, patience=PATIENCE)
    c = empty(tmp_path / "c", seed=7)
    with closing(c):
        assert choose_shared(c, url, False, patience=PATIENCE).received == heads(a)[a.station.origin]
