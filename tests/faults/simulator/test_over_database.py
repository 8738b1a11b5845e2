"""The worlds of the simulator over a real PostgreSQL: `--seeds N --first-seed S` there runs a twentieth of N.

What happens to a file there happens here to a database: sessions end between two statements, the server goes back, a dump is
put back, rows are edited and tables dropped by hand; and the site moves to a file and back.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from tests.faults.simulator import test_council, test_simulator
from tests.faults.simulator.council import council_template
from tests.faults.simulator.database_store import DatabaseStore
from tests.faults.simulator.evidence import Evidence
from tests.faults.simulator.moving import move
from tests.faults.simulator.test_simulator import Step, small_batches
from tests.faults.simulator.world import Start, Station, template
from tests.postgres import Server, postgres

__all__ = ["postgres", "small_batches"]

FEWER = 20
"""A server takes longer than a file: so many times fewer worlds."""
BATCHES = 2


def cut(w: Evidence, station: Station) -> None:
    w.write(station, w.random.randint(0, 2))
    w.sync(station, cut_after=w.random.randrange(w.store.steps))


MORE: tuple[tuple[int, Step], ...] = ((3, cut), (2, move))


@pytest.fixture(scope="session")
def start(postgres: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Start]:
    store = DatabaseStore(postgres, Random())
    yield template(tmp_path_factory.mktemp("template"), store)
    store.close()


@pytest.fixture(scope="session")
def council(postgres: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Start]:
    store = DatabaseStore(postgres, Random())
    yield council_template(tmp_path_factory.mktemp("council"), store)
    store.close()


def seeds(request: pytest.FixtureRequest, batch: int, fewer: int) -> range:
    first, count = request.config.getoption("--first-seed"), request.config.getoption("--seeds")
    return range(first + batch, first + max(1, count // fewer), BATCHES)


@pytest.mark.parametrize("batch", range(BATCHES))
def test_whatever_happens_to_the_database_every_acknowledged_record_ends_on_every_laptop_once(
    start: Start, tmp_path: Path, request: pytest.FixtureRequest, batch: int
) -> None:
    for seed in seeds(request, batch, FEWER):
        test_simulator.run(start, tmp_path / str(seed), seed, MORE)


@pytest.mark.parametrize("batch", range(BATCHES))
def test_whoever_decides_what_all_laptops_come_to_the_same_over_a_database(
    council: Start, tmp_path: Path, request: pytest.FixtureRequest, batch: int
) -> None:
    for seed in seeds(request, batch, FEWER * test_council.FEWER):
        test_council.run(council, tmp_path / str(seed), seed)
