"""Search while somebody types, 100,000 people: every keystroke through the app's own query against the bare FTS5 query beside it.

Run: python -m tests.benchmarks.people_search [PEOPLE]. Prints the mean and the worst key in ms, the ratio to the floor, and what
the index costs. The floor is `SELECT rowid FROM person_words WHERE person_words MATCH ? LIMIT 51`, raw sqlite3, same file.
"""

from __future__ import annotations

import csv
import random
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from supervisor_app.storage import people_queries, people_search
from supervisor_app.storage.database import Database
from supervisor_app.storage.schema import worker

TYPED = (
    "010245", "hannah weber", "kowalsk", "b0012345", "ბარბარე", "महर्जन", "forklift", "maintenance mech", "陽菜", "김",
    "maria garcia", "o l", "5", "0101", "paint", "nguyen", "хасанов", "zzz", "e a r", "0 1 2",
)  # fmt: skip
JOBS = ("Welder", "CNC Operator", "Forklift Operator", "Assembler", "QC Inspector", "Maintenance Mechanic")
AREAS = ("Paint", "Weld Cell 2", "Quality", "Stamping", "Final Assembly")


def names(kind: str) -> list[tuple[str, str]]:
    """Return (own script, Latin) names of the corpus beside the checkout, some made-up ones where it is absent."""
    path = Path(__file__).resolve().parents[3] / "shared" / "data" / "people" / "names" / f"common-{kind}-by-country.csv"
    if not path.is_file():
        return [(f"{kind[:3].title()}{i:x}", "") for i in range(2000)]
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [(row["Localized Name"], row["Romanized Name"]) for row in csv.DictReader(file)]


def fill(database: Database, count: int) -> float:
    """Write `count` people and their index; return the seconds for the index alone."""
    chance = random.Random(1)
    given, family = names("forenames"), names("surnames")
    spent = 0.0
    insert = f"INSERT INTO worker VALUES ({', '.join('?' * len(worker.columns))})"
    for start in range(0, count, 1000):
        rows = []
        for number in range(start, min(start + 1000, count)):
            (own, latin), (own_family, latin_family) = chance.choice(given), chance.choice(family)
            texts = (f"{10000 + 7 * number:06d}", own, own_family, latin, latin_family, chance.choice(JOBS), chance.choice(AREAS))
            rows.append((f"{number:032x}", *texts, "A", "", f"B{chance.randrange(10**8):08d}", "", None, None))
        with database.write() as connection:
            connection.exec_driver_sql(insert, rows)
            began = time.perf_counter()
            people_search.index_workers(connection, rows)
            spent += time.perf_counter() - began
    return spent


def best(call: Callable[[], object], rounds: int = 5) -> float:
    """Return the shortest time of some calls, in ms."""
    times = []
    for _ in range(rounds):
        began = time.perf_counter()
        call()
        times.append(time.perf_counter() - began)
    return min(times) * 1000


def main(count: int) -> None:
    """Build the index, type every word key by key, print the figures."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "people.sqlite"
        database = Database.create(path)
        seconds = fill(database, count)
        bare = sqlite3.connect(path)
        size = sum(row[0] for row in bare.execute("SELECT length(block) FROM person_words_data"))
        print(f"{count:,} people: index {seconds:.1f} s ({seconds / count * 1e6:.0f} us each), {size / count:.0f} bytes each")
        keys = [text[:end] for text in TYPED for end in range(1, len(text) + 1)]
        floor, ours = [], []
        with database.read() as connection:
            for key in keys:
                expression = people_search.match_expression(key)
                statement = "SELECT rowid FROM person_words WHERE person_words MATCH ? LIMIT 51"
                floor.append(best(lambda: bare.execute(statement, (expression,)).fetchall()))  # noqa: B023
                ours.append(best(lambda: people_queries.find_workers(connection, key, include_left=False, limit=51, offset=0)))  # noqa: B023
            listing = best(lambda: people_queries.list_workers(connection, include_left=False, limit=51, offset=0))
            far = best(lambda: people_queries.list_workers(connection, include_left=False, limit=51, offset=count - 51))
            counting = best(lambda: people_queries.count_workers(connection))
            widest = best(lambda: people_queries.count_found(connection, "a", include_left=False))
        worst = sorted(zip(ours, floor, keys, strict=True), reverse=True)[:5]
        mean, bare_mean = sum(ours) / len(ours), sum(floor) / len(floor)
        print(f"mean per key {mean:.3f} ms, floor {bare_mean:.3f} ms, ratio {mean / bare_mean:.2f}")
        print(f"worst key {max(ours):.3f} ms, worst of the floor {max(floor):.3f} ms")
        print("slowest:", ", ".join(f"{key!r} {mine:.3f} ({bare_:.3f})" for mine, bare_, key in worst))
        print(
            f"first page {listing:.3f} ms, last page {far:.3f} ms, count of all {counting:.3f} ms, count of 'a' {widest:.3f} ms"
        )
        bare.close()
        database.close()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
