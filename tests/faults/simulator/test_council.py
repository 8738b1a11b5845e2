"""Laptops whose members decide about each other while everything happens to them: `--seeds N --first-seed S`.

Laptops are let in late, put away and reported lost; roles and scopes change; sign-offs, confirmations, checklists and
erasures come from who may and who may not; somebody signs under the ids of others. In the end every laptop that still belongs
to the site has what follows from the set of all records, and none of several under one id is lost.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest

from supervisor_app.services import sync_pulling, sync_pushing
from tests.faults.simulator.council import Council, council_template
from tests.faults.simulator.stores import FileStore
from tests.faults.simulator.world import Start, Station, world

BATCHES = 8
FEWER = 8
"""These worlds take longer than those of the simulator: so many times fewer of them."""
Step = Callable[[Council, Station], None]


def die(w: Council, station: Station) -> None:
    w.record(station)
    w.sync(station, dies_after=w.random.randrange(w.store.steps))


def wait(w: Council, station: Station) -> None:
    w.wait(timedelta(minutes=w.random.randrange(90)))


def lose(w: Council, station: Station) -> None:
    w.store.lose()


def copy(w: Council, station: Station) -> None:
    w.copy_shared()


def put_back(w: Council, station: Station) -> None:
    w.put_back()


STEPS: tuple[tuple[int, Step], ...] = (
    (6, Council.record),
    (6, Council.sign),
    (3, Council.countersign),
    (16, Council.sync),
    (4, die),
    (4, wait),
    (3, Council.let_in),
    (2, Council.report_lost),
    (1, Council.retire),
    (4, Council.change),
    (2, Council.say_something),
    (1, Council.lie),
    (4, Council.claim),
    (3, Council.erase),
    (1, Council.back_up),
    (1, Council.restore),
    (1, copy),
    (1, put_back),
    (1, lose),
)


DECISIONS = (Council.let_in, Council.report_lost, Council.retire, Council.change, Council.say_something, Council.erase)
"""Mostly by the two admins, at times by who may not."""


@pytest.fixture(scope="session")
def start(tmp_path_factory: pytest.TempPathFactory) -> Start:
    folder = tmp_path_factory.mktemp("council")
    return council_template(folder, FileStore(folder / "site.sqlite", Random()))


@pytest.fixture(autouse=True)
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sync_pulling, "PULL_BATCH", 3)
    monkeypatch.setattr(sync_pushing, "PUSH_BATCH", 4)


def run(start: Start, folder: Path, seed: int) -> None:
    """Live through one world and look at what is left."""
    with world(start, folder, seed, Council) as w:
        try:
            for _ in range(w.random.randint(10, 36)):
                step = w.random.choices([step for _, step in STEPS], [weight for weight, _ in STEPS])[0]
                station = w.random.choice(w.stations[:2] if step in DECISIONS and w.random.random() < 0.8 else w.stations)
                w.say(f"{step.__name__} {station.number}")
                step(w, station)
            w.say("settle")
            w.settle()
            w.check()
        except BaseException as error:
            error.add_note("\n".join([f"seed {seed}: run it alone with --seeds 1 --first-seed {seed}", *w.log]))
            raise


@pytest.mark.parametrize("batch", range(BATCHES))
def test_whoever_decides_what_all_laptops_of_the_site_come_to_the_same(
    start: Start, tmp_path: Path, request: pytest.FixtureRequest, batch: int
) -> None:
    first, count = request.config.getoption("--first-seed"), request.config.getoption("--seeds")
    for seed in range(first + batch, first + max(1, count // FEWER), BATCHES):
        run(start, tmp_path / str(seed), seed)
