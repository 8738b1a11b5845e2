"""The audit finds whatever was changed in the file behind the app's back, and says where."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from supervisor_app.ledger.acts import Signer, sign_act
from supervisor_app.ledger.chain import head_after, next_entry
from supervisor_app.ledger.keys import new_member_keys
from supervisor_app.services.appending import append, append_act
from supervisor_app.services.check_report import CheckReport
from supervisor_app.services.checking import check
from supervisor_app.services.session import Session
from supervisor_app.services.site import Site
from supervisor_app.services.unlocking import unlock
from supervisor_app.storage import ledger_store, ledger_writing, projections
from tests.ledger.samples import sign_off
from tests.sites import PIN, START, new_site, seeded


@pytest.fixture
def founded(tmp_path: Path) -> Iterator[tuple[Site, Session]]:
    site, session = new_site(tmp_path / "a", station_name="Line 3", employee_no="0007")
    keys = unlock(site, session, PIN)
    with site.database.write() as connection:
        for number in range(5):
            append(site, connection, "worker.recorded", by=session.member_id, about=f"w{number}", body={"job": "welder"})
        append_act(
            site,
            connection,
            session,
            keys,
            "assessment.signed",
            about="w1",
            body=sign_off("s1"),
            meaning="I saw it.",
            signed_at=START,
        )
    yield site, session
    site.close()


def tamper(site: Site, statement: str, *values: object) -> CheckReport:
    with site.database.write() as connection:
        assert connection.exec_driver_sql(statement, values).rowcount > 0
    return check(site)


def bad_lines(report: CheckReport) -> str:
    assert not report.sound
    return "\n".join(line for line in report.lines() if line.startswith("NOT"))


def test_an_untouched_site_is_sound_and_progress_counts_every_entry(founded: tuple[Site, Session]) -> None:
    seen: list[tuple[int, int]] = []
    report = check(founded[0], lambda done, total, words: seen.append((done, total)))
    assert report.sound
    assert seen[-1] == (14, 14)
    assert report.lines()[-1] == "All records are sound."
    assert any("5 acts, all signatures fit" in line for line in report.lines())


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ("content = CAST(replace(content, 'welder', 'boss') AS BLOB)", "its content was changed"),
        ("content = replace(content, 'welder', 'boss')", "its content was changed"),
        ("kind = x'00'", "its header is not one"),
        ("salt = zeroblob(16)", "its content was changed"),
        ("kind = 'worker.left'", "its hash does not fit"),
        ("at = at + 1", "its hash does not fit"),
        ("hash = zeroblob(32)", "its hash does not fit"),
        ("sig = zeroblob(64)", "the signature of the laptop"),
        ("prev = zeroblob(32)", "does not follow"),
        ("seq = 99", "an entry before it is missing"),
    ],
)
def test_any_changed_entry_is_found_and_named(founded: tuple[Site, Session], change: str, words: str) -> None:
    report = tamper(founded[0], f"UPDATE entry SET {change} WHERE seq = 9")
    lines = bad_lines(report)
    assert words in lines
    assert "Line 3" in lines
    assert "entry 10:" in lines if "seq" in change else "entry 9:" in lines


def test_a_removed_entry_is_found(founded: tuple[Site, Session]) -> None:
    assert "entry 10: an entry before it is missing" in bad_lines(tamper(founded[0], "DELETE FROM entry WHERE seq = 9"))


def test_a_cut_tail_is_found_by_the_head(founded: tuple[Site, Session]) -> None:
    assert "end at entry 13" in bad_lines(tamper(founded[0], "DELETE FROM entry WHERE seq = 14"))


def test_an_entry_of_an_origin_nobody_knows_is_found(founded: tuple[Site, Session]) -> None:
    columns = "seq, kind, at, prev, content_digest, hash, sig, salt, content"
    statement = f"INSERT INTO entry SELECT 99, zeroblob(16), {columns} FROM entry LIMIT 1"
    assert "Number of entries" in bad_lines(tamper(founded[0], statement))


@pytest.mark.parametrize(
    ("table", "statement"),
    [
        ("worker", "UPDATE worker SET job = 'boss' WHERE id = 'w1'"),
        ("field", "UPDATE field SET value = 'boss' WHERE subject = 'w1'"),
        ("sign_off", "UPDATE sign_off SET success = 0"),
        ("member", "UPDATE member SET role = 'auditor'"),
        ("sealed_box", "DELETE FROM sealed_box"),
    ],
)
def test_a_changed_table_is_found_and_a_rebuild_mends_it(founded: tuple[Site, Session], table: str, statement: str) -> None:
    site, _ = founded
    assert f"differ from what the entries say: {table}" in bad_lines(tamper(site, statement))
    with site.database.write() as connection:
        projections.rebuild(connection)
    assert check(site).sound


def forge(site: Site, content: bytes) -> CheckReport:
    """Append what the laptop's own key signs, but the member never did."""
    with site.database.write() as connection:
        head = ledger_store.heads(connection)[site.station.origin]
        entry = next_entry(head, site.station, "assessment.signed", content, latest=0, now=START, salt=bytes(16))
        ledger_writing.insert_entries(connection, [entry])
        assert head_after(entry) == ledger_store.heads(connection)[site.station.origin]
    return check(site)


def test_an_act_that_the_member_never_signed_is_found(founded: tuple[Site, Session]) -> None:
    site, _ = founded
    with site.database.read() as connection:
        entry = ledger_store.read_entries(connection, site.station.origin, 13)[0]
    changed = json.loads(entry.content or b"")
    changed["body"]["level"] = "O"
    data = json.dumps(changed, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    lines = bad_lines(forge(site, data))
    assert "Personal signatures" in lines
    assert "entry 15" in lines
    assert "does not fit the act" in lines


def test_an_act_signed_with_a_key_that_is_not_the_members_is_found(founded: tuple[Site, Session]) -> None:
    site, session = founded
    stranger = new_member_keys(session.member_id, seeded(11))
    signer = Signer(name=session.name, title=session.title)
    content = sign_act(
        stranger, signer, kind="assessment.signed", about="w1", body=sign_off("s2"), meaning="I saw it.", signed_at=START
    )
    assert "the key is not one of the member's" in bad_lines(forge(site, content))


def test_the_key_of_another_laptop_is_found(founded: tuple[Site, Session]) -> None:
    site, _ = founded
    other = replace(site.station, private=new_member_keys("x", seeded(12)).ed25519)
    site.station = other
    assert "is not the one that its entries name" in bad_lines(check(site))


def test_what_a_newer_version_wrote_is_counted_and_no_fault(founded: tuple[Site, Session]) -> None:
    site, _ = founded
    with site.database.write() as connection:
        append(site, connection, "pathway.published", by="", about="p1", body={"anything": [1, 2]})
    report = check(site)
    assert report.sound
    assert any("1, kept and passed on" in line for line in report.lines())
