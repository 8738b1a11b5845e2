"""Two laptops that write and sync at once through two mounts of one folder, as fast as they can; what was lost is counted.

Run: python -m tests.faults.racing WORK SHARED SHARED_AGAIN ROUNDS [--without-lock | --without-any-lock]. The two paths name the
same file (which is made there) through two mounts; WORK is a local folder. A control must find damage, or the run proves nothing:
`--without-lock` leaves the drive's own locks, which on some drives are enough (NFS 4); `--without-any-lock` takes these away too.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from supervisor_app.errors import UserError
from supervisor_app.services.appending import append
from supervisor_app.services.opened_site import Site, open_site
from supervisor_app.services.syncing import choose_shared, make_anew, sync_now
from supervisor_app.storage import projections, shared_file
from supervisor_app.storage.shared_errors import MADE_ANEW, SharedFileError
from supervisor_app.storage.shared_lock import Patience, SharedLock
from tests.services.sync_sites import found, join, let_in

BRISK = Patience(look_every=0.02, second_look_after=0.2, give_up_after=600)
CONTROLS = {"--without-lock": "without the lock folder", "--without-any-lock": "without the lock folder and the drive's locks"}


@dataclass(frozen=True)
class Raced:
    """What came of a race: records acknowledged, those missing at the end, signs of damage on the way, seconds, syncs done."""

    acknowledged: int
    lost: int
    signs: tuple[str, ...]
    seconds: float
    syncs: int

    def line(self) -> str:
        """Return it as a line."""
        damage = "; ".join(sorted(set(self.signs))) or "none"
        done = f"{self.acknowledged} acknowledged, {self.lost} lost, {self.syncs} syncs in {self.seconds:.0f} s"
        return f"{done}, signs of damage: {damage}"


def race(work: Path, shared: Path, again: Path, rounds: int, control: str = "") -> Raced:
    """Let two processes race, with the locks or as a control without, then let both laptops come to rest and count."""
    prepare(work, shared, again)
    command = [str(Path(sys.executable).resolve()), "-m", "tests.faults.racing", "--one"]
    options = [control] if control else []
    root = Path(__file__).resolve().parents[2]
    packages = [path for path in sys.path if path.endswith("site-packages")]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(root), *packages])}
    racers = [
        subprocess.Popen(
            [*command, str(work / name), str(rounds), *options],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=environment,
            cwd=root,
        )
        for name in "ab"
    ]
    ready = [racer.stdout.readline() for racer in racers if racer.stdout]  # a slow start of one of them is no race
    assert ready == [b"ready\n"] * 2, ready
    started = time.monotonic()
    for racer in racers:
        assert racer.stdin
        racer.stdin.write(b"go\n")
        racer.stdin.flush()
    told = [json.loads(racer.communicate()[0].splitlines()[-1]) for racer in racers]
    seconds = time.monotonic() - started
    acknowledged = [worker for one in told for worker in one["acknowledged"]]
    signs = [sign for one in told for sign in one["signs"]]
    lost = settle(work, acknowledged, signs)
    return Raced(len(acknowledged), lost, tuple(signs), seconds, sum(one["syncs"] for one in told))


def prepare(work: Path, shared: Path, again: Path) -> None:
    """Found a site on one laptop and let the other join it, each through its own mount."""
    a = found(work / "a")
    choose_shared(a, shared, True, patience=BRISK)
    b = join(work / "b", again, seed=2)
    let_in(a, b, patience=BRISK)
    for site in (b, a):
        sync_now(site, patience=BRISK)
        site.close()


def run_one(folder: Path, rounds: int) -> None:
    """Write and sync in turn; tell what was acknowledged and what looked like damage."""
    acknowledged: list[str] = []
    signs: list[str] = []
    syncs = 0
    with opened(folder) as site:
        print("ready", flush=True)
        sys.stdin.readline()
        for _ in range(rounds):
            for _ in range(2):
                worker = random.randbytes(16).hex()
                with site.database.write() as connection:
                    append(site, connection, "worker.recorded", by="", about=worker, body={"given_name": "Alise"})
                acknowledged.append(worker)
            signs += sync_once(site)
            syncs += 1
    print(json.dumps({"acknowledged": acknowledged, "signs": signs, "syncs": syncs}), flush=True)


def sync_once(site: Site) -> list[str]:
    """Sync and return every sign that the file was not as a file with one writer at a time is."""
    try:
        report = sync_now(site, patience=BRISK)
    except SharedFileError as problem:
        signs = [f"{problem.trouble.value} ({problem.__cause__ or problem.message})"]
        if problem.trouble in MADE_ANEW:
            try:
                make_anew(site, patience=BRISK)
            except UserError as again:
                signs.append(again.message)
        return signs
    except UserError as problem:
        return [problem.message]
    said = [line.sentence.split(":")[-1] for line in (*report.forks,)] + [line.sentence for line in report.quarantined]
    return [*said, *(remark.title for remark in report.remarks), *(["records put back"] if report.healed else [])]


def settle(work: Path, acknowledged: list[str], signs: list[str]) -> int:
    """Let both sync until they rest; return how many acknowledged records are not on both, or differ."""
    with opened(work / "a") as a, opened(work / "b") as b:
        for site in (a, b) * 4:
            signs += sync_once(site)
        missing: set[str] = set()
        digests = []
        for site in (a, b):
            with site.database.write() as connection:
                here = {row[0] for row in connection.exec_driver_sql("SELECT subject FROM about")}
                missing |= set(acknowledged) - here
                projections.rebuild(connection)
                digests.append(projections.digest(connection))
        return len(missing) if missing or digests[0] == digests[1] else len(acknowledged)


@contextmanager
def opened(folder: Path) -> Iterator[Site]:
    """Open one of the two laptops."""
    state = folder.with_name(f"state-{folder.name}")
    site = open_site(folder, clock=lambda: datetime.now(UTC), randomness=random.SystemRandom().randbytes, state=state)
    try:
        yield site
    finally:
        site.close()


def take_away(control: str) -> None:
    """Take the application's lock away: what is left are the drive's own locks; if asked, let SQLite not use these either."""
    for name in ("acquire", "beat", "confirm", "release"):
        setattr(SharedLock, name, lambda *args: None)
    if control == "--without-any-lock":
        shared_file.locks_do_not_work = lambda path: True


def main(words: list[str]) -> int:
    """Race, or be one of those who do."""
    given = [word for word in words if not word.startswith("--")]
    control = next((word for word in words if word in CONTROLS), "")
    if "--one" in words:
        if control:
            take_away(control)
        run_one(Path(given[0]), int(given[1]))
        return 0
    raced = race(Path(given[0]), Path(given[1]), Path(given[2]), int(given[3]), control)
    print(f"{CONTROLS.get(control, 'with the lock folder')}: {raced.line()}")
    return 0 if bool(raced.lost or raced.signs) == bool(control) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
