"""Laptops, one shared store, and everything that can happen to them, from one seed: `--seeds N --first-seed S`.

A seed that fails is named; `--seeds 1 --first-seed IT` runs it alone, with the same steps, and prints what happened.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest

from supervisor_app.services import sync_blobs, sync_pulling, sync_pushing
from tests.faults.simulator.claiming import claim
from tests.faults.simulator.evidence import Evidence
from tests.faults.simulator.stores import FileStore
from tests.faults.simulator.world import Start, Station, template, world

BATCHES = 8
"""The seeds are cut into so many tests, that several processes share them."""
CLOCKS = (timedelta(days=800), timedelta(days=-800), timedelta(hours=5), timedelta(minutes=-9), timedelta(days=1))

Step = Callable[[Evidence, Station], None]


def write(w: Evidence, station: Station) -> None:
    w.write(station, w.random.randint(1, 6))


def rename(w: Evidence, station: Station) -> None:
    w.rename(station)


def sync(w: Evidence, station: Station) -> None:
    w.sync(station)


def die(w: Evidence, station: Station) -> None:
    w.write(station, w.random.randint(0, 2))
    w.sync(station, dies_after=w.random.randrange(w.store.steps))


def stop(w: Evidence, station: Station) -> None:
    w.sync(station, stops_after=w.random.randrange(4))


def copy(w: Evidence, station: Station) -> None:
    w.copy_shared()


def put_back(w: Evidence, station: Station) -> None:
    w.put_back()


def lose(w: Evidence, station: Station) -> None:
    w.store.lose()


def back_up(w: Evidence, station: Station) -> None:
    w.back_up(station)


def restore(w: Evidence, station: Station) -> None:
    w.restore(station)


def clone(w: Evidence, station: Station) -> None:
    w.clone(station)


def clock(w: Evidence, station: Station) -> None:
    w.shift_clock(station, w.random.choice(CLOCKS))


def edit(w: Evidence, station: Station) -> None:
    statement = w.random.choice(w.store.edits + w.store.blob_edits * bool(w.added)).format(row=w.random.randint(1, 40))
    w.say(f"  {statement}")
    w.edit(statement)


def damage(w: Evidence, station: Station) -> None:
    how = w.random.choice(w.store.damages)
    w.say(f"  {how}")
    w.damage(how)


def leave_lock(w: Evidence, station: Station) -> None:
    w.store.leave_lock()


def part(w: Evidence, station: Station) -> None:
    w.part(station)


def decide(w: Evidence, station: Station) -> None:
    w.decide(station)


def bring_back(w: Evidence, station: Station) -> None:
    w.bring_back(station)


def burn(w: Evidence, station: Station) -> None:
    w.burn(station)


def orphan(w: Evidence, station: Station) -> None:
    w.orphan(station)


STORE_TROUBLE = (put_back, lose, edit, damage)
"""In half of the worlds with a cloned laptop nothing of this happens."""
STEPS: tuple[tuple[int, Step], ...] = (
    (10, write),
    (3, rename),
    (6, claim),
    (14, sync),
    (6, die),
    (2, stop),
    (2, copy),
    (2, put_back),
    (1, lose),
    (1, back_up),
    (2, restore),
    (2, clone),
    (3, part),
    (2, decide),
    (1, bring_back),
    (1, burn),
    (3, orphan),
    (2, clock),
    (4, edit),
    (2, damage),
    (1, leave_lock),
)
ABOUT_FILES: tuple[tuple[int, Step], ...] = (
    (6, Evidence.sign),
    (14, Evidence.attach),
    (3, Evidence.withdraw),
    (3, Evidence.confirm),
    (3, Evidence.erase),
    (3, Evidence.spoil_file),
)
"""In half of the worlds of each kind records have files as well."""


@pytest.fixture(scope="session")
def start(tmp_path_factory: pytest.TempPathFactory) -> Start:
    folder = tmp_path_factory.mktemp("template")
    return template(folder, FileStore(folder / "site.sqlite", Random()))


@pytest.fixture(autouse=True)
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sync_pulling, "PULL_BATCH", 3)
    monkeypatch.setattr(sync_pushing, "PUSH_BATCH", 4)
    monkeypatch.setattr(sync_blobs, "PART_BYTES", 150)


def run(start: Start, folder: Path, seed: int, more: tuple[tuple[int, Step], ...] = ()) -> None:
    """Live through one world and look at what is left."""
    with world(start, folder, seed, Evidence) as w:
        try:
            left_out = () if seed % 8 == 7 else STORE_TROUBLE if seed % 8 == 3 else (clone, part, orphan)
            with_files = seed // 8 % 2
            possible = STEPS + ABOUT_FILES * with_files + more
            steps = [(weight, step) for weight, step in possible if step not in left_out]
            first = [Evidence.sign, Evidence.attach, sync] if with_files else []
            rest = w.random.choices([step for _, step in steps], [weight for weight, _ in steps], k=w.random.randint(8, 28))
            for step in first + rest:
                station = w.random.choice(w.stations)
                w.say(f"{step.__name__} {station.number}")
                step(w, station)
            w.say("settle")
            w.settle()
            w.check()
        except BaseException as error:
            error.add_note("\n".join([f"seed {seed}: run it alone with --seeds 1 --first-seed {seed}", *w.log]))
            raise


@pytest.mark.parametrize("batch", range(BATCHES))
def test_whatever_happens_every_acknowledged_record_ends_on_every_laptop_once(
    start: Start, tmp_path: Path, request: pytest.FixtureRequest, batch: int
) -> None:
    first, count = request.config.getoption("--first-seed"), request.config.getoption("--seeds")
    for seed in range(first + batch, first + count, BATCHES):
        run(start, tmp_path / str(seed), seed)
