"""What a sync costs on the shared file: system calls, bytes and fsyncs at several lengths of the ledger; the rate of a pull.

Run: python -m tests.benchmarks.sync [ENTRIES ...]   (default 10000). The counts need strace; the rates do not.

Every 250 records or so a page of SQLite's index is full, and it and its neighbours are written anew: of two syncs that send 100
records one costs 16 calls more than the other, at any length of the ledger. So the counts are means of several syncs, beside the
dearest one.
"""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
import subprocess
import sys
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
from tests.services.sync_sites import closing, empty, found, join

CONTENT = 576
ROUNDS = 10
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
    sizes = [int(word) for word in sys.argv[1:]] or [10_000]
    strace = shutil.which("strace")
    for size in sizes:
        with tempfile.TemporaryDirectory(prefix="sync-bench-") as folder:
            measure(Path(folder), size, traced=strace is not None)


def measure(folder: Path, size: int, *, traced: bool) -> None:
    """Build two stations with `size` entries and measure them."""
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
        times = [timed(a) for _ in range(9)]
        print(f"  no-op in this process {sorted(times)[4] * 1000:.1f} ms")
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
