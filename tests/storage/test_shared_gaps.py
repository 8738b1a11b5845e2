"""Contents that go from a shared file or come back to it: only those that are meant, where chains forked too."""

from __future__ import annotations

from pathlib import Path

import pytest

from supervisor_app.ledger.keys import StationKey, new_station_key
from supervisor_app.storage import shared_gaps
from supervisor_app.storage.shared_file import create_shared, locked
from supervisor_app.storage.shared_store import read_run, write_run
from tests.storage.ledgers import randomness
from tests.storage.test_shared_file import FACTS, QUICK, nothing, opened, sealed_run


@pytest.fixture
def station() -> StationKey:
    return new_station_key(randomness(1))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = tmp_path / "site.sqlite"
    with locked(made, "aa", QUICK, nothing) as lock:
        create_shared(made, FACTS, lock)
    return made


def test_what_was_erased_in_one_branch_leaves_what_lies_in_its_place_in_the_other(path: Path, station: StationKey) -> None:
    ours, other = sealed_run(station, 3, text="ours"), sealed_run(station, 3, text="other")
    with opened(path) as shared:
        with shared.writing() as remote:
            write_run(remote, ours)
            shared_gaps.blank(remote, {(one.origin, one.seq): one.content_digest for one in (other[0], ours[1])})
        with shared.reading() as remote:
            there = read_run(remote, station.origin, 0, 10).entries
    assert [one.sealed for one in there] == [ours[0].sealed, None, ours[2].sealed]


def test_a_content_of_one_branch_is_never_given_to_an_entry_of_the_other(path: Path, station: StationKey) -> None:
    ours, other = sealed_run(station, 2, text="ours"), sealed_run(station, 2, text="other")
    with opened(path) as shared:
        with shared.writing() as remote:
            write_run(remote, [one._replace(sealed=None) for one in ours])
            shared_gaps.put_back(remote, [other[0], ours[1]])
        with shared.reading() as remote:
            there = read_run(remote, station.origin, 0, 10).entries
    assert [one.sealed for one in there] == [None, ours[1].sealed]
