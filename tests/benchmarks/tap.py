"""A durable tap against raw sqlite3 appending a row of the same size, alternating in the same run.

Run: `python -m tests.benchmarks.tap [--taps 2000]`. Prints p50, p99 and CPU of both and their ratios; asserts nothing.
The tap is the real one: `services.observing.record` on a draft of a shipped checklist that is nearly all answered. The floor
is one INSERT of a body of the same length in its own transaction, with the same pragmas, on the same disk.
"""

from __future__ import annotations

import argparse
import os
import sqlite3
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from statistics import quantiles

import msgspec

from supervisor_app.domain.observation import Context, Draft
from supervisor_app.domain.people import PersonFields
from supervisor_app.ledger.keys import Sealing
from supervisor_app.services.catalogue import library, publish
from supervisor_app.services.demo_answers import met
from supervisor_app.services.founding import NewSite, create_site
from supervisor_app.services.observing import record, start
from supervisor_app.services.people import add_worker
from supervisor_app.services.site import Site

FRAME_MS = 1000 / 60
COMPETENCY = "forklift-operator-eval"


@dataclass
class Times:
    """What one way of storing cost, tap by tap: wall and CPU, in milliseconds."""

    wall: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)

    def add(self, action: Callable[[], object]) -> None:
        wall, cpu = time.perf_counter(), time.process_time()
        action()
        self.cpu.append((time.process_time() - cpu) * 1000)
        self.wall.append((time.perf_counter() - wall) * 1000)


def now() -> datetime:
    return datetime.now(UTC)


def begun(folder: Path) -> tuple[Site, Draft]:
    """A founded site with the library, and a draft in which every step is answered."""
    light = Sealing(memory_kib=64, passes=1, lanes=1)
    details = NewSite(name="Bench", admin_name="Hannah Weber", pin="2468")
    site, session = create_site(folder, details, clock=now, randomness=os.urandom, sealing=light)
    lines = publish(site, session, [item.checklist for item in library()])
    worker = add_worker(site, session, PersonFields(employee_no="1", given_name="Ana"))
    digest = next(line.digest for line in lines if line.competency == COMPETENCY)
    draft = start(site, session, worker.id, digest, Context(machine="FT-07"))
    for step in next(item.checklist for item in library() if item.checklist.competency == COMPETENCY).steps:
        draft = record(site, draft.id, met(step))
    return site, draft


def raw(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None)
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "secure_delete=ON", "cell_size_check=ON"):
        connection.execute(f"PRAGMA {pragma}")
    connection.execute("CREATE TABLE tap (number INTEGER PRIMARY KEY, body BLOB)")
    return connection


def append(connection: sqlite3.Connection, body: bytes) -> None:
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("INSERT INTO tap (body) VALUES (?)", (body,))
    connection.execute("COMMIT")


def measure(taps: int) -> tuple[Times, Times, int]:
    floor, ours = Times(), Times()
    with tempfile.TemporaryDirectory() as folder:
        site, draft = begun(Path(folder) / "site")
        body = msgspec.json.encode(draft)
        with closing(raw(Path(folder) / "raw.sqlite")) as connection, closing(site):
            for number in range(taps + 100):
                answer = draft.observations[number % len(draft.observations)]
                floor.add(lambda: append(connection, body))
                ours.add(lambda answer=answer: record(site, draft.id, answer))
    for times in (floor, ours):
        del times.wall[:100], times.cpu[:100]
    return floor, ours, len(body)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--taps", type=int, default=2000)
    floor, ours, size = measure(parser.parse_args().taps)
    print(f"one durable row of {size} bytes    p50 ms   p99 ms  mean CPU ms")
    figures = []
    for name, times in (("raw sqlite3 append (floor)", floor), ("services.observing.record", ours)):
        cuts = quantiles(times.wall, n=100)
        figures.append((cuts[49], cuts[98], sum(times.cpu) / len(times.cpu)))
        print(f"{name:30}  {figures[-1][0]:7.3f}  {figures[-1][1]:7.3f}  {figures[-1][2]:10.3f}")
    ratios = [mine / least for mine, least in zip(figures[1], figures[0], strict=True)]
    print(f"{'ratio':30}  {ratios[0]:6.2f}x  {ratios[1]:6.2f}x  {ratios[2]:9.2f}x")
    print(f"p99 of a tap is {figures[1][1] / FRAME_MS:.2f} of one frame ({FRAME_MS:.1f} ms)")


if __name__ == "__main__":
    main()
