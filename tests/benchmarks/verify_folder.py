"""A folder of certificates, PDF and JSON in turn, checked by one process and by two; run by tests.benchmarks.verify.

Run: python -m tests.benchmarks.verify_folder [files]. A module of its own, as the processes load the one they are started from:
this one loads no more than the program's own.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from random import Random
from typing import NamedTuple

from supervisor_app.services.verifying_files import check_all
from supervisor_app.services.verifying_records import Checker


class Took(NamedTuple):
    """Seconds: by the clock, CPU of this process, CPU of the others it started."""

    wall: float
    own: float
    others: float


def took(files: Sequence[Path], checker: Checker, workers: int) -> Took:
    before, started = os.times(), time.monotonic()
    assert all(result.valid for result in check_all(files, checker, workers=workers))
    after = os.times()
    own = after.user + after.system - before.user - before.system
    others = after.children_user + after.children_system - before.children_user - before.children_system
    return Took(time.monotonic() - started, own, others)


def main(count: int) -> None:
    from tests.benchmarks.verify import WHOLE, paper
    from tests.credentials.samples import NOW, TRUST

    random, checker = Random(4), Checker(trust=TRUST, now=NOW)
    with tempfile.TemporaryDirectory() as name:
        sheet, files = paper(), []
        for number in range(count):
            path = Path(name) / f"{number:05}.{'pdf' if number % 2 else 'json'}"
            path.write_bytes(sheet if number % 2 else WHOLE.credential)
            files.append(path)
        random.shuffle(files)
        one, two = took(files, checker, 1), took(files, checker, 2)
    walls = f"{count / one.wall:.0f}/s and {count / two.wall:.0f}/s"
    print(f"folder of {count}, one and two processes: {walls} by the clock, {one.wall / two.wall:.2f} times, goal 1.9")
    busier = max(two.own, two.others / 2)
    print(f"the same by CPU of the busier process, as on two free cores: {one.own / busier:.2f} times")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)
