"""Stations that share one file end with the same records, whatever happens to the file between two syncs."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from supervisor_app.errors import StorageError
from supervisor_app.ledger.sealing import seal_entries
from supervisor_app.services.content_keys import ring
from supervisor_app.services.opened_site import Site
from supervisor_app.services.syncing import choose_shared, history, make_anew, stations, sync_now, sync_state
from supervisor_app.storage import ledger_store, remote_records
from supervisor_app.storage.database import Database
from supervisor_app.storage.shared_errors import SharedFileError, Trouble
from supervisor_app.storage.shared_lock import Patience
from tests.services.sync_sites import PATIENCE, Clock, Fast, add_people, closing, digest, empty, found, heads, join, rename


@dataclass
class Two:
    """Two stations in step over one shared file."""

    a: Site
    b: Site
    shared: Path

    def sync(self, *sites: Site) -> None:
        for site in sites:
            sync_now(site, patience=PATIENCE)


@pytest.fixture
def two(tmp_path: Path) -> Iterator[Two]:
    (tmp_path / "drive").mkdir()
    shared = tmp_path / "drive" / "site.sqlite"
    a = found(tmp_path / "a")
    choose_shared(a, shared, True, patience=PATIENCE)
    b = join(tmp_path / "b", shared, seed=2)
    pair = Two(a, b, shared)
    pair.sync(b, a)
    with closing(a, b):
        yield pair


def trouble(site: Site, fast: Fast | None = None) -> SharedFileError:
    with pytest.raises(SharedFileError) as caught:
        sync_now(site, patience=(fast or Fast()).patience())
    return caught.value


def assert_same(*sites: Site) -> None:
    for site in sites[1:]:
        assert heads(site) == heads(sites[0])
        assert digest(site) == digest(sites[0])


def repair(path: Path, data: bytes) -> None:
    path.write_bytes(data)


def change(path: Path, *statements: str) -> None:
    plain = sqlite3.connect(path)
    for statement in statements:
        plain.execute(statement)
    plain.commit()
    plain.close()


# What two stations do.


def test_a_new_laptop_takes_over_the_whole_site_and_the_first_one_hears_of_it(two: Two):
    assert_same(two.a, two.b)
    assert {line.name for line in stations(two.a)} == {"Bay 4 laptop", "Bay 2 laptop"}


def test_records_of_both_sides_end_on_both_sides(two: Two):
    add_people(two.a, 7)
    add_people(two.b, 4, first=100)
    two.sync(two.a, two.b, two.a)
    assert_same(two.a, two.b)


def test_the_last_writer_wins_on_both_sides_whoever_syncs_first(two: Two):
    add_people(two.a, 1)
    two.sync(two.a, two.b)
    with two.a.database.read() as connection:
        worker = connection.exec_driver_sql("SELECT id FROM worker").scalar_one()
    rename(two.b, worker, "Beata")
    rename(two.a, worker, "Anna")
    two.sync(two.b, two.a, two.b)
    assert_same(two.a, two.b)


def test_the_report_says_what_came_and_went_by_kind_and_by_laptop(two: Two):
    add_people(two.b, 2)
    sent = sync_now(two.b, patience=PATIENCE)
    assert (sent.sent, sent.sent_words, sent.received) == (2, "Two changes to people", 0)
    assert sent.sentence == "Everything is on the shared file. Sent 2 records."
    received = sync_now(two.a, patience=PATIENCE)
    assert [(line.station, line.count) for line in received.received_from] == [("Bay 2 laptop", 2)]
    assert received.sentence == "Everything is on the shared file. Received 2 records."
    assert received.clean
    assert received.moved


def test_more_than_one_batch_arrives_whole_and_progress_counts_up(two: Two):
    add_people(two.a, 1203)
    two.sync(two.a)
    seen: list[tuple[int, int, str]] = []
    sync_now(two.b, lambda *line: seen.append(line), patience=PATIENCE)
    assert [line for line in seen if line[2] == "Receiving records"] == [
        (done, 1203, "Receiving records") for done in (500, 1000, 1203)
    ]
    assert_same(two.a, two.b)


def test_stopping_keeps_what_was_received_and_the_next_sync_goes_on(two: Two):
    add_people(two.a, 1203)
    two.sync(two.a)
    with pytest.raises(SharedFileError) as caught:
        sync_now(two.b, cancelled=lambda: heads(two.b)[two.a.station.origin] > 500, patience=PATIENCE)
    assert caught.value.trouble is Trouble.CANCELLED
    assert 500 < heads(two.b)[two.a.station.origin] < 1203
    assert sync_now(two.b, patience=PATIENCE).received < 1203
    assert_same(two.a, two.b)


def test_a_third_laptop_carries_the_records_of_an_absent_one(two: Two, tmp_path: Path):
    """B takes A's records to another shared file, where C finds them: others' entries travel too."""
    add_people(two.a, 5)
    two.sync(two.a, two.b)
    other = tmp_path / "stick" / "site.sqlite"
    other.parent.mkdir()
    choose_shared(two.b, other, True, patience=PATIENCE)
    c = join(tmp_path / "c", other, seed=3, name="Gate office")
    with closing(c):
        sync_now(c, patience=PATIENCE)
        assert heads(c)[two.a.station.origin] == heads(two.a)[two.a.station.origin]
        assert {line.name for line in stations(c)} == {"Bay 4 laptop", "Bay 2 laptop", "Gate office"}


# Nothing to do.


def state_of_files(*paths: Path) -> dict[str, tuple[int, bytes]]:
    return {path.name: (path.stat().st_mtime_ns, path.read_bytes()) for path in paths if path.exists()}


def test_a_sync_with_nothing_to_do_writes_nothing_to_either_file(two: Two):
    local = two.a.database.path
    shared = two.shared.read_bytes()
    sync_now(two.a, patience=PATIENCE)  # the first of the day notes here how far it looked around there
    assert two.shared.read_bytes() == shared
    files = [two.shared, local, local.with_name(local.name + "-wal")]
    before = state_of_files(*files)
    assert len(before) == 3
    report = sync_now(two.a, patience=PATIENCE)
    assert state_of_files(*files) == before
    assert not report.moved
    assert report.sentence == "Everything is on the shared file."


def test_nothing_stays_beside_the_shared_file_but_its_empty_journal(two: Two):
    beside = {path.name: path.stat().st_size for path in two.shared.parent.iterdir() if path != two.shared}
    assert beside in ({}, {"site.sqlite-journal": 0})


def test_a_sync_with_nothing_to_do_still_counts_as_reached_but_is_no_history(two: Two):
    lines = history(two.a)
    before = sync_state(two.a).last_reached
    two.a.clock.now += timedelta(minutes=5)  # type: ignore[attr-defined]
    two.sync(two.a)
    after = sync_state(two.a).last_reached
    assert before is not None
    assert after is not None
    assert after > before
    assert history(two.a) == lines


# The state between two syncs.


def test_the_state_counts_own_records_that_wait_and_says_when_the_file_was_reached(two: Two):
    assert sync_state(two.a).waiting == 0
    assert sync_state(two.a).sentence.startswith("Everything is on the shared file – reached 09:")
    add_people(two.a, 3)
    state = sync_state(two.a)
    assert state.waiting == 3
    assert state.sentence.startswith("3 records waiting – shared file last reached 09:")
    two.sync(two.a)
    assert sync_state(two.a).waiting == 0


def test_without_a_shared_file_the_state_says_so_and_a_sync_asks_for_one(tmp_path: Path):
    site = found(tmp_path / "a")
    with closing(site):
        assert not sync_state(site).chosen
        assert "No shared file is chosen" in sync_state(site).sentence
        assert trouble(site).trouble is Trouble.NOT_CHOSEN


def test_a_laptop_not_heard_of_for_weeks_is_named_with_its_days(two: Two):
    two.a.clock.now += timedelta(days=24)  # type: ignore[attr-defined]
    here, other = stations(two.a)
    assert (here.here, here.up_to_date, here.words) == (True, True, f"This one. {sum(heads(two.a).values())} records")
    assert (other.days, other.up_to_date, other.words) == (24, False, "Not seen since 23 November")


def test_the_history_is_newest_first_and_counts_the_tries_of_one_trouble(two: Two):
    add_people(two.a, 1)
    two.sync(two.a)
    two.shared.rename(two.shared.with_name("away"))
    for _ in range(4):
        assert trouble(two.a).trouble is Trouble.GONE
    newest, before = history(two.a)[:2]
    assert (newest.done, newest.tries) == (False, 4)
    assert (before.done, before.sentence) == (True, "Sent 1")


def test_the_history_is_bounded(two: Two, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(remote_records, "HISTORY_KEPT", 3)
    for number in range(6):
        add_people(two.a, 1, first=number)
        two.sync(two.a)
    assert len(history(two.a)) == 3


# What can happen to the shared file.


def test_a_copy_that_went_back_is_healed_by_whoever_notices_and_said(two: Two):
    add_people(two.a, 3)
    two.sync(two.a, two.b)
    shutil.copy(two.shared, two.shared.with_name("friday"))
    add_people(two.a, 4, first=10)
    add_people(two.b, 2, first=20)
    two.sync(two.a, two.b, two.a)
    shutil.copy(two.shared.with_name("friday"), two.shared)
    report = sync_now(two.b, patience=PATIENCE)
    assert report.healed == 6  # four of A and two of B, put back by B alone
    assert report.sent == report.received == report.still_lost == 0
    assert report.sentence.startswith("The shared file had gone back to a copy from 09:")
    assert report.sentence.endswith("6 records were put back. Nothing was lost.")
    assert history(two.b)[0].sentence == "Put back 6"
    assert not sync_now(two.a, patience=PATIENCE).moved
    assert_same(two.a, two.b)


def test_new_records_and_healed_ones_are_counted_apart(two: Two):
    shutil.copy(two.shared, two.shared.with_name("friday"))
    add_people(two.a, 4)
    two.sync(two.a)
    shutil.copy(two.shared.with_name("friday"), two.shared)
    add_people(two.a, 1, first=50)
    report = sync_now(two.a, patience=PATIENCE)
    assert (report.healed, report.sent) == (4, 1)


@pytest.mark.parametrize(
    ("statement", "why"),
    [
        ("UPDATE entry SET sealed = substr(sealed, 1, 30) || x'00' WHERE seq = {seq}", "not a record at all"),
        ("UPDATE entry SET sealed = CAST(substr(sealed, 1, 30) || 'x' AS BLOB) WHERE seq = {seq}", "sealed content"),
        ("UPDATE entry SET sealed = (SELECT e.sealed FROM entry e WHERE e.seq = 1) WHERE seq = {seq}", "sealed content"),
        ("UPDATE entry SET sealed = x'00' WHERE seq = {seq}", "sealed content"),
        ("UPDATE entry SET sig = zeroblob(64) WHERE seq = {seq}", "signature"),
        ("UPDATE entry SET kind = 'worker.left' WHERE seq = {seq}", "hash"),
        ("UPDATE entry SET at = at + 1 WHERE seq = {seq}", "hash"),
        ("UPDATE entry SET prev = zeroblob(32) WHERE seq = {seq}", "does not follow"),
        ("UPDATE entry SET sig = 'text' WHERE seq = {seq}", "not a record at all"),
        ("DELETE FROM entry WHERE seq = {seq}", "before it is missing"),
    ],
)
def test_a_bad_row_stops_its_laptop_at_the_last_good_one_and_the_others_go_on(two: Two, statement: str, why: str):
    a = two.a.station.origin
    bad = heads(two.a)[a] + 3
    add_people(two.a, 5)
    two.sync(two.a)
    change(two.shared, f"{statement.format(seq=bad)} AND origin = x'{a.hex()}'")
    add_people(two.b, 2, first=70)
    report = sync_now(two.b, patience=PATIENCE)
    assert heads(two.b)[a] == bad - 1
    assert (report.received, report.sent) == (2, 2)
    assert not report.clean
    [line] = report.quarantined
    assert (line.station, line.seq) == ("Bay 4 laptop", bad if "missing" not in why else bad + 1)
    assert why in line.sentence
    with two.b.database.read() as connection:
        assert len(remote_records.in_quarantine(connection)) == 1
    again = sync_now(two.b, patience=PATIENCE)
    assert not again.moved
    with two.b.database.read() as connection:
        assert len(remote_records.in_quarantine(connection)) == 1


def test_a_fork_of_our_own_is_healed_the_first_arrived_stays_and_ours_goes_to_quarantine(two: Two, tmp_path: Path):
    """A laptop restored from a backup writes other records under the same numbers."""
    two.a.database.close()
    shutil.copytree(two.a.folder, tmp_path / "backup")
    two.a.database = Database.open(two.a.database.path)
    add_people(two.a, 3)
    two.sync(two.a, two.b)
    first = heads(two.b)[two.a.station.origin]
    two.a.database.close()
    two.a.database = Database.open(tmp_path / "backup" / two.a.database.path.name)
    add_people(two.a, 5, first=500)
    own = two.a.station.origin
    report = sync_now(two.a, patience=PATIENCE)
    assert report.clean
    assert "goes on under a new number" in report.sentence
    assert report.sent == 6  # that it goes on, and the five people written anew
    with two.a.database.read() as connection:
        kept = {(item.origin, item.seq, item.reason) for item in remote_records.in_quarantine(connection)}
    assert kept == {(own, seq, "fork") for seq in range(first - 2, first + 3)}
    assert heads(two.a)[own] == first
    assert sync_now(two.b, patience=PATIENCE).clean
    assert_same(two.a, two.b)


def test_the_file_of_another_site_is_refused_and_the_choice_stays(two: Two, tmp_path: Path):
    stranger = found(tmp_path / "x", seed=99)
    other = two.shared.with_name("other.sqlite")
    choose_shared(stranger, other, True, patience=PATIENCE)
    before = other.read_bytes()
    with closing(stranger), pytest.raises(SharedFileError) as caught:
        choose_shared(two.a, other, False, patience=PATIENCE)
    assert caught.value.trouble is Trouble.OTHER_SITE
    assert two.a.settings.shared == str(two.shared)
    assert other.read_bytes() == before
    assert sync_now(two.a, patience=PATIENCE).clean


def test_another_sites_file_put_in_the_place_of_ours_is_noticed(two: Two, tmp_path: Path):
    stranger = found(tmp_path / "x", seed=99)
    with closing(stranger):
        choose_shared(stranger, two.shared.with_name("other.sqlite"), True, patience=PATIENCE)
    shutil.copy(two.shared.with_name("other.sqlite"), two.shared)
    known = heads(two.a)
    assert trouble(two.a).trouble is Trouble.OTHER_SITE
    assert heads(two.a) == known


def test_another_store_of_the_same_site_is_never_adopted_by_itself(two: Two):
    choose_shared(two.a, two.shared.with_name("new.sqlite"), True, patience=PATIENCE)
    shutil.copy(two.shared.with_name("new.sqlite"), two.shared)
    assert trouble(two.b).trouble is Trouble.OTHER_STORE
    choose_shared(two.b, two.shared, False, patience=PATIENCE)
    assert sync_now(two.b, patience=PATIENCE).clean


def test_an_entry_of_another_site_smuggled_into_our_file_is_not_taken(two: Two, tmp_path: Path):
    stranger = found(tmp_path / "x", seed=99)
    other = two.shared.with_name("other.sqlite")
    with closing(stranger):
        choose_shared(stranger, other, True, patience=PATIENCE)
    columns = "origin, seq, kind, at, prev, content_digest, hash, sig, sealed"
    change(
        two.shared,
        f"ATTACH '{other}' AS other",
        f"INSERT INTO entry ({columns}) SELECT {columns} FROM other.entry",
        "INSERT INTO head SELECT * FROM other.head",
    )
    report = sync_now(two.a, patience=PATIENCE)
    assert (report.received, report.clean, report.locked) == (0, False, 0)
    assert "its sealed content was changed" in report.quarantined[0].sentence  # with a key that nobody was ever given
    assert stranger.station.origin not in heads_at(two.shared)
    change(two.shared, f"ATTACH '{other}' AS other", f"INSERT INTO head SELECT * FROM other.head {_IGNORING}")
    reseal(two.shared, stranger, two.a)
    report = sync_now(two.a, patience=PATIENCE)
    assert report.received == 0
    [line] = report.quarantined
    assert "belongs to another site" in line.sentence
    assert stranger.station.origin not in heads(two.a)


_IGNORING = "WHERE true ON CONFLICT DO NOTHING"


def heads_at(path: Path) -> dict[bytes, int]:
    plain = sqlite3.connect(path)
    found = dict(plain.execute("SELECT origin, seq FROM head"))
    plain.close()
    return found


def reseal(path: Path, stranger: Site, insider: Site) -> None:
    """Seal the stranger's entries in the shared file with the site's own key: what only an insider can do."""
    with insider.database.read() as local:
        key = ring(insider, local).newest
    with stranger.database.read() as local:
        entries = ledger_store.read_entries(local, stranger.station.origin, 0)
    assert key is not None
    plain = sqlite3.connect(path)
    for entry in seal_entries(entries, key):
        plain.execute("UPDATE entry SET sealed = ? WHERE hash = ?", (entry.sealed, entry.hash))
    plain.commit()
    plain.close()


def test_a_missing_drive_makes_no_file_and_no_folder(two: Two):
    shutil.rmtree(two.shared.parent)
    problem = trouble(two.a)
    assert problem.trouble is Trouble.MISSING
    assert problem.message == "The shared file cannot be reached."
    assert not two.shared.parent.exists()
    add_people(two.a, 1)  # local work goes on
    assert sync_state(two.a).waiting == 1


def test_an_empty_mount_point_gets_no_new_file(two: Two):
    two.shared.unlink()
    assert trouble(two.a).trouble is Trouble.GONE
    assert not two.shared.exists()
    assert not list(two.shared.parent.glob("*.lock"))


def test_a_file_counts_as_damaged_only_after_a_second_look(two: Two):
    add_people(two.a, 200)
    two.sync(two.a)
    data = two.shared.read_bytes()
    two.shared.write_bytes(data[: len(data) // 2])
    fast = Fast()
    assert trouble(two.b, fast).trouble is Trouble.DAMAGED
    assert 1.0 in fast.slept
    two.shared.write_bytes(data)
    assert sync_now(two.b, patience=PATIENCE).received == 200


def test_a_drive_that_told_a_lie_once_is_forgiven(two: Two):
    data = two.shared.read_bytes()
    two.shared.write_bytes(b"garbage from a cache" * 100)
    fast = Fast()
    slow = fast.patience()
    fixed = Patience(monotonic=slow.monotonic, sleep=lambda seconds: repair(two.shared, data))
    assert sync_now(two.a, patience=fixed).clean


def test_a_truncated_file_is_set_aside_and_made_anew_from_this_laptop(two: Two):
    add_people(two.a, 200)
    two.sync(two.a, two.b)
    data = two.shared.read_bytes()
    two.shared.write_bytes(data[: len(data) // 2])
    assert trouble(two.b).trouble is Trouble.DAMAGED
    report = make_anew(two.b, patience=PATIENCE)
    assert report.sent == sum(heads(two.b).values())
    assert sync_now(two.a, patience=PATIENCE).clean
    [aside] = two.shared.parent.glob("site.damaged-*.sqlite")
    assert aside.read_bytes() == data[: len(data) // 2]


def test_a_text_file_is_not_a_shared_file(two: Two):
    two.shared.write_text("Dear supervisors")
    assert trouble(two.a).trouble is Trouble.OVERWRITTEN
    assert two.shared.read_text() == "Dear supervisors"


def test_a_stale_lock_is_waited_for_a_minute_and_broken(two: Two):
    lock = two.shared.with_name("site.sqlite.lock")
    lock.mkdir()
    (lock / "dead").write_bytes(b"7")
    fast = Fast()
    add_people(two.a, 1)
    assert sync_now(two.a, patience=fast.patience()).sent == 1
    assert 60 <= fast.now < 65
    assert not lock.exists()


def test_waiting_for_another_laptop_is_said_and_can_be_stopped(two: Two):
    lock = two.shared.with_name("site.sqlite.lock")
    lock.mkdir()
    said: list[str] = []
    with pytest.raises(SharedFileError) as caught:
        sync_now(two.a, lambda done, total, words: said.append(words), lambda: len(said) > 3, patience=Fast().patience())
    assert caught.value.trouble is Trouble.CANCELLED
    assert set(said) == {"Another laptop is using the shared file. If it was cut off, this goes on by itself."}


# Choosing.


def test_an_empty_laptop_cannot_make_a_shared_file(tmp_path: Path):
    site = empty(tmp_path / "b", seed=2)
    with closing(site), pytest.raises(StorageError, match="not joined a site"):
        choose_shared(site, tmp_path / "site.sqlite", True, patience=PATIENCE)
    assert not (tmp_path / "site.sqlite").exists()


def test_an_empty_laptop_adopts_the_site_once_and_no_other_afterwards(two: Two, tmp_path: Path):
    stranger = found(tmp_path / "x", seed=99)
    other = two.shared.with_name("other.sqlite")
    choose_shared(stranger, other, True, patience=PATIENCE)
    site = empty(tmp_path / "c", seed=5)
    with closing(site, stranger):
        choose_shared(site, two.shared, False, patience=PATIENCE)
        with pytest.raises(SharedFileError) as caught:
            choose_shared(site, other, False, patience=PATIENCE)
        assert caught.value.trouble is Trouble.OTHER_SITE
        assert digest(site) == digest(two.a)


def test_choosing_a_missing_file_changes_nothing(two: Two, tmp_path: Path):
    with pytest.raises(SharedFileError) as caught:
        choose_shared(two.a, tmp_path / "none.sqlite", False, patience=PATIENCE)
    assert caught.value.trouble is Trouble.MISSING
    assert two.a.settings.shared == str(two.shared)


def test_the_local_database_is_no_shared_file(two: Two):
    with pytest.raises(SharedFileError) as caught:
        choose_shared(two.a, two.b.database.path, False, patience=PATIENCE)
    assert caught.value.trouble is Trouble.NOT_SHARED


def test_creating_over_an_existing_file_is_refused(two: Two):
    before = two.shared.read_bytes()
    with pytest.raises(SharedFileError) as caught:
        choose_shared(two.a, two.shared, True, patience=PATIENCE)
    assert caught.value.trouble is Trouble.EXISTS
    assert two.shared.read_bytes() == before


def test_clocks_of_two_stations_may_differ_by_hours(tmp_path: Path):
    shared = tmp_path / "site.sqlite"
    late = Clock()
    late.now -= timedelta(hours=5)
    a = found(tmp_path / "a")
    choose_shared(a, shared, True, patience=PATIENCE)
    b = join(tmp_path / "b", shared, seed=2, clock=late)
    with closing(a, b):
        add_people(b, 3)
        for site in (b, a):
            assert sync_now(site, patience=PATIENCE).clean
        assert_same(a, b)
