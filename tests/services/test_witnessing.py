"""Checkpoints: a laptop's records that were cut off are missed by those who saw them, even when the laptop is gone."""

from __future__ import annotations

import shutil
import sqlite3
from datetime import timedelta
from pathlib import Path

import pytest

from supervisor_app.ledger.bodies import Checkpoint, SeenHead
from supervisor_app.services.appending import append
from supervisor_app.services.checking import check
from supervisor_app.services.opened_site import Site
from supervisor_app.services.syncing import make_anew, overview, sync_now
from supervisor_app.storage import ledger_store, ledger_writing, projections
from supervisor_app.storage.database import Database
from supervisor_app.ui.pages.sync_view import moved_rows, verdict
from tests.services.sync_sites import PATIENCE, add_people, approve, closing, digest, empty, heads, join, let_in
from tests.services.test_syncing import Two, assert_same, two

__all__ = ["two"]


def sync(*sites: Site) -> None:
    for site in sites:
        sync_now(site, patience=PATIENCE)


def checkpoints(site: Site) -> int:
    with site.database.read() as connection:
        return int(connection.exec_driver_sql("SELECT count(*) FROM entry WHERE kind = 'checkpoint'").scalar_one())


def next_day(*sites: Site) -> None:
    for site in sites:
        site.clock.now += timedelta(days=1)  # type: ignore[attr-defined]


def test_one_checkpoint_a_day_by_who_received_something_and_nobody_answers_checkpoints(two: Two):
    assert checkpoints(two.a) == 0
    for day in range(1, 3):
        next_day(two.a, two.b)
        for number in range(4):
            add_people(two.a, 1, first=day * 10 + number)
            sync(two.a, two.b, two.a, two.b)
        assert checkpoints(two.a) == day  # B's alone: A received nothing but checkpoints
    next_day(two.a, two.b)
    for _ in range(3):
        sync(two.a, two.b)
    assert checkpoints(two.a) == 2


def test_a_checkpoint_is_no_news_in_a_report(two: Two):
    next_day(two.a, two.b)
    add_people(two.a, 2)
    sync(two.a)
    report = sync_now(two.b, patience=PATIENCE)
    assert (report.received, report.sent) == (2, 0)
    assert "sent" not in report.sentence.lower()
    assert heads(two.b) == shared_heads(two.shared)


@pytest.fixture(autouse=True)
def _both_belong(two: Two) -> None:
    approve(two.a)
    sync(two.a, two.b)


def shared_heads(path: Path) -> dict[bytes, int]:
    plain = sqlite3.connect(path)
    found = dict(plain.execute("SELECT origin, seq FROM head").fetchall())
    plain.close()
    return found


def test_a_tail_that_was_cut_off_is_missed_even_when_its_laptop_is_gone(two: Two, tmp_path: Path):
    """A wrote 14 more; C saw them. Somebody cuts them off the shared file and A is in the river; B never saw them, C went too."""
    c = join(tmp_path / "c", two.shared, seed=3, name="Gate office")
    with closing(c):
        sync(c, two.a)
        approve(two.a)
        sync(two.a, two.b, c)
        next_day(two.a, two.b, c)
        held = heads(two.b)[two.a.station.origin]
        add_people(two.a, 14)
        sync(two.a, c)
        total = heads(c)[two.a.station.origin]
    origin = two.a.station.origin.hex()
    plain = sqlite3.connect(two.shared)
    plain.execute(f"DELETE FROM entry WHERE origin = x'{origin}' AND seq > {held}")
    row = plain.execute(f"SELECT hash FROM entry WHERE origin = x'{origin}' AND seq = {held}").fetchone()
    plain.execute(f"UPDATE head SET seq = {held}, hash = ? WHERE origin = x'{origin}'", row)
    plain.commit()
    plain.close()
    sync(two.b)
    [remark] = overview(two.b).remarks
    assert remark.title == f"{total - held} records of Bay 4 laptop missing"
    assert remark.sentence.startswith(
        f"Bay 4 laptop had {total} records on 24 November according to Gate office; only {held} are here."
    )
    assert verdict(overview(two.b)).title == "Something needs a look"
    assert remark.title in [row.title for row in moved_rows(overview(two.b))]
    report = check(two.b)
    assert not report.sound
    assert any("according to Gate office" in line for line in report.lines())
    sync(two.a, two.b, two.a, two.b)  # the laptop was found again
    assert overview(two.b).remarks == ()
    assert check(two.b).sound


def test_our_own_tail_is_missed_after_a_backup_came_back(two: Two, tmp_path: Path):
    next_day(two.a, two.b)
    two.a.database.close()
    shutil.copytree(two.a.folder, tmp_path / "backup")
    two.a.database = Database.open(two.a.database.path)
    add_people(two.a, 5)
    sync(two.a, two.b)
    add_people(two.a, 1, first=90)
    sync(two.a, two.b)
    own = two.a.station.origin
    with two.b.database.read() as connection:
        entries = ledger_store.read_entries(connection, two.b.station.origin, 0)
    two.a.database.close()
    two.a.database = Database.open(tmp_path / "backup" / two.a.database.path.name)
    held = heads(two.a)[two.b.station.origin]
    with two.a.database.write() as connection:
        ledger_writing.insert_entries(connection, entries[held:])
    [remark] = overview(two.a).remarks
    assert remark.sentence.startswith("This laptop had")
    assert heads(two.a)[own] < heads(two.b)[own]


def test_a_chain_written_anew_is_found_by_check(two: Two):
    """Whoever has a laptop's key can write its past anew; a witness holds the hash it saw."""
    next_day(two.a, two.b)
    add_people(two.a, 3)
    sync(two.a, two.b, two.a)
    with two.a.database.write() as connection:
        connection.exec_driver_sql("UPDATE witness SET hash = ? WHERE subject = ?", ("ab" * 32, two.a.station.origin))
    report = check(two.a)
    assert any("is another one here than Bay 2 laptop saw on 24 November" in line for line in report.lines())


def test_witnesses_are_a_function_of_the_set_of_entries(two: Two, tmp_path: Path):
    for day in range(3):
        next_day(two.a, two.b)
        add_people(two.a, 2, first=day * 10)
        add_people(two.b, 2, first=500 + day * 10)
        sync(two.a, two.b, two.a, two.b)
    assert_same(two.a, two.b)
    with two.a.database.write() as connection:
        projections.rebuild(connection)
        assert projections.digest(connection) == digest(two.b)


def test_a_laptop_that_has_not_joined_bears_no_witness(two: Two, tmp_path: Path):
    site = empty(tmp_path / "c", seed=5)
    with closing(site):
        assert checkpoints(site) == 0


def test_a_file_made_anew_carries_the_witnesses_on(two: Two):
    next_day(two.a, two.b)
    add_people(two.a, 3)
    sync(two.a, two.b)
    two.shared.unlink()
    make_anew(two.b, patience=PATIENCE)
    sync(two.a)
    assert checkpoints(two.a) == 1
    assert_same(two.a, two.b)
    assert overview(two.a).remarks == ()


def test_a_checkpoint_that_names_laptops_that_never_were_fills_no_page(two: Two):
    let_in(two.a, two.b)
    heads = tuple(SeenHead(origin=number.to_bytes(16, "big").hex(), seq=9, hash="0" * 64) for number in range(5000))
    with two.b.database.write() as connection:
        append(two.b, connection, "checkpoint", by="", about="", body=Checkpoint(heads=heads))
    sync(two.b, two.a)
    titles = [remark.title for remark in overview(two.a).remarks]
    assert len(titles) == 11
    assert titles[-1] == "Records of 4,990 more laptops missing"
