"""The ledger page on a long ledger: pages, a jump to a day, each filter, against a bare SQLite query in the same run.

Run: `python -m tests.benchmarks.ledger_page [--entries 10000 1000000] [--pack 0]`. Prints the shortest of some calls in ms and
the ratio to the floor: reading the newest 50 rows by an index and decoding their contents, with the driver alone. "scaling" is
the longest ledger against the shortest. `--pack N` also writes an audit pack of N entries and prints its time and memory (POSIX).
"""

from __future__ import annotations

import argparse
import json
import resource
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path

from supervisor_app.services.audit_pack import export_pack
from supervisor_app.services.audit_verify import verify_pack
from supervisor_app.services.entry_proof import entry_proof
from supervisor_app.services.ledger_filter import LedgerFilter, Subject, SubjectKind
from supervisor_app.services.ledger_finding import find_hits
from supervisor_app.services.ledger_line import Group
from supervisor_app.services.ledger_page import choices, ledger_lines
from supervisor_app.services.site import Site
from tests.benchmarks.big_site import build

FLOOR = "SELECT origin, seq, kind, at, content FROM entry ORDER BY kind DESC, at DESC, origin DESC, seq DESC LIMIT 50"
ROUNDS = 15


def best(call: Callable[[], object], rounds: int = ROUNDS) -> float:
    """Return the shortest time of some calls, in ms."""
    times = []
    for _ in range(rounds):
        before = time.perf_counter()
        call()
        times.append(time.perf_counter() - before)
    return min(times) * 1000


def floor_of(path: Path) -> float:
    """The bare query and its decoding."""
    with closing(sqlite3.connect(path)) as plain:
        return best(lambda: [json.loads(row[4]) for row in plain.execute(FLOOR)])


def questions(site: Site) -> dict[str, Callable[[], object]]:
    """What a person asks of the page."""
    now = site.clock()
    half = LedgerFilter(until=(now - timedelta(days=20)).date())
    first = ledger_lines(site, LedgerFilter(), limit=500)
    known = choices(site)
    member, person = known.members[0][0], f"{7:032x}"
    subject = Subject(kind=SubjectKind.PERSON, id=person, title="Somebody")
    with site.database.read() as connection:
        key = connection.exec_driver_sql("SELECT competency FROM sign_off LIMIT 1").scalar()
    competency = Subject(kind=SubjectKind.COMPETENCY, id=str(key), title="Something")
    place, line = first[-1].place, first[0]
    return {
        "first page": lambda: ledger_lines(site, LedgerFilter()),
        "page after 500": lambda: ledger_lines(site, LedgerFilter(), place),
        "jump to a day": lambda: ledger_lines(site, half),
        "kind group": lambda: ledger_lines(site, LedgerFilter(group=Group.CERTIFICATES)),
        "rare kinds": lambda: ledger_lines(site, LedgerFilter(group=Group.MEMBERS)),
        "member": lambda: ledger_lines(site, LedgerFilter(member=member)),
        "member and rare kinds": lambda: ledger_lines(site, LedgerFilter(member=member, group=Group.CHECKLISTS)),
        "laptop": lambda: ledger_lines(site, LedgerFilter(station=known.stations[0][0])),
        "person": lambda: ledger_lines(site, LedgerFilter(subject=subject)),
        "competency": lambda: ledger_lines(site, LedgerFilter(subject=competency)),
        "competency, nothing found": lambda: ledger_lines(site, LedgerFilter(subject=competency, group=Group.MEMBERS)),
        "typed text": lambda: find_hits(site, "web"),
        "proof of one entry": lambda: entry_proof(site, line.place.origin, line.place.seq),
        "choices and total": lambda: choices(site),
    }


def bench_pack(site: Site, folder: Path, most: int) -> None:
    """Write and verify a pack of about `most` entries; the peak counts what Python allocated."""
    since = (site.clock() - timedelta(days=most / 100)).date()
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    before = time.perf_counter()
    result = export_pack(site, LedgerFilter(since=since), folder / "pack.zip", by="benchmark")
    spent = time.perf_counter() - before
    peak = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - memory) / 1024
    before = time.perf_counter()
    wrong = [check.name for check in verify_pack(folder / "pack.zip").checks if not check.sound]
    checked, size = time.perf_counter() - before, (folder / "pack.zip").stat().st_size
    print(
        f"audit pack of {result.entries:,} entries: {spent:.0f} s, {peak:.0f} MiB more memory, a file of {size / 2**20:.0f} MiB; "
        f"verified in {checked:.0f} s, not sound: {', '.join(wrong) or 'nothing'} (the acts here are copies)"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--entries", type=int, nargs="*", default=[10_000, 100_000])
    parser.add_argument("--pack", type=int, default=0)
    arguments = parser.parse_args()
    found: list[dict[str, float]] = []
    for entries in arguments.entries:
        with tempfile.TemporaryDirectory() as place:
            site, _ = build(Path(place) / "site", entries)
            floor = floor_of(site.folder / "records.sqlite")
            print(f"{entries:,} entries; floor {floor:.2f} ms", file=sys.stdout, flush=True)
            found.append({name: best(call) for name, call in questions(site).items()})
            for name, spent in found[-1].items():
                print(f"  {name:<28} {spent:8.2f} ms  {spent / floor:6.1f}x", flush=True)
            if arguments.pack:
                bench_pack(site, Path(place), min(arguments.pack, entries))
            site.close()
    if len(found) > 1:
        scaling = (f"{name} {found[-1][name] / found[0][name]:.2f}" for name in found[0])
        print(f"scaling, longest against shortest: {', '.join(scaling)}")


if __name__ == "__main__":
    main()
