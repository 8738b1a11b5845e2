"""What a sync costs on the shared file: system calls, bytes and fsyncs at several lengths of the ledger; the rate of a pull.

Run: python -m tests.benchmarks.sync [ENTRIES ...] [--photos N]   (default 10000 and 2000). The counts need strace; the rates do
not. The photos lie on both laptops and in the shared file once the rest is measured: then a sync with nothing to do is measured
again, with its calls on the folder of photos and SQLite's steps on the laptop's own file.

Every 250 records or so a page of SQLite's index is full, and it and its neighbours are written anew: of two syncs that send 100
records one costs 16 calls more than the other, at any length of the ledger. So the counts are means of several syncs, beside the
dearest one.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import re
import shutil
import sqlite3
import subprocess
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from supervisor_app.services.appending import append
from supervisor_app.services.opened_site import Site
from supervisor_app.services.sync_process import worker_command
from supervisor_app.services.syncing import choose_shared, sync_now
from supervisor_app.storage import evidence_files
from supervisor_app.storage.evidence_due import note_all_due
from tests.services.sync_sites import closing, empty, found, join

CONTENT = 576
ROUNDS = 40
HELD = {  # the figures to hold, at any length of the ledger
    "no-op": "30 calls, 0 writes",
    "pull 100": "60 calls, reads 2.5x the payload",
    "push 100": "130 calls, writes 3x the payload, 5 fsync",
}
READS, WRITES, SYNCS = {"read", "pread64"}, {"write", "pwrite64"}, {"fsync", "fdatasync"}


@dataclass(frozen=True)
class Cost:
    """System calls on the shared file and its journal, by name, and what went through them (bytes)."""

    calls: Counter[str]
    read: int
    written: int

    def of(self, names: set[str]) -> int:
        """Return how many calls have one of these names."""
        return sum(self.calls[name] for name in names)


def line(name: str, costs: list[Cost], payload: int) -> str:
    """Return what syncs cost on average, and at most in brackets, beside the figure to hold; `payload` is that of one (bytes)."""

    def words(unit: str, what: Callable[[Cost], float], digits: int = 1) -> str:
        found = [what(cost) for cost in costs]
        return f"{sum(found) / len(found):.{digits}f} ({max(found):.{digits}f}) {unit}"

    parts = [
        words("calls", lambda cost: cost.calls.total()),
        words("writes", lambda cost: cost.of(WRITES)),
        words("fsync", lambda cost: cost.of(SYNCS)),
    ]
    if payload:
        parts.append(words("x read", lambda cost: cost.read / payload, 2))
        parts.append(words(f"x written of {payload} bytes", lambda cost: cost.written / payload, 2))
    return f"  {name:9} {', '.join(parts)}; to hold: {HELD[name]}"


def main() -> None:
    """Print the figures for each length."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", metavar="ENTRIES", type=int, nargs="*", default=[10_000])
    parser.add_argument("--photos", type=int, default=2_000)
    asked = parser.parse_args()
    strace = shutil.which("strace")
    for size in asked.sizes:
        with tempfile.TemporaryDirectory(prefix="sync-bench-") as folder:
            measure(Path(folder), size, asked.photos, traced=strace is not None)


def measure(folder: Path, size: int, photos: int, *, traced: bool) -> None:
    """Build two stations with `size` entries, then `photos`, and measure them."""
    os.environ["XDG_STATE_HOME"] = str(folder / "state")  # the same seeds make the same laptops: none is a restored one
    shared = folder / "site.sqlite"
    a = found(folder / "a")
    choose_shared(a, shared, True)
    b = join(folder / "b", shared, seed=2)
    with closing(a, b):
        write(a, size)
        print(f"{size:,} entries of {CONTENT} bytes")
        push = timed(a)
        pull = timed(b)
        sync_now(b)
        sync_now(a)
        raw = raw_rate(shared, folder / "raw.sqlite", size)
        print(f"  bulk push {size / push:9,.0f} /s")
        print(f"  bulk pull {size / pull:9,.0f} /s with chain, digests and projections; rows alone by executemany {raw:,.0f} /s")
        if traced:
            write(a, 5)
            for site in (a, b, a, b, a):  # the checkpoints of today are written, and the day's look around is over
                traced_sync(site, shared, folder)
            print(line("no-op", [traced_sync(a, shared, folder)], 0))
            pushes, pulls = [], []
            for _ in range(ROUNDS):
                payload = write(a, 100)
                pushes.append(traced_sync(a, shared, folder))
                pulls.append(traced_sync(b, shared, folder))
            print(line("push 100", pushes, payload))
            print(line("pull 100", pulls, payload))
        print(f"  no-op in this process {nothing_to_do(a)}")
        add_photos((a, b), photos)
        print(f"  {photos:,} photos sent {photos / timed(a):9,.0f} /s")
        for site in (b, a, b, a):
            sync_now(site)
        print(f"  no-op in this process {nothing_to_do(a)}, {photos:,} photos")
        if traced:
            traced_sync(a, shared, folder)  # another clock: the looks of its day
            print(line("no-op", [traced_sync(a, shared, folder)], 0))
            print(f"  its calls on the folder of photos: {calls_on_photos(a, folder)}")
    third = empty(folder / "c", seed=3)
    with closing(third):
        started = time.perf_counter()
        choose_shared(third, shared, False)
        print(f"  a new laptop holds all of it after {time.perf_counter() - started:.1f} s")


def write(site: Site, count: int) -> int:
    """Append entries of a kind that is not projected, and return the bytes of their rows."""
    text = "x" * (CONTENT - 64)
    with site.database.write() as connection:
        for _ in range(count):
            append(site, connection, "benchmark.row", by="", about="", body={"text": text})
        sizes = connection.exec_driver_sql(
            "SELECT sum(length(content) + length(kind) + 16 + 8 + 8 + 32 * 3 + 64 + 16) FROM "
            "(SELECT content, kind FROM entry ORDER BY pos DESC LIMIT ?)",
            (count,),
        )
        return int(sizes.scalar_one())


def add_photos(sites: tuple[Site, ...], count: int) -> None:
    """Let records of both laptops name photos that lie on both: rows and files, without the records."""
    for site in sites:
        digests = []
        for number in range(count):
            data = b"photo %d" % number
            digest = hashlib.sha256(data).hexdigest()
            path = evidence_files._path(site.folder, digest)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
            digests.append((digest, "s", "s01", "w", "image/jpeg", len(data), 1, site.station.origin, number))
        with site.database.write() as connection:
            connection.exec_driver_sql("INSERT INTO evidence VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", digests)
            note_all_due(connection)


def nothing_to_do(site: Site) -> str:
    """Sync nine times and return the median of the seconds, and the steps of SQLite on the laptop's own file in one of them."""
    times, steps = sorted(timed(site) for _ in range(9)), 0

    def step() -> int:
        nonlocal steps
        steps += 1
        return 0

    connections = [site.database._writer, *site.database._idle]
    for connection in connections:
        connection.driver.set_progress_handler(step, 1)
    sync_now(site)
    for connection in connections:
        connection.driver.set_progress_handler(None, 0)
    return f"{times[4] * 1000:.1f} ms, {steps:,} steps"


def calls_on_photos(site: Site, folder: Path) -> int:
    """Sync in a worker under strace and return how many of its calls name anything in the folder of photos."""
    log = folder / "strace.log"
    command = ["strace", "-f", "-qq", "-e", "trace=%file", "-o", str(log), *worker_command(site.folder)[:-1]]
    subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
    return log.read_text().count(f'"{site.folder / evidence_files.FOLDER}')


def timed(site: Site) -> float:
    """Sync and return the seconds."""
    started = time.perf_counter()
    sync_now(site)
    return time.perf_counter() - started


def traced_sync(site: Site, shared: Path, folder: Path) -> Cost:
    """Sync in a worker under strace, which looks at the shared file and its journal only."""
    log = folder / "strace.log"
    paths = ["-P", str(shared), "-P", f"{shared}-journal"]
    subprocess.run(
        ["strace", "-f", "-qq", "-o", str(log), *paths, *worker_command(site.folder)[:-1]],  # it does not watch its input
        stdout=subprocess.DEVNULL,
        check=True,
    )
    calls, read, written = Counter[str](), 0, 0
    for line in log.read_text().splitlines():
        if found_call := re.match(r"\d+\s+(\w+)\(.*?(?:= (-?\d+))?(?: E\w+ .*)?$", line):
            name, result = found_call[1], max(0, int(found_call[2] or 0))
            calls[name] += 1
            read += result if name in READS else 0
            written += result if name in WRITES else 0
    return Cost(calls, read, written)


def raw_rate(shared: Path, target: Path, size: int) -> float:
    """Rows a second when they are only read and inserted."""
    source, copy = sqlite3.connect(shared), sqlite3.connect(target)
    copy.execute("PRAGMA journal_mode=WAL")
    copy.execute(
        "CREATE TABLE entry (pos INTEGER PRIMARY KEY, origin, seq, kind, at, prev, content_digest, hash, sig, sealed, "
        "UNIQUE (origin, seq))"
    )
    started = time.perf_counter()
    copy.executemany("INSERT INTO entry VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", source.execute("SELECT * FROM entry"))
    copy.commit()
    taken = time.perf_counter() - started
    source.close()
    copy.close()
    return size / taken


if __name__ == "__main__":
    main()
