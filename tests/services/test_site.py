"""Founding, opening and changing a site; writing entries and acts; a laptop that joins."""

from __future__ import annotations

import base64
import hashlib
import os
import signal
import sqlite3
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from supervisor_app.domain.people import Role
from supervisor_app.errors import InputError, NotAllowed, StorageError
from supervisor_app.ledger.acts import act_problem
from supervisor_app.ledger.contents import record_in
from supervisor_app.services.appending import append, append_act
from supervisor_app.services.checking import check
from supervisor_app.services.join_requests import JoinState, has_joined, join_state, own_request, pending
from supervisor_app.services.joining import approve_station, ask_to_join
from supervisor_app.services.membership import add_member
from supervisor_app.services.session import Session
from supervisor_app.services.signing_in import session_of, sign_in
from supervisor_app.services.site import Site, is_site, open_site, site_facts
from supervisor_app.services.site_changes import SiteChange, change_site
from supervisor_app.services.unlocking import issuer_key, unlock
from supervisor_app.storage import ledger_store, ledger_writing, people_queries
from tests.ledger.samples import sign_off
from tests.sites import PIN, START, HandClock, empty_site, new_site, seeded

PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 32
ROOT = Path(__file__).resolve().parents[2]


def exchange(one: Site, two: Site) -> None:
    """Give each the other's entries, as a sync does."""
    for source, target in ((one, two), (two, one)):
        with source.database.read() as reading, target.database.write() as writing:
            held = ledger_store.heads(writing)
            for origin in ledger_store.heads(reading):
                after = held[origin].seq if origin in held else 0
                ledger_writing.insert_entries(writing, ledger_store.read_entries(reading, origin, after))


def test_a_founded_site_opens_again_with_all_its_facts(tmp_path: Path) -> None:
    site, session = new_site(tmp_path / "a", logo_png=PNG, host="verify.nordwerk.example", station_name="Line 3")
    facts = site_facts(site)
    site.close()
    assert (facts.name, facts.place, facts.host, facts.logo_png) == ("Nordwerk", "Hall 2", "verify.nordwerk.example", PNG)
    assert facts.station_name == "Line 3"
    assert facts.issuer_did.startswith("did:key:z6Mk")
    assert (session.name, session.role) == ("Ann Lee", Role.ADMIN)
    again = open_site(tmp_path / "a", clock=HandClock(), randomness=seeded(9))
    assert site_facts(again) == facts
    assert sign_in(again, session.member_id, PIN) == session
    again.close()


def test_the_first_entry_names_the_laptops_key_and_all_of_the_founding_is_sound(tmp_path: Path) -> None:
    site, _ = new_site(tmp_path / "a", employee_no="0007")
    with site.database.read() as connection:
        entries = ledger_store.read_entries(connection, site.station.origin, 0)
    assert [entry.kind for entry in entries] == [
        "station.joined",
        "site.created",
        "member.added",
        "key.added",
        "content_key.created",
        "issuer_key.created",
        "issuer_key.sealed",
        "worker.recorded",
    ]
    assert ledger_writing.station_public_key(entries[0]).hex() == site.station.public
    assert check(site).sound
    site.close()


def test_an_admin_with_an_employee_number_is_a_worker_too(tmp_path: Path) -> None:
    site, session = new_site(tmp_path / "a", employee_no="0007")
    with site.database.read() as connection:
        row = connection.exec_driver_sql("SELECT id, employee_no, given_name, family_name FROM worker").one()
    assert tuple(row) == (session.worker_id, "0007", "Ann", "Lee")
    site.close()


@pytest.mark.parametrize(
    ("field", "value", "place"),
    [
        ("name", "", "Organisation"),
        ("name", " \u200b ", "Organisation"),
        ("name", "Nord\x07werk", "Organisation"),
        ("admin_name", "", "Your name"),
        ("admin_title", "a\nb", "Your title"),
        ("pin", "123", "PIN"),
        ("pin", "1" * 200, "PIN"),
        ("logo_png", b"GIF89a", "Logo"),
        ("logo_png", PNG + bytes(2 * 1024 * 1024), "Logo"),
    ],
)
def test_a_field_that_cannot_be_taken_is_named_and_nothing_is_written(
    tmp_path: Path, field: str, value: object, place: str
) -> None:
    with pytest.raises(InputError) as caught:
        new_site(tmp_path / "a", **{field: value})
    assert caught.value.place == place
    assert not is_site(tmp_path / "a")


def test_a_site_is_never_founded_over_another(tmp_path: Path) -> None:
    site, _ = new_site(tmp_path / "a")
    before = site.station.public
    site.close()
    with pytest.raises(StorageError, match="already"):
        new_site(tmp_path / "a", seed=5)
    again = open_site(tmp_path / "a", clock=HandClock(), randomness=seeded(9))
    assert again.station.public == before
    again.close()


def test_a_founding_that_was_broken_off_can_be_done_again(tmp_path: Path) -> None:
    empty_site(tmp_path / "a").close()
    site, _ = new_site(tmp_path / "a")
    assert check(site).sound
    site.close()


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(StorageError):
        new_site(tmp_path / "file" / "a")


def test_without_its_key_a_site_is_not_opened_and_the_sentence_says_what_is_safe(tmp_path: Path) -> None:
    new_site(tmp_path / "a")[0].close()
    (tmp_path / "a" / "station.key").unlink()
    with pytest.raises(StorageError, match="records are unharmed"):
        open_site(tmp_path / "a", clock=HandClock(), randomness=seeded(9))


def test_changing_the_site_writes_only_what_differs(tmp_path: Path) -> None:
    site, session = new_site(tmp_path / "a", logo_png=PNG)
    bo = session_of(add_member(site, session, "Bo Quist", "", Role.ASSESSOR, "", "", own_pin=PIN))
    facts = change_site(site, session, SiteChange(name="Nordwerk AG", place="Hall 2", logo_png=b""))
    assert (facts.name, facts.place, facts.logo_png) == ("Nordwerk AG", "Hall 2", None)
    with site.database.read() as connection:
        last = ledger_store.entries_about(connection, facts.id)[0]
        said = record_in(last.kind, last.content or b"")
        kept = f"picture.{hashlib.sha256(PNG).hexdigest()[:48]}"  # older certificates print the logo they were issued with
        assert said == {"name": "Nordwerk AG", "logo": "", kept: base64.b64encode(PNG).decode()}
        count = ledger_store.count_entries(connection)
    change_site(site, session, SiteChange(name="Nordwerk AG"))
    with site.database.read() as connection:
        assert ledger_store.count_entries(connection) == count
    with pytest.raises(NotAllowed):
        change_site(site, bo, SiteChange(name="Mine"))
    with pytest.raises(InputError):
        change_site(site, session, SiteChange(name=""))
    site.close()


def test_the_issuer_key_opens_for_who_it_was_sealed_for_only(tmp_path: Path) -> None:
    site, session = new_site(tmp_path / "a")
    key = issuer_key(site, unlock(site, session, PIN))
    assert key.public_key().public_bytes_raw().hex() == site_facts(site).issuer_key
    added = add_member(site, session, "Bo Quist", "Trainer", Role.TRAINEE, "", "13579", own_pin=PIN)
    bo = sign_in(site, added.id, "13579")
    with pytest.raises(NotAllowed, match="cannot issue"):
        issuer_key(site, unlock(site, bo, "13579"))
    site.close()


def test_the_issuer_key_lies_nowhere_in_the_folder_in_the_open(tmp_path: Path) -> None:
    site, session = new_site(tmp_path / "a")
    secret = issuer_key(site, unlock(site, session, PIN)).private_bytes_raw()
    site.close()
    forms = (secret, secret.hex().encode(), base64.b64encode(secret).rstrip(b"="), base64.urlsafe_b64encode(secret).rstrip(b"="))
    for path in (tmp_path / "a").iterdir():
        assert not any(form in path.read_bytes() for form in forms)


def test_an_act_is_signed_by_the_member_and_cannot_be_signed_for_another(tmp_path: Path) -> None:
    site, session = new_site(tmp_path / "a")
    keys = unlock(site, session, PIN)
    record = sign_off("s1")

    def sign(who: Session) -> None:
        with site.database.write() as connection:
            entry = append_act(
                site, connection, who, keys, "assessment.signed", about="w1", body=record, meaning="I saw it.", signed_at=START
            )
            assert act_problem(entry.kind, entry.content or b"") == ""

    sign(session)
    with pytest.raises(ValueError, match="signed in"):
        sign(replace(session, member_id="bob"))
    assert check(site).sound
    site.close()


def test_entries_of_a_write_that_is_broken_off_leave_no_trace(tmp_path: Path) -> None:
    site, session = new_site(tmp_path / "a")

    def break_off() -> None:
        with site.database.write() as connection:
            append(site, connection, "worker.recorded", by=session.member_id, about="w1", body={"job": "welder"})
            raise RuntimeError

    with site.database.read() as connection:
        before = ledger_store.heads(connection)
    with pytest.raises(RuntimeError):
        break_off()
    with site.database.read() as connection:
        assert ledger_store.heads(connection) == before
    assert check(site).sound
    site.close()


def test_a_second_laptop_asks_is_approved_and_both_hold_the_same(tmp_path: Path) -> None:
    first, ann = new_site(tmp_path / "a", station_name="Line 3")
    added = add_member(first, ann, "Bo Quist", "Assessor", Role.ASSESSOR, "", "", own_pin=PIN)
    assert pending(first) == ()
    second = empty_site(tmp_path / "b")
    assert is_site(tmp_path / "b")
    assert join_state(second) is JoinState.NOT_ASKED
    with pytest.raises(StorageError, match="not joined"):
        site_facts(second)
    with pytest.raises(StorageError, match="does not know the site"):
        ask_to_join(second, "Bo Quist", "Paint shop", "24680")
    exchange(first, second)
    asked = ask_to_join(second, "bo quist", "Paint shop", "24680")
    assert join_state(second) is JoinState.WAITING
    assert own_request(second) == asked
    with pytest.raises(NotAllowed, match="no PIN"):
        sign_in(second, added.id, "24680")
    exchange(first, second)
    (waiting,) = pending(first)
    assert (waiting.person, waiting.station_name, waiting.fingerprint) == ("bo quist", "Paint shop", asked.fingerprint)
    assert waiting.likely == added
    with pytest.raises(NotAllowed, match="not right"):
        approve_station(first, ann, "0000", waiting.station, added.id)
    approve_station(first, ann, PIN, waiting.station, added.id)
    assert pending(first) == ()
    with pytest.raises(NotAllowed, match="does not ask"):
        approve_station(first, ann, PIN, waiting.station, added.id)
    exchange(first, second)
    assert has_joined(second)
    assert own_request(second) is None
    assert site_facts(second).station_name == "Paint shop"
    bo = sign_in(second, added.id, "24680")
    assert sign_in(second, added.id, "24680") == bo  # the keys lie under their member's name now
    assert issuer_key(second, unlock(second, bo, "24680")).public_key().public_bytes_raw().hex() == site_facts(first).issuer_key
    with pytest.raises(NotAllowed, match="An assessor may not administer"):
        approve_station(second, bo, "24680", waiting.station, added.id)
    for site in (first, second):
        assert check(site).sound
        with pytest.raises(StorageError, match="asked to join before"):
            ask_to_join(site, "Ann Lee", "Again", "24680")
        site.close()


def test_what_a_laptop_writes_before_it_is_approved_is_kept_and_not_taken_in_until_then(tmp_path: Path) -> None:
    first, ann = new_site(tmp_path / "a")
    second = empty_site(tmp_path / "b")
    exchange(first, second)
    ask_to_join(second, "Ann Lee", "Paint shop", "24680")
    with second.database.write() as connection:
        append(second, connection, "worker.recorded", by="", about="w1", body={"employee_no": "1", "given_name": "Zoe"})
    exchange(first, second)
    for site in (first, second):
        with site.database.read() as connection:
            assert people_queries.get_worker(connection, "w1") is None
            assert ledger_store.heads(connection)[second.station.origin].seq == 2
        assert check(site).sound
    (waiting,) = pending(first)
    approve_station(first, ann, PIN, waiting.station, ann.member_id)
    exchange(first, second)
    for site in (first, second):
        with site.database.read() as connection:
            assert people_queries.get_worker(connection, "w1") is not None
        assert check(site).sound
        site.close()


WRITER = """
import os, sys
from pathlib import Path
from supervisor_app.services.appending import append
from supervisor_app.services.site import open_site
from datetime import datetime
site = open_site(Path(sys.argv[1]), clock=lambda: datetime.now().astimezone(), randomness=os.urandom)
for number in range(int(sys.argv[2]), 10**9):
    with site.database.write() as connection:
        body = {"job": "welder", "employee_no": str(number)}
        entry = append(site, connection, "worker.recorded", by="", about=f"{number:032x}", body=body)
    print(number, entry.seq, flush=True)
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="the system has no SIGKILL")
def test_a_killed_program_loses_nothing_it_had_acknowledged(tmp_path: Path) -> None:
    new_site(tmp_path / "a")[0].close()
    acknowledged: list[tuple[int, int]] = []
    for turn in range(5):
        command = [sys.executable, "-c", WRITER, str(tmp_path / "a"), str(turn * 1_000_000)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
            assert process.stdout is not None
            told = [process.stdout.readline() for _ in range(5 + 7 * turn)]
            process.kill()
            told += process.stdout.read().splitlines()
        acknowledged += [(int(line.split()[0]), int(line.split()[1])) for line in told if len(line.split()) == 2]
        site = open_site(tmp_path / "a", clock=HandClock(), randomness=os.urandom)
        with site.database.read() as connection:
            held = {row[0]: row[1] for row in connection.exec_driver_sql("SELECT subject, seq FROM about")}
            missing = [number for number, seq in acknowledged if held.get(f"{number:032x}") != seq]
        assert missing == []
        assert check(site).sound
        site.close()
    assert len(acknowledged) >= 5 * 5 + 7 * 10


@pytest.mark.skipif(os.name == "nt", reason="modes are POSIX")
def test_the_key_file_is_for_its_owner_only(tmp_path: Path) -> None:
    new_site(tmp_path / "a")[0].close()
    assert (tmp_path / "a" / "station.key").stat().st_mode & 0o077 == 0


def test_the_database_alone_neither_signs_nor_tries_pins(tmp_path: Path) -> None:
    """The station secret lies outside: with the database only, even the right PIN opens nothing."""
    site, session = new_site(tmp_path / "a")
    stranger = Site(site.folder, site.database, empty_site(tmp_path / "b").station, site.clock, site.randomness, site.settings)
    with pytest.raises(NotAllowed, match="not right"):
        unlock(stranger, session, PIN)
    site.close()
    assert site.station.secret.hex().encode() not in (tmp_path / "a" / "records.sqlite").read_bytes()


def test_a_full_disk_in_the_middle_of_an_append_is_said_and_leaves_the_ledger_sound(tmp_path: Path) -> None:
    site, session = new_site(tmp_path / "a")
    with site.database.write() as connection:
        pages = int(connection.exec_driver_sql("PRAGMA page_count").scalar_one())
        connection.exec_driver_sql(f"PRAGMA max_page_count={pages + 2}")

    def fill() -> None:
        for number in range(1000):
            with site.database.write() as connection:
                append(site, connection, "worker.recorded", by=session.member_id, about=f"w{number}", body={"job": "x" * 4000})

    with pytest.raises(StorageError, match="full"):
        fill()
    assert check(site).sound
    site.close()


def test_the_ledger_file_is_marked_as_ours(tmp_path: Path) -> None:
    new_site(tmp_path / "a")[0].close()
    with sqlite3.connect(tmp_path / "a" / "records.sqlite") as connection:
        assert connection.execute("PRAGMA application_id").fetchone() == (0x53414C31,)
    connection.close()
