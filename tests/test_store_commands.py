"""`supervisor-app store create`, `store move` and `sync --follow`, as a script uses them."""

from __future__ import annotations

import io
import json
import random
import sys
from pathlib import Path

import pytest

from supervisor_app.cli import run
from supervisor_app.services.opened_site import open_site
from supervisor_app.settings import load_settings
from supervisor_app.storage.shared_address import without_password
from tests.postgres import PASSWORD_QUOTED, Server, postgres
from tests.services.sync_sites import Clock, add_people, closing, found

__all__ = ["postgres"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    found(tmp_path / "a").close()
    (tmp_path / "pin").write_text("1234\n")
    return tmp_path


def call(folder: Path, *words: str) -> int:
    more = ["--member", "Hannah Weber", "--pin-file", str(folder / "pin")] if words[0] == "store" else []
    done = run([*words, *more, "--data-dir", str(folder / "a")])
    assert isinstance(done, int)
    return done


def test_a_store_is_made_in_a_database_by_one_command_and_moved_to_a_file_and_followed(
    folder: Path, postgres: Server, capsys: pytest.CaptureFixture[str]
):
    url = postgres.new_database()
    assert call(folder, "store", "create", url, "--json") == 0
    assert json.loads(capsys.readouterr().out.splitlines()[-1])["sent"] > 5
    assert load_settings(folder / "a").shared == without_password(url)
    assert call(folder, "sync") == 0
    assert "shared database" in capsys.readouterr().out
    assert call(folder, "store", "move", "--to", str(folder / "site.sqlite")) == 0
    told, beside = capsys.readouterr()
    assert "records are in" in told
    assert "Moving records ..." in beside
    assert "100 %" in beside
    assert PASSWORD_QUOTED not in told + beside
    assert load_settings(folder / "a").shared == str(folder / "site.sqlite")


def test_a_password_that_lists_of_processes_showed_is_said(folder: Path, capsys: pytest.CaptureFixture[str]):
    assert call(folder, "store", "create", f"postgresql://signoff:{PASSWORD_QUOTED}@127.0.0.1:1/site") == 2
    told = capsys.readouterr().err
    assert "list of processes" in told
    assert PASSWORD_QUOTED not in told
    assert call(folder, "store", "create", "postgresql://signoff@127.0.0.1:1/site") == 2
    assert "list of processes" not in capsys.readouterr().err


def test_an_address_may_come_by_standard_input(folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(str(folder / "s.sqlite").encode() + b"\n")))
    assert call(folder, "store", "create", "-") == 0
    assert load_settings(folder / "a").shared == str(folder / "s.sqlite")


def test_a_pin_may_come_by_standard_input_before_the_address(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    assert call(folder, "store", "create", str(folder / "s.sqlite")) == 0
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(f"1234\n{folder / 't.sqlite'}\n".encode())))
    moving = ("store", "move", "--to", "-", "--member", "Hannah Weber", "--pin-file", "-", "--json")
    assert run([*moving, "--data-dir", str(folder / "a")]) == 0
    assert json.loads(capsys.readouterr().out.splitlines()[-1])["records"] > 5
    assert load_settings(folder / "a").shared == str(folder / "t.sqlite")


def test_a_wrong_pin_and_a_bad_address_are_said(folder: Path, capsys: pytest.CaptureFixture[str]):
    assert call(folder, "store", "create", "postgresql://127.0.0.1:1/site", "--json") == 2
    assert "does not answer" in json.loads(capsys.readouterr().out)["problem"]
    (folder / "pin").write_text("9999")
    assert call(folder, "store", "create", str(folder / "s.sqlite")) == 2
    assert "PIN is not right" in capsys.readouterr().err
    assert not (folder / "s.sqlite").exists()


def test_the_owner_of_a_database_gives_a_user_the_rights_of_a_laptop_and_no_more(
    folder: Path, postgres: Server, capsys: pytest.CaptureFixture[str]
):
    import psycopg

    url = postgres.new_database()
    name = url.rsplit("/", 1)[1]
    assert call(folder, "store", "create", url) == 0
    assert run(["store", "prepare", url, "--for", "Laptops of bay 4"]) == 2
    assert "has no user Laptops of bay 4" in capsys.readouterr().err
    postgres.sql("CREATE ROLE \"Laptops of bay 4\" LOGIN PASSWORD 'l'")
    postgres.sql("GRANT CREATE ON SCHEMA public TO PUBLIC", name)  # as servers before 15 have it
    assert run(["store", "prepare", url, "--for", "Laptops of bay 4"]) == 0
    assert "REVOKE CREATE ON SCHEMA public FROM PUBLIC;" in capsys.readouterr().out
    postgres.sql("REVOKE CREATE ON SCHEMA public FROM PUBLIC", name)
    assert run(["store", "prepare", url, "--for", "Laptops of bay 4"]) == 0
    told = capsys.readouterr().out
    assert "REVOKE" not in told
    assert "Laptops of bay 4 may read and write records" in told
    assert PASSWORD_QUOTED not in told
    theirs = postgres.url(name, "Laptops%20of%20bay%204", "l")
    assert call(folder, "sync", "--shared", theirs) == 0
    add(folder)
    assert call(folder, "sync", "--json") == 0
    assert json.loads(capsys.readouterr().out.splitlines()[-1])["report"]["sent"] == 70
    with psycopg.connect(theirs, autocommit=True) as laptop:
        for forbidden in ("DROP TABLE entry", "TRUNCATE head", "ALTER TABLE blob ADD x int", "CREATE TABLE x (y int)"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                laptop.execute(forbidden)
    assert run(["store", "prepare", theirs]) == 2
    assert "does not own the tables" in capsys.readouterr().err
    postgres.sql('DROP OWNED BY "Laptops of bay 4"', name)


def add(folder: Path) -> None:
    site = open_site(folder / "a", clock=Clock(), randomness=random.Random(7).randbytes)
    with closing(site):
        add_people(site, 70)


def test_a_file_needs_nothing_prepared(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    assert run(["store", "prepare", str(tmp_path / "site.sqlite")]) == 2
    assert "not the address of a database" in capsys.readouterr().err
