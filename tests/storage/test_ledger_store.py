"""Entries in the database: appended, taken in, read back; a gap is refused, what is here already is passed over."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from supervisor_app.ledger.chain import Head, check_run, head_after
from supervisor_app.ledger.contents import encode_content
from supervisor_app.ledger.entry import Entry
from supervisor_app.ledger.envelope import UnreadableContent
from supervisor_app.ledger.keys import StationKey, new_station_key
from supervisor_app.storage import ledger_store, ledger_writing, projections
from supervisor_app.storage.database import Database
from tests.sites import START, seeded
from tests.storage.ledgers import believe, run_of

RANDOM = seeded(21)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    made = Database.create(tmp_path / "records.sqlite")
    yield made
    made.close()


@pytest.fixture
def station() -> StationKey:
    return new_station_key(RANDOM)


def append(database: Database, station: StationKey, about: str, hours: int = 0) -> Entry:
    content = encode_content(by="ann", about=about, body={"job": "welder"})
    with database.write() as connection:
        now = START + timedelta(hours=hours)
        return ledger_writing.append(connection, station, "worker.recorded", content, now=now, salt=RANDOM(16))


def test_what_was_appended_is_read_back_as_it_was_and_chains(database: Database, station: StationKey) -> None:
    written = [append(database, station, f"w{number}") for number in range(5)]
    with database.read() as connection:
        read = ledger_store.read_entries(connection, station.origin, 0)
        assert read == written
        assert ledger_store.heads(connection) == {station.origin: head_after(written[-1])}
        assert ledger_store.count_entries(connection) == 5
        assert ledger_store.entry_at(connection, station.origin, 3) == written[2]
        assert ledger_store.entry_at(connection, station.origin, 6) is None
        assert [entry for chunk in ledger_store.chunks(connection, 2) for entry in chunk] == written
    assert check_run(Head(station.origin), read, bytes.fromhex(station.public), every_signature=True).problem is None


def test_a_page_of_an_origin_starts_after_the_number_given(database: Database, station: StationKey) -> None:
    for number in range(5):
        append(database, station, f"w{number}")
    with database.read() as connection:
        assert [entry.seq for entry in ledger_store.read_entries(connection, station.origin, 2, 2)] == [3, 4]


def test_entries_about_somebody_come_newest_first_from_every_laptop(database: Database, station: StationKey) -> None:
    other = new_station_key(RANDOM)
    with database.write() as connection:
        believe(connection, station, other)
    for hours, (who, about) in enumerate([(station, "w1"), (other, "w1"), (station, "w2"), (other, "w1")]):
        append(database, who, about, hours)
    with database.read() as connection:
        found = ledger_store.entries_about(connection, "w1")
        assert [(entry.origin, entry.seq) for entry in found] == [(other.origin, 2), (other.origin, 1), (station.origin, 1)]
        assert len(ledger_store.entries_about(connection, "w1", limit=2)) == 2


def test_a_laptop_whose_clock_lags_still_writes_after_what_it_has_seen(database: Database, station: StationKey) -> None:
    fast = new_station_key(RANDOM)
    with database.write() as connection:
        believe(connection, fast)
    ahead = append(database, fast, "w1", hours=5)
    behind = append(database, station, "w1", hours=0)
    assert behind.at == ahead.at + 1


def test_what_is_here_already_is_passed_over(database: Database, station: StationKey) -> None:
    run = run_of(station, 6)
    with database.write() as connection:
        assert ledger_writing.insert_entries(connection, run[:4]) == 4
        assert ledger_writing.insert_entries(connection, run) == 2
        assert ledger_writing.insert_entries(connection, run) == 0
        assert ledger_store.read_entries(connection, station.origin, 0) == run


def test_entries_of_several_laptops_may_come_mixed(database: Database, station: StationKey) -> None:
    other = new_station_key(RANDOM)
    pairs = zip(run_of(station, 3), run_of(other, 3), strict=True)
    mixed = [entry for pair in pairs for entry in pair]
    with database.write() as connection:
        assert ledger_writing.insert_entries(connection, mixed) == 6
        assert {head.seq for head in ledger_store.heads(connection).values()} == {3}


def refuse(database: Database, entries: list[Entry]) -> None:
    with pytest.raises(ValueError, match="does not join"), database.write() as connection:
        ledger_writing.insert_entries(connection, entries)


def test_a_gap_or_a_fork_is_refused_whole(database: Database, station: StationKey) -> None:
    run = run_of(station, 4)
    refuse(database, [run[0], run[2]])
    refuse(database, run[1:])
    with database.write() as connection:
        assert ledger_store.heads(connection) == {}
        ledger_writing.insert_entries(connection, run[:2])
    refuse(database, [replace(run[2], prev=bytes(32))])
    with database.read() as connection:
        assert ledger_store.heads(connection) == {station.origin: head_after(run[1])}


def test_a_rebuild_tells_how_far_it_is(database: Database, station: StationKey, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(5):
        append(database, station, f"w{number}")
    monkeypatch.setattr(ledger_store, "CHUNK", 2)
    told: list[tuple[int, int]] = []
    with database.write() as connection:
        projections.rebuild(connection, lambda done, total: told.append((done, total)))
    assert told[-1] == (5, 5)


def test_only_a_first_entry_that_names_its_key_gives_one(station: StationKey) -> None:
    with pytest.raises(UnreadableContent):
        ledger_writing.station_public_key(run_of(station, 1)[0])


def test_entries_since_a_moment_are_counted_as_if_each_were_looked_at(database: Database, station: StationKey) -> None:
    for hours in (0, 1, 1, 4, 9):
        append(database, station, "w", hours)
    with database.read() as connection:
        for hours, count in ((-1, 5), (0, 5), (1, 4), (2, 2), (4, 2), (9, 1), (10, 0)):
            assert ledger_store.count_since(connection, station.origin, START + timedelta(hours=hours)) == count
        assert ledger_store.count_since(connection, b"x" * 16, START) == 0


def test_nothing_to_append_changes_nothing(database: Database, station: StationKey) -> None:
    with database.write() as connection:
        assert ledger_writing.append_many(connection, station, (), now=START, salts=()) == ()
        assert ledger_store.heads(connection) == {}
