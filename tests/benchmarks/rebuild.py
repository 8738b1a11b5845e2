"""Rebuilding all tables with chain and rules, against the least that any rebuild must do: json.loads and one executemany.

Run: `python -m tests.benchmarks.rebuild FOLDER [--check]` on a site made by `tests.benchmarks.big_site`. Both read the same
entries in chunks of 1,000 and write into a temporary database of their own; each in a process of its own, CPU time and peak
memory are printed.
"""

from __future__ import annotations

import json
import os
import resource
import secrets
import sqlite3
import subprocess
import sys
import time
from datetime import datetime
from pathlib import Path

from supervisor_app.ledger.chain import Head, check_run
from supervisor_app.services.check_process import collecting_seldom
from supervisor_app.services.checking import check
from supervisor_app.services.opened_site import DATABASE_NAME, open_site
from supervisor_app.storage import ledger_store, ledger_writing, projections
from supervisor_app.storage.database import Database
from supervisor_app.storage.scratch import scratch_database

COLUMNS = 16
"""Columns of a row in the bare rebuild: as many as a sign-off's."""


def floor(folder: Path) -> int:
    """Decode every content and write one row for each entry."""
    database = Database.open(folder / DATABASE_NAME)
    scratch = sqlite3.connect("", isolation_level=None)
    scratch.execute("PRAGMA journal_mode=OFF")
    scratch.execute("PRAGMA cache_size=-16384")
    scratch.execute(f"CREATE TABLE t (id TEXT PRIMARY KEY, {', '.join(f'c{number}' for number in range(COLUMNS - 1))})")
    statement = f"INSERT INTO t VALUES ({', '.join('?' * COLUMNS)})"
    done = 0
    scratch.execute("BEGIN")
    with database.read() as connection:
        for chunk in ledger_store.chunks(connection):
            rows = []
            for entry in chunk:
                content = json.loads(entry.content or b"{}")
                key = f"{entry.origin.hex()}{entry.seq}"
                texts = [content["about"], content["by"], entry.kind] * 4
                rows.append((key, *texts, entry.at, entry.origin, entry.seq))
            scratch.executemany(statement, rows)
            done += len(chunk)
    database.close()
    return done


def rebuild(folder: Path) -> int:
    """Check every chain and project every entry."""
    database = Database.open(folder / DATABASE_NAME)
    done = 0
    with collecting_seldom(), scratch_database() as again, database.read() as connection:
        for origin in ledger_store.heads(connection):
            at, public = Head(origin), b""
            while entries := ledger_store.read_entries(connection, origin, at.seq):
                public = public or ledger_writing.station_public_key(entries[0])
                result = check_run(at, entries, public)
                if result.problem:
                    raise SystemExit(f"the site is not sound: {result.problem}")
                projections.project(again, result.good)
                at, done = result.head, done + len(entries)
    database.close()
    return done


def audit(folder: Path) -> int:
    """The whole audit, as the command `check` does it."""
    site = open_site(folder, clock=lambda: datetime.now().astimezone(), randomness=secrets.token_bytes)
    report = check(site)
    for line in report.lines():
        print(line[:150], file=sys.stderr)
    with site.database.read() as connection:
        count = ledger_store.count_entries(connection)
    site.close()
    return count


WORK = {"floor": floor, "rebuild": rebuild, "audit": audit}


def measured(name: str, folder: Path) -> tuple[int, float, float]:
    """Run one of them in a process of its own; entries, CPU seconds, peak MiB."""
    command = [sys.executable, "-m", "tests.benchmarks.rebuild", str(folder), "--only", name]
    told = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, env=os.environ).stdout.split()
    return int(told[0]), float(told[1]), float(told[2])


def main() -> None:
    folder = Path(sys.argv[1])
    if "--only" in sys.argv:
        began = time.process_time()
        done = WORK[sys.argv[-1]](folder)
        print(done, time.process_time() - began, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
        return
    names = ["floor", "rebuild", *(["audit"] if "--check" in sys.argv else [])]
    bare = 0.0
    for name in names:
        done, seconds, memory = measured(name, folder)
        bare = bare or seconds
        print(f"{name:8} {done:9,} entries {seconds:8.1f} s CPU {seconds / bare:6.2f} x floor {memory:7.0f} MiB at most")


if __name__ == "__main__":
    main()
