"""Signed append, batched projection and rebuild against raw sqlite3 doing the same work in the same run.

Run: `python -m tests.benchmarks.append [--history 10000 1000000] [--rounds 9]`. Prints CPU per entry and ratios; asserts nothing.
The floors hash, sign and write exactly the same rows to the same tables, with the driver alone and no records.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import Any

from supervisor_app.ledger.acts import Signer, sign_act
from supervisor_app.ledger.chain import head_after
from supervisor_app.ledger.contents import encode_content
from supervisor_app.ledger.entry import CONTENT_TAG, Entry, digest_content, hash_entry
from supervisor_app.ledger.keys import StationKey
from supervisor_app.services.appending import append
from supervisor_app.services.opened_site import Site
from supervisor_app.settings import StationSettings
from supervisor_app.storage import certificate_schema, ledger_writing, people_search, projections, schema
from supervisor_app.storage.database import Database
from supervisor_app.storage.projections.batch import keep_any, keep_last, replace
from supervisor_app.storage.worker_columns import WORKER_DAYS, WORKER_TEXTS
from tests.ledger.rooted import new_root
from tests.ledger.samples import FINISHED, sign_off
from tests.sites import LIGHT

ABOUT, DEED, PRINTED = keep_any(schema.about), keep_any(schema.deed), keep_any(certificate_schema.printed)
INSERT, SET_HEAD, OWN_HEAD = ledger_writing._INSERT, ledger_writing._SET_HEAD, ledger_writing._OWN_HEAD
BLOCK = 200
ROOT = new_root(os.urandom, now=datetime(2020, 1, 1, tzinfo=UTC))
"""All is written by the founder on the founding laptop: who may act is looked up for every entry, as in life."""


def now() -> datetime:
    return datetime.now(UTC)


def raw_connection(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None, cached_statements=256)
    for pragma in ("synchronous=FULL", "foreign_keys=ON", "trusted_schema=OFF", "cell_size_check=ON", "secure_delete=ON"):
        connection.execute(f"PRAGMA {pragma}")
    return connection


def raw_append(connection: sqlite3.Connection, station: StationKey, number: int) -> None:
    """The floor: what an append of certificate.printed must do, by hand."""
    salt, certificate = os.urandom(16), f"urn:uuid:{number:032x}"
    content = json.dumps(
        {"about": certificate, "body": {"certificate": certificate, "duplicate": 0}, "by": "ann", "v": 1}
    ).encode()
    digest = hashlib.sha256(CONTENT_TAG + salt + content).digest()
    connection.execute("BEGIN IMMEDIATE")
    seq, prev, _at, latest, _state = connection.execute(OWN_HEAD, (station.origin,)).fetchone() or (0, bytes(32), 0, 0, None)
    at = max(latest + 1, int(time.time() * 1000) << 16)
    entry_hash = hash_entry(station.origin, seq + 1, "certificate.printed", at, prev, digest)
    row = (station.origin, seq + 1, "certificate.printed", at, prev, digest, entry_hash, station.sign(entry_hash), salt, content)
    connection.execute(INSERT, row)
    connection.execute(SET_HEAD, (station.origin, seq + 1, entry_hash, at))
    connection.execute(PRINTED, (certificate, 0, at, station.origin, seq + 1))
    connection.execute(ABOUT, (certificate, at, station.origin, seq + 1))
    connection.execute(DEED, ("ann", at, station.origin, seq + 1, "certificate.printed"))
    connection.execute("COMMIT")


def our_append(site: Site, number: int) -> None:
    certificate = f"urn:uuid:{number:032x}"
    with site.database.write() as connection:
        body = {"certificate": certificate, "duplicate": 0}
        append(site, connection, "certificate.printed", by="ann", about=certificate, body=body)


def timed(work: Callable[[int], None], start: int, count: int) -> tuple[float, list[float]]:
    """Return CPU microseconds per piece of work, and the wall milliseconds of each."""
    walls = []
    cpu = time.process_time()
    for number in range(start, start + count):
        before = time.perf_counter()
        work(number)
        walls.append((time.perf_counter() - before) * 1e3)
    return (time.process_time() - cpu) / count * 1e6, walls


def history(count: int, kinds: Callable[[int], tuple[str, bytes]]) -> Iterator[list[Entry]]:
    """Yield chained entries in thousands (signatures left blank: nobody checks them here)."""
    head = ROOT.writer.head
    for start in range(0, count, 1000):
        batch = []
        for number in range(start, min(start + 1000, count)):
            kind, content = kinds(number)
            salt, at = os.urandom(16), (1_700_000_000_000 + number) << 16
            digest = digest_content(salt, content)
            fields: dict[str, Any] = {"origin": head.origin, "seq": head.seq + 1, "kind": kind, "at": at, "prev": head.hash}
            digest_of = hash_entry(head.origin, head.seq + 1, kind, at, head.hash, digest)
            entry = Entry(**fields, content_digest=digest, hash=digest_of, sig=bytes(64), salt=salt, content=content)
            head = head_after(entry)
            batch.append(entry)
        yield batch


def printed_content(number: int) -> tuple[str, bytes]:
    certificate = f"urn:uuid:{number:032x}"
    return "certificate.printed", encode_content(by="ann", about=certificate, body={"certificate": certificate, "duplicate": 0})


def bench_append(folder: Path, size: int, rounds: int) -> None:
    """Append on top of a history of `size` entries: ours and the floor in alternating blocks."""
    database, floor = Database.create(folder / "ours.sqlite"), Database.create(folder / "floor.sqlite")
    for batch in (ROOT.entries, *history(size, printed_content)):
        for target in (database, floor):
            with target.write() as connection:
                ledger_writing.insert_entries(connection, batch)
    floor.close()
    station = ROOT.writer.station
    site = Site(folder, database, station, now, os.urandom, StationSettings(), LIGHT)
    with closing(raw_connection(folder / "floor.sqlite")) as connection:
        ours, raws, our_walls, raw_walls = [], [], [], []
        for turn in range(rounds):
            start = (turn + 1) * 10_000_000
            cpu, walls = timed(lambda number: our_append(site, number), start, BLOCK)
            ours.append(cpu)
            our_walls += walls
            cpu, walls = timed(lambda number: raw_append(connection, station, number), start, BLOCK)
            raws.append(cpu)
            raw_walls += walls
    p99, cpu = sorted(our_walls)[int(len(our_walls) * 0.99)], median(ours) / median(raws)
    print(
        f"append, {size:>9,} entries: {median(ours):7.1f} us CPU, raw {median(raws):7.1f} us: {cpu:.2f}x CPU, "
        f"{median(our_walls) / median(raw_walls):.2f}x wall; p50 {median(our_walls):.2f} ms, p99 {p99:.2f} ms"
    )
    site.close()


def worker_content(number: int) -> tuple[str, bytes]:
    body = {
        "employee_no": f"{number:06d}",
        "given_name": f"Given{number % 977}",
        "family_name": f"Family{number % 1999}",
        "job": "welder",
    }
    return "worker.recorded", encode_content(by="ann", about=f"{number:032x}", body=body)


def sign_off_contents() -> Callable[[int], tuple[str, bytes]]:
    keys, signer = ROOT.founder, Signer(name="Ann", title="")
    kind = "assessment.signed"
    whole = sign_act(keys, signer, kind=kind, about="w1", body=sign_off("MARK"), meaning="I saw it.", signed_at=FINISHED)
    return lambda number: (kind, whole.replace(b"MARK", f"{number:032x}".encode()))


SIGN_OFF, FIELD, WORKER = keep_any(schema.sign_off), keep_last(schema.field), replace(schema.worker)


def raw_sign_offs(connection: sqlite3.Connection, batch: list[Entry]) -> None:
    rows, abouts, deeds = [], [], []
    for entry in batch:
        content = json.loads(entry.content or b"")
        body = content["body"]
        names = ("id", "worker_id", "worker_name", "assessor_id", "assessor_name", "competency", "checklist_digest", "finished")
        head = tuple(body[name] for name in names)
        rest = (body["decision"]["outcome"], body["judgement"], body["level"], body["amends"], body["context"]["machine"], 1, 0)
        signature = content["signature"]
        rest += (body["team"], signature["member"], signature["key"], signature["signed"][:10], "", 0, 0)
        rows.append((*head, *rest, entry.at, entry.origin, entry.seq))
        abouts += [(subject, entry.at, entry.origin, entry.seq) for subject in (content["about"], body["competency"])]
        deeds.append((content["by"], entry.at, entry.origin, entry.seq, entry.kind))
    connection.executemany(SIGN_OFF, rows)
    connection.executemany(ABOUT, abouts)
    connection.executemany(DEED, deeds)


def raw_workers(connection: sqlite3.Connection, batch: list[Entry]) -> None:
    fields, workers, abouts, deeds = [], [], [], []
    columns = (*WORKER_TEXTS, *WORKER_DAYS)
    for entry in batch:
        content = json.loads(entry.content or b"")
        body, about = content["body"], content["about"]
        fields += [("worker", about, name, value, entry.at, entry.origin, entry.seq) for name, value in body.items()]
        days = (None,) * len(WORKER_DAYS)
        workers.append((about, *(body.get(name, "") for name in columns[: len(WORKER_TEXTS)]), *days))
        abouts.append((about, entry.at, entry.origin, entry.seq))
        deeds.append((content["by"], entry.at, entry.origin, entry.seq, entry.kind))
    connection.executemany(FIELD, fields)
    connection.executemany(WORKER, workers)
    connection.executemany(ABOUT, abouts)
    connection.executemany(DEED, deeds)


def raw_workers_indexed(batches: list[list[Entry]]) -> Callable[[sqlite3.Connection, list[Entry]], None]:
    """The floor with what the search index itself costs: the same rows into the same index tables, worked out beforehand."""
    rows: dict[int, tuple[list[tuple[Any, ...]], list[tuple[Any, ...]]]] = {}
    doc = 0
    for batch in batches:
        learn, keep = [], []
        for entry in batch:
            content = json.loads(entry.content or b"")
            person = dict.fromkeys(WORKER_TEXTS, "") | content["body"] | {"id": content["about"]}
            text = " ".join(sorted(people_search.index_words(person)))
            doc += 1
            learn.append((doc, text))
            keep.append((doc, person["id"], 0, people_search._sort_key(person), *people_search._keys(person), text))
        rows[id(batch)] = (learn, keep)

    def raw(connection: sqlite3.Connection, batch: list[Entry]) -> None:
        raw_workers(connection, batch)
        learn, keep = rows[id(batch)]
        connection.executemany(people_search._LEARN, learn)
        connection.executemany(people_search._KEEP, keep)
        connection.execute("UPDATE person_count SET people = people + ? WHERE gone = 0", (len(batch),))

    return raw


def bench_projection(
    folder: Path,
    name: str,
    batches: list[list[Entry]],
    raw: Callable[[sqlite3.Connection, list[Entry]], None],
    rounds: int,
) -> None:
    """Project 20 batches of 1,000 in one transaction each: ours and the floor in alternating rounds, on fresh tables."""
    ours, raws = [], []
    for turn in range(rounds):
        database = Database.create(folder / f"{name}-{turn}.sqlite")
        floor_path = folder / f"{name}-{turn}-raw.sqlite"
        Database.create(floor_path).close()
        with database.write() as connection:
            ledger_writing.insert_entries(connection, ROOT.entries)
        before = time.process_time()
        for batch in batches:
            with database.write() as connection:
                projections.project(connection, batch)
        ours.append((time.process_time() - before) / 20_000 * 1e6)
        database.close()
        with closing(raw_connection(floor_path)) as plain:
            before = time.process_time()
            for batch in batches:
                plain.execute("BEGIN IMMEDIATE")
                raw(plain, batch)
                plain.execute("COMMIT")
            raws.append((time.process_time() - before) / 20_000 * 1e6)
    ratio = median(ours) / median(raws)
    print(f"project {name}: {median(ours):.1f} us CPU per entry, raw executemany {median(raws):.1f} us: {ratio:.2f}x")


def bench_rebuild(folder: Path, size: int) -> None:
    """Rebuild the projections of a ledger of printed certificates, sign-offs and workers in equal parts."""
    signed = sign_off_contents()
    mix = (printed_content, signed, worker_content)
    database = Database.create(folder / "rebuild.sqlite")
    for batch in (ROOT.entries, *history(size, lambda number: mix[number % 3](number))):
        with database.write() as connection:
            ledger_writing.insert_entries(connection, batch)
    before, cpu = time.perf_counter(), time.process_time()
    with database.write() as connection:
        projections.rebuild(connection)
    wall, cpu = time.perf_counter() - before, time.process_time() - cpu
    print(f"rebuild {size:,} mixed entries: {wall:.2f} s, {cpu / size * 1e6:.1f} us CPU per entry")
    database.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--history", type=int, nargs="*", default=[10_000, 100_000])
    parser.add_argument("--rounds", type=int, default=9)
    arguments = parser.parse_args()
    for size in arguments.history:
        with tempfile.TemporaryDirectory() as folder:
            bench_append(Path(folder), size, arguments.rounds)
    turns = max(3, arguments.rounds // 3)
    with tempfile.TemporaryDirectory() as folder:
        signed = list(history(20_000, sign_off_contents()))
        bench_projection(Path(folder), "sign-offs", signed, raw_sign_offs, turns)
        workers = list(history(20_000, worker_content))
        bench_projection(Path(folder), "workers with search index, floor without it", workers, raw_workers, turns)
        indexed = raw_workers_indexed(workers)
        bench_projection(Path(folder), "workers with search index, floor with the same index rows", workers, indexed, turns)
        index = people_search.index_workers
        people_search.index_workers = lambda *_: None
        bench_projection(Path(folder), "workers without it", workers, raw_workers, turns)
        people_search.index_workers = index
        bench_rebuild(Path(folder), max(arguments.history))


if __name__ == "__main__":
    main()
