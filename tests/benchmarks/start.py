"""The start, from the spawn to the painted window with an idle event loop, against a bare PySide6 window with SQLAlchemy Core.

Run: `python -m tests.benchmarks.start [--entries 100000] [--flat 10000 1000000] [--rounds 9] [--keep FOLDER]`.
Every program is a process of its own, ours and the floor in turns; medians. Printed are CPU (user and system, as the process
counts it when its window is usable), wall time, resident memory, and the ratios; nothing is asserted. Goals: Today at most 1.10
of the floor's CPU and 1.00 of its memory, with 1,000,000 entries at most 1.05 of 10,000. The floor imports Qt first and
SQLAlchemy after it, opens the same file, reads one number and shows it in a window.

"the lock" is what `supervisor-app` shows by itself; "Today" is the same program with a session given, as after the right PIN (the
PIN itself takes as long as `Sealing` says, on purpose).
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from tests.benchmarks.big_site import build

_USABLE = """
import json, os, resource, sys, time
def usable():
    # Three rounds in which the event loop found nothing else to do.
    from PySide6.QtCore import QTimer
    def turn(left=3):
        if left:
            QTimer.singleShot(0, lambda: turn(left - 1))
            return
        used = resource.getrusage(resource.RUSAGE_SELF)
        pages = int(open("/proc/self/statm").read().split()[1]) if os.path.exists("/proc/self/statm") else 0
        kib = pages * os.sysconf("SC_PAGE_SIZE") // 1024 or used.ru_maxrss
        print(json.dumps([used.ru_utime + used.ru_stime, time.monotonic(), kib]), flush=True)
        os._exit(0)
    turn()
"""

_FLOOR = """
from PySide6.QtWidgets import QApplication, QLabel, QMainWindow
from sqlalchemy import create_engine
class Window(QMainWindow):
    def paintEvent(self, event):
        super().paintEvent(event)
        usable()
app = QApplication([])
engine = create_engine("sqlite:///" + sys.argv[1])
with engine.connect() as connection:
    number = connection.exec_driver_sql("SELECT sum(seq) FROM head").scalar_one()
window = Window()
window.setCentralWidget(QLabel(str(number)))
window.resize(1280, 690)
window.show()
app.exec()
"""

_OURS = """
from pathlib import Path
from supervisor_app import app
begin = app.Start.begin
def begun(self):
    begin(self)
    window = self._window
    if TODAY:
        from supervisor_app.services.session import Session
        from supervisor_app.services.signing_in import list_members
        member = list_members(window.site)[0]
        window._enter(Session(member.id, member.name, member.title, member.role, member.worker_id))
    from PySide6.QtCore import QEvent, QObject
    class Painted(QObject):
        def eventFilter(self, watched, event):
            if event.type() in (QEvent.Type.UpdateRequest, QEvent.Type.Paint):  # painted in this very event
                watched.removeEventFilter(self)
                usable()
            return False
    self.painted = Painted()
    window.installEventFilter(self.painted)
app.Start.begin = begun
app.main(["--data-dir", sys.argv[1]])
"""

FLOOR = _USABLE + _FLOOR
LOCK = _USABLE + "TODAY = False" + _OURS
TODAY = _USABLE + "TODAY = True" + _OURS


@dataclass(frozen=True)
class Started:
    """One start: CPU and wall milliseconds until the window was usable, resident memory in MiB."""

    cpu: float
    wall: float
    memory: float


def start(program: str, site: Path, home: Path) -> Started:
    """Run a program to its usable window; an empty home, so that no saved window geometry is read.

    All of them find their bytecode where the first round left it, as an installed program does.
    """
    own = {"QT_QPA_PLATFORM": "offscreen", "XDG_CONFIG_HOME": str(home), "HOME": str(home)}
    environment = {**os.environ, **own, "PYTHONPYCACHEPREFIX": str(home / "bytecode"), "PYTHONDONTWRITEBYTECODE": ""}
    target = str(site) if program != FLOOR else str(site / "records.sqlite")
    began = time.monotonic()
    done = subprocess.run([sys.executable, "-c", program, target], env=environment, capture_output=True, text=True, check=False)
    if done.returncode or not done.stdout:
        raise SystemExit(done.stderr or f"no window: {done.returncode}")
    cpu, ended, kib = json.loads(done.stdout.splitlines()[-1])
    return Started(cpu * 1000, (ended - began) * 1000, kib / 1024)


def run_all(programs: dict[str, tuple[str, Path]], rounds: int, home: Path) -> dict[str, list[Started]]:
    """Start every program once per round, in turns, after a first round that only warms the caches."""
    found: dict[str, list[Started]] = {name: [] for name in programs}
    for turn in range(rounds + 1):
        for name, (program, site) in programs.items():
            one = start(program, site, home)
            if turn:
                found[name].append(one)
    return found


def report(found: dict[str, list[Started]], floor: str) -> None:
    """Print medians; ratios are medians of the ratios within a round."""
    print(f"{'':34}  CPU ms    x   wall ms    x    MiB     x")
    for name, starts in found.items():
        pairs = list(zip(starts, found[floor], strict=True))
        cells = [
            (
                median(getattr(one, what) for one in starts),
                median(getattr(one, what) / getattr(least, what) for one, least in pairs),
            )
            for what in ("cpu", "wall", "memory")
        ]
        print(f"{name:34} " + " ".join(f"{value:7.1f} {ratio:5.2f}" for value, ratio in cells))


def site_of(folder: Path, entries: int) -> Path:
    """Return a site of that size, made if it is not there yet."""
    path = folder / f"{entries}-entries"
    if not path.is_dir():
        began = time.perf_counter()
        build(path, entries)[0].close()
        print(f"built {entries:,} entries in {time.perf_counter() - began:.0f} s", file=sys.stderr)
    return path


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--entries", type=int, default=100_000)
    parser.add_argument("--flat", type=int, nargs=2, metavar=("FEW", "MANY"), help="also compare these two sizes")
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--keep", type=Path, help="keep the sites in this folder for the next run")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder, home = arguments.keep or Path(temporary), Path(temporary) / "home"
        home.mkdir()
        site = site_of(folder, arguments.entries)
        programs = {"floor: PySide6, then SQLAlchemy": (FLOOR, site), "the lock": (LOCK, site), "Today": (TODAY, site)}
        for size in arguments.flat or ():
            programs[f"Today, {size:,} entries"] = (TODAY, site_of(folder, size))
        found = run_all(programs, arguments.rounds, home)
    print(f"{arguments.entries:,} entries, {arguments.rounds} rounds, load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    report(found, "floor: PySide6, then SQLAlchemy")
    if arguments.flat:
        few, many = (found[f"Today, {size:,} entries"] for size in arguments.flat)
        ratio = median(more.cpu / less.cpu for more, less in zip(many, few, strict=True))
        print(f"{arguments.flat[1]:,} against {arguments.flat[0]:,} entries: {ratio:.2f}x CPU (goal 1.05)")
    print("goals for Today: 1.10x CPU, 1.00x memory")


if __name__ == "__main__":
    main()
