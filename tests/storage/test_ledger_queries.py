"""The entries of the ledger page: every question gives what sorting and filtering all entries by hand would give."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from supervisor_app.ledger.chain import Head, entry_at_stamp, head_after, next_entry
from supervisor_app.ledger.contents import encode_content
from supervisor_app.ledger.entry import Entry
from supervisor_app.ledger.envelope import decode_content
from supervisor_app.ledger.keys import new_station_key
from supervisor_app.ledger.succession import successor_of
from supervisor_app.storage import ledger_writing
from supervisor_app.storage.database import Database
from supervisor_app.storage.ledger_queries import END, Asked, Place, entries, kinds_here, place_of, walk
from tests.sites import START, seeded
from tests.storage.ledgers import believe

RANDOM = seeded(33)
STATIONS = [new_station_key(RANDOM) for _ in range(3)]
KINDS = ("worker.recorded", "site.changed", "moon.landed")
MEMBERS = ("ann", "bo")
SUBJECTS = ("w1", "w2")


def written() -> list[Entry]:
    """Entries of three laptops whose clocks disagree, kinds, members and subjects mixed, so that every combination occurs."""
    heads = [Head(station.origin) for station in STATIONS]
    made = []
    for number in range(90):
        which = number % 3
        content = encode_content(by=MEMBERS[number % 2], about=SUBJECTS[number // 2 % 2], body={"job": f"{number}"})
        now = START + timedelta(minutes=(number * 7) % 31)
        head, kind = heads[which], KINDS[number // 4 % 3]
        entry = next_entry(head, STATIONS[which], kind, content, latest=0, now=now, salt=RANDOM(16))
        heads[which] = head_after(entry)
        made.append(entry)
    return made


ENTRIES = written()
READ = [entry for entry in ENTRIES if entry.kind != "moon.landed"]
STAMPS = sorted(entry.at for entry in ENTRIES)


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    folder: Path = tmp_path_factory.mktemp("ledger")
    made = Database.create(folder / "records.sqlite")
    with made.write() as connection:
        believe(connection, *STATIONS)
        ledger_writing.insert_entries(connection, ENTRIES)
    yield made
    made.close()


def by_hand(asked: Asked, before: Place) -> list[Place]:
    found = []
    for entry in ENTRIES:
        content = decode_content(entry.content or b"")
        known = entry.kind != "moon.landed"
        fits = (
            (not (asked.subjects or asked.places))
            or content.about in asked.subjects  # of a newer kind too: an erasure has to find it
            or place_of(entry) in asked.places
        )
        fits = fits and (not asked.member or (known and content.by == asked.member))
        fits = fits and (not asked.kinds or entry.kind in asked.kinds) and asked.origin in (b"", entry.origin)
        if fits and asked.since <= entry.at < asked.until and place_of(entry) < before:
            found.append(place_of(entry))
    return sorted(found, reverse=True)


QUESTIONS = st.builds(
    Asked,
    subjects=st.sampled_from([(), ("w1",), ("w1", "w2"), ("nobody",)]),
    places=st.lists(st.sampled_from([place_of(entry) for entry in ENTRIES]), max_size=3).map(tuple),
    member=st.sampled_from(["", *MEMBERS, "nobody"]),
    kinds=st.sampled_from([(), KINDS[:1], KINDS[:2], ("moon.landed",), ("no.such",)]),
    origin=st.sampled_from([b"", *(station.origin for station in STATIONS), bytes(16)]),
    since=st.sampled_from([0, STAMPS[10], STAMPS[-1] + 1]),
    until=st.sampled_from([END.at, STAMPS[50], STAMPS[50] + 1, 0]),
)


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=300)
@given(asked=QUESTIONS, before=st.just(END) | st.sampled_from([place_of(entry) for entry in ENTRIES]))
def test_the_walk_gives_what_sorting_by_hand_gives(database: Database, asked: Asked, before: Place) -> None:
    with database.read() as connection:
        assert list(walk(connection, asked, before)) == by_hand(asked, before)


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(asked=QUESTIONS, size=st.integers(1, 20))
def test_pages_follow_one_another_without_gap_or_repeat(database: Database, asked: Asked, size: int) -> None:
    pages: list[Place] = []
    with database.read() as connection:
        before = END
        while page := entries(connection, asked, before, size):
            pages += [place_of(entry) for entry in page]
            before = pages[-1]
    assert pages == by_hand(asked, END)


@pytest.mark.parametrize("size", [1, 2, 50])
def test_what_was_written_anew_and_is_here_after_all_stands_once_but_in_the_chains(tmp_path: Path, size: int) -> None:
    station = STATIONS[0]
    before = [entry for entry in ENTRIES if entry.origin == station.origin]
    after = successor_of(station, RANDOM)
    anew: list[Entry] = []
    for entry in before:
        head = head_after(anew[-1]) if anew else Head(after.origin)
        assert entry.content is not None
        assert entry.salt is not None
        anew.append(entry_at_stamp(head, after, entry.kind, entry.content, at=entry.at, salt=entry.salt))
    with Database.create(tmp_path / "records.sqlite").write() as connection:
        believe(connection, *STATIONS, after)
        ledger_writing.insert_entries(connection, ENTRIES)
        for asked in (Asked(subjects=SUBJECTS), Asked(member="ann"), Asked(subjects=("w1",), kinds=KINDS[:1])):
            expected = [entry.content_digest for entry in entries(connection, asked, limit=200)]
            assert expected
            ledger_writing.insert_entries(connection, anew)
            found, start = [], END
            while page := entries(connection, asked, start, size):
                found += [entry.content_digest for entry in page]
                start = place_of(page[-1])
            assert found == expected
        chains = [list(walk(connection, Asked(origin=one.origin))) for one in (station, after)]
        assert [len(chain) for chain in chains] == [len(before), len(before)]
        assert len(list(walk(connection, Asked()))) == len(ENTRIES) + len(anew)


def test_every_list_is_walked_by_an_index_and_never_sorted(database: Database) -> None:
    questions = [
        Asked(subjects=("w1",), kinds=KINDS[:1], member="ann", origin=STATIONS[0].origin),
        Asked(member="ann", kinds=KINDS[:2], origin=STATIONS[0].origin),
        Asked(kinds=KINDS[:2], origin=STATIONS[0].origin),
        Asked(origin=STATIONS[0].origin),
    ]
    with database.read() as connection:
        asked: list[str] = []
        plain = connection.driver
        assert plain is not None
        plain.set_trace_callback(asked.append)
        for question in questions:
            list(walk(connection, question))
        plain.set_trace_callback(None)
        plans = [
            row[3] for statement in asked if "ORDER BY" in statement for row in plain.execute(f"EXPLAIN QUERY PLAN {statement}")
        ]
    assert plans
    assert not [plan for plan in plans if "TEMP B-TREE" in plan or (plan.startswith("SCAN") and "json_each" not in plan)]


def test_the_kinds_that_are_here_are_named(database: Database) -> None:
    with database.read() as connection:
        assert kinds_here(connection) == tuple(sorted(KINDS))
