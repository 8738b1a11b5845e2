"""Real processes killed, refused or deceived at their system calls on both files: nothing acknowledged is lost.

A sample by default; `--every-call` takes every call in turn, `--every-nth-call N` each nth of a kind, from `--first-call K` on:
with K from 1 to N, N runs come to the same as `--every-call`. The interpreter is the real one: a shim would be hit instead.
"""

from __future__ import annotations

import json
import os
import random
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from supervisor_app.services.opened_site import Site, open_site
from supervisor_app.services.syncing import choose_shared, make_anew, sync_now
from supervisor_app.settings import save_settings
from supervisor_app.storage import projections
from supervisor_app.storage.shared_errors import MADE_ANEW, SharedFileError
from tests.faults.test_sync_killed import can_trace
from tests.services.sync_sites import PATIENCE, Clock, add_people, digest, found, heads, join, let_in

pytestmark = pytest.mark.skipif(not can_trace(), reason="strace cannot trace here")

CHANGING = ("pwrite64", "write", "fsync", "fdatasync", "ftruncate", "unlink", "rename", "mkdir", "rmdir", "openat")
ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Case:
    """What is done to which call of whom: `fault` as strace's inject takes it."""

    what: str
    side: str
    call: str
    fault: str


REFUSALS = ("error=EIO", "error=ENOSPC")
CASES = [
    *(Case("append", "local", call, "signal=KILL") for call in ("pwrite64", "fsync", "fdatasync", "ftruncate", "openat")),
    *(Case("append", "local", call, fault) for call in ("pwrite64", "fdatasync") for fault in REFUSALS),
    *(Case("sync", "local", call, "signal=KILL") for call in ("pwrite64", "fdatasync", "ftruncate")),
    *(Case("sync", "local", call, fault) for call in ("pwrite64", "fdatasync") for fault in REFUSALS),
    *(Case("sync", "shared", call, "signal=KILL") for call in ("pwrite64", "fsync", "fdatasync", "ftruncate", "openat")),
    *(Case("sync", "shared", call, fault) for call in ("pwrite64", "fdatasync", "ftruncate") for fault in REFUSALS),
    *(Case("sync", "shared", call, "lost") for call in ("pwrite64", "fdatasync")),
    *(Case("sync", "lock", call, fault) for call in ("mkdir", "rmdir") for fault in ("signal=KILL", "error=EIO")),
]


@pytest.fixture(scope="module")
def start(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two laptops and their file; each has records for the other."""
    folder = tmp_path_factory.mktemp("start")
    shared = folder / "site.sqlite"
    a = found(folder / "a")
    choose_shared(a, shared, True, patience=PATIENCE)
    b = join(folder / "b", shared, seed=2)
    let_in(a, b)
    add_people(b, 30, first=2000)
    sync_now(b, patience=PATIENCE)
    add_people(a, 30)
    for site in (a, b):
        site.close()
    return folder


class Try:
    """One copy of the start, with a state folder of its own."""

    def __init__(self, start: Path, folder: Path) -> None:
        shutil.copytree(start, folder)
        self.folder, self.shared = folder, folder / "site.sqlite"
        self.environment = {**os.environ, "XDG_STATE_HOME": str(folder / "state"), "PYTHONPATH": str(ROOT)}
        for name in "ab":
            with self.opened(name) as site:
                save_settings(site.folder, replace(site.settings, shared=str(self.shared)))

    @contextmanager
    def opened(self, name: str) -> Iterator[Site]:
        site = open_site(
            self.folder / name, clock=Clock(), randomness=random.Random(name).randbytes, state=self.folder / f"state-{name}"
        )
        try:
            yield site
        finally:
            site.close()

    def command(self, what: str) -> list[str]:
        python = str(Path(sys.executable).resolve())
        self.environment["PYTHONPATH"] = ":".join([str(ROOT), *(path for path in sys.path if path.endswith("site-packages"))])
        if what == "append":
            return [python, "-m", "tests.faults.appending", str(self.folder / "a"), "3"]
        return [python, "-m", "supervisor_app", "sync", "--data-dir", str(self.folder / "a"), "--json"]

    def paths(self, side: str) -> list[str]:
        local = self.folder / "a" / "records.sqlite"
        lock = self.shared.with_name(self.shared.name + ".lock")
        files = {
            "local": [local, local.with_name(local.name + "-wal"), local.with_name(local.name + "-shm")],
            "shared": [self.shared, self.shared.with_name(self.shared.name + "-journal")],
            "lock": [lock, *lock.glob("*")],
        }[side]
        return [word for path in files for word in ("-P", str(path))]

    def run(self, case: Case, *options: str) -> subprocess.CompletedProcess[str]:
        trace = ["strace", "-f", "-qq", "-s", "0", *self.paths(case.side), *options]
        return subprocess.run(
            [*trace, *self.command(case.what)], capture_output=True, text=True, check=False, env=self.environment, cwd=ROOT
        )

    def assert_whole(self, acknowledged: list[str]) -> None:
        """Everybody syncs, as a supervisor would; all is there, once, and the tables are what the records say."""
        with self.opened("a") as a, self.opened("b") as b:
            for site in (a, b, a, b, a, b):
                settle(site)
            assert heads(a) == heads(b)
            assert digest(a) == digest(b)
            with b.database.write() as connection:
                for worker in acknowledged:
                    assert connection.exec_driver_sql("SELECT count(*) FROM about WHERE subject = ?", (worker,)).scalar_one() == 1
                assert connection.exec_driver_sql("SELECT count(*) FROM worker").scalar_one() >= 60
                projections.rebuild(connection)
                assert projections.digest(connection) == digest(a)
                assert connection.exec_driver_sql("PRAGMA integrity_check").scalar_one() == "ok"


def settle(site: Site) -> None:
    try:
        sync_now(site, patience=PATIENCE)
    except SharedFileError as problem:
        if problem.trouble not in MADE_ANEW:
            raise
        make_anew(site, patience=PATIENCE)


@pytest.fixture(scope="module")
def calls(start: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], list[tuple[str, int]]]:
    """What an undisturbed append and sync call on each side, in order, with the bytes they write."""
    found_calls = {}
    for what, side in {(case.what, case.side) for case in CASES}:
        tried = Try(start, tmp_path_factory.mktemp("count") / "w")
        log = tried.folder / "trace"
        done = tried.run(Case(what, side, "", ""), "-e", f"trace={','.join(CHANGING)}", "-o", str(log))
        assert done.returncode == 0, done.stderr
        found_calls[what, side] = [made for line in log.read_text().splitlines() if (made := parsed(line)) is not None]
    return found_calls


def parsed(line: str) -> tuple[str, int] | None:
    match = re.match(r"\d+ +(\w+)\(.*\) += (-?\d+)", line)
    return (match[1], max(0, int(match[2]))) if match else None


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.what}-{case.side}-{case.call}-{case.fault}")
def test_a_process_disturbed_at_a_system_call_loses_nothing(
    start: Path, tmp_path: Path, case: Case, calls: dict[tuple[str, str], list[tuple[str, int]]], request: pytest.FixtureRequest
) -> None:
    sizes = [size for call, size in calls[case.what, case.side] if call == case.call]
    option = request.config.getoption
    nth = 1 if option("--every-call") else option("--every-nth-call")
    middle = len(sizes) // 2 + 1
    for number in range(option("--first-call"), len(sizes) + 1, nth) if nth else [middle][: len(sizes)]:
        tried = Try(start, tmp_path / str(number))
        fault = f"retval={sizes[number - 1]}" if case.fault == "lost" else case.fault
        done = tried.run(case, "-o", os.devnull, "-e", f"trace={case.call}", "-e", f"inject={case.call}:{fault}:when={number}")
        assert "Traceback" not in done.stderr, done.stderr[-2000:]
        lines = done.stdout.splitlines()
        if case.what == "append":
            acknowledged = [line for line in lines if re.fullmatch("[0-9a-f]{32}", line)]
        else:
            acknowledged = []
            if "KILL" not in case.fault:
                assert {"report", "problem"} & json.loads(lines[-1]).keys()
        tried.assert_whole(acknowledged)
        shutil.rmtree(tried.folder)
