"""Publishing the check page: what lies in the folder, what never does, who may, and when nothing is written."""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from supervisor_app import cli
from supervisor_app.credentials import cose
from supervisor_app.credentials.status_list import EXTERNAL_AAD, read_status
from supervisor_app.credentials.trust import read_trust
from supervisor_app.domain.people import Role
from supervisor_app.errors import InputError, NotAllowed, StorageError
from supervisor_app.paths import resource_path
from supervisor_app.services.issuer_succession import succeed_issuer_key
from supervisor_app.services.membership import add_member
from supervisor_app.services.publishing import ISSUER_NAME, PAGE_NAMES, STATUS_NAME, find_member, publish
from supervisor_app.services.signing_in import list_members, session_of
from supervisor_app.services.site import site_facts
from supervisor_app.services.site_changes import SiteChange, change_site
from tests.services.certified import certify
from tests.services.founded import PIN, SECOND_PIN, Founded, found, later

NAMES = {ISSUER_NAME, STATUS_NAME, *PAGE_NAMES}


@pytest.fixture
def at(tmp_path: Path) -> Iterator[Founded]:
    founded = found(tmp_path / "site")
    yield founded
    founded.site.close()


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_the_folder_holds_the_page_the_keys_and_the_signed_list(at: Founded, tmp_path: Path) -> None:
    change_site(at.site, at.hannah, SiteChange(host="northgate.example"))
    result = publish(at.site, at.hannah, PIN, tmp_path / "web" / "check")
    written = contents(tmp_path / "web" / "check")
    assert written.keys() == NAMES == {file.name for file in result.files if file.written}
    page = resource_path("verify", "index.html").read_bytes()
    assert [written[name] for name in PAGE_NAMES] == [page, page]
    facts = site_facts(at.site)
    assert (result.keys, result.rows, result.address) == (1, 0, "https://northgate.example/c")
    (issuer,) = read_trust(ISSUER_NAME, written[ISSUER_NAME]).issuers  # another organisation's app reads it as it is
    assert (issuer.name, issuer.issuer, issuer.public_key.hex()) == ("Northgate Pressings", facts.issuer_did, facts.issuer_key)
    status = read_status(written[STATUS_NAME])
    assert (status.day, status.rows, status.envelope.key_id.hex()) == (date(2026, 11, 23), (), facts.issuer_key_id)
    assert cose.holds(status.envelope, issuer.public_key, EXTERNAL_AAD)


def test_nothing_of_a_person_is_in_the_folder(at: Founded, tmp_path: Path) -> None:
    issued = certify(at.site, at.hannah, PIN)
    publish(at.site, at.marco, SECOND_PIN, tmp_path / "web")
    private = {text for worker in (at.ana, at.yusef) for text in (worker.given_name, worker.family_name, worker.family_latin)}
    private |= {at.ana.employee_no, at.yusef.employee_no, at.ana.id, at.yusef.id, issued.facts.holder, issued.facts.employee_no}
    private |= {issued.facts.number, issued.facts.credential_id, issued.facts.trainer, "Hannah", "Weber", "Marco", "Rossi", PIN}
    private |= {member.id for member in list_members(at.site)} | {at.site.station.origin.hex()}
    everything = b"\n".join(contents(tmp_path / "web").values())
    assert len(private - {""}) > 15
    for text in private - {""}:
        assert text.encode() not in everything, text


def test_equal_files_stay_untouched_and_only_an_old_list_is_made_anew(at: Founded, tmp_path: Path) -> None:
    publish(at.site, at.hannah, PIN, tmp_path)
    before = {name: (tmp_path / name).stat().st_mtime_ns for name in NAMES}
    again = publish(at.site, at.marco, SECOND_PIN, tmp_path)
    assert not any(file.written for file in again.files)
    assert {name: (tmp_path / name).stat().st_mtime_ns for name in NAMES} == before
    later(at, days=6)
    assert not any(file.written for file in publish(at.site, at.hannah, PIN, tmp_path).files)
    later(at, days=1)
    result = publish(at.site, at.hannah, PIN, tmp_path)
    assert [file.name for file in result.files if file.written] == [STATUS_NAME]
    assert read_status((tmp_path / STATUS_NAME).read_bytes()).day == result.day == date(2026, 11, 30)


def test_a_damaged_file_is_written_again_and_a_strangers_file_left_alone(at: Founded, tmp_path: Path) -> None:
    publish(at.site, at.hannah, PIN, tmp_path)
    (tmp_path / "index.html").write_bytes(b"<h1>Valid</h1>")
    (tmp_path / "robots.txt").write_bytes(b"theirs")
    assert [file.name for file in publish(at.site, at.hannah, PIN, tmp_path).files if file.written] == ["index.html"]
    assert contents(tmp_path).keys() - {"robots.txt"} >= NAMES
    assert (tmp_path / "robots.txt").read_bytes() == b"theirs"
    assert not list(tmp_path.rglob("*.tmp"))


@pytest.mark.skipif(sys.platform == "win32", reason="links and pipes as POSIX has them")
def test_who_can_write_into_the_folder_reaches_nothing_beyond_it_and_holds_nothing_up(at: Founded, tmp_path: Path) -> None:
    web, theirs = tmp_path / "web", tmp_path / "theirs"
    theirs.mkdir()
    page = resource_path("verify", "index.html").read_bytes()
    (theirs / "same.html").write_bytes(page)
    web.mkdir()
    (web / "index.html").symlink_to(theirs / "same.html")
    os.mkfifo(web / STATUS_NAME)  # reading it would wait for ever
    publish(at.site, at.hannah, PIN, web)
    assert not any(path.is_symlink() for path in web.rglob("*"))
    assert contents(web).keys() == NAMES
    shutil.rmtree(web / "c")
    (web / "c").symlink_to(theirs)
    with pytest.raises(StorageError, match="c in the folder is a link"):
        publish(at.site, at.hannah, PIN, web)
    assert [path.name for path in theirs.iterdir()] == ["same.html"]


def test_a_folder_in_the_place_of_a_file_is_said(at: Founded, tmp_path: Path) -> None:
    (tmp_path / "web" / ISSUER_NAME).mkdir(parents=True)
    with pytest.raises(StorageError, match="something else has this name"):
        publish(at.site, at.hannah, PIN, tmp_path / "web")


def test_a_wrong_pin_or_a_member_without_the_sites_key_writes_nothing(at: Founded, tmp_path: Path) -> None:
    observer = session_of(add_member(at.site, at.hannah, "Olga Trainer", "", Role.TRAINEE, "", "8642", own_pin=PIN))
    for session, pin in ((at.hannah, "0000"), (observer, "8642")):
        with pytest.raises(NotAllowed):
            publish(at.site, session, pin, tmp_path / "web")
    assert not (tmp_path / "web").exists()


def test_a_folder_that_cannot_be_written_is_said(at: Founded, tmp_path: Path) -> None:
    (tmp_path / "web").write_bytes(b"a file")
    with pytest.raises(StorageError, match="cannot be written"):
        publish(at.site, at.hannah, PIN, tmp_path / "web")


def test_a_member_is_found_by_name_or_id_and_never_by_half(at: Founded) -> None:
    assert find_member(at.site, "marco rossi").id == find_member(at.site, at.marco.member_id).id == at.marco.member_id
    for words in ("Marco", "", "nobody"):
        with pytest.raises(InputError, match="no member"):
            find_member(at.site, words)
    add_member(at.site, at.hannah, "Marco Rossi", "Another", Role.ASSESSOR, "", "9753", own_pin=PIN)
    with pytest.raises(InputError, match="several members") as problem:
        find_member(at.site, "Marco Rossi")
    assert at.marco.member_id in problem.value.hint


def test_the_command_publishes(at: Founded, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    at.site.close()
    (tmp_path / "pin").write_bytes(PIN.encode() + b"\r\n")
    words = ["publish", str(tmp_path / "web"), "--member", "Hannah Weber", "--pin-file", str(tmp_path / "pin")]
    words += ["--data-dir", str(at.site.folder)]
    assert cli.run([*words, "--json"]) == cli.EXIT_FINE
    told = json.loads(capsys.readouterr().out)
    assert {file["name"] for file in told["files"]} == NAMES
    assert read_status((tmp_path / "web" / STATUS_NAME).read_bytes()).day == cli.now().date()
    assert cli.run(words) == cli.EXIT_FINE
    out = capsys.readouterr().out
    assert "unchanged  index.html" in out
    assert PIN not in out + json.dumps(told)


@pytest.mark.parametrize(
    ("pin", "words"),
    [(None, "cannot be opened"), (b"", "empty or too long"), (b"1" * 700, "empty or too long"), (b"\xff", "not text")],
)
def test_a_pin_file_that_is_none_is_said_without_its_content(
    tmp_path: Path, pin: bytes | None, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    if pin is not None:
        (tmp_path / "pin").write_bytes(pin)
    command = ["publish", str(tmp_path / "web"), "--member", "x", "--pin-file", str(tmp_path / "pin")]
    assert cli.run(command) == cli.EXIT_UNREADABLE
    assert words in capsys.readouterr().err


def test_a_wrong_pin_file_ends_with_the_reason(at: Founded, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    at.site.close()
    (tmp_path / "pin").write_bytes(b"0000")
    words = ["publish", str(tmp_path / "web"), "--member", "Hannah Weber", "--pin-file", str(tmp_path / "pin"), "--json"]
    assert cli.run([*words, "--data-dir", str(at.site.folder)]) == cli.EXIT_UNREADABLE
    assert "That PIN is not right." in capsys.readouterr().err
    assert not (tmp_path / "web").exists()


def test_a_pin_is_no_argument_not_even_as_a_short_form_of_another(tmp_path: Path) -> None:
    (tmp_path / "pin").write_bytes(b"2468")
    with pytest.raises(SystemExit) as stopped:
        cli.run(["publish", str(tmp_path / "web"), "--member", "x", "--pin-file", str(tmp_path / "pin"), "--pin", "2468"])
    assert stopped.value.code == 2


def test_every_issuer_key_the_site_had_is_listed_the_one_in_use_first(at: Founded, tmp_path: Path) -> None:
    before = site_facts(at.site).issuer_did
    after = succeed_issuer_key(at.site, at.hannah, PIN).did
    assert publish(at.site, at.hannah, PIN, tmp_path).keys == 2
    issuers = read_trust(ISSUER_NAME, (tmp_path / ISSUER_NAME).read_bytes()).issuers
    assert [issuer.issuer for issuer in issuers] == [after, before]
